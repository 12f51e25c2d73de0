"""Bytes to text, or a refusal that says how to mend the file. Text is never repaired by guessing."""

from __future__ import annotations

import codecs

from kptimeline.errors import InputRejectedError

MAX_FILE = 8_000_000  # bytes of a file that holds one article
MAX_TEXT = 1_000_000  # characters of one article
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes) -> str:
    """The text of UTF-8 bytes, or of UTF-16 that says so by its mark; the mark itself is dropped.

    Raises InputRejectedError for anything else: binary files, other encodings, NUL characters.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return checked(_strict(raw[len(mark) :], encoding))
    if b"\0" in raw:
        raise InputRejectedError(
            "looks binary, not text (it holds NUL bytes)",
            "give plain text (.txt) or one JSON object a line (.jsonl)",
        )
    return checked(_strict(raw, "utf-8"))


def checked(text: str) -> str:
    """The text itself. Raises InputRejectedError where it is empty, too long, or holds NUL."""
    if not text.strip():
        raise InputRejectedError("is empty", "remove it, or check that it was saved")
    if len(text) > MAX_TEXT:
        raise InputRejectedError(
            f"holds {len(text):,} characters, more than the {MAX_TEXT:,} of the longest article",
            "split it: one article a file, or one a line in a .jsonl file",
        )
    if "\0" in text:
        raise InputRejectedError("holds NUL characters", "remove them: tr -d '\\000' < FILE > CLEAN.txt")
    return text


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise InputRejectedError(
            f"is not valid {name} (at byte {error.start})",
            "convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > FILE.utf8.txt",
        ) from error
