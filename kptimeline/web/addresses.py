"""The addresses of pages; what stands in them is quoted, so that no key or name breaks out of its place."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from kptimeline.render.html_rows import Links

DATABASE = "kptimeline"  # what Datasette calls the database, whatever its file is called
Pairs = Sequence[tuple[str, str]]


def with_query(path: str, pairs: Pairs) -> str:
    """*/chronology?actor=north-korea*."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def chronology(*pairs: tuple[str, str]) -> str:
    """The page of a question."""
    return with_query("/chronology", pairs)


def event(key: str) -> str:
    """The page of an event."""
    return f"/event/{quote(key, safe='')}"


def actor(slug: str) -> str:
    """The page of an actor."""
    return f"/actor/{quote(slug, safe='')}"


def article(key: str) -> str:
    """What Datasette shows of an article's mentions."""
    return rows("mentions", ("article_key", key))


def rows(view: str, *pairs: tuple[str, str], form: str = "") -> str:
    """A view as Datasette shows it, filtered; `form`: `.json` or `.csv`. Exact, whatever the value begins with."""
    exact = [(f"{column}__exact", value) for column, value in pairs]
    return with_query(f"/{DATABASE}/{view}{form}", exact)


def sql(text: str, values: Pairs, form: str = "") -> str:
    """A query in SQL as Datasette runs it; `form`: `.json` or `.csv`."""
    shape = [("_shape", "objects")] if form == ".json" else []
    return with_query(f"/{DATABASE}{form}", [("sql", text), *values, *shape])


LINKS = Links(event=event, actor=actor, article=article)
