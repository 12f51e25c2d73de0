"""Runs a command line in this process, as a shell would."""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from kptimeline.cli import main


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


def run(*arguments: str, folder: Path, stdin: bytes = b"", env: Mapping[str, str] = {}) -> Outcome:
    """Exit code and both outputs of `kptimeline ARGUMENTS` run in a folder; no stream is a terminal."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    environment = {"COLUMNS": "80", "PATH": os.environ["PATH"], "HOME": str(folder), **env}
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch("sys.stdin", given),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(arguments)
        out.flush()
    return Outcome(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())


_SECONDS = re.compile(r'("seconds": ?)\d+(?:\.\d+)?')  # that a run took
_NOW = re.compile(r"\b20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC")  # when a correction was made or taken back
_PROMPT = re.compile(r"^\$ (.*)$", re.MULTILINE)


def replay(session: str, folder: Path, database: str = "kptimeline.db") -> str:
    """A golden session with what its commands say now; `database` stands in for `kptimeline.db`.

    Each command is a line `$ [NAME=VALUE …] kptimeline … [< FILE]`; then come stdout, stderr after the line
    `--- stderr`, and `--- exit N` where N is not 0. What stands before the first command is kept. A time of the
    clock is written as NOW, CSV's line ends (\\r\\n) as \\n; tests/render/test_csv.py holds these.
    """
    written = session[: match.start()] if (match := _PROMPT.search(session)) else session
    for command in _PROMPT.findall(session):
        words = shlex.split(command)
        env = {} if database == "kptimeline.db" else {"KPTIMELINE_DATABASE": database}
        words = [word.replace("kptimeline.db", database) for word in words]
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        stdin = b""
        if "<" in words:
            stdin = (folder / words[words.index("<") + 1]).read_bytes()
            words = words[: words.index("<")]
        assert words[0] == "kptimeline", f"only kptimeline runs here: {command}"
        outcome = run(*words[1:], folder=folder, stdin=stdin, env=env)
        out, err = (told.replace(database, "kptimeline.db") for told in (outcome.out, outcome.err))
        out = _SECONDS.sub(r"\1N", out)
        written += _NOW.sub("NOW", f"$ {command}\n{out}".replace("\r\n", "\n"))
        if err:
            written += _NOW.sub("NOW", f"--- stderr\n{err.replace(str(folder), 'FOLDER')}")
        if outcome.code:
            written += f"--- exit {outcome.code}\n"
        written += "\n"
    return written.rstrip("\n") + "\n"
