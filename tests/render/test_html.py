import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise, product

import lxml.html
import pytest
from hypothesis import given

from kptimeline import shipped
from kptimeline.interval import Extent
from kptimeline.records import EventActor, Match, Span
from kptimeline.render.html import render
from kptimeline.render.link import web
from tests.render.events import chronology, event
from tests.render.hostile import words

CSS = shipped.read_text(shipped.page("chronology.css"))
SCRIPT = shipped.read_text(shipped.page("chronology.js"))
WRITTEN = {  # every element that we write, with its attributes
    "html": "lang", "head": "", "meta": "charset http-equiv content name", "title": "", "style": "", "script": "",
    "body": "", "header": "", "main": "", "section": "aria-labelledby class", "nav": "aria-label",
    "h1": "", "h2": "id tabindex", "h3": "id", "p": "class dir", "span": "class", "blockquote": "dir", "q": "dir",
    "mark": "", "a": "class href rel tabindex", "ul": "class", "li": "", "details": "", "summary": "",
    "div": "aria-label class hidden role", "label": "", "input": "autocomplete name type", "select": "name",
    "option": "value", "button": "type", "output": "aria-live", "figure": "", "figcaption": "",
    "table": "", "caption": "", "thead": "", "tbody": "", "td": "class", "th": "class colspan scope",
    "tr": "data-actors data-status data-type id",
    "svg": "aria-hidden class height overflow width x y", "defs": "", "lineargradient": "id x1 x2",
    "stop": "offset stop-opacity", "line": "class x1 x2 y1 y2", "text": "class text-anchor x y",
    "rect": "class height rx width x y", "circle": "class cx cy r", "path": "class d",
}  # fmt: skip
TITLE = "Chronology: North Korea"


def page(*events, **more):
    return render(chronology(*events), title=more.pop("title", TITLE), made="2026-11-21", **more)


def tree(text):
    return lxml.html.fromstring(text)


def assert_ours(text):
    root = tree(text)
    for node in root.iter():
        assert isinstance(node.tag, str), "a comment or an instruction"
        assert set(node.attrib) <= set(WRITTEN[node.tag].split()), node.tag
        if "href" in node.attrib and not node.attrib["href"].startswith("#"):
            assert re.match(r"https?://", node.attrib["href"])
    (script,) = root.iter("script")
    (style,) = root.iter("style")
    assert (script.text, style.text) == (SCRIPT, CSS)


@given(words, words, words)
def test_no_text_becomes_an_element_or_an_attribute(one, two, three):
    mention = {"article_key": "aother", "url": two, "outlet": three, "sentence": one}
    hostile = event(
        day="2025-12-29", summary=one, sentence=two, outlet=three, url=one, by_actors=three, to_actors=one,
        place=two, claimed_by=two, time_text=one, articles=2, mentions=(mention,),
        actors=(EventActor(actor=None, name=two, role="by"),),
    )  # fmt: skip
    undated = event(reason=three, edtf=None, granularity=None, summary=two)
    found = Match(
        field="sentence", article_key="a", outlet=None, url=None, anchor=None, start_char=0, end_char=1,
        text=one, hits=(Span(0, min(1, len(one))),),
    )  # fmt: skip
    assert_ours(page(hostile, undated, title=three))
    assert_ours(page(hostile, matches={hostile.event_id: [found]}))


@pytest.mark.parametrize("text", ["\u202eevil\u2066", "\x00\x1b[2Jevil", "evil\ufeff\x9b"])
def test_what_hides_or_turns_text_round_is_gone(text):
    told = page(event(day="2025-12-29", summary=text, sentence=text, outlet=text), title=text)
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", told)


URLS = [
    ("https://example.com/a?b=1&c=2#d", True),
    ("http://example.com", True),
    ("https://북한.example/기사", True),
    ("HTTPS://EXAMPLE.COM/", True),
    ("javascript:alert(1)", False),
    (" javascript:alert(1)", False),
    ("java\nscript:alert(1)", False),
    ("data:text/html,hello", False),
    ("file:///etc/passwd", False),
    ("//example.com/", False),
    ("https:///no-host", False),
    ("https://example.com/\u202egnp", False),
    ("https://example.com/ x", False),
    ('https://example.com/"onclick=', False),
    ("https://[broken/", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("url", "linked"), URLS)
def test_only_web_addresses_are_links(url, linked):
    assert web(url) == (url if linked else None)
    links = tree(page(event(day="2025-12-29", url=url))).xpath("//td//a/@href")
    assert links == ([url] if linked else [])


def test_an_address_that_is_no_link_is_still_told():
    assert (
        "ftp://example.com/x" in tree(page(event(day="2025-12-29", url="ftp://example.com/x"))).text_content()
    )


def test_the_policy_allows_our_style_and_script_and_nothing_else():
    (policy,) = tree(page(event(day="2025-12-29"))).xpath("//meta[@http-equiv]/@content")

    def source(text):
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {source(CSS)}",
        f"script-src {source(SCRIPT)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_is_fetched():
    told = page(event(day="2025-12-29"))
    assert not tree(told).xpath("//@src | //link | //iframe | //object | //*[local-name()='image']")
    assert not re.search(r"url\((?!#)|@import", CSS)
    assert not re.search(r"fetch|XMLHttp|import\(|innerHTML|eval", SCRIPT)


def test_a_page_has_a_language_a_title_headings_in_order_and_ids_once():
    events = [event(event_id=f"e{number}", day=f"2025-{number:02d}-03") for number in range(1, 13)]
    root = tree(page(*events, event(event_id="e20", day="2024-02-03")))
    assert root.get("lang") == "en"
    assert root.findtext(".//title") == TITLE == root.findtext(".//h1")
    levels = [int(node.tag[1]) for node in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    assert {label for names in root.xpath("//@aria-labelledby") for label in names.split()} <= set(ids)


def test_every_control_has_its_label_and_the_picture_takes_no_focus():
    root = tree(page(event(day="2025-12-29")))
    assert all(node.getparent().tag == "label" for node in root.iter("input", "select"))
    assert all(link.get("tabindex") == "-1" for link in root.xpath("//svg//a"))
    assert [svg.get("aria-hidden") for svg in root.xpath("//figure//svg[not(ancestor::svg)]")] == ["true"] * 7


def test_an_event_stands_with_sentence_source_and_every_mark():
    told = event(
        day="2025-12-29", certainty="inferred", dated_by="lead", disputed=True, status="denied",
        claimed_by="South Korea", url="https://example.com/a", articles=2,
        mentions=({"article_key": "aother", "url": None, "outlet": "River Post", "sentence": "It was told."},),
    )  # fmt: skip
    row = tree(page(told)).xpath("//tr[@id]")[0].text_content()
    for words_told in (
        "29 Dec 2025",
        told.sentence,
        "AID, denied",
        "date inferred from the day of the report",
        "disputed",
        "says South Korea",
        "and 1 more",
        "River Post, article aother",
        "It was told.",
    ):
        assert words_told in row


def test_months_part_a_full_year_and_coarse_dates_come_first():
    days = [event(event_id=f"e{number:02d}", day=f"2025-0{1 + number // 7}-03") for number in range(14)]
    coarse = event(event_id="ecoarse", first_day="2025-01-01", last_day="2025-12-31", granularity="year")
    root = tree(page(*days, coarse))
    assert root.xpath("//th[@class='month']/text()") == ["Jan 2025", "Feb 2025"]
    assert root.xpath("//tr/@id")[0] == "ecoarse"
    assert tree(page(*days[:3])).xpath("//th[@class='month']") == []


def test_undated_events_come_last_with_the_reason():
    root = tree(page(event(day="2025-12-29"), event(event_id="eno", reason="no time phrase", edtf=None)))
    assert root.xpath("//tr/@id")[-1] == "eno"
    assert "no date: no time phrase" in root.get_element_by_id("eno").text_content()


def test_what_was_searched_for_is_marked():
    found = Match(
        field="sentence", article_key="a", outlet=None, url=None, anchor=None, start_char=0, end_char=9,
        text="Aid & more", hits=(Span(0, 3),),
    )  # fmt: skip
    root = tree(page(event(day="2025-12-29"), matches={"eabcdefghijkl": [found]}))
    assert root.xpath("//mark/text()") == ["Aid"]
    assert "Aid & more" in root.text_content()


def test_no_event_makes_a_page_too():
    assert "No events match." in tree(page()).text_content()


def many(count):
    return [
        event(event_id=f"e{number}", day=f"{2000 + number % 25}-{1 + number % 12:02d}-05")
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "columns"), [(3, False), (60, False), (3000, True)])
def test_the_picture_has_rows_then_lanes_then_columns(count, columns):
    root = tree(page(*sorted(many(count), key=lambda each: each.sort_day)))
    (chart,) = root.xpath("//svg[@class='chart']")
    assert int(chart.get("height")) < 600
    assert ("Each column counts" in root.findtext(".//figcaption")) is columns
    if columns:
        told = [int(re.search(r": ([\d]+) event", each)[1]) for each in chart.xpath(".//title/text()")]
        assert sum(told) == count
    else:
        assert len(chart.xpath(".//a")) == count


SHAPES = [
    ({"day": "2025-12-29"}, "mark did"),
    ({"day": "2025-12-29", "status": "planned"}, "mark plan"),
    ({"day": "2025-12-29", "certainty": "inferred"}, "mark did guess"),
    ({"first_day": "2025-10-01", "granularity": "month", "extent": Extent.THROUGHOUT}, "mark did right"),
    ({"last_day": "2025-10-01", "granularity": "vague"}, "mark did within left"),
    ({"first_day": "2025-10-01", "last_day": "2025-10-31", "granularity": "month"}, "mark did within"),
]


@pytest.mark.parametrize(("columns", "classes"), SHAPES)
def test_a_mark_shows_status_certainty_and_open_ends(columns, classes):
    root = tree(page(event(**columns), event(event_id="eother", day="2020-01-01")))
    shape = root.xpath("//svg[@class='chart']//a[@href='#eabcdefghijkl']/*[not(self::title)]")[0]
    assert shape.get("class") == classes


@pytest.mark.parametrize("status", ["denied", "negated"])
def test_what_did_not_happen_is_crossed_out(status):
    chart = tree(page(event(day="2025-12-29", status=status))).xpath("//svg[@class='chart']")[0]
    assert len(chart.xpath(".//path")) == 1


def contrast(one, other):
    def luminance(color):
        color = "".join(letter * 2 for letter in color[1:]) if len(color) == 4 else color[1:]
        parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes():
    return [dict(re.findall(r"--(\w+): (#\w+)", part)) for part in re.findall(r":root \{([^}]*)\}", CSS)]


def test_letters_stand_out_in_light_dark_and_print():
    assert len(schemes()) == 3
    for colors in schemes():
        for front, back in product(("text", "quiet", "mark", "doubt"), ("page", "panel")):
            assert contrast(colors[front], colors[back]) >= 4.5, (front, back, colors)
    for colors in schemes()[:2]:
        assert contrast(colors["quiet"], colors["found"]) >= 4.5
