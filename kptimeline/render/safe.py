"""Article text made harmless for a terminal: no escape sequences, no characters that turn lines around."""

from __future__ import annotations

import re

_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_SPACES = re.compile(r"[\s\x85\u2028\u2029]+")
# Controls; marks that set or override direction; zero-width and tag characters that hide text; surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def line(text: str) -> str:
    """The text on one line: white space is single blanks, unsafe characters are gone."""
    return inline(text).strip() if _is_plain(text) else _SPACES.sub(" ", inline(text)).strip()


def inline(text: str) -> str:
    """As `line`, but blanks at both ends stay: for pieces of one sentence."""
    return text if _is_plain(text) else _UNSAFE.sub("", _SPACES.sub(" ", _ESCAPES.sub("", text)))


def _is_plain(text: str) -> bool:
    """Whether there is nothing to look for, as in most of what is shown."""
    return text.isascii() and text.isprintable() and "  " not in text


def escaped(json: str) -> str:
    """JSON text in which the same characters are written as escapes: it reads back as it was."""
    return _UNSAFE.sub(_escape, json) if not json.isascii() or "\x7f" in json else json


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
