"""What stands against corrections that others made: what people said here, and what they joined or keep apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import Connection, Row, select

from kptimeline.merge.correction_line import CorrectionLine
from kptimeline.merge.corrections import FIELDS, Said, alike
from kptimeline.store import corrections
from kptimeline.store.models import CorrectedMention, Correction, Event, EventMention, MentionLink
from kptimeline.store.rows import chunks

_OTHER = {"merge": "split", "split": "merge"}


class Clash(Struct, frozen=True, kw_only=True):
    """A line that says something else than what holds here, so that it was left out.

    `event` holds the mention now, None where none does. `field` is what stands against the line: of a merge a split.
    """

    number: int
    line: CorrectionLine
    event: str | None
    field: str
    value: str | None
    who: str
    made_at: str


class Act(NamedTuple):
    """Line `number` of a file, with the mentions that it means here."""

    number: int
    line: CorrectionLine
    keys: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Of two articles elsewhere one may be here: what is one mention here is no pair."""
        found = ((self.keys[one], self.keys[two]) for one, two in self.line.pairs)
        return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})


class Standing:
    """What holds here, before anything of a file is taken in."""

    def __init__(self, connection: Connection, names: Collection[str]) -> None:
        self._connection = connection
        self._holders: dict[str, str | None] = {}
        self._events: dict[str, tuple[int, str]] = {}  # of holders
        self._said: dict[int, list[Said]] = {}  # of the mentions of events
        self._hold(names)
        self._links()

    def _hold(self, names: Collection[str]) -> None:
        query = (
            select(CorrectedMention.key, CorrectedMention.holder, Event.id, Event.key.label("event"))
            .outerjoin(EventMention, EventMention.key == CorrectedMention.holder)
            .outerjoin(Event, Event.id == EventMention.event_id)
        )
        for some in chunks(sorted(names)):
            for key, holder, id_, event in self._connection.execute(
                query.where(CorrectedMention.key.in_(some))
            ):
                self._holders[key] = holder
                if holder is not None and id_ is not None:
                    self._events[holder] = (id_, event)

    def _links(self) -> None:
        """The links that hold, with joined mentions under one head."""
        query = select(MentionLink.__table__).where(MentionLink.undone_at.is_(None))
        self._rows = self._connection.execute(query.order_by(MentionLink.id)).all()
        self._hold(
            {key for row in self._rows for key in (row.first_key, row.second_key)} - self._holders.keys()
        )
        self._head: dict[str, str] = {}
        for row in self._rows:
            if row.kind == "must":
                one, two = self._root(row.first_key), self._root(row.second_key)
                self._head[max(one, two)] = min(one, two)
        self._apart: dict[tuple[str, str], Row[Any]] = {}
        self._joined: dict[str, Row[Any]] = {}
        for row in self._rows:
            one, two = self._root(row.first_key), self._root(row.second_key)
            if row.kind == "must":
                self._joined.setdefault(one, row)
            else:
                self._apart.setdefault((min(one, two), max(one, two)), row)

    def _root(self, key: str) -> str:
        at = self._holders.get(key) or key
        while (above := self._head.get(at, at)) != at:
            self._head[at] = self._head.get(above, above)
            at = above
        return at

    def event(self, key: str) -> tuple[int, str] | None:
        """Row and key of the event that holds a corrected mention."""
        return self._events.get(self._holders.get(key) or "")

    def has_event(self, keys: Iterable[str]) -> bool:
        """Whether an event holds one of them."""
        return any(self.event(key) is not None for key in keys)

    def clash(self, act: Act, lacking: Sequence[tuple[Any, ...]]) -> Clash | None:
        """What stands against a line."""
        if act.line.field in FIELDS:
            return self._of_field(act, [each[0] for each in lacking])
        return self._of_links(act, [(each[0], each[1]) for each in lacking])

    def _of_field(self, act: Act, keys: Sequence[str]) -> Clash | None:
        field: Any = act.line.field
        for key in keys:
            event = self.event(key)
            for said in self._about(event[0]) if event else self._of_key(key):
                if said.field == field and not alike(field, said.value, act.line.value):
                    return Clash(
                        number=act.number,
                        line=act.line,
                        event=event[1] if event else None,
                        field=field,
                        value=said.value,
                        who=said.who,
                        made_at=said.made_at,
                    )
        return None

    def _about(self, event_id: int) -> list[Said]:
        if event_id not in self._said:
            query = select(EventMention.key).where(EventMention.event_id == event_id)
            mentions = list(self._connection.scalars(query))
            said = corrections.said_of(self._connection, mentions)
            self._said[event_id] = corrections.of_event(said, mentions)
        return self._said[event_id]

    def _of_key(self, key: str) -> list[Said]:
        rows = corrections.rows_about(self._connection, Correction, [key])
        return [
            Said(mention=key, field=row.field, value=row.value, who=row.who, made_at=row.made_at, why=row.why)
            for row in rows
            if row.undone_at is None
        ]

    def _of_links(self, act: Act, pairs: Sequence[tuple[str, str]]) -> Clash | None:
        for first, second in pairs:
            one, two = self._root(first), self._root(second)
            if act.line.field == "merge":
                row = self._apart.get((min(one, two), max(one, two)))
            else:
                row = self._joined.get(one) if one == two else None
            if row is not None:
                event = self.event(first) or self.event(second)
                return Clash(
                    number=act.number,
                    line=act.line,
                    event=event[1] if event else None,
                    field=_OTHER[act.line.field],
                    value=None,
                    who=row.who,
                    made_at=row.made_at,
                )
        return None
