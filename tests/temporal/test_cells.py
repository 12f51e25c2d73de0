"""Calendar cells: days and cells lead to one another, before our era too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.interval import to_day
from kptimeline.temporal import cells

WHOLE = ["day", "week", "month", "quarter", "half", "year", "decade", "century", "season"]


@given(st.sampled_from(WHOLE), st.integers(-1_000_000, 1_000_000))
def test_a_day_lies_in_the_cell_that_contains_it(unit, day):
    number = cells.containing(unit, day)
    first, last = cells.bounds(unit, number)
    assert first <= day <= last
    assert cells.bounds(unit, number - 1)[1] == first - 1
    assert cells.bounds(unit, number + 1)[0] == last + 1


@pytest.mark.parametrize(
    ("unit", "year", "first", "last", "value", "edtf"),
    [
        ("decade", 1954, 1950, 1959, "195", "195X"),
        ("century", 1954, 1900, 1999, "19", "19XX"),
        ("decade", -464, -468, -459, "BC046", "-0468/-0459"),  # the 460s BC
        ("century", -348, -398, -299, "BC03", "-0398/-0299"),  # 399 to 300 BC
        ("decade", 0, -8, 0, "BC000", "-0008/0000"),  # there is no year 0 between 1 BC and 1 AD
        ("century", 50, 1, 99, "00", "00XX"),
    ],
)
def test_decades_and_centuries(unit, year, first, last, value, edtf):
    number = cells.containing(unit, to_day(year, 6, 1))
    assert cells.bounds(unit, number) == (to_day(first, 1, 1), to_day(last, 12, 31))
    assert (cells.timex_value(unit, number), cells.edtf(unit, number)) == (value, edtf)
