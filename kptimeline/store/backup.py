"""Copies of a SQLite database: taken while others write, whole, and looked through before they count."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from kptimeline.errors import DatabaseError, UsageError
from kptimeline.store import schema
from kptimeline.store.causes import plain_errors
from kptimeline.store.engine import BUSY_SECONDS, reading, sweep
from kptimeline.store.target import Target

PAGES = 2_000  # copied at a time: between two steps an interrupt is heard


def back_up(target: str | Path | Target, file: Path, *, force: bool = False) -> None:
    """Copies a database of ours, of any schema, to `file`.

    It is what the database held at one moment, the -wal included, and one file that needs none beside it. The copy
    gets its name only after SQLite found it sound. Raises UsageError for a `file` that is there (unless `force`) or
    is the database itself, DatabaseError where the database is not sound or there is no room.
    """
    place = Target.of(target)
    if place.path is None:
        raise UsageError(f"only SQLite files are copied, not {place.name}", "pg_dump makes copies of it")
    _require_place(place.path, file, force=force)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with plain_errors(place.name), reading(place) as connection:
            if schema.revision(connection) is None:
                schema.require_ours(None, place.name)
        with plain_errors(str(file)):
            _copy(place.path, part)
            _require_sound(place, part)
        part.replace(file)
    except OSError as error:
        raise DatabaseError(
            f"{file} cannot be written: {(error.strerror or '?').lower()}", "name another place"
        ) from error
    finally:
        sweep(place)
        for name in (part.name, f"{part.name}-journal"):
            with suppress(OSError):
                part.with_name(name).unlink()


def back_up_beside(place: Target, word: str) -> Path | None:
    """Copies a SQLite database to `NAME.WORD.backup` beside it (`-2` … when taken); None for one on a server."""
    if place.path is None:
        return None
    stem = f"{place.path.name}.{word}"
    names = (f"{stem}{suffix}.backup" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    copy = next((path for name in names if not (path := place.path.with_name(name)).exists()), None)
    if copy is None:
        raise DatabaseError(f"too many backups beside {place.path}", "move them away, then try again")
    back_up(place, copy)
    return copy


def _require_place(path: Path, file: Path, *, force: bool) -> None:
    """Raises UsageError for a file that must not be written over."""
    try:
        beside = {path.resolve().with_name(f"{path.resolve().name}{end}") for end in ("", "-wal", "-shm")}
        there, folder = file.exists(), file.is_dir()
        itself = file.resolve() in beside or (there and path.exists() and file.samefile(path))
        lost = not file.absolute().parent.is_dir()
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {(error.strerror or '?').lower()}", _OTHER) from error
    if itself:
        raise UsageError(f"{file} is the database itself", _OTHER)
    if folder:
        raise UsageError(f"{file} is a folder", f"name a file: {file / path.name}")
    if there and not file.is_file():
        raise UsageError(f"{file} is no regular file", _OTHER)
    if there and not force:
        raise UsageError(f"{file} is there already", "name another file, or write over it with --force")
    if left := next((name for end in ("-wal", "-journal") if (name := Path(f"{file}{end}")).exists()), None):
        raise UsageError(f"{left} is there, and would be taken for a part of {file}", _OTHER)
    if lost:
        raise UsageError(
            f"there is no folder {file.absolute().parent}", "make it first, or name another place"
        )


_OTHER = "name another file"


def _copy(path: Path, part: Path) -> None:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as old,
        closing(sqlite3.connect(part, isolation_level=None)) as new,
    ):
        old.execute("BEGIN")  # one moment for all steps, or a busy writer would make it begin again and again
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new, pages=PAGES)
        new.execute(
            "PRAGMA journal_mode = DELETE"
        )  # a file of its own, readable from where nothing can be written


def _require_sound(place: Target, part: Path) -> None:
    with closing(sqlite3.connect(f"{part.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        told = [line for (line,) in copy.execute("PRAGMA integrity_check(3)")]
    if told != ["ok"]:
        raise DatabaseError(
            f"{place.name} is damaged, and so would be its copy: {' '.join(told[0].split())}",
            "go back to an earlier backup, or rescue with: sqlite3 FILE .recover",
        )
