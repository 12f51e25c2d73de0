"""Web archives (WARC, CC-NEWS): an article for each page that was captured whole, by the reader of web pages.

The importer of fastwarc. When a page was captured says nothing of when it was published but this: not later. So that
day stands for the day of ingest, and is never the anchor.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from msgspec.structs import replace

from kptimeline.dateline.choose import CAPTURED
from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.compression import ARCHIVES
from kptimeline.readers.days import is_ahead
from kptimeline.readers.html import page_article
from kptimeline.readers.html_tree import decode_page
from kptimeline.readers.http_response import parse_response
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

MAX_PAGE = 16_000_000  # bytes
MAX_HEADER = 65_536  # bytes before a record
MAX_ADDRESS = 2_000  # characters
MAX_DATE = 40  # characters
FIRST_YEAR = 1991  # of the web: an earlier day is that of a clock that was not set
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_AGAIN = "fetch it again; save its pages as .html"


def read_warc(stream: BinaryIO, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a reject for each response with status 200 that is a page; rejects by the record's number from 1.

    Raises InputRejectedError where there is no such record.
    """
    found = False
    for number, record in _records(stream):
        try:
            if isinstance(record, InputRejectedError):
                raise record
            article = _article(record, defaults, path)
        except InputRejectedError as error:
            found = True
            yield Reject(path or "-", None, f"record {number}: {error.message}", error.hint)
            continue
        if article is not None:
            found = True
            yield article
    if not found:
        raise InputRejectedError(
            "holds no pages: no response of type text/html with status 200", "give the archive of the pages"
        )


def _records(stream: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Each record with its number, and an error for what cannot be passed over."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputRejectedError("is a web archive, and fastwarc is not installed", ARCHIVES) from error
    records = ArchiveIterator(
        _Told(stream),
        parse_http=False,  # it would unpack bodies without a bound
        quirks_mode=True,  # what is no record is passed over up to the next
        stream_detect=False,
        fsspec_args=False,
        max_header_len=MAX_HEADER,
    )
    number = 0
    while True:
        number += 1
        try:
            record = next(records)
        except StopIteration:
            return
        except BaseException as error:
            # A fault inside the library is no Exception of Python's.
            if not isinstance(error, OSError) and type(error).__name__ != "PanicException":
                raise
            yield number, InputRejectedError("cannot be read; nothing after it is read", _AGAIN)
            return
        if record.record_type == WarcRecordType.response and record.is_http:
            yield number, record


def _article(record: Any, defaults: Defaults, path: str | None) -> Article | None:
    """The article of a response; None where it is no page. Raises InputRejectedError."""
    stated = record.content_length
    block = record.reader.read(min(stated, MAX_PAGE + MAX_HEADER) + 1)
    response = parse_response(block)
    if response.status != 200 or (response.kind or _identified(record)) not in _PAGES:
        return None
    if len(block) < min(stated, MAX_PAGE + MAX_HEADER):
        raise InputRejectedError(f"is cut off: it states {stated:,} bytes, and {len(block):,} follow", _AGAIN)
    raw = response.body(MAX_PAGE)
    if max(len(raw), len(response.stored)) > MAX_PAGE:
        raise InputRejectedError(f"is larger than {MAX_PAGE:,} bytes", "save its text as .txt")
    captured = _captured(record)
    day = captured[:10] if captured else defaults.as_of
    if defaults.given and is_ahead(defaults.given, day):
        raise InputRejectedError(
            f"dateline {defaults.given} is later than {day}, the day that it was captured",
            "correct --dateline",
        )
    page, encoding = decode_page(raw, response.charset)
    bounded = replace(defaults, as_of=min(defaults.as_of, day))
    made = page_article(page, raw, bounded, path, encoding=encoding, address=_address(record))
    about = {
        CAPTURED: captured,
        "captured_in_part": record.headers.get("WARC-Truncated"),
        "captured_from": None if made.url == _address(record) else _address(record),
    }
    return replace(made, extra=made.extra | {name: value for name, value in about.items() if value})


def _identified(record: Any) -> str:
    return str(record.headers.get("WARC-Identified-Payload-Type") or "").partition(";")[0].strip().lower()


def _captured(record: Any) -> str | None:
    """When a page was captured, as stated, in UTC; None where that is no day that can be."""
    stated = str(record.headers.get("WARC-Date") or "").strip()[:MAX_DATE]
    try:
        return stated if date.fromisoformat(stated[:10]).year >= FIRST_YEAR else None
    except ValueError:
        return None


def _address(record: Any) -> str | None:
    """The page's address; some early archives wrote it in pointed brackets."""
    address = str(record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    known = address.lower().startswith(("http://", "https://")) and len(address) <= MAX_ADDRESS
    return address if known else None


class _Told(io.RawIOBase):
    """A stream that can tell its place, which the library asks for, and gives what there is before it breaks off."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        part = (self._stream.read1 if isinstance(self._stream, io.BufferedIOBase) else self._stream.read)(
            size
        )
        self._at += len(part or b"")
        return part or b""
