"""The whole program on a small corpus of our own."""

from __future__ import annotations

import json

import pytest
import temporal

TEXTS = [
    (
        "one",
        "The envoy arrived yesterday and leaves tomorrow.",
        [(18, 27, "2025-12-28"), (39, 47, "2025-12-30")],
    ),
    ("two", "Nobody had seen the ship since Monday.", [(31, 37, "1066-10-14")]),
]


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "made.jsonl"
    rows = [
        {
            "doc_id": name,
            "dct": "2025-12-29",
            "text": text,
            "timexes": [{"start": a, "end": b, "type": "DATE", "value": value} for a, b, value in timexes],
        }
        for name, text, timexes in TEXTS
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def run(capsys, *arguments):
    assert temporal.main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_figures_as_json(capsys, corpus, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_text(
        json.dumps({"doc_id": "one", "timexes": [{"start": 18, "end": 27, "type": "DATE"}]}) + "\n"
    )
    given = ["--corpora", corpus, "--systems", "kptimeline", "--draws", "20", "--repeat", "1"]
    out = run(
        capsys,
        *given,
        "--only",
        "corpora,speed",
        "--speed-corpus",
        "made",
        "--output",
        f"kept={kept}",
        "--json",
    )
    told = json.loads(out)

    made = told["corpora"]["made"]
    assert made["systems"]["kptimeline"]["counts"]["gold"] == 3
    assert made["systems"]["kept"]["relaxed"] == {**made["systems"]["kept"]["relaxed"], "P": 1.0, "R": 1 / 3}
    assert made["lead"]["kept"]["relaxed"]["F1"] > 0
    speed = told["speed"]["systems"]["kptimeline"]
    assert speed["start-up"] > 0
    assert speed["kB/s"] == pytest.approx(sum(len(text) for _, text, _ in TEXTS) / 1000 / speed["seconds"])


def test_tables_hold_no_text_unless_errors_are_asked_for(capsys, corpus):
    given = ["--corpora", corpus, "--systems", "kptimeline", "--draws", "5", "--only", "corpora,gold"]
    quiet = run(capsys, *given)
    assert "### made: 2 texts, 3 timexes" in quiet
    assert "| all " in quiet
    assert "second reader agrees: days " in quiet
    assert "yesterday" not in quiet

    loud = run(capsys, *given, "--only", "corpora", "--errors", "3")
    assert "-- made, value: 1\n   two 31-37 'Monday' DATE 1066-10-14 <>" in loud


def test_what_cannot_be_run_is_told(capsys, tmp_path):
    out = run(capsys, "--corpora", tmp_path, "--systems", "chrono", "--chrono", tmp_path)
    assert "skipped: chrono: " in out
    assert f"skipped: corpora: no .jsonl in {tmp_path}" in out


def test_corpora_are_also_scored_as_one(capsys, corpus):
    other = corpus.with_name("other.jsonl")
    other.write_text(corpus.read_text())
    given = [
        "--corpora",
        corpus,
        other,
        "--together",
        "made+other",
        "--systems",
        "kptimeline",
        "--draws",
        "5",
    ]
    told = json.loads(run(capsys, *given, "--only", "corpora", "--json"))["corpora"]
    assert list(told) == ["made", "other", "made+other"]
    assert told["made+other"]["texts"] == 4
    assert told["made+other"]["systems"]["kptimeline"]["counts"]["gold"] == 6
