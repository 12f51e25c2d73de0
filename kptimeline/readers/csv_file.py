"""Tables: a row an article, the first row its field names; read row by row, whatever the size.

The mark between fields is the one with which the first line names a field `text`: `csv.Sniffer`, which weighs
all signs of the first rows, takes commas of the prose for it, and needs quadratic time on hostile ones.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import MAX_TEXT
from kptimeline.readers.fields import KNOWN, article_of, plain
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

MAX_ROW = 8_000_000  # characters
MAX_TOLD = 8_000_000  # characters by which an encoding is told
MAX_HEADER = 16_000  # characters
_MARKS = ",\t;|"


def read_csv(stream: BinaryIO, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a reject for each row, named by the line that it begins on. Raises InputRejectedError."""
    lines = _Lines(stream)
    try:
        yield from _rows(lines, defaults, path)
    finally:
        lines.detach()


def _rows(lines: _Lines, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    names, mark = _header(lines, defaults)
    csv.field_size_limit(MAX_TEXT + 1)
    rows = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        lines.begin_row()
        try:
            row = next(rows, None)
            if row is None:
                return
            if row:
                yield article_of(
                    _fields(names, row), lines.row_bytes(), defaults, path, encoding=lines.encoding
                )
        except csv.Error as error:
            yield Reject(
                path or "-",
                lines.first,
                f"is no row of a table: {plain(error)}",
                "close its quotes; double those inside",
            )
        except InputRejectedError as error:
            yield Reject.of(path or "-", error, lines.first)
            if lines.broken:
                return


def _header(lines: _Lines, defaults: Defaults) -> tuple[list[str], str]:
    """The names, ours where they differ only in capitals, and the mark between them."""
    lines.begin_row()
    line = next(lines, "")
    if not line.strip():
        raise InputRejectedError(
            "is empty, or has no first line of field names", "name the fields in the first line"
        )
    if len(line) > MAX_HEADER:
        raise InputRejectedError("has no first line of field names", "name the fields in the first line")
    wanted = set(defaults.map.values())
    text = defaults.map.get("text", "text")
    readings = {mark: _names(line, mark, wanted) for mark in _MARKS}
    mark = next((mark for mark, names in readings.items() if text in names), None)
    if mark is None:
        told = ", ".join(max(readings.values(), key=len)[:12])[:200]
        raise InputRejectedError(
            f"has no field {text} in its first line: {told}",
            "say which field holds the text: --map text=NAME",
        )
    names = readings[mark]
    if twice := next((name for at, name in enumerate(names) if name and name in names[:at]), None):
        raise InputRejectedError(f"names the field {twice} twice", "rename one of the two")
    if missing := sorted(name for name in wanted - set(names) if name != text):
        raise InputRejectedError(
            f"has no field {missing[0]} in its first line", "correct --map, or leave it out"
        )
    return names, mark


def _names(line: str, mark: str, wanted: set[str]) -> list[str]:
    try:
        row = next(csv.reader([line], delimiter=mark, strict=True), [])
    except csv.Error:
        return []
    names = [name.strip() for name in row]
    return [low if name not in wanted and (low := name.lower()) in KNOWN else name for name in names]


def _fields(names: list[str], row: list[str]) -> dict[str, str]:
    """The cells that hold something, under the names that are some: a column without one is an index."""
    if len(row) != len(names):
        raise InputRejectedError(
            f"has {len(row)} fields, and the first line names {len(names)}",
            "quote fields that hold the mark between fields",
        )
    for name, cell in zip(names, row, strict=True):
        if not cell.isascii() and _is_broken(cell):
            raise InputRejectedError(
                f"the field {name} is not valid UTF-8",
                "convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8.csv",
            )
    return {name: cell for name, cell in zip(names, row, strict=True) if name and cell.strip()}


def _is_broken(text: str) -> bool:
    return any("\udc80" <= sign <= "\udcff" for sign in text)


def _encoding_of(raw: bytes) -> str | None:
    """As for text files; None where none can be told."""
    from kptimeline.readers.encodings import detected

    try:
        name = detected(raw)[1]
        return codecs.lookup(name).name
    except (InputRejectedError, LookupError):
        return None


class _Lines:
    """The lines of a table, with what csv.reader took of them for the row at hand."""

    def __init__(self, stream: BinaryIO) -> None:
        self.encoding: str | None = None  # where one was detected
        self._known = False  # whether the file has shown that it is UTF-8, or in no encoding as a whole
        self._ahead = io.StringIO()
        head = stream.peek(4) if isinstance(stream, io.BufferedReader) else b""
        wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        # Bytes that are no UTF-8 spoil their row only, or tell the encoding; UTF-16 that breaks cannot be found into again.
        self._text = io.TextIOWrapper(
            stream,
            encoding="utf-16" if wide else "utf-8-sig",
            errors="strict" if wide else "surrogateescape",
            newline="",
        )
        self._number = 0
        self._row: list[str] = []
        self._size = 0
        self.first = 1
        self.broken = False

    def detach(self) -> None:
        """Leaves the stream open, for whoever opened it."""
        self._text.detach()

    def begin_row(self) -> None:
        """What is read from here on is of the next row."""
        self.first = self._number + 1
        self._row.clear()
        self._size = 0

    def row_bytes(self) -> bytes:
        """The row as it is written."""
        return "".join(self._row).encode(self.encoding or "utf-8", "surrogateescape")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._ahead.readline(MAX_ROW + 1) or self._text.readline(MAX_ROW + 1)
        except UnicodeDecodeError as error:
            raise self._end("is not valid UTF-16") from error
        if not line:
            raise StopIteration
        self._number += 1
        self._size += len(line)
        if self._size > MAX_ROW:
            raise self._end(f"is longer than {MAX_ROW:,} characters, or has a quote that is never closed")
        if not line.isascii():
            line = self._decoded(line)
        self._row.append(line)
        return line

    def _decoded(self, line: str) -> str:
        """The line in the encoding of the file, which the first line that is no UTF-8 tells with those after it."""
        if not self._known:
            self._known = True
            if _is_broken(line):
                rest = self._text.read(MAX_TOLD) + self._text.readline(MAX_ROW + 1)
                self._ahead = io.StringIO(rest, newline="")
                self.encoding = _encoding_of((line + rest).encode("utf-8", "surrogateescape"))
        if self.encoding is None:
            return line
        return line.encode("utf-8", "surrogateescape").decode(self.encoding, "surrogateescape")

    def _end(self, why: str) -> InputRejectedError:
        self.broken = True
        return InputRejectedError(
            f"the row {why}; nothing after it is read", "mend the row, and read the file again"
        )
