"""docs/cli.md says what --help says; `pytest tests/cli --update-golden` writes it anew."""

from importlib import import_module
from pathlib import Path

import click

from kptimeline.cli import COMMANDS, group

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
MARK = "<!-- from here on written by tests/cli/test_docs.py -->\n"


def helps() -> str:
    parts = [f"\n## kptimeline\n\n```\n{told(group, None)}```\n"]
    parent = click.Context(group, info_name="kptimeline")
    for name in COMMANDS:
        command = import_module(f"kptimeline.cli.{name}").command
        parts.append(f"\n## kptimeline {name}\n\n```\n{told(command, parent)}```\n")
        if isinstance(command, click.Group):
            above = click.Context(command, info_name=name, parent=parent)
            for below, each in command.commands.items():
                parts.append(f"\n### kptimeline {name} {below}\n\n```\n{told(each, above)}```\n")
    return "".join(parts)


def told(command: click.Command, parent: click.Context | None) -> str:
    name = command.name if parent else "kptimeline"
    settings = {"help_option_names": ["-h", "--help"], **command.context_settings}
    with click.Context(command, info_name=name, parent=parent, terminal_width=100, **settings) as context:
        return command.get_help(context) + "\n"


def test_the_page_has_the_help_of_every_command(request):
    written, _, stands = PAGE.read_text("utf-8").partition(MARK)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(written + MARK + helps(), "utf-8")
    else:
        assert stands == helps()
