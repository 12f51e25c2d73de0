"""Activity: how many events began in each month or year."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Select, func, select

from kptimeline.interval import Granularity, iso
from kptimeline.store.counts import left_out
from kptimeline.store.models import Event
from kptimeline.store.question import Question, Words, asked, events_of_actors, values_of, words_of


class Activity(Struct, frozen=True, kw_only=True):
    """How many events began in each month (`2025-12`) or year (`2025`) that has any; `left_out` as in Chronology."""

    query: dict[str, Any]
    unit: Granularity
    counts: dict[str, int]
    left_out: dict[str, int]


_LENGTH = {Granularity.MONTH: 7, Granularity.YEAR: 4}  # letters of a day that name its month, its year


def activity(connection: Connection, question: Question, unit: Granularity) -> Activity:
    """Counts by the sort day, for which `unit` is month or year; `limit` means nothing here.

    What is known less finely than the unit has no place in one and is counted apart (`coarser`), as is what is
    undated or hidden. With a span, what began before it is in none.
    """
    question = replace(question, limit=None, undated=False)
    query = _counted(question, words_of(connection, question), unit)
    counts: dict[str, int] = {}
    coarser = 0
    for name, fine, number in connection.execute(query, values_of(question)):
        if fine:
            counts[name] = number
        else:
            coarser += number
    return Activity(
        query=question.told(),
        unit=unit,
        counts=counts,
        left_out={"coarser": coarser, **left_out(connection, question)},
    )


def _counted(question: Question, words: Words, unit: Granularity) -> Select[Any]:
    """Rows of a month or year, whether they are fine enough, and how many; in order."""
    name = func.substr(Event.sort_day, 1, _LENGTH[unit])
    fine = Event.fineness >= Granularity.VAGUE.rank - unit.rank
    query = select(name, fine, func.count()).where(Event.sort_day.is_not(None), asked(question, words))
    if not question.hidden:
        query = query.where(Event.hidden.is_(False))
    if question.actors:
        query = query.where(Event.id.in_(events_of_actors()))
    if (since := iso(question.since)) is not None:
        query = query.where(Event.sort_day >= since)
    if (until := iso(question.until)) is not None:
        query = query.where(Event.sort_day <= until)
    return query.group_by(name, fine).order_by(name)
