"""The pages as text: what they hold, where they lead, and that they are the answers of the store."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kptimeline.interval import Extent, parse_iso
from kptimeline.records import Span
from kptimeline.store.counts import by_day, by_month, left_out
from kptimeline.store.engine import open_database
from kptimeline.store.explain import explain
from kptimeline.store.overview import overview
from kptimeline.store.paging import page
from kptimeline.store.paragraphs import REACH, around
from kptimeline.store.query import Question, chronology
from kptimeline.store.tallies import tallies, tells
from kptimeline.web import addresses
from kptimeline.web.chronology import PAGE
from kptimeline.web.data import sql_of
from kptimeline.web.layout import HEADERS
from kptimeline.web.queries import canned
from tests.web import store

NORTH = {"actors": ("north-korea",)}
YEAR = {"since": parse_iso("2024-01-01"), "until": parse_iso("2024-12-31")}
QUESTIONS = [  # the address, and the question it is
    ({"actor": "north-korea"}, NORTH),
    ({"actor": ["north-korea", "japan"]}, {"actors": ("north-korea", "japan")}),
    ({"actor": "north-korea", "with": "japan"}, {**NORTH, "others": ("japan",)}),
    ({"type": ["AID", "ASSAULT"], "status": "planned"}, {"types": ("AID", "ASSAULT"), "statuses": ("planned",)}),
    ({"since": "2024", "until": "2024"}, YEAR),
    ({"actor": "north-korea", "since": "2024", "until": "2024"}, {**NORTH, **YEAR}),
    ({"words": "missile sanctions"}, {"words": "missile sanctions"}),
    ({"actor": "north-korea", "words": "missile OR ba*"}, {**NORTH, "words": "missile OR ba*"}),
    ({"outlet": "Outlet 7"}, {"outlets": ("Outlet 7",)}),
    ({"place": "port"}, {"place": "port"}),
    ({"actor": "japan", "reverse": "1"}, {"actors": ("japan",), "reverse": True}),
    ({"actor": "china", "undated": "1"}, {"actors": ("china",), "undated": True}),
    ({"type": "AID", "since": "2024", "until": "2024", "undated": "1"}, {**YEAR, "types": ("AID",), "undated": True}),
    ({"type": "AID", "stated": "1"}, {"types": ("AID",), "stated": True}),
]  # fmt: skip


@pytest.fixture(scope="module")
def connection(large):
    with open_database(large) as opened:
        yield opened


def keys(connection, **question):
    return [event.event_id for event in chronology(connection, Question(**question)).events]


@cache
def keys_once(connection, question):
    return keys(connection, **dict(question))


@pytest.mark.parametrize(("address", "question"), [({}, {}), *QUESTIONS])
def test_a_page_is_what_show_answers(ask, connection, address, question):
    answer = ask("/chronology", **address)
    assert answer.status == 200
    assert set(answer.events) == set(keys(connection, **question, limit=PAGE))


@pytest.mark.parametrize(("address", "question"), QUESTIONS)
def test_sql_json_and_csv_are_the_same_events(ask, connection, address, question):
    answer = ask("/chronology", **address)
    ((json,), (csv,), (sql,)) = (answer.links(name) for name in ("JSON", "CSV", "SQL"))
    wanted = keys(connection, **question)
    found = ask(json).json
    assert not found["truncated"]
    assert sorted(row["event_id"] for row in found["rows"]) == sorted(wanted)
    days = [row["sort_day"] for row in found["rows"] if row["sort_day"]]
    assert days == sorted(days, reverse="reverse" in question)
    assert ask(csv).text.count("\r\n") == len(wanted) + 1
    assert ask(sql).tree.xpath("//textarea[@name='sql']")[0].text == sql_of(Question(**question))[0]


PAGED = [
    ({"actor": "china", "undated": "1"}, {"actors": ("china",), "undated": True}),
    (
        {"actor": "china", "undated": "1", "reverse": "1"},
        {"actors": ("china",), "undated": True, "reverse": True},
    ),
    ({"type": "AID", "words": "missile OR sanctions"}, {"types": ("AID",), "words": "missile OR sanctions"}),
]


@pytest.mark.parametrize(("address", "question"), PAGED)
def test_pages_follow_each_other_and_lead_back(ask, connection, address, question):
    wanted = keys(connection, **question)
    assert len(wanted) > 2 * PAGE
    answer, seen, href = ask("/chronology", **address), [], None
    assert answer.tree.xpath("//p[@class='found']")[0].text.startswith(f"{PAGE} events on this page")
    while True:
        seen.append(answer.events)
        if not (following := answer.links("Next page")):
            break
        href = following[0]
        answer = ask(href)
    assert [set(some) for some in seen] == [set(wanted[at : at + PAGE]) for at in range(0, len(wanted), PAGE)]
    last = ask(ask(href).links("Previous page")[0]).events
    assert set(last) == set(seen[-2])
    assert dict(parse_qsl(urlsplit(ask(href).links("First page")[0]).query)).keys() == address.keys()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([question for _, question in QUESTIONS]), st.integers(1, 40), st.integers(0, 10**6))
def test_a_page_after_or_before_any_event_goes_on_there(connection, question, size, place):
    asked = Question(**question)
    wanted = keys_once(connection, tuple(question.items()))
    if not wanted:
        return
    at = place % len(wanted)
    later = page(connection, asked, size, after=wanted[at])
    assert [event.event_id for event in later.events] == wanted[at + 1 : at + 1 + size]
    assert later.has_later == (at + 1 + size < len(wanted))
    sooner = page(connection, asked, size, before=wanted[at])
    assert [event.event_id for event in sooner.events] == wanted[max(at - size, 0) : at]
    assert sooner.has_earlier == (at > size)


ADDRESSES = [  # as typed, and the one address of the question
    ("actor=North+Korea", "actor=north-korea"),
    ("actor=&words=&since=", ""),
    ("status=planned&type=aid", "type=AID&status=planned"),
    ("since=last+week", "since=2025-12-29"),
    ("until=last+week", "until=2026-01-04"),
    ("words=++missile+++test+", "words=missile+test"),
    ("reverse=on", "reverse=1"),
    ("reverse=0", ""),
    ("outlet=outlet+7", "outlet=Outlet+7"),
]


@pytest.mark.parametrize(("typed", "canonical"), ADDRESSES)
def test_a_question_has_one_address(ask, typed, canonical):
    answer = ask(f"/chronology?{typed}")
    assert answer.status == 302
    assert answer.headers["location"] == ("/chronology?" + canonical if canonical else "/chronology")
    assert ask(answer.headers["location"]).status == 200


WRONG = [
    ("actor=nort+korea", 404, "No actor is called “nort korea”."),
    ("outlet=Nobody", 404, "No article is from the outlet Nobody."),
    ("after=ezzzzzzz", 404, "There is no event ezzzzzzz."),
    ("type=NONE", 400, "There is no type “NONE”."),
    ("status=never", 400, "There is no status “never”."),
    ("since=2025-02-30", 400, "since 2025-02-30 is not in the calendar."),
    ("since=soonish", 400, "since 'soonish' is not understood as a date."),
    ("since=2025&until=2024", 400, "The period ends before it begins."),
    ("words=-x", 400, "There are only words to leave out."),
    ("colour=red", 400, "There is no filter “colour”."),
    ("since=2024&since=2025", 400, "The filter “since” is given too often."),
    ("words=" + "x" * 501, 400, "The filter “words” is longer than 500 characters."),
]


@pytest.mark.parametrize(("query", "status", "cause"), WRONG)
def test_what_cannot_be_answered_is_told_beside_the_form(ask, query, status, cause):
    answer = ask(f"/chronology?{query}")
    (told,) = answer.tree.xpath("//*[@role='alert']")
    assert answer.status == status
    assert told.text_content().lower().startswith(cause.lower())
    assert "kptimeline " not in told.text_content()
    assert answer.tree.xpath("//form[@action='/chronology']")


def test_near_names_are_links_to_the_same_question(ask):
    (near,) = ask("/chronology?actor=nort+korea&since=2024").links("North Korea")
    assert ask(near).headers["location"] == "/chronology?actor=north-korea&since=2024"


def test_the_strip_counts_what_begins_and_leads_into_it(ask, connection):
    answer = ask("/chronology", actor="north-korea")
    bars = answer.tree.xpath("//figure//svg//a")
    rows = answer.tree.xpath("//figure//tbody/tr")
    assert [bar.get("href") for bar in bars] == [row.xpath(".//a/@href")[0] for row in rows]
    for row in rows[:: len(rows) // 3]:
        inside = Question(**NORTH, **{name: parse_iso(day) for name, day in parse_qsl(urlsplit(row.xpath(".//a/@href")[0]).query) if name not in ("actor", "after")})  # fmt: skip
        begun = [
            event for event in chronology(connection, inside).events
            if inside.since <= parse_iso(event.sort_day) <= inside.until
            and event.granularity in ("day", "week", "month", "vague", "weekend")
        ]  # fmt: skip
        assert abs(int(row.xpath("./td")[0].text.replace(",", "")) - len(begun)) <= 2  # coarse ones beside it


def test_the_event_page_has_every_mention_and_its_account(ask, connection):
    (key,) = connection.exec_driver_sql(
        "SELECT key FROM event WHERE articles > 1 AND NOT hidden LIMIT 1"
    ).scalars()
    account = explain(connection, key)
    tree = ask(addresses.event(key)).tree
    assert len(tree.xpath("//section[@class='mention']")) == len(account.mentions) > 1
    for mention, quoted in zip(account.mentions, tree.xpath("//blockquote"), strict=True):
        assert "".join(part.text_content() for part in quoted.xpath(".//mark")) == mention.sentence
        assert [part.text_content() for part in quoted.xpath(".//strong")] == [mention.trigger]
        assert mention.time.text in "".join(part.text_content() for part in quoted.xpath(".//u"))
    facts = tree.text_content()
    for told in (
        account.mentions[0].time.rule,
        account.mentions[0].time.expression,
        account.mentions[0].anchor.day,
    ):
        assert told in facts
    assert ask(addresses.event(key[:9])).headers["location"] == addresses.event(key)


PARAGRAPHS = [  # text, sentence in it, paragraph
    ("Title\n\nOne here. Two here.\n\nThree.", "Two here.", "One here. Two here."),
    ("One.\nTwo.\nThree.", "Two.", "One.\nTwo.\nThree."),
    ("One.\n \t\nTwo.", "Two.", "Two."),
    ("One.", "One.", "One."),
    ("x" * 3000 + " Here. " + "y" * 3000, "Here.", "x" * (REACH - 1) + " Here. " + "y" * (REACH - 1)),
]


@pytest.mark.parametrize(("text", "sentence", "wanted"), PARAGRAPHS)
def test_the_paragraph_of_a_sentence_ends_at_empty_lines(text, sentence, wanted):
    start = text.index(sentence)
    found = around(text, Span(start, start + len(sentence)))
    assert (found.text, text[found.start : found.start + len(found.text)]) == (wanted, wanted)
    assert found.cut_before == found.cut_after == (len(text) > 2 * REACH)


def test_the_actor_page_tells_who_it_is_and_what_it_does(ask, connection):
    answer = ask("/actor/kim-jong-un")
    tree = answer.tree
    assert tree.xpath("//h1")[0].text == "Kim Jong-un"
    assert answer.links("North Korea") == ["/actor/north-korea"]
    assert "since 2011-12" in tree.text_content()
    latest = ask("/actor/japan")
    assert latest.events[0] == keys(connection, actors=("japan",), reverse=True, limit=1)[0]
    assert ask("/actor/Kim%20Jong-un").headers["location"] == "/actor/kim-jong-un"


def test_the_front_page_counts_what_is_there(ask, connection):
    tree = ask("/").tree
    told = " ".join(tree.xpath("//ul[@class='numbers']")[0].text_content().split())
    assert "501articles" in told.replace(" ", "")
    assert "4,991events" in told.replace(" ", "")
    first, last = connection.exec_driver_sql("SELECT min(sort_day), max(sort_day) FROM chronology").one()
    assert str(int(first[:4])) in tree.xpath("//p[@class='lead']")[0].text
    assert str(int(last[:4])) in tree.xpath("//p[@class='lead']")[0].text


def test_an_actor_of_the_front_page_has_as_many_events_as_show_answers(connection):
    for actor in overview(connection).active[:3]:
        events = chronology(connection, Question(actors=(actor.actor,), hidden=True)).events
        assert actor.events == len(events)


@pytest.mark.parametrize("query", canned(), ids=lambda query: query.name)
def test_canned_queries_run(ask, query):
    values = dict.fromkeys(re.findall(r":(\w+)", query.sql), "")
    values |= {name: "north-korea" for name in ("actor",) if name in values}
    values |= {name: "japan" for name in ("other",) if name in values}
    answer = ask(f"/{addresses.DATABASE}/{query.name}.json", **values, _shape="objects")
    assert answer.status == 200
    assert answer.json["rows"] or query.name in ("claims", "disputed")
    page = ask(f"/{addresses.DATABASE}/{query.name}", **values)
    assert page.tree.xpath("//h1")[0].text == query.title
    assert set(values) <= {field.get("name") for field in page.tree.xpath("//input")}


def test_the_page_of_canned_queries_is_documented():
    written = Path(__file__).resolve().parents[2].joinpath("docs", "web.md").read_text("utf-8")
    assert [each.name for each in canned() if f"`{each.name}`" not in written] == []


PAGES = ["/", "/chronology", "/chronology?actor=nobody-here", "/actor/japan", "/actor/nobody", "/event/ezzzz", "/nothing",
         "/kptimeline", "/kptimeline/chronology", "/kptimeline/chronology.json", "/kptimeline?sql=select+1",
         "/kptimeline?sql=drop+table+event", "/kptimeline/nothing.json", "/-/kptimeline/pages.css"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_the_rules_for_browsers(ask, path):
    headers = ask(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", [path for path in PAGES if "json" not in path and "css" not in path])
def test_pages_name_what_they_are_made_of(ask, path):
    answer = ask(path)
    tree = answer.tree
    assert answer.text.lower().startswith("<!doctype html>")
    assert tree.get("lang") == "en"
    assert [node.text_content() for node in tree.iter("h1")] != [""]
    assert len(list(tree.iter("h1"))) == len(list(tree.iter("main"))) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#content"]
    assert not tree.xpath("//@style | //style | //script[not(@src)] | //@onclick | //@onload")
    assert all(url.startswith("/") for url in tree.xpath("//script/@src | //link/@href | //img/@src | //form/@action") if "alternate" not in url and "http://127" not in url)  # fmt: skip
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        named = field.get("aria-label") or field.xpath("ancestor::label")
        assert named or tree.xpath("//label[@for=$id]", id=field.get("id") or ""), lxml.html.tostring(field)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for inside in tree.xpath("//a/@href[starts-with(., '#')]"):
        assert inside[1:] in ids


def test_hostile_text_is_text_on_every_page(ask):
    chronology = ask("/chronology", type="ASSAULT", since=store.DAY, reverse="1")
    (key,) = chronology.tree.xpath("//tr[contains(., 'fire')]/@id")
    pages = [chronology, ask(f"/event/{key}"), ask("/"), ask("/kptimeline/chronology", event_id__exact=key),
             ask("/kptimeline/mentions", event_id__exact=key), ask("/chronology", actor=store.ACTOR),
             ask("/chronology", words=store.SCRIPT, actor=store.IMAGE), ask(f"/{store.SCRIPT}")]  # fmt: skip
    for asked in pages:
        answer = ask(asked.headers["location"]) if asked.status == 302 else asked
        assert not answer.tree.xpath("//img | //@onerror | //script[not(@src)]")
        assert not [url for url in answer.tree.xpath("//@href") if url.lower().startswith("javascript:")]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", answer.text)
    assert store.URL in chronology.tree.text_content()


def test_only_reading_is_possible(ask, large):
    before = large.read_bytes()
    for sql in ("delete from event", "pragma query_only = off", "attach 'x.db' as x", "select load_extension('x')",
                "with a as (select 1) insert into run default values", "select writefile('x', 'y')"):  # fmt: skip
        answer = ask("/kptimeline", sql=sql)
        assert answer.status == 400 or answer.tree.xpath("//*[@role='alert']")
    assert [ask("/", method=method).status for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]
    assert ask("/kptimeline.db").status == 403
    assert large.read_bytes() == before


def test_only_the_names_of_this_computer_are_answered(ask):
    assert [ask("/", host=host).status for host in ("localhost:8001", "127.0.0.1")] == [200, 200]
    assert [ask("/", host=host).status for host in ("evil.example", "127.0.0.1.evil.example:8001")] == [
        421,
        421,
    ]


def test_facets_are_off(ask):
    assert (
        "facet_results" not in ask("/kptimeline/chronology.json", _size="1").json
        or not ask("/kptimeline/chronology.json", _size="1").json["facet_results"]
    )
    assert ask("/kptimeline/chronology", _facet="status").status == 400


def test_keys_and_names_are_quoted_in_addresses():
    assert addresses.actor("a/b?c#d") == "/actor/a%2Fb%3Fc%23d"
    assert addresses.event("e<x>") == "/event/e%3Cx%3E"
    assert (
        addresses.rows("mentions", ("article_key", "!=x"))
        == "/kptimeline/mentions?article_key__exact=%21%3Dx"
    )


def test_sql_leaves_the_limit_to_who_asks():
    question = Question(actors=("japan",), limit=5)
    assert sql_of(question) == sql_of(replace(question, limit=None))


@pytest.mark.parametrize(
    "question", [{}, *(question for _, question in QUESTIONS if tells(Question(**question)))], ids=str
)
def test_tallies_are_what_counting_gives(connection, question):
    asked, tallied = Question(**question), tallies(connection)
    assert tallied.by_month(asked) == by_month(connection, asked)
    assert tallied.left_out(asked) == left_out(connection, asked)


def test_tallies_tell_nothing_of_other_questions():
    assert [question for _, question in QUESTIONS if tells(Question(**question))] == [
        {"types": ("AID", "ASSAULT"), "statuses": ("planned",)}
    ]
    assert not tells(Question(hidden=True))


@pytest.mark.parametrize("question", [YEAR, {**NORTH, **YEAR}, {**YEAR, "types": ("AID",)}], ids=str)
def test_days_are_counted_like_months(connection, question):
    events = chronology(connection, Question(**question)).events
    fine = ("minute", "hour", "part-of-day", "day")
    events = [event for event in events if event.granularity in fine and event.extent is Extent.WITHIN]
    days = Counter(event.sort_day for event in events if event.sort_day >= "2024")
    assert by_day(connection, Question(**question)) == days


def test_a_span_can_begin_with_what_begins_in_it(ask, connection):
    span = {"actor": "north-korea", "since": "2024-03", "until": "2024-06"}
    wanted = chronology(
        connection, Question(**NORTH, since=parse_iso("2024-03-01"), until=parse_iso("2024-06-30"))
    ).events
    begun = [event.event_id for event in wanted if event.sort_day >= "2024-03-01"]
    first = ask("/chronology", **span)
    (link,) = first.links("Go to what begins then")
    answer = ask(link)
    assert first.events[0] not in begun
    assert set(answer.events) == set(begun[:PAGE])
    assert ask(answer.links("Show that first")[0]).events == first.events
    going_on = [event.event_id for event in wanted if event.sort_day < "2024-03-01"]
    assert set(ask(answer.links("Previous page")[0]).events) == set(going_on[-PAGE:])
    assert not ask("/chronology", type="AID", since="1990", after="since").links("Previous page")
