"""`reprocess` gives what a new database would, and keeps ids, keys, days given and actors added."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kptimeline.store.check import Check
from tests.cli.contents import contents
from tests.cli.run import run

ARTICLES = Path(__file__).parent / "articles"
AS_OF = ("--as-of", "2026-11-21")
FILES = ("memo.txt", "fleet.txt", "guard.txt", "port.txt")
PORT = """BUSAN, Nov 18, 2025 (Harbour Wire) -- Russia sent ships to China in the week of mourning. Japan protested on Monday.
"""
RULE = """
[[rule]]
name = "unit-of-mourning"
pattern = "the $unit of mourning"
means = "last($unit)"
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    for name in FILES[:-1]:
        shutil.copy(ARTICLES / name, folder)
    (folder / "port.txt").write_text(PORT)
    (folder / "rules").mkdir()
    (folder / "rules" / "tides.toml").write_text(RULE)
    outcome = run("ingest", *FILES, *AS_OF, folder=folder)
    assert outcome.code == 0, outcome.err
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "work")


def rows(folder, sql):
    with closing(sqlite3.connect(folder / "kptimeline.db")) as connection, connection:
        return connection.execute(sql).fetchall()


def test_nothing_is_read_where_nothing_can_change(folder):
    before = (folder / "kptimeline.db").read_bytes()
    outcome = run("reprocess", *AS_OF, folder=folder)
    assert outcome.out == (
        "0 articles read again, 0 changed; 4 left, which the same rules, names and model have read\n"
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert (folder / "kptimeline.db").read_bytes() == before


def test_all_read_again_by_the_same_rules_is_the_same(folder):
    before = contents(folder / "kptimeline.db")
    outcome = run("reprocess", "--all", *AS_OF, folder=folder)
    assert outcome.out == "4 articles read again, 0 changed\n", outcome.err
    assert contents(folder / "kptimeline.db") == before
    assert list(Check(folder / "kptimeline.db").differences()) == []


def test_new_rules_give_what_a_new_database_has(folder):
    ids = dict(rows(folder, "SELECT key, id FROM event"))
    would = run("reprocess", "--rules", "rules", "--dry-run", *AS_OF, folder=folder)
    assert would.err == "nothing was saved: --dry-run\n"
    assert dict(rows(folder, "SELECT key, id FROM event")) == ids
    assert rows(folder, "SELECT command FROM run") == [("ingest",)]
    done = run("reprocess", "--rules", "rules", *AS_OF, folder=folder)
    assert done.out == would.out.replace("would change", "changed")
    assert done.out.splitlines()[-1].startswith("4 articles read again, 1 changed (")
    assert done.out.startswith("port.txt (a")
    assert "1 with another date" in done.out
    days = rows(folder, "SELECT first_day, last_day, dated_by FROM chronology WHERE to_actors = 'China'")
    assert days == [("2025-11-10", "2025-11-16", "phrase")]
    fresh = run("ingest", *FILES, "--rules", "rules", "--database", "fresh.db", *AS_OF, folder=folder)
    assert fresh.code == 0
    assert contents(folder / "kptimeline.db") == contents(folder / "fresh.db")
    assert {key: id_ for key, id_ in rows(folder, "SELECT key, id FROM event") if key in ids} == ids
    told = rows(folder, "SELECT command, finished_at, counts FROM run ORDER BY id")
    assert told[1:] == [("reprocess", "2026-11-21", '{"articles": 4, "changed": 1}')]
    back = run("reprocess", "--dry-run", "port.txt", *AS_OF, folder=folder)
    assert back.err.startswith(
        "warning: rules that read these articles are not at hand: unit-of-mourning\nhint:  "
    )


def test_days_and_actors_that_people_gave_stay(folder):
    assert run("redate", "memo.txt", "2025-11-18", *AS_OF, folder=folder).code == 0
    added = run(
        "actors", "alias", "russia", "The Harbour Lords", "--who", "ann", *AS_OF, folder=folder
    )  # fmt: skip
    assert added.code == 0, added.err
    before = contents(folder / "kptimeline.db")
    outcome = run("reprocess", *AS_OF, folder=folder)  # the names are other ones
    assert outcome.out == "4 articles read again, 0 changed\n", outcome.err
    after = contents(folder / "kptimeline.db")
    del before[list(before)[5]], after[list(after)[5]]  # the fingerprint of the names
    assert after == before
    days = "SELECT day, basis FROM anchor n JOIN article a ON a.id = n.article_id WHERE path = 'memo.txt'"
    assert rows(folder, days) == [(None, None), ("2025-11-18", "given")]
    assert rows(folder, "SELECT command, counts FROM run ORDER BY id")[1] == (
        "redate",
        '{"redated": 1, "rejected": 0}',
    )


def test_only_the_articles_that_are_named_are_read(folder):
    outcome = run("reprocess", "memo.txt", "--all", *AS_OF, folder=folder)
    assert outcome.out == "1 article read again, 0 changed\n"
    missing = run("reprocess", "none.txt", *AS_OF, folder=folder)
    assert (missing.code, missing.err.splitlines()[0]) == (4, "error: no article is called none.txt")


def test_readings_of_another_version_are_read_again(folder):
    before = contents(folder / "kptimeline.db")
    rows(folder, "UPDATE article SET reading_version = '0', reading = '{}' WHERE path = 'fleet.txt'")
    refused = run("redate", "fleet.txt", "2025-11-18", *AS_OF, folder=folder)
    assert (refused.code, refused.err.splitlines()[1]) == (3, "hint:  kptimeline reprocess reads it again")
    outcome = run("reprocess", *AS_OF, folder=folder)
    assert outcome.out.startswith("1 article read again, 0 changed; 3 left")
    assert run("reprocess", *AS_OF, folder=folder).out.startswith("0 articles read again")
    assert run("explain", rows(folder, "SELECT key FROM event")[0][0], folder=folder).code == 0
    assert contents(folder / "kptimeline.db") == before


LOST = [
    "DELETE FROM event_mention WHERE position = 0",
    "UPDATE event_mention SET time_expression_id = NULL; DELETE FROM time_expression",
    "UPDATE event_mention SET \"trigger\" = 'x'",
    "UPDATE event_mention SET position = position + 50",
    "UPDATE article SET reading = '{'",
    "DELETE FROM anchor",
]


@pytest.mark.parametrize("sql", LOST)
def test_what_check_leaves_to_reprocess_is_mended(folder, sql):
    before = contents(folder / "kptimeline.db")
    with closing(sqlite3.connect(folder / "kptimeline.db")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(sql)
    told = run("db", "check", folder=folder)
    assert told.code == 3
    if "hint:  kptimeline db check --repair" in told.err:
        assert run("db", "check", "--repair", folder=folder).out
    assert run("reprocess", "--all", *AS_OF, folder=folder).code == 0
    assert run("db", "check", folder=folder).out.splitlines()[-1] == "kptimeline.db: no differences"
    assert contents(folder / "kptimeline.db") == before
