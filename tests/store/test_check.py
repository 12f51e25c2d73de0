"""`db check`: each kind of planted difference is found by name, and mended where it can be."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import text

from kptimeline.actors.actor import ActorParent
from kptimeline.actors.additions import Addition
from kptimeline.actors.registry import Registry
from kptimeline.store import check, fixes
from kptimeline.store.additions import add_said, load_additions
from kptimeline.store.check import Check, registry_of
from kptimeline.store.engine import open_database, writing
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, extraction
from tests.store.said import link, say

FILES = [
    {"told": (LAUNCH, MEETING, WARNING), "anchor": "2025-12-29", "url": "https://a.example/1"},
    {"told": (LAUNCH, MEETING, WARNING), "anchor": "2025-12-29", "outlet": "Coast Post", "url": "https://b.example/2"},
    {"told": (LAUNCH, TROOPS), "anchor": "2025-12-30", "outlet": "Hill Gazette", "url": "https://a.example/1"},
    {"told": (MEETING, PLAN), "outlet": "Vale News"},
]  # fmt: skip


@pytest.fixture(scope="module")
def filled_bytes(tmp_path_factory, empty_database, registry):
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    path.write_bytes(empty_database)
    with open_database(path, "write") as connection:
        for each in FILES:
            told = extraction(
                *each["told"], registry=registry, **{k: v for k, v in each.items() if k != "told"}
            )
            save(connection, told, registry)
        with writing(connection):
            keys = connection.execute(text("SELECT key FROM event_mention ORDER BY key")).scalars().all()
            link(connection, "cannot", keys[0], keys[-1])
            say(connection, keys[0], {"place": "Sinpo", "hidden": "1"})
            fixes.derive_again(connection, registry, keys[:1])
    return path.read_bytes()


@pytest.fixture
def filled(tmp_path, filled_bytes):
    path = tmp_path / "filled.db"
    path.write_bytes(filled_bytes)
    return path


def dump(path):
    """Everything but numbers of names, and the order in which full-text indexes keep their words."""
    numbers = re.compile(r'^(INSERT INTO "actor_(?:name|parent)" VALUES\()\d+')
    with closing(sqlite3.connect(path)) as connection:
        return sorted(numbers.sub(r"\1", line) for line in connection.iterdump() if "_fts_" not in line)


def shown(path):
    return [f"{each.part} | {each.what}" for each in Check(path).differences()]


def test_what_was_saved_has_no_differences(filled):
    with open_database(filled) as connection:
        merged = text("SELECT max(n) FROM (SELECT count(*) AS n FROM event_mention GROUP BY event_id)")
        assert connection.execute(merged).scalar() >= 3
    assert shown(filled) == []


PLANTED = [
    ("UPDATE event SET status = 'planned' WHERE status = 'occurred'", "event | e", "status"),
    ("UPDATE event SET sort_day = '2020-01-01' WHERE sort_day IS NOT NULL", "event | e", "sort_day"),
    ("UPDATE event SET by_actors = 'Nobody'", "event | e", "by_actors"),
    ("UPDATE event SET hidden = 1", "event | e", "hidden"),
    ("UPDATE event SET articles = 9", "event | e", "articles"),
    ("UPDATE event SET mention_id = mention_id + 1", "event | e", "mention_id"),
    ("UPDATE event SET key = 'e' || id", "event | e", " key"),
    ("DELETE FROM event WHERE id = 1", "event | e", ""),
    (("INSERT INTO event SELECT 99, 'e99', mention_id, event_type, status, disputed, hidden, by_actors, to_actors,"
     " claimed_by, place, summary, articles, dated_by, certainty, reason, first_day, last_day, from_day, to_day,"
     " sort_day, first_time, last_time, utc_offset, granularity, fineness, extent, edtf, other_dates FROM event WHERE id = 1"),
     "event | e99", ""),
    ("UPDATE event_mention SET event_id = 1", "event | e", ""),
    ("UPDATE event_mention SET event_id = NULL WHERE id = 2", "event | e", ""),
    ("UPDATE event_mention SET merge_profile = NULL", "mention | a", "merge_profile"),
    ("DELETE FROM mention_block", "mention | a", " blocks"),
    ("DELETE FROM mention_pair", "mention | a", " pairs"),
    ("UPDATE mention_pair SET score = score + 1", "mention | a", " pairs"),
    ("UPDATE event_mention SET merge_reason = 'x'", "mention | a", "merge_reason"),
    ("UPDATE event_mention SET by_actors = 'x'", "mention | a", "by_actors"),
    ("UPDATE event_actor SET depth = depth + 1", "event actor | e", " by north-korea"),
    ("UPDATE event_actor SET from_day = '1999-01-01'", "event actor | e", " by north-korea"),
    ("DELETE FROM event_actor WHERE depth = 0", "event actor | e", " by north-korea"),
    (("INSERT INTO event_actor SELECT e.id, a.id, 'to', 3, NULL, NULL, NULL, NULL FROM event e, actor a"
     " WHERE a.slug = 'france'"), "event actor | e", " to france"),
    ("DELETE FROM event_key", "event key | e", ""),
    ("UPDATE event_key SET event_id = NULL", "event key | e", ""),
    ("UPDATE event_key SET key = 'e' || rowid", "event key | e1", ""),
    ("DELETE FROM sentence_fts WHERE rowid = 1", "full text | sentence_fts", ""),
    ("DROP TRIGGER sentence_fts_insert", "schema | trigger sentence_fts_insert", ""),
    ("DROP VIEW undated", "schema | view undated", ""),
    ("DROP INDEX ix_event_order", "schema | index ix_event_order", ""),
    ("DROP VIEW undated; CREATE VIEW undated AS SELECT 1 AS one", "schema | view undated", ""),
    ("UPDATE sentence SET text = text || '!'", "sentence | a", ""),
    ("UPDATE article SET copy_of_id = NULL", "link | a", "copy_of"),
    ("UPDATE article SET supersedes_id = NULL", "link | a", "supersedes"),
    ("DELETE FROM actor_name WHERE folded = 'seoul'", "actor | ", "Seoul"),
    ("DELETE FROM actor_parent", "actor | ", " parent "),
    ("UPDATE actor SET country = 'XXX' WHERE slug = 'russia'", "actor | russia country", ""),
    ("UPDATE registry_state SET fingerprint = 'older'", "registry | actors", ""),
    ("PRAGMA foreign_keys = OFF; DELETE FROM event WHERE id = 2", "foreign key | event_mention", ""),
]  # fmt: skip


def plant(path, sql):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(sql)


@pytest.mark.parametrize(("sql", "begins", "holds"), PLANTED)
def test_what_is_planted_is_found_and_mended(filled, sql, begins, holds):
    before = dump(filled)
    plant(filled, sql)
    looked = Check(filled)
    found = list(looked.differences())
    lines = [f"{each.part} | {each.what}" for each in found]
    assert any(line.startswith(begins) and holds in line for line in lines), lines
    assert {each.remedy for each in found} == {"repair"}
    looked.mend(found)
    assert shown(filled) == []
    if "event WHERE id" not in sql and "SET event_id" not in sql:  # else events may get other numbers
        assert dump(filled) == before


LOST = [
    ("UPDATE article SET text = replace(text, 'rockets', 'balloon')", "article | a", "backup"),
    ("UPDATE article SET title = 'Other'", "article | a", "backup"),
    ("DELETE FROM event_mention WHERE id = 1", "article | a", "reprocess"),
    (
        "UPDATE event_mention SET time_expression_id = NULL; DELETE FROM time_expression",
        "article | a",
        "reprocess",
    ),
    ("UPDATE event_mention SET \"trigger\" = 'x'", "mention | a", "reprocess"),
    ("UPDATE event_mention SET position = 50 WHERE id = 1", "article | a", "reprocess"),
    ("UPDATE article SET reading_version = '0'", "article | a", "reprocess"),
    ("UPDATE article SET reading = '{'", "article | a", "reprocess"),
    ("DELETE FROM anchor", "article | a", "reprocess"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM sentence WHERE id = 1", "foreign key | event_mention", "backup"),
    ("DROP TABLE reject", "schema | table reject", "backup"),
    ("ALTER TABLE reject ADD COLUMN colour TEXT", "schema | table reject", "backup"),
]


@pytest.mark.parametrize(("sql", "begins", "remedy"), LOST)
def test_what_cannot_be_made_anew_is_told_with_its_remedy(filled, sql, begins, remedy):
    plant(filled, sql)
    found = list(Check(filled).differences())
    assert remedy in {each.remedy for each in found if f"{each.part} | {each.what}".startswith(begins)}, found


def test_a_damaged_file_is_told_by_what_sqlite_says(filled):
    raw = bytearray(filled.read_bytes())
    with closing(sqlite3.connect(filled)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reject'").fetchone()[0]
    raw[(page - 1) * 4096 : (page - 1) * 4096 + 100] = b"\xa5" * 100
    filled.write_bytes(raw)
    found = list(Check(filled).differences())
    assert {(each.part, each.remedy) for each in found} == {("file", "backup")}


def test_what_people_added_removed_and_made_of_their_own_is_no_difference(filled, registry):
    with open_database(filled, "write") as connection, writing(connection):
        made = Addition(action="actor", actor="harbour-guild", name="The Harbour Guild", kind="organisation")
        add_said(connection, [made], [], who="ann", now="2026-01-06")
        extended = registry_of(connection)
        assert load_additions(connection) == (made,)
        save(connection, extraction(LAUNCH, PLAN, registry=extended, anchor="2025-01-02"), extended)
        remove(connection, [2], extended)
        connection.execute(text("CREATE INDEX mine ON event (place)"))
        connection.execute(text("CREATE VIEW my_view AS SELECT * FROM chronology"))
    assert shown(filled) == []


def test_parents_of_a_newer_registry_are_found_missing(filled, registry, monkeypatch):
    """As after an upgrade of kptimeline whose registry knows more of what belongs to what."""
    actors = dict(registry.actors)
    actors["russia"] = replace(actors["russia"], parents=(ActorParent("north-korea"),))
    newer = Registry(actors, registry.titles)
    monkeypatch.setattr(check, "load_registry", lambda: newer)
    found = list(Check(filled).differences())
    lines = [f"{each.part} | {each.what}" for each in found]
    assert lines[0] == "registry | actors"
    assert any(line.endswith("to north-korea") for line in lines[1:]), lines
    Check(filled).mend(found)
    assert shown(filled) == []


def test_saving_with_a_newer_registry_brings_events_up_to_date(filled, registry):
    actors = dict(registry.actors)
    actors["russia"] = replace(actors["russia"], parents=(ActorParent("france"),))
    newer = Registry(actors, registry.titles)
    with open_database(filled, "write") as connection:
        save(connection, extraction(PLAN, registry=newer, anchor="2025-01-02"), newer)
        query = "SELECT count(*) FROM event_actors WHERE actor = :a AND role = 'to'"
        found = [connection.execute(text(query), {"a": a}).scalar() for a in ("russia", "france")]
    assert found == [1, 1]
