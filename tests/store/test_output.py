"""`--output`: a file is written whole or not at all, and never over the database."""

import os

import pytest

from kptimeline.errors import UsageError
from kptimeline.store.output import opened_for_output


def test_a_file_takes_its_name_when_all_is_written(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("old")
    path.chmod(0o640)
    with opened_for_output(path, tmp_path / "k.db") as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["events.csv"]


def test_a_failure_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("old")

    def write():
        with opened_for_output(path, tmp_path / "k.db") as stream:
            stream.write(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["events.csv"]


def test_a_new_file_has_the_rights_that_others_have(tmp_path):
    with opened_for_output(tmp_path / "a", tmp_path / "k.db") as stream:
        stream.write(b"x")
    (tmp_path / "b").write_text("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_pipe_is_written_as_it_comes(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with opened_for_output(tmp_path / "pipe", tmp_path / "k.db") as stream:
        stream.write(b"x")
        stream.flush()
        assert os.read(reader, 10) == b"x"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["k.db", "k.db-wal", "k.db-shm", "linked.db", "hard.db"])
def test_the_database_is_never_written_over(tmp_path, name):
    database = tmp_path / "k.db"
    database.write_bytes(b"all that there is")
    (tmp_path / "linked.db").symlink_to(database)
    (tmp_path / "hard.db").hardlink_to(database)
    with pytest.raises(UsageError, match="is the database"), opened_for_output(tmp_path / name, database):
        pass
    assert database.read_bytes() == b"all that there is"


@pytest.mark.parametrize("name", ["none/events.csv", "file/events.csv", "x" * 300])
def test_what_cannot_be_written_is_told(tmp_path, name):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UsageError, match="cannot be written") as caught,
        opened_for_output(tmp_path / name, tmp_path / "k.db"),
    ):
        pass
    assert caught.value.hint
