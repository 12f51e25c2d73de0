"""The scorers that stand beside the corpora: event coding on PLOVER records, dates on TimeBank-Dense links."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from _dateline_corpora import Json, load, run

SETS = {
    "events": ("events/plover_gsr.jsonl", "score_events.py"),
    "dates": ("dating/timebank_dense.jsonl", "score_dating.py"),
}


def measure(name: str, corpora: Path, tools: Path) -> Json | None:
    """The scorer's figures in per cent, None where the corpus or the scorer is not there.

    Raises CalledProcessError when either program fails.
    """
    corpus, scorer = (corpora / SETS[name][0], tools / SETS[name][1])
    if not corpus.is_file() or not scorer.is_file():
        return None
    answers = run("extract", [_article(row) for row in load(corpus) if row.get("text")])
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.jsonl"
        said.write_text("".join(json.dumps(each) + "\n" for each in answers.values()), "utf-8")
        done = subprocess.run(
            (sys.executable, str(scorer), str(corpus), str(said)), stdout=subprocess.PIPE, check=True
        )
    figures: Json = json.loads(done.stdout)
    return figures


def _article(row: Json) -> Json:
    """With its day of publication; the dates of PLOVER records are only a year's first day, and serve no figure."""
    return {
        "id": row.get("doc_id") or row["id"],
        "text": row["text"],
        "published": row.get("dct") or row.get("date") or "2000-01-01",
    }
