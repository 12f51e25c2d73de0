"""Rows of actors, CSV or JSON Lines: what `actors import` reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kptimeline.readers.reject import Reject
from kptimeline.readers.table import read_rows

HINT = (
    "give a CSV with the column actor, and name, kind, country, surname, aliases, metonyms, demonyms, parents, "
    "from, until as needed, or a JSON object with these a line"
)
_TEXTS = ("name", "kind", "country", "surname", "from", "until")
_LISTS = ("aliases", "metonyms", "demonyms", "parents")


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Row `line` (from 1) of a file; `begins` and `ends` are the days, as written, of its parents."""

    line: int
    actor: str
    name: str | None
    kind: str | None
    country: str | None
    surname: str | None
    begins: str | None
    ends: str | None
    aliases: tuple[str, ...]
    metonyms: tuple[str, ...]
    demonyms: tuple[str, ...]
    parents: tuple[str, ...]


def read_actors(path: Path, stream: BinaryIO | None = None) -> Iterator[ActorRow | Reject]:
    """The rows of a file, or of a stream for the path `-`; other fields than ours are left alone.

    In a CSV several names in one field are separated by semicolons. A bad row is a Reject with its number.
    Raises InputRejectedError for a file that cannot be read at all (see table.read_rows).
    """
    for row in read_rows(path, ("actor",), HINT, stream):
        if isinstance(row, Reject):
            yield row
        else:
            yield _row(str(path), *row)


def _row(path: str, line: int, fields: dict[str, Any]) -> ActorRow | Reject:
    actor = fields.get("actor")
    if not isinstance(actor, str) or not actor.strip():
        return Reject(path, line, "names no actor", HINT)
    texts: dict[str, str | None] = {}
    for name in _TEXTS:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            return Reject(path, line, f"has a field {name} that is no text: {value!r}"[:200], HINT)
        texts[name] = value.strip() or None if value else None
    lists: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        value = fields.get(name) or ()
        values = value.split(";") if isinstance(value, str) else value
        if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
            return Reject(path, line, f"has a field {name} that is no list of texts: {value!r}"[:200], HINT)
        lists[name] = tuple(one.strip() for one in values if one.strip())
    begins, ends = texts.pop("from"), texts.pop("until")
    return ActorRow(line=line, actor=actor.strip(), begins=begins, ends=ends, **texts, **lists)  # type: ignore[arg-type]
