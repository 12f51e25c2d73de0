"""The measurements: every system on every corpus with intervals, on our own gold, and against the clock."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from _intervals import KINDS, difference, drawn, draws, middle
from _timex_corpora import Corpus, trimmed
from _timex_gold import Verdict
from _timex_score import Counts, Timex, score, total
from _timex_systems import Run, System, SystemFailedError, run

SLOW = 20.0  # CPU-seconds: a program that takes longer is not run again for its speed
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Output:
    """What a system said of a corpus; seconds are None where its output was kept in a file."""

    timexes: dict[str, list[Timex]]
    seconds: float | None


def run_all(systems: Sequence[System], corpus: Corpus, failed: dict[str, str]) -> dict[str, Output]:
    """Each system's output, by name; a peer that ends with an error is left out and noted in `failed`."""
    texts = {text["doc_id"]: text["text"] for text in corpus.texts}
    found = {}
    for system in systems:
        if done := attempt(system, list(corpus.articles()), corpus.name, failed):
            timexes = done.timexes
            if not system.ours:
                timexes = {name: [trimmed(texts[name], t) for t in given] for name, given in timexes.items()}
            found[system.name] = Output(timexes, done.seconds)
    return found


def attempt(system: System, articles: Sequence[Json], where: str, failed: dict[str, str]) -> Run | None:
    """A run, None where a peer fails. Raises SystemFailedError where kptimeline does."""
    say(f"{system.name} on {where}")
    try:
        return run(system, articles)
    except SystemFailedError as error:
        if system.ours:
            raise
        failed[f"{system.name} on {where}"] = str(error).splitlines()[-1]
        return None


def say(words: str) -> None:
    """Progress, on stderr."""
    print(f"… {words}", file=sys.stderr, flush=True)


def compare(counts: Mapping[str, Sequence[Counts]], times: int) -> Json:
    """F1 with P, R, counts and interval of each system, and the first one's lead over each other.

    `counts` has a list for each system, of one set of texts in one order.
    """
    texts = len(next(iter(counts.values())))
    taken = draws(texts, times)
    figures = {name: drawn(rows, taken) for name, rows in counts.items()}
    first = next(iter(counts))
    result: Json = {"texts": texts, "draws": times, "systems": {}, "lead": {}}
    for name, rows in counts.items():
        added = total(rows)
        told: Json = {"counts": added._asdict()}
        for kind, figure in score(added)._asdict().items():
            told[kind] = {"P": figure.precision, "R": figure.recall, "F1": figure.f1}
            if kind in KINDS and times:
                told[kind]["ci95"] = list(middle(figures[name][kind]))
        result["systems"][name] = told
    for name in list(counts)[1:]:
        result["lead"][name] = {
            kind: {
                "F1": result["systems"][first][kind]["F1"] - result["systems"][name][kind]["F1"],
                "ci95": list(difference(figures[first][kind], figures[name][kind])),
            }
            for kind in KINDS
        }
    return result


def undisputed(counts: Mapping[str, Sequence[Counts]], left_out: int) -> Json:
    """Value F1 of each system, counted without so many disputed gold values; nothing where there are none."""
    if not left_out:
        return {}
    values = {name: score(total(rows)).value.f1 for name, rows in counts.items()}
    return {"undisputed": {"left out": left_out, "F1": values}}


def by_category(verdicts: Sequence[Verdict]) -> dict[str, dict[str, tuple[int, int]]]:
    """For each category and for `all`: how many are right of how many that were asked for."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.case["category"], []).append(verdict)
    return {name: _shares(group) for name, group in (*groups.items(), ("all", list(verdicts)))}


def _shares(verdicts: Sequence[Verdict]) -> dict[str, tuple[int, int]]:
    shares = {
        "found": (sum(verdict.answer is not None for verdict in verdicts), len(verdicts)),
        "days": (sum(verdict.days for verdict in verdicts), len(verdicts)),
        "days or rival": (sum(verdict.days or verdict.rival for verdict in verdicts), len(verdicts)),
    }
    for name in ("extent", "times", "offset", "unresolved"):
        told = Counter(getattr(verdict, name) for verdict in verdicts)
        shares[name] = (told[True], told[True] + told[False])
    return shares | {"everything": (sum(verdict.right for verdict in verdicts), len(verdicts))}


def speed(systems: Sequence[System], corpus: Corpus, repeat: int, known: Mapping[str, float]) -> Json:
    """Medians of CPU-seconds, the systems in turn in every round; `known` spares a slow one its second run."""
    systems = [system for system in systems if system.name in known or not known]
    whole: dict[str, list[float]] = {system.name: [] for system in systems}
    start: dict[str, list[float]] = {system.name: [] for system in systems}
    slow = {name: seconds for name, seconds in known.items() if seconds > SLOW}
    articles = list(corpus.articles())
    for number in range(repeat):
        say(f"speed, round {number + 1} of {repeat}")
        for system in systems:
            start[system.name].append(run(system, []).seconds)
            if system.name not in slow:
                whole[system.name].append(run(system, articles).seconds)
                if whole[system.name][-1] > SLOW:
                    slow[system.name] = whole[system.name][-1]
    result: Json = {"corpus": corpus.name, "kB": corpus.size / 1000, "systems": {}}
    for system in systems:
        runs = whole[system.name] or [slow[system.name]]
        seconds, before = median(runs), median(start[system.name])
        result["systems"][system.name] = {
            "runs": len(runs),
            "seconds": seconds,
            "fastest": min(runs),
            "slowest": max(runs),
            "start-up": before,
            "kB/s": corpus.size / 1000 / seconds,
            "kB/s without start-up": corpus.size / 1000 / max(seconds - before, 1e-9),
        }
    return result
