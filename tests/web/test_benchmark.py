"""benchmarks/web.py runs: both sides answer each of its filters."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import web


def test_both_sides_answer_every_filter(large):
    for side, addresses in (
        (web.ours, [each[1] for each in web.FILTERS]),
        (web.bare, [each[2] for each in web.FILTERS]),
    ):
        assert all(took > 0 for took in web.timed(large, side, addresses, 1))
