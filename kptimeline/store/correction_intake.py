"""Corrections that others made, taken in: what is known changes nothing, what contradicts is told and left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, delete, or_, select, update

from kptimeline.actors.registry import Registry
from kptimeline.merge.correction_line import CorrectionLine
from kptimeline.merge.corrections import FIELDS
from kptimeline.store import corrections
from kptimeline.store.actors import sync_registry
from kptimeline.store.bulk import add
from kptimeline.store.correction_clash import Act, Clash, Standing
from kptimeline.store.correction_lines import keys_here
from kptimeline.store.engine import writing
from kptimeline.store.fixes import LINKS, derive_again
from kptimeline.store.holders import Quote, name_mentions
from kptimeline.store.models import CorrectedMention, Correction, MentionLink
from kptimeline.store.rows import chunks, next_id


class Intake(Struct, frozen=True, kw_only=True):
    """How many lines there were, are `new`, known, and known and `taken_back` now; of how many no event holds a mention."""

    lines: int
    new: int
    known: int
    taken_back: int
    orphaned: int
    clashes: tuple[Clash, ...]


def take_in(
    connection: Connection, registry: Registry, lines: Iterable[tuple[int, CorrectionLine]], *, dry_run: bool
) -> Intake:
    """Takes in checked lines (merge.correction_line) in one transaction; `dry_run` undoes it at the end.

    What was said by the same person at the same time of the same mention is known; where the line says that it was
    taken back, that holds here too, and never the other way round. A line that contradicts what holds here is a clash,
    and nothing of it is taken in.
    """
    with writing(connection):
        sync_registry(connection, registry)
        point = connection.begin_nested()
        done = _Importer(connection, registry, list(lines)).carry_out()
        if dry_run:
            point.rollback()
        else:
            point.commit()
        return done


class _Importer:
    def __init__(
        self, connection: Connection, registry: Registry, lines: Sequence[tuple[int, CorrectionLine]]
    ) -> None:
        self._connection = connection
        self._registry = registry
        here = keys_here(connection, [each for _, line in lines for each in line.mentions])
        self._acts = [
            Act(number, line, tuple(here[each.key] for each in line.mentions)) for number, line in lines
        ]
        self._names = {key for act in self._acts for key in act.keys}
        self._known: dict[tuple[Any, ...], Row[Any]] = {}

    def carry_out(self) -> Intake:
        before = set(self._named())
        quotes = {
            key: Quote(each.sentence, each.trigger)
            for act in self._acts
            for key, each in zip(act.keys, act.line.mentions, strict=True)
        }
        touched = name_mentions(self._connection, quotes)
        self._know()
        taken_back = self._take_back()
        standing = Standing(self._connection, self._names)
        new: list[Act] = []
        clashes: list[Clash] = []
        for act in self._acts:
            lacking = self._lacking(act)
            if not lacking:
                continue
            clash = None if act.line.undone_at else standing.clash(act, lacking)
            if clash is None:
                new.append(act)
            else:
                clashes.append(clash)
        clashing = {clash.number for clash in clashes}
        orphaned = sum(
            not standing.has_event(act.keys)
            for act in self._acts
            if act.line.undone_at is None and act.number not in clashing
        )
        self._add(new)
        self._forget_unsaid(self._names - before)
        changed = {key for act in [*new, *taken_back] for key in act.keys}
        derive_again(
            self._connection, self._registry, touched | corrections.holders_of(self._connection, changed)
        )
        return Intake(
            lines=len(self._acts),
            new=len(new),
            known=len(self._acts) - len(new) - len(clashes),
            taken_back=len(taken_back),
            orphaned=orphaned,
            clashes=tuple(clashes),
        )

    def _named(self) -> Iterator[str]:
        for some in chunks(sorted(self._names)):
            query = select(CorrectedMention.key).where(CorrectedMention.key.in_(some))
            yield from self._connection.scalars(query)

    def _know(self) -> None:
        for row in corrections.rows_about(self._connection, Correction, self._names):
            self._known[row.mention_key, row.field, row.value, row.who, row.made_at] = row
        for row in corrections.rows_about(self._connection, MentionLink, self._names):
            self._known[row.first_key, row.second_key, row.kind, row.who, row.made_at] = row

    def _identities(self, act: Act) -> list[tuple[Any, ...]]:
        """What a line says, one by one: the identities of the rows that it becomes."""
        line = act.line
        if line.field in FIELDS:
            return [(key, line.field, line.value, line.who, line.made_at) for key in act.keys]
        kind = LINKS[line.field]
        return [(one, two, kind, line.who, line.made_at) for one, two in act.pairs]

    def _lacking(self, act: Act) -> list[tuple[Any, ...]]:
        return [each for each in self._identities(act) if each not in self._known]

    def _take_back(self) -> list[Act]:
        """What is known and holds here, and was taken back where the lines come from."""
        done: list[Act] = []
        for act in self._acts:
            line = act.line
            if line.undone_at is None:
                continue
            model = Correction if line.field in FIELDS else MentionLink
            ids = [
                row.id
                for each in self._identities(act)
                if (row := self._known.get(each)) is not None and row.undone_at is None
            ]
            for some in chunks(ids):
                self._connection.execute(
                    update(model)
                    .where(model.id.in_(some))
                    .values(undone_at=line.undone_at, undone_by=line.undone_by)
                )
            if ids:
                done.append(act)
        return done

    def _add(self, acts: Sequence[Act]) -> None:
        quotes = dict(_quotes(self._connection, self._names))
        said: list[dict[str, Any]] = []
        links: list[dict[str, Any]] = []
        first, first_link = next_id(self._connection, Correction), next_id(self._connection, MentionLink)
        added: set[tuple[Any, ...]] = set()
        for act in acts:
            line = act.line
            by = {
                "who": line.who,
                "made_at": line.made_at,
                "why": line.why,
                "undone_at": line.undone_at,
                "undone_by": line.undone_by,
            }
            for each in self._lacking(act):
                if each in added:  # a file may say the same twice
                    continue
                added.add(each)
                if line.field in FIELDS:
                    key, field, value = each[:3]
                    row = {"id": first + len(said), "mention_key": key, "field": field, "value": value}
                    said.append(row | {"sentence": quotes[key].sentence, "trigger": quotes[key].trigger} | by)
                else:
                    one, two, kind = each[:3]
                    row = {"id": first_link + len(links), "first_key": one, "second_key": two, "kind": kind}
                    links.append(row | by)
        add(self._connection, Correction, said)
        add(self._connection, MentionLink, links)

    def _forget_unsaid(self, named: Collection[str]) -> None:
        """Names that were taken note of for lines that then were left out."""
        said = select(Correction.id).where(Correction.mention_key == CorrectedMention.key).exists()
        linked = (
            select(MentionLink.id)
            .where(
                or_(
                    MentionLink.first_key == CorrectedMention.key,
                    MentionLink.second_key == CorrectedMention.key,
                )
            )
            .exists()
        )
        for some in chunks(sorted(named)):
            self._connection.execute(
                delete(CorrectedMention).where(CorrectedMention.key.in_(some), ~said, ~linked)
            )


def _quotes(connection: Connection, names: Collection[str]) -> Iterator[tuple[str, Quote]]:
    for some in chunks(sorted(names)):
        query = select(CorrectedMention.__table__).where(CorrectedMention.key.in_(some))
        for row in connection.execute(query):
            yield row.key, Quote(row.sentence, row.trigger)
