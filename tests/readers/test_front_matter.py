"""Front matter: what is one, that values stay as written, and that nothing in it can do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.front_matter import MAX_BLOCK, split
from kptimeline.readers.jsonl import read_line
from kptimeline.readers.text import read_text
from kptimeline.records import Span
from tests.readers.test_jsonl import BAD

DEFAULTS = Defaults(as_of="2026-11-21", outlet="Default Wire")
WAY_OUT = "if this is no front matter, begin the file with an empty line"


def article(block: str, text: str = "It rang.\n"):
    return read_text(f"---\n{block}\n---\n{text}".encode(), DEFAULTS, "a.txt")


def test_every_field_finds_its_place():
    made = article(
        "# about the hotline\n"
        "id: 007\ntitle: Hotline back\npublished: 2025-12-29T08:00:00+09:00\ndateline: 2025-12-29\n"
        "outlet: Seoul Wire\nurl: https://example.org/a\nlanguage: no\ngenre: narrative\n"
        "authors: [Ann Lee, 'Bo: Kim']\nas_of: 2026-01-01\ntopics:\n- hotline\n- {kind: border}\nshelf:\n",
        "Hotline back\n\nIt rang.\n",
    )
    assert made.text == "Hotline back\n\nIt rang.\n"
    assert made.title == Span(0, 12)
    assert (made.given_id, made.language, made.genre) == ("007", "no", "narrative")
    assert (made.published, made.published_from) == ("2025-12-29T08:00:00+09:00", "published")
    assert (made.given, made.as_of) == ("2025-12-29", "2026-01-01")
    assert (made.outlet, made.url) == ("Seoul Wire", "https://example.org/a")
    assert made.authors == ("Ann Lee", "Bo: Kim")
    assert made.extra == {"topics": ["hotline", {"kind": "border"}], "shelf": None}


@pytest.mark.parametrize(
    ("block", "published", "named"),
    [
        ("date: 2025-12-29", "2025-12-29", "date"),
        ("date: 2025-12-29\npublished: 2025-12-28", "2025-12-28", "published"),
    ],
)
def test_a_date_is_that_of_publication(block, published, named):
    made = article(block)
    assert (made.published, made.published_from) == (published, named)


def test_a_date_that_is_none_is_refused():
    with pytest.raises(InputRejectedError, match=r"^date is neither an ISO date nor"):
        article("date: last week")


def test_the_same_fields_make_the_same_article_as_a_json_line():
    fields = b'{"outlet": "Seoul Wire", "published": "2025-12-29", "text": "It rang.\\nTwice.\\n"}'
    line = read_line(fields, DEFAULTS, "a.jsonl")
    made = article("source: Seoul Wire\npublished: 2025-12-29", "It rang.\nTwice.\n")
    assert (made.key, made.published, made.text_sha256) == (line.key, line.published, line.text_sha256)


def test_front_matter_is_no_part_of_the_key():
    assert article("published: 2025-12-29").key == article("dateline: 2025-12-28").key
    assert article("url: https://example.org/a").key != article("outlet: Default Wire").key


@pytest.mark.parametrize(
    ("title", "text", "span", "extra"),
    [
        ("Hotline back", "SEOUL, Dec 3 -- It rang.\nTwice.", None, {"title": "Hotline back"}),
        ("Hotline back", "Hotline rings\n\nIt rang.", "Hotline rings", {"title": "Hotline back"}),
        ("Hotline", "Hotline\n\nIt rang.", "Hotline", {}),
    ],
)
def test_a_title_is_a_span_where_the_text_begins_with_one(title, text, span, extra):
    made = article(f"title: {title}", text)
    assert (made.title and made.text[slice(*made.title)], made.extra) == (span, extra)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_marks_do_not_matter(newline, encoding):
    raw = newline.join(["---", "outlet: Seöul Wire", "--- ", "It rang.", ""]).encode(encoding)
    made = read_text(raw, DEFAULTS, "a.txt")
    assert (made.outlet, made.text) == ("Seöul Wire", f"It rang.{newline}")


def test_an_empty_line_below_the_block_belongs_to_the_text():
    assert article("outlet: A", "\nIt rang.").text == "\nIt rang."


TEXTS = [
    "---\nIt rang.\n---\nTwice.\n",
    "---\n- First point\n- Second point\n---\n",
    "-----\noutlet: A\n-----\nIt rang.\n",
    "\n---\noutlet: A\n---\nIt rang.\n",
    "---\nThe minister said: it rang.\n",
    "---\nhttps://example.org/a\n---\nIt rang.\n",
    "---\n---\nIt rang.\n",
    "--- outlet: A\nIt rang.\n",
    "---",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_line_of_dashes_alone_is_text(text):
    assert split(text) == ({}, text)
    assert read_text(text.encode(), DEFAULTS, "a.txt").text == text


def test_a_line_of_dashes_is_no_title():
    made = read_text(b"---\nHotline back\n\nIt rang.\n", DEFAULTS, "a.txt")
    assert made.text[slice(*made.title)] == "Hotline back"


NOT_YAML = "has front matter that is not YAML: "
REFUSED = [
    ("title: Kim: we will", NOT_YAML + "mapping values are not allowed here (line 2)"),
    ("outlet: A\ntitle: 'Open", NOT_YAML + "found unexpected end of stream (line 4)"),
    ("outlet: A\n\ttitle: B", NOT_YAML + "found character '\\t' that cannot start any token (line 3)"),
    ("title: A\a", NOT_YAML + "special characters are not allowed"),
    ("outlet: A\n--- B", "has front matter that is more than one YAML document"),
    ("{outlet: A", NOT_YAML + "expected ',' or '}', but got '<stream end>' (line 3)"),
    ("outlet: &a A\nurl: b", "has front matter with an anchor or alias (line 2)"),
    ("a: A\nurl: *a", "has front matter with an anchor or alias (line 3)"),
    ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "has front matter with an anchor or alias (line 2)"),
    ("title: !!python/object/apply:os.system [ls]", "has front matter with a tag: tag:yaml.org,2002:python/object/apply:os.system (line 2)"),
    ("id: !!int 7", "has front matter with a tag: tag:yaml.org,2002:int (line 2)"),
    ("a: " + "[" * 9 + "]" * 9, "has front matter of more than 8 levels (line 2)"),
    ("a: " + "[" * 5000, "has front matter of more than 8 levels (line 2)"),
    ("outlet: A\nurl: b\noutlet: B", "has front matter with two fields outlet (line 4)"),
    ("outlet: A\n[a, b]: c", "has front matter with a field that has no name (line 3)"),
    ("outlet: A\n~: c", "has front matter with a field that has no name (line 3)"),
    ("a: " + "x" * MAX_BLOCK, "has front matter of more than 16,000 bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "reason"), REFUSED)
def test_what_is_no_block_of_fields_is_refused_with_a_way_out(block, reason):
    with pytest.raises(InputRejectedError) as caught:
        article(block)
    assert caught.value.message == reason
    assert caught.value.hint.endswith(WAY_OUT)


def test_a_block_without_an_end_is_refused():
    with pytest.raises(InputRejectedError, match=r"^begins with front matter that has no end$") as caught:
        split("---\noutlet: A\n\nIt rang.\n")
    assert caught.value.hint == f"close it with a line ---; {WAY_OUT}"


@pytest.mark.parametrize("text", ["", " \n"])
def test_front_matter_without_text_is_refused(text):
    with pytest.raises(InputRejectedError, match=r"^has front matter and no text$"):
        article("outlet: A", text)


def test_the_text_is_no_field():
    with pytest.raises(InputRejectedError, match=r"^has a field text in its front matter$"):
        article("text: It rang.")


FIELDS = [
    ("genre: poem", "invalid enum value 'poem' - at `$.genre`"),
    ("dateline: Dec 29", "dateline is no ISO date: 'Dec 29'"),
    ("dateline: 2025-02-30", "dateline is no ISO date: '2025-02-30'"),
    ("as_of: now", "as_of is no ISO date: 'now'"),
    ("published: last week", "published is neither an ISO date nor an ISO date-time: 'last week'"),
    ("outlet: [A, B]", "expected `str | null`, got `array` - at `$.outlet`"),
]


@pytest.mark.parametrize(("block", "reason"), FIELDS)
def test_a_bad_value_says_what_it_says_in_a_json_line(block, reason):
    with pytest.raises(InputRejectedError) as caught:
        article(block)
    assert caught.value.message == reason


def test_those_messages_are_the_ones_of_json_lines():
    assert {reason for _, reason in FIELDS[:-1]} <= {reason for _, reason in BAD}


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).filter(str.strip))
def test_the_text_after_a_block_is_kept_as_it_is(text):
    assert split(f"---\noutlet: A\n---\n{text}") == ({"outlet": "A"}, text)


@given(st.text(st.sampled_from("-a: \n#'\"[]{}&*!?|>%@`\t,~"), max_size=60))
def test_splitting_is_total(block):
    try:
        fields, text = split(f"---\na: {block}\n---\nIt rang.")
    except InputRejectedError:
        return
    assert isinstance(fields["a"], str | list | dict | None)
    assert text.endswith("It rang.")
