"""What is PostgreSQL's own: its schema from every revision on, settings, refusals, writers in turn."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from kptimeline.errors import DatabaseError
from kptimeline.store import schema
from kptimeline.store.causes import plain_error
from kptimeline.store.check import Check
from kptimeline.store.engine import open_database, savepoint, writing
from kptimeline.store.migrate import prepare, upgrade
from kptimeline.store.models import Base
from kptimeline.store.runs import add_reject, finish_run, start_run
from kptimeline.store.save import save, save_all
from kptimeline.store.status import status
from kptimeline.store.waiting import compare_waiting, waiting
from tests.cli.contents import contents
from tests.postgres import PASSWORD
from tests.store.builder import LAUNCH, MEETING, TROOPS, Told, extraction
from tests.store.test_migrate import declared, reflected
from tests.store.test_query import PROMISED

pytestmark = pytest.mark.postgresql
ROOT = Path(__file__).resolve().parents[2]
INTEGERS = {"disputed", "articles", "start_char", "end_char", "depth"}


def indexes(connection):
    """Conditions of partial indexes; SQLite's and PostgreSQL's words for a flag that is set are one."""
    query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%% WHERE %%'"
    found = connection.exec_driver_sql(query)
    return {name: re.sub(r"[()]| IS TRUE", "", told.split(" WHERE ")[1]) for name, told in found}


def test_models_and_migrated_schema_agree_to_the_last_constraint(connection):
    found, wanted = dict(reflected(connection)), dict(declared(connection))
    assert found.keys() == wanted.keys()
    for name, table in wanted.items():
        assert found[name] == table, name
    conditions = {
        index.name: re.sub(r" IS 1", "", str(index.dialect_options["sqlite"]["where"]))
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert indexes(connection) == conditions


@pytest.mark.parametrize("view", PROMISED)
def test_views_have_the_types_that_sqlites_have(connection, view):
    query = "SELECT column_name, data_type, collation_name FROM information_schema.columns WHERE table_name = :view"
    found = {name: told for name, *told in connection.execute(text(query), {"view": view})}
    assert found == {
        name: ["integer", None] if name in INTEGERS else ["text", "C"] for name in PROMISED[view].split()
    }


def test_no_text_is_sorted_by_a_language(connection):
    query = (
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND a.attcollation <> 0 "
        "AND c.relname <> 'alembic_version' AND c.relname NOT LIKE 'alembic%' "
        "AND a.attcollation <> (SELECT oid FROM pg_collation WHERE collname = 'C')"
    )
    assert connection.execute(text(query)).all() == []


def filled(url, registry):
    with open_database(url, "write") as connection:
        for outlet in ("Harbour Wire", "Coast Post"):
            told = extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29", outlet=outlet)
            save(connection, told, registry)
        run = start_run(connection, "ingest", started_at="2026-01-05", version="0")
        add_reject(connection, run, path="a.txt", line=3, reason="is empty")


def as_it_was(server, new, revision):
    """A database of an older schema with the rows of a newer one, as far as it has tables and columns for them."""
    old = server.create()
    upgrade(server.url(old), revision)
    columns = (
        "SELECT table_name, column_name FROM information_schema.columns "
        "JOIN pg_tables ON tablename = table_name AND schemaname = table_schema WHERE table_schema = 'public'"
    )
    with server.admin(new) as source, server.admin(old) as sink:
        sink.execute("SET session_replication_role = replica")
        both = set(source.execute(columns)) & set(sink.execute(columns))
        for table in sorted({table for table, _ in both} - {"alembic_version"}):
            names = ", ".join(f'"{name}"' for of, name in sorted(both) if of == table)
            with (
                source.cursor().copy(f'COPY "{table}" ({names}) TO STDOUT') as rows,
                sink.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as into,
            ):
                for row in rows:
                    into.write(row)
    return old


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_every_earlier_schema_is_upgraded_with_its_rows(server, empty_on_server, place, registry, revision):
    filled(place, registry)
    url = server.url(old := as_it_was(server, empty_on_server, revision))
    assert status(url).revision == revision
    with (
        pytest.raises(DatabaseError, match=f"has schema {revision}, this kptimeline needs"),
        open_database(url),
    ):
        pass
    assert upgrade(url) is None
    assert contents(url) == contents(place)
    with open_database(url, "write") as connection:
        count = waiting(connection)
        assert bool(count) is (revision < "0007")  # which has all of them compared anew
        assert [*compare_waiting(connection, registry, 3)][-1:] == ([count] if count else [])
    assert list(Check(url).differences()) == []
    assert contents(url) == contents(place)
    with open_database(url, "write") as connection:
        assert dict(reflected(connection)) == dict(declared(connection))
        save(connection, extraction(TROOPS, registry=registry), registry)
        words = (
            "SELECT count(*) FROM sentence WHERE kptimeline_words(text) @@ to_tsquery('simple', 'soldiers')"
        )
        assert connection.execute(text(words)).scalar() == 1
    server.drop(old)


def test_alembic_from_a_checkout_finds_nothing_to_change(place):
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "check"],
        cwd=ROOT, env={**os.environ, "KPTIMELINE_DATABASE": place}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No new upgrade operations" in done.stdout + done.stderr


def refused(attempt):
    with pytest.raises(DatabaseError) as caught:
        attempt()
    assert caught.value.exit_code == 3
    return caught.value


def opened(url, mode="read"):
    def attempt():
        with open_database(url, mode):
            pass

    return attempt


def test_a_database_that_is_not_ours_is_left_as_it_is(server):
    name = server.create()
    url = server.url(name)
    for attempt in (opened(url), lambda: status(url)):
        assert (refused(attempt).message, refused(attempt).hint) == (
            f"{url} is empty",
            "kptimeline ingest fills it",
        )
    with server.admin(name) as connection:
        connection.execute("CREATE TABLE recipes (name text)")
    for attempt in (opened(url), opened(url, "write"), lambda: upgrade(url), lambda: prepare(url)):
        assert refused(attempt).message == f"{url} is a database, but not one of kptimeline's"
    with server.admin(name) as connection:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchall() == [("recipes",)]
    server.drop(name)


def test_a_newer_database_is_refused(place, connection):
    with writing(connection):
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    for attempt in (opened(place), opened(place, "write"), lambda: upgrade(place), lambda: prepare(place)):
        error = refused(attempt)
        assert "has schema 0099, this kptimeline knows schemas up to" in error.message
        assert "later version" in error.hint


def test_texts_must_be_kept_in_unicode(server):
    name = server.create(encoding="LATIN1", lc_collate="C", lc_ctype="C", **server.no_icu)
    error = refused(lambda: upgrade(server.url(name)))
    assert "keeps texts in LATIN1" in error.message
    assert "createdb --encoding UTF8" in error.hint
    server.drop(name)


def test_who_may_not_in_is_told_why_and_no_password_is(server, place):
    name = place.split("/")[-1].split("?")[0]
    host = f"?host={server.folder}"
    attempts = [
        (f"postgresql://locked:wrong@/{name}{host}", "does not take the password", "PGPASSWORD"),
        (f"postgresql://locked@/{name}{host}", "asks for a password", "PGPASSWORD"),
        (f"postgresql://kpt@/nowhere{host}", "has no database nowhere", "createdb nowhere"),
        (f"postgresql://stranger@/{name}{host}", "has no role stranger", "createuser stranger"),
        (f"postgresql://kpt:wrong@/{name}?host=/nowhere", "no PostgreSQL server answers", "start it"),
        (f"postgresql://kpt:wrong@no.such.host.invalid/{name}", "the host of", "name of the host"),
        (f"postgresql://locked:{PASSWORD}@/{name}{host}", "permission denied", "another role"),
    ]
    for url, message, hint in attempts:
        error = refused(opened(url.replace(" ", "%20")))
        assert message in error.message, error.message
        assert hint in error.hint
        assert "wrong" not in str(error)
        assert PASSWORD not in str(error)


def test_a_role_that_only_reads(server, place, connection, registry):
    save(connection, extraction(LAUNCH, registry=registry), registry)
    with server.admin(place.split("/")[-1].split("?")[0]) as admin:
        admin.execute("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN")
        admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        url = place.replace("kpt@", "reader@")
        assert status(url).articles == 1
        error = refused(lambda: start(url))
        assert "does not let this role do that: permission denied for table run" in error.message
        admin.execute("DROP OWNED BY reader; DROP ROLE reader")


def start(url, name="ingest"):
    with open_database(url, "write") as connection:
        start_run(connection, name, started_at="2026-01-05", version="0")


def test_a_reader_sees_one_moment_and_can_write_nothing(place, connection):
    with open_database(place) as reader:
        count = text("SELECT count(*) FROM run")
        assert reader.execute(count).scalar() == 0
        start_run(connection, "ingest", started_at="2026-01-05", version="0")
        assert reader.execute(count).scalar() == 0
        reader.rollback()
        assert reader.execute(count).scalar() == 1
        with pytest.raises(Exception, match="read-only"):
            reader.execute(text("DELETE FROM run"))


def at_once(*calls):
    failures = []

    def run(call):
        try:
            call()
        except Exception as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_writers_take_turns_and_lose_nothing(place):
    def write(name):
        with open_database(place, "write") as connection:
            run = start_run(connection, name, started_at="2026-01-05", version="0")
            for line in range(30):
                add_reject(connection, run, path=name, line=line, reason="empty")
            finish_run(connection, run, finished_at="2026-01-05", counts={"rejects": 30})

    at_once(lambda: write("one"), lambda: write("two"))
    with open_database(place) as connection:
        query = "SELECT path, count(*) FROM reject GROUP BY path ORDER BY path"
        assert connection.execute(text(query)).all() == [("one", 30), ("two", 30)]
        assert connection.execute(text("SELECT max(id) FROM reject")).scalar() == 60


def test_two_that_meet_an_empty_database_make_it_once(server):
    name = server.create()
    code = f"from kptimeline.store.migrate import prepare; prepare({server.url(name)!r})"
    words = [sys.executable, "-c", code]
    both = [subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(each.communicate()[1], each.returncode) for each in both] == [("", 0)] * 2
    assert status(server.url(name)).current
    server.drop(name)


def test_what_one_article_brings_with_it_costs_only_that_article(connection, registry):
    good = extraction(LAUNCH, registry=registry, anchor="2025-12-29")
    nul = extraction(Told("A \x00 sea."), registry=registry, outlet="Lantern Post")
    long = extraction(MEETING, registry=registry, url=f"https://example.org/{os.urandom(20_000).hex()}")
    outcomes = save_all(connection, [good, nul, long], registry)
    assert [getattr(each, "kind", str(each).split(":")[0]) for each in outcomes] == [
        "new", "cannot be stored", "cannot be stored"
    ]  # fmt: skip
    assert connection.execute(text("SELECT key FROM article")).scalars().all() == [good.article.key]


def part_that_fails(connection):
    with savepoint(connection):
        start_run(connection, "two", started_at="2026-01-05", version="0")
        connection.execute(text("SELECT nothing"))


def test_a_part_is_undone_alone(connection):
    with writing(connection):
        start_run(connection, "one", started_at="2026-01-05", version="0")
        with pytest.raises(Exception, match="nothing"):
            part_that_fails(connection)
        start_run(connection, "three", started_at="2026-01-05", version="0")
    query = "SELECT id, command FROM run ORDER BY id"
    assert connection.execute(text(query)).all() == [(1, "one"), (2, "three")]


def test_after_an_interrupted_statement_writing_goes_on(connection):
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        connection.execute(text("SELECT pg_sleep(20)"))
    timer.join()
    start_run(connection, "ingest", started_at="2026-01-05", version="0")
    assert connection.execute(text("SELECT count(*) FROM run")).scalar() == 1


def cut_off(server, place):
    with open_database(place, "write") as connection, writing(connection):
        start_run(connection, "ingest", started_at="2026-01-05", version="0")
        with server.admin() as admin:
            ours = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kptimeline'"
            )
            admin.execute(ours)
        start_run(connection, "ingest", started_at="2026-01-05", version="0")


def test_a_server_that_ends_the_connection_is_told_of(server, place):
    error = refused(lambda: cut_off(server, place))
    assert "has ended the connection; what was being saved is undone" in error.message
    assert status(place).runs == 0


def test_what_is_missing_is_found_and_made_anew(place, connection, registry):
    save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
    before, defined = contents(place), objects(connection)
    with writing(connection):
        connection.execute(text("DROP INDEX ix_event_hidden, ix_event_mention_waiting, ix_article_url"))
        connection.execute(text("DROP VIEW mentions CASCADE"))
        connection.execute(text("DROP FUNCTION kptimeline_words CASCADE"))
        connection.execute(text("UPDATE event SET summary = 'else'"))
    found = list(Check(place).differences())
    assert [each.what for each in found if each.part == "schema"] == [
        "view mentions", "view undated", "function kptimeline_words", "index sentence_fts", "index title_fts",
        "index ix_article_url", "index ix_event_hidden", "index ix_event_mention_waiting",
    ]  # fmt: skip
    Check(place).mend(found)
    assert list(Check(place).differences()) == []
    assert (contents(place), objects(connection)) == (before, defined)
    with writing(connection):
        connection.execute(text("ALTER TABLE reject DROP COLUMN hint"))
    assert [(each.what, each.remedy) for each in Check(place).differences()] == [
        ("column reject.hint", "backup")
    ]
    with writing(connection):
        connection.execute(text('ALTER TABLE reject ADD COLUMN hint text COLLATE "C"'))


def objects(connection):
    """Indexes, views and functions as the server tells them."""
    query = (
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "UNION ALL SELECT definition FROM pg_views WHERE schemaname = 'public' "
        "UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    found = sorted(connection.execute(text(query)).scalars())
    connection.rollback()
    return found


CAUSES = [
    ("connection failed: FATAL:  sorry, too many clients already", "has no free connection"),
    ("could not extend file: No space left on device", "no room is left on the server of postgresql://h/x"),
    ("FATAL:  the database system is starting up", "is just starting or stopping"),
    ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "lets nobody in from here"),
    ("cannot execute INSERT in a read-only transaction", "postgresql://h/x cannot be written"),
    ("connection timeout expired", "no PostgreSQL server answers at postgresql://h/x"),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "words"), CAUSES)
def test_causes_become_sentences(cause, words):
    error = plain_error("postgresql://h/x", cause)
    assert words in error.message
    assert error.hint


def test_a_table_that_another_schema_hides_is_not_ours(place, connection):
    assert "actor" in inspect(connection).get_table_names()
    error = refused(opened(f"{place}&options=-csearch_path%3Dpg_catalog"))
    assert error.message.endswith(" is empty")
