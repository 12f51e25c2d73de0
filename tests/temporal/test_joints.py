"""Where runs end: between tokens that no phrase can have side by side, and nowhere else."""

import pytest

from kptimeline.records import Span
from kptimeline.temporal.find import find
from kptimeline.temporal.joints import Neighbours
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.runs import runs, triggers

RULES = load_rules()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge opened on March 3, 1994 and", ["on March 3 , 1994 and"]),
        ("Two days after the verdict of the court", ["Two days after the verdict"]),
        ("trading yesterday a year later", ["yesterday", "a year later"]),
    ],
)
def test_a_run_ends_where_no_phrase_goes_on(text, expected):
    found = runs(text, Span(0, len(text)), triggers(text, RULES), RULES)
    assert [" ".join(token.text for token in run.tokens) for run in found] == expected


def test_what_an_edge_of_a_phrase_is_made_of_joins_what_stands_beside_the_phrase():
    neighbours = Neighbours()
    neighbours.add(["w:early", "c:month"], "c:part")
    neighbours.add(["c:part", "c:year"], "c:time")
    joints = neighbours.joints(["w:early", "c:month", "c:year"])

    def joined(left, right):
        bits = [int.from_bytes(side, "little") for side in (joints[left][1], joints[right][0])]
        return bool(bits[0] & bits[1])

    assert [joined("w:early", "c:month"), joined("c:month", "c:year")] == [True, True]
    assert not any([joined("w:early", "c:year"), joined("c:year", "w:early"), joined("c:month", "c:month")])


def test_what_a_run_means_does_not_depend_on_the_runs_before_it():
    texts = [
        f"It closed {before}the first week of May 1994." for before in ("", "in ", "early in ", "until ")
    ]

    def told(order):
        RULES.parsed.clear()
        return {text: [(time.text, time.alternatives) for time in find(text, RULES)] for text in order}

    assert told(texts) == told(texts[::-1])
    assert all(told(texts).values())
