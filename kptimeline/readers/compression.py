"""Compression around any format, undone as it is read: what grows beyond reason is refused before it fills memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from kptimeline.errors import InputRejectedError

MAX_RATIO = 100  # bytes out for one byte in; news as JSON lines gives 3 to 8, logs up to 40
FREE = 64_000_000  # bytes out before the ratio is asked
MAX_OUT = 50_000_000_000  # bytes
MAX_WINDOW = 1 << 27  # bytes of text that zstd looks back on: what its own tools unpack without being told to
MAX_MEMORY = 1 << 28  # bytes that xz takes for it; `xz -9` needs a quarter
PIECE = 1_024  # bytes in at once: one of zstd's becomes at most 32,768
ARCHIVES = "pip install 'kptimeline[archives]'"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")  # a first block, or none


class Compression(NamedTuple):
    """One way to compress: how it is called, ends and begins, what opens it, and the tool that people have."""

    name: str
    endings: Mapping[str, str]  # of the name, and what stands for it inside: `.tgz` is a `.tar`
    begins: Callable[[bytes], object]
    open: Callable[[BinaryIO], tuple[Any, tuple[type[Exception], ...]]]  # with `read1`, and its errors
    tool: str


def told_by(head: bytes, suffix: str) -> Compression | None:
    """By content. Raises InputRejectedError for a file that is called so and is something else."""
    for one in COMPRESSIONS:
        if one.begins(head):
            return one
    for one in COMPRESSIONS:
        if suffix in one.endings and head:
            raise InputRejectedError(
                f"is called {suffix} and is not {one.name}", "give it the name of what it is"
            )
    return None


def inner(stream: BinaryIO, compression: Compression) -> io.BufferedReader:
    """What is inside; reading it raises InputRejectedError where it is damaged or a bomb."""
    return io.BufferedReader(_Inflated(stream, compression), io.DEFAULT_BUFFER_SIZE)


def inner_suffix(name: str, compression: Compression) -> str:
    """The ending of what is inside: `.jsonl` for *wire.jsonl.gz*, `.tar` for *wire.tgz*."""
    path = PurePath(name)
    ending = path.suffix.lower()
    return compression.endings.get(ending) or (PurePath(path.stem).suffix.lower())


def refuse_twice(head: bytes, outer: Compression) -> None:
    """Raises InputRejectedError where the inside is compressed again."""
    for one in COMPRESSIONS:
        if one.begins(head):
            raise InputRejectedError(
                f"is {one.name} within {outer.name}", f"unpack it once: {outer.tool} FILE"
            )


class Growth:
    """Bytes that come out, held against those that went in."""

    def __init__(self) -> None:
        self.given = 0

    def add(self, size: int, taken: int) -> bool:
        """Counts; whether that is still within reason."""
        self.given += size
        return self.given <= MAX_OUT and (self.given <= FREE or self.given <= MAX_RATIO * taken)


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

    def __init__(self, stream: BinaryIO, compression: Compression) -> None:
        super().__init__()
        self._packed = _Counted(stream)
        self._kind = compression
        self._file, self._damage = compression.open(io.BufferedReader(self._packed))
        self._growth = Growth()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            part = self._file.read1(len(buffer))
        except self._damage as error:
            raise self._damaged(error) from error
        if not self._growth.add(len(part), self._packed.taken):
            raise InputRejectedError(
                f"grows beyond {MAX_RATIO} times its size",
                f"if that is right, unpack it yourself: {self._kind.tool} FILE",
            )
        buffer[: len(part)] = part
        return len(part)

    def _damaged(self, error: Exception) -> InputRejectedError:
        if "emory" in str(error):
            return InputRejectedError(
                f"is {self._kind.name} that takes too much memory to unpack",
                f"unpack it yourself: {self._kind.tool} FILE",
            )
        return InputRejectedError(
            f"is damaged {self._kind.name}: it ends early, or its checksum is wrong",
            f"fetch it again; test it: {self._kind.tool.split()[0]} -t FILE",
        )


class _Frames:
    """Frames that follow each other, each undone by a decoder of its own, a piece at a time."""

    def __init__(self, packed: BinaryIO, new: Callable[[], Any], *, bounded: bool) -> None:
        self._packed = packed
        self._new = new
        self._bounded = bounded  # whether the decoder can be told how much to give
        self._decoder = new()
        self._out = io.BytesIO()

    def read1(self, size: int) -> bytes:
        """What there is, up to `size`; nothing at the end only. Raises EOFError where a frame has none."""
        while not (part := self._out.read(size)):
            if not self._decoder.eof:
                self._fill(size)
            elif not self._next_frame():
                return b""
        return part

    def _fill(self, size: int) -> None:
        if not self._bounded:
            self._take(self._packed.read(PIECE))
        else:
            self._take(self._packed.read(PIECE) if self._decoder.needs_input else None, size)

    def _take(self, taken: bytes | None, *size: int) -> None:
        if taken == b"":
            raise EOFError
        self._out = io.BytesIO(self._decoder.decompress(taken or b"", *size))

    def _next_frame(self) -> bool:
        """Begins the frame after one that has ended; False where only padding is left."""
        rest = self._decoder.unused_data or self._packed.read(PIECE)
        while rest and not (rest := rest.lstrip(b"\0")):
            rest = self._packed.read(PIECE)
        if rest:
            self._decoder = self._new()
            self._take(rest, *([PIECE] if self._bounded else []))
        return bool(rest)


def _gzip(stream: BinaryIO) -> tuple[Any, tuple[type[Exception], ...]]:
    import gzip
    import zlib

    return gzip.GzipFile(fileobj=stream), (EOFError, zlib.error, gzip.BadGzipFile)


def _bzip2(stream: BinaryIO) -> tuple[Any, tuple[type[Exception], ...]]:
    from bz2 import BZ2Decompressor

    return _Frames(stream, BZ2Decompressor, bounded=True), (EOFError, OSError, ValueError)


def _xz(stream: BinaryIO) -> tuple[Any, tuple[type[Exception], ...]]:
    from lzma import FORMAT_XZ, LZMADecompressor, LZMAError

    new = lambda: LZMADecompressor(FORMAT_XZ, memlimit=MAX_MEMORY)  # noqa: E731
    return _Frames(stream, new, bounded=True), (EOFError, LZMAError)


def _zstd(stream: BinaryIO) -> tuple[Any, tuple[type[Exception], ...]]:
    try:
        from zstandard import ZstdDecompressor, ZstdError
    except ImportError as error:
        raise InputRejectedError("is zstd, and zstandard is not installed", ARCHIVES) from error
    new = ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj
    return _Frames(stream, new, bounded=False), (EOFError, ZstdError)


COMPRESSIONS = (
    Compression(
        "gzip", {".gz": "", ".tgz": ".tar"}, lambda head: head.startswith(b"\x1f\x8b"), _gzip, "gunzip -k"
    ),
    Compression("bzip2", {".bz2": "", ".tbz2": ".tar", ".tbz": ".tar"}, _BZIP2.match, _bzip2, "bunzip2 -k"),
    Compression(
        "xz", {".xz": "", ".txz": ".tar"}, lambda head: head.startswith(b"\xfd7zXZ\0"), _xz, "unxz -k"
    ),
    Compression(
        "zstd",
        {".zst": "", ".tzst": ".tar"},
        lambda head: head.startswith(b"\x28\xb5\x2f\xfd"),
        _zstd,
        "unzstd",
    ),
)
