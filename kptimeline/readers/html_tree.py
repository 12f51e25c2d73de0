"""Bytes of a web page to a tree that is safe to walk: bounded, offline, without what a reader never sees.

The importer of lxml, which is loaded with the first page. Nothing is ever fetched: the parser has no network,
HTML knows no external entities, and the libraries get trees, never an address or a path.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kptimeline.errors import InputRejectedError
from kptimeline.readers.decode import decode_told

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ELEMENTS = 50_000  # of a page; long live blogs have some 10,000
MAX_DEPTH = 255  # elements inside each other: libxml2's own bound, beyond which it would leave out the rest
MAX_ATTRIBUTES = 500  # of an element: comparing each with all others takes the square of their number
HEAD = 4_096  # bytes in which an encoding is declared
_DECLARED = (
    re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE),
    re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE),
)
# What browsers read instead of what is declared (the Encoding Standard, https://encoding.spec.whatwg.org/).
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_NAMES = {"ks_c_5601-1987": "cp949", "ksc5601": "cp949", "x-sjis": "cp932", "x-gbk": "gb18030"}
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_UNSEEN = ("script", "style", "template", "svg", "iframe", "object", "embed", "noscript", "dialog")
_TOO_MANY = re.compile(
    rf"<[a-zA-Z][^\s/>]*+(?:[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']*+))?){{{MAX_ATTRIBUTES + 1}}}"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHOLE = frozenset({"html", "body", "main", "article"})  # hidden only until the page's scripts have run


def decode_page(raw: bytes, stated: str | None = None) -> tuple[str, str | None]:
    """The page as text: as UTF-8, by the encoding that its server stated, that it declares itself, else as any file, with the name of the encoding
    where it was detected.

    UTF-8 goes before what is declared: text that merely looks like UTF-8 hardly exists, wrong declarations do.
    Raises InputRejectedError.
    """
    if b"\0" not in raw:  # binary, or UTF-16
        for encoding in ("utf-8-sig", known_encoding(stated or ""), declared_encoding(raw)):
            try:
                return raw.decode(encoding or "utf-8"), None
            except UnicodeDecodeError:
                continue
    return decode_told(raw)


def declared_encoding(raw: bytes) -> str | None:
    """Python's name of the encoding that a page declares in its first bytes, read as browsers read it."""
    for pattern in _DECLARED:
        if (found := pattern.search(raw, 0, HEAD)) and (name := known_encoding(found[1].decode("ascii"))):
            return name
    return None


def known_encoding(label: str) -> str | None:
    """Python's name for the label of an encoding of text, read as browsers read it; None where it is unknown."""
    try:
        codec = codecs.lookup(_NAMES.get(label.lower(), label.lower()))
    except (LookupError, ValueError):
        return None
    return _READ_AS.get(codec.name, codec.name) if codec._is_text_encoding else None  # noqa: SLF001


def parse_page(text: str) -> HtmlElement:
    """The tree of a whole page. Raises InputRejectedError where it is none, or is out of all bounds."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, collect_ids=False
    )
    if not text.strip():
        raise InputRejectedError("is empty", "remove it, or check that it was saved")
    if _TOO_MANY.search(text):
        raise InputRejectedError(
            f"is HTML with more than {MAX_ATTRIBUTES} attributes in one tag",
            "save the article's text as .txt",
        )
    clean = _CONTROLS.sub("", _DECLARATION.sub("", text)).replace("\x0b", " ").replace("\x0c", " ")
    try:
        tree = html.document_fromstring(clean.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputRejectedError("holds no HTML", "check that the page was saved") from error
    for entry in parser.error_log.filter_from_fatals():
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise InputRejectedError(
                f"is HTML that nests deeper than {MAX_DEPTH} elements",
                "save the article's text as .txt",
            )
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise InputRejectedError(
            f"is HTML of more than {MAX_ELEMENTS:,} elements",
            "save the article's text as .txt",
        )
    return tree


def parse_fragment(text: str) -> HtmlElement:
    """The same for a piece of HTML, as feeds and mails hold it."""
    return parse_page(f"<html><body><div>{text}</div></body></html>")


def drop_unseen(tree: HtmlElement) -> None:
    """Takes away what a reader of the page does not see: hidden elements, scripts, comments."""
    from lxml import etree

    for element in tree.xpath("//*[@hidden or contains(@style, 'none') or contains(@style, 'hidden')]"):
        says_so = "hidden" in element.attrib or _HIDDEN.search(element.get("style", ""))
        if says_so and element.tag not in _WHOLE:
            _drop(element)
    # Behind an open dialog a whole story is marked so: hidden from screen readers, seen by everyone else.
    seen: set[HtmlElement] = set()
    for paragraph in tree.iter("p"):
        for outer in paragraph.iterancestors():
            if outer in seen:
                break
            seen.add(outer)
            outer.attrib.pop("aria-hidden", None)
    for element in list(tree.iter(*_UNSEEN, etree.Comment)):
        _drop(element)


def _drop(element: HtmlElement) -> None:
    """Takes an element away and leaves the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()
