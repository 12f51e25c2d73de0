"""Mail: one article a message, its text as it was written, quoted and forwarded parts included.

A newsletter or an alert with many stories is one article: where one story ends no mail says. Attachments are
not read.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice
from typing import Any

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.decode import checked, decode
from kptimeline.readers.html import page_article
from kptimeline.readers.html_blocks import paragraphs
from kptimeline.readers.html_tree import decode_page, drop_unseen, known_encoding, parse_page
from kptimeline.readers.stated_time import iso_time
from kptimeline.records import Article, Span

MAX_PARTS = 1_000  # of a message
MOST_NAMES = 20  # of attachments kept
MAX_HEADER = 4_000  # characters of one that is looked into: taking it apart takes its square in time
STUB = 300  # characters of a plain text that may only say that the mail is HTML
_NEXT = re.compile(rb"\r?\n\r?\nFrom \S+@?\S* +\w{3} \w{3} [ \d]\d \d\d:\d\d")
_SAVED_BY = re.compile(r"[\"<]?Saved by ")
_SPEAKS_OF_HTML = re.compile(r"\bHTML\b|\bbrowser\b|\bview (?:it|this)\b", re.IGNORECASE)
_PARSED = ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding")
_ONE_LINE = "check that the whole message was saved, with its headers"


def read_mail(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article]:
    """The article of a message. Raises InputRejectedError for a mailbox, and for a message without text."""
    if raw.startswith(b"From ") and _NEXT.search(raw):
        raise InputRejectedError(
            "is a mailbox with several messages", "save each message as a file of its own (.eml)"
        )
    try:
        message = email.message_from_bytes(raw)
        parts = list(islice(_texts(message), MAX_PARTS + 1))
    except (RecursionError, ValueError) as error:
        raise InputRejectedError("is mail that cannot be taken apart", _ONE_LINE) from error
    if len(parts) > MAX_PARTS:
        raise InputRejectedError(f"is mail of more than {MAX_PARTS:,} parts", "save its text as .txt")
    if any(len(str(part.get(name, ""))) > MAX_HEADER for part in parts for name in _PARSED):
        raise InputRejectedError(
            f"is mail with a header of more than {MAX_HEADER:,} characters", "save its text as .txt"
        )
    if _is_page(message):
        yield _saved_page(parts, raw, defaults, path, _header(message, "Snapshot-Content-Location"))
        return
    text = checked(_body(parts))
    subject = _header(message, "Subject")
    begins = subject is not None and text.lstrip().startswith(subject)
    start = len(text) - len(text.lstrip())
    published = iso_time(_header(message, "Date") or "")
    attached = [name for part in parts if (name := _attached(part))]
    extra: dict[str, Any] = {
        "title": None if begins else subject,
        "attachments": attached[:MOST_NAMES],
    }
    yield make_article(
        text,
        raw,
        defaults,
        path=path,
        title=Span(start, start + len(subject)) if subject and begins else None,
        given_id=_header(message, "Message-ID"),
        outlet=_list_name(message),
        language=_header(message, "Content-Language"),
        authors=tuple(_people(message)),
        published=published,
        published_from="Date",
        extra={name: value for name, value in extra.items() if value},
    )


def _texts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _body(parts: list[Message]) -> str:
    """Plain text where there is some that says more than that the mail is HTML, else the text of the HTML."""
    plain = _first(parts, "text/plain")
    page = _first(parts, "text/html")
    if plain is not None and plain.strip() and not (page and _is_stub(plain)):
        return plain
    if page is None:
        if plain is not None and plain.strip():
            return plain
        raise InputRejectedError("is mail without text", _ONE_LINE)
    tree = parse_page(page)
    drop_unseen(tree)
    body = tree.find("body")
    return "\n\n".join(paragraphs(tree if body is None else body))


def _is_stub(plain: str) -> bool:
    return len(plain) < STUB and _SPEAKS_OF_HTML.search(plain) is not None


def _first(parts: list[Message], kind: str) -> str | None:
    part = next((part for part in parts if part.get_content_type() == kind and not _attached(part)), None)
    if part is None:
        return None
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    encoding = known_encoding(str(part.get_content_charset() or ""))
    for name in ("utf-8", encoding):
        try:
            return raw.decode(name or "ascii")
        except UnicodeDecodeError:
            continue
    return decode_page(raw)[0] if kind == "text/html" else decode(raw)


def _attached(part: Message) -> str | None:
    """The name of an attachment; None for a part that is shown."""
    name = part.get_filename()
    if name is None and part.get_content_disposition() != "attachment":
        return None
    return _decoded(name or "without a name")


def _saved_page(
    parts: list[Message], raw: bytes, defaults: Defaults, path: str | None, address: str | None
) -> Article:
    """A web page that a browser saved as mail (.mht, .mhtml); the header `Date` is when it did."""
    page = _first(parts, "text/html")
    if page is None:
        raise InputRejectedError("is a saved page without HTML", "save the page as .html")
    if address is None:
        places = (
            _header(part, "Content-Location") for part in parts if part.get_content_type() == "text/html"
        )
        address = next(
            (place for place in places if place and place.startswith(("http://", "https://"))), None
        )
    return page_article(page, raw, defaults, path, address=address)


def _is_page(message: Message) -> bool:
    """Whether a browser wrote it: Chromium states the address, Internet Explorer and Firefox that they saved it."""
    stated = _header(message, "Snapshot-Content-Location") is not None
    return stated or _SAVED_BY.match(_header(message, "From") or "") is not None


def _list_name(message: Message) -> str | None:
    """The name of the list that sent it: *River Post Daily <daily.riverpost.example>*. A sender is an author."""
    stated = _header(message, "List-Id") or ""
    return stated.partition("<")[0].strip(' "') or None


def _people(message: Message) -> Iterator[str]:
    stated = [str(one)[:MAX_HEADER] for one in message.get_all("From", [])[:MOST_NAMES]]
    try:
        people = getaddresses(stated)[:MOST_NAMES]
    except RecursionError:  # comments in comments
        people = []
    for name, address in people:
        if shown := _decoded(name).strip() or address:
            yield shown


def _header(message: Message, name: str) -> str | None:
    stated = message.get(name)
    return _decoded(str(stated)[:MAX_HEADER]) or None if stated is not None else None


def _decoded(value: str) -> str:
    """A header's text on one line; what is encoded wrongly is kept as written."""
    try:
        text = str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        text = value
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
