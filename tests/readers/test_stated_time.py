"""Days and times as pages, feeds and mails write them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.readers.stated_time import iso_time

TIMES = [
    ("2025-11-18", "2025-11-18"),
    (" 2025-11-18T09:30:00+09:00 ", "2025-11-18T09:30:00+09:00"),
    ("2025-11-18T00:30:00.000Z", "2025-11-18T00:30:00+00:00"),
    ("2025-11-18T09:30+0900", "2025-11-18T09:30:00+09:00"),
    ("2025-11-18T09:30-05", "2025-11-18T09:30:00-05:00"),
    ("2025-11-18 09:30", "2025-11-18T09:30:00"),
    ("2025-11-18 09:30 GMT+9", "2025-11-18T09:30:00+09:00"),
    ("20251118T093000Z", "2025-11-18T09:30:00+00:00"),
    ("20251118", "2025-11-18"),
    ("2025.11.18. 09:30", "2025-11-18T09:30:00"),
    ("2025/11/18 9:30:11 KST", "2025-11-18T09:30:11+09:00"),
    ("2025년 11월 18일 15:04", "2025-11-18T15:04:00"),
    ("Tue, 18 Nov 2025 09:30:00 +0900", "2025-11-18T09:30:00+09:00"),
    ("Tue, 18 Nov 2025 09:30:00 +0900 (KST)", "2025-11-18T09:30:00+09:00"),
    ("Tue, 18 Nov 2025 09:30:00 EST", "2025-11-18T09:30:00-05:00"),
    ("Tue, 18 Nov 2025 09:30:00 -0000", "2025-11-18T09:30:00"),  # RFC 5322: the offset is not known
    ("18 Nov 96 09:30:00 GMT", "1996-11-18T09:30:00+00:00"),
    ("18 Nov 25 09:30:00 GMT", "2025-11-18T09:30:00+00:00"),
    ("Nov. 18, 2025 3:15 p.m. KST", "2025-11-18T15:15:00+09:00"),
    ("November 18th, 2025 at 12:05 AM", "2025-11-18T00:05:00"),
    ("Jul 18, 2025 10:00 ET", "2025-07-18T10:00:00-04:00"),  # daylight saving
    ("Tuesday, November 18, 2025", "2025-11-18"),
    ("18/11/2025", "2025-11-18"),
    ("11/18/2025", "2025-11-18"),
    ("2025-11-18T09:30:00 XYZT", "2025-11-18T09:30:00"),  # a zone that nobody knows
]
NONE = [
    "11/12/2025",  # two days
    "2025-02-30",
    "2025-11-18T25:00",
    "2025-11-18 13:00 pm",
    "1970-01-01T00:00:00Z",
    "0001-01-01T00:00:00",
    "0000-00-00",
    "2025",
    "Nov 2025",
    "18 Foo 2025",
    "yesterday",
    "3 hours ago",
    "",
    "2025-11-18" + " " * 100 + "9" * 100,
]


@pytest.mark.parametrize(("written", "expected"), TIMES)
def test_time(written, expected):
    assert iso_time(written) == expected


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_time_or_two(written):
    assert iso_time(written) is None


@given(st.text(alphabet="0123456789-/.:TZ+ NovembrAPMGaiut,()년월일", max_size=90))
def test_any_text_gives_a_time_or_none(written):
    found = iso_time(written)
    assert found is None or datetime.fromisoformat(found)


@given(
    st.datetimes(min_value=datetime.fromisoformat("1971-01-01")),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_iso_comes_back_as_it_was(moment, zone):
    written = moment.replace(microsecond=0, tzinfo=zone).isoformat()
    assert iso_time(written) == written
