"""Questions as addresses: `/chronology?actor=north-korea&since=2024` is the question, and each has one address.

Parameters are those of `kptimeline show`: actor, with, type, status, outlet (each may be repeated), since, until,
words, place, and stated, undated, reverse, which are 1 or not there; after and before hold the id of the event next
to which a page begins or ends; after=since begins with what begins in the time, not with what went on into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.records import Status
from kptimeline.render.title import title
from kptimeline.store.actors import called, find_actor, near_names
from kptimeline.store.articles import find_outlets
from kptimeline.store.event_models import TYPES
from kptimeline.store.question import Question
from kptimeline.temporal.periods import read_period

if TYPE_CHECKING:
    from sqlalchemy import Connection


MANY = ("actor", "with", "type", "status", "outlet")
ONE = ("words", "place", "since", "until", "after", "before")
FLAGS = ("stated", "undated", "reverse")
BEGINNING = "since"  # for `after`
MOST = 20  # values of one filter
LONGEST = 500  # characters of one value
LONGEST_PERIOD = 60
STATUSES = tuple(status.value for status in Status)

Args = Mapping[str, Sequence[str]]
Pair = tuple[str, str]


class FilterError(UsageError):
    """A filter that cannot be answered: its `name`, `near` values that may be meant; `unknown`: it names nothing."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        name: str = "",
        near: Sequence[str] = (),
        unknown: bool = False,
    ) -> None:
        super().__init__(message, hint)
        self.name, self.near, self.unknown = name, tuple(near), unknown


class Asked(Struct, frozen=True, kw_only=True):
    """A question with its one address; `names` are what its actors are called, by slug."""

    question: Question
    pairs: tuple[Pair, ...]
    names: dict[str, str]
    after: str | None = None
    before: str | None = None

    def but(self, *pairs: Pair, without: Sequence[str] = ()) -> list[Pair]:
        """The address's pairs with others for those of the same names; it begins on the first page."""
        gone = {"after", "before", *without, *(name for name, _ in pairs)}
        return _in_order([*(pair for pair in self.pairs if pair[0] not in gone), *pairs])

    def title(self) -> str:
        """*Chronology: North Korea with Russia, since 2024-10*."""
        question = self.question
        held = dict(self.pairs)
        more: list[Sequence[str]] = [question.types, question.statuses, question.outlets]
        more.append((question.place,) if question.place else ())
        more += [(f"{name} {held[name]}",) for name in ("since", "until") if name in held]
        return title(
            question.words,
            [self.names[slug] for slug in question.actors],
            [self.names[slug] for slug in question.others],
            more,
        )


def given(args: Args) -> list[Pair]:
    """What an address or a form says, blanks and empty fields left out. Raises FilterError for what is no filter."""
    pairs = []
    for name, values in args.items():
        if name not in (*MANY, *ONE, *FLAGS):
            known = ", ".join((*MANY, *ONE, *FLAGS))
            raise FilterError(f"there is no filter “{name[:40]}”", f"the filters are {known}")
        told = [value for value in dict.fromkeys(" ".join(each.split()) for each in values) if value]
        if len(told) > MOST or (name not in MANY and len(told) > 1):
            raise FilterError(f"the filter “{name}” is given too often", name=name)
        if any(len(value) > LONGEST for value in told):
            raise FilterError(f"the filter “{name}” is longer than {LONGEST} characters", name=name)
        pairs += [(name, value) for value in told]
    return _in_order(pairs)


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs in the order that the address of a question has them in."""
    order = {name: place for place, name in enumerate((*MANY, *ONE, *FLAGS))}
    return sorted(pairs, key=lambda pair: order[pair[0]])


def read(connection: Connection, args: Args, this_day: Callable[[], str]) -> Asked:
    """The question of an address. Raises FilterError, and NotFoundError for an unknown event to go on from."""
    pairs: list[Pair] = []
    days: dict[str, int] = {}
    for name, value in given(args):
        if name in ("actor", "with"):
            told = [_actor(connection, name, value)]
        elif name == "type":
            told = [_one_of(name, value.upper(), TYPES)]
        elif name == "status":
            told = [_one_of(name, value.lower(), STATUSES)]
        elif name == "outlet":
            told = find_outlets(connection, value)
        elif name in ("since", "until"):
            days[name], told = _day(name, value, this_day)
        else:
            told = [value] if name in ONE else [] if value == "0" else ["1"]
        pairs += [(name, each) for each in told if (name, each) not in pairs]
    if days.get("since", 0) > days.get("until", 10**9):
        raise FilterError("the period ends before it begins", "swap since and until", name="since")
    held: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        held[name] = (*held.get(name, ()), value)
    one = {name: values[0] for name, values in held.items()}
    if one.get("after") == BEGINNING and "since" not in days:
        raise FilterError("a page can begin with what begins in a time only where there is one", name="since")
    if "after" in one and "before" in one:
        raise FilterError("a page begins after an event or ends before one", "leave one of both out")
    actors, others = held.get("actor", ()), held.get("with", ())
    question = Question(
        words=one.get("words"),
        actors=actors,
        others=others,
        since=days.get("since"),
        until=days.get("until"),
        types=held.get("type", ()),
        statuses=held.get("status", ()),
        place=one.get("place"),
        outlets=held.get("outlet", ()),
        stated="stated" in one,
        undated="undated" in one,
        reverse="reverse" in one,
    )
    return Asked(
        question=question,
        pairs=tuple(pairs),
        names={slug: called(connection, slug) for slug in {*actors, *others}},
        after=one.get("after"),
        before=one.get("before"),
    )


def _actor(connection: Connection, name: str, value: str) -> str:
    try:
        return find_actor(connection, value)
    except NotFoundError:
        near = near_names(connection, value)
        raise FilterError(f"no actor is called “{value}”", name=name, near=near, unknown=True) from None
    except UsageError as error:  # several bear the name
        raise FilterError(error.message, error.hint, name=name) from error


def _one_of(name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise FilterError(f"there is no {name} “{value}”", f"there are {', '.join(known)}", name=name)
    return value


def _day(name: str, value: str, this_day: Callable[[], str]) -> tuple[int, list[str]]:
    """The first or last day of a period, and how the address writes it: as typed where that is ISO."""
    if len(value) > LONGEST_PERIOD:
        raise FilterError(f"the filter “{name}” is longer than {LONGEST_PERIOD} characters", name=name)
    try:
        period = read_period(value, name, this_day(), anything=False)
    except UsageError as error:
        raise FilterError(error.message, error.hint, name=name) from error
    interval = period.interval
    day, iso = (interval.first, interval.first_day) if name == "since" else (interval.last, interval.last_day)
    if day is None or iso is None:
        end = "first" if name == "since" else "last"
        raise FilterError(f"“{value}” has no {end} day", "write it as 2025-12-29, 2025-12 or 2025", name=name)
    return day, [iso if period.how else value]
