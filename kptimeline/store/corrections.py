"""Corrections as rows: what holds of events, what is said, and what is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select, update

from kptimeline.actors.additions import ExtendedRegistry
from kptimeline.actors.registry import Registry
from kptimeline.merge.corrections import FIELDS, Said, correct, is_hidden, latest, people
from kptimeline.merge.derive import EventFacts
from kptimeline.merge.facts import Party
from kptimeline.records import ChronologyEvent, EventActor
from kptimeline.store.additions import merged_into
from kptimeline.store.bulk import add
from kptimeline.store.holders import Quote, any_corrected
from kptimeline.store.models import CorrectedMention, Correction, MentionLink
from kptimeline.store.rows import among, chunks, next_id

Model = type[Correction] | type[MentionLink]


def said_of(connection: Connection, mentions: Collection[str]) -> dict[str, list[Said]]:
    """The corrections that hold of stored mentions, by their keys."""
    found: dict[str, list[Said]] = defaultdict(list)
    if not any_corrected(connection):
        return found
    for some in chunks(sorted(mentions)):
        for row in connection.execute(_said(), {"some": some}):
            found[row.holder].append(
                Said(
                    mention=row.mention_key,
                    field=row.field,
                    value=row.value,
                    who=row.who,
                    made_at=row.made_at,
                    why=row.why,
                )
            )
    return found


@cache
def _said() -> Select[Any]:
    return (
        select(Correction.__table__, CorrectedMention.holder)
        .join(CorrectedMention, CorrectedMention.key == Correction.mention_key)
        .where(Correction.undone_at.is_(None), among(CorrectedMention.holder))
    )


def of_event(said: Mapping[str, Sequence[Said]], mentions: Iterable[str]) -> list[Said]:
    """What is said of an event's mentions."""
    return [each for mention in mentions for each in said.get(mention, ())]


def merged_actors(registry: Registry) -> dict[str, Party]:
    """The actors that stand for others since people merged these, by the slugs of these."""
    if not isinstance(registry, ExtendedRegistry):
        return {}
    return {
        slug: Party(actor=into, name=registry.actors[into].name)
        for slug, into in registry.merged.items()
        if into in registry.actors and slug != into
    }


def say(
    connection: Connection,
    quotes: Mapping[str, Quote],
    values: Mapping[str, str | None],
    *,
    who: str,
    now: str,
    why: str | None,
) -> None:
    """Stores corrections of some mentions, known already."""
    first = next_id(connection, Correction)
    told = [(key, quote, field, value) for key, quote in quotes.items() for field, value in values.items()]
    rows = [
        {
            "id": first + n,
            "mention_key": key,
            "sentence": quote.sentence,
            "trigger": quote.trigger,
            "field": field,
            "value": value,
            "who": who,
            "made_at": now,
            "why": why,
            "undone_at": None,
            "undone_by": None,
        }
        for n, (key, quote, field, value) in enumerate(told)
    ]
    add(connection, Correction, rows)


def link(
    connection: Connection,
    kind: str,
    pairs: Collection[tuple[str, str]],
    *,
    who: str,
    now: str,
    why: str | None,
) -> None:
    """Stores that mentions, known already, are joined or kept apart; what holds already is not said twice."""
    wanted = {(min(pair), max(pair)) for pair in pairs}
    held: set[tuple[str, str]] = set()
    for some in chunks(sorted({first for first, _ in wanted})):
        query = select(MentionLink.first_key, MentionLink.second_key).where(
            MentionLink.kind == kind, MentionLink.undone_at.is_(None), MentionLink.first_key.in_(some)
        )
        held |= {(first, second) for first, second in connection.execute(query)}
    first_id = next_id(connection, MentionLink)
    rows = [
        {
            "id": first_id + n,
            "kind": kind,
            "first_key": first,
            "second_key": second,
            "who": who,
            "made_at": now,
            "why": why,
            "undone_at": None,
            "undone_by": None,
        }
        for n, (first, second) in enumerate(sorted(wanted - held))
    ]
    add(connection, MentionLink, rows)


def take_back(
    connection: Connection, model: Model, which: Iterable[ColumnElement[bool]], *, who: str, now: str
) -> int:
    """Marks what holds as taken back; returns how many rows that were."""
    count = 0
    for some in which:
        mine = update(model).where(model.undone_at.is_(None), some)
        count += connection.execute(mine.values(undone_at=now, undone_by=who)).rowcount
    return count


def rows_about(connection: Connection, model: Model, names: Collection[str]) -> list[Row[Any]]:
    """All that was ever said of corrected mentions, oldest first."""
    found: dict[int, Row[Any]] = {}
    for some in chunks(sorted(names)):
        if model is Correction:
            which: ColumnElement[bool] = Correction.mention_key.in_(some)
        else:
            which = or_(MentionLink.first_key.in_(some), MentionLink.second_key.in_(some))
        found |= {row.id: row for row in connection.execute(select(model.__table__).where(which))}
    return sorted(found.values(), key=lambda row: (row.made_at, row.id))


def named_by(connection: Connection, mentions: Collection[str]) -> dict[str, str]:
    """The corrected mentions that stored ones hold, each with its holder."""
    found: dict[str, str] = {}
    query = select(CorrectedMention.key, CorrectedMention.holder)
    for some in chunks(sorted(mentions)):
        for key, holder in connection.execute(query.where(CorrectedMention.holder.in_(some))):
            found[key] = holder or key
    return found


def correct_events(
    connection: Connection, registry: Registry, events: Mapping[int, EventFacts]
) -> tuple[dict[int, EventFacts], set[int]]:
    """Events, derived from their mentions, as people say that they are, and the ids of those that they have hidden."""
    said = said_of(connection, [key for event in events.values() for key in event.mentions])
    if not said:
        return dict(events), set()
    merged = merged_actors(registry)
    about = {id_: of_event(said, event.mentions) for id_, event in events.items()}
    corrected = {id_: correct(event, about[id_], merged) for id_, event in events.items()}
    return corrected, {id_ for id_, each in about.items() if is_hidden(each)}


def holders_of(connection: Connection, names: Collection[str]) -> set[str]:
    """The mentions that hold corrected ones now."""
    found: set[str] = set()
    for some in chunks(sorted(names)):
        query = select(CorrectedMention.holder).where(CorrectedMention.key.in_(some))
        found |= {each for each in connection.scalars(query) if each is not None}
    return found


def as_corrected(
    connection: Connection, event: ChronologyEvent, said: Mapping[str, Sequence[Said]]
) -> ChronologyEvent:
    """An event, whose columns are corrected already, with the fields that are, and with the actors of these sides."""
    holds = latest(of_event(said, (mention["mention_key"] for mention in event.mentions)))
    if not holds:
        return event
    sides: tuple[Literal["by", "to"], ...] = ("by", "to")
    actors: list[EventActor] = []
    for side in sides:
        if side not in holds:
            actors += [each for each in event.actors if each.role == side]
            continue
        value = holds[side].value
        told = {merged_into(connection, each.actor): each.name for each in (people(value) if value else ())}
        names = (event.by_actors if side == "by" else event.to_actors).split("; ")
        if len(names) != len(told):  # a name may hold a semicolon
            names = list(told.values())
        actors += [
            EventActor(actor=slug, name=name, role=side) for slug, name in zip(told, names, strict=True)
        ]
    return replace(event, actors=tuple(actors), corrected=tuple(field for field in FIELDS if field in holds))
