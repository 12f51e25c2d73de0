"""The texts whose day of publication is known, and `kptimeline dateline` run over them as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Json = dict[str, Any]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
GOLD = HERE / "gold"


def load(path: Path) -> list[Json]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def published(row: Json) -> date:
    """The true day of publication."""
    return date.fromisoformat(row["published"][:10])


def article(row: Json, *, text: str | None = None, days_later: int | None = None, **fields: str) -> Json:
    """The article as it is given to the program: no day of publication, and read `days_later` after it."""
    given: Json = {"id": row["doc_id"], "text": text or row["text"], **fields}
    if days_later is not None:
        given["as_of"] = (published(row) + timedelta(days=days_later)).isoformat()
    return given


def run(command: str, articles: Sequence[Json], *options: str) -> dict[str, Json]:
    """What the command says of each article, by id. Raises CalledProcessError."""
    if not articles:
        return {}
    given = "".join(json.dumps(row) + "\n" for row in articles)
    done = subprocess.run(
        (sys.executable, "-m", "kptimeline", command, *options, "-"),
        input=given.encode(),
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TZ": "UTC"},
        check=True,
    )
    return {answer["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
