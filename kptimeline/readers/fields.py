"""The fields that an article may state of itself, the same in every format (docs/input.md)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.days import checked_day, checked_time, is_ahead
from kptimeline.readers.decode import checked
from kptimeline.readers.mapping import mapped
from kptimeline.records import Article, Span


class ArticleFields(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that have a meaning; all others are kept in `Article.extra`."""

    text: str
    id: str | int | None = None
    title: str | None = None
    published: str | int | float | None = None
    dateline: str | None = None
    outlet: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    genre: Literal["news", "narrative"] | None = None
    authors: list[str] | str | None = None
    as_of: str | None = None


KNOWN = ArticleFields.__struct_fields__


def article_of(
    fields: dict[str, Any],
    raw: bytes,
    defaults: Defaults,
    path: str | None,
    *,
    first_line: Span | None = None,
    encoding: str | None = None,
) -> Article:
    """The article that the fields tell of, under their names or those of `Defaults.map`. Raises InputRejectedError.

    `encoding`: the one that was detected; it is kept in `extra`. `first_line`: what reads as the title in the text, where no field states one that the text begins with.
    """
    fields = mapped(fields, defaults.map)
    try:
        stated = msgspec.convert(fields, ArticleFields)
    except msgspec.ValidationError as error:
        raise InputRejectedError(plain(error), "docs/input.md lists the fields of an article") from error
    text = _checked_text(stated.text)
    named = defaults.map.get("published", "published")
    as_of = checked_day(stated.as_of, "as_of") if stated.as_of else defaults.as_of
    given = checked_day(stated.dateline, "dateline") if stated.dateline else None
    if given and is_ahead(given, as_of):
        raise InputRejectedError(
            f"dateline {given} is later than {as_of}, the day of ingest",
            "correct it, or state the field as_of",
        )
    title, extra = _title(text, stated.title)
    if encoding:
        extra["encoding"] = encoding
    extra |= {name: value for name, value in fields.items() if name not in KNOWN}
    return make_article(
        text,
        raw,
        defaults,
        path=path,
        title=title or first_line,
        given_id=None if stated.id is None else str(stated.id),
        outlet=stated.outlet or stated.source,
        url=stated.url,
        language=stated.language,
        genre=stated.genre,
        authors=(stated.authors,) if isinstance(stated.authors, str) else tuple(stated.authors or ()),
        published=checked_time(stated.published, named) if stated.published else None,
        published_from=named,
        given=given,
        as_of=as_of,
        extra=extra,
    )


def plain(error: Exception) -> str:
    """What a library says, as the end of a sentence."""
    message = str(error)
    return (
        message if message[:2].isupper() or message.startswith("JSON") else message[:1].lower() + message[1:]
    )


def _checked_text(text: str) -> str:
    try:
        return checked(text)
    except InputRejectedError as error:
        raise InputRejectedError(f"the field text {error.message}", error.hint) from error


def _title(text: str, title: str | None) -> tuple[Span | None, dict[str, Any]]:
    """The title as a span where the text begins with it, else as metadata: text is never put together."""
    if not title or not title.strip():
        return None, {}
    start = len(text) - len(text.lstrip())
    if text.startswith(title.strip(), start):
        return Span(start, start + len(title.strip())), {}
    return None, {"title": title.strip()}
