"""From a request to the text of a page: each reads the store once, at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kptimeline.errors import KptimelineError, LateError, NotFoundError, UsageError
from kptimeline.store import actor_lines
from kptimeline.store.check import registry_of
from kptimeline.store.explain import explain
from kptimeline.store.overview import overview
from kptimeline.store.paging import page
from kptimeline.store.paragraphs import paragraphs
from kptimeline.store.question import Question
from kptimeline.store.served import Served, within
from kptimeline.store.tallies import Tallies, tallies, tells
from kptimeline.web import actor, addresses, asked, chronology, event, front, layout
from kptimeline.web.queries import canned

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECONDS = 10.0  # for all that a page asks the store
COUNTING = 30.0  # for what is counted once, until the database changes
TALLYING = 8.0
Args = Mapping[str, Sequence[str]]


class Page(Struct, frozen=True, kw_only=True):
    """A page's text, or where to go instead."""

    text: str = ""
    status: int = 200
    elsewhere: str | None = None


class Pages:
    """The pages of a database. `this_day` is asked for the words of a period (*last week*)."""

    def __init__(self, served: Served, this_day: Callable[[], str]) -> None:
        self.served, self._this_day = served, this_day
        self.name = served.path.name

    def front(self) -> Page:
        """What is in the store."""
        about, counts = self.served.kept(overview, COUNTING), self.served.kept(_months, COUNTING)
        return Page(text=front.render(about, counts, canned(), self.name))

    def chronology(self, args: Args) -> Page:
        """The events of a question; an address that says it otherwise leads to the one that it has."""
        about = self.served.kept(overview, COUNTING)
        with self.served.reading(SECONDS) as connection:
            try:
                told = asked.read(connection, args, self._this_day)
                found = chronology.answer(connection, told, self._tallied(told.question))
            except (UsageError, NotFoundError) as error:
                text = chronology.refused(_typed(args), _filter_error(error), about, self.name)
                late = isinstance(error, LateError)
                return Page(text=text, status=503 if late else 404 if _names_nothing(error) else 400)
        if list(told.pairs) != [(name, value) for name, values in args.items() for value in values]:
            return Page(elsewhere=addresses.chronology(*told.pairs))
        return Page(text=chronology.render(told, found, about, self.name))

    def _tallied(self, question: Question) -> Tallies | None:
        """What answers for the counts of a question, where it can."""
        return self.served.kept(_tallies, COUNTING) if tells(question) else None

    def event(self, key: str) -> Page:
        """An event by its id; by one it had before, or the beginning of one, its address."""
        with self.served.reading(SECONDS) as connection:
            found = explain(connection, key)
            if found.event.event_id != key:
                return Page(elsewhere=addresses.event(found.event.event_id))
            around = paragraphs(connection, found.mentions)
        return Page(text=event.render(found, around, self.name))

    def actor(self, name: str) -> Page:
        """An actor by its slug; by a name, its address."""
        with self.served.reading(SECONDS) as connection:
            account = actor_lines.account(connection, name, registry_of(connection))
            if account.actor != name:
                return Page(elsewhere=addresses.actor(account.actor))
            told = asked.read(connection, {"actor": [name]}, self._this_day)
            back = replace(told.question, reverse=True)
            latest = chronology.Answer(
                page=page(connection, back, actor.LATEST),
                left_out={},
                counts=chronology.counted(connection, told.question),
                found=None,
            )
        return Page(text=actor.render(account, told, latest, self.name))

    def failure(self, status: int, message: str, hint: str | None = None) -> Page:
        """A page that says what is wrong."""
        return Page(text=layout.failure(status, message, hint, self.name), status=status)


def _months(connection: Connection) -> dict[str, int] | None:
    return chronology.counted(connection, Question())


def _tallies(connection: Connection) -> Tallies | None:
    """None where that takes too long: then each question is counted by itself, or not."""
    try:
        with within(connection, TALLYING):
            return tallies(connection)
    except LateError:
        return None


def _typed(args: Args) -> dict[str, list[str]]:
    """What a form was sent with, for its fields to show again."""
    known = (*asked.MANY, *asked.ONE, *asked.FLAGS)
    return {
        name: told[: asked.MOST]
        for name, values in args.items()
        if name in known and (told := [value[: asked.LONGEST] for value in values if value.strip()])
    }


def _filter_error(error: KptimelineError) -> asked.FilterError:
    """As the form tells it: commands are no way out on a page."""
    if isinstance(error, asked.FilterError):
        return error
    hint = None if error.hint and "kptimeline " in error.hint else error.hint
    return asked.FilterError(error.message, hint)


def _names_nothing(error: KptimelineError) -> bool:
    return isinstance(error, NotFoundError) or (isinstance(error, asked.FilterError) and error.unknown)
