"""The command line: one module a command, imported only when that command is called."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from io import StringIO, TextIOWrapper

import click

from kptimeline.cli import options
from kptimeline.errors import KptimelineError
from kptimeline.render import safe

# The first line of each command's help, so that `kptimeline --help` imports none of them.
COMMANDS = {
    "ingest": "Read articles into the database.",
    "show": "Print a chronology.",
    "search": "Find events by the words of their sentences and titles.",
    "explain": "Show where an event and its date come from.",
    "fix": "Correct what an event says, for good.",
    "hide": "Leave an event out of chronologies.",
    "merge": "Say that events are one.",
    "split": "Say that mentions of an event are an event of their own.",
    "unfix": "Take back what was said of an event.",
    "history": "Show all that was ever said of an event.",
    "corrections": "List and share what people corrected.",
    "articles": "List, show and remove articles.",
    "actors": "List and show actors, add actors and names, merge two.",
    "redate": "Correct an article's anchor and resolve its dates again.",
    "reprocess": "Read stored articles again after new rules, names or a new model.",
    "serve": "Show the database as pages in the browser.",
    "sql": "Run a read-only query.",
    "db": "Look after the database: status, upgrade, backup, check.",
    "resolve": "Say what a time phrase means on a given day.",
    "dateline": "Find datelines: articles in, JSON lines out.",
    "tag": "Find and resolve time expressions: articles in, JSON lines out.",
    "extract": "Find dated event mentions: articles in, JSON lines out.",
    "completion": "Print the script that completes commands in a shell.",
}


class Commands(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """In the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The `command` of the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kptimeline.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but an unknown name comes back with its near ones."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1)
            suggestion = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"no command {name}{suggestion}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for --help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=options.examples(
        "kptimeline ingest articles/",
        'kptimeline show --actor "North Korea" --since 2024-10',
    ),
)
@click.option(
    "--database",
    metavar="PATH|URL",
    help="The database; also accepted after the command.  [default: $KPTIMELINE_DATABASE, else kptimeline.db]",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=options.version,
    help="Print the version.",
)
@click.pass_context
def group(ctx: click.Context, database: str | None) -> None:
    """News articles in, chronologies out: what happened, when, who did it, and who says so."""
    ctx.meta[options.DATABASE] = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code; every failure that a person can meet ends in two lines."""
    gc.set_threshold(100_000, 20, 20)  # what loading makes stays, and little else forms cycles
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if "_KPTIMELINE_COMPLETE" in os.environ:  # a shell asks for completions
        group.main(prog_name="kptimeline")
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except KptimelineError as error:
        return _complain(error.message, error.hint, error.exit_code)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "kptimeline"
        return _complain(_sentence(error), f"{path} --help", 2)
    except click.ClickException as error:
        return _complain(_sentence(error), None, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted; what was saved is kept", None, 130)
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = StringIO()  # or Python complains while it shuts down
        return 0
    return code


def _run(arguments: list[str]) -> int:
    try:
        with group.make_context("kptimeline", arguments) as ctx:
            code = group.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code if isinstance(code, int) else 0


def _sentence(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"; did you mean {min(error.possibilities)}?" if error.possibilities else ""
        return f"no option {error.option_name}{near}"
    message = error.format_message().rstrip(".") + _near_choice(error)
    return message[:1].lower() + message[1:]


def _near_choice(error: click.ClickException) -> str:
    """What may have been meant where one of several words was asked for."""
    if not isinstance(error, click.BadParameter) or error.param is None:
        return ""
    kind, typed = error.param.type, re.match(r"'([^']{1,40})' is not one of ", error.message)
    if not typed or not isinstance(kind, click.Choice):
        return ""
    import difflib

    near = difflib.get_close_matches(typed[1], [str(each) for each in kind.choices], n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _complain(message: str, hint: str | None, code: int) -> int:
    click.echo(f"error: {safe.line(message)}", err=True)
    if hint:
        click.echo(f"hint:  {safe.line(hint)}", err=True)
    return code
