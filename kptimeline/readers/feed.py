"""Feeds saved as files (RSS, Atom, RDF): an article an entry. feedparser gets bytes, so that nothing is ever fetched.

Document types and entities are refused before any parser sees them: no feed needs them, and bombs are made of them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.days import is_ahead
from kptimeline.readers.decode import checked
from kptimeline.readers.html_blocks import paragraphs, plain
from kptimeline.readers.html_tree import decode_page, drop_unseen, parse_fragment
from kptimeline.readers.reject import Reject
from kptimeline.readers.stated_time import iso_time
from kptimeline.records import Article, Span

MAX_ENTRIES = 100_000
MAX_DEPTH = 200  # elements inside each other
MAX_ELEMENTS = 500_000
MAX_TAG = 100_000  # characters
# RSS 0.91 names its definition in one line, which nobody reads.
_HARMLESS = re.compile(r"<!DOCTYPE\s+rss\b[^\[\]<>]{0,300}>", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
# What feedparser raises on references to characters that there are not, and on markup broken in ways of its own.
_OF_THE_PARSER = (
    ValueError,
    OverflowError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    RecursionError,
)
_HTML = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")


def read_feed(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a Reject for each entry, numbered from 1. Raises InputRejectedError where the file is no feed."""
    import feedparser

    safe = _safe(raw)
    try:
        parsed = feedparser.parse(io.BytesIO(safe), resolve_relative_uris=False, sanitize_html=False)
    except _OF_THE_PARSER as error:
        raise InputRejectedError(
            f"is a feed that cannot be taken apart ({type(error).__name__})",
            "give RSS or Atom as it was published",
        ) from error
    if not parsed.get("version") or not parsed.get("entries"):
        raise InputRejectedError(
            "is XML, but no feed with entries", "give RSS or Atom, or save the article's text as .txt"
        )
    feed = parsed["feed"]
    for number, entry in enumerate(parsed["entries"], 1):
        if number > MAX_ENTRIES:
            yield Reject(path or "-", number, f"is a feed of more than {MAX_ENTRIES:,} entries", "split it")
            return
        try:
            yield _article(entry, feed, parsed["version"], defaults, path)
        except InputRejectedError as error:
            yield Reject.of(path or "-", error, number)


def _article(
    entry: dict[str, Any], feed: dict[str, Any], version: str, defaults: Defaults, path: str | None
) -> Article:
    title = plain(" ".join(_shown(_get(entry, "title"))))
    body = _body(entry, title)
    text = checked("\n\n".join(filter(None, (title, *body))))
    published, field = _published(entry, version, defaults.as_of)
    feed_source = _get(entry, "source")
    outlet = _get(feed_source, "title") if isinstance(feed_source, dict) else None
    extra: dict[str, Any] = {
        "updated": None if field == "feed dc:date" else iso_time(_get(entry, "updated") or ""),
        "headline_only": not body,
    }
    return make_article(
        text,
        msgspec.json.encode(_told(entry)),
        defaults,
        path=path,
        title=Span(0, len(title)) if title and body else None,
        given_id=_get(entry, "id") or None,
        outlet=plain(outlet or _get(feed, "title") or "") or None,
        url=link if (link := _get(entry, "link") or "").startswith(("https://", "http://")) else None,
        language=_get(entry, "language") or _get(feed, "language") or None,
        authors=tuple(_authors(entry)),
        published=published,
        published_from=field,
        extra={name: value for name, value in extra.items() if value},
    )


def _body(entry: dict[str, Any], title: str) -> list[str]:
    """The paragraphs of the longest of content and summary, the title left out."""
    held = [_get(content, "value") or "" for content in _get(entry, "content") or []]
    shown = max(
        ([*map(_shown, (*held, _get(entry, "summary") or ""))]), key=lambda found: sum(map(len, found))
    )
    return [text for text in shown if plain(text).casefold() != title.casefold()]


def _shown(html: str | None) -> list[str]:
    """The paragraphs of a piece of HTML, or of plain text."""
    if not html or not html.strip():
        return []
    if not _HTML.search(html):
        return [text for text in map(str.strip, re.split(r"\n\s*\n", html)) if text]
    tree = parse_fragment(html)
    drop_unseen(tree)
    return paragraphs(tree)


def _published(entry: dict[str, Any], version: str, as_of: str) -> tuple[str | None, str | None]:
    """As the entry states it, with its offset (feedparser's own reading has lost it).

    Atom's `updated` alone is no day of publication; in RSS feedparser calls `dc:date` so, which is one.
    """
    for name in ("published", "updated") if version.startswith("rss") else ("published",):
        value = iso_time(_get(entry, name) or "")
        if value is not None and not is_ahead(value[:10], as_of):
            return value, f"feed {name}" if name == "published" else "feed dc:date"
    return None, None


def _authors(entry: dict[str, Any]) -> Iterator[str]:
    named = [_get(author, "name") for author in _get(entry, "authors") or []]
    yield from dict.fromkeys(plain(name) for name in named if name and name.strip())


def _told(entry: dict[str, Any]) -> list[Any]:
    """What an entry is known again by: all that it says, however the feed around it has grown."""
    held = [_get(content, "value") for content in _get(entry, "content") or []]
    return [*(_get(entry, name) for name in ("id", "link", "title", "summary", "published")), held]


def _get(mapping: dict[str, Any], name: str) -> Any:
    """Of feedparser's dictionaries, which would take one field for another (`updated` for `published`)."""
    return dict.get(mapping, name)


def _safe(raw: bytes) -> bytes:
    """The feed as UTF-8, without document type; counted before a parser sees it. Raises InputRejectedError."""
    if not raw.strip():
        raise InputRejectedError("is empty", "remove it, or check that it was saved")
    text = _HARMLESS.sub("", _DECLARATION.sub("", decode_page(raw)[0], count=1), count=1)
    depth = 0
    elements = 0
    for tag in _tags(text):
        if tag.startswith("<!"):
            raise InputRejectedError(
                "is XML with a document type or entities, which are not read",
                "remove them: all from <!DOCTYPE to its end",
            )
        elements += not tag.startswith("</")
        depth += -1 if tag.startswith("</") else 0 if tag.endswith("/>") else 1
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise InputRejectedError(
                f"is XML of more than {MAX_ELEMENTS:,} elements, or {MAX_DEPTH} inside each other",
                "give RSS or Atom as it was published",
            )
    return b'<?xml version="1.0" encoding="utf-8"?>' + text.encode("utf-8", "replace")


def _tags(text: str) -> Iterator[str]:
    """Tags and declarations; what stands in comments and CDATA is none. One pass, whatever is left open."""
    position = 0
    while (start := text.find("<", position)) >= 0:
        opened = next((pair for pair in _CLOSED_BY if text.startswith(pair[0], start)), ("", ">"))
        end = text.find(opened[1], start)
        position = end + len(opened[1])
        if (len(text) if end < 0 else position) - start > MAX_TAG and opened[0] != "<![CDATA[":
            raise InputRejectedError(
                "is XML with a tag that has no end", "give RSS or Atom as it was published"
            )
        if end < 0:
            return  # a feed that was cut off
        if not opened[0]:
            yield text[start:position]


_CLOSED_BY = (("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"))
