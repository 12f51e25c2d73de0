"""Rows of an article and a date, CSV or JSON Lines: what `redate --from` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kptimeline.readers.reject import Reject
from kptimeline.readers.table import read_rows

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
    for row in read_rows(path, ("article", "date"), _HINT, stream):
        if isinstance(row, Reject):
            yield row
        else:
            yield from _row(str(path), *row)


def _row(path: str, number: int, row: dict[str, Any]) -> Iterator[Dating | Reject]:
    article, date = row.get("article"), row.get("date")
    if not isinstance(article, str) or not article.strip():
        yield Reject(path, number, "names no article", _HINT)
    elif date is not None and not isinstance(date, str):
        yield Reject(path, number, f"has a date that is no text: {date!r}"[:200], _HINT)
    elif date and date.strip():
        yield Dating(number, article.strip(), date.strip())
