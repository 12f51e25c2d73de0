"""Removing articles leaves the database that never had them, but for corrections and keys once given out."""

import itertools

import pytest
from sqlalchemy import text

from kptimeline.store.engine import open_database, writing
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.said import link, say
from tests.store.test_save import column, tables, views

pytestmark = pytest.mark.both

DAY = "2025-12-29"


def meeting(word, lemma):
    return Told(
        f"Envoys of Seoul {word} with their Japanese colleagues today.",
        trigger=word, lemma=lemma, type="CONSULT", by=("South Korea",), to=("Japan",), when="today",
    )  # fmt: skip


STRANGER = Told(
    "Vera Lindqvist met Ostrov today.", "met", "meet", by=("Vera Lindqvist",), to=("Japan",), when="today"
)


@pytest.fixture
def articles(registry):
    """Two with copies of each other's events, one whose two meetings keep those of the last two apart."""
    return [
        extraction(LAUNCH, MEETING, TROOPS, registry=registry, anchor=DAY, outlet="Harbour Wire"),
        extraction(LAUNCH, PLAN, registry=registry, anchor=DAY, outlet="Lantern Post"),
        extraction(
            meeting("met", "meet"),
            meeting("sat", "sit"),
            STRANGER,
            registry=registry,
            anchor=DAY,
            outlet="Delta",
        ),
        extraction(meeting("talked", "talk"), registry=registry, anchor=DAY, outlet="Pier"),
        extraction(meeting("spoke", "speak"), WARNING, registry=registry, anchor=DAY, outlet="Quay"),
    ]


def ids(connection, extractions):
    keys = [each.article.key for each in extractions]
    found = dict(connection.execute(text("SELECT key, id FROM article")).all())
    return [found[key] for key in keys]


@pytest.mark.parametrize("gone", [*itertools.combinations(range(5), 1), (0, 1), (2, 4), (0, 1, 2, 3, 4)])
def test_what_is_left_is_what_a_database_without_them_holds(make_database, registry, articles, gone):
    with open_database(make_database("fresh.db"), "write") as fresh:
        for number, each in enumerate(articles):
            if number not in gone:
                save(fresh, each, registry)
        wanted = views(fresh)
        names = column(fresh, "SELECT slug FROM actor ORDER BY slug")
        words = column(fresh, "SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH 'colleagues'")
    with open_database(make_database("removed.db"), "write") as connection:
        for each in articles:
            save(connection, each, registry)
        before = len(column(connection, "SELECT id FROM event_mention"))
        removal = remove(connection, ids(connection, [articles[number] for number in gone]), registry)
        assert views(connection) == wanted
        assert (removal.articles, removal.mentions) == (len(gone), before - len(wanted["mentions"]))
        assert (removal.events, removal.undated) == (len(wanted["chronology"]), len(wanted["undated"]))
        assert column(connection, "SELECT slug FROM actor ORDER BY slug") == names
        found = column(connection, "SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH 'colleagues'")
        assert len(found) == len(words)
        assert column(connection, "PRAGMA foreign_key_check") == []


def test_redating_lets_what_it_leaves_behind_be_grouped_anew(connection, registry, articles):
    for each in articles[2:]:
        save(connection, each, registry)
    moved = extraction(
        meeting("met", "meet"), meeting("sat", "sit"), STRANGER,
        registry=registry, anchor="2025-11-02", basis="given", outlet="Delta",
    )  # fmt: skip
    save(connection, moved, registry, force=True)
    query = f"SELECT articles FROM chronology WHERE event_type = 'CONSULT' AND first_day = '{DAY}'"
    assert column(connection, query) == [2]


def test_corrections_and_links_stay_and_hold_again(connection, registry, articles):
    for each in articles:
        save(connection, each, registry)
    whole = views(connection)
    one, two = articles[3].mentions[0].key, articles[4].mentions[0].key
    with writing(connection):
        link(connection, "must", one, two)
        say(connection, one, {"hidden": "1"})
    assert remove(connection, ids(connection, [articles[3]]), registry).kept == 2
    assert column(connection, "SELECT count(*) FROM correction") == [1]
    assert save(connection, articles[3], registry).kind == "new"
    assert column(connection, "SELECT articles FROM event WHERE hidden") == [3]
    assert views(connection) != whole


def test_keys_once_given_out_say_that_their_mention_is_gone(connection, registry, articles):
    save(connection, articles[0], registry)
    remove(connection, ids(connection, articles[:1]), registry)
    assert column(connection, "SELECT count(*) FROM event_key WHERE event_id IS NOT NULL") == [0]
    assert column(connection, "SELECT count(*) FROM event_key") == [3]


def test_copies_and_versions_are_linked_anew(connection, registry):
    url = "https://wire.example/live"
    versions = [
        extraction(*told, registry=registry, url=url, published=day)
        for told, day in (((LAUNCH,), "2025-12-01"), ((MEETING,), "2025-12-02"), ((PLAN,), "2025-12-03"))
    ]
    for each in versions:
        save(connection, each, registry)
    remove(connection, ids(connection, versions[1:2]), registry)
    query = "SELECT a.key || b.key FROM article a JOIN article b ON a.supersedes_id = b.id"
    assert column(connection, query) == [versions[2].article.key + versions[0].article.key]


def test_what_fails_removes_nothing(connection, registry, articles):
    for each in articles:
        save(connection, each, registry)
    with writing(connection):  # something of a user's own that holds on to the last article
        connection.execute(text("CREATE TABLE held (article_id BIGINT REFERENCES article (id))"))
        connection.execute(text("INSERT INTO held SELECT max(id) FROM article"))
    before = tables(connection)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        remove(connection, ids(connection, articles), registry)
    assert tables(connection) == before
