"""JSON Lines: one article an object, by the fields of docs/input.md; a bad line spoils only itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.days import checked_day, checked_time
from kptimeline.readers.decode import checked
from kptimeline.readers.reject import Reject
from kptimeline.records import Article, Span

MAX_LINE = 8_000_000  # bytes
_BOM = b"\xef\xbb\xbf"


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    """The fields that have a meaning; all others are kept in `Article.extra`."""

    text: str
    id: str | int | None = None
    title: str | None = None
    published: str | None = None
    dateline: str | None = None
    outlet: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    genre: Literal["news", "narrative"] | None = None
    authors: list[str] | str | None = None
    as_of: str | None = None


_KNOWN = frozenset(ArticleLine.__struct_fields__)


def read_jsonl(stream: BinaryIO, defaults: Defaults, path: str) -> Iterator[Article | Reject]:
    """An article or a reject for each line that is not blank; the file is never held as a whole."""
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            _skip_line(stream)
            yield Reject(
                path, number, f"the line is longer than {MAX_LINE:,} bytes", "split the articles in it"
            )
            continue
        line = (raw.removeprefix(_BOM) if number == 1 else raw).strip()
        if not line:
            continue
        try:
            yield read_line(line, defaults, path)
        except InputRejectedError as error:
            yield Reject.of(path, error, number)


def read_line(line: bytes, defaults: Defaults, path: str | None) -> Article:
    """The article of one JSON object. Raises InputRejectedError."""
    fields = _decoded(line)
    try:
        given = msgspec.convert(fields, ArticleLine)
    except msgspec.ValidationError as error:
        raise InputRejectedError(_plain(error), "docs/input.md lists the fields of an article") from error
    text = checked_field(given.text)
    title, extra = _title(text, given.title)
    extra |= {name: value for name, value in fields.items() if name not in _KNOWN}
    return make_article(
        text,
        line,
        defaults,
        path=path,
        title=title,
        given_id=None if given.id is None else str(given.id),
        outlet=given.outlet or given.source,
        url=given.url,
        language=given.language,
        genre=given.genre,
        authors=(given.authors,) if isinstance(given.authors, str) else tuple(given.authors or ()),
        published=checked_time(given.published, "published") if given.published else None,
        published_from="published",
        given=checked_day(given.dateline, "dateline") if given.dateline else None,
        as_of=checked_day(given.as_of, "as_of") if given.as_of else None,
        extra=extra,
    )


def checked_field(text: str) -> str:
    """The text of the field `text`. Raises InputRejectedError naming the field."""
    try:
        return checked(text)
    except InputRejectedError as error:
        raise InputRejectedError(f"the field text {error.message}", error.hint) from error


def _title(text: str, title: str | None) -> tuple[Span | None, dict[str, Any]]:
    """The title as a span where the text begins with it, else as metadata: text is never put together."""
    if not title or not title.strip():
        return None, {}
    start = len(text) - len(text.lstrip())
    if text.startswith(title.strip(), start):
        return Span(start, start + len(title.strip())), {}
    return None, {"title": title.strip()}


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = (
            "is not valid UTF-8" if isinstance(error, UnicodeDecodeError) else f"is not JSON: {_plain(error)}"
        )
        raise InputRejectedError(reason, "each line must be one JSON object with a field text") from error
    if not isinstance(fields, dict):
        raise InputRejectedError(
            "is not a JSON object", "each line must be one JSON object with a field text"
        )
    return fields


def _plain(error: Exception) -> str:
    message = str(error)
    return message[:1].lower() + message[1:]


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(MAX_LINE)) and not part.endswith(b"\n"):
        pass
