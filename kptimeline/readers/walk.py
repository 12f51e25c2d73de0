"""Paths to files: folders in sorted order, so that the order of a run never depends on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kptimeline.readers.reject import Reject


def walk(paths: Iterable[Path]) -> Iterator[Path | Reject]:
    """Each file once, in the order given, folders from top to bottom in sorted order; hidden files are left out.

    A Reject stands for a path that does not exist, is no regular file, or is a folder without files.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found = False
            for inner in _inside(path):
                found = True
                if isinstance(inner, Reject) or _first_time(inner, seen):
                    yield inner
            if not found:
                yield Reject(str(path), None, "holds no files", "give a folder with .txt or .jsonl files")
        elif not path.exists():
            yield Reject(
                str(path), None, "no such file or folder", "check the spelling, or list the folder: ls"
            )
        elif not path.is_file():
            yield Reject(str(path), None, "is no regular file", "pipe it in: kptimeline ingest - < PATH")
        elif _first_time(path, seen):
            yield path


def _inside(folder: Path) -> Iterator[Path | Reject]:
    errors: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (Path(top, name) for name in sorted(names) if not name.startswith("."))
        yield from (file for file in files if file.is_file())
    for error in errors:
        yield Reject(str(error.filename), None, "the folder cannot be read", "check its permissions")


def _first_time(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    if real in seen:
        return False
    seen.add(real)
    return True
