"""JSON Feed (https://www.jsonfeed.org/version/1.1/): an article an entry, as of other feeds."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.days import is_ahead
from kptimeline.readers.decode import checked
from kptimeline.readers.fields import plain
from kptimeline.readers.html_blocks import paragraphs
from kptimeline.readers.html_tree import drop_unseen, parse_fragment
from kptimeline.readers.stated_time import iso_time
from kptimeline.records import Article, Span

T = TypeVar("T")
VERSION = b'"https://jsonfeed.org/version/'


class Author(msgspec.Struct, frozen=True):
    """Who wrote an entry."""

    name: str | None = None


class Feed(msgspec.Struct, frozen=True):
    """What a feed says of all its entries."""

    title: str | None = None
    language: str | None = None
    authors: list[Author] | None = None
    author: Author | None = None


class Entry(Feed, frozen=True):
    """The fields of an entry that have a meaning here."""

    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    content_text: str | None = None
    content_html: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


def feed_of(raw: bytes) -> Feed:
    """The fields of a feed, without its entries. Raises InputRejectedError."""
    return _as(Feed, raw)


def read_entry(raw: bytes, feed: Feed, defaults: Defaults, path: str | None) -> Article:
    """The article of an entry; `date_modified` is not taken for its day. Raises InputRejectedError."""
    entry = _as(Entry, raw)
    title = " ".join((entry.title or "").split())
    body = _body(entry)
    if body.startswith(title):
        text, span = checked(body), Span(0, len(title))
    else:
        text, span = checked("\n\n".join(filter(None, (title, body)))), Span(0, len(title))
    published = iso_time(entry.date_published or "")
    if published is not None and is_ahead(published[:10], defaults.as_of):
        published = None
    extra: dict[str, Any] = {"updated": iso_time(entry.date_modified or ""), "headline_only": not body}
    url = entry.url or entry.external_url or ""
    return make_article(
        text,
        raw,
        defaults,
        path=path,
        title=span if title and body else None,
        given_id=str(entry.id) if entry.id is not None else None,
        outlet=feed.title or None,
        url=url if url.startswith(("https://", "http://")) else None,
        language=entry.language or feed.language or None,
        authors=_authors(entry) or _authors(feed),
        published=published,
        published_from="feed date_published",
        extra={name: value for name, value in extra.items() if value},
    )


def _body(entry: Entry) -> str:
    """The content as text, else that of its HTML, else the summary."""
    if entry.content_text and entry.content_text.strip():
        return entry.content_text.strip()
    if entry.content_html and entry.content_html.strip():
        tree = parse_fragment(entry.content_html)
        drop_unseen(tree)
        return "\n\n".join(paragraphs(tree))
    return (entry.summary or "").strip()


def _authors(stated: Feed) -> tuple[str, ...]:
    """Version 1.1 has `authors`, version 1 `author`."""
    found = stated.authors or ([stated.author] if stated.author else [])
    return tuple(author.name.strip() for author in found if author.name and author.name.strip())


def _as(kind: type[T], raw: bytes) -> T:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputRejectedError(
            f"is no JSON Feed: {plain(error)}", "https://www.jsonfeed.org tells its fields"
        ) from error
