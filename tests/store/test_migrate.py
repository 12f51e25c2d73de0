"""Migrations: from nothing, with rows in it, from a checkout's command line; models and tables agree."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import CheckConstraint, Connection, inspect, text

from kptimeline import shipped
from kptimeline.errors import DatabaseError
from kptimeline.store import schema
from kptimeline.store.check import Check
from kptimeline.store.engine import make_engine, open_database, writing
from kptimeline.store.migrate import prepare, upgrade
from kptimeline.store.models import Base
from kptimeline.store.runs import add_reject, start_run
from kptimeline.store.save import save
from kptimeline.store.target import Target
from kptimeline.store.waiting import compare_waiting, waiting
from tests.cli.contents import contents
from tests.store.builder import LAUNCH, MEETING, TROOPS, Told, extraction

AFTER = Told(
    "Two days after the launch North Korea thanked its engineers.", "thanked", "thank", "SUPPORT",
    by=("North Korea",), when="Two days after the launch",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]
REAL_HEAD = schema.HEAD


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_head_is_the_newest_revision_in_the_folder():
    names = sorted(path.name for path in (shipped.migrations() / "versions").glob("*.py"))
    assert tuple(name.split("_")[0] for name in names) == schema.REVISIONS
    assert schema.REVISIONS[-1] == schema.HEAD


def test_a_new_file_is_made_and_a_second_upgrade_does_nothing(tmp_path):
    path = tmp_path / "a folder with %20" / "time lines.db"
    path.parent.mkdir()
    assert upgrade(path) is None
    before = path.read_bytes()
    assert upgrade(path) is None
    assert prepare(path) is None
    assert path.read_bytes() == before
    assert list(path.parent.glob("*backup*")) == []


def test_alembic_from_a_checkout_upgrades_and_finds_nothing_to_change(tmp_path):
    environment = {**os.environ, "KPTIMELINE_DATABASE": str(tmp_path / "cli.db")}
    for words in (["upgrade", "head"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-W", "error::sqlalchemy.exc.SAWarning", "-m", "alembic", *words],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert "No new upgrade operations" in done.stdout + done.stderr
    with open_database(tmp_path / "cli.db") as connection:
        assert schema.revision(connection) == schema.HEAD


def test_check_would_see_a_column_that_only_the_models_have(tmp_path):
    path = tmp_path / "less.db"
    upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE reject DROP COLUMN hint")
    config = Config()
    config.set_main_option("script_location", str(shipped.migrations()))
    config.attributes["target"] = Target.of(path)
    with pytest.raises(Exception, match=r"New upgrade operations detected.*hint"):
        command.check(config)


def reflected(connection: Connection):
    """Tables as the database tells them, in the words of `declared`."""
    inspector = inspect(connection)
    tables = [n for n in inspector.get_table_names() if "_fts" not in n and n != "alembic_version"]
    for name in tables:
        columns = {
            (each["name"], each["type"].compile(connection.dialect), each["nullable"])
            for each in inspector.get_columns(name)
        }
        primary = inspector.get_pk_constraint(name)["constrained_columns"]
        checks = {(c["name"], *words(c["sqltext"])) for c in inspector.get_check_constraints(name)}
        foreign = {
            (key["name"], *key["constrained_columns"], key["referred_table"], key["options"].get("ondelete"))
            for key in inspector.get_foreign_keys(name)
        }
        unique = {(u["name"], tuple(u["column_names"])) for u in inspector.get_unique_constraints(name)}
        indexes = {(i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(name)}
        indexes -= unique  # PostgreSQL tells of a constraint in both ways
        indexes = {each for each in indexes if not each[0].endswith("_fts")}
        yield (
            name,
            {
                "columns": columns,
                "primary": primary,
                "checks": checks,
                "foreign": foreign,
                "unique": unique,
                "indexes": indexes,
            },
        )


def words(check):
    """A column and what it may hold, however a database writes it: IN (…), = ANY (ARRAY[…])."""
    return re.search(r"\w+", check)[0], *re.findall(r"'([^']*)'", check)


def declared(connection: Connection):
    for name, table in Base.metadata.tables.items():
        columns = {(c.name, c.type.compile(connection.dialect), bool(c.nullable)) for c in table.columns}
        primary = [c.name for c in table.primary_key.columns]
        checks, foreign, unique = set(), set(), set()
        for each in table.constraints:
            if isinstance(each, CheckConstraint):
                column, *allowed = words(str(each.sqltext))
                checks.add((f"ck_{name}_{column}", column, *allowed))
            elif type(each).__name__ == "ForeignKeyConstraint":
                (element,) = each.elements
                column = element.parent.name
                foreign.add((f"fk_{name}_{column}", column, element.column.table.name, each.ondelete))
            elif type(each).__name__ == "UniqueConstraint":
                names = tuple(c.name for c in each.columns)
                unique.add((f"uq_{name}_{'_'.join(names)}", names))
        indexes = {
            (
                i.name
                if str(i.name).startswith("ix_event_") or i.name == "ix_anchor_article_id_id"
                else f"ix_{name}_{'_'.join(i.columns.keys())}",
                tuple(i.columns.keys()),
            )
            for i in table.indexes
        }
        yield (
            name,
            {
                "columns": columns,
                "primary": primary,
                "checks": checks,
                "foreign": foreign,
                "unique": unique,
                "indexes": indexes,
            },
        )


def test_models_and_migrated_schema_agree_to_the_last_constraint(connection):
    found, wanted = dict(reflected(connection)), dict(declared(connection))
    assert found.keys() == wanted.keys()
    for name, table in wanted.items():
        assert found[name] == table, name


def test_rows_triggers_and_views_live_through_a_batch_rebuild(tmp_path, registry):
    """What every later revision will do to a table: foreign keys off before BEGIN keeps the child rows."""
    path = tmp_path / "rows.db"
    upgrade(path)
    with open_database(path, "write") as connection:
        save(connection, extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29"), registry)
        before = connection.execute(text("SELECT count(*) FROM event_mention")).scalar()
    (copy := tmp_path / "migrations").mkdir()
    for name in ("env.py", "script.py.mako"):
        (copy / name).write_bytes((shipped.migrations() / name).read_bytes())
    (copy / "versions").mkdir()
    for source in (shipped.migrations() / "versions").glob("*.py"):
        (copy / "versions" / source.name).write_bytes(source.read_bytes())
    (copy / "versions" / "0099_more.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision, down_revision, branch_labels, depends_on = '0099', '{schema.HEAD}', None, None\n"
        "def upgrade():\n"
        "    with op.batch_alter_table('run', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('colour', sa.Text()))\n"
        '    op.execute("DELETE FROM reject WHERE run_id NOT IN (SELECT id FROM run)")\n'
        "def downgrade():\n    pass\n"
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO run VALUES (1, 'ingest', '2026-01-05', NULL, '0', NULL, NULL, NULL, '{}', '{}')"
        )
        connection.execute("INSERT INTO reject VALUES (1, 1, 'a.txt', NULL, 'empty', NULL)")
    config = Config()
    config.set_main_option("script_location", str(copy))
    config.attributes["target"] = Target.of(path)
    command.upgrade(config, "head")
    with make_engine(Target.of(path), "write").connect() as connection:
        assert connection.execute(text("SELECT path FROM reject")).scalars().all() == ["a.txt"]
        assert connection.execute(text("SELECT count(*) FROM chronology")).scalar() == before
        assert (
            connection.execute(
                text("SELECT count(*) FROM sentence_fts WHERE sentence_fts MATCH 'rockets'")
            ).scalar()
            == 1
        )


def test_an_upgrade_of_an_older_database_keeps_a_backup_with_its_rows(tmp_path, registry, monkeypatch):
    path = tmp_path / "old.db"
    upgrade(path)
    with open_database(path, "write") as connection:
        save(connection, extraction(LAUNCH, registry=registry), registry)
    before = dump(path)
    # As a later kptimeline sees it: one revision more is known than the database has.
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0099"))
    monkeypatch.setattr(schema, "HEAD", "0099")
    with (
        pytest.raises(DatabaseError, match=f"has schema {REAL_HEAD}, this kptimeline needs 0099") as caught,
        open_database(path),
    ):
        pass
    assert "kptimeline db upgrade" in caught.value.hint
    backups = [upgrade(path), upgrade(path)]
    assert [backup.name for backup in backups] == [
        f"old.db.{REAL_HEAD}.backup",
        f"old.db.{REAL_HEAD}-2.backup",
    ]
    assert dump(backups[0]) == before


def filled(path, registry):
    """A database of the newest schema with rows in its tables."""
    upgrade(path)
    with open_database(path, "write") as connection:
        for outlet in ("Harbour Wire", "Coast Post"):
            told = extraction(LAUNCH, MEETING, AFTER, registry=registry, anchor="2025-12-30", outlet=outlet)
            save(connection, told, registry)
        number = start_run(connection, "ingest", started_at="2026-01-05", version="0")
        add_reject(connection, number, path="a.txt", line=3, reason="is empty")
    return path


def as_it_was(new, path, revision):
    """A database of an older schema with the rows of a newer one, as far as it has tables and columns for them."""
    upgrade(path, revision)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        query = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for (table,) in connection.execute(query).fetchall():
            if table == "alembic_version" or "_fts_" in table:
                continue
            columns = [
                {
                    name
                    for (name,) in connection.execute(
                        "SELECT name FROM pragma_table_info(?, ?)", (table, where)
                    )
                }
                for where in ("main", "new")
            ]
            both = ", ".join(f'"{name}"' for name in sorted(columns[0] & columns[1]))
            connection.execute(f'INSERT INTO main."{table}" ({both}) SELECT {both} FROM new."{table}"')
    return path


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_every_earlier_schema_is_upgraded_with_its_rows(tmp_path, registry, revision):
    new = filled(tmp_path / "new.db", registry)
    path = as_it_was(new, tmp_path / "old.db", revision)
    before = dump(path)
    backup = upgrade(path)
    assert (dump(backup), backup.name) == (before, f"old.db.{revision}.backup")
    assert contents(path) == contents(new)
    with open_database(path, "write") as connection:
        count = waiting(connection)
        first = next(compare_waiting(connection, registry, 1))  # stopped there
        assert (first, waiting(connection)) == (1, count - 1)
        assert [0, *compare_waiting(connection, registry, 3)][-1] == count - 1
    assert list(Check(path).differences()) == []  # of triggers, indexes, views, search there is none either
    assert contents(path) == contents(new)
    with open_database(path, "write") as connection:
        assert connection.execute(text("SELECT path, line FROM reject")).all() == [("a.txt", 3)]
        found, wanted = dict(reflected(connection)), dict(declared(connection))
        assert found == wanted
        save(connection, extraction(TROOPS, registry=registry), registry)
        words = text("SELECT count(*) FROM sentence_fts WHERE sentence_fts MATCH 'soldiers'")
        assert connection.execute(words).scalar() == 1


def test_the_third_schema_only_adds_indexes_of_spans(tmp_path, database, registry):
    year = Told("In 2025 Tokyo aided Seoul.", "aided", "aid", "AID", by=("Japan",), to=("South Korea",),
                when="in 2025")  # fmt: skip
    with open_database(database, "write") as connection:
        save(connection, extraction(LAUNCH, year, TROOPS, registry=registry, anchor="2025-12-29"), registry)
    path = as_it_was(database, tmp_path / "old.db", "0002")
    upgrade(path)
    views = ("chronology", "mentions", "undated", "event_actors")
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(database)) as new:
        for view in views:
            rows = f"SELECT * FROM {view}"
            assert sorted(old.execute(rows).fetchall(), key=repr) == sorted(new.execute(rows), key=repr)
        lasting = "FROM event INDEXED BY ix_event_lasting WHERE to_day > sort_day"
        assert old.execute(f"SELECT summary {lasting} ORDER BY sort_day").fetchall() == [
            ("keep Russia",),
            ("aid South Korea",),
        ]
        assert old.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def foreign_file(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")


REFUSED = [
    (lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 200), "not a SQLite database|damaged"),
    (lambda path: path.write_text("a text, not a database at all" * 50), "is not a SQLite database"),
    (foreign_file, "not one of kptimeline's"),
]


@pytest.mark.parametrize(("spoil", "words"), REFUSED)
def test_a_foreign_or_damaged_file_is_left_as_it_is(tmp_path, spoil, words):
    path = tmp_path / "x.db"
    spoil(path)
    before = path.read_bytes()
    attempts = (upgrade, prepare, opened("read"), opened("write"))
    for attempt in attempts:
        with pytest.raises(DatabaseError, match=words) as caught:
            attempt(path)
        assert caught.value.exit_code == 3
        assert caught.value.hint
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.db"]


def opened(mode):
    def attempt(path):
        with open_database(path, mode):
            pass

    return attempt


def test_a_newer_database_is_refused_and_left_as_it_is(database):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    for attempt in (upgrade, prepare, opened("read"), opened("write")):
        with pytest.raises(
            DatabaseError, match="has schema 0099, this kptimeline knows schemas up to"
        ) as caught:
            attempt(database)
        assert "later version" in caught.value.hint


def test_a_migration_that_fails_leaves_no_half_made_database(tmp_path):
    path = tmp_path / "half.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("CREATE TABLE sentence (x)")  # 0001 will meet it
    with pytest.raises(DatabaseError):
        upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    assert sorted(names) == ["alembic_version", "sentence"]


def test_writing_rolls_back_as_a_whole(connection):
    def fail():
        with writing(connection):
            connection.execute(text("INSERT INTO registry_state VALUES (9, 'x')"))
            with writing(connection):
                connection.execute(text("INSERT INTO registry_state VALUES (10, 'y')"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert connection.execute(text("SELECT count(*) FROM registry_state WHERE id > 8")).scalar() == 0
