from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from icalendar import Calendar

from kptimeline.interval import Extent
from kptimeline.render.ics import folded, has_days, render
from tests.render.events import chronology, event
from tests.render.hostile import words


def calendar(*events, title="Chronology: Japan"):
    text = render(chronology(*events), title=title, made="2026-11-21")
    assert all(len(line.encode("utf-8", "replace")) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    return Calendar.from_ical(text)


def one(**columns):
    (found,) = calendar(event(**columns)).walk("VEVENT")
    assert not found.errors
    return found


def test_an_event_of_a_day_ends_before_the_next():
    told = one(
        day="2025-12-31", place="Seoul; Busan, and more", url="https://example.com/a", claimed_by="South Korea",
        certainty="inferred", summary="Kim, Moon; and others \\ met",
    )  # fmt: skip
    assert told.decoded("DTSTART") == date(2025, 12, 31)
    assert told.decoded("DTEND") == date(2026, 1, 1)
    assert told.decoded("DTSTAMP") == datetime(2026, 11, 21, tzinfo=UTC)
    assert told["UID"] == "eabcdefghijkl@kptimeline"
    assert told["SUMMARY"] == "Kim, Moon; and others \\ met"
    assert told["LOCATION"] == "Seoul; Busan, and more"
    assert told["URL"] == "https://example.com/a"
    assert told["STATUS"] == "CONFIRMED"
    for words_told in (
        "North Korea → Russia",
        "date inferred",
        "says South Korea",
        "on Monday.",
        "Example Wire",
    ):
        assert words_told in told["DESCRIPTION"]


def test_what_goes_on_for_days_ends_the_day_after():
    told = one(first_day="2025-12-29", last_day="2026-01-02", granularity="day", extent=Extent.THROUGHOUT)
    assert (told.decoded("DTSTART"), told.decoded("DTEND")) == (date(2025, 12, 29), date(2026, 1, 3))


@pytest.mark.parametrize(
    ("status", "shown", "mark"),
    [
        ("occurred", "CONFIRMED", ""),
        ("ongoing", "CONFIRMED", ""),
        ("planned", "TENTATIVE", "[planned] "),
        ("proposed", "TENTATIVE", "[proposed] "),
        ("hypothetical", "TENTATIVE", "[hypothetical] "),
        ("negated", "CANCELLED", "[negated] "),
        ("denied", "CANCELLED", "[denied] "),
    ],
)
def test_what_did_not_happen_says_so(status, shown, mark):
    told = one(day="2025-12-31", status=status, summary="They met")
    assert (told["STATUS"], told["SUMMARY"]) == (shown, f"{mark}They met")


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (
            {"first_day": "2025-11-01", "last_day": "2025-11-30", "granularity": "month"},
            "some day of a month",
        ),
        ({"first_day": "2025-11-10", "last_day": "2025-11-16", "granularity": "week"}, "some day of a week"),
        ({"first_day": "2025-11-10", "last_day": "2025-11-12", "granularity": "day"}, "one of three days"),
        ({"first_day": "2025-11-01", "granularity": "day", "extent": Extent.THROUGHOUT}, "no end"),
        ({"last_day": "2025-11-01", "granularity": "vague"}, "no beginning"),
        ({"day": "9999-12-31"}, "no day after it"),
        ({"edtf": "-0498", "granularity": "year"}, "no day"),
    ],
)
def test_what_is_not_known_to_the_day_is_not_shown(columns, why):
    assert not has_days(event(**columns)), why
    assert calendar(event(**columns)).walk("VEVENT") == []


@given(words, words)
def test_no_text_becomes_a_property(first, second):
    hostile = event(
        day="2025-12-29",
        summary=first,
        sentence=second,
        outlet=first,
        place=second,
        url=first,
        by_actors=second,
        claimed_by=first,
    )
    told = calendar(hostile, title=first)
    (found,) = told.walk("VEVENT")
    ours = {
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "STATUS",
        "CATEGORIES",
        "LOCATION",
        "URL",
        "TRANSP",
    }
    assert set(found) <= ours
    assert not found.errors


@given(words)
def test_folding_cuts_no_letter_and_loses_nothing(text):
    line = "X:" + text.replace("\r", "").replace("\n", "") * 9
    assert folded(line).replace("\r\n ", "") == line
