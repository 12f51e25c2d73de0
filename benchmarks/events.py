"""Events found, typed, dated and attributed by `kptimeline extract`, and what that costs.

    python benchmarks/events.py --corpora ../shared/corpora --tools ../shared/tools

See benchmarks/README.md for what each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import _events_given as given_scorers
import _events_speed as speed
import _events_status as status
import _events_timelines as timelines
from _dateline_corpora import GOLD, Json, load
from _sections import among
from _tables import table
from datelines import rows

SECTIONS = ("events", "dates", "status", "timelines", "speed")


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    add("--tools", type=Path, default=Path("../shared/tools"), metavar="DIR", help="where the scorers are")
    add("--only", type=among(SECTIONS), default=SECTIONS, metavar="A,B")
    add("--repeat", type=int, default=3, metavar="N", help="rounds of the speed test")
    add("--errors", type=int, default=0, metavar="N", help="show up to N failures of status and attribution")
    add("--json", action="store_true", help="all figures as JSON instead of tables")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; 0 in any case: figures are for people to judge."""
    options = arguments(given)
    result: Json = {}
    failures: list[str] = []
    for name in ("events", "dates"):
        if name in options.only:
            figures = given_scorers.measure(name, options.corpora, options.tools)
            result[name] = {given_scorers.SETS[name][0]: figures} if figures else None
    if "status" in options.only:
        folder = GOLD / "events"
        for name in ("status", "status_fresh"):
            golds = (folder / f"{name}.jsonl", folder / f"{name}_second.jsonl")
            result[name] = status.measure(*golds, failures)
    if "timelines" in options.only:
        result["timelines"] = timelines.measure(options.corpora / "timelines")
    if "speed" in options.only:
        texts = options.corpora / "articles/kcna.jsonl"
        given_texts = [
            {"id": row["doc_id"], "text": row["text"], "published": row["published"]}
            for row in (load(texts) if texts.is_file() else ())
        ]
        result["speed"] = {texts.name: speed.measure(given_texts, options.repeat)} if given_texts else None
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        for name, told in result.items():
            print(
                f"\n### {name}\n\n{table(*rows(told)) if told else 'skipped: the corpus or its scorer is not there'}"
            )
    print(
        *(f"-- {failure}" for failure in failures[: options.errors]), sep="\n", end="" if failures else "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
