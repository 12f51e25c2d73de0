"""Pages that hold no article, or more than one: what is refused, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kptimeline.errors import InputRejectedError
from kptimeline.readers.html_blocks import Block, plain
from kptimeline.readers.html_fields import WALL_LENGTH, WALLS
from kptimeline.readers.html_jsonld import same_address
from kptimeline.readers.html_text import of_the_story

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHORTEST = 40  # letters of a text that tells something: a flash of one sentence has 50
PROSE = 80  # characters of a paragraph that is none of a button or a caption
TEASERS = 3  # headings that lead to other pages, in the main text: then it is a list of stories
_WALLS = [
    (re.compile(first, re.IGNORECASE), re.compile(second, re.IGNORECASE), what)
    for first, second, what in WALLS
]
_LETTER = re.compile(r"[^\W\d_]")


def refuse(
    tree: HtmlElement, seen: Sequence[Block], found: Sequence[int], held: str, url: str | None
) -> None:
    """Raises InputRejectedError for a page whose main text, `found` among its blocks or `held` as data, is no article."""
    text = held or "\n".join(seen[number].text for number in found)
    if len(_LETTER.findall(text)) < SHORTEST:
        if (frame := next(iter(tree.xpath("//frame/@src | //body/iframe/@src")), None)) is not None:
            raise InputRejectedError(
                "is a page of frames, without text of its own",
                f"save the frame with the article: {str(frame)[:200]!r}",
            )
        raise InputRejectedError(
            "is HTML without an article in it",
            "save the page when it is fully loaded, or its text as .txt",
        )
    for first, second, what in _WALLS:
        if len(text) < WALL_LENGTH and first.search(text) and second.search(text):
            raise InputRejectedError(
                f"holds no article: the page {what}", "open the article, then save the page"
            )
    if not held and is_list_of_stories(seen, found, url):
        raise InputRejectedError("is a list of stories, no article", "save the page of each story")


def is_list_of_stories(seen: Sequence[Block], found: Sequence[int], url: str | None) -> bool:
    """Whether the main text is teasers: headings that lead elsewhere are many, and are part of it or begin it.

    An article has such headings too, below its end; they are not taken for its text.
    """
    teasers = [number for number, block in enumerate(seen) if _is_teaser(block.element, url)]
    told = set(found)
    if len(teasers) < TEASERS:
        return False
    inside = sum(number in told for number in teasers)
    return inside >= TEASERS or any(found[0] - 3 <= number <= found[0] for number in teasers)


def keep_first_story(tree: HtmlElement) -> int:
    """Leaves the first of several whole stories in a page, and says how many went.

    Each would be dated by the day of the other. Stories are `<article>` elements beside each other with
    a heading and at least two paragraphs each.
    """
    stories = [
        element
        for element in tree.iter("article")
        if not any(True for _ in element.iterancestors("article")) and _is_story(element)
    ]
    for element in stories[1:]:
        element.drop_tree()
    return len(stories[1:])


def _is_story(element: HtmlElement) -> bool:
    heading = next(element.iter("h1", "h2"), None)
    if heading is None or not of_the_story(element):
        return False
    return sum(len(plain(p.text_content())) >= PROSE for p in element.iter("p")) >= 2


def _is_teaser(heading: HtmlElement, url: str | None) -> bool:
    """Whether it is a heading that is a link, and not to the page itself."""
    if heading.tag not in {"h2", "h3", "h4"}:
        return False
    links = [heading.getparent()] if heading.getparent().tag == "a" else list(heading.iter("a"))
    linked = "".join(plain(link.text_content()) for link in links)
    own = url is not None and any(same_address(urljoin(url, link.get("href", "")), url) for link in links)
    return bool(links) and not own and len(linked) >= 0.8 * len(plain(heading.text_content()))
