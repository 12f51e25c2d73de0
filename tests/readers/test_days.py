"""Date fields of others: what can mean one day only is read, and nothing is guessed by a locale."""

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers.days import checked_time

READ = [
    ("2025-12-29", "2025-12-29"),
    ("20251229", "20251229"),
    ("2025-12-29T09:30:00+09:00", "2025-12-29T09:30:00+09:00"),
    ("2025-12-29T00:30:00Z", "2025-12-29T00:30:00Z"),
    ("2025-12-29 09:30:00", "2025-12-29 09:30:00"),
    (" 2025-12-29 ", "2025-12-29"),
    ("2025/12/29", "2025-12-29"),
    ("2025.1.2", "2025-01-02"),
    ("2025/12/29 09:30", "2025-12-29T09:30:00"),
    ("Mon, 29 Dec 2025 09:30:00 +0900", "2025-12-29T09:30:00+09:00"),
    ("29 Dec 2025 00:30:00 GMT", "2025-12-29T00:30:00+00:00"),
    ("December 29, 2025", "2025-12-29"),
    ("29.12.2025", "2025-12-29"),
    ("12/29/2025 9:30 PM KST", "2025-12-29T21:30:00+09:00"),
    (1766968200, "2025-12-29T00:30:00+00:00"),
    (1766968200000, "2025-12-29T00:30:00+00:00"),
    (1766968200.5, "2025-12-29T00:30:00.500000+00:00"),
    ("1766968200", "2025-12-29T00:30:00+00:00"),
]
TWO_DAYS = ["03/04/2025", "3.4.2025", "03-04-25", "03/04/2025 09:30"]
NO_TIMES = [
    "last week", "Dec 29", "2025-02-30", "2025/13/01", "29 Foo 2025 00:30:00 GMT", "", "12", "9 " * 400, "٢٠٢٥", "2025-12-29T25:00",
]  # fmt: skip
NO_NUMBERS = ["9" * 400, 0, -1, 20251229, 2025, 1766968200 * 10**6, float("nan"), float("inf"), True]


@pytest.mark.parametrize(("written", "read"), READ)
def test_read(written, read):
    assert checked_time(written, "published") == read


@pytest.mark.parametrize("written", [*TWO_DAYS, *NO_TIMES, *NO_NUMBERS])
def test_refused_with_the_reason(written):
    with pytest.raises(InputRejectedError) as caught:
        checked_time(written, "date_publish")
    says = (
        "may be two days, or is none"
        if written in TWO_DAYS
        else "is neither an ISO date nor an ISO date-time"
        if written not in NO_NUMBERS
        else "is a number that tells no time"
    )
    assert caught.value.message.startswith(f"date_publish {says}: ")
    assert len(caught.value.message) < 200
    assert caught.value.hint
