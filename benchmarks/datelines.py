"""Datelines found and years completed by `kptimeline dateline`, the day of publication hidden.

    python benchmarks/datelines.py --corpora ../shared/corpora

See benchmarks/README.md for what each figure means.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import _anchor_years as years
import _dateline_heads as heads
import _lead_weekdays as weekdays
from _dateline_corpora import GOLD, Json, load
from _sections import among
from _tables import table

SECTIONS = ("heads", "years", "weekdays")


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    add("--only", type=among(SECTIONS), default=SECTIONS, metavar="A,B")
    add("--days-later", type=int, default=400, metavar="N", help="days from publication to `as_of`")
    add("--errors", type=int, default=0, metavar="N", help="show up to N failures of each kind")
    add("--json", action="store_true", help="all figures as JSON instead of tables")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Measures and prints; 0 in any case: figures are for people to judge."""
    options = arguments(given)
    corpora = {
        "reuters": load(options.corpora / "datelines/reuters_1987.jsonl"),
        "leads": load(options.corpora / "datelines/agency_leads.jsonl"),
        "kcna": load(options.corpora / "articles/kcna.jsonl"),
    }
    result: Json = {}
    failures: list[str] = []
    if "heads" in options.only:
        result["heads"] = heads.measure(corpora, GOLD / "datelines.jsonl", failures)
    if "years" in options.only:
        result["years"] = years.measure(corpora, options.days_later, failures)
    if "weekdays" in options.only:
        result["weekdays"] = weekdays.measure(corpora["leads"], GOLD / "weekdays.jsonl", failures)
    if options.json:
        print(json.dumps(result, indent=2))
    else:
        for name, told in result.items():
            print(f"\n### {name}\n\n{table(*rows(told))}")
    shown: dict[str, int] = {}
    for failure in failures:
        kind = failure.partition(":")[0]
        shown[kind] = shown.get(kind, 0) + 1
        if shown[kind] <= options.errors:
            print(f"-- {failure}")
    return 0


def rows(told: dict[str, Json]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table: a row for each set of texts, shares in per cent with their counts."""
    columns = list(dict.fromkeys(column for figures in told.values() for column in figures))
    body = [[name, *(_cell(figures.get(column)) for column in columns)] for name, figures in told.items()]
    return ["texts", *columns], body


def _cell(figure: object) -> str:
    if isinstance(figure, list | tuple):
        right, of = figure
        return f"{100 * right / of:.1f} ({right}/{of})" if of else "–"
    return "–" if figure is None else str(figure)


if __name__ == "__main__":
    sys.exit(main())
