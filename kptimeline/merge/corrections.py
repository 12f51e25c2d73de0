"""What people say of an event, laid over what its mentions make of it.

Grouping knows nothing of this: which mentions are one event is told by the articles, and by people's merges and
splits. So a correction never breaks an event apart, nor brings two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kptimeline.actors.roster import hidden_characters, is_slug
from kptimeline.interval import Extent, Granularity, Interval, parse_iso
from kptimeline.merge.derive import EventFacts
from kptimeline.merge.facts import Dates, Party
from kptimeline.records import Status

Field = Literal["date", "type", "status", "by", "to", "place", "summary", "hidden"]
# In the order in which they are told. `hidden` is one that no column of the event's facts has.
FIELDS: tuple[Field, ...] = ("date", "type", "status", "by", "to", "place", "summary", "hidden")
HIDDEN = "1"
NO_DATE = "taken away by hand"
LONGEST = 1000  # characters of a place, a summary, a reason or a name


class Said(Struct, frozen=True, kw_only=True):
    """A correction of the event that holds the mention `mention`: `value` None empties the field.

    `made_at` is a UTC time, ISO with microseconds, so that of two the later one is told by their texts.
    """

    mention: str
    field: str
    value: str | None
    who: str
    made_at: str
    why: str | None = None


class When(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A corrected date, as a correction's value holds it in JSON: an Interval with its days in ISO."""

    first_day: str | None = None
    last_day: str | None = None
    granularity: Granularity = Granularity.DAY
    extent: Extent = Extent.WITHIN
    first_time: str | None = None
    last_time: str | None = None
    utc_offset: str | None = None
    edtf: str | None = None

    @property
    def interval(self) -> Interval:
        """Raises ValueError for what are no days, or none at all, or days in the wrong order."""
        first, last = (parse_iso(day) if day else None for day in (self.first_day, self.last_day))
        if first is None and last is None:
            raise ValueError("a date needs a first or a last day")
        if first is not None and last is not None and first > last:
            raise ValueError("its first day is after its last")
        return Interval(
            first,
            last,
            self.granularity,
            self.extent,
            self.first_time,
            self.last_time,
            self.utc_offset,
        )


class Who(Struct, frozen=True, kw_only=True):
    """An actor of a corrected side: its slug and what it is called."""

    actor: str
    name: str


def latest(said: Iterable[Said]) -> dict[str, Said]:
    """What holds of each field: the last that was said, whichever of the event's mentions it was said of."""
    ordered = sorted(said, key=lambda each: (each.made_at, each.value or "", each.mention))
    return {each.field: each for each in ordered}


def correct(event: EventFacts, said: Iterable[Said], merged: Mapping[str, Party]) -> EventFacts:
    """The event as people say that it is. `merged` leads from slugs of actors that were merged into others to these."""
    holds = latest(said)
    for field in FIELDS:
        if field in holds and field != "hidden":
            event = _one(event, field, holds[field].value, merged)
    return event


def is_hidden(said: Iterable[Said]) -> bool:
    """Whether people have hidden the event."""
    return "hidden" in latest(said)


def _one(event: EventFacts, field: Field, value: str | None, merged: Mapping[str, Party]) -> EventFacts:
    match field:
        case "date":
            dates = dates_of(value)
            reason = None if value is not None else NO_DATE
            stands = {"dated_by": "correction", "certainty": "corrected", "reason": reason}
            return replace(event, dates=dates, other_dates=(), **stands)
        case "type":
            return replace(event, event_type=value)
        case "status":
            # Who says how it was has heard both sides; what each article says stays with its mentions.
            return replace(event, status=value or event.status, disputed=False)
        case "by":
            return replace(event, by=parties_of(value, merged))
        case "to":
            return replace(event, to=parties_of(value, merged))
        case "place":
            return replace(event, place=value)
        case _:
            return replace(event, summary=value or "")


def dates_of(value: str | None) -> Dates:
    """The columns of a corrected date."""
    if value is None:
        return Dates()
    when = msgspec.json.decode(value, type=When)
    return Dates.of(when.interval, when.edtf)


def parties_of(value: str | None, merged: Mapping[str, Party]) -> tuple[Party, ...]:
    """The actors of a corrected side, each once."""
    if value is None:
        return ()
    told = (Party(actor=each.actor, name=each.name) for each in people(value))
    found: dict[str | None, Party] = {}
    for each in told:
        party = merged.get(each.actor or "", each)
        found.setdefault(party.actor, party)
    return tuple(found.values())


def people(value: str) -> Sequence[Who]:
    """The actors that a value of `by` or `to` names. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(value, type=tuple[Who, ...])


def value_of(event: EventFacts, field: Field, said: Sequence[Said]) -> str | None:
    """A field of an event as a correction's value would hold it; None where it is empty."""
    match field:
        case "date":
            return when_text(event.dates)
        case "type":
            return event.event_type
        case "status":
            return event.status
        case "by" | "to":
            parties: tuple[Party, ...] = getattr(event, field)
            return people_text((party.actor or "", party.name) for party in parties)
        case "place":
            return event.place
        case "summary":
            return event.summary or None
        case _:
            return HIDDEN if is_hidden(said) else None


def alike(field: Field, one: str | None, two: str | None) -> bool:
    """Whether two values mean the same: dates by their days and times, sides by their actors."""
    if one is None or two is None or one == two:
        return one == two
    if field == "date":
        first, second = (msgspec.json.decode(value, type=When) for value in (one, two))
        return replace(first, edtf=None) == replace(second, edtf=None)
    if field in ("by", "to"):
        return [each.actor for each in people(one)] == [each.actor for each in people(two)]
    return False


def when_text(dates: Dates) -> str | None:
    """A date as a correction's value holds it; None where there is none with an ISO day."""
    if dates.first_day is None and dates.last_day is None:
        return None
    when = When(
        first_day=dates.first_day,
        last_day=dates.last_day,
        granularity=Granularity(dates.granularity or "vague"),
        extent=Extent(dates.extent or "within"),
        first_time=dates.first_time,
        last_time=dates.last_time,
        utc_offset=dates.utc_offset,
        edtf=dates.edtf,
    )
    return msgspec.json.encode(when).decode()


def people_text(named: Iterable[tuple[str, str]]) -> str | None:
    """Actors, each a slug and a name, as a correction's value holds them; None without any."""
    told = [Who(actor=slug, name=name) for slug, name in named]
    return msgspec.json.encode(told).decode() if told else None


def problem(field: str, value: str | None) -> str | None:
    """Why a correction of this field cannot have this value, None when it can."""
    if field not in FIELDS:
        return f"there is no field {field!r}; the fields are {', '.join(FIELDS)}"
    if value is None:
        return "an event always has a status" if field == "status" else None
    try:
        match field:
            case "date":
                dates_of(value)
            case "by" | "to":
                named = people(value)
                if not named:
                    return f"the {field} side names nobody"
                if any(not is_slug(each.actor) or not is_line(each.name) for each in named):
                    return f"the {field} side has an actor without a slug and a name"
            case "type":
                from kptimeline.events.typing import TYPES

                known = sorted(TYPES)
                return None if value in known else f"{value!r} is no type; the types are {', '.join(known)}"
            case "status":
                known = [str(each) for each in Status]
                return (
                    None if value in known else f"{value!r} is no status; the statuses are {', '.join(known)}"
                )
            case "hidden":
                return None if value == HIDDEN else f"hidden is {HIDDEN!r} or taken back, not {value!r}"
    except (ValueError, msgspec.MsgspecError) as error:
        return f"{value!r} is no {field}: {error}"
    return (
        None
        if field not in ("place", "summary") or is_line(value)
        else f"the {field} takes up to {LONGEST} visible characters on one line"
    )


def is_line(text: str) -> bool:
    """Whether a text is what people may say in words: visible, on one line, with single blanks, and not too long."""
    return 0 < len(text) <= LONGEST and " ".join(text.split()) == text and not any(hidden_characters(text))
