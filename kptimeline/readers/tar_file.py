"""Tar archives, read once from their start: nothing of a member is kept when the next one comes."""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from kptimeline.errors import InputRejectedError
from kptimeline.readers.archives import Member, guarded, member, refused

MAX_HEADER = 256_000  # bytes before a member: its name and attributes
_DAMAGE = (tarfile.TarError, OSError, ValueError, RecursionError)
_AGAIN = "fetch it again; test it: tar -tf FILE"


def tar_members(stream: BinaryIO) -> Iterator[Member]:
    """The files of an archive. Raises InputRejectedError for what is none, and where it breaks off."""
    forward = _Forward(stream)
    try:
        archive = tarfile.open(fileobj=forward, mode="r:", errorlevel=2)  # noqa: SIM115
    except _DAMAGE as error:
        raise InputRejectedError("is no tar archive, or damaged from its start", _AGAIN) from error
    number = 0
    while info := _next(archive, forward, number):
        number += 1
        if not info.isdir() and (found := _member(archive, info, forward)):
            yield found
        archive.members = []  # type: ignore[attr-defined]  # it would keep all of them
    if forward.last.strip(b"\0"):
        raise _damaged(number)
    if not forward.last:
        raise InputRejectedError(f"ends without its end mark, after its member {number}", _AGAIN)


def _next(archive: tarfile.TarFile, forward: _Forward, number: int) -> tarfile.TarInfo | None:
    forward.left = MAX_HEADER
    try:
        return archive.next()
    except _DAMAGE as error:
        raise _damaged(number) from error


def _damaged(number: int) -> InputRejectedError:
    return InputRejectedError(f"is a damaged tar archive after its member {number}", _AGAIN)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, forward: _Forward) -> Member | None:
    if info.issym() or info.islnk():
        return refused(info.name, "is a link, and links in archives are not followed", "pack the file itself")
    if info.issparse():
        return refused(info.name, "is a sparse file", "pack it without --sparse")
    if not info.isreg():
        return refused(info.name, "is no regular file", "leave it out")
    return member(info.name, partial(_opened, archive, info, forward))


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo, forward: _Forward) -> BinaryIO:
    forward.left = sys.maxsize
    inner = archive.extractfile(info)
    cut = InputRejectedError("is cut off: its tar archive ends within it", _AGAIN)
    return guarded(inner, _DAMAGE, cut)


class _Forward(io.RawIOBase):
    """The archive's bytes from start to end: what tarfile passes over is read and forgotten.

    tarfile reads a header in one piece, whatever length it states: `left` is what one may still take.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._at = 0
        self.left = MAX_HEADER
        self.last = b""  # what was read last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, _whence: int = io.SEEK_SET, /) -> int:
        if offset < self._at:
            raise tarfile.ReadError("a member that was passed over cannot be read any more")
        while offset > self._at and self._pass(min(offset - self._at, io.DEFAULT_BUFFER_SIZE)):
            pass
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        self.left -= size
        if size < 0 or self.left < 0:
            raise InputRejectedError(
                f"has a tar header of more than {MAX_HEADER:,} bytes", "pack it again with shorter names"
            )
        self.last = self._stream.read(size) or b""
        self._at += len(self.last)
        return self.last

    def _pass(self, size: int) -> int:
        read = len(self._stream.read(size) or b"")
        self._at += read
        return read
