from hypothesis import given
from markdown_it import MarkdownIt

from kptimeline.render import safe
from kptimeline.render.markdown import escaped, render
from tests.render.events import chronology, event
from tests.render.hostile import words

MONTH = event(
    event_id="emonth",
    first_day="2025-11-01",
    last_day="2025-11-30",
    granularity="month",
    status="planned",
    certainty="inferred",
    dated_by="lead",
    summary="Japan will send 3 * 4 ships_and_boats",
    url="https://example.com/a?b=1&copy=2",
    articles=2,
)
PAGE = """\
# Chronology: Japan

## 2025

### Nov 2025

- **in Nov 2025** Japan will send 3 \\* 4 ships\\_and\\_boats\\
  North Korea → Russia · AID, planned · date inferred from the day of the report\\
  “North Korea sent troops to Russia on Monday.” ([Example Wire](<https://example.com/a?b=1&amp;copy=2>) and 1 more)

### Dec 2025

- **29 Dec 2025** North Korea sent troops to Russia\\
  North Korea → Russia · AID, occurred\\
  “North Korea sent troops to Russia on Monday.” (says South Korea, Example Wire)

## Without a date

- **undated** North Korea sent troops to Russia\\
  North Korea → Russia · AID, occurred · no date: no time phrase\\
  “North Korea sent troops to Russia on Monday.” (Example Wire)

Not shown: 2 hidden by corrections.
"""
UNDATED = event(event_id="eno", reason="no time phrase", edtf=None)


def test_a_page():
    day = event(day="2025-12-29", claimed_by="South Korea")
    assert render(chronology(MONTH, day, UNDATED, hidden=2), title="Chronology: Japan", by="month") == PAGE


def tokens(text):
    found = MarkdownIt("commonmark").parse(text)
    return [*found, *(child for token in found for child in token.children or ())]


def test_an_address_stays_what_it_is():
    links = [
        token.attrs["href"]
        for token in tokens(render(chronology(MONTH), title="x"))
        if token.tag == "a" and token.attrs
    ]
    assert links == ["https://example.com/a?b=1&copy=2"]


@given(words, words)
def test_no_text_becomes_markup(one, two):
    plain = [
        token.type for token in tokens(render(chronology(event(day="2025-12-29", outlet="x")), title="x"))
    ]
    told = event(
        day="2025-12-29",
        summary=f"a{one}",
        sentence=f"a{two}",
        outlet="x" + one,
        url=two.replace("http", "x"),
        by_actors=f"a{two}",
        to_actors="",
        claimed_by="",
    )
    kinds = [token.type for token in tokens(render(chronology(told), title=f"x{one}"))]
    assert [kind for kind in kinds if not kind.startswith("text")] == [
        kind for kind in plain if not kind.startswith("text")
    ]


@given(words)
def test_what_is_escaped_reads_as_it_was(text):
    html = MarkdownIt("commonmark").renderInline("a" + escaped(text) + "a")
    from html import unescape

    assert unescape(html) == "a" + safe.line(text) + "a"
