"""Parsing takes steps in proportion to the length of the text, whatever it says."""

import pytest

from kptimeline.records import Span
from kptimeline.temporal.chart import MAX_STEPS, Chart
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.runs import runs, triggers

RULES = load_rules()


def steps(text: str) -> int:
    chart = Chart(RULES.root, RULES.rules, {})
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


# A text of our own, with the words of time that news has, and what reading it takes today: whoever lets a figure
# grow sees it here, and raises it knowingly.
NEWS = """The port of Lindau will close for two weeks in early March, the harbour office said on Tuesday.
It had been open since October 1994, when the second of three piers was rebuilt at a cost of 12.5 million marks.
Ferries carried 3 percent more passengers in the third quarter than a year earlier, up from 41,000 last year.
"We shall be back before Easter," said the harbour master, who came to the town 20 years ago.
The council meets at 10:30 a.m. on Friday, Feb. 6, and again the following week. Nobody expects a quarrel.
For the past several months the two sides have met daily, often until late at night.
A storm sank nine boats on Dec. 24, 1999. From Monday to Thursday of next week the road stays shut."""
MOST_RUNS, MOST_TOKENS, MOST_TRIE_MOVES = 18, 77, 295  # a tenth above


def test_news_takes_no_more_work_than_it_did():
    chart, found = Chart(RULES.root, RULES.rules, {}), []
    for run in runs(NEWS, Span(0, len(NEWS)), triggers(NEWS, RULES), RULES):
        chart.parse([token.text for token in run.tokens], run.offers)
        found.append(len(run.tokens))
    assert len(found) <= MOST_RUNS
    assert sum(found) <= MOST_TOKENS
    assert chart.steps <= MOST_TRIE_MOVES
