"""The rows that saving forty articles makes are all there when they are inserted raw."""

from __future__ import annotations

import json

import _store_save


def test_both_sides_come_to_the_same_rows(capsys):
    assert _store_save.main(["--articles", "40", "--rounds", "1", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["articles"] == 40
    assert figures["rows"] == figures["rows_of_raw"] > 1_000
    assert figures["ratio"] > 0


def test_figures_for_people():
    figures = {
        "articles": 40, "batch": 16, "rows": 2000, "rows_of_raw": 2000, "ratio": 0.625,
        "without_grouping": {"cpu": 0.0625},
        "ours": {"cpu": 0.08, "rows_per_second": 25000.0}, "raw": {"cpu": 0.05, "rows_per_second": 40000.0},
    }  # fmt: skip
    assert list(_store_save.told(figures)) == [
        "40 articles in batches of 16, 2,000 rows",
        "ours: 0.08 s of CPU, 25,000 rows per CPU-second",
        "raw: 0.05 s of CPU, 40,000 rows per CPU-second",
        "ours without grouping: 0.06 s of CPU, ratio 0.80",
        "ratio: 0.62 (must reach 0.5)",
    ]
