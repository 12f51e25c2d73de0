"""Gold values judged wrong: the record, and the figure without them."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
import temporal
from _timex_corpora import Corpus, disputed, without_disputed
from _timex_gold import GOLD

RECORD = GOLD / "disputed.jsonl"
ROWS = [json.loads(line) for line in RECORD.read_text().splitlines()]


def text(*values):
    timexes = [{"start": 10 * n, "end": 10 * n + 4, "value": value} for n, value in enumerate(values)]
    return {"doc_id": "a", "text": "x" * 50, "dct": "2025-12-29", "timexes": timexes}


def test_a_disputed_value_counts_for_spans_alone(tmp_path):
    record = tmp_path / "disputed.jsonl"
    record.write_text(
        json.dumps({"corpus": "c", "doc_id": "a", "start": 0, "end": 4, "gold": "1998-WXX"}) + "\n"
    )
    corpus = Corpus("c", (text("1998-WXX", "1999"),))
    sure, left_out = without_disputed(corpus, disputed(record))
    system = {"a": [{"start": 0, "end": 4, "value": "1998-W08"}, {"start": 10, "end": 14, "value": "1999"}]}

    assert left_out == 1
    (all_counts,), (sure_counts,) = corpus.counts(system), sure.counts(system)
    assert (all_counts.value_right, all_counts.valued) == (1, 2)
    assert (sure_counts.value_right, sure_counts.valued) == (1, 1)
    assert (sure_counts.gold, sure_counts.relaxed, sure_counts.strict) == (2, 2, 2)


@pytest.mark.parametrize(
    "corpus",
    [
        Corpus("c", (text("1998-W08"),)),  # mended since
        Corpus("d", (text("1998-WXX"),)),  # another corpus
    ],
)
def test_only_the_value_that_was_disputed_is_left_out(corpus):
    sure, left_out = without_disputed(corpus, {("c", "a"): {(0, 4): "1998-WXX"}})
    assert (sure, left_out) == (corpus, 0)


def test_the_main_figure_stays(capsys, tmp_path, monkeypatch):
    corpus = tmp_path / "made.jsonl"
    article = "The envoy arrived yesterday."
    wrong = {"start": 18, "end": 27, "type": "DATE", "value": "1066-10-14"}
    corpus.write_text(
        json.dumps({"doc_id": "a", "dct": "2025-12-29", "text": article, "timexes": [wrong]}) + "\n"
    )
    (tmp_path / "disputed.jsonl").write_text(
        json.dumps({"corpus": "made", "doc_id": "a", "start": 18, "end": 27, "gold": "1066-10-14"}) + "\n"
    )
    monkeypatch.setattr(temporal, "DISPUTED", tmp_path / "disputed.jsonl")
    given = ["--corpora", str(corpus), "--systems", "kptimeline", "--draws", "5", "--only", "corpora"]

    temporal.main([*given, "--json"])
    made = json.loads(capsys.readouterr().out)["corpora"]["made"]
    assert made["systems"]["kptimeline"]["value"]["F1"] == 0
    assert made["undisputed"]["left out"] == 1

    temporal.main(given)
    assert "value F1, 1 disputed values left out: kptimeline" in capsys.readouterr().out


def test_the_record_is_told_in_the_readme():
    told = dict(
        re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", (GOLD.parent / "README.md").read_text(), re.MULTILINE)
    )
    assert {why: str(n) for why, n in Counter(row["why"] for row in ROWS).items()} == told


def test_the_record_has_no_text_of_a_corpus_and_nothing_twice():
    assert {frozenset(row) for row in ROWS} == {
        frozenset({"corpus", "doc_id", "start", "end", "gold", "ours", "why"})
    }
    value = re.compile(r"[A-Z0-9:+_-]+")
    assert all(value.fullmatch(row["gold"]) and value.fullmatch(row["ours"]) for row in ROWS)
    assert all(row["gold"] != row["ours"] for row in ROWS)
    places = [(row["corpus"], row["doc_id"], row["start"]) for row in ROWS]
    assert places == sorted(set(places))
