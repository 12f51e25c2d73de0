"""What speaks for and against two mentions telling of one event: named parts, a function of their profiles alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kptimeline.interval import Granularity
from kptimeline.merge.profile import AHEAD, RECENT, Profile, Who

_AGAINST = {"negated", "denied"}
# Share of the acts of one lemma that the other has: *fire* and *expel* have one of several senses of *fire* in common.
_SENSES = 0.5
_ENOUGH = 2  # things that two frequent acts are both about
_INFERRED_OFF = 14  # days that an inferred day may be wrong by
_THEME = 0.5  # share of the things that the one that tells less is about
_NAMES, _WORDS, _NUMBERS = 3, 4, 2  # no more of them count
_STATE = 0.7
# Acts that both sides do.
_MUTUAL = frozenset(("meet", "call", "sign", "agree", "exchange", "fight", "truce", "negotiate", "relations"))
_FAMILIES = (
    {"CONSULT", "AGREE", "COOPERATE", "SUPPORT"},
    {"MOBILIZE", "THREATEN", "ASSAULT"},
    {"ACCUSE", "REJECT", "PROTEST", "REQUEST"},
    {"SANCTION", "COERCE", "REJECT"},
    {"CONCEDE", "RETREAT", "AGREE"},
    {"AID", "COOPERATE", "SUPPORT", "AGREE"},
)


Parts = dict[str, float]


def parts(one: Profile, two: Profile) -> Parts:
    """The parts that are not 0, by name; the same whichever of the two comes first."""
    found: Parts = {}
    for look in LOOKS:
        look.find(one, two, found)
    return {name: value for name, value in found.items() if value}


def _acts(one: Profile, two: Profile, found: Parts) -> None:
    if one.stem == two.stem:
        found["same_word"] = 1
    elif (share := _share(one.acts, two.acts)) >= _SENSES:
        found["same_act"] = share
    elif share:
        found["sense_near"] = 1
    elif not one.acts.isdisjoint(two.around) or not two.acts.isdisjoint(one.around):
        found["act_near"] = 1
    elif one.acts and two.acts:
        found["other_act"] = 1
    else:
        found["act_unknown"] = 1
    a, b = one.event_type, two.event_type
    if a and b and a != b:
        found["kin_type" if any(a in family and b in family for family in _FAMILIES) else "other_type"] = 1
    if (one.status in AHEAD) != (two.status in AHEAD):
        found["planned_by_one"] = 1
    if one.article == two.article:
        found["same_article"] = 1


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    """How much of the lesser is in both, 0 where one has nothing."""
    if some.isdisjoint(others):
        return 0.0
    return len(some & others) / min(len(some), len(others))


def same_act(one: Profile, two: Profile) -> bool:
    """Whether both have one lemma, or lemmas that share half of their senses."""
    return one.stem == two.stem or _share(one.acts, two.acts) >= _SENSES


def shared(one: Profile, two: Profile) -> int:
    """How many words, names, numbers and objects both have: what an act was about."""
    to = any(relation(a, b) == 1 for a in one.to for b in two.to)
    return len(one.words & two.words) + len(one.names & two.names) + len(one.numbers & two.numbers) + to


def _things(mention: Profile) -> int:
    """How many of these it tells."""
    return len(mention.words) + len(mention.names) + len(mention.numbers) + bool(mention.to)


def _parties(one: Profile, two: Profile, found: Parts) -> None:
    by = _best(one.by, two.by)
    if by is not None and by <= 0 and _is_mutual(one) and _is_mutual(two):
        by = _in_both((*one.by, *one.to), (*two.by, *two.to)) or by
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
    elif by == _STATE:
        found["state_by"] = 1
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
    if _other_company(one, two):
        found["other_company"] = 1
    if one.places and two.places:
        found["places"] = _share(one.places, two.places)
        if not found["places"]:
            found["other_places"] = 1


def _is_mutual(mention: Profile) -> bool:
    """Whether it is an act that both sides do, so that it is chance who is called the doer: who meets is met."""
    return not _MUTUAL.isdisjoint(mention.acts)


def _in_both(some: Sequence[Who], others: Sequence[Who]) -> float:
    """How far all of the lesser company are of the other, too; 0 where somebody is not."""
    fewer, more = sorted((some, others), key=len)
    return max(min(max(relation(one, two) for two in more) for one in fewer), 0)


def _best(some: Sequence[Who], others: Sequence[Who]) -> float | None:
    if not some or not others:
        return None
    return max(relation(a, b) for a in some for b in others)


def _other_company(one: Profile, two: Profile) -> bool:
    """Whether in both somebody takes part who is nobody of the other: who met Xi did not meet Moon.

    Two who are of a kind: a state and the court at which it complains may both have part in one act.
    """
    first, second = _odd_ones(one, two), _odd_ones(two, one)
    return any(bool(a.country) == bool(b.country) for a in first for b in second)


def _odd_ones(one: Profile, two: Profile) -> list[Who]:
    others = (*two.by, *two.to)
    return [who for who in (*one.by, *one.to) if others and all(relation(who, other) < 0 for other in others)]


def _lands(some: Sequence[Who], others: Sequence[Who]) -> bool:
    """Whether both sides are of known countries, none of them the same."""
    one, two = ({who.country for who in side} for side in (some, others))
    return None not in one | two and not one & two


def relation(one: Who, two: Who) -> float:
    """1 the same, 0.7 a state and somebody of it, 0.5 of one country and not two persons, 0 not to be told, -1 others."""
    if one.id and one.id == two.id:
        return 1
    shared = set(one.words) & set(two.words)
    if one.country and two.country and one.country != two.country:
        return -1
    if one.person and two.person:
        return 1 if shared and (one.words[-1] in shared or two.words[-1] in shared) else -1
    if one.country and one.country == two.country:
        return _STATE if one.state or two.state else 0.5
    if shared and one.words[-1] == two.words[-1]:
        return 0.9
    if one.named and two.named and one.person == two.person and not shared:
        return -1
    return 0


def _dates(one: Profile, two: Profile, found: Parts) -> None:
    first, second = one.window, two.window
    if first is None or second is None:
        found["no_window"] = 1
        return
    dated = one.is_dated + two.is_dated
    gap = max(first[0] - second[1], second[0] - first[1], 0)
    if dated < 2:
        if dated == 0:
            away = abs((one.anchor or 0) - (two.anchor or 0))
        else:
            known, other = (one, two) if one.is_dated else (two, one)
            first, second = _believed(known), other.window or first
            gap = max(first[0] - second[1], second[0] - first[1], 0)
            anchor = other.anchor or 0
            away = max(first[0] - anchor, anchor - first[1], 0)
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
            found["inferred_off"] = 1 + min(gap, 30) / 5
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


def _believed(mention: Profile) -> tuple[int, int]:
    """The days of a dated mention; what is inferred to be the day of its article may be older."""
    first, last = mention.window or (0, 0)
    if mention.fine and not mention.stated and mention.status not in AHEAD:
        return first - RECENT, last
    return first, last


def _words(one: Profile, two: Profile, found: Parts) -> None:
    for name, most, some, others in (
        ("names", _NAMES, one.names, two.names),
        ("words", _WORDS, one.words, two.words),
        ("numbers", _NUMBERS, one.numbers, two.numbers),
    ):
        if some and others:
            if some.isdisjoint(others):
                found[f"other_{name}"] = 1
            else:
                found[name] = min(len(some & others), most)
    if one.frequent and two.frequent:
        # What tells nothing but its act lacks nothing.
        found["frequent_act"] = max(min(_ENOUGH, _things(one), _things(two)) - shared(one, two), 0)
        found["frequent_act"] += bool(one.names and two.names and one.names.isdisjoint(two.names))
    often, one_day = one.frequent and two.frequent, _is_of_a_day(one, two)
    if often or not one_day:
        found["other_theme"] = max(1 - _theme(one, two) / _THEME, 0) * (1 if one_day or not often else 2)
    if one.story and two.story and one.article != two.article:
        both = len(one.story & two.story)
        found["story"] = min(both, 6) / 6
        if both <= 1:
            found["other_story"] = 1


def _is_of_a_day(one: Profile, two: Profile) -> bool:
    """Whether both have a known day, and it is the same: what happened then needs fewer words in common."""
    return one.fine and two.fine and _gap(one, two) == 0


def _gap(one: Profile, two: Profile) -> int | None:
    """Days between the days of two mentions, None where those of one are not known."""
    if one.window is None or two.window is None:
        return None
    return max(one.window[0] - two.window[1], two.window[0] - one.window[1], 0)


def _theme(one: Profile, two: Profile) -> float:
    """Share of what the one that tells less is about that the other is about, too; 1 where it tells its act alone."""
    lesser = min(_things(one), _things(two))
    return shared(one, two) / lesser if lesser else 1.0


def contradict(one: Profile, two: Profile) -> bool:
    """Whether both cannot be one event, whatever else speaks for it: what is told as done on days that exclude each other.

    Only dates that the mentions' own sentences state count; a plan may slip, and what is inferred may be wrong. A day's
    difference is left to the rest of the comparison: outlets date one night by the clocks of two places.
    """
    if one.fine and two.fine and not (one.status in AHEAD or two.status in AHEAD):
        # However a day was inferred: what is weeks off tells of another time of the same act.
        gap = _gap(one, two)
        if gap is not None and gap > _INFERRED_OFF:
            return True
    first, second = told_span(one), told_span(two)
    return first is not None and second is not None and max(first[0] - second[1], second[0] - first[1]) > 1


def told_span(mention: Profile) -> tuple[int, int] | None:
    """The days that its own sentence states for what was done, None for plans and for what is inferred."""
    return mention.window if mention.stated and mention.status not in AHEAD else None


class Look(NamedTuple):
    """A part of the comparison: what it finds, and the most that it can add.

    `adds`: of each group a pair has one part, at most so much of it.
    """

    find: Callable[[Profile, Profile, Parts], None]
    adds: tuple[Mapping[str, float], ...]


# In this order: what costs least and tells most comes first.
LOOKS = (
    Look(_dates, (dict.fromkeys(("same_day", "day_in_coarse", "spans_meet"), 1),)),
    Look(_acts, (dict.fromkeys(("same_word", "same_act"), 1), {"kin_type": 1})),
    Look(_words, ({"names": _NAMES}, {"words": _WORDS}, {"numbers": _NUMBERS}, {"story": 1})),
    Look(
        _parties,
        (
            dict.fromkeys(("same_by", "state_by", "kin_by", "by_unclear", "by_missing", "by_in_clause"), 1),
            dict.fromkeys(("same_to", "kin_to"), 1),
            {"places": 1},
        ),
    ),
)
