"""Rows of an article and a date, CSV or JSON Lines: what `redate --from` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.reject import Reject

MAX_BYTES = 64_000_000  # a million rows with long paths
_HINT = "give a CSV with the columns article and date, or a JSON object with both a line"


class Dating(msgspec.Struct, frozen=True):
    """Row `line` (from 1) of a file: what the article is called there, and the date as written."""

    line: int
    article: str
    date: str


def read_datings(path: Path, stream: BinaryIO | None = None) -> Iterator[Dating | Reject]:
    """The rows of a file, or of a stream for the path `-`; rows without a date are left out.

    A bad row is a Reject with its number and spoils only itself. Raises InputRejectedError for a file that
    cannot be read, is no text, has neither form, or is larger than 64 MB.
    """
    text = _text(path, stream)
    if text.lstrip().startswith("{"):
        yield from _objects(str(path), text)
    else:
        yield from _table(str(path), text)


def _name(path: Path | str) -> str:
    return "standard input" if str(path) == "-" else str(path)


def _text(path: Path, stream: BinaryIO | None) -> str:
    name = _name(path)
    try:
        if stream is not None:
            raw = stream.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputRejectedError(f"{name}: cannot be read: {reason}", _HINT) from error
    if len(raw) > MAX_BYTES:
        raise InputRejectedError(f"{name}: is larger than {MAX_BYTES:,} bytes", "split it")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRejectedError(f"{name}: is not valid UTF-8 (at byte {error.start})", _HINT) from error


def _objects(path: str, text: str) -> Iterator[Dating | Reject]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
            except msgspec.DecodeError as error:
                yield Reject(path, number, f"is not JSON: {error}", _HINT)
                continue
            yield from _row(path, number, row if isinstance(row, dict) else {})


def _table(path: str, text: str) -> Iterator[Dating | Reject]:
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = rows.fieldnames or ()
        if not {"article", "date"} <= set(names):
            missing = " and ".join(name for name in ("article", "date") if name not in names)
            raise InputRejectedError(f"{_name(path)}: its first line names no column {missing}", _HINT)
        for row in rows:
            yield from _row(path, rows.line_num, row)
    except csv.Error as error:
        yield Reject(path, rows.line_num, f"is not CSV: {error}; nothing after it is read", _HINT)


def _row(path: str, number: int, row: dict[str, Any]) -> Iterator[Dating | Reject]:
    article, date = row.get("article"), row.get("date")
    if not isinstance(article, str) or not article.strip():
        yield Reject(path, number, "names no article", _HINT)
    elif date is not None and not isinstance(date, str):
        yield Reject(path, number, f"has a date that is no text: {date!r}"[:200], _HINT)
    elif date and date.strip():
        yield Dating(number, article.strip(), date.strip())
