"""What speaks for and against two mentions telling of one event: named parts, a function of their profiles alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kptimeline.interval import Granularity
from kptimeline.merge.lexicon import stem_all
from kptimeline.merge.profile import Profile, Who

_AGAINST = {"negated", "denied"}
AHEAD = {"planned", "proposed", "hypothetical"}
_RECENT = 31  # days before its anchor in which an undated mention's event most likely lies
# Share of the acts of one lemma that the other has: *fire* and *expel* have one of several senses of *fire* in common.
_SENSES = 0.5
_FAMILIES = (
    {"CONSULT", "AGREE", "COOPERATE", "SUPPORT"},
    {"MOBILIZE", "THREATEN", "ASSAULT"},
    {"ACCUSE", "REJECT", "PROTEST", "REQUEST"},
    {"SANCTION", "COERCE", "REJECT"},
    {"CONCEDE", "RETREAT", "AGREE"},
    {"AID", "COOPERATE", "SUPPORT", "AGREE"},
)


def parts(one: Profile, two: Profile) -> dict[str, float]:
    """The parts that are not 0, by name; the same whichever of the two comes first."""
    found: dict[str, float] = {}
    _acts(one, two, found)
    _parties(one, two, found)
    _dates(one, two, found)
    _words(one, two, found)
    if one.article == two.article:
        found["same_article"] = 1
    return {name: value for name, value in found.items() if value}


def _acts(one: Profile, two: Profile, found: dict[str, float]) -> None:
    if stem_all(one.lemma) == stem_all(two.lemma):
        found["same_word"] = 1
    elif (share := _share(one.acts, two.acts)) >= _SENSES:
        found["same_act"] = share
    elif share or set(one.acts) & set(two.around) or set(two.acts) & set(one.around):
        found["act_near"] = 1
    elif one.acts and two.acts:
        found["other_act"] = 1
    else:
        found["act_unknown"] = 1
    a, b = one.event_type, two.event_type
    if a and b and a != b:
        found["kin_type" if any({a, b} <= family for family in _FAMILIES) else "other_type"] = 1


def _share(some: Collection[str], others: Collection[str]) -> float:
    """How much of the lesser is in both, 0 where one has nothing."""
    least = min(len(some), len(others))
    return len(set(some) & set(others)) / least if least else 0.0


def _parties(one: Profile, two: Profile, found: dict[str, float]) -> None:
    by = _best(one.by, two.by)
    if by is None:
        here = one.by or two.by
        other = two if one.by else one
        if (here and any(who.country in other.places for who in here if who.country)) or (
            here and any(relation(a, b) == 1 for a in here for b in other.to)
        ):
            found["by_in_clause"] = 1
        else:
            found["by_missing"] = 1
    elif by == 1:
        found["same_by"] = 1
    elif by > 0:
        found["kin_by"] = 1
    elif by < 0:
        crossed = max(_best(one.by, two.to) or 0, _best(one.to, two.by) or 0)
        found["crossed_by" if crossed > 0 else "other_land_by" if _lands(one.by, two.by) else "other_by"] = 1
    else:
        found["by_unclear"] = 1
    to = _best(one.to, two.to)
    if to is not None and to > 0:
        found["same_to" if to == 1 else "kin_to"] = 1
    if _odd_one_out(one, two) and _odd_one_out(two, one):
        found["other_company"] = 1
    first, second = set(one.places), set(two.places)
    if first and second:
        found["places"] = _share(first, second)
        if not first & second:
            found["other_places"] = 1


def _best(some: Sequence[Who], others: Sequence[Who]) -> float | None:
    if not some or not others:
        return None
    return max(relation(a, b) for a in some for b in others)


def _odd_one_out(one: Profile, two: Profile) -> bool:
    """Whether somebody takes part in the first who is nobody of the second: who met Xi did not meet Moon."""
    others = (*two.by, *two.to)
    return any(all(relation(who, other) < 0 for other in others) for who in (*one.by, *one.to) if others)


def _lands(some: Sequence[Who], others: Sequence[Who]) -> bool:
    """Whether both sides are of known countries, none of them the same."""
    one, two = ({who.country for who in side} for side in (some, others))
    return None not in one | two and not one & two


def relation(one: Who, two: Who) -> float:
    """1 the same, 0.5 of one country and not two persons, 0 not to be told, -1 others."""
    if one.id and one.id == two.id:
        return 1
    shared = set(one.words) & set(two.words)
    if one.country and two.country and one.country != two.country:
        return -1
    if one.person and two.person:
        return 1 if shared and (one.words[-1] in shared or two.words[-1] in shared) else -1
    if one.country and one.country == two.country:
        return 0.5
    if shared and one.words[-1] == two.words[-1]:
        return 0.9
    if one.named and two.named and one.person == two.person and not shared:
        return -1
    return 0


def window(mention: Profile) -> tuple[int, int] | None:
    """The days in which its event may lie: its date, else those around its anchor; None without an anchor."""
    first, last = mention.first, mention.last
    if first is not None:
        return first, first + _RECENT if last is None else last
    if last is not None:
        return last - _RECENT, last
    if mention.anchor is None:
        return None
    if mention.status in AHEAD:
        return mention.anchor - 3, mention.anchor + _RECENT
    return mention.anchor - _RECENT, mention.anchor


def _dates(one: Profile, two: Profile, found: dict[str, float]) -> None:
    first, second = window(one), window(two)
    if first is None or second is None:
        found["no_window"] = 1
        return
    dated = (one.first is not None or one.last is not None) + (two.first is not None or two.last is not None)
    gap = max(first[0] - second[1], second[0] - first[1], 0)
    if dated < 2:
        known = first if one.first is not None or one.last is not None else second
        anchor = (two if one.first is not None or one.last is not None else one).anchor
        if dated == 0:
            away = abs((one.anchor or 0) - (two.anchor or 0))
        else:
            away = max(known[0] - (anchor or 0), (anchor or 0) - known[1], 0)
        found["undated_away"] = min(away, 400) / 30
        if gap:
            found["undated_out"] = 1
        return
    if one.fine and two.fine:
        if gap == 0:
            found["same_day"] = 1
            if one.clock and two.clock and one.clock != two.clock:
                found["other_clock"] = 1
        elif not (one.stated and two.stated):
            found["inferred_off"] = 1 + min(gap, 30) / 10
        elif one.status in AHEAD or two.status in AHEAD:
            found["plan_off"] = 1 + min(gap, 30) / 10
        else:
            found["next_day" if gap == 1 else "other_day"] = 1
        return
    if gap:
        found["apart"] = 1 + min(gap, 30) / 30
    elif one.fine or two.fine:
        coarse = two if one.fine else one
        found["day_in_coarse"] = 1 if coarse.rank <= Granularity.MONTH.rank else 0.5
    else:
        found["spans_meet"] = 1


def _words(one: Profile, two: Profile, found: dict[str, float]) -> None:
    names, words = len(set(one.names) & set(two.names)), len(set(one.words) & set(two.words))
    found["names"] = min(names, 3)
    found["words"] = min(words, 4)
    found["numbers"] = min(len(set(one.numbers) & set(two.numbers)), 2)
    if one.names and two.names and not names:
        found["other_names"] = 1
    if one.words and two.words and not words:
        found["other_words"] = 1
    if one.numbers and two.numbers and not set(one.numbers) & set(two.numbers):
        found["other_numbers"] = 1
    least = min(len(one.story), len(two.story))
    if least and one.article != two.article:
        shared = len(set(one.story) & set(two.story))
        found["story"] = min(shared, 6) / 6
        if shared <= 1:
            found["other_story"] = 1
    if (one.status in AHEAD) != (two.status in AHEAD):
        found["planned_by_one"] = 1


def contradict(one: Profile, two: Profile) -> bool:
    """Whether both cannot be one event, whatever else speaks for it: what is told as done on days that exclude each other.

    Only dates that the mentions' own sentences state count; a plan may slip, and what is inferred may be wrong. A day's
    difference is left to the rest of the comparison: outlets date one night by the clocks of two places.
    """
    first, second = told_span(one), told_span(two)
    return first is not None and second is not None and max(first[0] - second[1], second[0] - first[1]) > 1


def told_span(mention: Profile) -> tuple[int, int] | None:
    """The days that its own sentence states for what was done, None for plans and for what is inferred."""
    return window(mention) if mention.stated and mention.status not in AHEAD else None
