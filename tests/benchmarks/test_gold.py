"""Articles made of our own gold, and the verdicts on what a system answers."""

from __future__ import annotations

import pytest
from _days import edtf_days
from _timex_gold import GOLD, agreement, articles, judge, load, text_of, told
from _timex_measure import by_category

CASES = load(GOLD / "temporal.jsonl")
NOTHING = {"edtf": None, "extent": None, "first_time": None, "last_time": None, "utc_offset": None}


def case(phrase="last week", **expected):
    return {
        "id": "made-1",
        "category": "made",
        "sentence": "They met last week.",
        "phrase": phrase,
        "start": 9,
        "dateline": "2025-11-21",
        "genre": "news",
        "expected": {**NOTHING, "unresolved": False, "rivals": [], **expected},
    }


def answer(**fields):
    return {
        "start": 9, "end": 18, "type": "DATE", "value": "2025-W46", "edtf": None, "first_day": None,
        "last_day": None, "reason": None, **NOTHING, **fields,
    }  # fmt: skip


WEEK = {"edtf": "2025-11-10/2025-11-16", "extent": "within"}
OUR_WEEK = {**WEEK, "first_day": "2025-11-10", "last_day": "2025-11-16"}


def verdict(expected, *found, ours=True):
    return judge([case(**expected)], {"made-1": list(found)}, ours=ours)[0]


def test_every_case_can_be_put_to_a_system():
    for one in CASES:
        text, start = text_of(one)
        assert text[start : start + len(one["phrase"])] == one["phrase"], one["id"]
        for edtf in (one["expected"]["edtf"], *one["expected"]["rivals"]):
            edtf_days(edtf)


def test_a_zone_is_told_by_the_head_of_the_article():
    told_zone = case() | {"zone": "America/New_York", "before": "It rained."}
    assert articles([told_zone])[0]["text"] == "NEW YORK, Nov 21 (Agency) - It rained. They met last week."
    assert text_of(told_zone)[1] == len("NEW YORK, Nov 21 (Agency) - It rained. They met ")


def test_a_right_answer():
    assert verdict(WEEK, answer(**OUR_WEEK)).right


@pytest.mark.parametrize(
    ("expected", "given", "wrong"),
    [
        (WEEK, {**OUR_WEEK, "last_day": "2025-11-17"}, "days"),
        (WEEK, {**OUR_WEEK, "extent": "throughout"}, "extent"),
        ({**WEEK, "first_time": "15:00"}, {**OUR_WEEK, "first_time": "16:00"}, "times"),
        ({**WEEK, "utc_offset": "+09:00"}, OUR_WEEK, "offset"),
        ({"unresolved": True}, {}, "unresolved"),  # nothing known, and no reason why
        ({}, {"reason": "no dateline"}, "unresolved"),  # a length of time misses nothing
    ],
)
def test_a_wrong_part(expected, given, wrong):
    judged = verdict(expected, answer(**given))
    parts = {
        name for name in ("days", "extent", "times", "offset", "unresolved") if getattr(judged, name) is False
    }
    assert parts == {wrong}
    assert not judged.right
    assert f" {wrong}: 'last week'" in told(judged)


def test_a_length_without_days_is_not_unresolved():
    assert verdict({}, answer(type="DURATION", value="P3D", reason="a length of time")).right


def test_what_is_not_found_is_wrong_even_where_no_day_can_be_known():
    assert not verdict({"unresolved": True}).days
    assert not verdict({"unresolved": True}, answer(start=0, end=9)).days


def test_the_answer_that_shares_most_of_the_phrase_counts():
    assert verdict(WEEK, answer(end=10), answer(start=10, **OUR_WEEK)).right


def test_a_rival_is_told_apart():
    judged = verdict(
        {**WEEK, "rivals": ["2025-11-03/2025-11-09"]}, answer(first_day="2025-11-03", last_day="2025-11-09")
    )
    assert (judged.days, judged.rival) == (False, True)


def test_years_before_the_first_are_compared_by_edtf():
    assert verdict({"edtf": "-0498", "extent": "within"}, answer(edtf="-0498", extent="within")).right


@pytest.mark.parametrize(
    "given",
    [
        {"type": "DATE", "value": "2025-W46"},
        {"type": "DATE", "value": "", "first_day": "2025-11-10", "last_day": "2025-11-16"},
        {"type": "DATE", "value": "2025-11-10", "end_value": "2025-11-16"},
    ],
)
def test_a_peer_is_asked_for_days_alone(given):
    judged = verdict(WEEK, {"start": 9, "end": 18, **given}, ours=False)
    assert judged.right
    assert (judged.extent, judged.offset, judged.unresolved) == (None, None, None)


def test_a_peer_s_clock_times():
    expected = {"edtf": "2025-11-20", "first_time": "15:00", "last_time": "15:00"}
    peer = {"start": 9, "end": 18, "type": "TIME", "value": "2025-11-20T15"}
    assert verdict(expected, peer, ours=False).right
    assert not verdict(expected, {**peer, "value": "2025-11-20TMO"}, ours=False).times


def test_shares_by_category():
    shares = by_category([verdict(WEEK, answer(**OUR_WEEK)), verdict(WEEK)])
    assert shares["all"] == shares["made"]
    assert shares["all"]["days"] == shares["all"]["everything"] == (1, 2)
    assert shares["all"]["times"] == (0, 0)


def test_agreement_counts_meaning_not_spelling():
    first = [case(**WEEK), case(first_time="10:00", last_time="10:00") | {"id": "made-2"}]
    second = [
        {
            "id": "made-1",
            "expected": {**case(**WEEK)["expected"], "edtf": "2025-11-10~/2025-11-16", "extent": None},
        },
        {"id": "made-2", "expected": case(first_time="11:00", last_time="11:00")["expected"]},
    ]
    assert agreement(first, second) == {
        "days": (2, 2), "extent": (1, 2), "unresolved": (2, 2), "clock times": (0, 1), "offsets": (1, 1),
    }  # fmt: skip
