"""Intervals by drawing texts."""

from __future__ import annotations

from _intervals import Range, difference, drawn, draws, middle
from _timex_measure import compare
from _timex_score import Counts

GOOD = [Counts(gold=4, system=4, relaxed=4 - n % 2, strict=3, typed=3, valued=3) for n in range(20)]
BAD = [Counts(gold=4, system=4, relaxed=1 + n % 2, strict=1, typed=1, valued=1) for n in range(20)]


def test_draws_are_the_same_each_time_and_take_as_many_texts_as_there_are():
    assert draws(5, 3) == draws(5, 3)
    assert all(len(taken) == 5 and set(taken) <= set(range(5)) for taken in draws(5, 30))


def test_the_middle_leaves_out_a_fortieth_on_either_side():
    assert middle([float(n) for n in range(1000)]) == Range(25.0, 975.0)


def test_a_system_has_no_lead_over_itself():
    figures = drawn(GOOD, draws(len(GOOD), 50))["relaxed"]
    assert difference(figures, figures) == Range(0.0, 0.0)


def test_the_lead_is_paired_and_has_a_sign():
    ahead = compare({"ours": GOOD, "peer": BAD}, 200)["lead"]["peer"]["relaxed"]
    behind = compare({"ours": BAD, "peer": GOOD}, 200)["lead"]["peer"]["relaxed"]
    assert ahead["F1"] == 0.5
    assert 0 < ahead["ci95"][0] <= ahead["F1"] <= ahead["ci95"][1]
    assert behind["F1"] == -0.5
    assert behind["ci95"] == [-bound for bound in reversed(ahead["ci95"])]
