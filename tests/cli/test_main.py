"""Starting up, failing, and being cut off."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from kptimeline.cli import COMMANDS
from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]


def command(name: str) -> click.Command:
    return import_module(f"kptimeline.cli.{name}").command


def python(code: str, *arguments: str, **kwargs) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        **kwargs,
    )


def test_every_module_of_a_command_is_listed():
    modules = {
        path.stem
        for path in (ROOT / "kptimeline" / "cli").glob("*.py")
        if path.stem != "__init__"
        and re.search(r"^@click\.(command|group)\(", path.read_text("utf-8"), re.MULTILINE)
    }
    assert modules == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    found = command(name)
    assert found.name == name
    assert found.help.splitlines()[0] == COMMANDS[name]
    assert re.search(rf"^  (.*\| )?kptimeline {name}\b", found.epilog, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name):
    for parameter in command(name).params:
        assert isinstance(parameter, click.Argument) or parameter.help


def test_commands_below_a_command_have_help_and_examples():
    below = [
        (name, each)
        for name in COMMANDS
        if isinstance(command(name), click.Group)
        for each in command(name).commands.values()
    ]
    assert below
    for name, each in below:
        assert each.help
        assert re.search(rf"^  kptimeline {name} {each.name}\b", each.epilog, re.MULTILINE)
        assert all(isinstance(one, click.Argument) or one.help for one in each.params)


def test_no_command_prints_the_help(tmp_path):
    outcome = run(folder=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert all(name in outcome.out for name in COMMANDS)


def test_version(tmp_path):
    said = run("--version", folder=tmp_path).out
    assert re.fullmatch(r"kptimeline (\d+\.\d+\.\d+|\(not installed: run from its source\))\n", said)


def test_help_imports_no_command():
    code = "import sys; from kptimeline.cli import main; main(['--help']); print(*sorted(sys.modules), file=sys.stderr)"
    loaded = python(code).stderr.split()
    assert [name for name in COMMANDS if f"kptimeline.cli.{name}" in loaded] == []
    assert {"sqlalchemy", "rich", "spacy"}.isdisjoint(loaded)


USAGE = [
    (["shwo"], "no command shwo; did you mean show?", "kptimeline --help"),
    (["frobnicate"], "no command frobnicate", "kptimeline --help"),
    (["--wrongly"], "no option --wrongly", "kptimeline --help"),
    (
        ["tag", "--genre", "new"],
        "invalid value for '--genre': 'new' is not one of 'news', 'narrative'; did you mean news?",
        "kptimeline tag --help",
    ),
    (
        ["tag", "--genre", "poem"],
        "invalid value for '--genre': 'poem' is not one of 'news', 'narrative'",
        "kptimeline tag --help",
    ),
    (["tag", "--genra", "news"], "no option --genra; did you mean --genre?", "kptimeline tag --help"),
    (["resolve"], "missing argument 'PHRASE'", "kptimeline resolve --help"),
    (
        ["tag", "--as-of", "yesterday"],
        "invalid value for '--as-of': 'yesterday' is not a day; write it as 2025-12-29",
        "kptimeline tag --help",
    ),
    (
        ["tag", "--as-of", "2025-02-30"],
        "invalid value for '--as-of': '2025-02-30' is not a day; write it as 2025-12-29",
        "kptimeline tag --help",
    ),
]


@pytest.mark.parametrize(("arguments", "error", "hint"), USAGE)
def test_wrong_usage_says_what_is_wrong_and_where_to_look(arguments, error, hint, tmp_path):
    outcome = run(*arguments, folder=tmp_path)
    assert outcome.err == f"error: {error}\nhint:  {hint}\n"
    assert (outcome.code, outcome.out) == (2, "")


def test_an_interruption_is_told_in_a_line():
    code = (
        "import sys, kptimeline.cli as cli\n"
        "def stop(): raise KeyboardInterrupt\n"
        "cli.group.callback = lambda **_: stop()\n"
        "sys.exit(cli.main([]))"
    )
    done = python(code)
    assert (done.returncode, done.stderr) == (130, "error: interrupted; what was saved is kept\n")


def test_a_closed_pipe_is_no_failure():
    line = b'{"id": "1", "text": "It rained on 3 May 2018."}\n' * 3000
    done = subprocess.run(
        f"{sys.executable} -m kptimeline tag | head -c 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        input=line,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_shells_can_ask_for_completions():
    environment = {**os.environ, "_KPTIMELINE_COMPLETE": "zsh_source", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "kptimeline"], capture_output=True, text=True, env=environment, check=False
    )
    assert "#compdef kptimeline" in done.stdout
