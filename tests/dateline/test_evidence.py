"""What is collected about the day of an article."""

import pytest

from kptimeline.dateline.evidence import bare_weekday
from kptimeline.records import EvidenceKind
from tests.dateline.articles import article, reading


def evidence(text, **fields):
    return [(item.kind.value, item.text) for item in reading(article(text, **fields)).evidence]


BARE = [
    ("on Monday", 1),
    ("Monday morning", 1),
    ("late on Sunday", 7),
    ("last Monday", None),
    ("next Friday", None),
    ("every Tuesday", None),
    ("since Thursday", None),
    ("Monday, December 22", None),
    ("between Monday and Friday", None),
    ("yesterday", None),
]


@pytest.mark.parametrize(("phrase", "weekday"), BARE)
def test_bare_weekday(phrase, weekday):
    assert bare_weekday(phrase) == weekday


def test_weekdays_of_the_lead_only():
    text = "SEOUL, Dec 29 (Yonhap) -- It rang on Monday.\n" + "It was quiet. " * 40 + "\nIt rang on Friday."
    assert evidence(text) == [("weekday", "Monday")]


def test_weekday_of_the_dateline_itself():
    made = reading(article("SEOUL, Monday, Dec. 29 (Yonhap) -- It rang."))
    (item,) = made.evidence
    assert (item.weekday, item.span) == (1, made.dateline.span)


def test_plans_look_ahead():
    (item,) = reading(article("SEOUL, Dec 29 (Yonhap) -- The envoys will meet on Friday.")).evidence
    assert (item.weekday, item.tense.value) == (5, "future")


def test_years_and_full_dates():
    made = reading(
        article("SEOUL, Dec 29 (Yonhap) -- It last rang on December 2, 2025, and was built in 1971.")
    )
    found = [(item.kind, item.year, item.month, item.day) for item in made.evidence]
    assert found == [(EvidenceKind.DATE, 2025, 12, 2), (EvidenceKind.YEAR, 1971, None, None)]


PATHS = [
    ("https://example.org/2025/12/29/hotline", None, (2025, 12, 29)),
    ("https://example.org/2025/12/hotline", None, (2025, 12, None)),
    (None, "in/wire-2025-12-29.txt", (2025, 12, 29)),
    (None, "in/20251229_hotline.txt", (2025, 12, 29)),
    (None, "2019/12/29/hotline.txt", None),
    (None, "wire-2025-13-29.txt", None),
    (None, "wire-2025-02-30.txt", None),
    ("https://example.org/a/1202512291", None, None),
]


@pytest.mark.parametrize(("url", "path", "date"), PATHS)
def test_date_in_url_or_file_name(url, path, date):
    found = [
        (item.year, item.month, item.day)
        for item in reading(article("It rang twice.", url=url, path=path)).evidence
    ]
    assert found == ([date] if date else [])
