import pytest

from kptimeline.interval import Extent
from kptimeline.render.headings import BYS, grouped, path
from tests.render.events import event

CASES = [
    # what, columns, under which headings by day
    ("a day", {"day": "2025-11-03"}, ("2025", "Nov 2025", "3 Nov 2025")),
    ("a month", {"first_day": "2025-11-01", "last_day": "2025-11-30", "granularity": "month"}, ("2025", "Nov 2025")),
    ("a year", {"first_day": "2025-01-01", "last_day": "2025-12-31", "granularity": "year"}, ("2025",)),
    ("a week in one month", {"first_day": "2025-11-10", "last_day": "2025-11-16", "granularity": "week"}, ("2025", "Nov 2025")),
    ("a week in two months", {"first_day": "2025-11-24", "last_day": "2025-12-01", "granularity": "week"}, ("2025",)),
    ("a season", {"first_day": "2025-06-01", "last_day": "2025-08-31", "granularity": "season"}, ("2025",)),
    ("a decade", {"first_day": "2010-01-01", "last_day": "2019-12-31", "granularity": "decade"}, ("2010s",)),
    ("since a day", {"first_day": "2025-11-03", "granularity": "day", "extent": Extent.THROUGHOUT}, ("2025", "Nov 2025", "3 Nov 2025")),
    ("since a month", {"first_day": "2025-11-01", "granularity": "month", "extent": Extent.THROUGHOUT}, ("2025", "Nov 2025")),
    ("since a year", {"first_day": "2025-01-01", "granularity": "year", "extent": Extent.THROUGHOUT}, ("2025",)),
    ("from a day to another month's", {"first_day": "2025-11-03", "last_day": "2025-12-04", "granularity": "day", "extent": Extent.THROUGHOUT}, ("2025", "Nov 2025", "3 Nov 2025")),
    ("recently", {"last_day": "2025-11-03", "granularity": "vague"}, ("2025",)),
    ("a year before our era", {"edtf": "-0498", "granularity": "year"}, ("499 BC",)),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "under"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_narrowest_heading_that_holds_it(columns, under):
    assert path(event(**columns), "day") == under
    assert path(event(**columns), "month") == under[:2]
    assert path(event(**columns), "year") == under[:1]


def test_coarse_dates_stand_before_the_finer_ones_and_no_heading_twice():
    day = event(day="2025-01-05")
    summer = event(first_day="2025-06-01", last_day="2025-08-31", granularity="season")
    later = event(day="2025-12-05")
    month = event(first_day="2025-12-01", last_day="2025-12-31", granularity="month")
    assert grouped([day, summer, later, month], "day") == [
        (("2025",), [summer]),
        (("2025", "Jan 2025", "5 Jan 2025"), [day]),
        (("2025", "Dec 2025"), [month]),
        (("2025", "Dec 2025", "5 Dec 2025"), [later]),
    ]


@pytest.mark.parametrize("by", BYS)
def test_no_event_is_lost(by):
    events = [event(event_id=str(number), **case[1]) for number, case in enumerate(CASES)]
    assert sorted(int(each.event_id) for _, below in grouped(events, by) for each in below) == [
        *range(len(CASES))
    ]
