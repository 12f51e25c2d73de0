"""Bytes to text, or a refusal that says how to mend the file. Text is never repaired, nor an encoding guessed."""

from __future__ import annotations

import codecs

from kptimeline.errors import InputRejectedError

MAX_FILE = 8_000_000  # bytes of a file that holds one article
MAX_TEXT = 1_000_000  # characters of one article
_MARKS = (  # longest first: the mark of UTF-16-LE begins that of UTF-32-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes) -> str:
    """The text of bytes that say nothing else of their encoding. Raises InputRejectedError as `decode_told` does."""
    return decode_told(raw)[0]


def decode_told(raw: bytes) -> tuple[str, str | None]:
    """The text of bytes, and the name of their encoding where it was detected: neither UTF-8 nor marked.

    Raises InputRejectedError for binary files, NUL characters, and encodings that cannot be told.
    """
    text = marked(raw)
    if text is not None:
        return checked(text), None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = None
    if text is not None and "\0" not in text:
        return checked(text), None
    from kptimeline.readers.encodings import detected, detected_wide

    if b"\0" in raw:
        wide = detected_wide(raw)
        if wide is None:
            raise InputRejectedError(
                "looks binary, not text (it holds NUL bytes)",
                "give text; if it is some, remove them: tr -d '\\000' < FILE > CLEAN.txt",
            )
        return checked(wide[0]), wide[1]
    text, encoding = detected(raw)
    return checked(text), encoding


def marked(raw: bytes) -> str | None:
    """The text of bytes that say by a mark in which Unicode encoding they are; the mark itself is dropped."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding)
    return None


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
            f"has the mark of {name} and is not valid {name} (at byte {error.start})",
            "save it again as UTF-8; a file that was cut off must be fetched again",
        ) from error
