"""JSON Lines: one article an object, by the fields of docs/input.md; a bad line spoils only itself."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.fields import article_of, plain
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

MAX_LINE = 8_000_000  # bytes
MAX_SKIP = 512_000_000  # bytes of a line that is too long: what has no end by then is no file of articles


def read_jsonl(stream: BinaryIO, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a reject for each line that is not blank; the file is never held as a whole.

    Raises InputRejectedError where it is no UTF-8 from the start.
    """
    name = path or "-"
    for line in numbered_lines(stream, name, "give each article a line of its own"):
        if isinstance(line, Reject):
            yield line
            continue
        number, raw = line
        try:
            yield read_line(raw, defaults, path)
        except InputRejectedError as error:
            yield Reject.of(name, error, number)


def numbered_lines(stream: BinaryIO, name: str, hint: str) -> Iterator[tuple[int, bytes] | Reject]:
    """The lines of a file of JSON lines that are not blank, each with its number; one that is too long is a reject.

    Raises InputRejectedError where it is no UTF-8 from the start.
    """
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if number == 1 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise InputRejectedError(
                "is JSON lines in UTF-16, and these must be UTF-8",
                "convert it: iconv -f UTF-16 -t UTF-8 FILE > FILE.utf8.jsonl",
            )
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            ended = _skip_line(stream)
            reason = (
                f"the line is longer than {MAX_LINE:,} bytes"
                if ended
                else f"the line has no end within {MAX_SKIP:,} bytes; nothing after it is read"
            )
            yield Reject(name, number, reason, hint)
            if not ended:
                return
            continue
        line = (raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw).strip()
        if line:
            yield number, line


def read_line(line: bytes, defaults: Defaults, path: str | None) -> Article:
    """The article of one JSON object. Raises InputRejectedError."""
    return article_of(_decoded(line), line, defaults, path)


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        fields = msgspec.json.decode(line)
    except RecursionError as error:
        raise InputRejectedError(
            "is JSON that nests too deep", "leave out the field that holds what is nested"
        ) from error
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


def _skip_line(stream: BinaryIO) -> bool:
    """Reads up to the end of the line; whether it has one within bounds."""
    for _ in range(MAX_SKIP // MAX_LINE):
        part = stream.readline(MAX_LINE)
        if not part or part.endswith(b"\n"):
            return True
    return False
