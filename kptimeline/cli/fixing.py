"""What the commands that correct events share: the values that people type, who says so and when, what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import msgspec

from kptimeline.cli import periods
from kptimeline.errors import UsageError
from kptimeline.interval import Extent, Granularity, Interval

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.store.fixes import Fixed, Fixer

NONE = "none"
DATES = (
    "write 2025-12-29, 2025-12, 2025, 2025-W52, 2025-12-29T07:30, 2025-12-01/2025-12-24, 2024-10/.. for since then, "
    "English such as 'last week', or none"
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(Z|[+-]\d\d:\d\d)?")

why = click.option("--why", metavar="TEXT", help="The reason; kept with it.")


def now() -> str:
    """The time of the person at the keyboard in UTC, with microseconds: what is said later is told by it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def carried_out(
    database: str, act: Callable[[Fixer, Connection], Fixed], *, who: str, why: str | None
) -> Fixed:
    """Opens the database and does something to its events, in the name of somebody."""
    from kptimeline.actors.roster import checked_who
    from kptimeline.store.check import registry_of
    from kptimeline.store.engine import open_database
    from kptimeline.store.fixes import By, Fixer

    reason = read_words(why, "--why", "leave out what nobody sees") if why and why.strip() else None
    by = By(who=checked_who(who), now=now(), why=reason)
    with open_database(database, "write") as connection:
        return act(Fixer(connection, registry_of(connection), by), connection)


def read_date(text: str, as_of: str) -> str | None:
    """A date as a correction holds it; how other English was read is said on stderr. Raises UsageError."""
    from kptimeline.merge.corrections import When
    from kptimeline.temporal.standards import edtf_of

    if text.strip().lower() == NONE:
        return None
    interval = _interval(text.strip(), as_of)
    if interval.first_day is None and interval.last_day is None:
        raise UsageError(f"--date {text!r} has no day in the years 1 to 9999", DATES)
    when = When(
        first_day=interval.first_day,
        last_day=interval.last_day,
        granularity=interval.granularity,
        extent=interval.extent,
        first_time=interval.first_time,
        last_time=interval.last_time,
        utc_offset=interval.utc_offset,
        edtf=edtf_of(interval),
    )
    return msgspec.json.encode(when).decode()


def _interval(text: str, as_of: str) -> Interval:
    if clock := _TIME.fullmatch(text):
        day = _iso(clock[1], text)
        offset = "+00:00" if clock[4] == "Z" else clock[4]
        time = f"{clock[2]}:{clock[3]}"
        return Interval(day.first, day.last, Granularity.MINUTE, Extent.WITHIN, time, time, offset)
    if "/" in text:
        return _range(text)
    try:
        period = periods.read_period(text, "--date", as_of)
    except UsageError as error:
        raise UsageError(error.message, DATES) from error
    if period.how:
        click.echo(period.how, err=True)
    return period.interval


def _range(text: str) -> Interval:
    """`A/B`, either side of which may be `..`: it goes on all through it."""
    ends = [part.strip() for part in text.split("/")]
    if len(ends) != 2 or all(end in ("..", "") for end in ends):
        raise UsageError(f"--date {text!r} is not understood as a date", DATES)
    first, last = (None if end in ("..", "") else _iso(end, text) for end in ends)
    known = [end.granularity for end in (first, last) if end is not None]
    granularity = max(known, key=lambda each: each.rank)
    begins, ends_on = first.first if first else None, last.last if last else None
    if begins is not None and ends_on is not None and begins > ends_on:
        raise UsageError(f"--date {text!r} ends before it begins", "swap its ends")
    return Interval(begins, ends_on, granularity, Extent.THROUGHOUT)


def _iso(part: str, text: str) -> Interval:
    try:
        interval = periods.read_iso(part)
    except ValueError as error:
        raise UsageError(f"--date {text} is not in the calendar", "write a day as 2025-12-29") from error
    if interval is None:
        raise UsageError(f"--date {text!r} is not understood as a date", DATES)
    return interval


def read_actors(connection: Connection, names: Sequence[str], option: str) -> str | None:
    """Actors by slug or name, as a correction holds them; `none` for nobody.

    Raises UsageError, and NotFoundError for a name that leads to no actor.
    """
    from kptimeline.merge.corrections import people_text
    from kptimeline.store.actors import called, find_actor

    if any(name.strip().lower() == NONE for name in names):
        if len(names) > 1:
            raise UsageError(f"{option} none is nobody, and somebody is named too", "give one or the other")
        return None
    slugs = dict.fromkeys(find_actor(connection, name) for name in names)
    return people_text((slug, called(connection, slug)) for slug in slugs)


def read_words(text: str, option: str, hint: str = "write none to empty it") -> str | None:
    """Words on one line; `none` for none. Raises UsageError."""
    from kptimeline.merge.corrections import LONGEST, is_line

    words = " ".join(text.split())
    if words.lower() == NONE:
        return None
    if not is_line(words):
        raise UsageError(f"{option} takes up to {LONGEST} visible characters", hint)
    return words


def read_word(text: str, option: str, known: Sequence[str], *, may_be_none: bool) -> str | None:
    """One of some words, in any case. Raises UsageError with what is accepted."""
    word = text.strip().lower()
    if word == NONE and may_be_none:
        return None
    found = {each.lower(): each for each in known}.get(word)
    if found is None:
        also = ", or none" if may_be_none else ""
        raise UsageError(f"{option} {text!r} is not one of them", f"write {', '.join(known)}{also}")
    return found


def told(fixed: Fixed) -> None:
    """Says what came of a fix."""
    from kptimeline.render import corrections as render

    for change in fixed.changes:
        click.echo(render.change(change))
    event = fixed.events[0]
    made = sum(not change.same for change in fixed.changes)
    if made:
        click.echo(f"kept for {event}; kptimeline unfix {event} takes it back")
    else:
        click.echo(f"nothing changes: {event} says so already")
