"""What `--database` names: a SQLite file, or a PostgreSQL database by its URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from kptimeline.errors import DatabaseError


@dataclass(frozen=True, slots=True)
class Target:
    """Either `path` (SQLite) or `url` (PostgreSQL) is set; `name` is what people see, without password."""

    name: str
    path: Path | None = None
    url: URL | None = None

    @classmethod
    def of(cls, target: str | Path | Target) -> Target:
        """Reads a path, `sqlite:///PATH` or `postgresql+psycopg://…`. Raises DatabaseError for other URLs."""
        if isinstance(target, Target):
            return target
        if isinstance(target, Path) or "://" not in target:
            return cls(name=str(target), path=Path(target))
        try:
            url = make_url(target)
        except ArgumentError as error:
            raise DatabaseError(f"{_hidden(target)} is not a database URL", _HINT) from error
        backend = url.get_backend_name()
        if backend == "sqlite" and url.database not in {None, "", ":memory:"}:
            return cls(name=str(url.database), path=Path(str(url.database)))
        if backend in {"postgresql", "postgres"}:
            return cls(name=_shown(url), url=url.set(drivername="postgresql+psycopg"))
        raise DatabaseError(f"{_shown(url)} names no database for kptimeline", _HINT)


def _shown(url: URL) -> str:
    """A URL without its passwords, wherever in it they stand."""
    secret = [name for name in url.query if "password" in name]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


def _hidden(text: str) -> str:
    """The same for a text that is no URL: what stands before an @ may be a password."""
    return re.sub(r"(password=)[^&]*", r"\1***", re.sub(r"://.*@", "://***@", text, flags=re.DOTALL))


_HINT = "give the path of a SQLite file, or postgresql+psycopg://USER@HOST/NAME"
