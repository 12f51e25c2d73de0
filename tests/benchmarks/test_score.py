"""Our TIMEX3 scorer against the reference scorer, to the last digit."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from _timex_corpora import Corpus
from _timex_measure import compare
from _timex_score import Counts, count, match, score

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[2] / "shared" / "tools" / "score_temporal.py"
RECORDED = HERE / "reference_scores.json"  # what the reference said of the texts below
DRAWS = 200


def timex(start, end, kind="DATE", value="2025-12-29"):
    return {"start": start, "end": end, "type": kind, "value": value}


HAND_MADE = [
    # gold, system
    ([timex(0, 6)], [timex(0, 6)]),
    ([timex(0, 6)], [timex(2, 9), timex(0, 6)]),  # identical spans go before the leftmost
    ([timex(0, 6)], [timex(6, 9)]),  # touching is not overlapping
    ([timex(0, 20)], [timex(0, 5), timex(8, 20)]),  # one to one
    ([timex(0, 5), timex(6, 9)], [timex(0, 9)]),
    ([timex(3, 8, value=None)], [timex(3, 8)]),  # gold without a value counts for spans alone
    ([timex(3, 8, kind="DURATION", value="P3D")], [timex(3, 8, kind="DATE", value="P3D")]),
    ([timex(3, 8)], [timex(2, 8, value="2025-12")]),
    ([], []),
    ([], [timex(1, 4)]),
    ([timex(1, 4)], []),
]


def random_texts(number):
    chance = random.Random(7)

    def timexes():
        starts = [chance.randrange(30) for _ in range(chance.randrange(6))]
        return [
            timex(
                start, start + 1 + chance.randrange(8), chance.choice(["DATE", "TIME"]), chance.choice("ab")
            )
            for start in starts
        ]

    return [(timexes(), timexes()) for _ in range(number)]


TEXTS = HAND_MADE + random_texts(60)


def reference(folder):
    """The reference's figures: computed where it is there, else those that it gave."""
    if not REFERENCE.exists():
        return json.loads(RECORDED.read_text())
    files = [folder / "gold.jsonl", folder / "system.jsonl"]
    for side, path in enumerate(files):
        rows = [{"doc_id": str(n), "text": "x" * 60, "timexes": pair[side]} for n, pair in enumerate(TEXTS)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, str(REFERENCE), *map(str, files), "--json", "--boot", str(DRAWS)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert told == json.loads(RECORDED.read_text()), "the recorded figures are not the reference's"
    return told


def test_equals_the_reference_to_the_last_digit(tmp_path):
    told = reference(tmp_path)
    counts = [count(gold, system) for gold, system in TEXTS]
    ours = compare({"system": counts}, DRAWS)["systems"]["system"]

    assert (ours["counts"]["gold"], ours["counts"]["system"]) == (told["gold"], told["system"])
    assert (ours["counts"]["relaxed"], ours["counts"]["valued"]) == (
        told["matched"],
        told["matched_with_gold_value"],
    )
    for kind in ("relaxed", "strict", "type", "value", "strict_value"):
        expected = {name: figure for name, figure in told[kind].items() if name != "accuracy"}
        assert ours[kind] == expected, kind


def test_identical_spans_are_matched_first_then_from_left_to_right():
    gold = [timex(10, 20), timex(0, 12)]
    system = [timex(11, 14), timex(0, 12), timex(5, 11)]
    assert sorted(match(gold, system)) == [(0, 2), (1, 1)]


@pytest.mark.parametrize(
    ("counts", "f1"),
    [
        (Counts(), 1.0),
        (Counts(gold=3), 0.0),
        (Counts(system=3), 0.0),
        (Counts(gold=2, system=2, relaxed=1), 0.5),
    ],
)
def test_f1_at_the_edges(counts, f1):
    assert score(counts).relaxed.f1 == f1


def test_a_text_that_the_system_left_out_is_missed():
    corpus = Corpus("news", ({"doc_id": "a", "text": "on Monday", "timexes": [timex(3, 9)]},))
    assert corpus.counts({}) == [Counts(gold=1)]
