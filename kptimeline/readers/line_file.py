"""Files of JSON lines that a run writes beside its work (`--rejects`, `--json-log`), each line when it is met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import UsageError
from kptimeline.readers.reject import Reject


class LineFile:
    """An open file of JSON lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def add(self, line: Reject | dict[str, Any]) -> None:
        """Writes one line, at once: an interrupted run leaves all that it met."""
        self._stream.write(msgspec.json.encode(line) + b"\n")
        self._stream.flush()


@contextmanager
def opened_for_lines(
    option: str, path: Path | None, sources: Iterable[Path | Reject]
) -> Iterator[LineFile | None]:
    """The file that an option names, emptied; None where none is wanted.

    Raises UsageError where it is one of the sources, or cannot be.
    """
    if path is None:
        yield None
        return
    real = path.resolve()
    if any(isinstance(source, Path) and source.resolve() == real for source in sources):
        raise UsageError(f"{option} {path} is one of the files to read", "name another file")
    try:
        stream = path.open("wb")
    except OSError as error:
        raise UsageError(
            f"{option} {path} cannot be written: {(error.strerror or str(error)).lower()}",
            "check the folder and its permissions",
        ) from error
    with stream:
        yield LineFile(stream)
