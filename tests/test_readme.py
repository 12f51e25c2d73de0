"""The consoles in README.md still say what the program says. `python tests/test_readme.py` writes them anew."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)
WIDTH = 119  # as wide as blocks go


def session(folder: Path, text: str) -> Iterator[tuple[str, str]]:
    """Each console of a text as it stands and as it would be, its commands run in order in one folder."""
    environment = {name: value for name, value in os.environ.items() if name != "KPTIMELINE_DATABASE"}
    environment |= {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    for block in CONSOLE.findall(text):
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
            anew += f"$ {command}\n{output}"
        yield block, anew


def test_the_consoles_equal_the_output(tmp_path):
    consoles = list(session(tmp_path, README.read_text("utf-8")))
    assert consoles
    for stands, is_said in consoles:
        assert stands == is_said


def test_the_readme_is_short():
    assert len(README.read_text("utf-8").splitlines()) < 150


def test_links_lead_to_files():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def write_anew() -> None:
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for stands, is_said in session(Path(folder), text):
            text = text.replace(stands, is_said, 1)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    write_anew()
