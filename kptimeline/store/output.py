"""`--output FILE`: what a command writes stands there whole, or the file is as it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kptimeline.errors import UsageError
from kptimeline.store.target import Target

_BESIDE = ("", "-wal", "-shm", "-journal")  # the files of a SQLite database


@contextmanager
def opened_for_output(path: Path, database: str | Path | Target) -> Iterator[BinaryIO]:
    """A file that takes its name only when all is written; devices and pipes are written as it comes.

    Raises UsageError where it is the database itself, or cannot be written.
    """
    try:
        real = path.resolve()
        if (own := Target.of(database).path) is not None and _is_of(real, own.resolve()):
            raise UsageError(f"--output {path} is the database", "write to another file")
        if real.exists() and not real.is_file():
            with real.open("wb") as stream:
                yield stream
            return
        with _written_aside(real) as stream:
            yield stream
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(
            f"--output {path} cannot be written: {(error.strerror or str(error)).lower()}",
            "check the folder, its permissions and the room on the disk",
        ) from error


@contextmanager
def _written_aside(path: Path) -> Iterator[BinaryIO]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        aside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _is_of(path: Path, database: Path) -> bool:
    """Whether a path is one of the database's files, or another name of it."""
    if path in {database.with_name(database.name + ending) for ending in _BESIDE}:
        return True
    return path.exists() and database.exists() and path.samefile(database)
