"""gzip around any format, undone as it is read: what grows beyond reason is refused before it fills memory."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from kptimeline.errors import InputRejectedError

MAX_RATIO = 100  # bytes out for one byte in; news as JSON lines gives 3 to 8, logs up to 40
FREE = 64_000_000  # bytes out before the ratio is asked
MAX_OUT = 50_000_000_000  # bytes
_MAGIC = b"\x1f\x8b"


def is_gzip(head: bytes, suffix: str) -> bool:
    """By content. Raises InputRejectedError for a file that is called .gz and is something else."""
    if head.startswith(_MAGIC):
        return True
    if suffix == ".gz" and head:
        raise InputRejectedError("is called .gz and is not gzip", "give it the name of what it is")
    return False


def inner(stream: BinaryIO) -> io.BufferedReader:
    """What is inside; reading it raises InputRejectedError where it is damaged or a bomb."""
    return io.BufferedReader(_Inflated(stream), io.DEFAULT_BUFFER_SIZE)


def refuse_twice(head: bytes) -> None:
    """Raises InputRejectedError where the inside is gzip again."""
    if head.startswith(_MAGIC):
        raise InputRejectedError("is gzip within gzip", "unpack it once: gunzip -k FILE.gz")


class _Counted(io.RawIOBase):
    """The compressed bytes, counted as they are taken."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self.taken = 0
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        self.taken += len(part)
        return len(part)


class _Inflated(io.RawIOBase):
    """The bytes inside, as long as they stay within bounds."""

    def __init__(self, stream: BinaryIO) -> None:
        import gzip
        import zlib

        super().__init__()
        self._damage = (EOFError, zlib.error, gzip.BadGzipFile)
        self._packed = _Counted(stream)
        self._file = gzip.GzipFile(fileobj=io.BufferedReader(self._packed))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            part = self._file.read1(len(buffer))
        except self._damage as error:
            raise InputRejectedError(
                "is damaged gzip: it ends early, or its checksum is wrong",
                "fetch it again; test it: gzip -t FILE.gz",
            ) from error
        self._given += len(part)
        if self._given > MAX_OUT or (self._given > FREE and self._given > MAX_RATIO * self._packed.taken):
            raise InputRejectedError(
                f"grows beyond {MAX_RATIO} times its size",
                "if that is right, unpack it yourself: gunzip -k FILE.gz",
            )
        buffer[: len(part)] = part
        return len(part)
