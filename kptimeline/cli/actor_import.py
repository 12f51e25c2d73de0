"""The rows of `actors import`, said one by one: a row that is wrong says nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from kptimeline.actors.roster import is_slug
from kptimeline.cli.actor_edits import Editor
from kptimeline.errors import NotFoundError, UsageError
from kptimeline.readers import Reject
from kptimeline.readers.actor_rows import ActorRow, read_actors

Days = tuple[int | None, int | None]


def say_rows(
    editor: Editor, table: Path, stream: BinaryIO | None, days: Callable[[str | None, str | None], Days]
) -> Iterator[ActorRow | Reject]:
    """Each row after it was said, or the Reject that tells why it was not."""
    for row in read_actors(table, stream):
        if isinstance(row, Reject):
            yield row
            continue
        mark = editor.roster.mark()
        try:
            _say(editor, row, days(row.begins, row.ends))
        except (UsageError, NotFoundError) as error:
            editor.roster.back_to(mark)
            yield Reject(str(table), row.line, error.message, error.hint)
        else:
            yield row


def _say(editor: Editor, row: ActorRow, days: Days) -> None:
    roster = editor.roster
    slug = row.actor if is_slug(row.actor) else editor.find(row.actor)
    editor.meet(slug)
    if roster.is_told(slug):
        roster.agree(slug, kind=row.kind, country=row.country.upper() if row.country else None)
        if row.name:
            roster.alias(slug, row.name)
    else:
        if row.name is None or row.kind is None:
            raise UsageError(f"the actor {slug} is new and needs a name and a kind", None)
        roster.add(slug, row.name, row.kind, row.country.upper() if row.country else None, row.surname)
    for kind, names in (("alias", row.aliases), ("metonym", row.metonyms), ("demonym", row.demonyms)):
        for name in names:
            roster.alias(slug, name, kind)
    for parent in row.parents:
        roster.parent(slug, editor.find(parent), days)
