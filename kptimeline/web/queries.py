"""The canned queries: SQL that Datasette offers under a name (page/queries.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct, convert

from kptimeline import shipped


class Canned(Struct, frozen=True, kw_only=True):
    """A query over the promised views; its parameters are the names after colons."""

    name: str
    title: str
    description: str
    sql: str


@cache
def canned() -> tuple[Canned, ...]:
    """In the order in which they are offered."""
    table = shipped.table(shipped.web("queries.toml"))
    return tuple(convert({"name": name, **entry}, Canned) for name, entry in table.items())


def metadata() -> dict[str, Any]:
    """As Datasette takes them."""
    return {
        each.name: {"title": each.title, "description": each.description, "sql": each.sql.strip()}
        for each in canned()
    }
