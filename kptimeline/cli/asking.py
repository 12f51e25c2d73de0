"""The options that ask for events, which `show` and `search` share, and the Question that they make."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict

import click

from kptimeline.cli import periods
from kptimeline.records import Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kptimeline.store.query import Question

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT",
)  # fmt: skip


class Asked(TypedDict):
    """What the options of `asking` give a command."""

    actors: tuple[str, ...]
    others: tuple[str, ...]
    since: str | None
    until: str | None
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    place: str | None
    outlets: tuple[str, ...]
    stated: bool
    undated: bool
    hidden: bool
    limit: int | None
    reverse: bool


def _types(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """A callback: types in capitals. Raises click.BadParameter for one that is none."""
    types = tuple(value.upper() for value in values)
    for name in types:
        if name not in TYPES:
            near = difflib.get_close_matches(name, TYPES, n=1)
            raise click.BadParameter(
                f"{name} is no event type{f'; did you mean {near[0]}?' if near else ''}", ctx, param
            )
    return types


_OPTIONS = (
    click.option(
        "--actor",
        "actors",
        metavar="NAME",
        multiple=True,
        help="Events of this actor and of all that belongs to it; may be repeated for any of several.",
    ),
    click.option(
        "--with",
        "others",
        metavar="NAME",
        multiple=True,
        help="Only events in which this actor takes part too; may be repeated.",
    ),
    click.option("--since", metavar="DATE", help="From the first day of this period."),
    click.option("--until", metavar="DATE", help="To the last day of this period."),
    click.option(
        "--type",
        "types",
        callback=_types,
        metavar="TYPE",
        multiple=True,
        help=f"Only this type; may be repeated: {', '.join(TYPES)}.",
    ),
    click.option(
        "--status",
        "statuses",
        type=click.Choice([status.value for status in Status]),
        metavar="STATUS",
        multiple=True,
        help=f"Only this status; may be repeated: {', '.join(Status)}.",
    ),
    click.option("--place", metavar="TEXT", help="Only where the place's name holds this."),
    click.option(
        "--outlet", "outlets", metavar="NAME", multiple=True, help="Only what this outlet tells; may be repeated."
    ),
    click.option("--stated", is_flag=True, help="Only dates that the text states in full."),
    click.option("--undated", is_flag=True, help="Show undated events too, with the reason."),
    click.option("--hidden", is_flag=True, help="Show events that a correction hides, too."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many events."),
    click.option("--reverse", is_flag=True, help="The latest first."),
)  # fmt: skip


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a question about events, in the order of the help."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def span(asked: Asked, as_of: str) -> tuple[int | None, int | None]:
    """The first and last day asked for; before any database is opened, so that a wrong date is told first."""
    return periods.read_span(asked["since"], asked["until"], as_of)


def question(
    connection: Connection, asked: Asked, days: tuple[int | None, int | None], words: str | None = None
) -> Question:
    """The question, with its actors and outlets found. Raises NotFoundError for one that is not known."""
    from kptimeline.store.actors import find_actor
    from kptimeline.store.articles import find_outlets
    from kptimeline.store.query import Question

    return Question(
        words=words,
        actors=tuple(find_actor(connection, name) for name in asked["actors"]),
        others=tuple(find_actor(connection, name) for name in asked["others"]),
        since=days[0],
        until=days[1],
        types=asked["types"],
        statuses=asked["statuses"],
        place=asked["place"],
        outlets=tuple(outlet for name in asked["outlets"] for outlet in find_outlets(connection, name)),
        stated=asked["stated"],
        undated=asked["undated"],
        hidden=asked["hidden"],
        limit=asked["limit"],
        reverse=asked["reverse"],
    )
