"""How many events of each month, type and status there are: counted once for all questions that ask no more.

No index knows types or statuses beside days, so counting for one of them reads every event. One pass for all of them
costs as much; whoever asks again and again keeps it (store.served) until the database changes.
"""

from __future__ import annotations

from msgspec import Struct
from sqlalchemy import Connection, func, select

from kptimeline.interval import Granularity
from kptimeline.store.models import Event
from kptimeline.store.question import Question

_TELLS = {"types", "statuses", "undated", "reverse", "limit"}


class Tally(Struct, frozen=True, gc=False):
    """Events alike: of one month (None: undated), finer than a month or not, hidden or not, of a type and status."""

    month: str | None
    fine: bool
    hidden: bool
    event_type: str | None
    status: str
    events: int


class Tallies(Struct, frozen=True):
    """All events, tallied."""

    rows: tuple[Tally, ...]

    def by_month(self, question: Question) -> dict[str, int]:
        """As `counts.by_month`."""
        found: dict[str, int] = {}
        for row in self.rows:
            if row.month is not None and row.fine and not row.hidden and _fits(row, question):
                found[row.month] = found.get(row.month, 0) + row.events
        return found

    def left_out(self, question: Question) -> dict[str, int]:
        """As `counts.left_out`."""
        undated = hidden = 0
        for row in self.rows:
            if _fits(row, question):
                hidden += row.events if row.hidden else 0
                undated += row.events if row.month is None and not row.hidden else 0
        return {"undated": 0 if question.undated else undated, "hidden": hidden}


def tells(question: Question) -> bool:
    """Whether tallies know enough to answer: no actor, word, place, outlet or span is asked for, nor what is hidden."""
    return not question.told().keys() - _TELLS


def tallies(connection: Connection) -> Tallies:
    """One pass over all events: a second or two for a million."""
    month = func.substr(Event.sort_day, 1, 7)
    fine = func.coalesce(Event.fineness, 0) >= Granularity.VAGUE.rank - Granularity.MONTH.rank
    alike = (month, fine, Event.hidden, Event.event_type, Event.status)
    query = select(*alike, func.count()).group_by(*alike).order_by(month)
    return Tallies(
        tuple(
            Tally(
                month=name,
                fine=bool(is_fine),
                hidden=bool(hidden),
                event_type=kind,
                status=status,
                events=count,
            )
            for name, is_fine, hidden, kind, status, count in connection.execute(query)
        )
    )


def _fits(row: Tally, question: Question) -> bool:
    return (not question.types or row.event_type in question.types) and (
        not question.statuses or row.status in question.statuses
    )
