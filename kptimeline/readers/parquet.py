"""Parquet: a row an article, by the fields of docs/input.md; read a few rows of a row group at a time.

The importer of pyarrow. A time with a zone is that moment in that zone; one without is the clock time that it states.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.archives import seekable
from kptimeline.readers.article import Defaults
from kptimeline.readers.compression import ARCHIVES
from kptimeline.readers.fields import KNOWN, article_of, plain
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

ROWS = 16  # read at once
MAX_GROUP = 2_000_000_000  # bytes of a row group, unpacked
_AGAIN = "write it again, or write its rows as .jsonl"


def read_parquet(stream: BinaryIO, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a reject for each row, named by its number from 1. Raises InputRejectedError for the file."""
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise InputRejectedError("is a Parquet table, and pyarrow is not installed", ARCHIVES) from error
    source = seekable(stream, "a Parquet table")
    size = source.seek(0, io.SEEK_END)
    damage = (pa.ArrowException, OSError, ValueError, OverflowError)
    number = 0
    try:
        table = ParquetFile(pa.PythonFile(source, mode="r"), pre_buffer=False, buffer_size=1 << 16)
        _check(table, size, defaults)
        names = {
            name: low
            for name in table.schema_arrow.names
            if (low := name.lower()) in KNOWN and name not in defaults.map.values()
        }
        for batch in table.iter_batches(batch_size=ROWS, use_threads=False):
            for at in range(batch.num_rows):
                number += 1
                try:
                    yield _article(batch.slice(at, 1), names, defaults, path)
                except InputRejectedError as error:
                    yield Reject(path or "-", None, f"row {number}: {error.message}", error.hint)
    except damage as error:
        if number:
            why = f"cannot be read after row {number}: {_line(error)}"
        else:
            why = f"is a damaged Parquet table: {_line(error)}"
        raise InputRejectedError(why, _AGAIN) from error


def _check(table: Any, size: int, defaults: Defaults) -> None:
    """Raises InputRejectedError for tables that hold no articles, or far more than their bytes can."""
    about = table.metadata
    text = defaults.map.get("text", "text")
    names = list(table.schema_arrow.names)
    if text.partition(".")[0] not in {*names, *(name.lower() for name in names)} and text not in names:
        raise InputRejectedError(
            f"has no column {text}: {', '.join(names)[:200]}", "say which holds the text: --map text=NAME"
        )
    if not about.num_rows:
        raise InputRejectedError("holds no rows", "leave it out")
    if about.num_rows > size:
        raise InputRejectedError("states more rows than it has bytes", _AGAIN)
    if any(about.row_group(at).total_byte_size > MAX_GROUP for at in range(about.num_row_groups)):
        raise InputRejectedError(
            f"has a row group of more than {MAX_GROUP:,} bytes", "write it again with smaller row groups"
        )


def _article(row: Any, names: dict[str, str], defaults: Defaults, path: str | None) -> Article:
    import pyarrow as pa

    try:
        stated = _whole_microseconds(row).to_pylist()[0]
    except (pa.ArrowException, ValueError, OverflowError, OSError) as error:
        raise InputRejectedError(f"holds a value that cannot be read: {_line(error)}", _AGAIN) from error
    fields = {
        names.get(name, name): value
        for name, cell in stated.items()
        if (value := _told(cell)) is not None and value != ""
    }
    return article_of(fields, msgspec.json.encode(fields), defaults, path)


def _whole_microseconds(row: Any) -> Any:
    """The row with its times in microseconds: Python has no smaller ones."""
    import pyarrow as pa

    columns = [
        column.cast(pa.timestamp("us", column.type.tz), safe=False)
        if pa.types.is_timestamp(column.type)
        else column
        for column in row.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=row.schema.names)


def _told(value: Any) -> Any:
    """A value as JSON has it: times and days as ISO, text that is declared to be bytes as text, other bytes as none."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    if isinstance(value, dict):
        return {str(name): _told(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_told(inner) for inner in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value) if isinstance(value, Decimal) else msgspec.to_builtins(value, enc_hook=str)


def _line(error: Exception) -> str:
    return " ".join(plain(error).split())[:200]
