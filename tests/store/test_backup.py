"""Copies: whole, sound, of one moment, never over something else."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from kptimeline.errors import DatabaseError, UsageError
from kptimeline.store.backup import back_up
from kptimeline.store.engine import open_database, writing
from kptimeline.store.save import save
from kptimeline.store.status import status
from tests.store.builder import LAUNCH, MEETING, extraction


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_a_copy_holds_what_only_the_wal_has(database, tmp_path, registry):
    copy = tmp_path / "copy.db"
    with open_database(database, "write") as connection:
        connection.exec_driver_sql("PRAGMA wal_autocheckpoint = 0")
        save(connection, extraction(LAUNCH, MEETING, registry=registry), registry)
        assert database.with_name(f"{database.name}-wal").stat().st_size > 0
        back_up(database, copy)
        assert status(copy).articles == 1
        with writing(connection):
            connection.execute(text("DELETE FROM reject"))
    assert dump(copy) == dump(database)
    assert names(tmp_path) == ["copy.db", "kptimeline.db"]


def test_a_writer_at_work_does_not_hold_up_a_copy(database, tmp_path, registry):
    with open_database(database, "write") as connection, writing(connection):
        save(connection, extraction(LAUNCH, registry=registry), registry)
        back_up(database, tmp_path / "copy.db")
    assert (status(tmp_path / "copy.db").articles, status(database).articles) == (0, 1)


def test_a_copy_can_be_read_where_nothing_can_be_written_beside_it(database, tmp_path):
    copy = tmp_path / "copy.db"
    back_up(database, copy)
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (0,)
        assert names(tmp_path) == ["copy.db", "kptimeline.db"]


def taken(folder):
    (folder / "taken").write_text("mine")
    return folder / "taken"


def beside(folder):
    (folder / "new.db-wal").write_bytes(b"frames of another database")
    return folder / "new.db"


def linked(folder):
    (folder / "link.db").symlink_to(folder / "kptimeline.db")
    return folder / "link.db"


REFUSED = [
    (taken, False, "taken is there already"),
    (lambda folder: folder / "kptimeline.db", True, "is the database itself"),
    (lambda folder: folder / "kptimeline.db-wal", True, "is the database itself"),
    (linked, True, "is the database itself"),
    (lambda folder: folder, True, "is a folder"),
    (lambda folder: folder / "no" / "x.db", True, "there is no folder"),
    (beside, True, "new.db-wal is there, and would be taken for a part of"),
    (lambda folder: folder / ("x" * 300), True, "cannot be written: file name too long"),
]


@pytest.mark.parametrize(("make", "force", "words"), REFUSED)
def test_what_is_there_is_not_written_over(database, tmp_path, make, force, words):
    file = make(tmp_path)
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(UsageError, match=words) as caught:
        back_up(database, file, force=force)
    assert caught.value.hint
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_force_writes_over_a_file(database, tmp_path):
    file = taken(tmp_path)
    back_up(database, file, force=True)
    assert dump(file) == dump(database)


def test_a_damaged_database_gives_no_copy(database, tmp_path, registry):
    with open_database(database, "write") as connection:
        save(connection, extraction(LAUNCH, MEETING, registry=registry), registry)
    raw = bytearray(database.read_bytes())
    raw[8 * 4096 + 8 : 9 * 4096] = b"\xa5" * 4088  # a page inside, not the first
    database.write_bytes(raw)
    with pytest.raises(DatabaseError, match="is damaged") as caught:
        back_up(database, tmp_path / "copy.db")
    assert "backup" in caught.value.hint
    assert names(tmp_path) == ["kptimeline.db"]


def test_what_is_none_of_ours_is_not_copied(tmp_path):
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(DatabaseError, match="not one of kptimeline's"):
        back_up(path, tmp_path / "copy.db")
    assert names(tmp_path) == ["other.db"]
