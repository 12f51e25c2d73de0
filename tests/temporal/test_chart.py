"""Parsing takes steps in proportion to the length of the text, whatever it says."""

import pytest

from kptimeline.temporal.chart import MAX_STEPS, Chart
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.runs import runs

RULES = load_rules()


def steps(text: str) -> int:
    total = 0
    for run in runs(text, 0, len(text), RULES):
        total += Chart(RULES.root, RULES.only_with, run.offers, run.capitals).steps
    return total


@pytest.mark.parametrize(
    "unit",
    ["next ", "of the ", "the last first second of the ", "1 ", "3 March 4 ", "since until from ", "two days after ",
     "Friday, ", "10:30 ", "1990-", "early late mid "],
)  # fmt: skip
def test_steps_grow_linearly(unit):
    small, large = steps("year 2018 " + unit * 200), steps("year 2018 " + unit * 2000)
    assert large <= 12 * small + MAX_STEPS


def test_ten_thousand_digits_are_one_token():
    assert steps("year " + "9" * 10_000) < 100
