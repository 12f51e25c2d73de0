from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.interval import Extent, Granularity
from kptimeline.render.dates import When, heading, say

WITHIN, THROUGHOUT = Extent.WITHIN, Extent.THROUGHOUT

SAID = {
    "29 Dec 2025": ("2025-12-29", "2025-12-29", "day", WITHIN),
    "10–16 Nov 2025": ("2025-11-10", "2025-11-16", "week", WITHIN),
    "28 Nov – 4 Dec 2025": ("2025-11-28", "2025-12-04", "week", WITHIN),
    "29 Dec 2025 – 4 Jan 2026": ("2025-12-29", "2026-01-04", "week", WITHIN),
    "27–28 Dec 2025": ("2025-12-27", "2025-12-28", "weekend", WITHIN),
    "in Nov 2025": ("2025-11-01", "2025-11-30", "month", WITHIN),
    "in Feb 2024": ("2024-02-01", "2024-02-29", "month", WITHIN),
    "throughout Nov 2025": ("2025-11-01", "2025-11-30", "month", THROUGHOUT),
    "throughout 10–16 Nov 2025": ("2025-11-10", "2025-11-16", "day", THROUGHOUT),
    "in Q3 2025": ("2025-07-01", "2025-09-30", "quarter", WITHIN),
    "Jul–Sep 2025": ("2025-07-01", "2025-09-30", "month", WITHIN),
    "in spring 2025": ("2025-03-01", "2025-05-31", "season", WITHIN),
    "in winter 2025–26": ("2025-12-01", "2026-02-28", "season", WITHIN),
    "Dec 2025 – Feb 2026": ("2025-12-01", "2026-02-28", "month", WITHIN),
    "in the second half of 2025": ("2025-07-01", "2025-12-31", "half", WITHIN),
    "in 2025": ("2025-01-01", "2025-12-31", "year", WITHIN),
    "early 2019": ("2019-01-01", "2019-04-30", "year", WITHIN),
    "late 2019": ("2019-09-01", "2019-12-31", "year", WITHIN),
    "mid-2019": ("2019-05-01", "2019-08-31", "year", WITHIN),
    "late Nov 2025": ("2025-11-21", "2025-11-30", "month", WITHIN),
    "1 Jan – 29 Dec 2025": ("2025-01-01", "2025-12-29", "year", WITHIN),
    "in the 1990s": ("1990-01-01", "1999-12-31", "decade", WITHIN),
    "the early 1990s": ("1990-01-01", "1993-12-31", "decade", WITHIN),
    "the mid 1990s": ("1994-01-01", "1996-12-31", "decade", WITHIN),
    "in the 20th century": ("1901-01-01", "2000-12-31", "century", WITHIN),
    "in the 21st century": ("2000-01-01", "2099-12-31", "century", WITHIN),
    "throughout 1995–1999": ("1995-01-01", "1999-12-31", "year", THROUGHOUT),
    "since Oct 2024": ("2024-10-01", None, "month", THROUGHOUT),
    "since 2019": ("2019-01-01", None, "year", THROUGHOUT),
    "since 1 Jan 2019": ("2019-01-01", None, "day", THROUGHOUT),
    "since 29 Dec 2025": ("2025-12-29", None, "day", THROUGHOUT),
    "since 12 Oct 2024": ("2024-10-12", None, "month", THROUGHOUT),
    "until 31 Mar 2026": (None, "2026-03-31", "season", THROUGHOUT),
    "by 31 Mar 2026": (None, "2026-03-31", "month", WITHIN),
    "from 30 Dec 2025 on": ("2025-12-30", None, "day", WITHIN),
    "before 29 Dec 2025": (None, "2025-12-29", "vague", WITHIN),
    "after 29 Dec 2025": ("2025-12-29", None, "vague", WITHIN),
    "after 1 Dec 2025": ("2025-12-01", None, "vague", WITHIN),
    "undated": (None, None, None, None),
}


@pytest.mark.parametrize(("words", "columns"), SAID.items(), ids=SAID)
def test_every_granularity_and_extent_is_said_as_it_is(words, columns):
    assert say(When(*columns)) == words


def test_vague_dates_begin_with_the_words_of_the_text():
    when = When(None, "2025-12-29", "vague", WITHIN, phrase="recently")
    assert say(when) == "recently, before 29 Dec 2025"


def test_clock_times_are_said_as_written():
    when = When("2025-12-29", "2025-12-29", "minute", WITHIN, "15:30", "15:30", "+09:00")
    assert say(when) == "29 Dec 2025, 15:30 (UTC+09:00)"
    span = When("2025-12-29", "2025-12-29", "part-of-day", WITHIN, "06:00", "11:59")
    assert say(span) == "29 Dec 2025, 06:00–11:59"


@pytest.mark.parametrize(("edtf", "words"), [("-0498", "499 BC"), ("-0000", "1 BC"), ("Y12025", "Y12025")])
def test_years_without_an_iso_day(edtf, words):
    assert say(When(None, None, "year", WITHIN, edtf=edtf)) == words


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (("2025-12-29", "2026-01-04", "week", WITHIN), "2025"),
        (("1990-01-01", "1999-12-31", "decade", WITHIN), "1990s"),
        (("1901-01-01", "2000-12-31", "century", WITHIN), "20th century"),
        (("2024-10-01", None, "month", THROUGHOUT), "2024"),
        ((None, "2025-12-29", "vague", WITHIN), "2025"),
        ((None, None, None, None), "undated"),
    ],
)
def test_the_heading_is_the_year_or_what_is_wider(columns, words):
    assert heading(When(*columns)) == words


DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 1, 1))


@given(DAYS, st.integers(0, 40_000), st.sampled_from(Granularity), st.sampled_from(Extent))
def test_any_interval_is_said_with_the_years_it_lies_in(first, length, granularity, extent):
    last = date.fromordinal(min(first.toordinal() + length, date.max.toordinal()))
    words = say(When(first.isoformat(), last.isoformat(), granularity, extent))
    assert words
    assert "None" not in words
    named = granularity in (Granularity.DECADE, Granularity.CENTURY)
    assert named or str(first.year) in words
