"""One file or stream to its articles."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import Any, BinaryIO, Unpack

from kptimeline.errors import InputRejectedError
from kptimeline.readers import archives, compression
from kptimeline.readers.article import Defaults, Stated
from kptimeline.readers.formats import HEAD, Format, named, refuse_foreign, told_by
from kptimeline.readers.reject import Reject
from kptimeline.readers.walk import no_file, told, unreadable
from kptimeline.records import Article

STANDARD_INPUT = "-"
MOST_REJECTS = 1_000  # of one file, and ten more for each article of it


def read_path(path: Path, **stated: Unpack[Stated]) -> Iterator[Article | Reject]:
    """The articles of a file, and a Reject for each part that gave none; nothing is raised for bad input.

    `as_of` and `given` (the user's dateline) are ISO days; a field of an article goes before each default.
    """
    try:
        with open(path, "rb", buffering=HEAD, opener=_opened) as stream:
            if not S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield no_file(path)
            else:
                yield from read_stream(stream, name=told(path), **stated)
    except OSError as error:
        yield unreadable(path, error)


def read_stream(
    stream: BinaryIO, *, name: str = STANDARD_INPUT, **stated: Unpack[Stated]
) -> Iterator[Article | Reject]:
    """As read_path, for bytes that come from anywhere; `name` is the path, or `-`."""
    defaults = Defaults(**stated)
    yield from _within_reason(_read(stream, name, defaults), name)


def _read(
    stream: BinaryIO, name: str, defaults: Defaults, *, within: bool = False
) -> Iterator[Article | Reject]:
    """`within`: it is a member of an archive, and no archive itself."""
    try:
        reader, head = _looked_into(stream)
        suffix = PurePath(name).suffix.lower()
        if packed := compression.told_by(head, suffix):
            reader, head = _looked_into(compression.inner(reader, packed))
            suffix = compression.inner_suffix(name, packed)
            compression.refuse_twice(head, packed)
        if archive := archives.told_by(head, suffix):
            yield from _members(archive, reader, name, defaults, within=within)
        else:
            yield from _articles(reader, head, suffix, name, defaults)
    except InputRejectedError as error:
        yield Reject.of(name, error)


def _members(
    archive: archives.Archive, reader: BinaryIO, name: str, defaults: Defaults, *, within: bool
) -> Iterator[Article | Reject]:
    """The articles of each file in an archive, which is called as a file in a folder is."""
    if within:
        raise InputRejectedError(f"is a {archive.name} archive within an archive", "unpack it once")
    found = False
    for member in archive.members(reader):
        found = True
        path = f"{name}/{member.name}"
        try:
            yield from _read(member.open(), path, defaults, within=True)
        except InputRejectedError as error:
            yield Reject.of(path, error)
    if not found:
        raise InputRejectedError("holds no files to read", f"give a {archive.name} archive with articles")


def _within_reason(found: Iterator[Article | Reject], name: str) -> Iterator[Article | Reject]:
    """Up to where a file has far more rejects than articles: a wrong file ends soon, not after a million lines."""
    room = MOST_REJECTS
    for one in found:
        yield one
        room += 10 if isinstance(one, Article) else -1
        if room < 0:
            yield Reject(
                name,
                None,
                "holds hardly any articles; the rest of it is not read",
                "look at its first rejects",
            )
            return


def _articles(
    reader: io.BufferedReader, head: bytes, suffix: str, name: str, defaults: Defaults
) -> Iterator[Article | Reject]:
    if defaults.format:
        refuse_foreign(head, "")
        format_ = named(defaults.format)
    else:
        format_ = told_by(head, suffix)
    path = None if name == STANDARD_INPUT else name
    if format_.streamed:
        yield from format_.load()(reader, defaults, path)
    else:
        yield from format_.load()(_bounded(reader, format_), defaults, path)


def _bounded(stream: io.BufferedReader, format_: Format) -> bytes:
    raw = stream.read(format_.limit + 1)
    if len(raw) > format_.limit:
        raise InputRejectedError(
            f"is larger than {format_.limit:,} bytes",
            "split it: one article a file, or one a line in a .jsonl file",
        )
    return raw


class _Again(io.RawIOBase):
    """A stream whose first bytes were read, and come again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        if not part:
            part = _some(self._rest, len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _looked_into(stream: BinaryIO) -> tuple[io.BufferedReader, bytes]:
    """The stream from its start, and its first bytes: HEAD of them, or all, or a line of JSON.

    Lines that a program writes one at a time are read as they come.
    """
    if isinstance(stream, io.BufferedReader) and len(head := stream.peek(HEAD)) >= HEAD:
        return stream, head[:HEAD]
    head = b""
    while len(head) < HEAD and (part := _some(stream, HEAD - len(head))):
        head += part
        start = head.lstrip()
        if start.startswith(b"{") and b"\n" in start:
            break
    return io.BufferedReader(_Again(head, stream), HEAD), head


def _some(stream: BinaryIO, size: int) -> bytes:
    """What one read gives: nothing at the end only."""
    read = stream.read1 if isinstance(stream, io.BufferedIOBase) else stream.read
    return read(size) or b""


def _opened(path: str, flags: int) -> int:
    """A pipe that took the place of a file must not make the run wait."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
