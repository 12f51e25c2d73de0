"""One file or stream to its articles: the format is chosen by content, then by name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import MAX_FILE
from kptimeline.readers.jsonl import read_jsonl
from kptimeline.readers.reject import Reject
from kptimeline.readers.text import read_text
from kptimeline.readers.walk import told, unreadable
from kptimeline.records import Article, Genre

_OBJECT = re.compile(rb"\s*\{[ \t]*\"")
_LINES = (".jsonl", ".ndjson")
# What would be nonsense if it were read as plain text: how it begins, its endings, what to do.
_FOREIGN = (
    ((b"<!doctype html", b"<html"), (".html", ".htm"), "HTML", "save the article's text as .txt"),
    ((b"%pdf-",), (".pdf",), "PDF", "pdftotext FILE.pdf FILE.txt"),
    ((b"sqlite format 3\0",), (), "a database", "kptimeline show --database FILE"),
    ((b"\x1f\x8b",), (".gz",), "gzip", "gunzip -k FILE.gz"),
    ((b"<?xml", b"<rss", b"<feed"), (".xml", ".rss", ".atom"), "XML", "save the article's text as .txt"),
    ((), (".csv", ".tsv"), "CSV", "write one JSON object a line (.jsonl)"),
    (
        (b"{\n", b"{\r", b"[{", b"[\n", b"[\r"),
        (".json",),
        "JSON over several lines",
        "write one object a line: jq -c '.' FILE > FILE.jsonl",
    ),
    ((), (".eml",), "mail", "save the article's text as .txt"),
)


def read_path(
    path: Path,
    *,
    as_of: str,
    genre: Genre = "news",
    given: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Iterator[Article | Reject]:
    """The articles of a file, and a Reject for each part that gave none; nothing is raised for bad input.

    `as_of` and `given` (the user's dateline) are ISO days; a field of a JSON line goes before each default.
    """
    try:
        with path.open("rb") as stream:
            yield from read_stream(
                stream,
                name=told(path),
                as_of=as_of,
                genre=genre,
                given=given,
                outlet=outlet,
                language=language,
            )
    except OSError as error:
        yield unreadable(path, error)


def read_stream(
    stream: BinaryIO,
    *,
    as_of: str,
    name: str = "-",
    genre: Genre = "news",
    given: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
) -> Iterator[Article | Reject]:
    """As read_path, for bytes that come from anywhere; `name` is the path, or `-`."""
    defaults = Defaults(as_of=as_of, genre=genre, given=given, outlet=outlet, language=language)
    reader = stream if isinstance(stream, io.BufferedReader) else _in_memory(stream)
    head = reader.peek()
    suffix = Path(name).suffix.lower()
    if suffix in _LINES or _OBJECT.match(head.removeprefix(b"\xef\xbb\xbf")):
        yield from read_jsonl(reader, defaults, name)
        return
    try:
        _refuse_foreign(head, suffix)
        yield read_text(_bounded(reader), defaults, None if name == "-" else name)
    except InputRejectedError as error:
        yield Reject.of(name, error)


def _refuse_foreign(head: bytes, suffix: str) -> None:
    start = head.lstrip()[:64].lower()
    for begins, suffixes, format_name, hint in _FOREIGN:
        if suffix in suffixes or start.startswith(begins):
            raise InputRejectedError(f"is {format_name}, which is not read yet", hint)


def _bounded(stream: io.BufferedReader) -> bytes:
    raw = stream.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise InputRejectedError(
            f"is larger than {MAX_FILE:,} bytes",
            "split it: one article a file, or one a line in a .jsonl file",
        )
    return raw


def _in_memory(stream: BinaryIO) -> io.BufferedReader:
    """A stream that can be peeked into, for one that cannot."""
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(stream.read())))
