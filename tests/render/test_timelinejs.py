import json

import lxml.html
import pytest
from hypothesis import given

from kptimeline.interval import Extent
from kptimeline.records import EventActor
from kptimeline.render.timelinejs import has_place, render
from tests.render.events import chronology, event
from tests.render.hostile import words


def told(*events, **more):
    return json.loads(render(chronology(*events), title=more.pop("title", "Chronology"), **more))


def day(year, month=None, monthday=None):
    return {name: n for name, n in (("year", year), ("month", month), ("day", monthday)) if n is not None}


DATES = [
    ({"day": "2025-12-29"}, day(2025, 12, 29), None, "29 Dec 2025"),
    ({"first_day": "2025-11-10", "last_day": "2025-11-16", "granularity": "week"}, day(2025, 11, 10), day(2025, 11, 16), "10–16 Nov 2025"),
    ({"first_day": "2025-11-01", "last_day": "2025-11-30", "granularity": "month"}, day(2025, 11), None, "in Nov 2025"),
    ({"first_day": "2025-07-01", "last_day": "2025-09-30", "granularity": "quarter"}, day(2025, 7), day(2025, 9), "in Q3 2025"),
    ({"first_day": "2025-01-01", "last_day": "2025-12-31", "granularity": "year"}, day(2025), None, "in 2025"),
    ({"first_day": "1990-01-01", "last_day": "1999-12-31", "granularity": "decade"}, day(1990), day(1999), "in the 1990s"),
    ({"first_day": "2019-01-01", "last_day": "2019-04-30", "granularity": "year"}, day(2019), day(2019, 4), "early 2019"),
    ({"first_day": "2024-10-01", "granularity": "month", "extent": Extent.THROUGHOUT}, day(2024, 10), None, "since Oct 2024"),
    ({"last_day": "2025-12-29", "granularity": "vague", "time_text": "Recently"}, day(2025, 12, 29), None, "recently, before 29 Dec 2025"),
    ({"day": "2025-12-29", "certainty": "ambiguous"}, day(2025, 12, 29), None, "29 Dec 2025, date ambiguous"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "start", "end", "display"), DATES)
def test_dates_are_as_fine_as_they_are_known(columns, start, end, display):
    (shown,) = told(event(**columns))["events"]
    assert (shown["start_date"], shown.get("end_date"), shown["display_date"]) == (start, end, display)


def test_text_says_who_says_so_and_links_the_article():
    (shown,) = told(
        event(
            day="2025-12-29",
            status="planned",
            claimed_by="South Korea",
            url="https://example.com/a",
            disputed=True,
        )
    )["events"]
    assert shown["unique_id"] == "eabcdefghijkl"
    assert shown["text"] == {
        "headline": "[planned] North Korea sent troops to Russia",
        "text": "<p>North Korea → Russia · AID, planned · disputed · says South Korea</p>"
        "<blockquote>North Korea sent troops to Russia on Monday.</blockquote>"
        '<p><a href="https://example.com/a">Example Wire</a></p>',
    }


@pytest.mark.parametrize(("group", "name"), [("actor", "Kim &amp; others"), ("type", "AID"), (None, None)])
def test_groups(group, name):
    actor = EventActor(actor=None, name="Kim & others", role="by")
    (shown,) = told(event(day="2025-12-29", actors=(actor,)), group=group)["events"]
    assert shown.get("group") == name


def test_what_has_no_day_has_no_place():
    for undated in (event(edtf=None), event(edtf="-0498", granularity="year")):
        assert not has_place(undated)
        assert told(undated)["events"] == []


@given(words, words)
def test_no_text_becomes_an_element(one, two):
    actor = EventActor(actor=None, name=two, role="by")
    hostile = event(
        day="2025-12-29",
        summary=one,
        sentence=two,
        outlet=one,
        url=two,
        by_actors=two,
        claimed_by=one,
        actors=(actor,),
    )
    whole = told(hostile, title=one, group="actor")
    (shown,) = whole["events"]
    texts = [
        whole["title"]["text"]["headline"],
        shown["text"]["headline"],
        shown["display_date"],
        shown["group"],
    ]
    for text in texts:
        assert [node.tag for node in lxml.html.fromstring(f"<b>{text}</b>").iter()] == ["b"]
    tags = {node.tag for node in lxml.html.fromstring(f"<b>{shown['text']['text']}</b>").iter()}
    assert tags <= {"b", "div", "p", "blockquote", "a"}
