"""Paths to files: folders in sorted order, so that the order of a run never depends on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from kptimeline.readers.patterns import matches
from kptimeline.readers.reject import Reject

# In a folder these are kptimeline's own, or surely no articles; named as a PATH they are refused.
_DATABASES = (".db", ".db-wal", ".db-shm", ".db-journal", ".sqlite", ".sqlite3", ".backup")


def walk(paths: Iterable[Path]) -> Iterator[Path | Reject]:
    """Each file once, in the order given, folders from top to bottom in sorted order.

    A path that does not exist and has `*`, `?` or `[` in it stands for what it matches. Hidden files and databases in folders are left out; links to folders in them are not followed.
    A Reject stands for a path that does not exist, is no regular file, or is a folder without files.
    """
    seen: set[Path] = set()
    for path in chain.from_iterable(map(matches, paths)):
        if _is_folder(path):
            found = False
            for inner in _inside(path):
                found = True
                if isinstance(inner, Reject) or _first_time(inner, seen):
                    yield inner
            if not found:
                yield Reject(told(path), None, "holds no files", "give a folder with .txt or .jsonl files")
        elif reject := _problem(path):
            yield reject
        elif _first_time(path, seen):
            yield path


def is_left_out(name: str) -> bool:
    """Whether a file of that name is read only where it is named itself."""
    return name.startswith(".") or name.endswith(_DATABASES)


def told(path: Path) -> str:
    """The path as text; bytes that are no UTF-8 are told by their numbers, as Python escapes them."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def unreadable(path: Path, error: OSError) -> Reject:
    """The reject that an error of the disk means."""
    return Reject(
        told(path),
        None,
        f"cannot be read: {(error.strerror or str(error)).lower()}",
        "check the path and its permissions",
    )


def no_file(path: Path) -> Reject:
    """The reject that a device, pipe or socket means."""
    return Reject(told(path), None, "is no regular file", "pipe it in, with - as PATH")


def _is_folder(path: Path) -> bool:
    try:
        return S_ISDIR(path.stat().st_mode)
    except OSError:
        return False  # _problem says why


def _problem(path: Path) -> Reject | None:
    """Why a path that is no folder is not read; None where it is a regular file."""
    try:
        regular = S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            return Reject(told(path), None, "is a link to nothing", "remove it, or link it to a file")
        return Reject(
            told(path), None, "no such file or folder", "check the spelling, or list the folder: ls"
        )
    except OSError as error:
        return unreadable(path, error)
    return None if regular else no_file(path)


def _inside(folder: Path) -> Iterator[Path | Reject]:
    errors: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not is_left_out(name):
                path = Path(top, name)
                yield _problem(path) or path
    for error in errors:
        yield unreadable(Path(error.filename), error)


def _first_time(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    if real in seen:
        return False
    seen.add(real)
    return True
