"""Which formats there are: a closed table. What a file is, its content says first, then its name.

What surely is something else is refused by its name, so that it never becomes the text of an article.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec
from msgspec import Struct

from kptimeline.errors import InputRejectedError

HEAD = 65_536  # bytes of a file that are looked at to tell what it is
MEGABYTE = 1_000_000

_WIDE = (  # longest first: the mark of UTF-16-LE begins that of UTF-32-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PROLOGUE = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+", re.DOTALL | re.IGNORECASE
)
_PAGE_TYPE = re.compile(rb"<!doctype\s+html", re.IGNORECASE)
_PAGE = re.compile(
    rb"<(?:html|head|body|title|meta|link|script|style|main|article|section|header|nav|div|p|h[1-6]|span|table"
    rb"|center|font|a|b|i|em|strong|br|hr|img|ul|ol|blockquote)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEED = re.compile(rb"<(?:rss|feed|(?:\w+:)?rdf)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"<([a-z][\w:.-]*)(?:\s[^<>]*)?>\s*<[a-z/!]", re.IGNORECASE)
_HEADERS = re.compile(rb"(?:From [^\n]{3,200}\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*+)++\r?\n")
_OF_MAIL = re.compile(
    rb"^(?:from [^\n]{3,200}\n[!-9;-~]+:|(?:received|return-path|message-id|mime-version|delivered-to):)",
    re.IGNORECASE | re.MULTILINE,
)


class Format(Struct, frozen=True):
    """A format that is read: how its files are called, how its content begins, and its reader.

    A reader is `read(raw, defaults, path)`, an iterator of Article and Reject, which raises
    InputRejectedError where the whole file gives none; with `streamed` it takes a BinaryIO in place of bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str  # module:function, imported when the first such file comes
    begins: Callable[[bytes], bool] = lambda _start: False
    limit: int = 8 * MEGABYTE  # bytes of a file; streamed ones have a limit a line
    streamed: bool = False

    def load(self) -> Callable[..., Any]:
        """The reader."""
        module, _, name = self.reader.partition(":")
        reader: Callable[..., Any] = getattr(import_module(module), name)
        return reader


def _is_json(start: bytes) -> bool:
    """An object that goes on after its line, or a list with an object in it."""
    return re.match(rb"\{\s*(?:[\"}]|$)|\[\s*(?:\{|\]\s*$|$)", start) is not None and not _is_lines(start)


def _is_lines(start: bytes) -> bool:
    """A first line that is a whole object, or too long to tell."""
    line, newline, rest = start.partition(b"\n")
    if not re.match(rb"\{\s*[\"}]", line):
        return False
    if not newline and len(start) >= HEAD - 4:
        return True
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # A bad first line spoils only itself, where another object begins right below it.
        return re.match(rb"\{\s*\"", rest) is not None


def _is_page(start: bytes) -> bool:
    if _PAGE_TYPE.search(start[:1024]) and start.startswith(b"<"):
        return True
    return _PAGE.match(_after_prologue(start)) is not None


def _is_feed(start: bytes) -> bool:
    return _FEED.match(_after_prologue(start)) is not None


def _is_mail(start: bytes) -> bool:
    """Header fields and an empty line, with a field that only mail has."""
    headers = _HEADERS.match(start)
    return headers is not None and _OF_MAIL.search(headers.group()) is not None


def _is_table(start: bytes) -> bool:
    """A first line of names, with `text` among them."""
    line, newline, _ = start[:4096].partition(b"\n")
    return bool(newline) and any(
        b"text" in {name.strip(b' \t\r"').lower() for name in line.split(mark)}
        for mark in (b",", b";", b"\t")
        if mark in line
    )


def _after_prologue(start: bytes) -> bytes:
    prologue = _PROLOGUE.match(start)
    return start[prologue.end() :] if prologue else start


TEXT = Format("text", (".txt", ".text", ".md", ".markdown"), "kptimeline.readers.text:read_text_file")
LINES = Format(
    "jsonl", (".jsonl", ".ndjson"), "kptimeline.readers.jsonl:read_jsonl", _is_lines, streamed=True
)
# In the order in which content is asked. Plain text begins in no way of its own: it is what is left.
FORMATS = (
    LINES,
    Format("json", (".json",), "kptimeline.readers.json_file:read_json", _is_json, 64 * MEGABYTE),
    Format(
        "pdf",
        (".pdf",),
        "kptimeline.readers.pdf:read_pdf",
        lambda start: start.startswith(b"%PDF-"),
        64 * MEGABYTE,
    ),
    Format(
        "warc",
        (".warc",),
        "kptimeline.readers.warc:read_warc",
        lambda start: start.startswith(b"WARC/"),
        streamed=True,
    ),
    Format(
        "parquet",
        (".parquet",),
        "kptimeline.readers.parquet:read_parquet",
        lambda start: start.startswith(b"PAR1"),
        streamed=True,
    ),
    Format("feed", (".rss", ".atom"), "kptimeline.readers.feed:read_feed", _is_feed, 32 * MEGABYTE),
    Format("html", (".html", ".htm", ".xhtml"), "kptimeline.readers.html:read_html", _is_page, 16 * MEGABYTE),
    Format(
        "mail",
        (".eml", ".mbox", ".mht", ".mhtml"),
        "kptimeline.readers.mail:read_mail",
        _is_mail,
        32 * MEGABYTE,
    ),
    Format("csv", (".csv", ".tsv"), "kptimeline.readers.csv_file:read_csv", _is_table, streamed=True),
    TEXT,
)
NAMES = tuple(format_.name for format_ in FORMATS)

_AS_TEXT = "save its text as .txt"
# What is never an article's text: name, endings, first bytes, what to do.
_FOREIGN: tuple[tuple[str, tuple[str, ...], tuple[bytes, ...], str], ...] = (
    ("a database", (".db", ".sqlite", ".sqlite3"), (b"SQLite format 3\0",), "kptimeline show --database FILE"),
    ("an office document", (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), (), "save it as .txt or .csv"),
    ("an office document", (".doc", ".xls", ".ppt", ".msg"), (b"\xd0\xcf\x11\xe0",), "save it as .txt or .csv"),
    ("rich text", (".rtf",), (b"{\\rtf",), _AS_TEXT),
    ("a book", (".epub", ".mobi"), (), _AS_TEXT),
    ("an archive", (".7z", ".rar"), (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"), "unpack it, and give the folder"),
    (
        "an image",
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"),
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"),
        "if it shows text: tesseract FILE TEXT, and give TEXT.txt",
    ),
    ("sound or film", (".mp3", ".mp4", ".wav", ".avi", ".mov", ".webm"), (b"RIFF", b"ID3", b"OggS"), _AS_TEXT),
    ("PostScript", (".ps", ".eps"), (b"%!PS",), "ps2pdf FILE FILE.pdf"),
    ("a program", (".exe", ".so", ".dll", ".pyc"), (b"\x7fELF", b"MZ\x90\0"), "leave it out"),
)  # fmt: skip


def named(name: str) -> Format:
    """The format of that name."""
    return next(format_ for format_ in FORMATS if format_.name == name)


def told_by(head: bytes, suffix: str) -> Format:
    """The format of a file by its first bytes (up to `HEAD`), then by the ending of its name (`.html`, or "").

    Raises InputRejectedError for what is none of them, with its name and what to do.
    """
    refuse_foreign(head, suffix)
    start = _start(head)
    for format_ in FORMATS:
        if format_.begins(start):
            # A table of lines in a file that is called otherwise, and the like: content goes first …
            if format_ is LINES and suffix == ".json" and b"\n" not in start.strip():
                return named("json")  # … where one line is both, the name decides
            return format_
    for format_ in FORMATS:
        if suffix in format_.suffixes:
            return format_
    if suffix == ".xml" or start[:5].lower() == b"<?xml" or _MARKUP.match(start):
        raise InputRejectedError(
            "is XML or SGML, and neither a web page nor a feed", "save the article's text as .txt"
        )
    return TEXT


def refuse_foreign(head: bytes, suffix: str) -> None:
    """Raises InputRejectedError for what no reader reads, whatever it is said to be."""
    for name, suffixes, begins, hint in _FOREIGN:
        if head.startswith(begins) or (suffix in suffixes and not _is_page(_start(head))):
            raise InputRejectedError(f"is {name}, which is not read", hint)


def _start(head: bytes) -> bytes:
    """The first bytes as UTF-8, without mark and leading white space."""
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()
