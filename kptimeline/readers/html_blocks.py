"""A page as a sequence of blocks of text, as it is seen: one for each paragraph, heading, cell or line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

# HTML's own, and those of the trees that trafilatura gives back (head, item, row, cell, quote, list, lb, ab).
_BLOCKS = frozenset(
    {
        *(
            "html",
            "body",
            "main",
            "article",
            "section",
            "header",
            "footer",
            "nav",
            "aside",
            "div",
            "center",
            "hr",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hgroup",
            "title",
            "p",
            "pre",
            "blockquote",
            "address",
            "legend",
        ),
        *(
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "menu",
            "figure",
            "figcaption",
            "details",
            "summary",
            "frameset",
        ),
        *(
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "form",
            "fieldset",
            "select",
            "option",
        ),
        *("head", "list", "item", "quote", "row", "cell", "code", "ab"),
    }
)
_BREAKS = frozenset({"br", "lb"})
_KEPT = frozenset({"pre", "code"})  # white space counts
_SPACES = re.compile(r"[^\S\n\u2028]+")
_BLANK = re.compile(r"\s*\n\s*\n\s*")


class Block(NamedTuple):
    """Text that stands on its own, and the innermost block element that it stands in."""

    text: str
    element: _Element


def blocks(tree: _Element) -> list[Block]:
    """Every block with text in it, in order; `<br>` is a line end, two of them begin a new block."""
    return [Block(text, element) for raw, element in _runs(tree) for text in _texts(raw, element)]


def paragraphs(tree: _Element) -> list[str]:
    """The texts of its blocks."""
    return [block.text for block in blocks(tree)]


def plain(text: str) -> str:
    """On one line, with single spaces."""
    return " ".join(text.split())


def _texts(raw: str, element: _Element) -> Iterator[str]:
    if element.tag in _KEPT:
        text = raw.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
        yield from filter(str.strip, re.split(r"\n[^\S\n]*\n\s*?(?=[^\s])", text))
        return
    lines = "\n".join(line.strip() for line in _SPACES.sub(" ", raw).split("\n"))
    yield from filter(None, (text.strip() for text in _BLANK.split(lines)))


def _runs(tree: _Element) -> Iterator[tuple[str, _Element]]:
    """What lies between two edges of block elements, with the element it lies in; never recursive."""
    from lxml import etree

    inside: list[_Element] = [tree]
    run: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        is_block = element.tag in _BLOCKS
        if is_block:
            yield "".join(run), inside[-1]
            run.clear()
        if event == "start":
            if is_block:
                inside.append(element)
            if element.tag in _BREAKS:
                run.append("\n")
            run.append(_shown(element.text, inside[-1]))
            continue
        if is_block:
            inside.pop()
        if element is not tree:
            run.append(_shown(element.tail, inside[-1]))
    yield "".join(run), tree


def _shown(text: str | None, inside: _Element) -> str:
    """Line ends of the source are spaces, but in `<pre>`."""
    if not text:
        return ""
    return text if inside.tag in _KEPT else re.sub(r"[\r\n\t]+", " ", text)
