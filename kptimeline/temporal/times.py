"""What evaluating an expression gives: a `Time`, or `Unresolvable` with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from kptimeline.interval import Extent, Granularity, Interval
from kptimeline.records import Genre, Tense
from kptimeline.temporal import cells
from kptimeline.temporal.expression import Expr

HANGS = "it hangs from"  # how the reason begins where an event is named and not dated


class Unresolvable(Exception):  # noqa: N818 - it is an answer, not a fault
    """Raised inside evaluation where no date can be known; `str()` is the reason that is stored."""


class Time(Struct, frozen=True):
    """An interval with its standard spellings. `unit` and `number` name the calendar cell it is, if one."""

    first: int | None
    last: int | None
    granularity: Granularity
    value: str
    edtf: str | None
    kind: str = "DATE"
    mod: str | None = None
    extent: Extent = Extent.WITHIN
    first_time: str | None = None
    last_time: str | None = None
    utc_offset: str | None = None
    unit: str | None = None
    number: int | None = None
    placed: bool = True  # False for a length of time or a set, which has a value and no place in time
    inferred: tuple[str, ...] = ()
    ambiguous: bool = False
    rivals: tuple[tuple[Expr, float], ...] = ()

    def interval(self) -> Interval | None:
        """The interval, or None for a length of time or a set."""
        if not self.placed:
            return None
        return Interval(
            self.first,
            self.last,
            self.granularity,
            self.extent,
            self.first_time,
            self.last_time,
            self.utc_offset,
        )


class Context(Struct, frozen=True):
    """All that resolving may know. The anchor is a day number or None; nothing here reads a clock."""

    anchor: int | None = None
    tense: Tense | None = None
    plan: bool = False
    stated: bool = False  # tense was stated by the caller, not read from verbs nearby
    limit: bool = (
        False  # it is the time of a limit (*until*, *by*), which lies ahead more often than tense says
    )
    previous: Time | None = None
    told: Mapping[str, Time] = field(default_factory=dict)  # the last time of each unit that the text told
    dated: Time | None = None  # the last time of a month or finer that the text told
    previous_unknown: bool = False  # the last date-like phrase could not be resolved
    zone: str | None = None
    genre: Genre = "news"
    quoted: bool = False  # it stands between quotation marks
    beside: tuple[
        Time | None, ...
    ] = ()  # the times that the text tells beside the event that this one hangs from
    events: Mapping[str, Interval] = field(default_factory=dict)

    def day(self) -> int:
        """The anchor's day. Raises Unresolvable without one."""
        if self.anchor is None:
            raise Unresolvable("no dateline: the article's day is not known")
        if self.quoted and self.genre == "narrative":
            # What news quotes was said about its day; *today* in a speech that a story quotes was not.
            raise Unresolvable("it counts from the day of the words quoted, which the text does not tell")
        return self.anchor

    def base(self) -> int:
        """What relative expressions count from: the anchor in news, the date before it in a narrative.

        Raises Unresolvable where there is none.
        """
        if self.genre != "narrative":
            return self.day()
        if self.previous is None:
            raise Unresolvable("no date before it in the text to count from")
        day = self.previous.first if self.previous.first is not None else self.previous.last
        if day is None:
            raise Unresolvable("the date before it in the text is open")
        return day


@lru_cache(maxsize=4096)  # an article speaks of the same few days again and again
def cell(unit: str, number: int) -> Time:
    """The calendar cell of a unit as a Time."""
    first, last = cells.bounds(unit, number)
    return Time(
        first,
        last,
        cells.UNITS[unit],
        cells.timex_value(unit, number),
        cells.edtf(unit, number),
        unit=unit,
        number=number,
    )


def day_range_edtf(first: int | None, last: int | None) -> str:
    """EDTF of a range of days, open ends as `..`."""
    return "/".join(".." if d is None else cells.edtf("day", d) for d in (first, last))


def first_edtf(time: Time) -> str:
    """The EDTF of where a time begins: its own where it is one date, else its first part."""
    return (time.edtf or "..").split("/", maxsplit=1)[0]


def last_edtf(time: Time) -> str:
    """The EDTF of where a time ends."""
    return (time.edtf or "..").rsplit("/", maxsplit=1)[-1]
