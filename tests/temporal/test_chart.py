"""Parsing takes steps in proportion to the length of the text, whatever it says."""

import pytest

from kptimeline.records import Span
from kptimeline.temporal.chart import MAX_STEPS, Chart
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.runs import runs, triggers

RULES = load_rules()


def steps(text: str) -> int:
    chart = Chart(RULES.root, {})
    for run in runs(text, Span(0, len(text)), triggers(text, RULES), RULES):
        chart.parse([token.text for token in run.tokens], run.offers)
    return chart.steps


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
