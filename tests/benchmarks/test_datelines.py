"""The whole program on small corpora of our own."""

from __future__ import annotations

import json

import datelines
import pytest

REUTERS = [
    ("r1", "1987-03-09", "OSLO, March 9 -", "OSLO, March 9 - Ship owners said on Monday that rates fell."),
    ("r2", "1987-02-26", "OSLO, Feb 26 -", "OSLO, Feb 26 - Ship owners said that rates fell."),
]
LEADS = [
    ("l1", "2014-04-26", "OSLO (AP) — Ship owners said Saturday that rates fell."),
    ("l2", "2014-04-27", "Ship owners say rates fell. They said so."),
]
KCNA = [("k1", "2024-05-27", "Pyongyang, May 27 (KCNA) -- A port was opened on Sunday.")]


@pytest.fixture
def corpora(tmp_path):
    def write(path, rows):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("".join(json.dumps(row) + "\n" for row in rows))

    fields = ("doc_id", "published", "dateline", "text")
    write("datelines/reuters_1987.jsonl", [dict(zip(fields, row, strict=True)) for row in REUTERS])
    fields = ("doc_id", "published", "text")
    write("datelines/agency_leads.jsonl", [dict(zip(fields, row, strict=True)) for row in LEADS])
    write("articles/kcna.jsonl", [dict(zip(fields, row, strict=True)) for row in KCNA])
    return tmp_path


def run(capsys, *arguments):
    assert datelines.main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_figures_as_json(capsys, corpora):
    told = json.loads(run(capsys, "--corpora", corpora, "--only", "heads,years", "--json"))
    assert told["heads"]["reuters"]["found"] == [2, 2]
    assert told["heads"]["reuters"]["place"] == [2, 2]
    assert told["heads"]["kcna"]["agency"] == [1, 1]
    near = told["years"]["weekday near: all"]
    assert near["best right"] == [3, 3]
    assert near["certain"] == [0, 3]
    assert told["years"]["neither weekday nor year"]["no anchor"] == [1, 1]
    assert told["years"]["day in the url"]["certain"] == [4, 4]
    assert told["years"]["year in the dateline"]["best right"] == [1, 1]


def test_failures_are_shown_with_their_text(capsys, corpora):
    path = corpora / "datelines/reuters_1987.jsonl"
    path.write_text(path.read_text().replace('"dateline": "OSLO, Feb 26 -"', '"dateline": "RIGA, Feb 26 -"'))
    out = run(capsys, "--corpora", corpora, "--only", "heads", "--errors", "1")
    assert "50.0 (1/2)" in out
    assert "-- reuters place: r2" in out
