"""Saved web pages: one article a page.

Its text is what was extracted, and is never changed afterwards: the headline, the visible lines that date it,
the paragraphs of the story, with a blank line between them. `raw_sha256` is of the bytes of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kptimeline.readers import html_dates
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.days import is_ahead
from kptimeline.readers.decode import checked
from kptimeline.readers.html_about import (
    authors_of,
    language_of,
    metas_of,
    outlet_of,
    stated_titles,
    title_block,
    title_of,
    url_of,
    with_headline_apart,
)
from kptimeline.readers.html_blocks import Block, blocks, plain
from kptimeline.readers.html_jsonld import Node, PageData, text
from kptimeline.readers.html_refuse import PROSE, keep_first_story, refuse
from kptimeline.readers.html_text import dating_lines, header_of, is_dating_line, mark_beside, story
from kptimeline.readers.html_tree import decode_page, drop_unseen, parse_page
from kptimeline.records import Article, Span

BETWEEN = "\n\n"  # paragraphs


def read_html(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article]:
    """The article of a page. Raises InputRejectedError where the page holds none."""
    page, encoding = decode_page(raw)
    yield page_article(page, raw, defaults, path, encoding=encoding)


def page_article(
    page: str,
    raw: bytes,
    defaults: Defaults,
    path: str | None,
    *,
    encoding: str | None = None,
    address: str | None = None,
) -> Article:
    """The same for a page that is decoded already; `raw` are the bytes that it was.

    `encoding`: the one that was detected; `address`: where a browser says that it found the page.
    """
    tree = parse_page(page)
    data = PageData(tree)
    drop_unseen(tree)
    mark_beside(tree)
    metas = metas_of(tree)
    first_heading = next((plain(heading.text_content()) for heading in tree.iter("h1")), None)
    node = data.article(url=url_of(tree, metas, {}, page), title=first_heading)
    url = url_of(tree, metas, node, page) or address
    outlet = outlet_of(tree, metas, node, data)
    left_out = 0 if "LiveBlogPosting" in data.types else keep_first_story(tree)
    body_element = tree.find("body")
    titles = stated_titles(tree, metas, text(node.get("headline")), outlet)
    seen = with_headline_apart(blocks(tree if body_element is None else body_element), titles)
    found = story(tree, seen)
    held = _held(node, sum(len(seen[number].text) for number in found))
    refuse(tree, seen, found, held, url)
    shown = _shown(seen, found, held, titles, outlet)
    if not shown.body:
        refuse(tree, seen, (), "", url)
    parts = [*filter(None, (shown.title,)), *shown.lines, *shown.body]
    whole = checked(BETWEEN.join(parts))
    told = html_dates.published(tree, node, metas, shown.header)
    ahead = [day for day in told if is_ahead(day.value[:10], defaults.as_of)]
    stated = [day for day in told if day not in ahead]
    extra: dict[str, Any] = {
        "encoding": encoding,
        "updated": html_dates.updated(tree, node, metas, shown.header),
        "published_elsewhere": {
            day.field: day.value for day in stated if day.value[:10] != stated[0].value[:10]
        },
        "published_ahead": {day.field: day.value for day in ahead},
        "htmldate": None if stated else html_dates.guess(tree, parts, defaults.as_of),
        "for_subscribers": str(node.get("isAccessibleForFree")).casefold() == "false",
        "stories_left_out": left_out,
    }
    return make_article(
        whole,
        raw,
        defaults,
        path=path,
        title=Span(0, len(shown.title)) if shown.title else None,
        outlet=outlet,
        url=url,
        language=language_of(tree, metas),
        authors=authors_of(tree, metas, node, data),
        published=stated[0].value if stated else None,
        published_from=stated[0].field if stated else None,
        extra={name: value for name, value in extra.items() if value},
    )


class _Shown(NamedTuple):
    """The parts of a page's text, and the blocks around the lines that date it."""

    title: str | None
    lines: list[str]
    body: list[str]
    header: list[Block]


def _shown(
    seen: Sequence[Block], found: Sequence[int], held: str, titles: Sequence[str], outlet: str | None
) -> _Shown:
    """Headline, lines that date the article, paragraphs: what stands above the headline is the site's."""
    starts = found[0] if found else len(seen)
    prose = next((number for number in found if len(seen[number].text) >= PROSE), starts)
    above = seen[: prose + 1]
    title = title_of(titles, outlet, above)
    top = title_block(above, title)
    story_blocks = [
        number
        for number in found
        if (top is None or number > top)
        and not (title is not None and plain(seen[number].text).casefold() == title.casefold())
        and not (number < prose and is_dating_line(seen[number].text))
    ]
    header = header_of(seen, top, story_blocks[0] if story_blocks else len(seen))
    body = [held] if held else [seen[number].text for number in story_blocks]
    return _Shown(title, [line for line in dating_lines(header) if line not in body], body, header)


def _held(node: Node, shown: int) -> str:
    """The text that JSON-LD holds, where the page shows less than half of it: a script would have to show it first."""
    held = (text(node.get("articleBody")) or "").strip()
    return BETWEEN.join(filter(None, map(str.strip, held.splitlines()))) if len(held) > 2 * shown else ""
