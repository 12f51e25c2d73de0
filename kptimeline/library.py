"""What `import kptimeline` offers to other programs: find, resolve, extract, open_timeline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kptimeline.interval import parse_iso
from kptimeline.records import (
    Anchor,
    Basis,
    Chronology,
    Extraction,
    Genre,
    Resolution,
    Tense,
    TimeExpression,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.pipeline import Kit


def resolve(
    phrase: str, *, dateline: str | None = None, tense: str | None = None, genre: Genre = "news"
) -> Resolution:
    """What a phrase means at a dateline (ISO day); the Resolution has an interval or the reason why not.

    >>> resolve("since the previous October", dateline="2025-12-29").edtf
    '2024-10/..'
    >>> resolve("on Friday", dateline="2025-12-29", tense="future").edtf
    '2026-01-02'
    >>> resolve("yesterday").reason
    "no dateline: the article's day is not known"
    """
    from kptimeline.temporal.resolve import resolve_phrase
    from kptimeline.temporal.rules import load_rules

    day = parse_iso(dateline) if dateline else None
    return resolve_phrase(
        phrase, load_rules(), anchor_day=day, tense=Tense(tense) if tense else None, genre=genre
    )


def find(
    text: str, *, dateline: str | None = None, genre: Genre = "news"
) -> tuple[tuple[TimeExpression, Resolution], ...]:
    """Every time expression of a text with its Resolution, in order; offsets are code points.

    >>> [(t.text, r.edtf) for t, r in find("They met last week.", dateline="2025-12-29")]
    [('last week', '2025-12-22/2025-12-28')]
    """
    from kptimeline.temporal.find import find as find_times
    from kptimeline.temporal.resolve import resolve_times
    from kptimeline.temporal.rules import load_rules
    from kptimeline.temporal.text import sentences

    anchor = Anchor(day=parse_iso(dateline), basis=Basis.GIVEN) if dateline else None
    times = find_times(text, load_rules(), spans=sentences(text))
    return tuple(zip(times, resolve_times(times, anchor=anchor, genre=genre), strict=True))


def extract(
    text: str, *, as_of: str, dateline: str | None = None, outlet: str | None = None, genre: Genre = "news"
) -> Extraction:
    """An article's anchor, times and dated event mentions; loads the language model when first called.

    `as_of` (ISO day) is a day by which the article was out; it bounds what a missing year can be.
    """
    from kptimeline.pipeline import read, resolve
    from kptimeline.readers.article import Defaults, make_article
    from kptimeline.readers.text import title_span

    defaults = Defaults(as_of=as_of, genre=genre, given=dateline, outlet=outlet)
    article = make_article(text, text.encode(), defaults, path=None, title=title_span(text))
    kit = _kit()
    return resolve(article, read(article, kit), kit)


@cache
def _kit() -> Kit:
    from kptimeline.pipeline import load_kit

    return load_kit(model=True)


class Timeline:
    """A database open for reading."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def chronology(
        self,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> Chronology:
        """Events in time order, of an actor and all that belongs to it; `since`, `until` are ISO days.

        Raises NotFoundError for a name that leads to no actor, ValueError for what is no ISO day.
        """
        from kptimeline.store.actors import find_actor
        from kptimeline.store.query import Question, chronology

        question = Question(
            actors=(find_actor(self.connection, actor),) if actor else (),
            since=parse_iso(since) if since else None,
            until=parse_iso(until) if until else None,
            limit=limit,
        )
        return chronology(self.connection, question)


@contextmanager
def open_timeline(database: str | Path) -> Iterator[Timeline]:
    """A kptimeline database (a path or a URL), open for reading while the `with` block runs.

    Raises DatabaseError where it is missing, foreign, damaged or of another schema.
    """
    from kptimeline.store.engine import open_database

    with open_database(database) as connection:
        yield Timeline(connection)
