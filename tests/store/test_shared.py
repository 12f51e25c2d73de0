"""An article without an anchor takes the day that dated articles' events give it, and none where they leave a doubt."""

import pytest

from kptimeline.interval import iso, parse_iso
from kptimeline.records import AnchorCandidate, Basis
from kptimeline.store.save import save_all
from kptimeline.store.shared import infer, shared_events, undated_keys
from tests.store.builder import Told, extraction

pytestmark = pytest.mark.both


def struck(when, *, to=("Japan",), place=None, by=("North Korea",)):
    return Told(f"They struck {when}.", "struck", "strike", "ASSAULT", by=by, to=to, when=when, place=place)


def thanked(when, to=("France",)):
    return Told(f"They thanked {when}.", "thanked", "thank", "SUPPORT", by=("South Korea",), to=to, when=when)


# Of dated articles, the undated article, the day it gets or the reason why it gets none.
CASES = {
    "one that fits in all": ([struck("2025-11-17")], [struck("yesterday")], "2025-11-18"),
    "two that agree": (
        [struck("2025-11-17", to=()), thanked("2025-11-18", to=())],
        [struck("yesterday", to=()), thanked("today", to=())],
        "2025-11-18",
    ),
    "a weekday and a day": (
        [struck("2025-11-17"), thanked("2025-11-19")],
        [struck("on Monday"), thanked("yesterday")],
        "2025-11-20",
    ),
    "the same place": (
        [struck("2025-11-17", to=(), place="Busan")],
        [struck("yesterday", to=(), place="Busan")],
        "2025-11-18",
    ),
    "one side, no place": (
        [struck("2025-11-17", to=())],
        [struck("yesterday", to=())],
        "one event alone fits",
    ),
    "a weekday alone": ([struck("2025-11-17")], [struck("on Monday")], "7 days fit its events equally well"),
    "two launches": (
        [struck("2025-11-17"), struck("2025-11-20")],
        [struck("yesterday")],
        "2 days fit its events equally well",
    ),
    "other actors": (
        [struck("2025-11-17")],
        [struck("yesterday", to=("Russia",))],
        "no event of a dated article",
    ),
    "sides the other way round": (
        [struck("2025-11-17", by=("Japan",), to=("North Korea",))],
        [struck("yesterday")],
        "no event of a dated article",
    ),
    "a date of its own": ([struck("2025-11-17")], [struck("2025-11-17")], "no event of a dated article"),
    "after the day of ingest": ([struck("2026-01-05")], [struck("yesterday")], "no day brings its events"),
}


def inferred(connection, registry, dated, undated, **more):
    def article(anchor=None):
        return extraction(*undated, registry=registry, anchor=anchor, outlet="Lantern Post", title="Undated")

    articles = [
        extraction(each, registry=registry, anchor="2025-12-01", outlet=f"Wire {number}", **more)
        for number, each in enumerate(dated)
    ]
    mine = article()
    save_all(connection, [*articles, mine], registry)
    shared = shared_events(connection, mine.article.key, mine.mentions)
    return shared, lambda known=(): infer(
        shared, lambda day: article(iso(day)).mentions, latest=parse_iso("2026-01-05"), known=known
    )


@pytest.mark.parametrize(("dated", "undated", "wanted"), CASES.values(), ids=CASES)
def test_the_day_that_shared_events_tell(connection, registry, dated, undated, wanted):
    choice = inferred(connection, registry, dated, undated)[1]()
    if choice.anchor is None:
        assert choice.reason.startswith(wanted)
    else:
        assert (iso(choice.anchor.day), choice.anchor.basis) == (wanted, Basis.EVENTS)
        assert (choice.anchor.certain, choice.candidates[0].day) == (False, choice.anchor.day)
        assert "its times then give the days of e" in choice.candidates[0].reason


def test_articles_that_were_dated_so_date_no_others(connection, registry):
    shared, _ = inferred(connection, registry, [struck("2025-11-17")], [struck("yesterday")], basis="events")
    assert shared == []


def test_a_dateline_without_a_year_keeps_its_month_and_day(connection, registry):
    _, choose = inferred(connection, registry, [struck("2025-11-17")], [struck("yesterday")])

    def known(day):
        return [AnchorCandidate(day=parse_iso(day), score=1.0, basis=Basis.DATELINE, reason="as written")]

    assert iso(choose(known("2020-11-18")).anchor.day) == "2025-11-18"
    assert choose(known("2020-11-19")).anchor is None


def test_those_to_be_dated_are_those_without_an_anchor(connection, registry):
    articles = [
        extraction(struck("yesterday"), registry=registry, anchor=day, outlet=f"{day}")
        for day in (None, "2025-12-01")
    ]
    save_all(connection, articles, registry)
    assert undated_keys(connection) == [articles[0].article.key]
