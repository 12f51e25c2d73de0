"""`--rejects FILE`: what could not be read as JSON lines, each written when it is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from kptimeline.errors import UsageError
from kptimeline.readers.reject import Reject


class RejectFile:
    """An open file of rejects."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def add(self, reject: Reject) -> None:
        """Writes one line, at once: an interrupted run leaves all that it met."""
        self._stream.write(msgspec.json.encode(reject) + b"\n")
        self._stream.flush()


@contextmanager
def opened_for_rejects(path: Path | None, sources: Iterable[Path | Reject]) -> Iterator[RejectFile | None]:
    """The file, emptied; None where none is wanted. Raises UsageError where it is one of the sources, or cannot be."""
    if path is None:
        yield None
        return
    real = path.resolve()
    if any(isinstance(source, Path) and source.resolve() == real for source in sources):
        raise UsageError(f"--rejects {path} is one of the files to read", "write the rejects to another file")
    try:
        stream = path.open("wb")
    except OSError as error:
        raise UsageError(
            f"--rejects {path} cannot be written: {(error.strerror or str(error)).lower()}",
            "check the folder and its permissions",
        ) from error
    with stream:
        yield RejectFile(stream)
