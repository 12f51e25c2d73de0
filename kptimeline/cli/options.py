"""Options that several commands share, and the only clock of the program: the default of --as-of."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from kptimeline.interval import parse_iso

DATABASE = "kptimeline.database"  # key of the database given before the command, in click's meta
DEFAULT_DATABASE = "kptimeline.db"


def iso_day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A callback: the same text when it is an ISO day. Raises click.BadParameter."""
    if value is None:
        return None
    try:
        parse_iso(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as 2025-12-29", ctx, param) from None
    return value


def examples(*lines: str) -> str:
    """The end of a command's help: lines to copy, kept as they are."""
    return "\n".join(["\b", "Example:" if len(lines) == 1 else "Examples:", *(f"  {line}" for line in lines)])


def _database(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    """After the command, before it, the environment, the working directory: the first that says."""
    return value or ctx.meta.get(DATABASE) or os.environ.get("KPTIMELINE_DATABASE") or DEFAULT_DATABASE


database = click.option(
    "--database",
    metavar="PATH|URL",
    callback=_database,
    help="The database.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)

as_of = click.option(
    "--as-of",
    callback=iso_day,
    default=lambda: date.today().isoformat(),  # noqa: DTZ011 - the day of the person at the keyboard
    show_default="today",
    metavar="DATE",
    help="The day that stands for today; nothing read was published later.",
)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # nobody has this number
        return "unknown"


who = click.option(
    "--who", metavar="NAME", default=_login, show_default="your login name", help="Who says so; kept with it."
)

genre = click.option(
    "--genre",
    type=click.Choice(["news", "narrative"]),
    default="news",
    show_default=True,
    help="How dates hang together: from the dateline (news), or from date to date (narrative).",
)

rules = click.option(
    "--rules",
    "rule_dirs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Add the time rules in this folder (docs/rules.md); may be given several times.",
)


def _field_map(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    """A callback: `published=date_publish` to a mapping. Raises click.BadParameter."""
    from kptimeline.readers.fields import KNOWN

    names: dict[str, str] = {}
    for given in value:
        field, equals, name = (part.strip() for part in given.partition("="))
        if not equals or not name:
            raise click.BadParameter(f"{given!r} is not FIELD=NAME, as in published=date_publish", ctx, param)
        if field not in KNOWN:
            raise click.BadParameter(f"no field {field}; the fields are {', '.join(KNOWN)}", ctx, param)
        if field in names:
            raise click.BadParameter(f"the field {field} is given twice", ctx, param)
        names[field] = name
    return names


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--format` and `--map`: how what is read was written."""
    from kptimeline.readers.formats import NAMES

    command = click.option(
        "--map",
        "field_map",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_field_map,
        help="The name under which JSON, CSV or front matter has a field (docs/input.md); several times for several.",
    )(command)
    return click.option(
        "--format",
        "input_format",
        type=click.Choice(NAMES),
        help="What the files are.  [default: told by content, then name]",
    )(command)


def output_format(*names: str) -> Callable[[Any], Any]:
    """`--format`, whose default is the first of the names."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to print.",
    )


output = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to this file; it is replaced when all is written.",
)


def program_version() -> str:
    """*0.1.0*, as it was installed."""
    from importlib import metadata

    try:
        return metadata.version("kptimeline")
    except metadata.PackageNotFoundError:
        return "(not installed: run from its source)"


def version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """A callback for --version."""
    if value:
        click.echo(f"kptimeline {program_version()}")
        ctx.exit()
