"""HTTP responses as web archives keep them: status, type, and a body with its encodings undone within bounds."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage, parse_headers

from msgspec import Struct

from kptimeline.errors import InputRejectedError
from kptimeline.readers.compression import MAX_WINDOW

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b[^\n]{0,1000}\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_MARKUP = re.compile(rb"\s*<")
_FETCH = "save the page itself as .html"


class Response(Struct, frozen=True):
    """The head of a response, and its body as it was stored."""

    status: int
    kind: str  # `text/html`
    charset: str | None
    chunked: bool
    encodings: tuple[str, ...]  # in the order in which they were applied
    stored: bytes

    def body(self, limit: int) -> bytes:
        """What a browser would get, up to a byte more than `limit`. Raises InputRejectedError.

        Crawlers store bodies undone and leave the header fields that speak of them: what is markup already is kept.
        """
        body = (_dechunked(self.stored) if self.chunked else None) or self.stored
        for encoding in reversed(self.encodings):
            if _MARKUP.match(body):
                break
            undo = _UNDO.get(encoding)
            if undo is None:
                raise InputRejectedError(f"is compressed in a way that is not read ({encoding[:40]})", _FETCH)
            body = undo(body, limit + 1)
        return body


def parse_response(block: bytes) -> Response:
    """A response from its bytes. Raises InputRejectedError where they are none."""
    status = _STATUS.match(block)
    if status is None:
        raise InputRejectedError("holds no HTTP response", _FETCH)
    stream = io.BytesIO(block)
    stream.seek(status.end())
    try:
        fields = parse_headers(stream)
    except HTTPException as error:
        raise InputRejectedError("holds an HTTP response whose header is too long", _FETCH) from error
    return Response(
        status=int(status[1]),
        kind=fields.get_content_type() if "Content-Type" in fields else "",
        charset=fields.get_content_charset(),
        chunked="chunked" in _tokens(fields, "Transfer-Encoding"),
        encodings=tuple(one for one in _tokens(fields, "Content-Encoding") if one != "identity"),
        stored=block[stream.tell() :],
    )


def _tokens(fields: HTTPMessage, name: str) -> list[str]:
    return [one.strip().lower() for one in str(fields.get(name, "")).split(",") if one.strip()]


def _dechunked(body: bytes) -> bytes | None:
    """The chunks put together, up to where they break off; None where there are none."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        if not size:
            break
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(parts) if parts else None


def _gunzipped(body: bytes, limit: int) -> bytes:
    return _inflated(body, limit, zlib.MAX_WBITS | 16)


def _deflated(body: bytes, limit: int) -> bytes:
    """With the frame that RFC 9110 asks for, or without it, as some servers send it."""
    try:
        return _inflated(body, limit, zlib.MAX_WBITS)
    except InputRejectedError:
        return _inflated(body, limit, -zlib.MAX_WBITS)


def _inflated(body: bytes, limit: int, window: int) -> bytes:
    try:
        part = zlib.decompressobj(window).decompress(body, limit)
    except zlib.error as error:
        raise _damaged() from error
    if not part:
        raise _damaged()
    return part  # what was cut off is a page all the same


def _unbrotlied(body: bytes, limit: int) -> bytes:
    import brotli

    try:
        part: bytes = brotli.Decompressor().process(body, output_buffer_limit=limit)
    except brotli.error as error:
        raise _damaged() from error
    return part[:limit]


def _unzstd(body: bytes, limit: int) -> bytes:
    from zstandard import ZstdDecompressor, ZstdError

    try:
        return ZstdDecompressor(max_window_size=MAX_WINDOW).stream_reader(body).read(limit)
    except ZstdError as error:
        raise _damaged() from error


def _damaged() -> InputRejectedError:
    return InputRejectedError("holds a body that cannot be unpacked", _FETCH)


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
    "zstd": _unzstd,
}
