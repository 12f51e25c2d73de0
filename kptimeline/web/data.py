"""A question in SQL over the promised views, for Datasette to show, edit, and give as JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kptimeline.interval import iso
from kptimeline.store.question import Question
from kptimeline.store.words import fts5, read_words

Value = tuple[str, str]
_EVENTS = "event_id IN (SELECT event_id FROM {view} WHERE {some})"
# Sentences and titles are found by the rows of the full-text tables, as `search` finds them.
_TOLD = (
    "event_id IN (SELECT e.key FROM event e JOIN event_mention m ON m.event_id = e.id\n"
    "    WHERE m.sentence_id IN (SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH :words)\n"
    "    OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words))"
)


def sql_of(question: Question) -> tuple[str, list[Value]]:
    """The statement and its named values: the events of the question, but for hidden ones; `limit` is left out."""
    conditions, values = [], []
    for condition, named in _asked(question):
        conditions.append(condition)
        values += named
    way = " DESC" if question.reverse else ""
    where = "WHERE " + "\n  AND ".join(conditions) + "\n" if conditions else ""
    order = f"ORDER BY sort_day{way}{' NULLS LAST' if question.undated else ''}, event_id{way}"
    return f"SELECT *\nFROM chronology\n{where}{order}", values


def _asked(question: Question) -> Iterator[tuple[str, list[Value]]]:
    for name, slugs in (
        ("actor", question.actors),
        *((f"with_{n}", (slug,)) for n, slug in enumerate(question.others, 1)),
    ):
        if slugs:
            some, values = _any("actor", name, slugs)
            yield _EVENTS.format(view="event_actors", some=some), values
    for column, name, known in (
        ("event_type", "type", question.types),
        ("status", "status", question.statuses),
    ):
        if known:
            yield _any(column, name, known)
    if question.outlets:
        some, values = _any("outlet", "outlet", question.outlets)
        yield _EVENTS.format(view="mentions", some=some), values
    if question.place is not None:
        yield "instr(lower(place), lower(:place)) > 0", [("place", question.place)]
    if question.words is not None:
        yield _TOLD, [("words", fts5(read_words(question.words)))]
    if question.stated:
        yield "certainty IN ('stated', 'corrected')", []
    yield from _days(question)


def _days(question: Question) -> Iterator[tuple[str, list[Value]]]:
    """Overlap; what has no day is in no span, and is told beside it only where it is asked for."""
    span, values = [], []
    if (since := iso(question.since)) is not None:
        span.append("to_day >= :since")
        values.append(("since", since))
    if (until := iso(question.until)) is not None:
        span.append("from_day <= :until")
        values.append(("until", until))
    if question.undated:
        if span:
            yield f"({' AND '.join(span)} OR sort_day IS NULL)", values
    else:
        yield " AND ".join([*span, "sort_day IS NOT NULL"]), values


def _any(column: str, name: str, values: Sequence[str]) -> tuple[str, list[Value]]:
    if len(values) == 1:
        return f"{column} = :{name}", [(name, values[0])]
    named = [(f"{name}_{number}", value) for number, value in enumerate(values, 1)]
    return f"{column} IN ({', '.join(f':{each}' for each, _ in named)})", named
