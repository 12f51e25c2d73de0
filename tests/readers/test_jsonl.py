"""JSON Lines: every field, every way a line can be bad, and that a bad line spoils only itself."""

import io
import json

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers import Reject, read_stream
from kptimeline.readers.article import Defaults
from kptimeline.readers.jsonl import MAX_LINE, read_line
from kptimeline.records import Span

DEFAULTS = Defaults(as_of="2026-11-21", outlet="Default Wire")


def article(**fields):
    return read_line(json.dumps(fields).encode(), DEFAULTS, "in.jsonl")


def test_every_field_finds_its_place():
    made = article(
        id=7, text="Hotline back\n\nIt rang.", title="Hotline back", published="2025-12-29T08:00:00+09:00",
        dateline="2025-12-29", outlet="Seoul Wire", url="https://example.org/a", language="en", genre="narrative",
        authors=["Ann Lee"], as_of="2026-01-01", topics=["hotline"],
    )  # fmt: skip
    assert made.given_id == "7"
    assert made.title == Span(0, 12)
    assert (made.published, made.published_from) == ("2025-12-29T08:00:00+09:00", "published")
    assert (made.given, made.as_of, made.genre) == ("2025-12-29", "2026-01-01", "narrative")
    assert (made.outlet, made.url, made.language) == ("Seoul Wire", "https://example.org/a", "en")
    assert made.authors == ("Ann Lee",)
    assert made.extra == {"topics": ["hotline"]}


def test_a_dateline_may_be_of_a_zone_where_tomorrow_has_begun():
    assert article(text="It rang.", dateline="2026-11-22").given == "2026-11-22"


def test_source_is_another_name_for_outlet_and_null_is_absent():
    assert article(text="It rang.", source="Old Wire").outlet == "Old Wire"
    made = article(text="It rang.", published=None, outlet=None)
    assert (made.outlet, made.published, made.published_from) == ("Default Wire", None, None)


def test_title_that_the_text_does_not_begin_with_is_metadata():
    made = article(text="It rang.", title="Hotline back")
    assert (made.text, made.title, made.extra) == ("It rang.", None, {"title": "Hotline back"})


BAD = [
    (b'{"id": "1"}', "object missing required field `text`"),
    (b'{"text": "a", "x": ' + b"[" * 99_999 + b"]" * 99_999 + b"}", "is JSON that nests too deep"),
    (b'{"text": 5}', "expected `str`, got `int` - at `$.text`"),
    (b'{"text": "  "}', "the field text is empty"),
    (b'{"text": "a\\u0000b"}', "the field text holds NUL characters"),
    (b"[1, 2]", "is not a JSON object"),
    (b'{"text": "a", "genre": "poem"}', "invalid enum value 'poem' - at `$.genre`"),
    (b'{"text": "a", "dateline": "Dec 29"}', "dateline is no ISO date: 'Dec 29'"),
    (b'{"text": "a", "dateline": "2025-02-30"}', "dateline is no ISO date: '2025-02-30'"),
    (
        b'{"text": "a", "dateline": "2026-11-23"}',
        "dateline 2026-11-23 is later than 2026-11-21, the day of ingest",
    ),
    (
        b'{"text": "a", "dateline": "2025-12-29", "as_of": "2025-12-01"}',
        "dateline 2025-12-29 is later than 2025-12-01, the day of ingest",
    ),
    (b'{"text": "a", "as_of": "now"}', "as_of is no ISO date: 'now'"),
    (
        b'{"text": "a", "published": "last week"}',
        "published is neither an ISO date nor an ISO date-time: 'last week'",
    ),
    (b'{"text": "caf\xe9"}', "is not valid UTF-8"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_bad_line_says_why(line, reason):
    with pytest.raises(InputRejectedError) as caught:
        read_line(line, DEFAULTS, "in.jsonl")
    assert caught.value.message == reason
    assert caught.value.hint


def test_bad_lines_are_named_by_number_and_the_others_are_read():
    lines = b'\xef\xbb\xbf{"text": "one"}\r\n\n{broken\n{"text": "two"}'
    found = list(read_stream(io.BytesIO(lines), name="wire.jsonl", as_of="2026-11-21"))
    assert [item.text if not isinstance(item, Reject) else item.line for item in found] == ["one", 3, "two"]
    assert found[1].message.startswith("wire.jsonl:3: is not JSON: ")


def test_overlong_line_is_skipped_whole():
    lines = b'{"text": "one"}\n{"text": "' + b"x" * (2 * MAX_LINE) + b'"}\n{"text": "two"}\n'
    found = list(read_stream(io.BytesIO(lines), name="wire.jsonl", as_of="2026-11-21"))
    assert [item.text if not isinstance(item, Reject) else item.line for item in found] == ["one", 2, "two"]


@pytest.mark.parametrize("raw", [b"", b"\n\n \n"])
def test_no_lines_are_no_articles_and_no_error(raw):
    """A program may have none to give: `tag` then gives none back."""
    assert list(read_stream(io.BytesIO(raw), name="a.jsonl", as_of="2026-11-21")) == []
