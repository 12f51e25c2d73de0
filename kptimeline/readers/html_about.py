"""What a page says of its article beside the text: headline, outlet, address, language, authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kptimeline.readers.html_blocks import Block, plain
from kptimeline.readers.html_fields import AUTHORS, LANGUAGE, OUTLET, TITLE
from kptimeline.readers.html_jsonld import Node, PageData, text
from kptimeline.readers.html_text import of_the_story

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_TITLE = 300
LONGEST_NAME = 80  # of an outlet or an author; longer is a sentence about them
_SITE = re.compile(r"\s+(?:[|–—•·«»:]{1,2}|-{1,2})\s+(?=[^|–—•·«»]+$)")
_SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(https?://\S+)|saved with SingleFile.*?url:\s*(https?://\S+)", re.DOTALL
)
_BY = re.compile(r"^(?:written\s+|reported\s+)?by:?\s+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$", re.IGNORECASE)


def metas_of(tree: HtmlElement) -> dict[str, str]:
    """The `<meta>` fields, names in small letters, the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        names = (
            element.get("name"),
            element.get("property"),
            element.get("itemprop"),
            element.get("http-equiv"),
        )
        for name in names:
            if name and content and (element.getparent().tag == "head" or name != element.get("itemprop")):
                found.setdefault(name.strip().lower(), content)
    return found


def stated_titles(
    tree: HtmlElement, metas: dict[str, str], headline: str | None, outlet: str | None
) -> list[str]:
    """The headlines that data, metadata and `<title>` state, with or without the name of the site."""
    shown = tree.find(".//title")
    page_title = plain(shown.text_content()) if shown is not None else ""
    stated = [plain(one) for one in (headline, *(metas.get(name) for name in TITLE), page_title) if one]
    return [one for one in stated if _is_headline(one, outlet)]


def with_headline_apart(seen: Sequence[Block], stated: Sequence[str]) -> list[Block]:
    """The blocks, those cut below their first line of which that is the headline: `<b>Envoys meet</b><br>May 3, 2003`."""
    apart: list[Block] = []
    for block in seen:
        line, newline, rest = block.text.partition("\n")
        if newline and any(_is_part(plain(line), whole) for whole in stated):
            apart += [Block(line.strip(), block.element), Block(rest.strip(), block.element)]
        else:
            apart.append(block)
    return apart


def title_of(stated: Sequence[str], outlet: str | None, above: Sequence[Block]) -> str | None:
    """The headline as the page shows it `above` the story, else as its metadata state it, less the site's name."""
    seen = [plain(block.text) for block in above]
    in_both = [
        one for one in seen if _is_headline(one, outlet) and any(_is_part(one, whole) for whole in stated)
    ]
    if in_both:
        return max(in_both, key=len)
    if stated:
        return _without_site(stated[0], outlet)
    first_rank = [plain(block.text) for block in above if block.element.tag == "h1"]
    return next((one for one in reversed(first_rank) if _is_headline(one, outlet)), None)


def title_block(above: Sequence[Block], title: str | None) -> int | None:
    """The last block above the story that is the headline, else its last heading of the first rank."""
    same = [n for n, block in enumerate(above) if title and plain(block.text).casefold() == title.casefold()]
    first_rank = [n for n, block in enumerate(above) if block.element.tag == "h1"]
    return next(iter([*same[-1:], *first_rank[-1:]]), None)


def outlet_of(tree: HtmlElement, metas: dict[str, str], article: Node, data: PageData) -> str | None:
    """Who published it, by name. A host is no outlet: that of a copy, a cache or a mirror would be a wrong one."""
    marked = tree.xpath("//*[@itemprop='publisher']//*[@itemprop='name']")
    stated = [
        metas.get(OUTLET[0]),
        *data.names(article.get("publisher")),
        *(metas.get(name) for name in OUTLET[1:]),
        *(name.get("content") or name.text_content() for name in marked),
    ]
    return next((name for one in stated if one and (name := plain(one)) and _is_name(name)), None)


def url_of(tree: HtmlElement, metas: dict[str, str], article: Node, raw: str) -> str | None:
    """The address that the page gives as its own, else the one that a browser noted as it saved it."""
    base = next((element.get("href", "") for element in tree.iter("base")), "")
    canonical = [
        link.get("href", "")
        for link in tree.iter("link")
        if "canonical" in link.get("rel", "").lower().split()
    ]
    page = article.get("mainEntityOfPage")
    stated = [
        *canonical[:1],
        metas.get("og:url"),
        text(article.get("url")),
        text(page.get("@id") if isinstance(page, dict) else page),
        *tree.xpath("//*[@itemprop='mainEntityOfPage']/@content | //*[@itemprop='mainEntityOfPage']/@href"),
    ]
    addresses = [address for one in stated if one and (address := _absolute(base, one))]
    # A site that gives its front page as the address of every page says nothing about this one.
    deep = [address for address in addresses if urlsplit(address).path.strip("/") or urlsplit(address).query]
    if not deep and (found := _SAVED_FROM.search(raw[:4_096])):
        return found[1] or found[2]
    return next(iter([*deep, *addresses]), None)


def language_of(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    """The language tag as written: `en`, `ko-KR`."""
    named = "{http://www.w3.org/XML/1998/namespace}lang"
    body = tree.find("body")
    stated = [
        tree.get("lang"),
        tree.get("xml:lang"),
        tree.get(named),
        *(metas.get(name) for name in LANGUAGE),
    ]
    stated += [body.get("lang")] if body is not None else []
    tags = (one.split(",")[0].strip() for one in stated if one)
    return next((tag.replace("_", "-") for tag in tags if _LANGUAGE.match(tag)), None)


def authors_of(tree: HtmlElement, metas: dict[str, str], article: Node, data: PageData) -> tuple[str, ...]:
    """The people of the byline, as JSON-LD, metadata or microdata name them."""
    stated = data.names(article.get("author"))
    stated = stated or [metas[name] for name in AUTHORS if name in metas][:1]
    if not stated:
        marked = tree.xpath("//*[@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ')]")
        stated = [
            plain(next((inner for inner in element.xpath(".//*[@itemprop='name']")), element).text_content())
            for element in marked
            if of_the_story(element)
        ]
    names = (_BY.sub("", plain(one)) for one in stated if "//" not in one)
    return tuple(dict.fromkeys(name for name in names if _is_name(name)))


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) and "//" not in name


def _is_headline(one: str, outlet: str | None) -> bool:
    return 0 < len(one) <= LONGEST_TITLE and (outlet is None or one.casefold() != outlet.casefold())


def _is_part(shown: str, stated: str) -> bool:
    """Whether a stated title is what is shown, perhaps with the name of the site before or behind it."""
    shown, stated = shown.casefold(), stated.casefold()
    if shown == stated:
        return True
    if len(shown.split()) < 2 or 2 * len(shown) < len(stated):
        return False
    behind, before = stated.removeprefix(shown), stated.removesuffix(shown)
    return (behind != stated and not behind[0].isalnum()) or (before != stated and not before[-1].isalnum())


def _without_site(title: str, outlet: str | None) -> str:
    """*Envoys meet | River Post*: the last part goes where it names the outlet, or is short and set off by a bar."""
    found = _SITE.search(title)
    if found is None:
        return title
    site = title[found.end() :]
    named = outlet is not None and site.casefold() in {outlet.casefold(), f"the {outlet.casefold()}"}
    set_off = "-" not in found.group() and ":" not in found.group() and len(site.split()) <= 3
    return title[: found.start()] if named or set_off else title


def _absolute(base: str, address: str) -> str | None:
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.netloc else None
