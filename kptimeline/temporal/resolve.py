"""Resolving: expressions and an anchor to intervals. Total; nothing here reads a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from kptimeline.interval import Granularity, Interval
from kptimeline.records import Alternative, Anchor, Genre, Resolution, Rival, Tense, TimeExpression
from kptimeline.temporal.evaluate import evaluate
from kptimeline.temporal.expression import Expr, parse, to_text
from kptimeline.temporal.find import Phrase, phrases
from kptimeline.temporal.moves import COMPARED
from kptimeline.temporal.policies import is_reported_on
from kptimeline.temporal.rules import RulePack
from kptimeline.temporal.standards import depends_on_anchor, hangs_alone, timex_of_unresolved
from kptimeline.temporal.times import Context, Time, Unresolvable

LENGTH = "a length of time without a beginning or an end"
SET = "a time that comes again and again"
# *in the first nine months*: the period that a report goes on about is then no quarter any more.
_MONTHS_OF_A_YEAR = re.compile(r"(?:(?:until|throughout)\()?duration\((?:6|9), month\)\)?")
# A meaning that cannot be placed gives way to one at least this likely that can.
WEAKEST = 0.3
# Weight of the article's day as what a quotation counts from, where its sentence dates the speech.
FROM_THE_ARTICLE = 0.3


def resolve_times(
    times: Sequence[TimeExpression],
    *,
    anchor: Anchor | None,
    genre: Genre = "news",
    zone: str | None = None,
    events: Mapping[str, Interval] | None = None,
) -> tuple[Resolution, ...]:
    """One Resolution for each time expression, in order; each may refer to the dates before it."""
    context = Context(
        anchor=anchor.day if anchor else None,
        zone=zone or (anchor.zone if anchor else None),
        genre=genre,
        events=events or {},
    )
    guessed = tuple(f"anchor-{part}" for part in anchor.inferred) if anchor else ()
    previous: Time | None = None
    dated: Time | None = None
    told: dict[str, Time] = {}
    previous_index: int | None = None
    unknown = False
    scene: int | None = None
    found: list[Resolution] = []
    placed: list[Time | None] = []
    for index, time in enumerate(times):
        if time.scene != scene:
            # A day told in another paragraph is not the one that a bare clock time means.
            scene = time.scene
            told.pop("day", None)
        day = _day_of_speech(times, time.spoken_on, context) if time.spoken_on is not None else None
        here = context
        if genre == "news" and _stands_alone(time.alternatives):
            resolution, value, limit = _resolve_alone(
                time.alternatives,
                context.anchor if day is None else day,
                context.zone,
                time.tense,
                time.plan,
                guessed,
            )
        else:
            here = Context(
                anchor=context.anchor if day is None else day,
                zone=context.zone,
                genre=genre,
                quoted=time.quoted,
                events=context.events,
                tense=time.tense,
                plan=time.plan,
                previous=previous,
                previous_unknown=unknown,
                told=told,
                dated=dated,
                beside=tuple([placed[i] for i in time.hangs_from]),
            )
            resolution, value = _resolve(time.alternatives, here, guessed, previous_index)
            limit = _limit(resolution.expression, value, here)
        if day is not None and value is not None:
            # The writer may have counted from the article's day all the same.
            usual = replace(here, anchor=context.anchor, tense=time.tense, plan=time.plan)
            rival = _rival(parse(resolution.expression), FROM_THE_ARTICLE, usual)
            rivals = resolution.alternatives + ((rival,) if rival.edtf != resolution.edtf else ())
            marked = dict.fromkeys((*resolution.inferred, "day-of-speech"))
            resolution = replace(resolution, inferred=tuple(marked), alternatives=rivals)
        found.append(resolution)
        placed.append(None if value is None else _plain(value))
        if genre == "narrative" and _is_aside(time, previous):
            continue
        dates = value is None or resolution.timex_type in {"DATE", "TIME"}
        if dates and not (value is None and hangs_alone(resolution.expression)):
            unknown = value is None
        if value is not None and not value.placed and value.kind == "DURATION":
            told["length"] = _plain(value)
        value = limit
        if value is not None and _can_be_referred_to(value, resolution, here):
            previous = replace(value, inferred=resolution.inferred, rivals=(), ambiguous=False)
            told.pop("length", None)
            if previous.granularity.rank <= Granularity.SEASON.rank:
                dated = previous
            if value.unit is not None:
                told[value.unit] = previous
                if value.unit in COMPARED - {"season"} and is_reported_on(
                    previous, told.get("period"), context
                ):
                    told["period"] = previous
            previous_index = index
        elif _MONTHS_OF_A_YEAR.fullmatch(resolution.expression) and time.text.lower().startswith(
            ("the ", "first ")
        ):
            told.pop("period", None)
    return tuple(found)


def _is_aside(time: TimeExpression, previous: Time | None) -> bool:
    """Whether a story goes on from before a time: what brackets and quotations tell does not move it.

    *The port (held until May 1920) … In July* counts from before the bracket: all four phrases of WikiWars that
    this changes are then as the annotators read them. A story may begin in a bracket.
    """
    return previous is not None and (time.bracketed or time.quoted)


def _day_of_speech(times: Sequence[TimeExpression], index: int, context: Context) -> int | None:
    """The day that a quotation's own sentence gives for it, None where that is no single day."""
    time = times[index]
    if not time.alternatives:
        return None
    try:
        found = evaluate(
            parse(time.alternatives[0].expression), replace(context, tense=time.tense, plan=time.plan)
        )
    except Unresolvable:
        return None
    return found.first if found.first == found.last else None


# Only these look at other dates of the text; in a story most others do too.
_LOOKS_BACK = re.compile(r"previous-mention|told\(|event\(")


@lru_cache(maxsize=4096)
def _stands_alone(alternatives: tuple[Alternative, ...]) -> bool:
    """Whether, in news, no meaning of a phrase depends on what else the text tells."""
    return not any(_LOOKS_BACK.search(alternative.expression) for alternative in alternatives)


@lru_cache(maxsize=4096)  # *on Friday* is the same day wherever articles of a day have it in the same tense
def _resolve_alone(
    alternatives: tuple[Alternative, ...],
    anchor: int | None,
    zone: str | None,
    tense: Tense | None,
    plan: bool,
    guessed: tuple[str, ...],
) -> tuple[Resolution, Time | None, Time | None]:
    """In news the resolution of a phrase that stands alone, its time, and what later phrases refer to after it."""
    here = Context(anchor=anchor, zone=zone, tense=tense, plan=plan)
    resolution, value = _resolve(alternatives, here, guessed, None)
    return resolution, value, _limit(resolution.expression, value, here)


_OPEN = frozenset({"since", "until", "by", "before", "after"})


def _limit(expression: str, time: Time | None, context: Context) -> Time | None:
    """What later phrases refer to after *by the end of March*: the end of March."""
    expr = parse(expression) if time is not None and None in {time.first, time.last} else None
    if expr is None or expr.name not in _OPEN or not isinstance(expr.args[0], Expr):
        return time
    try:
        return evaluate(expr.args[0], context)
    except Unresolvable:
        return time


def _plain(time: Time) -> Time:
    """A time that others refer to: its own guesses stay with it."""
    return replace(time, rivals=(), ambiguous=False) if time.rivals or time.ambiguous else time


def _can_be_referred_to(time: Time, resolution: Resolution, context: Context) -> bool:
    """Whether later phrases (*the following day*) can mean it: a calendar date; in a story, one of the story."""
    if not time.placed or time.kind not in {"DATE", "TIME"} or time.first is None or time.last is None:
        return False
    if time.value == "PRESENT_REF" or _is_comparison(resolution.expression):
        return False
    if context.genre == "news":
        return True
    return not _of_the_writer(resolution.expression) and not _is_background(time, resolution, context)


# What may stand around the expression of a comparison: *almost two decades earlier*.
_NEARLY = ("approx(", "more-than(", "less-than(", "at-least(", "at-most(")


def _is_comparison(expression: str) -> bool:
    """*up from 12 a year earlier* names what is compared with, not what the text goes on about."""
    while expression.startswith(_NEARLY):
        expression = expression.partition("(")[2]
    return expression.startswith(("counterpart", "shift(previous-mention, -"))


def _is_background(time: Time, resolution: Resolution, context: Context) -> bool:
    """*a province since 513 BC*, told of 492 BC: where a state began long before, the story does not go back to."""
    before = context.previous
    if before is None or before.first is None or time.first is None or time.first >= before.first:
        return False
    return resolution.expression.startswith("since(")


@lru_cache(maxsize=4096)
def _of_the_writer(expression: str) -> bool:
    return "present" in expression


def _resolve(
    alternatives: Sequence[Alternative],
    context: Context,
    guessed: tuple[str, ...],
    previous_index: int | None,
) -> tuple[Resolution, Time | None]:
    reason: str | None = None
    for alternative in alternatives:
        if alternative.weight < WEAKEST and reason is not None:
            break
        expr = parse(alternative.expression)
        try:
            time = evaluate(expr, context)
        except Unresolvable as unresolvable:
            reason = reason or str(unresolvable)
            continue
        return _resolution(alternative, expr, time, alternatives, context, guessed, previous_index), time
    best = alternatives[0]
    kind, value = timex_of_unresolved(parse(best.expression))
    rivals = tuple(
        Rival(expression=a.expression, weight=a.weight, value=None, edtf=None) for a in alternatives[1:]
    )
    return Resolution(expression=best.expression, rule=best.rule, timex_type=kind, timex_value=value,
                      alternatives=rivals, reason=reason, event=_event(parse(best.expression))), None  # fmt: skip


def _resolution(
    chosen: Alternative,
    expr: Expr,
    time: Time,
    alternatives: Sequence[Alternative],
    context: Context,
    guessed: tuple[str, ...],
    previous_index: int | None,
) -> Resolution:
    rivals = [_rival(rival, weight, context) for rival, weight in time.rivals]
    rivals += [_rival(parse(a.expression), a.weight, context) for a in alternatives if a is not chosen]
    # A rival that means the same days is no rival.
    different = tuple(r for r in rivals if r.edtf != time.edtf or r.value != time.value)
    inferred = time.inferred + (guessed if depends_on_anchor(chosen.expression) else ())
    if chosen is not alternatives[0]:
        inferred += ("reading",)
    return Resolution(
        expression=chosen.expression,
        rule=chosen.rule,
        timex_type=time.kind,
        timex_value=time.value,
        mod=time.mod,
        interval=time.interval(),
        edtf=time.edtf,
        inferred=tuple(dict.fromkeys(inferred)),
        ambiguous=time.ambiguous,
        alternatives=different,
        reason=None if time.placed else (SET if time.kind == "SET" else LENGTH),
        previous=previous_index if "previous-mention" in chosen.expression else None,
        event=_event(expr),
    )


def _rival(expr: Expr, weight: float, context: Context) -> Rival:
    try:
        time = evaluate(expr, context)
    except Unresolvable:
        return Rival(expression=to_text(expr), weight=weight, value=None, edtf=None)
    return Rival(expression=to_text(expr), weight=weight, value=time.value, edtf=time.edtf)


def _event(expr: Expr) -> str | None:
    if expr.name == "event" and expr.args:
        return str(expr.args[0])
    for arg in expr.args:
        if isinstance(arg, Expr) and (name := _event(arg)) is not None:
            return name
    return None


def resolve_phrase(
    phrase: str,
    rules: RulePack,
    *,
    anchor_day: int | None,
    tense: Tense | None = None,
    plan: bool = False,
    genre: Genre = "news",
    zone: str | None = None,
) -> Resolution:
    """What a phrase means on its own, for example *since the previous October* at a dateline.

    A phrase that the rules do not take whole gives a Resolution without interval, and the reason.
    """
    found = next(phrases(phrase, rules), None)
    if found is None or not _is_whole(found, phrase):
        part = f"; only {found.expressions[0].text!r} is" if found else ""
        return Resolution(
            expression="",
            rule="",
            timex_type="",
            timex_value="",
            reason=f"not a time expression as a whole{part}",
        )
    first = found.expressions[0]
    context = Context(
        anchor=anchor_day,
        tense=tense or first.tense,
        plan=plan or first.plan,
        stated=tense is not None,
        zone=zone,
        genre=genre,
    )
    return _resolve(first.alternatives, context, (), None)[0]


# Prepositions that say no more than that a time follows.
_PLAIN = frozenset({"on", "in", "at", "during", "of", "for", "over"})


def _is_whole(found: Phrase, phrase: str) -> bool:
    """Whether a phrase is all of a text, but for a plain preposition before it and marks after it."""
    before, after = phrase[: found.start].split(), phrase[found.end :].strip(" \t\n.,")
    return not after and (not before or (len(before) == 1 and before[0].lower() in _PLAIN))
