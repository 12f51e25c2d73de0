"""Rows that people write for a command: a CSV with a head line, or JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.reject import Reject

MAX_BYTES = 64_000_000  # a million rows with long paths

Fields = dict[str, Any]


def read_rows(
    path: Path, needed: Sequence[str], hint: str, stream: BinaryIO | None = None
) -> Iterator[tuple[int, Fields] | Reject]:
    """The number (from 1) and the fields of each row of a file, or of a stream for the path `-`.

    A bad row is a Reject with its number and spoils only itself. Raises InputRejectedError, with the hint,
    for a file that cannot be read, is no text, is larger than 64 MB, or a CSV without the columns `needed`.
    """
    text = _text(path, stream, hint)
    if text.lstrip().startswith("{"):
        yield from _objects(str(path), text, hint)
    else:
        yield from _table(str(path), text, needed, hint)


def _name(path: Path | str) -> str:
    return "standard input" if str(path) == "-" else str(path)


def _text(path: Path, stream: BinaryIO | None, hint: str) -> str:
    name = _name(path)
    try:
        if stream is not None:
            raw = stream.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as opened:
                raw = opened.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputRejectedError(f"{name}: cannot be read: {reason}", hint) from error
    if len(raw) > MAX_BYTES:
        raise InputRejectedError(f"{name}: is larger than {MAX_BYTES:,} bytes", "split it")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRejectedError(f"{name}: is not valid UTF-8 (at byte {error.start})", hint) from error


def _objects(path: str, text: str, hint: str) -> Iterator[tuple[int, Fields] | Reject]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                deep = isinstance(error, RecursionError)
                reason = "is JSON that nests too deep" if deep else f"is not JSON: {error}"
                yield Reject(path, number, reason, hint)
                continue
            yield number, row if isinstance(row, dict) else {}


def _table(path: str, text: str, needed: Sequence[str], hint: str) -> Iterator[tuple[int, Fields] | Reject]:
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = rows.fieldnames or ()
        if not set(needed) <= set(names):
            missing = " and ".join(name for name in needed if name not in names)
            raise InputRejectedError(f"{_name(path)}: its first line names no column {missing}", hint)
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        yield Reject(path, rows.line_num, f"is not CSV: {error}; nothing after it is read", hint)
