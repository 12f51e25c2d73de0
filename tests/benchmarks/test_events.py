"""Measures of events on small sets of our own."""

from __future__ import annotations

import json

import _events_status as status
import _events_timelines as timelines
import events
import pytest
from _events_timelines import Timeline


def timeline(*places):
    return Timeline(tuple((date, frozenset(mentions)) for date, mentions in places))


GOLD = timeline(("2010", ("a",)), ("2011-03-04", ("b", "c")), (None, ("d", "e")))


@pytest.mark.parametrize(
    ("ours", "counts"),
    [
        (GOLD, (6, 6, 6, 6)),
        (timeline(("2010", ("a",))), (1, 1, 1, 6)),
        (timeline(("2010", ("a", "b"))), (1, 2, 1, 6)),
        (timeline(("2011-03-04", ("a",)), ("2012", ("b",))), (1, 3, 1, 6)),
        (timeline(("2011-03-04", ("b", "x"))), (1, 2, 1, 6)),
        (timeline((None, ("d", "e"))), (1, 1, 1, 6)),
        (timeline(), (0, 0, 0, 6)),
    ],
)
def test_relations_that_hold_on_the_other_side(ours, counts):
    assert timelines.compare(GOLD, ours) == counts


def test_places_of_the_gold_are_in_order_and_place_0_is_left_out():
    def row(order, date, *mentions):
        return {"order": order, "date": date, "mentions": [{"mention": one} for one in mentions]}

    rows = [
        row(2, "2011-03-XX", "b"),
        row(0, "XXXX-XX-XX", "z"),
        row(1, "XXX-XX-XX", "a"),
        row(2, "2011-03", "c"),
    ]
    assert timelines.of_gold(rows) == timeline((None, ("a",)), ("2011-03", ("b", "c")))


@pytest.mark.parametrize(
    ("by", "summary", "is_in"),
    [
        ("Vera Lindqvist", "Vera Lindqvist left", True),
        ("Lindqvist", "Lindqvist left", True),
        ("Harlan Voss", "Harlan Voss met Vera Lindqvist", True),
        ("Vera", "Vera left", False),
        ("Harlan Voss", "Harlan Voss left", False),
    ],
)
def test_who_takes_part(by, summary, is_in):
    mention = {"by": [{"name": by}], "to": [], "summary": summary, "event_type": None}
    assert timelines.takes_part("Vera Lindqvist", mention) is is_in


@pytest.mark.parametrize(
    ("summary", "type_", "is_in"),
    [
        ("The Volta Freight Works closed", None, True),
        ("Volta closed the old works", None, False),
        ("Oslo praised the Volta Works", "SUPPORT", True),
        ("Oslo said that the Volta Works closed", "STATEMENT", False),
        ("Oslo: The Volta Works will close", "STATEMENT", False),
        ("Oslo announced the sale of Volta Works", "STATEMENT", True),
    ],
)
def test_which_thing_is_told_of(summary, type_, is_in):
    mention = {"by": [], "to": [], "summary": summary, "event_type": type_}
    assert timelines.takes_part("Volta works", mention) is is_in


@pytest.mark.parametrize(
    ("first", "last", "granularity", "date"),
    [
        ("2011-03-04", "2011-03-04", "day", "2011-03-04"),
        ("2011-03-07", "2011-03-13", "week", "2011-03"),
        ("2011-03-28", "2011-04-03", "week", "2011"),
        ("2011-01-01", "2011-12-31", "year", "2011"),
        ("2010-01-01", "2019-12-31", "decade", None),
        ("2011-01-01", None, "year", "2011"),
        ("2011-03-04", None, "day", "2011-03-04"),
        ("2011-03-04", None, "vague", None),
        (None, "2011-03-04", "day", None),
    ],
)
def test_the_date_of_a_timeline_is_a_day_a_month_or_a_year(first, last, granularity, date):
    assert timelines.day({"first_day": first, "last_day": last, "granularity": granularity}) == date


def mention(trigger, start, state, *, claimed_by=(), by=("Oslo",), note=""):
    given = {"trigger": trigger, "start": start, "status": state, "by": list(by), "to": []}
    return given | {"event_type": None, "claimed_by": list(claimed_by), "note": note}


def test_status_and_attribution(tmp_path):
    text = "Norway will help Chad, Sweden said. Peru reads."
    wanted = [
        mention("help", 12, "planned", claimed_by=["the Sweden"], by=["Norway"]),
        mention("reads", 41, "negated", by=["Peru"], note="ongoing acceptable"),
        mention("Peru", 36, "occurred"),
        mention("Peru", 36, "occurred", note="optional"),
    ]
    case = {"id": "one", "text": text, "dateline": "2026-02-03", "mentions": wanted}
    second = {
        "id": "one",
        "mentions": [mention("help", 12, "proposed", claimed_by=["Sweden"], by=["Norway"])],
    }
    for name, row in (("gold.jsonl", case), ("second.jsonl", second)):
        (tmp_path / name).write_text(json.dumps(row) + "\n")
    failures: list[str] = []
    rows = status.measure(tmp_path / "gold.jsonl", tmp_path / "second.jsonl", failures)
    assert (rows["all"]["found"], rows["all"]["status"], rows["all"]["claimed_by"]) == (
        [2, 3],
        [2, 2],
        [2, 2],
    )
    assert (rows["second reader"]["status"], rows["second reader"]["claimed_by"]) == ([0, 1], [1, 1])
    assert failures == ["one: not found: Peru"]


@pytest.mark.parametrize(
    ("firsts", "seconds", "kappa"),
    [
        ("planned planned denied denied", "planned planned denied denied", 1.0),
        ("planned planned denied denied", "planned denied denied denied", 0.5),
        ("planned planned denied denied", "denied denied planned planned", -1.0),
        ("planned planned denied denied", "planned planned planned planned", 0.0),
        ("planned planned", "planned planned", None),
    ],
)
def test_agreement_on_the_status_beyond_chance(tmp_path, firsts, seconds, kappa):
    text = "Chad asks Mali what Peru reads."
    for name, labels in (("gold", firsts), ("second", seconds)):
        mentions = [mention(text[5 * n : 5 * n + 2], 5 * n, one) for n, one in enumerate(labels.split())]
        row = {"id": "one", "text": text, "dateline": "2026-02-03", "mentions": mentions}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    rows = status.measure(tmp_path / "gold.jsonl", tmp_path / "second.jsonl", [])
    assert rows["second reader"]["kappa"] == kappa


def test_what_is_not_there_is_skipped(capsys, tmp_path):
    assert events.main(["--corpora", str(tmp_path), "--only", "events,dates,timelines,speed"]) == 0
    assert capsys.readouterr().out.count("skipped:") == 4


def test_a_part_that_there_is_not_is_refused(capsys):
    with pytest.raises(SystemExit):
        events.main(["--only", "events,plover"])
    assert "no part plover; there are events, dates" in capsys.readouterr().err
