"""Corrections laid over an event: a table for every field, and which of several holds."""

import msgspec
import pytest
from msgspec.structs import replace

from kptimeline.merge.corrections import (
    FIELDS,
    NO_DATE,
    Said,
    alike,
    correct,
    is_hidden,
    people_text,
    problem,
    value_of,
)
from kptimeline.merge.derive import derive
from kptimeline.merge.facts import Dates, Party
from tests.merge.test_events import DPRK, ROK, mention

EVENT = derive([mention("a:0-4", by=(DPRK,), to=(ROK,), place="Sinpo", summary="N met S")])
DAY = '{"first_day":"2025-11-18","last_day":"2025-11-18","edtf":"2025-11-18"}'
SINCE = '{"first_day":"2024-10-01","granularity":"month","extent":"throughout","edtf":"2024-10/.."}'
CHINA = people_text([("china", "China")])


def said(field, value, *, at="2026-01-05T09:00:00.000000Z", on="a:0-4"):
    return Said(mention=on, field=field, value=value, who="ana", made_at=at)


# (field, value, what the event says then)
FIELD = [
    ("date", DAY, {"dated_by": "correction", "certainty": "corrected", "reason": None}),
    ("date", None, {"dates": Dates(), "dated_by": "correction", "certainty": "corrected", "reason": NO_DATE}),
    ("type", "AID", {"event_type": "AID"}),
    ("type", None, {"event_type": None}),
    ("status", "denied", {"status": "denied"}),
    ("by", CHINA, {"by": (Party(actor="china", name="China"),)}),
    ("by", None, {"by": ()}),
    ("to", CHINA, {"to": (Party(actor="china", name="China"),)}),
    ("to", None, {"to": ()}),
    ("place", "Wonsan", {"place": "Wonsan"}),
    ("place", None, {"place": None}),
    ("summary", "They met", {"summary": "They met"}),
    ("summary", None, {"summary": ""}),
]


@pytest.mark.parametrize(("field", "value", "wanted"), FIELD)
def test_a_field_is_what_people_say_and_all_others_stay(field, value, wanted):
    found = correct(EVENT, [said(field, value)], {})
    assert found == replace(EVENT, **{"dates": found.dates, **wanted} if field == "date" else wanted)
    assert problem(field, value) is None
    assert alike(field, value_of(found, field, ()), value)


DATES = [
    (DAY, ("2025-11-18", "2025-11-18", "2025-11-18", "2025-11-18", "2025-11-18")),
    (SINCE, ("2024-10-01", None, "2024-10-01", "9999-12-31", "2024-10-01")),
    ('{"last_day":"2025-12-31","granularity":"year"}', (None, "2025-12-31", "2025-12-31", "2025-12-31", "2025-12-31")),
]  # fmt: skip


@pytest.mark.parametrize(("value", "wanted"), DATES)
def test_columns_of_a_corrected_date(value, wanted):
    dates = correct(EVENT, [said("date", value)], {}).dates
    assert (dates.first_day, dates.last_day, dates.from_day, dates.to_day, dates.sort_day) == wanted


def test_who_says_the_status_settles_the_dispute():
    disputed = replace(EVENT, disputed=True)
    assert not correct(disputed, [said("status", "occurred")], {}).disputed
    assert correct(disputed, [said("place", "Wonsan")], {}).disputed


def test_the_last_that_was_said_holds_whichever_mention_it_was_said_of():
    early = said("place", "Wonsan", at="2026-01-05T09:00:00.000000Z", on="b:0-4")
    late = said("place", "Rason", at="2026-01-05T09:00:00.000001Z")
    for order in ([early, late], [late, early]):
        assert correct(EVENT, order, {}).place == "Rason"
    same = [said("place", "Wonsan"), said("place", "Rason")]
    assert correct(EVENT, same, {}).place == correct(EVENT, same[::-1], {}).place == "Wonsan"


def test_actors_that_were_merged_are_the_one_that_stands_for_them_once():
    both = people_text([("ostrov", "Ostrov"), ("north-korea", "North Korea")])
    merged = {"ostrov": Party(actor="north-korea", name="DPRK")}
    assert correct(EVENT, [said("by", both)], merged).by == (Party(actor="north-korea", name="DPRK"),)


def test_hidden_is_no_part_of_the_facts():
    hide = [said("hidden", "1")]
    assert correct(EVENT, hide, {}) == EVENT
    assert (is_hidden(hide), is_hidden([])) == (True, False)


BAD = [
    ("colour", "red", "there is no field 'colour'"),
    ("status", None, "an event always has a status"),
    ("status", "maybe", "is no status; the statuses are occurred"),
    ("type", "aid", "is no type; the types are ACCUSE"),
    ("date", "2025-11-18", "is no date"),
    ("date", '{"first_day":"2025-13-01"}', "is no date"),
    ("date", '{"first_day":"2025-11-18","last_day":"2025-11-01"}', "its first day is after its last"),
    ("date", "{}", "a date needs a first or a last day"),
    ("date", '{"first_day":"2025-11-18","granularity":"fortnight"}', "is no date"),
    ("by", "[]", "the by side names nobody"),
    ("to", '["china"]', "is no to"),
    ("hidden", "yes", "hidden is '1' or taken back"),
    ("place", "  ", "the place takes up to 1000 visible characters"),
]


@pytest.mark.parametrize(("field", "value", "words"), BAD)
def test_values_that_no_correction_can_have(field, value, words):
    assert words in problem(field, value)


def test_every_field_has_a_case():
    assert {field for field, *_ in FIELD} | {"hidden"} == set(FIELDS)


def test_people_are_json_that_others_can_write():
    assert msgspec.json.decode(CHINA) == [{"actor": "china", "name": "China"}]
