"""Near copies and versions: the links are those of the articles that are stored, however they came."""

import random

import pytest
from sqlalchemy import text

from kptimeline.store.articles import ArticleQuestion, account, list_articles
from kptimeline.store.check import Check
from kptimeline.store.remove import remove
from kptimeline.store.save import save, save_all
from tests.store.builder import Told, extraction
from tests.store.plain import plain_rows

pytestmark = pytest.mark.both

BODY = (
    "Ferry crews in the harbour of Norrby went on strike on Tuesday after talks with the port council broke down. "
    "About 430 sailors left their ships at dawn, the union said, and 12 crossings to the islands were cancelled. "
    "The council offered a rise of 3 percent, half of what the sailors want."
)
MORE = " A mediator from Velmark is expected in the morning, people close to both sides said."


def report(registry, *, more="", title="Crews strike", **fields):
    return extraction(Told(BODY + more, *TELLING), registry=registry, title=title, **fields)


TELLING = ("went", "go", "PROTEST", "occurred", ("South Korea",), ("Japan",))


@pytest.fixture
def reports(registry):
    """Of one strike: two outlets, an update in each, a new text at a known url; and something else."""
    return [
        report(registry, outlet="Harbour Wire", published="2025-12-02T06:00:00+00:00"),
        report(registry, outlet="Lantern Post", published="2025-12-02", title="Strike in Norrby"),
        report(registry, outlet="Harbour Wire", more=MORE, published="2025-12-02T10:00:00+01:00"),
        report(
            registry, outlet="Lantern Post", more=MORE + " Shops ran out of bread.", published="2025-12-03"
        ),
        report(registry, outlet=None, url="https://coast.example/1", more=" Details follow."),
        extraction(
            Told("The strike is over.", "is", "be"),
            registry=registry,
            outlet=None,
            url="https://coast.example/1",
            as_of="2026-01-07",
        ),
        extraction(
            Told("Nobody fished on Friday.", "fished", "fish"), registry=registry, outlet="Harbour Wire"
        ),
    ]


def links(connection):
    """(what it is, of what) by article, in words."""
    query = """SELECT a.key, 'copy of', b.key FROM article a JOIN article b ON a.copy_of_id = b.id UNION
               SELECT a.key, 'supersedes', b.key FROM article a JOIN article b ON a.supersedes_id = b.id"""
    return {tuple(row) for row in connection.execute(text(query))}


def test_copies_and_updates_are_told_apart(connection, registry, reports):
    save_all(connection, reports, registry)
    wire, post, wire_later, post_later, coast, over, _ = (each.article.key for each in reports)
    first, *others = sorted((wire, post, coast))
    assert links(connection) == {
        (wire_later, "supersedes", wire),
        (post_later, "supersedes", post),
        (over, "supersedes", coast),
        *((other, "copy of", first) for other in others),
    }


@pytest.mark.parametrize("seed", range(6))
def test_neither_order_nor_batches_have_a_part_in_it(make_database, registry, reports, seed):
    from kptimeline.store.engine import open_database

    chance = random.Random(seed)
    shuffled = chance.sample(reports, len(reports))
    cut = chance.randrange(len(reports))
    rows = []
    for name, batches in (
        ("a.db", [reports]),
        ("b.db", [shuffled[:cut], *([each] for each in shuffled[cut:])]),
    ):
        with open_database(make_database(name), "write") as opened:
            for batch in batches:
                save_all(opened, batch, registry)
            rows.append(plain_rows(opened))
    assert rows[0] == rows[1]


def test_what_is_removed_leaves_what_the_others_alone_would_give(make_database, registry, reports):
    from kptimeline.store.engine import open_database

    for gone in range(len(reports)):
        left = reports[:gone] + reports[gone + 1 :]
        rows = []
        for name, some in ((f"a{gone}.db", reports), (f"b{gone}.db", left)):
            path = make_database(name)
            with open_database(path, "write") as opened:
                save_all(opened, some, registry)
                if some is reports:
                    query = text("SELECT id FROM article WHERE key = :key")
                    key = reports[gone].article.key
                    remove(opened, [opened.execute(query, {"key": key}).scalar_one()], registry)
                found = plain_rows(opened)
                rows.append({table: found[table] for table in ("article", "article_band")})
            assert list(Check(path).differences()) == []
        assert rows[0] == rows[1]


def test_a_chain_that_loses_its_middle_falls_apart(connection, registry):
    words = [f"word{number}" for number in range(90)]
    parts = [
        extraction(
            Told(" ".join(words[at : at + 60]) + ".", "word30", "word"),
            registry=registry,
            outlet=f"Outlet {at}",
        )
        for at in (0, 15, 30)
    ]
    save_all(connection, parts, registry)
    assert len(links(connection)) == 2
    query = text("SELECT id FROM article WHERE key = :key")
    remove(connection, [connection.execute(query, {"key": parts[1].article.key}).scalar_one()], registry)
    assert links(connection) == set()
    assert connection.execute(text("SELECT count(alike_key) FROM article")).scalar() == 0


def test_one_that_joins_two_reports_makes_their_events_count_once(make_database, registry):
    from kptimeline.store.engine import open_database

    words = [f"word{number}" for number in range(90)]
    words[45] = "struck"
    told = ("struck", "strike", "ASSAULT", "occurred", ("North Korea",), ("Japan",), (), "2025-12-01")
    parts = [
        extraction(
            Told(
                " ".join(words[at : at + 60]) + ".", *(told if at != 15 else ())
            ),  # the one between tells no event
            registry=registry,
            outlet=f"Outlet {at}",
            anchor="2025-12-02",
        )
        for at in (0, 15, 30)
    ]
    rows = []
    for name, order in (("a.db", (0, 2, 1)), ("b.db", (1, 0, 2)), ("c.db", (2, 1, 0))):
        with open_database(make_database(name), "write") as opened:
            for number in order:
                save(opened, parts[number], registry)
            assert opened.execute(text("SELECT articles FROM event")).scalars().all() == [1]
            rows.append(plain_rows(opened))
    assert rows[0] == rows[1] == rows[2]


def test_another_anchor_can_make_an_update_of_a_copy(connection, registry):
    def later(anchor):
        return report(
            registry, more=MORE, anchor=anchor, basis="given", outlet="Harbour Wire", title="Crews stay out"
        )

    first, second = report(registry, anchor="2025-12-02", outlet="Harbour Wire"), later("2025-12-02")
    save_all(connection, [first, second], registry)
    one, other = sorted((first.article.key, second.article.key))
    assert links(connection) == {(other, "copy of", one)}  # nothing says which of them was there before
    save(connection, later("2025-12-03"), registry, force=True)
    assert links(connection) == {(second.article.key, "supersedes", first.article.key)}


def test_lists_and_accounts_tell_the_links(connection, registry, reports):
    save_all(connection, reports[:3], registry)
    wire, post, later = (each.article.key for each in reports[:3])
    first, copy = sorted((wire, post))
    lines = {line.article: line for line in list_articles(connection, ArticleQuestion())}
    assert (lines[later].supersedes, lines[wire].superseded_by, lines[copy].copy_of) == (wire, later, first)
    assert (account(connection, later).supersedes, account(connection, wire).superseded_by) == (
        wire,
        (later,),
    )
    assert (account(connection, first).copies, account(connection, copy).copy_of) == ((copy,), first)


PLANTED = [
    ("DELETE FROM article_band", "likeness", "bands"),
    ("UPDATE article SET alike_key = NULL WHERE key = alike_key", "likeness", "alike_key"),
    ("UPDATE article SET supersedes_id = id, copy_of_id = NULL", "link", "supersedes"),
]


@pytest.mark.parametrize(("sql", "part", "what"), PLANTED)
def test_what_is_planted_is_found_and_mended(make_database, registry, reports, sql, part, what):
    from kptimeline.store.engine import open_database

    path = make_database("planted.db")
    with open_database(path, "write") as opened:
        save_all(opened, reports, registry)
        before = plain_rows(opened)
        opened.execute(text(sql))
    looked = Check(path)
    found = list(looked.differences())
    assert any(each.part == part and what in each.what for each in found), found
    looked.mend(found)
    assert list(Check(path).differences()) == []
    with open_database(path) as opened:
        assert plain_rows(opened) == before
