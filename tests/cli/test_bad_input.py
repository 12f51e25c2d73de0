"""Bad input at the command line: cause, file and way out are told, and the other files are still read."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kptimeline.store import schema
from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
MEMO = Path(__file__).parent / "articles" / "memo.txt"
AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture
def folder(tmp_path):
    shutil.copy(MEMO, tmp_path)
    return tmp_path


def errors(outcome) -> list[str]:
    """What stderr names as errors; each must come with a way out."""
    lines = outcome.err.splitlines()
    named = [number for number, line in enumerate(lines) if line.startswith("error: ")]
    assert all(lines[number + 1].startswith("hint:  ") for number in named)
    return [lines[number].removeprefix("error: ") for number in named]


def test_a_folder_with_what_is_no_article(folder):
    (folder / "all").mkdir()
    shutil.move(folder / "memo.txt", folder / "all" / "z.txt")
    os.mkfifo(folder / "all" / "pipe")
    (folder / "all" / "link.txt").symlink_to("gone")
    (folder / "all" / "folder.txt").mkdir()
    (folder / "all" / "open.txt").write_text("---\noutlet: A\n\nIt rang.\n")
    outcome = run("ingest", "all", *AS_OF, folder=folder)
    assert errors(outcome) == [
        "all/link.txt: is a link to nothing",
        "all/open.txt: begins with front matter that has no end",
        "all/pipe: is no regular file",
    ]
    assert outcome.out.startswith("1 article (1 new), 3 rejected; ")
    assert outcome.code == 1


PATHS = [
    ("x" * 300, "cannot be read: file name too long"),
    ("memo.txt/inner", "no such file or folder"),
    ("/dev/zero", "is no regular file"),
    ("caf\udce9.txt", "no such file or folder"),
    ("evil\x1b[31m.txt", "no such file or folder"),
]


@pytest.mark.parametrize(("path", "reason"), PATHS)
def test_a_path_that_cannot_be_read(folder, path, reason):
    outcome = run("ingest", path, "memo.txt", *AS_OF, folder=folder)
    shown = path.replace("\udce9", "\\xe9").replace("\x1b[31m", "")
    assert errors(outcome) == [f"{shown}: {reason}"]
    assert outcome.out.startswith("1 article (1 new), 1 rejected; ")
    assert outcome.code == 1


def test_a_name_that_is_no_text_is_stored_as_text(folder):
    shutil.move(folder / "memo.txt", folder / "caf\udce9.txt")
    assert run("ingest", "caf\udce9.txt", *AS_OF, folder=folder).code == 0
    again = run("redate", "caf\\xe9.txt", "2025-11-18", *AS_OF, folder=folder)
    assert again.code == 0, again.err


def test_standard_input_is_named_and_read_once(folder):
    outcome = run("ingest", "-", "memo.txt", "-", *AS_OF, folder=folder, stdin=b"caf\xe9 caf\xc3\xa9")
    assert errors(outcome) == [
        "standard input: is not valid UTF-8 (at byte 3), and in no other encoding as a whole; it may mix two"
    ]
    assert (outcome.code, outcome.out[:26]) == (1, "1 article (1 new), 1 rejec")


def test_input_without_end_is_refused(folder):
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "kptimeline", "ingest", "-"],
            stdin=endless,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stderr.startswith("error: standard input: is larger than 8,000,000 bytes\nhint:  ")
    assert (done.returncode, done.stdout) == (1, "0 articles, 1 rejected\n")


def test_the_database_in_a_folder_is_no_article(folder):
    assert run("ingest", "memo.txt", *AS_OF, folder=folder).code == 0
    outcome = run("ingest", ".", *AS_OF, folder=folder)
    assert (outcome.code, outcome.out[:30]) == (0, "1 article (1 known), 0 rejecte")
    assert errors(run("ingest", "kptimeline.db", folder=folder)) == [
        "kptimeline.db: is a database, which is not read"
    ]


def test_one_file_named_twice_is_one_article(folder):
    outcome = run("ingest", "memo.txt", "./memo.txt", "--dateline", "2025-11-18", *AS_OF, folder=folder)
    assert (outcome.code, outcome.out[:18]) == (0, "1 article (1 new),")


def test_what_an_article_holds_does_nothing_to_the_terminal(folder):
    (folder / "evil\x1b[31m.jsonl").write_text(
        '{"text": "a", "genre": "\\u001b[2Jpoem\\u202e"}\n{"text": "\\u001b[2Ja"}\n'
    )
    outcome = run("ingest", "evil\x1b[31m.jsonl", "--dry-run", folder=folder)
    assert errors(outcome) == ["evil.jsonl:1: invalid enum value '\\x1b[2Jpoem\\u202e' - at `$.genre`"]
    assert outcome.out.splitlines()[0].endswith("  evil.jsonl  a")
    assert "\x1b" not in outcome.out + outcome.err


DATELINES = [
    ("2025-02-30", "--dateline 2025-02-30 is not in the calendar"),
    ("0000-01-01", "--dateline 0000-01-01 is not in the calendar"),
    ("2025-11", "--dateline '2025-11' is not one day"),
    ("", "--dateline '' is not understood as a date"),
    ("banana", "--dateline 'banana' is not understood as a date"),
    ("2026-11-23", "--dateline 2026-11-23 is later than 2026-11-21, the day of ingest"),
]


@pytest.mark.parametrize(("dateline", "message"), DATELINES)
def test_a_dateline_that_is_no_day_changes_nothing(folder, dateline, message):
    outcome = run("ingest", "memo.txt", "--dateline", dateline, *AS_OF, folder=folder)
    assert errors(outcome) == [message]
    assert (outcome.code, outcome.out) == (2, "")
    assert not (folder / "kptimeline.db").exists()


def test_a_dateline_holds_for_one_article_even_where_others_are_rejected(folder):
    (folder / "empty.txt").touch()
    (folder / "two.jsonl").write_text('{"text": "It rang."}\n{broken\n{"text": "Twice."}\n')
    dated = ("--dateline", "2025-11-18", *AS_OF)
    one = run("ingest", "memo.txt", "empty.txt", *dated, folder=folder)
    assert (errors(one), one.code, one.out[:18]) == (["empty.txt: is empty"], 1, "1 article (1 new),")
    two = run("ingest", "two.jsonl", *dated, folder=folder)
    assert errors(two)[-1] == "--dateline 2025-11-18 is the date of one article, and there are more"
    assert (two.code, two.out) == (2, "")
    assert run("ingest", "two.jsonl", *dated, "--dateline-for-all", folder=folder).out.startswith(
        "2 articles"
    )


def test_an_empty_path_is_not_the_current_folder(folder):
    outcome = run("ingest", "", folder=folder)
    assert (
        outcome.err == "error: a PATH is empty\nhint:  give a file or folder, or . for the current folder\n"
    )
    assert outcome.code == 2


def text(path: Path) -> None:
    path.write_text("not a database")


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmark (id INTEGER)")
    connection.close()


def newer(path: Path) -> None:
    run("ingest", "memo.txt", "--database", path.name, folder=path.parent)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


def broken(path: Path) -> None:
    run("ingest", "memo.txt", "--database", path.name, folder=path.parent)
    path.write_bytes(path.read_bytes()[:20_000])


DATABASES = [
    (text, "bad.db is not a SQLite database"),
    (foreign, "bad.db is a database, but not one of kptimeline's"),
    (newer, f"bad.db has schema 0999, this kptimeline knows schemas up to {schema.HEAD}"),
    (broken, "bad.db is damaged: database disk image is malformed"),
]


@pytest.mark.parametrize(("make", "message"), DATABASES, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize(
    "command", [["ingest", "memo.txt"], ["show"], ["sql", "SELECT 1"]], ids=lambda value: value[0]
)
def test_a_database_that_is_none_of_ours_is_left_as_it_is(folder, make, message, command):
    path = folder / "bad.db"
    make(path)
    before = path.read_bytes()
    outcome = run(*command, "--database", "bad.db", folder=folder)
    assert errors(outcome) == [message]
    assert (outcome.code, outcome.out) == (3, "")
    assert path.read_bytes() == before
