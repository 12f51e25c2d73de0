"""How every format makes its articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Required, TypedDict

from msgspec import Struct, field

from kptimeline.readers.keys import article_key, sha256
from kptimeline.readers.language import language_of
from kptimeline.records import Article, Genre, Span


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds for every article that does not say otherwise itself; days are ISO."""

    as_of: str
    genre: Genre = "news"
    given: str | None = None
    outlet: str | None = None
    language: str | None = None
    map: Mapping[str, str] = field(default_factory=dict)  # our field to the name that others give it
    format: str | None = None  # a name of formats.NAMES; None: told by content, then name


class Stated(TypedDict, total=False):
    """The fields of Defaults, as keyword arguments."""

    as_of: Required[str]
    genre: Genre
    given: str | None
    outlet: str | None
    language: str | None
    map: Mapping[str, str]
    format: str | None


def make_article(
    text: str,
    raw: bytes,
    defaults: Defaults,
    *,
    path: str | None,
    title: Span | None,
    given_id: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    language: str | None = None,
    genre: Genre | None = None,
    authors: tuple[str, ...] = (),
    published: str | None = None,
    published_from: str | None = None,
    given: str | None = None,
    as_of: str | None = None,
    extra: dict[str, Any] | None = None,
) -> Article:
    """An article with its keys; what it states itself goes before the defaults.

    A language that neither states is detected where it can be; then `extra` has `language_from`.
    """
    outlet = outlet or defaults.outlet
    language = language or defaults.language
    extra = dict(extra or {})
    if language is None and (language := language_of(text)):
        extra["language_from"] = "detected"
    return Article(
        key=article_key(outlet=outlet, url=url, given_id=given_id, text=text),
        text=text,
        text_sha256=sha256(text.encode("utf-8", "surrogatepass")),
        raw_sha256=sha256(raw),
        title=title,
        given_id=given_id,
        outlet=outlet,
        url=url,
        language=language,
        genre=genre or defaults.genre,
        authors=authors,
        published=published,
        published_from=published_from if published else None,
        given=given or defaults.given,
        as_of=as_of or defaults.as_of,
        path=path,
        extra=extra,
    )
