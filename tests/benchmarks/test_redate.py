"""Redating sixty articles of twelve texts: whatever way their days came, the views are the same."""

from __future__ import annotations

import json

import redate


def test_redated_articles_equal_freshly_ingested_ones(capsys):
    code = redate.main(["--articles", "60", "--texts", "12", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert {
        name: (view["missing"], view["added"]) for name, view in figures["views"].items()
    } == dict.fromkeys(redate.VIEWS, (0, 0))
    assert code == 0
    assert figures["mentions_changed"] > 100
    assert all(view["rows"] > 0 for view in figures["views"].values())
    assert figures["views"]["chronology"]["rows"] > 20


def test_a_difference_is_told(tmp_path, capsys):
    figures = {
        "articles": 1,
        "texts": 1,
        "mentions_changed": 0,
        "views": {"chronology": {"rows": 2, "missing": 1, "added": 0}},
        "cpu": {"read": 1.0, "ingest_wrong": 1.0, "redate": 1.0, "ingest_right": 2.0},
    }
    assert list(redate.told(figures))[1:] == [
        "chronology: 2 rows, 1 missing, 0 added",
        "CPU: redating 1.0 s, 0.50 of resolving and saving them anew (2.0 s); reading the 1 texts 1.0 s",
    ]
