"""JSON that is one value: an article, a list of articles, alone or under `articles`, `items` or `data`, or a feed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator

import msgspec

from kptimeline.errors import InputRejectedError
from kptimeline.readers import json_feed
from kptimeline.readers.article import Defaults
from kptimeline.readers.decode import marked
from kptimeline.readers.fields import plain
from kptimeline.readers.jsonl import MAX_LINE, read_jsonl, read_line
from kptimeline.readers.mapping import mapped
from kptimeline.readers.reject import Reject
from kptimeline.records import Article

_HINT = "give an article, a list of articles, or a list under articles, items or data"
_SPACE = re.compile(r"[ \t\r\n]*")
_BETWEEN = re.compile(r"[ \t\r\n]*([,\]])[ \t\r\n]*")


class _Envelope(msgspec.Struct):
    """Where lists of articles stand; all else is passed over without being kept."""

    version: msgspec.Raw = msgspec.Raw()
    articles: msgspec.Raw = msgspec.Raw()
    items: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()


def read_json(raw: bytes, defaults: Defaults, path: str | None) -> Iterator[Article | Reject]:
    """An article or a reject for each element, named by its number from 1. Raises InputRejectedError."""
    text = _text(raw).strip(" \t\r\n")
    if text.startswith("["):
        yield from _elements(text, path, lambda raw: read_line(raw, defaults, path))
        return
    if not text.startswith("{"):
        raise InputRejectedError("is JSON, but neither an object nor a list", _HINT)
    plain_bytes = text.encode("utf-8", "surrogatepass")
    try:
        envelope = msgspec.json.decode(plain_bytes, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if "trailing characters" in str(error) and "\n" in text:
            yield from read_jsonl(io.BytesIO(plain_bytes), defaults, path)  # lines that are called .json
            return
        raise InputRejectedError(f"is not JSON: {plain(error)}", _HINT) from error
    if bytes(envelope.version).startswith(json_feed.VERSION) and bytes(envelope.items)[:1] == b"[":
        feed = json_feed.feed_of(plain_bytes)
        yield from _elements(
            bytes(envelope.items).decode(), path, lambda raw: json_feed.read_entry(raw, feed, defaults, path)
        )
        return
    lists = [part for part in (envelope.articles, envelope.items, envelope.data) if bytes(part)[:1] == b"["]
    if not lists or _is_article(plain_bytes, defaults):
        if len(plain_bytes) > MAX_LINE:
            raise InputRejectedError(f"is one object of more than {MAX_LINE:,} bytes", _HINT)
        yield read_line(plain_bytes, defaults, path)
    elif len(lists) > 1:
        raise InputRejectedError("has more than one list of articles", "keep one of articles, items and data")
    else:
        yield from _elements(bytes(lists[0]).decode(), path, lambda raw: read_line(raw, defaults, path))


def _is_article(raw: bytes, defaults: Defaults) -> bool:
    return len(raw) <= MAX_LINE and "text" in mapped(msgspec.json.decode(raw), defaults.map)


def _elements(text: str, path: str | None, read: Callable[[bytes], Article]) -> Iterator[Article | Reject]:
    """One after the other, so that a list of millions takes no more memory than its text."""
    scan = json.JSONDecoder().raw_decode
    at = _after(_SPACE, text, 1)
    if text.startswith("]", at):
        raise InputRejectedError("is an empty list", "remove it, or check how it was written")
    number = 0
    while True:
        number += 1
        try:
            _, end = scan(text, at)
        except (ValueError, RecursionError) as error:
            why = f"{plain(error)}; nothing after it is read"
            yield Reject(path or "-", None, f"element {number} is not JSON: {why}", _HINT)
            return
        try:
            yield read(_element(text[at:end]))
        except InputRejectedError as error:
            yield Reject(path or "-", None, f"element {number}: {error.message}", error.hint)
        between = _BETWEEN.match(text, end)
        if between is None:
            why = "no comma or ] follows; nothing after it is read"
            yield Reject(path or "-", None, f"element {number} is not JSON: {why}", _HINT)
            return
        at = between.end()
        if between[1] == "]":
            if at < len(text):
                yield Reject(path or "-", None, "goes on after its list; that is not read", _HINT)
            return


def _element(text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > MAX_LINE:
        raise InputRejectedError(f"is longer than {MAX_LINE:,} bytes", "split it: one article an element")
    return raw


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _text(raw: bytes) -> str:
    """JSON is UTF-8, or says by its mark what else it is (RFC 8259, 8.1)."""
    if (text := marked(raw)) is not None:
        return text
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise InputRejectedError(
            f"is not valid UTF-8 (at byte {error.start}), as JSON must be",
            "convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8.json",
        ) from error
