"""Evidence that contradicts the anchor is told in words; what agrees, or may, is not."""

import pytest

from kptimeline.dateline.choose import choose_anchor
from kptimeline.dateline.disagree import disagreement
from kptimeline.interval import iso
from tests.dateline.articles import article, reading

MONDAY = "Seoul, Dec 29 (NationPress) The minister gave a warning on Monday.\nMore was said."
BARE = "The minister gave a warning on Monday.\nMore was said."
FULL = "SEOUL, Dec. 29, 2025 (Yonhap) -- It rang on Monday.\nTwice."


def told(text, **fields):
    made = article(text, **fields)
    read = reading(made)
    return disagreement(made, read, choose_anchor(made, read).anchor)


CONTRADICTS = [
    # the dateline's month and day, and the weekday that tells its year
    (MONDAY, {"published": "2024-12-29"}, "published says 2024-12-29, the dateline and its weekday say 2025-12-29"),
    (
        MONDAY,
        {"published": "2024-06-01"},
        "published says 2024-06-01, the dateline says Dec 29",
    ),
    (
        "Seoul, Dec 29 (NationPress) The minister gave a warning.\nMore was said.",
        {"published": "2024-06-01"},
        "published says 2024-06-01, the dateline says Dec 29",
    ),
    (MONDAY, {"published": "1988-12-29"}, "published says 1988-12-29, the dateline and its weekday say 1986-12-29"),
    (MONDAY, {"given": "2024-12-29"}, "the day given is 2024-12-29, the dateline and its weekday say 2025-12-29"),
    # a weekday alone
    (BARE, {"published": "2024-12-29"}, 'published says 2024-12-29, the text says "Monday" where 2024-12-29 is a Sunday'),
    (BARE, {"published": "2025-01-02"}, 'published says 2025-01-02, the text says "Monday" where 2025-01-02 is a Thursday'),
    (
        "SEOUL, Dec. 29, 2024 (Yonhap) -- The minister warned them on Monday.\nTwice.",
        {},
        'the dateline says Dec. 29, 2024, the text says "Monday" where 2024-12-29 is a Sunday',
    ),
    (
        "They met on Tuesday, April 14, and parted.\nMore was said.",
        {"published": "2024-04-15"},
        'published says 2024-04-15, the text says "Tuesday, April 14" where 2024-04-14 is a Sunday',
    ),
    # two statements of the day
    (FULL, {"published": "2026-01-03"}, "published says 2026-01-03, the dateline says Dec. 29, 2025 …"),
    (FULL, {"given": "2025-12-01", "published": "2025-12-29"}, "the day given is 2025-12-01, published says 2025-12-29 …"),
    (
        "It rang.\nTwice.",
        {"published": "2025-12-29", "extra": {"pubDate": "2024-12-29T08:00:00+09:00", "updated": "2026-01-20"}},
        "published says 2025-12-29, pubDate says 2024-12-29",
    ),
    (
        "It rang.\nTwice.",
        {"published": "2025-12-29", "extra": {"article:published_time": "2024-12-29", "DC.Date": "2024-12-28"}},
        "published says 2025-12-29, DC.Date says 2024-12-28, article:published_time says 2024-12-29",
    ),
    # the url, and a file kept before it was published
    (
        "It rang.\nTwice.",
        {"published": "2025-12-29", "url": "https://pier.example/2026/01/12/bell"},
        "published says 2025-12-29, the url says 2026-01-12",
    ),
    (
        "It rang.\nTwice.",
        {"published": "2025-12-29", "path": "2025-01-12-bell.txt"},
        "published says 2025-12-29, the file name says 2025-01-12",
    ),
    (
        BARE,
        {"published": "2027-01-01", "extra": {"htmldate": "2025-12-29"}},
        "htmldate guesses 2025-12-29 from the page, published says 2027-01-01, after 2026-11-21, the day of ingest",
    ),
    # what cannot be
    (FULL, {"published": "2027-01-01"}, "the dateline says Dec. 29, 2025, published says 2027-01-01, after …"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields", "expected"), CONTRADICTS)
def test_what_contradicts_is_told(text, fields, expected):
    said = told(text, **fields)
    assert said is not None
    if expected.endswith(" …"):
        assert said.startswith(expected.removesuffix(" …"))
    else:
        assert said == expected


AGREES = [
    (MONDAY, {"published": "1986-12-29"}),
    (MONDAY, {}),
    (MONDAY, {"published": "2025-12-30"}),
    (MONDAY, {"published": "2025-12-28T18:30:00Z"}),  # the 29th in Seoul
    (BARE, {"published": "2025-12-29"}),
    (BARE, {"published": "2025-12-30"}),
    (BARE, {"published": "2025-12-31"}),  # a page that came two days late
    (BARE, {"published": "2025-12-28T18:30:00Z"}),  # no zone is known: it may have been Monday there
    (BARE.replace("Monday", "Friday"), {"published": "2025-12-29"}),  # Monday's paper
    (BARE, {"published": "2025-12-27", "genre": "narrative"}),
    ("The envoys will meet on Friday.\nMore was said.", {"published": "2025-12-29"}),
    ("The envoys met on Thursday, he said on Monday.\nMore was said.", {"published": "2025-12-29"}),
    (FULL, {"published": "2026-01-01"}),
    ("It rang.\nTwice.", {"published": "2025-12-29", "extra": {"date": "yesterday", "pubDate": 7}}),
    ("It rang.\nTwice.", {"published": "2025-12-29", "extra": {"modified": "2026-02-01"}}),
    ("It rang.\nTwice.", {"published": "2025-12-29", "path": "kept-2026-11-01.txt"}),
    ("It rang yesterday.\nTwice.", {}),
    ("They met on Tuesday, April 14, and parted.\nMore was said.", {"published": "2026-04-15"}),
    ("They will meet on Friday, Jan. 3, and part.\nMore was said.", {"published": "2024-12-29"}),
    (
        "They met on Thursday, Feb. 29, and parted.\nMore was said.",
        {"published": "2022-03-01"},
    ),  # no such day near
]


@pytest.mark.parametrize(("text", "fields"), AGREES)
def test_what_agrees_is_not(text, fields):
    assert told(text, **fields) is None


AHEAD = [
    ("It rang.\nTwice.", {"published": "2027-01-01"}, None, "published states 2027-01-01, which lies after 2026-11-21, the day of ingest"),
    ("SEOUL, Dec. 29, 2027 (Yonhap) -- It rang.\nTwice.", {}, None, "the dateline states Dec. 29, 2027, which lies after 2026-11-21, the day of ingest"),
    ("SEOUL, Dec. 29, 2027 (Yonhap) -- It rang.\nTwice.", {"published": "2025-12-29"}, "2025-12-29", None),
    (MONDAY, {"published": "2027-06-01"}, "2025-12-29", None),
    ("It rang.\nTwice.", {"published": "2026-11-22"}, "2026-11-22", None),  # a day ahead is a time zone
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields", "day", "reason"), AHEAD)
def test_a_day_after_the_day_of_ingest_is_no_anchor_and_stays_visible(text, fields, day, reason):
    made = article(text, **{"as_of": "2026-11-21", **fields})
    choice = choose_anchor(made, reading(made))
    assert (choice.anchor and iso(choice.anchor.day), choice.reason) == (day, reason)
    ahead = [one for one in choice.candidates if one.day > made_day("2026-11-22")]
    assert [one.score for one in ahead] == [0.0] * (day != "2026-11-22")


def made_day(text):
    from kptimeline.interval import parse_iso

    return parse_iso(text)
