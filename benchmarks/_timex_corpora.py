"""TIMEX3 corpora as JSON lines: `doc_id`, `dct` (ISO day of publication), `text`, `timexes`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from _timex_score import Counts, Timex, count, match, span

_BEFORE = re.compile(
    r"(?:(?:at(?!\s+(?:least|most))|by|during|for|from|in|of|on|since|until)\s+)?\s*", re.IGNORECASE
)
_AFTER = " \t\n,;:"
NARRATIVE = ("wikiwars",)  # corpora whose dct is no dateline: dates hang from one another


@dataclass(frozen=True, slots=True)
class Corpus:
    """A set of texts with the timexes that people marked."""

    name: str
    texts: tuple[dict[str, Any], ...]
    genre: str = "news"

    @property
    def size(self) -> int:
        """Bytes of UTF-8."""
        return sum(len(text["text"].encode()) for text in self.texts)

    def articles(self) -> Iterator[dict[str, Any]]:
        """The texts as `kptimeline tag` reads them, without their answers."""
        for text in self.texts:
            yield {
                "id": text["doc_id"],
                "text": text["text"],
                "dateline": text.get("dct"),
                "genre": text.get("genre") or self.genre,
            }

    def counts(self, timexes: dict[str, list[Timex]]) -> list[Counts]:
        """A system's counts, text by text; a text that it left out counts as missed."""
        return [count(text["timexes"], timexes.get(text["doc_id"], [])) for text in self.texts]


def disputed(path: Path) -> dict[tuple[str, str], dict[tuple[int, int], str]]:
    """Gold values judged wrong, by corpus and text: the timex's offsets and the value that the gold gives."""
    found: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            found.setdefault((row["corpus"], row["doc_id"]), {})[span(row)] = row["gold"]
    return found


def without_disputed(
    corpus: Corpus, values: dict[tuple[str, str], dict[tuple[int, int], str]]
) -> tuple[Corpus, int]:
    """The corpus with the disputed values taken away, so that they count for spans alone; and how many they were.

    A gold that was mended since, with another value there, keeps it.
    """
    texts, left_out = [], 0
    for text in corpus.texts:
        bad = values.get((corpus.name, text["doc_id"]), {})
        timexes = []
        for timex in text["timexes"]:
            wrong = span(timex) in bad and bad[span(timex)] == timex.get("value")
            left_out += wrong
            timexes.append({**timex, "value": None} if wrong else timex)
        texts.append({**text, "timexes": timexes})
    return replace(corpus, texts=tuple(texts)), left_out


def trimmed(text: str, timex: Timex) -> Timex:
    """A peer's timex with the span that TIMEX3 asks for: no preposition before, no mark or blank after."""
    start, end = timex["start"], timex["end"]
    lead = _BEFORE.match(text, start, end)
    first = lead.end() if lead and lead.end() < end else start
    return {**timex, "start": first, "end": first + len(text[first:end].rstrip(_AFTER))}


def load_corpora(places: Sequence[Path], narrative: Sequence[str] = NARRATIVE) -> list[Corpus]:
    """Files, or folders with files (themselves or in their `temporal`); none where nothing is found."""
    return [_load(path, narrative) for place in places for path in _files(place)]


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted((place / "temporal").glob("*.jsonl")) or sorted(place.glob("*.jsonl"))


def _load(path: Path, narrative: Sequence[str]) -> Corpus:
    with path.open(encoding="utf-8") as lines:
        texts = tuple(json.loads(line) for line in lines if line.strip())
    names = [text["doc_id"] for text in texts]
    if len(set(names)) != len(names):
        raise ValueError(f"{path}: a doc_id occurs twice")
    told = any(name in path.stem for name in narrative)
    return Corpus(path.stem, texts, "narrative" if told else "news")


def load_output(path: Path) -> dict[str, list[Timex]]:
    """A system's output kept in a file: `doc_id` (or `id`) and `timexes`, one object a line."""
    with path.open(encoding="utf-8") as lines:
        answers = [json.loads(line) for line in lines if line.strip()]
    return {str(answer.get("doc_id", answer.get("id"))): answer["timexes"] for answer in answers}


def errors(corpus: Corpus, timexes: dict[str, list[Timex]]) -> dict[str, list[str]]:
    """Every failure by kind (missed, spurious, span, type, value), with the words of the text."""
    found: dict[str, list[str]] = {kind: [] for kind in ("missed", "spurious", "span", "type", "value")}
    for text in corpus.texts:
        gold, system = text["timexes"], timexes.get(text["doc_id"], [])
        pairs = match(gold, system)

        def show(timex: Timex, text: dict[str, Any] = text) -> str:
            start, end = span(timex)
            words = text["text"][start:end]
            return f"{text['doc_id']} {start}-{end} {words!r} {timex.get('type')} {timex.get('value')}"

        found["missed"] += [show(gold[i]) for i in range(len(gold)) if i not in {i for i, _ in pairs}]
        found["spurious"] += [show(system[j]) for j in range(len(system)) if j not in {j for _, j in pairs}]
        for one, other in ((gold[i], system[j]) for i, j in pairs):
            if span(one) != span(other):
                found["span"].append(f"{show(one)} <> {show(other)}")
            for name in ("type", "value"):
                if one.get(name) is not None and one[name] != other.get(name):
                    rule = f" by {other['rule']}" if other.get("rule") else ""
                    found[name].append(f"{show(one)} <> {other.get(name)}{rule}")
    return found
