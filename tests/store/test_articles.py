"""Articles in a list and one in full: order, filters, counts, reasons."""

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.interval import parse_iso
from kptimeline.store.articles import (
    LONGEST_TITLE,
    ArticleQuestion,
    account,
    count_undated,
    list_articles,
    title,
    without_anchor,
)
from kptimeline.store.find import find_article
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, extraction

pytestmark = pytest.mark.both

ARTICLES = [
    ("Harbour Wire", "2025-12-29", "en", "a/wire.txt"),
    ("Lantern Post", "2025-11-18", "en-GB", "a/lantern.txt"),
    ("harbour wire", None, "ko", "b/wire.txt"),
    (None, "2025-12-29", None, "b/Wire.txt"),
    ("Delta_Times", None, "kok", None),
]


@pytest.fixture
def stored(connection, registry):
    told = (LAUNCH, MEETING, TROOPS, WARNING, PLAN)
    keys = []
    for outlet, day, language, path in ARTICLES:
        made = extraction(
            *told,
            registry=registry,
            anchor=day,
            outlet=outlet,
            path=path,
            inferred=("year",),
            raw=path or "none",
        )
        made = replace(made, article=replace(made.article, language=language))
        keys.append(save(connection, made, registry).article_key)
    return keys


def numbers(connection, keys, **asked):
    return [keys.index(line.article) for line in list_articles(connection, ArticleQuestion(**asked))]


QUESTIONS = [
    ({}, {0, 1, 2, 3, 4}),
    ({"undated": True}, {2, 4}),
    ({"outlets": ("HARBOUR WIRE",)}, {0, 2}),
    ({"outlets": ("harbour wire", "lantern post")}, {0, 1, 2}),
    ({"since": parse_iso("2025-12-29")}, {0, 3}),
    ({"until": parse_iso("2025-12-28")}, {1}),
    ({"languages": ("en",)}, {0, 1}),
    ({"languages": ("EN_gb",)}, {1}),
    ({"languages": ("ko", "en-GB")}, {1, 2}),
    ({"limit": 2}, {0, 1}),
]


@pytest.mark.parametrize(("asked", "expected"), QUESTIONS)
def test_what_is_asked_for_is_listed(connection, stored, asked, expected):
    assert set(numbers(connection, stored, **asked)) == expected


def test_the_order_is_that_of_anchors_and_undated_articles_are_last(connection, stored):
    assert numbers(connection, stored) == [1, 0, 3, 4, 2]


def test_a_line_tells_the_anchor_and_counts(connection, stored):
    dated, undated = (
        list_articles(connection, ArticleQuestion(outlets=(name,)))[0]
        for name in ("lantern post", "Delta_Times")
    )
    assert (dated.anchor, dated.basis, dated.inferred, dated.certain) == (
        "2025-11-18",
        "dateline",
        ("year",),
        True,
    )
    assert (dated.mentions, dated.undated, dated.title) == (5, 1, "What happened")
    assert (undated.anchor, undated.reason, undated.mentions, undated.undated) == (
        None,
        "no date found",
        5,
        3,
    )


def test_a_span_counts_what_it_leaves_out(connection, stored):
    day = parse_iso("2025-01-01")
    assert count_undated(connection, ArticleQuestion(since=day)) == 2
    assert count_undated(connection, ArticleQuestion(until=day, languages=("ko",))) == 1
    assert count_undated(connection, ArticleQuestion()) == 0


def test_an_unknown_outlet_comes_with_near_ones(connection, stored):
    with pytest.raises(NotFoundError) as caught:
        list_articles(connection, ArticleQuestion(outlets=("Harbor Wire",)))
    assert "Harbour Wire" in caught.value.hint


def test_those_without_an_anchor_are_told_in_the_order_given(connection, stored):
    assert without_anchor(connection, [stored[4], stored[0], stored[2], stored[4]]) == (stored[4], stored[2])


def test_an_account_tells_reasons_and_history(connection, registry, stored):
    found = account(connection, stored[2])
    assert found.anchors[0].day is None
    assert found.unresolved == (("no anchor", 2),)
    assert found.undated == (("no anchor", 2), ("no time phrase", 1))
    again = extraction(LAUNCH, MEETING, TROOPS, WARNING, PLAN, registry=registry, anchor="2025-12-01", basis="given", outlet="harbour wire", path="b/wire.txt", raw="b/wire.txt")  # fmt: skip
    save(connection, again, registry, now="2026-02-01", by="redate", force=True)
    found = account(connection, stored[2])
    assert [(each.day, each.chosen_at, each.by) for each in found.anchors] == [
        ("2025-12-01", "2026-02-01", "redate"),
        (None, "2026-01-05", "kptimeline"),
    ]
    assert (found.unresolved, found.undated) == ((), (("no time phrase", 1),))
    assert [one.day for one in found.candidates] == ["2025-12-01", "2024-12-01"]
    assert account(connection, max(stored)).copy_of == min(stored)


def test_a_reading_of_another_version_is_not_compared_and_says_so(connection, stored):
    connection.execute(text("UPDATE article SET reading_version = '0'"))
    assert account(connection, stored[0]).contradiction == (
        "not compared: the article was read by another version (0)"
    )


def test_a_file_name_is_enough_where_it_is_one_articles(connection, stored):
    assert find_article(connection, "lantern.txt").key == stored[1]
    assert find_article(connection, "Wire.txt").key == stored[3]
    assert find_article(connection, "a/wire.txt").key == stored[0]
    with pytest.raises(UsageError, match=r"wire.txt fits several articles") as caught:
        find_article(connection, "wire.txt")
    assert all(stored[number] in caught.value.hint for number in (0, 2))
    assert stored[3] not in caught.value.hint


@pytest.mark.parametrize("ref", ["%.txt", "_ire.txt", "", "wire", "/", "a" * 5000, "é%" * 100_000])
def test_what_names_none_finds_none(connection, stored, ref):
    for near in (True, False):
        with pytest.raises(NotFoundError):
            find_article(connection, ref, near=near)


TITLES = [
    # (the stated title, fields beside, the text, what is shown)
    ("Envoys meet", "{}", "Envoys meet\n\nThey met.", "Envoys meet"),
    (None, '{"title": "Envoys"}', "They met.", "Envoys"),
    (None, '{"title": 5}', "They  met.\nThen", "They met. Then"),
    (None, "{}", "word " * 40, "word " * 11 + "word…"),
    (None, '{"title": "' + "9" * 16_000 + '"}', "They met.", "9" * LONGEST_TITLE + "…"),
]


@pytest.mark.parametrize(("stated", "extra", "text", "shown"), TITLES)
def test_the_title_that_is_shown(stated, extra, text, shown):
    assert title(stated, extra, text) == shown
