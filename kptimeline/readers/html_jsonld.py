"""What a page says of itself in JSON-LD (schema.org): the one node that tells of its article.

Comments, related stories and lists of other articles are nodes too, so only the top level, `@graph` and the
page's main entity count, and of several articles only the one that the page's address or headline names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST = 200  # nodes looked at
_ARTICLE = re.compile(r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|PressRelease)$")
_LEADS_ON = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")

Node = dict[str, Any]


class PageData:
    """The JSON-LD of a page."""

    def __init__(self, tree: HtmlElement) -> None:
        self.nodes = list(_nodes(tree))
        self._by_id = {node["@id"]: node for node in self.nodes if isinstance(node.get("@id"), str)}

    @property
    def types(self) -> set[str]:
        """All that the page says to be: `NewsArticle`, `WebSite`, `CollectionPage`."""
        return {name for node in self.nodes for name in texts(node.get("@type"))}

    def article(self, *, url: str | None, title: str | None) -> Node:
        """The page's own article; empty where there is none, or where it is not clear which of several."""
        found = [node for node in self.nodes if any(map(_ARTICLE.search, texts(node.get("@type"))))]
        if len(found) > 1:
            found = (
                [node for node in found if url and same_address(url, *self._addresses(node))]
                or [node for node in found if title and _same_words(title, text(node.get("headline")))]
            )[:1]
        return found[0] if len(found) == 1 else {}

    def names(self, value: Any) -> list[str]:
        """The names of a person or an organisation: text, an object with a name, a reference, or a list."""
        found: list[str] = []
        for one in value if isinstance(value, list) else [value]:
            node = self._by_id.get(text(one.get("@id")) or "", one) if isinstance(one, dict) else one
            name = node.get("name") if isinstance(node, dict) else node
            found += [" ".join(part.split()) for part in texts(name) if part.strip()]
        return found

    def _addresses(self, node: Node) -> list[str]:
        values = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
        return [
            address
            for value in values
            if (address := text(value.get("@id") if isinstance(value, dict) else value))
        ]


def text(value: Any) -> str | None:
    """A value that is text, or the first text of a list."""
    return next(iter(texts(value)), None)


def texts(value: Any) -> list[str]:
    """A value that is text or a list of texts, as a list."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def same_address(url: str, *others: str) -> bool:
    """Whether one of them is the same page, whatever the scheme, fragment, and slash at the end."""
    return _bare(url) in {_bare(other) for other in others}


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|#.*$", "", url.strip()).rstrip("/")


def _same_words(one: str, other: str | None) -> bool:
    return other is not None and re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    """Objects at the top, in `@graph`, and what the page is mainly about, in order."""
    todo: list[Any] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            todo += _values(script.text or "")
    seen = 0
    while todo and seen < MOST:
        value = todo.pop(0)
        seen += 1
        if isinstance(value, list):
            todo[:0] = value[:MOST]
        elif isinstance(value, dict):
            yield value
            todo[:0] = [value[name] for name in _LEADS_ON if isinstance(value.get(name), list | dict)]


def _values(script: str) -> list[Any]:
    """What is no JSON says nothing: pages carry broken scripts, and are none the worse to read."""
    try:
        return [json.loads(_WRAPPING.sub("", script), strict=False)]
    except (ValueError, RecursionError):
        return []
