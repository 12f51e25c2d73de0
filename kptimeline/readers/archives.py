"""Archives: files in one file, read as the files of a folder are, in their own order and never written to disk.

A member is called as if the archive were a folder: `news.zip/2024/a.txt`. Names are whatever somebody wrote.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

from kptimeline.errors import InputRejectedError
from kptimeline.readers.walk import is_left_out

MAX_NAME = 1_000  # characters
MAX_HELD = 64_000_000  # bytes of what must be read from its end and comes in a stream
_CONTROLS = re.compile(r"[\0-\x1f\x7f-\x9f\u2028\u2029]")
_NO_NAME = "pack it again under another name"


class Member(NamedTuple):
    """A file in an archive: its name in it, and its bytes when they are wanted.

    `open` raises InputRejectedError for what is not read; a member is open until the next one is asked for.
    """

    name: str
    open: Callable[[], BinaryIO]


class Archive(NamedTuple):
    """A kind of archive: how it is called, and its reader `members(stream)`, which raises InputRejectedError."""

    name: str
    ending: str
    begins: Callable[[bytes], bool]
    reader: str

    def members(self, stream: BinaryIO) -> Iterator[Member]:
        """Its files in their order; folders, hidden files and databases are left out, as in a folder."""
        module, _, name = self.reader.partition(":")
        members: Iterator[Member] = getattr(import_module(module), name)(stream)
        return members


KINDS = (
    Archive(
        "zip",
        ".zip",
        lambda head: head.startswith((b"PK\3\4", b"PK\5\6")),
        "kptimeline.readers.zip_file:zip_members",
    ),
    Archive("tar", ".tar", lambda head: head[257:262] == b"ustar", "kptimeline.readers.tar_file:tar_members"),
)


def told_by(head: bytes, suffix: str) -> Archive | None:
    """By content; a tar archive from before 1988 has no mark, and is told by its name."""
    return next((kind for kind in KINDS if kind.begins(head) or (suffix == kind.ending and head)), None)


def member(name: str, opened: Callable[[], BinaryIO]) -> Member | None:
    """A member under a name that is safe to print and to keep; None for what is left out as in a folder."""
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if any(part.startswith(".") and part != ".." for part in parts) or not parts or is_left_out(parts[-1]):
        return None
    if ".." in parts:
        return Member(
            told("/".join(parts))[:MAX_NAME], _refusal("has a name that leads out of its archive", _NO_NAME)
        )
    whole = told("/".join(parts))
    if len(whole) > MAX_NAME:
        return Member(
            whole[:MAX_NAME], _refusal(f"has a name of more than {MAX_NAME:,} characters", _NO_NAME)
        )
    return Member(whole, opened)


def refused(name: str, reason: str, hint: str) -> Member | None:
    """A member that is no file to read."""
    return member(name, _refusal(reason, hint))


def told(name: str) -> str:
    """The name on one line; control characters and bytes that are no UTF-8 by their numbers."""
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", plain)


def seekable(stream: BinaryIO, what: str) -> BinaryIO:
    """The stream where it can be read from its end, else its bytes. Raises InputRejectedError where they are too many."""
    if stream.seekable():
        return stream
    raw = stream.read(MAX_HELD + 1)
    if len(raw) > MAX_HELD:
        raise InputRejectedError(
            f"is {what} of more than {MAX_HELD:,} bytes in a stream or in another file",
            "give it as a file of its own",
        )
    return io.BytesIO(raw)


def guarded(
    stream: Any,
    damage: tuple[type[BaseException], ...],
    error: InputRejectedError,
    watch: Callable[[int], None] = lambda _: None,
) -> BinaryIO:
    """A member's bytes; errors of the library become a refusal, and `watch` sees how many bytes were given."""
    return io.BufferedReader(_Guarded(stream, damage, error, watch))


class _Guarded(io.RawIOBase):
    def __init__(
        self,
        stream: Any,
        damage: tuple[type[BaseException], ...],
        error: InputRejectedError,
        watch: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._stream, self._damage, self._error, self._watch = stream, damage, error, watch

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            part = self._stream.read(len(buffer))
        except self._damage as error:
            raise self._error from error
        self._watch(len(part))
        buffer[: len(part)] = part
        return len(part)


def _refusal(reason: str, hint: str) -> Callable[[], BinaryIO]:
    def refuse() -> BinaryIO:
        raise InputRejectedError(reason, hint)

    return refuse
