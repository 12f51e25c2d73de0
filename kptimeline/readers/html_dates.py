"""When a page says that it was published, and where it says so; a time of a change is never that time.

Best first: JSON-LD, `<meta>`, microdata and RDFa, `<time>` in the head of the story. Where nothing states it,
htmldate is asked for a guess from what surrounds the story.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kptimeline.readers.html_blocks import Block, blocks, plain
from kptimeline.readers.html_fields import OF_A_CHANGE, PUBLISHED, UPDATED
from kptimeline.readers.html_jsonld import Node, text
from kptimeline.readers.html_text import of_the_story
from kptimeline.readers.stated_time import iso_time

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHANGED = re.compile(OF_A_CHANGE, re.IGNORECASE)
_PUBLISHED_HERE = (
    "//*[contains(concat(' ', @itemprop, ' '), ' datePublished ') or contains(@property, 'datePublished')"
    " or contains(@property, 'dc:date') or contains(@property, 'dc:created') or @pubdate"
    " or contains(concat(' ', @class, ' '), ' dt-published ')"
    " or (contains(concat(' ', @class, ' '), ' published ') and (@title or @datetime))]"
)
_CHANGED_HERE = "//*[contains(@itemprop, 'dateModified') or contains(@property, 'dateModified')]"
_GUESSED_FROM_OTHERS = (
    "//link | //img | //picture | //meta[contains(@property, 'image') or contains(@property, 'url')]"
)


class StatedDay(NamedTuple):
    """An ISO day or time, and the field that states it."""

    value: str
    field: str


def published(
    tree: HtmlElement, article: Node, metas: dict[str, str], header: Sequence[Block]
) -> list[StatedDay]:
    """Every statement of the day of publication, best first."""
    return [
        *_of_node(article, "datePublished"),
        *_of_metas(metas, PUBLISHED),
        *_of_elements(tree.xpath(_PUBLISHED_HERE)),
        *_of_times(header),
    ]


def updated(tree: HtmlElement, article: Node, metas: dict[str, str], header: Sequence[Block]) -> str | None:
    """When it was changed last, by the same evidence."""
    stated = (
        *_of_node(article, "dateModified"),
        *_of_metas(metas, UPDATED),
        *_of_elements(tree.xpath(_CHANGED_HERE)),
        *_of_times(header, changed=True),
    )
    return stated[0].value if stated else None


def guess(tree: HtmlElement, story: Iterable[str], as_of: str) -> str | None:
    """The day that htmldate finds in what surrounds the story, for want of better; ISO.

    Dates of the story, of comments, of other stories, of pictures and of addresses are none of the page's,
    so it does not see them. Nor is 1 January believed: it stands for a year alone.
    """
    from htmldate import find_date
    from lxml import etree

    logging.getLogger("htmldate").addHandler(logging.NullHandler())  # only the command line prints
    rest = deepcopy(tree)
    told = {plain(paragraph) for paragraph in story}
    for element in rest.xpath(_GUESSED_FROM_OTHERS):
        element.drop_tree()
    beside = [element for element in rest.iter(etree.Element) if not of_the_story(element)]
    for element in beside:
        for inner in element:
            inner.tail = None
        _empty(element)
    for block in blocks(rest):
        if plain(block.text) in told:
            for inner in block.element.iter(etree.Element):
                _empty(inner)
                if inner is not block.element:
                    inner.tail = None
    etree.strip_elements(rest, "footer", "nav", "aside", with_tail=False)
    for name in UPDATED:
        for element in rest.xpath("//meta[@name=$name or @property=$name]", name=name):
            element.drop_tree()
    found = find_date(
        rest, extensive_search=False, original_date=True, max_date=as_of, outputformat="%Y-%m-%d"
    )
    if not isinstance(found, str) or found.endswith("-01-01") or found > as_of:
        return None
    return date.fromisoformat(found).isoformat()


def _empty(element: HtmlElement) -> None:
    """Takes away what an element says: its text, and attributes such as `datetime`."""
    element.text = None
    element.attrib.clear()


def _of_node(node: Node, name: str) -> Iterator[StatedDay]:
    if (value := iso_time(text(node.get(name)) or "")) is not None:
        yield StatedDay(value, f"JSON-LD {name}")


def _of_metas(metas: dict[str, str], names: Sequence[str]) -> Iterator[StatedDay]:
    for name in names:
        if (value := iso_time(metas.get(name, ""))) is not None:
            yield StatedDay(value, f"meta {name}")


def _of_elements(elements: Iterable[HtmlElement]) -> Iterator[StatedDay]:
    """Microdata, RDFa and microformats: in `content`, `datetime` or `title`, else as the text shows it."""
    for element in elements:
        if element.tag == "meta" and element.getparent().tag == "head":
            continue  # already among the metas
        if of_the_story(element) and not _in_other_story(element) and (value := _time_of(element)):
            yield StatedDay(value, _field(element))


def _of_times(header: Iterable[Block], *, changed: bool = False) -> Iterator[StatedDay]:
    """`<time datetime=…>` between headline and story."""
    seen: set[HtmlElement] = set()
    for block in header:
        for element in block.element.iter("time"):
            if element in seen or not of_the_story(element):
                continue
            seen.add(element)
            value = iso_time(element.get("datetime", ""))
            if value is not None and _tells_a_change(element) is changed:
                yield StatedDay(value, "time")


def _time_of(element: HtmlElement) -> str | None:
    stated = (element.get("content"), element.get("datetime"), element.get("title"), element.text_content())
    return next((value for one in stated if one and (value := iso_time(one)) is not None), None)


def _field(element: HtmlElement) -> str:
    if element.get("itemprop"):
        return f"itemprop {element.get('itemprop').split()[0]}"
    if element.get("property"):
        return f"property {element.get('property').split()[0]}"
    return "time pubdate" if element.tag == "time" and "pubdate" in element.attrib else "class published"


def _in_other_story(element: HtmlElement) -> bool:
    """Whether it lies in an article inside another: a card that leads to another story, or a reader's comment."""
    return sum(1 for outer in element.iterancestors("article")) > 1


def _tells_a_change(element: HtmlElement) -> bool:
    before = element.getprevious()
    parent = element.getparent()
    label = (before.tail or before.text_content()) if before is not None else parent.text
    own = (
        element.get("class"),
        element.get("id"),
        element.get("itemprop"),
        element.text,
        parent.get("class"),
    )
    return any(_CHANGED.search(one) for one in (*own, (label or "")[-40:]) if one)
