"""Are datelines found where there are some, only there, and read right?

The truth: the field `dateline` of the Reuters stories; how KCNA begins its stories; and the leads of
`gold/datelines.jsonl`, which were marked by hand.
"""

from __future__ import annotations

import re
from pathlib import Path

from _dateline_corpora import Json, article, load, run

_KCNA = re.compile(r"(Pyongyang), ([A-Z][a-z]+ \d+) \((KCNA)\) ?--")
_REUTERS = re.compile(r"(.*?), ([A-Z][a-z]+\.? \d+)(?:, (?P<loose>.*?))? -$")


def measure(corpora: dict[str, list[Json]], gold: Path, failures: list[str]) -> dict[str, Json]:
    """Shares found, falsely found, and right in place, agency and date, for each set."""
    sets = {
        "reuters": (corpora["reuters"], {row["doc_id"]: _reuters(row) for row in corpora["reuters"]}),
        "kcna": (corpora["kcna"], {row["doc_id"]: _kcna(row) for row in corpora["kcna"]}),
    }
    if gold.exists():
        marked = {row["id"]: row for row in load(gold)}
        sets["leads"] = ([row for row in corpora["leads"] if row["doc_id"] in marked], marked)
    figures = {name: _judge(name, rows, truth, failures) for name, (rows, truth) in sets.items()}
    columns = ("found", "false finds", "place", "agency", "date")
    figures["all"] = {
        column: [sum(part[column][at] for part in figures.values()) for at in (0, 1)] for column in columns
    }
    return figures


def _reuters(row: Json) -> Json | None:
    told = _REUTERS.match(row["dateline"])
    if told is None:
        return {"place": None, "agency": None, "date": None, "odd": True}
    return {"place": told[1], "agency": None, "date": told[2]}


def _kcna(row: Json) -> Json | None:
    told = _KCNA.match(row["text"])
    return {"place": told[1], "date": told[2], "agency": told[3]} if told else None


def _judge(name: str, rows: list[Json], truth: dict[str, Json | None], failures: list[str]) -> Json:
    answers = run("dateline", [article(row, days_later=400) for row in rows])
    figures: Json = {column: [0, 0] for column in ("found", "false finds", "place", "agency", "date")}

    def count(column: str, hit: bool, row: Json, told: object) -> None:
        figures[column][0] += hit
        figures[column][1] += 1
        if hit == (column == "false finds"):
            failures.append(f"{name} {column}: {row['doc_id']} {told} | {row['text'][:110]!r}")

    for row in rows:
        gold, answer = truth[row["doc_id"]], answers[row["doc_id"]]
        found = answer["start"] is not None
        if gold is None or not (gold["place"] or gold["agency"] or gold["date"] or gold.get("odd")):
            count("false finds", found, row, answer["place"])
            continue
        count("found", found, row, gold)
        if not found or gold.get("odd"):
            continue
        for column, field in (("place", "place"), ("agency", "agency"), ("date", "date_text")):
            if column == "agency" and gold["agency"] is None and name == "reuters":
                continue  # its stories name no agency
            told = answer[field]
            count(column, _plain(told) == _plain(gold[column]), row, (told, gold[column]))
    return figures


def _plain(text: str | None) -> str | None:
    """Without what neither side means: space, full stops and commas around it."""
    return " ".join(text.split()).strip(" .,").casefold() if text else None
