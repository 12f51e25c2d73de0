"""JSON that is one value: where its articles stand, and that a bad element spoils only itself."""

import io
import json

import pytest

from kptimeline.readers import Reject, read_stream

AS_OF = "2026-11-21"
ONE, TWO = {"text": "It rang."}, {"text": "It rang again."}


def read(raw, name="wire.json", **stated):
    return list(read_stream(io.BytesIO(raw), name=name, as_of=AS_OF, **stated))


def told(found):
    return [one.reason if isinstance(one, Reject) else one.text for one in found]


VALUES = [
    (json.dumps([ONE, TWO]), 2),
    (json.dumps([ONE, TWO], indent=2), 2),
    (json.dumps(ONE, indent=2), 1),
    (json.dumps({"status": "ok", "articles": [ONE, TWO]}), 2),
    (json.dumps({"items": [ONE, TWO], "total": {"n": 2}}, indent=1), 2),
    (json.dumps({"data": [ONE]}), 1),
    (json.dumps(ONE | {"items": [1, 2]}), 1),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("value", "count"), VALUES)
def test_articles_are_found(value, count, encoding):
    assert told(read(value.encode(encoding))) == ["It rang.", "It rang again."][:count]


def test_lines_that_are_called_json_are_read_as_lines():
    lines = json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n"
    assert told(read(lines.encode())) == ["It rang.", "It rang again."]
    long = json.dumps(ONE | {"note": "x" * 100_000})
    assert told(read(f"{long}\n{lines}".encode())) == ["It rang.", "It rang.", "It rang again."]
    assert told(read(lines.encode("utf-16"))) == ["is JSON lines in UTF-16, and these must be UTF-8"]


@pytest.mark.parametrize(
    "value", [json.dumps([ONE], indent=1), json.dumps(ONE, indent=1), "[" + json.dumps(ONE) + "]"]
)
def test_content_tells_it_without_a_name(value):
    assert told(read(value.encode(), name="-")) == ["It rang."]


def test_bad_elements_are_named_by_their_number():
    value = [ONE, 5, {"id": 1}, {"text": "a", "published": 20251229}, TWO]
    assert told(read(json.dumps(value).encode())) == [
        "It rang.",
        "element 2: is not a JSON object",
        "element 3: object missing required field `text`",
        "element 4: published is a number that tells no time: 20251229",
        "It rang again.",
    ]


BROKEN = [
    (b'[{"text": "It rang."}, {"text": ', ["It rang.", "element 2 is not JSON: "]),
    (b'[{"text": "It rang."} {"text": "x"}]', ["It rang.", "element 1 is not JSON: no comma or ] follows"]),
    (b'[{"text": "It rang."}] trailing', ["It rang.", "goes on after its list; that is not read"]),
    (b"[]", ["is an empty list"]),
    (b'"It rang."', ["is JSON, but neither an object nor a list"]),
    (b"It rang.", ["is JSON, but neither an object nor a list"]),
    (b'{"text": "caf\xe9"}', ["is not valid UTF-8 (at byte 13), as JSON must be"]),
    (b'{\n"text": "a', ["is not JSON: "]),
    (b'{"items": [{}], "data": [{}]}', ["has more than one list of articles"]),
    (b"[" * 100_000, ["element 1 is not JSON: "]),
    (b'{"a":' * 100_000, ["is not JSON: "]),
    (b'{"text": "a", "b": ' + b"[" * 100_000, ["is not JSON: "]),
    (b"[" + b"," * 10_000_000 + b"]", ["element 1 is not JSON: "]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "reasons"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_broken_says_so(raw, reasons):
    found = read(raw)
    assert [one[: len(reason)] for one, reason in zip(told(found), reasons, strict=True)] == reasons
    assert all(one.hint for one in found if isinstance(one, Reject))


def test_a_list_of_what_are_no_articles_ends_soon():
    found = read(b"[" + b"0," * 1_000_000 + b"0]")
    assert len(found) == 1_002
    assert found[-1].reason == "holds hardly any articles; the rest of it is not read"


MAPPED = [
    ({"content": "It rang.", "meta": {"date": "2025-12-29"}}, "2025-12-29"),
    ({"content": "It rang.", "meta.date": "2025-12-28", "meta": {"date": "2025-12-29"}}, "2025-12-28"),
    ({"content": "It rang.", "published": "2025-12-27"}, "2025-12-27"),
    ({"content": "It rang.", "meta": {"date": None}, "published": "2025-12-27"}, "2025-12-27"),
    ({"content": "It rang.", "meta": {"date": "2025-12-29"}, "published": "2025-12-27"}, "2025-12-29"),
    ({"content": "It rang.", "meta": "2025-12-29"}, None),
]


@pytest.mark.parametrize(("fields", "published"), MAPPED)
def test_names_of_others_are_led_to_ours(fields, published):
    names = {"text": "content", "published": "meta.date"}
    for raw in (json.dumps(fields), json.dumps([fields])):
        (made,) = read(raw.encode(), map=names)
        assert (made.text, made.published) == ("It rang.", published)
        assert "content" not in made.extra


def test_names_of_others_hold_in_front_matter_for_all_but_the_text():
    raw = b"---\ncontent: no\ndate_publish: 2025-12-29\n---\nIt rang.\n"
    (made,) = read(raw, name="a.md", map={"text": "content", "published": "date_publish"})
    assert (made.text, made.published, made.extra) == ("It rang.\n", "2025-12-29", {"content": "no"})


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "River Post",
    "language": "en",
    "authors": [{"name": "Desk"}],
}
ENTRY = {
    "id": "7",
    "url": "https://riverpost.example/7",
    "title": "Envoys meet",
    "date_published": "2025-11-18T23:30:00-05:00",
}
ENTRIES = [
    # fields of an entry, its text
    ({"content_html": "<p>They <b>met</b>.</p><p>They part.</p>"}, "Envoys meet\n\nThey met.\n\nThey part."),
    (
        {"content_text": "They met.", "content_html": "<p>Other</p>", "summary": "So"},
        "Envoys meet\n\nThey met.",
    ),
    ({"content_text": "Envoys meet\n\nThey met."}, "Envoys meet\n\nThey met."),
    ({"summary": "They met."}, "Envoys meet\n\nThey met."),
    ({}, "Envoys meet"),
]


@pytest.mark.parametrize(("fields", "text"), ENTRIES)
def test_json_feed(fields, text):
    (made,) = read(json.dumps(FEED | {"items": [ENTRY | fields]}).encode())
    assert made.text == text
    assert (made.outlet, made.given_id, made.url, made.authors) == (
        "River Post",
        "7",
        ENTRY["url"],
        ("Desk",),
    )
    assert (made.published, made.published_from) == ("2025-11-18T23:30:00-05:00", "feed date_published")
    assert ("headline_only" in made.extra) is (not fields)


def test_a_change_is_no_day_of_an_entry_and_a_bad_entry_spoils_only_itself():
    entries = [{"content_text": "It rang.", "date_modified": "2025-11-20"}, {"id": "8"}, {"title": 5}]
    made, *bad = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": entries}).encode())
    assert (made.text, made.published, made.extra["updated"]) == ("It rang.", None, "2025-11-20")
    assert [one.reason for one in bad] == [
        "element 2: is empty",
        "element 3: is no JSON Feed: expected `str | null`, got `int` - at `$.title`",
    ]
