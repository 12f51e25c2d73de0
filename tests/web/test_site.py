"""Sites of their own: one at a time, since Datasette knows its plugins process by process."""

import sqlite3
from pathlib import Path

import pytest

from kptimeline.errors import DatabaseError, LateError, UsageError
from kptimeline.store.engine import open_database, writing
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.query import Question, chronology
from kptimeline.store.save import save
from kptimeline.store.served import Served, within
from kptimeline.web import addresses
from kptimeline.web.server import SETTINGS, Site
from tests.store.builder import LAUNCH, MEETING, Told, extraction
from tests.web.conftest import THIS_DAY, Asking


def test_long_queries_are_stopped_in_plain_words(large, monkeypatch):
    monkeypatch.setitem(SETTINGS, "sql_time_limit_ms", 50)
    site = Site(large, lambda: THIS_DAY)
    try:
        forever = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        answer = Asking(site)("/kptimeline", sql=forever)
    finally:
        site.close()
    assert answer.status == 400
    assert "The query took longer than it may." in answer.tree.text_content()


def test_what_is_saved_while_it_runs_is_shown(database, registry):
    site = Site(database, lambda: THIS_DAY)
    try:
        asking = Asking(site)
        assert "There is no article" in asking("/").tree.text_content()
        with open_database(database, "write") as connection, writing(connection):
            save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
        (key,) = asking("/chronology", actor="north-korea").events
        assert "2 events" in " ".join(asking("/").tree.text_content().split()).replace("2events", "2 events")
        with open_database(database, "write") as connection:
            Fixer(connection, registry, By(who="ana", now="2026-01-05T10:00:00Z", why="a threat")).fix(
                key, {"type": "THREATEN"}
            )
        told = " ".join(asking(f"/event/{key}").tree.text_content().split())
        assert "Corrected by hand" in told
        assert "THREATEN; the articles: ASSAULT (ana, 2026-01-05 10:00:00 UTC: a threat)" in told
        rows = asking(f"/kptimeline/chronology.json?event_id__exact={key}&_shape=objects").json["rows"]
        assert rows[0]["event_type"] == "THREATEN"
    finally:
        site.close()
    assert not Path(f"{database}-wal").exists()
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_event_of_several_paragraphs_is_told_with_the_one_it_stands_in(database, registry):
    told = Told("On Monday the fleet left.", "left", "leave", "RETREAT", by=("Japan",), when="Monday")
    with open_database(database, "write") as connection, writing(connection):
        save(connection, extraction(told, registry=registry, anchor="2025-12-29", title="A\n\nB"), registry)
        (event,) = chronology(connection, Question(undated=True)).events
    site = Site(database, lambda: THIS_DAY)
    try:
        (quoted,) = Asking(site)(addresses.event(event.event_id)).tree.xpath("//blockquote")
    finally:
        site.close()
    assert quoted.text_content() == told.text


def test_a_question_that_takes_too_long_is_stopped(database):
    served = Served(database)
    forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    try:
        with pytest.raises(LateError, match=r"took longer than 0\.2 s"), served.reading(0.2) as connection:
            connection.exec_driver_sql(forever)
        with served.reading(5) as connection:  # a part of it alone, and the rest goes on
            with pytest.raises(LateError), within(connection, 0.1):
                connection.exec_driver_sql(forever)
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    finally:
        served.close()


def test_what_is_kept_is_looked_for_again_when_the_file_changes(database, registry):
    def articles(connection):
        return connection.exec_driver_sql("SELECT count(*) FROM article").scalar()

    served, asked = Served(database), []

    def counting(connection):
        asked.append(1)
        return articles(connection)

    try:
        assert [served.kept(counting, 5) for _ in range(3)] == [0, 0, 0]
        with open_database(database, "write") as connection, writing(connection):
            save(connection, extraction(LAUNCH, registry=registry, anchor="2025-12-29"), registry)
        assert [served.kept(counting, 5) for _ in range(3)] == [1, 1, 1]
        assert len(asked) == 2
    finally:
        served.close()


def test_a_database_that_cannot_be_served_is_refused_in_plain_words(tmp_path):
    with pytest.raises(UsageError, match="is a server's database, and Datasette serves SQLite files"):
        Site("postgresql://user@localhost/news", lambda: THIS_DAY)
    with pytest.raises(DatabaseError, match="there is no database"):
        Site(tmp_path / "none.db", lambda: THIS_DAY)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (a)")
    with pytest.raises(DatabaseError, match="not one of kptimeline's"):
        Site(foreign, lambda: THIS_DAY)


def test_a_database_that_goes_away_is_told(database):
    site = Site(database, lambda: THIS_DAY)
    try:
        database.rename(database.with_suffix(".away"))
        answer = Asking(site)("/chronology")
    finally:
        site.close()
    assert (answer.status, "is gone" in answer.tree.text_content()) == (500, True)


def test_datasette_is_as_it_was_when_a_site_has_closed(database):
    from datasette.plugins import pm

    before = {pm.get_name(plugin) for plugin in pm.get_plugins()}
    Site(database, lambda: THIS_DAY).close()
    assert {pm.get_name(plugin) for plugin in pm.get_plugins()} == before
