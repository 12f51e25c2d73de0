"""What could not be read, and the way out; the rest of the run goes on."""

from __future__ import annotations

from msgspec import Struct

from kptimeline.errors import InputRejectedError


class Reject(Struct, frozen=True):
    """A file, or one line of it (counted from 1), that gave no article."""

    path: str
    line: int | None
    reason: str
    hint: str | None = None

    @classmethod
    def of(cls, path: str, error: InputRejectedError, line: int | None = None) -> Reject:
        """The reject that an error raised while reading means."""
        return cls(path, line, error.message, error.hint)

    @property
    def place(self) -> str:
        """`wire.jsonl:3`, or the path alone; *standard input* for the path `-`."""
        name = "standard input" if self.path == "-" else self.path
        return name if self.line is None else f"{name}:{self.line}"

    @property
    def message(self) -> str:
        """The sentence for people: place and reason."""
        return f"{self.place}: {self.reason}"
