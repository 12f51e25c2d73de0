"""The account of an event for people: its sentences marked up, and how each got its date.

The account comes as the store gives it (store.explain.Explanation); render knows the store by its fields only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kptimeline.interval import Extent
from kptimeline.records import EventActor, Span
from kptimeline.render import corrections, safe, words
from kptimeline.render.dates import When, say
from kptimeline.render.draw import draw

Explanation = Any
MentionAccount = Any
Row = tuple[str, str]

LEGEND = "[[…]] is the word that tells the event, <<…>> the words that date it."
SHOWN = 5  # events that one phrase may hang from
_DATED_BY = {
    "phrase": "a time phrase in its own clause",
    "sentence": "a time phrase elsewhere in its sentence",
    "chain": "the event told before it",
    "lead": "the day of the report, whose news it is",
    "correction": "a correction by hand",
}


def render(explanation: Explanation, *, width: int = 80, color: bool = False) -> str:
    """The event, then an account of each mention."""
    event = explanation.event
    body: list[RenderableType] = [
        Text(words.what(event), style="bold"),
        Text(" · ".join([event.event_id, words.date(event), words.kind(event), *words.marks(event)])),
        Text(""),
        *corrections.beside(explanation.history),
        Text(LEGEND, style="dim"),
    ]
    for number, mention in enumerate(explanation.mentions, 1):
        body += [Text(""), _title(mention, number, len(explanation.mentions)), Text("")]
        body += [Text(_marked(mention)), Text(""), _table(facts(mention))]
    return draw(Lines(*body), width=width, color=color)


def _title(mention: MentionAccount, number: int, count: int) -> RenderableType:
    parts = [safe.line(part) for part in (mention.title, mention.outlet, mention.url or mention.path) if part]
    told = f"Mention {number} of {count}: " if count > 1 else ""
    return Text(told + " · ".join([*parts, f"article {mention.article_key}"]), style="bold")


def _table(rows: Iterator[Row]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=11)
    grid.add_column(ratio=1, overflow="fold")
    for name, fact in rows:
        grid.add_row(Text(name, style="dim"), Text(fact))
    return grid


def _marked(mention: MentionAccount) -> str:
    """The sentence with marks around the trigger and, where it stands in it, the time phrase."""
    spans = [(mention.trigger_span, "[[", "]]")]
    if mention.time and _inside(mention.time.span, mention.sentence_span):
        spans.append((mention.time.span, "<<", ">>"))
    start, sentence = mention.sentence_span.start, mention.sentence
    marks = [(span.start, 1, left) for span, left, _ in spans] + [
        (span.end, 0, right) for span, _, right in spans
    ]
    told, done = "", start
    for offset, _, mark in sorted(marks):
        told += safe.inline(sentence[done - start : offset - start]) + mark
        done = offset
    return (told + safe.inline(sentence[done - start :])).strip()


def _inside(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def facts(mention: MentionAccount) -> Iterator[Row]:
    """What a mention says and how it got its date, as names with facts, harmless."""
    yield from _deed(mention)
    yield from _date(mention)
    if mention.time:
        yield from _phrase(mention.time, hangs=bool(mention.hinges))
        for hinge in mention.hinges[:SHOWN]:
            days = hinge.first if hinge.first == hinge.last else f"{hinge.first} to {hinge.last}"
            dated = mention.first_day is not None or mention.last_day is not None
            yield "which is" if dated else "may be", f"{hinge.event} of {days}: {safe.line(hinge.sentence)}"
    yield from _anchor(mention)
    if mention.merge_reason:
        yield "merged", safe.line(mention.merge_reason)
    yield (
        "offsets",
        ", ".join(
            f"{name} {span.start}–{span.end}"
            for name, span in (
                ("sentence", mention.sentence_span),
                ("clause", mention.clause),
                ("trigger", mention.trigger_span),
                *((("phrase", mention.time.span),) if mention.time else ()),
            )
        ),
    )


def _deed(mention: MentionAccount) -> Iterator[Row]:
    if mention.by:
        yield "by", _actors(mention.by)
    if mention.to:
        yield "to", _actors(mention.to)
    yield "type", f"{mention.event_type or 'none told'}, {mention.status}"
    if mention.claimed_by:
        verb = f" ({safe.line(mention.claim_verb)})" if mention.claim_verb else ""
        yield "says", safe.line("; ".join(mention.claimed_by)) + verb
    if mention.place:
        yield "place", safe.line(mention.place)
    if mention.quantities:
        yield "quantities", safe.line("; ".join(mention.quantities))


def _actors(actors: tuple[EventActor, ...]) -> str:
    return "; ".join(
        f"{safe.line(each.name)} = {each.actor}"
        if each.actor
        else f"{safe.line(each.name)} (not in the registry)"
        for each in actors
    )


def _date(mention: MentionAccount) -> Iterator[Row]:
    when = When(
        first_day=mention.first_day,
        last_day=mention.last_day,
        granularity=mention.granularity,
        extent=Extent(mention.extent) if mention.extent else None,
        first_time=mention.first_time,
        last_time=mention.last_time,
        utc_offset=mention.utc_offset,
        edtf=mention.edtf,
        phrase=safe.line(mention.time.text).lower() if mention.time else None,
    )
    if mention.first_day or mention.last_day or mention.edtf:
        sure = f" ({mention.certainty})" if mention.certainty else ""
        yield "date", say(when) + sure
    else:
        yield "date", f"none: {safe.line(mention.reason or 'not known why')}"
    if mention.dated_by:
        yield "dated by", f"{mention.dated_by}: {_DATED_BY[mention.dated_by]}"
    if mention.chain:
        yield "told before", safe.line(mention.chain)


def _phrase(time: Any, *, hangs: bool) -> Iterator[Row]:
    tense = f", {time.tense} tense" if time.tense else ""
    plan = ", a plan" if time.plan else ""
    yield "phrase", f'"{safe.line(time.text)}"{tense}{plan}'
    yield "expression", time.expression
    yield "rule", time.rule
    days = [time.first_day or "open", time.last_day or "open"]
    if time.first_day or time.last_day:
        yield "interval", f"{days[0]} to {days[1]}, {time.extent}, {time.granularity}"
    mod = f" mod={time.mod}" if time.mod else ""
    yield "TIMEX3", f"type={time.timex_type} value={time.timex_value}{mod}"
    if time.edtf:
        yield "EDTF", time.edtf
    if time.previous:
        yield "hangs from", f'"{safe.line(time.previous)}"'
    if time.event:
        yield "hangs from", f"the event {safe.line(time.event)}"
    if time.inferred:
        yield "inferred", ", ".join(time.inferred)
    if time.reason and not hangs:  # else the date tells what came of it
        yield "unresolved", safe.line(time.reason)
    for rival in time.alternatives:
        name = "ambiguous" if time.ambiguous else "rival"
        yield name, f"{rival.edtf or rival.value or 'no date'}: {rival.expression}, weight {rival.weight:.2f}"


def _anchor(mention: MentionAccount) -> Iterator[Row]:
    anchor, candidates = mention.anchor, mention.candidates
    if anchor.day is None:
        yield "anchor", f"none: {safe.line(anchor.reason or 'not known why')}"
    else:
        inferred = f"; inferred: {', '.join(anchor.inferred)}" if anchor.inferred else ""
        sure = "" if anchor.certain else "; not certain"
        yield "anchor", f"{anchor.day}, basis {anchor.basis}{inferred}{sure}"
    if mention.contradiction:
        yield "but", safe.line(mention.contradiction)
    for candidate in candidates:
        name = "because" if candidate.day == anchor.day else "other day"
        told = safe.line(candidate.reason)
        yield (
            name,
            told
            if name == "because" and len(candidates) == 1
            else (f"{candidate.day}, score {candidate.score:.2f}: {told}"),
        )
    for earlier in mention.earlier_anchors:
        day = f"{earlier.day}, basis {earlier.basis}" if earlier.day else "none"
        yield "before", f"{day}, until changed by {anchor.by} on {anchor.chosen_at}"
