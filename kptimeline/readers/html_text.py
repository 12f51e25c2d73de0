"""The text of an article in a page: the blocks that trafilatura takes for the story, as the page shows them.

trafilatura decides what belongs to the story, and leaves out navigation, comments and related links; the text itself
is taken from the page's own blocks, so that paragraphs stay apart and nothing inside them goes missing. What stands
between headline and story is left out with the rest, but for the lines that date the article: dates hang from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kptimeline.dateline.dates import match_date_alone, match_line
from kptimeline.dateline.forms import DATE, starts_with_dateline
from kptimeline.dateline.words import words
from kptimeline.readers.html_blocks import Block, paragraphs, plain
from kptimeline.readers.html_fields import NOT_THE_STORY, OF_A_CHANGE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_LINE = 200  # characters of a line between headline and story that can date it
MOST_LINES = 40  # blocks between headline and story; more is a page of something else
MOST_ABOVE = 4  # blocks just above the headline
SHINGLE = 5  # words in a row by which a block is known again
SHARE = 0.7  # of a block's shingles that trafilatura must have kept: it drops spans inside of paragraphs
MANY = (
    2_000  # blocks beyond which trafilatura's second opinions, which take their square in time, are not asked
)
MOST_CLASSES = 500  # characters of `class` and `id` that are looked at
ENOUGH = 100  # characters with which trafilatura is content: a flash has no more
_DATED = re.compile(
    rf"(?<!\w)(?:{DATE})(?!\w)|\b\d{{4}}[-./] ?\d{{1,2}}[-./] ?\d{{1,2}}\b|\d{{4}}년 ?\d{{1,2}}월"
    r"|\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\b|\b\d{1,2} \w+\.? \d{4}\b"
)
_APART = re.compile(
    r"\s+[|•·‧∙]\s+|\s*\n\s*|\s+[–—-]\s+(?=(?i:last |first )?(?i:updated|published|posted)\b)"
)
_SENTENCE = re.compile(r"\w{4,}[.!?]['\"”’)]*$")
_OTHER = re.compile(NOT_THE_STORY, re.IGNORECASE)
_CHANGED = re.compile(OF_A_CHANGE, re.IGNORECASE)
_BESIDE = "data-beside-the-story"
_HOLDS_A_STORY = (
    "//h1 | //*[contains(@itemprop, 'articleBody') or contains(@class, 'entry-content')"
    " or contains(@class, 'post-body') or contains(@class, 'article-body')]"
)


def story(tree: HtmlElement, seen: Sequence[Block]) -> list[int]:
    """Which of the page's blocks are its main text, comments left out; none where there is no such text."""
    if wire := _preformatted(seen):
        return wire
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(ENOUGH))
    found: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        include_images=False,
        with_metadata=False,
        config=config,
        fast=len(seen) > MANY,
    )
    return [] if found is None or found.body is None else _known_again(seen, paragraphs(found.body))


def header_of(seen: Sequence[Block], top: int | None, first: int) -> list[Block]:
    """The blocks between the headline (`top`) and the first paragraph, after those just above it in its element."""
    if top is None:
        return []
    inside = seen[top].element.getparent()
    start = top
    if inside is not None and inside.tag not in {"body", "html"}:
        while start > 0 and top - start < MOST_ABOVE and inside in seen[start - 1].element.iterancestors():
            start -= 1
    between = (*seen[start:top], *seen[max(top + 1, first - MOST_LINES) : first])
    return [block for block in between if of_the_story(block.element)]


def dating_lines(header: Sequence[Block]) -> list[str]:
    """The lines of a header that date the article, each once, those of a change last; bylines and buttons are left out."""
    lines = (
        line
        for block in header
        for line in (_leaves(block) if _has_more(block) else _APART.split(block.text))
        if dates_the_article(line)
    )
    found = dict.fromkeys(plain(line) for line in lines)
    return sorted(found, key=lambda line: _CHANGED.search(line) is not None)


def dates_the_article(line: str) -> bool:
    """Whether a line is a short one with a date in it, or a dateline without one."""
    line = plain(line)
    return 0 < len(line) <= LONGEST_LINE and bool(
        match_line(line) or _DATED.search(line) or starts_with_dateline(line)
    )


def is_dating_line(text: str) -> bool:
    """Whether a block right below the headline only dates the article, and is no short first sentence of it."""
    return dates_the_article(text) and not starts_with_dateline(text) and not _SENTENCE.search(text.rstrip())


def mark_beside(tree: HtmlElement) -> None:
    """Marks the elements that say of themselves to be a comment, another story or part of the site, and all in them.

    An element that holds the headline or the story is the page itself, whatever its class says. One pass.
    """
    holders: set[HtmlElement] = set()
    for element in tree.xpath(_HOLDS_A_STORY):
        for outer in element.iterancestors():
            if outer in holders:
                break
            holders.add(outer)
    for element in tree.iter("*"):
        parent = element.getparent()
        inside = parent is not None and parent.get(_BESIDE) is not None
        if inside or (element not in holders and _is_beside(element)):
            element.set(_BESIDE, "")


def of_the_story(element: HtmlElement) -> bool:
    """Whether nothing around an element says that it is a comment, another story or part of the site."""
    return element.get(_BESIDE) is None


def _is_beside(element: HtmlElement) -> bool:
    if element.tag in {"html", "body", "head"}:
        return False
    return (
        element.tag in {"aside", "nav"}
        or (element.tag == "footer" and next(element.iterancestors("article"), None) is None)
        or "Comment" in element.get("itemtype", "")
        or _OTHER.search(f"{element.get('class', '')[:MOST_CLASSES]} {element.get('id', '')[:MOST_CLASSES]}")
        is not None
    )


def _known_again(seen: Sequence[Block], found: Sequence[str]) -> list[int]:
    """The blocks that make up the paragraphs found; short ones only among or beside long ones."""
    alone = {plain(text) for text in found} | {
        line for text in found for line in map(plain, text.split("\n"))
    }
    shingles = {shingle for text in found for shingle in _shingles(text)}
    long: list[int] = []
    short: list[int] = []
    for number, block in enumerate(seen):
        own = _shingles(block.text)
        if own and sum(shingle in shingles for shingle in own) >= SHARE * len(own):
            long.append(number)
        elif plain(block.text) in alone:
            (long if _is_unspaced(block.text) else short).append(number)
    if not long:
        return short
    places = {place for number in long for place in (seen[number].element, seen[number].element.getparent())}
    return sorted(
        [*long, *(number for number in short if long[0] < number < long[-1] or _beside(seen[number], places))]
    )


def _beside(block: Block, places: set[HtmlElement]) -> bool:
    """Whether a short block stands in the same element as a long one, or in one beside it."""
    return block.element in places or block.element.getparent() in places


def _shingles(text: str) -> list[tuple[str, ...]]:
    words_ = text.split()
    return [tuple(words_[n : n + SHINGLE]) for n in range(len(words_) - SHINGLE + 1)]


def _is_unspaced(text: str) -> bool:
    """Whether a text is long, though it has no words set apart: Chinese, Japanese."""
    return len(text) > 10 * SHINGLE


def _preformatted(seen: Sequence[Block]) -> list[int]:
    """Wire copy in `<pre>`, where it is nearly all that the page holds."""
    wire = [number for number, block in enumerate(seen) if block.element.tag == "pre"]
    whole = sum(len(block.text) for block in seen)
    held = sum(len(seen[number].text) for number in wire)
    return wire if wire and held > 0.6 * whole else []


def _has_more(block: Block) -> bool:
    """Whether the line holds elements of its own, and is no line that is a date and its label alone."""
    return len(block.element) > 0 and not match_date_alone(plain(block.text))


def _leaves(block: Block) -> Iterator[str]:
    """The texts of the elements in a line, each with the label before it: *Posted on*, *29 May 2024*.

    A time of a change that shows no label of its own is one that the page hides.
    """
    label = ""
    for text in block.element.xpath(".//text()"):
        holder = text.getparent() if text.is_text else text.getparent().getparent()
        for piece in filter(None, map(str.strip, _APART.split(str(text)))):
            line = f"{label} {piece}".strip()
            hidden = not label and not _CHANGED.search(piece) and _CHANGED.search(holder.get("class", ""))
            if not hidden:
                yield line
            label = piece if piece.rstrip(":").casefold() in words("date_labels") else ""
