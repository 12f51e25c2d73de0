"""Which format a file is: by content, then by name; and what is refused by its name, never read as text."""

import io
import json
import zipfile
from contextlib import suppress

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers import Reject, read_stream
from kptimeline.readers.formats import FORMATS, HEAD, NAMES, told_by

AS_OF = "2026-11-21"
MAIL = b"Received: from a\r\n by b\r\nSubject: Talks\r\nMIME-Version: 1.0\r\n\r\nIt rang.\r\n"

TOLD = [
    (b"It rang.", "", "text"),
    (b"It rang.", ".md", "text"),
    (b"It rang.", ".log", "text"),
    (b"", ".txt", "text"),
    (b"[Analysis] It rang.", "", "text"),
    (b"{It rang.}", "", "text"),
    (b"<It rang>", ".txt", "text"),
    (b"Subject: Talks\n\nIt rang.", ".txt", "text"),
    (b"Talks: it rang, said Text, and others\n", ".txt", "text"),
    (b"---\ntitle: Talks\n---\nIt rang.", ".txt", "text"),
    (b'{"text": "a"}\n{"text": "b"}', "", "jsonl"),
    (b'\xef\xbb\xbf{"text": "a"}\n', ".txt", "jsonl"),
    (b'{"text": "' + b"a" * HEAD, "", "jsonl"),
    (b'{"text": \n{"text": "b"}', "", "jsonl"),
    (b"anything", ".jsonl", "jsonl"),
    (b"anything", ".ndjson", "jsonl"),
    (b'{"text": "a"}\n{"text": "b"}', ".json", "jsonl"),
    (b'{"text": "a"}', ".json", "json"),
    (b'{\n "text": "a"\n}', "", "json"),
    (b'{"text": "a",\n "id": 1}', ".txt", "json"),
    (b'[{"text": "a"}]', ".txt", "json"),
    (b"[\n  {\n", "", "json"),
    (b"anything", ".json", "json"),
    ('{\n "text": "a"\n}'.encode("utf-16"), "", "json"),
    (b"%PDF-1.7", ".txt", "pdf"),
    (b"anything", ".pdf", "pdf"),
    (b"<!DOCTYPE html><p>Hi", ".txt", "html"),
    (b"\n<HTML lang=en>", "", "html"),
    (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html>", ".xml", "html"),
    (b"<!-- saved page --><html>", "", "html"),
    (b"<p>It rang.</p>", "", "html"),
    ("<html>".encode("utf-16"), "", "html"),
    (b"anything", ".htm", "html"),
    (b"<html>", ".xls", "html"),
    (b"<?xml version='1.0'?>\n<rss version='2.0'>", ".xml", "feed"),
    (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "", "feed"),
    (b"<rdf:RDF>", ".rdf", "feed"),
    (b"anything", ".atom", "feed"),
    (MAIL, ".txt", "mail"),
    (b"anything", ".eml", "mail"),
    (b"anything", ".mbox", "mail"),
    (b"anything", ".mht", "mail"),
    (b"From a@b Mon Nov 17 09:00:00 2025\nSubject: one\n\nIt rang.\n", "", "mail"),
    (b"From Seoul the envoys went on\nto Busan: it rang\n\nThey met.\n", ".txt", "text"),
    (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "", "warc"),
    (b"anything", ".warc", "warc"),
    (b"PAR1\x15\x04", ".txt", "parquet"),
    (b"anything", ".parquet", "parquet"),
    (b"id,text\n1,a\n", "", "csv"),
    (b'"id";"text"\r\n1;a\r\n', "", "csv"),
    (b"anything", ".tsv", "csv"),
]


@pytest.mark.parametrize(("head", "suffix", "name"), TOLD)
def test_told_by_content_then_name(head, suffix, name):
    assert told_by(head, suffix).name == name


def zipped(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "It rang.")
    return out.getvalue()


FOREIGN = [
    (zipped("word/document.xml"), ".docx", "is an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", "is an office document"),
    (b"{\\rtf1 It rang.}", ".txt", "is rich text"),
    (b"SQLite format 3\0", "", "is a database"),
    (b"\x89PNG\r\n\x1a\n", ".txt", "is an image"),
    (b"\xff\xd8\xff\xe0", "", "is an image"),
    (b"7z\xbc\xaf\x27\x1c", "", "is an archive"),
    (b"<?xml version='1.0'?><nitf><body/></nitf>", ".xml", "is XML or SGML"),
    (b"<DOC>\n<DOCNO>1</DOCNO>\n", "", "is XML or SGML"),
    (b"anything", ".xml", "is XML or SGML"),
    (b"anything", ".docx", "is an office document"),
    (b"anything", ".jpg", "is an image"),
]


@pytest.mark.parametrize(("head", "suffix", "reason"), FOREIGN)
def test_foreign_files_are_refused_by_name(head, suffix, reason):
    with pytest.raises(InputRejectedError) as caught:
        told_by(head, suffix)
    assert caught.value.message.startswith(reason)
    assert caught.value.hint


HOSTILE = [
    b"<!--" * (HEAD // 4), b"<!doctype " * (HEAD // 10), b"<?" * (HEAD // 2), b"a:" * (HEAD // 2), b"a: b\n " * (HEAD // 6),
    b"<p " * (HEAD // 3), b" " * HEAD, b"{" * HEAD, b"[" * HEAD, b'{"a":' * (HEAD // 5), b"," * HEAD, b"<a>" * (HEAD // 3),
]  # fmt: skip


@pytest.mark.parametrize("head", HOSTILE)
def test_no_head_is_too_much(head):
    with suppress(InputRejectedError):
        assert told_by(head, "").name in NAMES


@pytest.mark.parametrize(
    "format_", [one for one in FORMATS if one.name in {"text", "jsonl", "json", "csv", "pdf"}]
)
def test_a_format_that_is_named_goes_before_what_is_seen(format_):
    found = list(read_stream(io.BytesIO(MAIL), name="a.eml", as_of=AS_OF, format=format_.name))
    assert found
    assert all(isinstance(one, Reject) for one in found) is (format_.name != "text")


def test_no_name_makes_a_foreign_file_text():
    (found,) = read_stream(io.BytesIO(b"SQLite format 3\0"), as_of=AS_OF, format="text")
    assert found.reason == "is a database, which is not read"


class Slow(io.RawIOBase):
    """A pipe into which a program writes a part at a time."""

    def __init__(self, *parts):
        super().__init__()
        self.parts = list(parts)

    def readable(self):
        return True

    def readinto(self, buffer):
        part = self.parts.pop(0) if self.parts else b""
        buffer[: len(part)] = part
        return len(part)


def test_what_a_stream_is_does_not_hang_on_how_it_comes():
    whole = json.dumps([{"text": "It rang."}], indent=1).encode()
    parts = [whole[at : at + 1] for at in range(len(whole))]
    (made,) = read_stream(io.BufferedReader(Slow(*parts)), as_of=AS_OF)
    assert made.text == "It rang."


def test_lines_are_read_as_they_come():
    pipe = Slow(b'{"text": "one"}\n', b'{"text": "two"}\n')
    found = read_stream(io.BufferedReader(pipe), as_of=AS_OF)
    assert next(found).text == "one"
    assert pipe.parts == [b'{"text": "two"}\n']
