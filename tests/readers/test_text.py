"""Plain text: which first lines are titles, and that the text stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.readers.article import Defaults
from kptimeline.readers.text import read_text, title_span

DEFAULTS = Defaults(as_of="2026-11-21")

TITLES = [
    ("Two Koreas reopen hotline\nThe line was restored on Monday.", "Two Koreas reopen hotline"),
    ("Will the line hold?\n\nSEOUL, Dec 3 (Yonhap) -- It may.", "Will the line hold?"),
    ("\n\n  Hotline back  \r\nIt rang at nine.", "Hotline back"),
    ("Envoys meet in Geneva\nSynopsis\n- First point", "Envoys meet in Geneva"),
    ("## Envoys meet in Geneva\n\nThey met on Tuesday.", "Envoys meet in Geneva"),
    ("#envoys in Geneva\n\nThey met on Tuesday.", "#envoys in Geneva"),
]
NO_TITLES = [
    (
        "The line was restored on Monday.\nIt rang at nine.",
        "a first line that ends as a sentence is the lead",
    ),
    ("SEOUL, Dec 3 (Yonhap) -- The line was restored\nIt rang.", "a dateline is no title"),
    ("SEOUL — The line was restored\nIt rang.", "a dateline without a date is none either"),
    ("The two sides said on Monday that they had\nagreed to restore the line.", "wrapped text runs on"),
    ("The two sides said on Monday that envoys met in\nGeneva and Bern.", "before a capital, too"),
    ("The line was restored. Kim Jong Un had it cut\nMonday after the drill.", "a title is one sentence"),
    ("Only one line", "a title is followed by something"),
    ("- First point\n- Second point", "a bullet is no title"),
    ("word " * 60 + "\nrest", "a title is short"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title_is_found(text, title):
    span = title_span(text)
    assert text[span.start : span.end] == title


@pytest.mark.parametrize(("text", "why"), NO_TITLES)
def test_no_title_where_the_lead_comes_first(text, why):
    assert title_span(text) is None, why


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1).filter(str.strip))
def test_text_is_kept_and_the_title_is_a_span_of_it(text):
    article = read_text(text.encode(), DEFAULTS, "a.txt")
    assert article.text == text
    if article.title:
        assert text[article.title.start : article.title.end].strip()


def test_defaults_reach_the_article():
    article = read_text(
        b"A line of text.", Defaults(as_of="2026-01-02", genre="narrative", given="2025-11-18"), "a.txt"
    )
    assert (article.as_of, article.genre, article.given, article.path) == (
        "2026-01-02",
        "narrative",
        "2025-11-18",
        "a.txt",
    )
