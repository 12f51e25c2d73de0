"""What an event is: its date, status, actors and dispute, from its mentions."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from kptimeline.interval import Extent, Granularity, Interval, to_day
from kptimeline.merge.derive import derive
from kptimeline.merge.events import event_key
from kptimeline.merge.facts import Dates, Party
from tests.merge.test_events import DPRK, MONDAY, ROK, dates, mention

YEAR = Dates.of(Interval(to_day(2025), to_day(2025, 12, 31), Granularity.YEAR), "2025")
SINCE = Dates.of(Interval(MONDAY, None, Granularity.DAY, Extent.THROUGHOUT), "2025-12-29/..")

# (date and anchor of each mention, key of the one that stands for the event)
REPRESENTATIVE = [
    ([(YEAR, "2025-01-01"), (dates(), "2026-01-01")], "b"),  # finer
    ([(Dates(), "2025-01-01"), (YEAR, "2026-01-01")], "b"),  # dated
    ([(SINCE, "2025-01-01"), (dates(), "2026-01-01")], "b"),  # closed
    ([(dates(), "2026-01-02"), (dates(), "2026-01-01")], "b"),  # the earlier anchor
    ([(dates(), None), (dates(), "2026-01-01")], "b"),  # any anchor
    ([(dates(), "2026-01-01"), (dates(), "2026-01-01")], "a"),  # the smaller key
]


@pytest.mark.parametrize(("told", "best"), REPRESENTATIVE)
def test_the_mention_that_stands_for_the_event(told, best):
    mentions = [
        mention(f"{letter}:0-4", dates=when, anchor_day=anchor, summary=letter)
        for letter, (when, anchor) in zip("abc", told, strict=False)
    ]
    event = derive(mentions)
    assert (event.representative, event.summary) == (f"{best}:0-4", best)
    assert event.dates == mentions["ab".index(best)].dates
    assert event.key == event_key("a:0-4")


STATUS = [
    ([("planned", "2025-12-01"), ("occurred", "2025-12-29")], "occurred", False),
    ([("occurred", "2025-12-01"), ("planned", "2025-12-29")], "planned", False),
    ([("planned", "2025-12-29"), ("occurred", "2025-12-29")], "occurred", False),
    ([("ongoing", "2025-12-29"), ("hypothetical", "2025-12-29")], "ongoing", False),
    ([("occurred", "2025-12-28"), ("denied", "2025-12-29")], "denied", True),
    ([("denied", "2025-12-29"), ("occurred", "2025-12-29")], "occurred", True),
    ([("negated", "2025-12-29"), ("denied", "2025-12-29")], "negated", False),
    ([("occurred", None), ("planned", "2025-12-29")], "planned", False),
]


@pytest.mark.parametrize(("told", "status", "disputed"), STATUS)
def test_status_and_dispute(told, status, disputed):
    mentions = [
        mention(f"{letter}:0-4", status=said, anchor_day=anchor)
        for letter, (said, anchor) in zip("abc", told, strict=False)
    ]
    event = derive(mentions)
    assert (event.status, event.disputed) == (status, disputed)


def test_actors_claims_and_articles_of_all_mentions_each_once():
    pyongyang = replace(DPRK, name="Pyongyang")
    one = mention(
        "a:0-4", by=(pyongyang, Party(actor=None, name="Ri")), claimed_by=(ROK,), anchor_day="2026-01-02"
    )
    two = mention(
        "b:0-4", by=(DPRK, Party(actor=None, name="Ri")), to=(ROK,), place="Sinpo", anchor_day="2026-01-01"
    )
    three = mention("b:9-13", claimed_by=(ROK, DPRK), anchor_day="2026-01-03")
    for order in permutations((one, two, three)):
        event = derive(order)
        assert [party.name for party in event.by] == ["N", "Ri"]
        assert [party.actor for party in event.to] == ["south-korea"]
        assert (event.claimed_by, event.articles, event.place) == ("S; N", 2, "Sinpo")


BOUNDS = [
    (Interval(None, MONDAY, Granularity.VAGUE), ("2025-12-29", "2025-12-29", "2025-12-29")),
    (Interval(MONDAY, None, Granularity.DAY, Extent.THROUGHOUT), ("2025-12-29", "9999-12-31", "2025-12-29")),
    (Interval(None, MONDAY, Granularity.DAY, Extent.THROUGHOUT), ("0001-01-01", "2025-12-29", "2025-12-29")),
    (Interval(to_day(-200), to_day(-199), Granularity.YEAR), (None, None, None)),
    (None, (None, None, None)),
]


@pytest.mark.parametrize(("interval", "wanted"), BOUNDS)
def test_columns_of_intervals(interval, wanted):
    when = Dates.of(interval, "x")
    assert (when.from_day, when.to_day, when.sort_day) == wanted
    assert when.edtf == "x"


def test_fineness_puts_the_coarser_first():
    order = [Dates.of(Interval(MONDAY, MONDAY, each), None).fineness for each in Granularity]
    assert order == sorted(order, reverse=True)


THIRD, FOURTH = (
    Dates.of(Interval(to_day(2025, 5, day), to_day(2025, 5, day), Granularity.DAY), f"2025-05-0{day}")
    for day in (3, 4)
)
MAY = Dates.of(Interval(to_day(2025, 5), to_day(2025, 5, 31), Granularity.MONTH), "2025-05")

# Dates of the mentions, each with what else is told of it; the day that the event has; the others, with how many say so.
AGREED = [
    ([THIRD, THIRD, FOURTH], "2025-05-03", [("2025-05-04", 1)]),
    ([FOURTH, FOURTH, THIRD], "2025-05-04", [("2025-05-03", 1)]),
    ([MAY, FOURTH, FOURTH, THIRD], "2025-05-04", [("2025-05-03", 1)]),
    ([MAY, MAY], "2025-05-01", []),
    ([(FOURTH, {"report": "r"}), (FOURTH, {"report": "r"}), (THIRD, {}), (THIRD, {})], "2025-05-03", [("2025-05-04", 1)]),
    ([(FOURTH, {"superseded": True}), (THIRD, {})], "2025-05-03", [("2025-05-04", 1)]),
    ([(FOURTH, {"status": "planned"}), (FOURTH, {"status": "planned"}), (THIRD, {})], "2025-05-03", [("2025-05-04", 2)]),
    ([(FOURTH, {"certainty": "inferred"}), (FOURTH, {"certainty": "inferred"}), (THIRD, {"certainty": "stated"})],
     "2025-05-03", [("2025-05-04", 2)]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "day", "others"), AGREED)
def test_the_date_is_the_most_precise_that_most_reports_agree_on(told, day, others):
    both = [each if isinstance(each, tuple) else (each, {}) for each in told]
    mentions = [
        mention(f"{letter}:0-4", dates=when, **more)
        for letter, (when, more) in zip("abcd", both, strict=False)
    ]
    for order in permutations(mentions):
        event = derive(order)
        assert event.dates.first_day == day
        assert [(each.first_day, each.articles) for each in event.other_dates] == others


def test_copies_and_versions_are_one_report():
    told = [mention("a:0-4", report="a"), mention("b:0-4", report="a"), mention("c:0-4", report="c")]
    assert derive(told).articles == 2
