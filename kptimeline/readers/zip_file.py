"""Zip archives, by their table of contents at the end; members are unpacked as they are read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from stat import S_ISLNK, S_ISREG
from typing import Any, BinaryIO

from kptimeline.errors import InputRejectedError
from kptimeline.readers.archives import Member, guarded, member, refused, seekable
from kptimeline.readers.compression import MAX_RATIO, Growth

MAX_CONTENTS = 32_000_000  # bytes of the table of contents: some 300,000 members
_READ = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # zipfile unpacks the others without a bound
_WINDOWS = 0  # the system that wrote the member, where names have backslashes
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def zip_members(stream: BinaryIO) -> Iterator[Member]:
    """The files of an archive. Raises InputRejectedError for what is none, or is an office document."""
    contents = _Contents(seekable(stream, "a zip archive"))
    try:
        archive = zipfile.ZipFile(contents)
    except _DAMAGE as error:
        raise InputRejectedError(
            "is a damaged zip archive: its table of contents cannot be read",
            "fetch it again; test it: unzip -t FILE",
        ) from error
    if any(name in archive.NameToInfo for name in _OFFICE):
        raise InputRejectedError(
            "is an office document or a book, which is not read", "save it as .txt or .csv"
        )
    growth = Growth()
    for info in archive.infolist():
        if not info.is_dir() and (found := _member(archive, info, growth, contents.size)):
            yield found


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, growth: Growth, size: int) -> Member | None:
    windows = info.create_system == _WINDOWS
    name = info.filename.replace("\\", "/") if windows else info.filename
    mode = info.external_attr >> 16
    if S_ISLNK(mode):
        return refused(name, "is a link, and links in archives are not followed", "pack the file itself")
    if mode >> 12 and not S_ISREG(mode):
        return refused(name, "is no regular file", "leave it out")
    if info.flag_bits & 1:
        return refused(name, "is encrypted", "unzip the archive with its password, and give the folder")
    if info.compress_type not in _READ:
        how = zipfile.compressor_names.get(info.compress_type, str(info.compress_type))  # type: ignore[attr-defined]
        return refused(name, f"is packed in a way that is not read ({how})", "unzip it, and give the folder")
    return member(name, partial(_opened, archive, info, growth, size))


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, growth: Growth, size: int) -> BinaryIO:
    damaged = InputRejectedError(
        "is damaged in its zip archive: it cannot be unpacked, or its checksum is wrong",
        "fetch the archive again; test it: unzip -t FILE",
    )

    def watch(given: int) -> None:
        if not growth.add(given, size):
            raise InputRejectedError(
                f"makes its zip archive grow beyond {MAX_RATIO} times its size",
                "if that is right, unzip it yourself, and give the folder",
            )

    try:
        inner = archive.open(info)
    except _DAMAGE as error:
        raise damaged from error
    return guarded(inner, _DAMAGE, damaged, watch)


class _Contents(io.RawIOBase):
    """The archive's bytes; a table of contents that would fill memory is refused before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.size = stream.seek(0, io.SEEK_END)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1, /) -> Any:
        if size > MAX_CONTENTS:
            raise InputRejectedError(
                f"has a table of contents of more than {MAX_CONTENTS:,} bytes",
                "pack its files as .tar.gz, which is read from its start",
            )
        return self._stream.read(size)
