"""PDF: the text of its pages, and which files have none that can be had."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from kptimeline.readers import Reject, read_stream
from kptimeline.readers.pdf import MAX_PAGES, MAX_STEPS, mended
from tests.readers.pdf_file import pdf

PAGES = [
    [
        "Envoys meet in Geneva",
        "GENEVA, Dec 3 (River Post) -- The envoys met on Tues-",
        "day. It was Tuesday.",
    ],
    ["They will meet again on Friday."],
]


def read(raw):
    (found,) = read_stream(io.BytesIO(raw), as_of="2026-11-21")
    return found


def test_pages_are_one_text_and_what_the_file_says_of_itself_dates_nothing():
    about = {"Title": "Microsoft Word - memo.doc", "Author": "pc7", "CreationDate": "D:20250102030405+09'00'"}
    made = read(pdf(PAGES, about))
    assert made.text[slice(*made.title)] == "Envoys meet in Geneva"
    assert [line for line in made.text.splitlines() if line] == [
        "Envoys meet in Geneva",
        "GENEVA, Dec 3 (River Post) -- The envoys met on Tuesday. It was Tuesday.",
        "They will meet again on Friday.",
    ]
    assert (made.published, made.authors) == (None, ())
    assert made.extra == {
        "language_from": "detected",
        "pdf_title": "Microsoft Word - memo.doc",
        "pdf_author": "pc7",
        "pdf_created": "2025-01-02T03:04:05+09:00",
    }


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("nego-\ntiations; the negotiations", "negotiations; the negotiations"),
        ("nego\u00ad\ntiations", "negotiations"),
        ("anti-\nmissile", "anti-\nmissile"),
        ("They met -\nagain", "They met -\nagain"),
    ],
)
def test_words_are_made_whole_only_where_it_is_certain(text, whole):
    assert mended(text) == whole


def locked():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(PAGES))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


REFUSED = [
    (locked(), "is PDF with a password"),
    (pdf([[], []], contents=b"0 0 m 5 5 l S"), "is PDF of 2 pages without text: pictures of pages"),
    (
        pdf([[]] * (MAX_PAGES + 1)),
        f"has {MAX_PAGES + 1} pages, more than the {MAX_PAGES} of the longest article",
    ),
    (pdf([[]], contents=b"0 g\n" * (MAX_STEPS + 1)), "is PDF that takes too long to read"),
    (pdf(PAGES)[:200], "is PDF that cannot be read (PdfStreamError)"),
    (b"%PDF-1.7\n" + b"<<" * 100_000, "is PDF that cannot be read (PdfStreamError)"),
]


@pytest.mark.parametrize(("raw", "reason"), REFUSED, ids=[reason[:40] for _, reason in REFUSED])
def test_refused(raw, reason):
    found = read(raw)
    assert isinstance(found, Reject)
    assert found.reason == reason
    assert found.hint
