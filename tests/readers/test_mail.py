"""Mail: one article a message, whatever it was packed in."""

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.mail import MAX_HEADER, MAX_PARTS, read_mail

HEAD = """From: Ann Lee <ann@riverpost.example>
To: desk@example.org
Subject: Envoys meet
Date: Tue, 18 Nov 2025 23:30:00 -0500 (EST)
Message-ID: <1@riverpost.example>
"""
PLAIN = "Content-Type: text/plain; charset=utf-8\n\nSEOUL -- They met on Tuesday.\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n<p>SEOUL &mdash; They <b>met</b>.</p><style>p {no: 1}</style><p>They part.</p>\n"
FILE = "Content-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nNot the text.\n"


def parts(*inner, kind="mixed"):
    body = "".join(f"--b\n{part}" for part in inner)
    return f"Content-Type: multipart/{kind}; boundary=b\n\n{body}--b--\n"


def article(text, **defaults):
    raw = text if isinstance(text, bytes) else text.encode()
    (made,) = read_mail(raw, Defaults(**{"as_of": "2026-11-21", **defaults}), "alert.eml")
    return made


def test_a_message():
    made = article(HEAD + PLAIN)
    assert made.text == "SEOUL -- They met on Tuesday.\n"
    assert (made.published, made.published_from) == ("2025-11-18T23:30:00-05:00", "Date")
    assert (made.given_id, made.authors) == ("<1@riverpost.example>", ("Ann Lee",))
    assert (made.title, made.extra["title"]) == (None, "Envoys meet")
    assert (made.outlet, made.path) == (None, "alert.eml")


def test_a_text_that_begins_with_its_subject_has_a_title():
    made = article(HEAD + "\nEnvoys meet\n\nSEOUL -- They met on Tuesday.")
    assert made.text[slice(*made.title)] == "Envoys meet"
    assert "title" not in made.extra


BODIES = [
    (PLAIN, "SEOUL -- They met on Tuesday.\n"),
    (HTML, "SEOUL — They met.\n\nThey part."),
    (parts(PLAIN, HTML, kind="alternative"), "SEOUL -- They met on Tuesday."),
    (parts(HTML, PLAIN, kind="alternative"), "SEOUL -- They met on Tuesday."),
    (parts("Content-Type: text/plain\n\nYour browser shows no HTML.\n", HTML), "SEOUL — They met.\n\nThey part."),
    (parts("Content-Type: text/plain\n\n \n", HTML), "SEOUL — They met.\n\nThey part."),
    (parts(FILE, PLAIN), "SEOUL -- They met on Tuesday."),
    (parts(parts(PLAIN, HTML, kind="alternative").replace("boundary=b", "boundary=c").replace("--b", "--c"), FILE),
     "SEOUL -- They met on Tuesday."),
    ("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nVGhleSBtZXQu\n", "They met."),
    ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThey=\n met =E2=80=94 so.\n",
     "They met — so.\n"),
    ("Content-Type: text/plain; charset=no-such-thing\n\nThey met.\n", "They met.\n"),
    ("\n> On Monday Bo wrote:\n> They met.\n\nForwarded message\nDate: Mon, 3 Nov 2025\n\nMore.\n",
     "> On Monday Bo wrote:\n> They met.\n\nForwarded message\nDate: Mon, 3 Nov 2025\n\nMore.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), BODIES, ids=range(len(BODIES)))
def test_the_text_of_a_message(body, text):
    assert article(HEAD + body).text.rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    ("charset", "text"), [("euc-kr", "회담"), ("iso-8859-1", "“café”"), ("gb2312", "会谈"), ("utf-8", "회담")]
)
def test_the_charset_is_read_as_mailers_mean_it(charset, text):
    codec = {"iso-8859-1": "cp1252"}.get(charset, charset)
    raw = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n".encode() + text.encode(codec)
    assert article(raw).text == text


def test_attachments_are_named_and_not_read():
    assert article(HEAD + parts(PLAIN, FILE)).extra["attachments"] == ["notes.txt"]


HEADERS = [
    ("Subject: =?utf-8?B?7ZqM64u0?= =?utf-8?Q?_today?=\n", "title", "회담 today"),
    ("Subject: =?no-such?Q?a?=\n", "title", "=?no-such?Q?a?="),
    ("Subject: two\n lines\n", "title", "two lines"),
]


@pytest.mark.parametrize(("header", "field", "value"), HEADERS)
def test_headers_are_decoded_where_that_is_possible(header, field, value):
    assert article(header + PLAIN).extra[field] == value


def test_a_list_is_an_outlet_a_sender_an_author():
    made = article(
        "List-Id: River Post Daily <daily.riverpost.example>\nFrom: bo@riverpost.example\n" + PLAIN
    )
    assert (made.outlet, made.authors) == ("River Post Daily", ("bo@riverpost.example",))


@pytest.mark.parametrize("day", ["", "Date: soon\n", "Date: Tue, 35 Nov 2025 23:30:00 -0500\n"])
def test_a_message_without_a_day_has_none(day):
    assert article(day + PLAIN).published is None


def test_a_page_saved_as_mail_is_read_as_a_page():
    lead = "The envoys of both sides met on Tuesday in the old town hall, as they had said they would."
    page = f"<html><head><meta name='date' content='2025-03-11'><title>Envoys meet</title></head><body><h1>Envoys meet</h1><p>{lead}</p></body></html>"
    made = article(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/1\nDate: Fri, 20 Nov 2026 10:00:00 -0000\n"
        + parts(f"Content-Type: text/html\n\n{page}\n", kind="related")
    )
    assert (made.text, made.url) == (f"Envoys meet\n\n{lead}", "https://a.example/1")
    assert (made.published, made.published_from) == ("2025-03-11", "meta date")


REFUSED = [
    ("From ann Tue Nov 18 23:30:00 2025\n" + HEAD + PLAIN + "\nFrom bo Wed Nov 19 23:30:00 2025\n" + HEAD + PLAIN, "is a mailbox"),
    (HEAD + "\n", "without text"),
    (HEAD + parts(FILE), "without text"),
    (HEAD + "Content-Type: image/png\n\nx\n", "without text"),
    (HEAD + parts(*[PLAIN] * (MAX_PARTS + 1)), f"more than {MAX_PARTS:,} parts"),
    (HEAD + "Content-Type: text/plain;" + " a*0=b;" * MAX_HEADER + "\n\nx\n", f"more than {MAX_HEADER:,} characters"),
    ("".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5_000)), "taken apart"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_refused_with_reason_and_hint(text, reason):
    with pytest.raises(InputRejectedError) as caught:
        article(text)
    assert reason in caught.value.message
    assert caught.value.hint


LONG = [
    "Subject: " + "=?utf-8?q?a?= " * 300_000,
    "From: " + "(" * 500_000,
    "From: " + "a <a@b>, " * 100_000,
    "Date: " + "1" * 1_000_000,
]


@pytest.mark.parametrize("header", LONG, ids=range(len(LONG)))
def test_long_headers_do_no_harm(header):
    assert article(header + "\n" + PLAIN).text == "SEOUL -- They met on Tuesday.\n"


SAVED = [
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://riverpost.example/talks\n",
    'From: "Saved by Internet Explorer 11"\n',
    "From: <Saved by Mozilla 5.0 (X11)>\n",
]


@pytest.mark.parametrize("head", SAVED)
def test_a_page_saved_as_mail_is_a_page_and_the_day_it_was_saved_is_not_its_own(head):
    story = "".join(
        f"<p>The envoys met at the border and spoke about the hotline, part {n}.</p>" for n in range(9)
    )
    page = f"<h1>Envoys meet</h1><p>Published 18 Nov 2025</p>{story}"
    made = article(
        f"{head}Subject: Envoys meet\nDate: Mon, 1 Dec 2025 00:00:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary=b\n\n--b\nContent-Type: text/html\n'
        f"Content-Location: https://riverpost.example/talks\n\n<html><body><article>{page}</article></body></html>\n--b--\n"
    )
    assert made.text.startswith("Envoys meet\n\nPublished 18 Nov 2025\n\nThe envoys met")
    assert (made.published, made.url) == (None, "https://riverpost.example/talks")
