"""Sites of their own: one at a time, since Datasette knows its plugins process by process."""

import sqlite3
from pathlib import Path

from kptimeline.store.engine import open_database, writing
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.query import Question, chronology
from kptimeline.store.save import save
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
