"""What `db check` finds: where a row is not what it would be, made anew from what it comes from."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# repair: `db check --repair` makes it anew; reprocess: reading the article again does; backup: only a backup has it.
Remedy = Literal["repair", "reprocess", "backup"]


class Difference(Struct, frozen=True, kw_only=True):
    """`part` of the database, `what` row or object of it (a text key, where it has one), both values in words.

    `mentions` are the keys of those whose events must be grouped anew to mend it.
    """

    part: str
    what: str
    found: str
    wanted: str
    remedy: Remedy = "repair"
    mentions: tuple[str, ...] = ()


def told(value: object, longest: int = 60) -> str:
    """A value in one short line: NULL, a number, or a text in quotes."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line if len(line) <= longest else line[: longest - 1] + '…'}'"
    return str(int(value) if isinstance(value, bool) else value)
