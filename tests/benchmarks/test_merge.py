"""What MEANTIME lacks is said, and where its articles have it."""

from __future__ import annotations

import json

import merge


def lines(path, *rows):
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_that_meantime_has_no_ids_over_articles_is_said(tmp_path, capsys):
    assert merge.main(["--corpora", str(tmp_path), "--only", "meantime"]) == 0
    assert "skipped: the corpus is not there" in capsys.readouterr().out
    lines(tmp_path / "dating" / "meantime.jsonl", {"url": "a", "events": [{"eid": "1"}, {"eid": "2"}]})
    lines(tmp_path / "timelines" / "wikinews_articles.jsonl", {"url": "a"}, {"url": "b"})
    merge.main(["--corpora", str(tmp_path), "--only", "meantime"])
    told = capsys.readouterr().out
    assert "1 articles, 2 events" in told
    assert "no ids over articles" in told
    assert "1 of these articles are those of the timelines" in told


def test_ids_that_come_one_day_are_not_passed_over(tmp_path):
    lines(tmp_path / "dating" / "meantime.jsonl", {"url": "a", "events": [{"eid": "1", "instance": "x"}]})
    assert merge.of_meantime(tmp_path).startswith("1 of 1 events say")
