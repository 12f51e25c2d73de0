"""Lines of corrections that a team shares: what `corrections import` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kptimeline.errors import InputRejectedError
from kptimeline.merge.correction_line import HINT, CorrectionLine, checked, decoded
from kptimeline.readers.jsonl import numbered_lines
from kptimeline.readers.reject import Reject


def read_corrections(
    path: Path, now: str, stream: BinaryIO | None = None
) -> Iterator[tuple[int, CorrectionLine] | Reject]:
    """The corrections of a file, or of a stream for the path `-`, each with its line number (from 1).

    A bad line is a Reject and spoils only itself. `now` is UTC, ISO with microseconds. Raises InputRejectedError for
    a file that cannot be read.
    """
    if stream is not None:
        yield from _read(stream, "-", now)
        return
    try:
        with path.open("rb") as opened:
            yield from _read(opened, str(path), now)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputRejectedError(f"{path}: cannot be read: {reason}", HINT) from error


def _read(stream: BinaryIO, name: str, now: str) -> Iterator[tuple[int, CorrectionLine] | Reject]:
    for line in numbered_lines(stream, name, "give each correction a line of its own"):
        if isinstance(line, Reject):
            yield line
            continue
        number, raw = line
        try:
            yield number, checked(decoded(raw), now)
        except InputRejectedError as error:
            yield Reject.of(name, error, number)
