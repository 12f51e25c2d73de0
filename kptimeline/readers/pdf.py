"""PDF by pypdf: the text of its pages, as far as it has one; nothing in it is run or fetched.

What the file says of itself is kept beside the text and believed of nothing: the date is when that file was
made, which a scan or an export does years after publication, and the author is who sat at the computer.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import MAX_TEXT
from kptimeline.readers.fields import article_of
from kptimeline.readers.text import title_span
from kptimeline.records import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 300
MAX_STEPS = (
    50_000  # drawing operators of a page; one of news has up to 5,000, and pypdf takes 100 µs for each
)
_HYPHEN = re.compile(r"(\w+)([-\u00ad])\n(\w+)")
_WORD = re.compile(r"\w+")
_TEXT_HINT = "pdftotext FILE.pdf FILE.txt"


def read_pdf(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article]:
    """One article. Raises InputRejectedError for files that are locked, damaged, too long or without text."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of oddities is nobody's business
    try:
        reader = PdfReader(io.BytesIO(raw))
        pages = _pages(reader)
        stated = _stated(reader)
    except InputRejectedError:
        raise
    except Exception as error:
        raise InputRejectedError(
            f"is PDF that cannot be read ({type(error).__name__})", _TEXT_HINT
        ) from error
    text = mended("\n".join(pages))
    if not text.strip():
        raise InputRejectedError(
            f"is PDF of {len(pages)} pages without text: pictures of pages", "ocrmypdf FILE.pdf READ.pdf"
        )
    fields = {**stated, "text": text}
    yield article_of(fields, raw, replace(defaults, map={}), path, first_line=title_span(text))


def mended(text: str) -> str:
    """Words that a line's end has cut, made whole: where the hyphen is a soft one, or the whole word stands elsewhere.

    Other hyphens stay with their line ends: *anti-* before *missile* belongs there.
    """
    known = {word.lower() for word in _WORD.findall(text)}

    def whole(cut: re.Match[str]) -> str:
        word = cut[1] + cut[3]
        return word if cut[2] == "\u00ad" or word.lower() in known else cut[0]

    return _HYPHEN.sub(whole, text)


def _pages(reader: PdfReader) -> list[str]:
    if reader.is_encrypted:
        raise InputRejectedError("is PDF with a password", "qpdf --decrypt FILE.pdf OPEN.pdf")
    if (count := len(reader.pages)) > MAX_PAGES:
        raise InputRejectedError(
            f"has {count} pages, more than the {MAX_PAGES} of the longest article",
            "split it: one article a file",
        )
    steps = 0

    def step(*_: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS:
            raise InputRejectedError("is PDF that takes too long to read", _TEXT_HINT)

    pages, size = [], 0
    for page in reader.pages:
        steps = 0
        pages.append(page.extract_text(visitor_operand_before=step))
        size += len(pages[-1])
        if size > MAX_TEXT:
            raise InputRejectedError(
                f"holds more than the {MAX_TEXT:,} characters of the longest article",
                "split it: one article a file",
            )
    return pages


def _stated(reader: PdfReader) -> dict[str, str]:
    """Title, author and the day that the file was made, under names that no field of ours has."""
    about = reader.metadata
    if about is None:
        return {}
    created = about.creation_date
    found = {
        "pdf_title": about.title,
        "pdf_author": about.author,
        "pdf_created": created.isoformat() if created else None,
    }
    return {name: str(value).replace("\0", "") for name, value in found.items() if value}
