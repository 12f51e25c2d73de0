"""Consoles in pages: their commands run again, in order, in one folder, with the files that the page itself holds."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 119  # as wide as blocks go
_CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^<!-- file: (\S+) -->\n```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def session(folder: Path, text: str) -> Iterator[tuple[str, str]]:
    """Each console of a page as it stands and as it would be."""
    for name, content in _FILE.findall(text):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "KPTIMELINE_DATABASE"}
    environment |= {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    for block in _CONSOLE.findall(text):
        anew = ""
        for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
            program, *arguments = shlex.split(command)
            assert program == "kptimeline", f"only kptimeline runs here: {command}"
            done = subprocess.run(
                [sys.executable, "-m", "kptimeline", *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}"
            output = "".join(line.rstrip() + "\n" for line in done.stdout.rstrip().splitlines())
            anew += f"$ {command}\n{_without_clock(output)}"
        yield block, anew


def _without_clock(output: str) -> str:
    """The moment of a correction as one that stays."""
    return re.sub(r"\b20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", "2026-11-21 09:30:00 UTC", output)


def written_anew(page: Path, folder: Path) -> None:
    """Puts what the commands say now into the page."""
    text = page.read_text("utf-8")
    for stands, is_said in session(folder, text):
        text = text.replace(stands, is_said, 1)
    page.write_text(text, "utf-8")
