"""The scripts that shells read, and what the program answers them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_asks_the_program(shell, tmp_path):
    told = run("completion", shell, folder=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert f"_KPTIMELINE_COMPLETE={shell}_complete" in told.out
    if found := shutil.which(shell):  # what is installed reads it without complaint
        subprocess.run([found, "-n"], input=told.out, text=True, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kptimeline sho", ["show"]),
        ("kptimeline show --co", ["--count"]),
        ("kptimeline show --count ", ["month", "year"]),
        ("kptimeline show --format ti", ["timelinejs"]),
        ("kptimeline completion ", ["bash", "zsh", "fish"]),
        ("kptimeline articles re", ["remove"]),
    ],
)
def test_commands_options_and_values_are_offered(line, offered, tmp_path):
    words = line.split(" ")
    env = {"_KPTIMELINE_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    told = subprocess.run(
        [sys.executable, "-m", "kptimeline"],
        env={**os.environ, **env, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=True,
    )
    assert [each.partition(",")[2] for each in told.stdout.splitlines()] == offered


def test_another_shell_is_refused(tmp_path):
    assert run("completion", "csh", folder=tmp_path).code == 2
