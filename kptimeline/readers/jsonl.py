"""JSON Lines: one article an object, by the fields of docs/input.md; a bad line spoils only itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.fields import article_of, plain
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

MAX_LINE = 8_000_000  # bytes
_BOM = b"\xef\xbb\xbf"


def read_jsonl(stream: BinaryIO, defaults: Defaults, path: str) -> Iterator[Article | Reject]:
    """An article or a reject for each line that is not blank; the file is never held as a whole."""
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            _skip_line(stream)
            yield Reject(
                path, number, f"the line is longer than {MAX_LINE:,} bytes", "split the articles in it"
            )
            continue
        line = (raw.removeprefix(_BOM) if number == 1 else raw).strip()
        if not line:
            continue
        try:
            yield read_line(line, defaults, path)
        except InputRejectedError as error:
            yield Reject.of(path, error, number)


def read_line(line: bytes, defaults: Defaults, path: str | None) -> Article:
    """The article of one JSON object. Raises InputRejectedError."""
    return article_of(_decoded(line), line, defaults, path)


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = (
            "is not valid UTF-8" if isinstance(error, UnicodeDecodeError) else f"is not JSON: {plain(error)}"
        )
        raise InputRejectedError(reason, "each line must be one JSON object with a field text") from error
    if not isinstance(fields, dict):
        raise InputRejectedError(
            "is not a JSON object", "each line must be one JSON object with a field text"
        )
    return fields


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(MAX_LINE)) and not part.endswith(b"\n"):
        pass
