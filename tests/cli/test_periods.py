"""Date options: what a person may type for a period of time."""

import subprocess
import sys
from pathlib import Path

import pytest

from kptimeline.cli.periods import read_day, read_period
from kptimeline.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2026-11-21"  # a Saturday

ISO = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-10", "2024-10-01", "2024-10-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2024-10-05", "2024-10-05", "2024-10-05"),
    ("20241005", "2024-10-05", "2024-10-05"),
    (" 2024-10 ", "2024-10-01", "2024-10-31"),
    ("2026-W01", "2025-12-29", "2026-01-04"),
    ("2026-w01-1", "2025-12-29", "2025-12-29"),
    ("2025-Q4", "2025-10-01", "2025-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), ISO)
def test_iso_forms_are_periods(text, first, last):
    period = read_period(text, "--since", AS_OF)
    assert (period.interval.first_day, period.interval.last_day, period.how) == (first, last, None)


def test_iso_forms_import_no_rules():
    code = (
        "import sys; from kptimeline.cli.periods import read_period\n"
        f"for text in {[text for text, *_ in ISO]!r}: read_period(text, '--since', '2026-11-21')\n"
        "print(*sorted(name for name in sys.modules if 'temporal.' in name or 'dateparser' in name))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "kptimeline.temporal.periods\n"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2025-02-30", "write a day as 2025-12-29"),
        ("2025-13", "write a month as 2025-12"),
        ("2025-W60", "write a day as 2025-12-29"),
        ("0000", "write a day as 2025-12-29"),
        ("20251301", "write a day as 2025-12-29"),
    ],
)
def test_iso_forms_outside_the_calendar_are_refused(text, hint):
    with pytest.raises(UsageError) as caught:
        read_period(text, "--until", AS_OF)
    assert caught.value.message == f"--until {text} is not in the calendar"
    assert caught.value.hint == hint


ENGLISH = [
    ("last week", "2026-11-09", "2026-11-15"),
    ("October 2024", "2024-10-01", "2024-10-31"),
    ("yesterday", "2026-11-20", "2026-11-20"),
    ("5 October 2024", "2024-10-05", "2024-10-05"),
    ("in May 2018", "2018-05-01", "2018-05-31"),
    ("Monday", "2026-11-16", "2026-11-16"),
    ("Christmas 2024", "2024-12-25", "2024-12-25"),
    ("dezember 2024", "2024-12-01", "2024-12-31"),  # not in the rules: the fallback's
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("03/04/2025", "read as 2025-03-04 (today being 2026-11-21); if 2025-04-03 is meant, write that"),
        ("04/04/2025", "read as 2025-04-04 (today being 2026-11-21)"),
        ("03/24/2025", "read as 2025-03-24 (today being 2026-11-21)"),
        ("24/03/2025", "read as 2025-03-24 (today being 2026-11-21)"),
    ],
)
def test_a_day_that_may_be_two_names_the_other(text, said):
    assert read_period(text, "--since", "2026-11-21").how == f"--since {text!r} {said}"


@pytest.mark.parametrize(("text", "first", "last"), ENGLISH)
def test_english_is_read_by_the_rules_and_said_back(text, first, last):
    period = read_period(text, "--since", AS_OF)
    assert (period.interval.first_day, period.interval.last_day) == (first, last)
    read_as = first if first == last else f"{first} to {last}"
    assert period.how == f"--since {text!r} read as {read_as} (today being {AS_OF})"


@pytest.mark.parametrize("text", ["banana", "", "the summit", "last", "banana 2024", "2024 or so"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UsageError) as caught:
        read_period(text, "--since", AS_OF)
    assert caught.value.message == f"--since {text!r} is not understood as a date"
    assert caught.value.hint == "write 2025-12-29, 2025-12, 2025, or English such as 'last week'"


def test_a_dateline_must_be_one_day():
    assert read_day("2025-12-29", "--dateline", AS_OF) == ("2025-12-29", None)
    with pytest.raises(UsageError) as caught:
        read_day("2025-12", "--dateline", AS_OF)
    assert caught.value.message == "--dateline '2025-12' is not one day"
    assert caught.value.hint == "write it as 2025-12-29"
