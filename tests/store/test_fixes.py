"""Corrections in a database: what they change, how they outlive the articles, how they are taken back."""

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.merge.corrections import people_text
from kptimeline.records import Certainty
from kptimeline.store.check import Check
from kptimeline.store.engine import open_database
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.history import all_entries, history
from kptimeline.store.query import Question, chronology
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, TROOPS, extraction

pytestmark = pytest.mark.both

DAY = '{"first_day":"2025-11-18","last_day":"2025-11-18","edtf":"2025-11-18"}'
CHINA = people_text([("china", "China")])


def fixer(connection, registry, second=0, who="ana"):
    return Fixer(
        connection, registry, By(who=who, now=f"2026-01-06T09:00:{second:02}.000000Z", why="the log")
    )


def events(connection, *columns):
    query = f"SELECT {', '.join(columns)} FROM chronology ORDER BY 1, 2"
    return [tuple(row) for row in connection.execute(text(query))]


def differences(place):
    return [(each.part, each.what, each.found, each.wanted) for each in Check(place).differences()]


@pytest.fixture
def articles(registry):
    """Two that tell of one launch, and one of a meeting."""
    return [
        extraction(LAUNCH, registry=registry, anchor="2025-12-29", outlet="Harbour Wire", raw="a"),
        extraction(
            LAUNCH,
            registry=registry,
            anchor="2025-12-29",
            outlet="Lantern Post",
            title="Two rockets",
            raw="b",
        ),
        extraction(MEETING, TROOPS, registry=registry, anchor="2025-12-30", outlet="Delta Times", raw="c"),
    ]


@pytest.fixture
def launch(connection, registry, articles):
    """The key of the launch."""
    for each in articles:
        save(connection, each, registry)
    return connection.execute(
        text("SELECT event_id FROM chronology WHERE event_type = 'ASSAULT'")
    ).scalar_one()


FIELD = [
    ("date", DAY, "SELECT first_day || dated_by || certainty FROM chronology", "2025-11-18correctioncorrected"),
    ("date", None, "SELECT coalesce(first_day, 'none') || dated_by FROM chronology", "nonecorrection"),
    ("type", "AID", "SELECT event_type FROM chronology", "AID"),
    ("status", "denied", "SELECT status FROM chronology", "denied"),
    ("by", CHINA, "SELECT by_actors FROM chronology", "China"),
    ("by", CHINA, "SELECT max(actor) FROM event_actors WHERE role = 'by'", "china"),
    ("to", CHINA, "SELECT max(actor) FROM event_actors WHERE role = 'to'", "china"),
    ("place", "Wonsan", "SELECT place FROM chronology", "Wonsan"),
    ("summary", "A launch", "SELECT summary FROM chronology", "A launch"),
    ("hidden", "1", "SELECT count(*) FROM chronology", 0),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "query", "wanted"), FIELD)
def test_each_field(connection, place, registry, articles, field, value, query, wanted):
    save(connection, articles[0], registry)
    key = connection.execute(text("SELECT key FROM event")).scalar_one()
    before = connection.execute(text(query)).scalar()
    fixed = fixer(connection, registry).fix(key, {field: value})
    assert [(change.field, change.after, change.same) for change in fixed.changes] == [(field, value, False)]
    assert connection.execute(text(query)).scalar() == wanted
    assert differences(place) == []
    again = fixer(connection, registry, 1).fix(key, {field: value})
    assert [change.same for change in again.changes] == [True]
    assert fixer(connection, registry, 2).unfix(key, field).taken_back == (field,)
    assert connection.execute(text(query)).scalar() == before
    assert differences(place) == []
    assert [entry.undone_by for entry in history(connection, key).entries] == ["ana"]


def test_a_corrected_event_outlives_its_articles(connection, place, registry, articles, launch):
    fixer(connection, registry).fix(launch, {"date": DAY, "by": CHINA})
    wanted = [("2025-11-18", "China", 2, "corrected")]
    query = "first_day", "by_actors", "articles", "certainty"

    def told():
        return [row for row in events(connection, *query) if row[3] == "corrected"]

    assert told() == wanted
    # Known again, redated, gone one by one, and back.
    for each in articles[:2]:
        save(connection, each, registry, force=True)
    assert told() == wanted
    later = extraction(
        LAUNCH,
        registry=registry,
        anchor="2025-12-22",
        outlet="Lantern Post",
        title="Two rockets",
        raw="b",
        basis="given",
    )
    save(connection, later, registry, force=True)
    assert told() == [("2025-11-18", "China", 1, "corrected")] * 2  # each of them was said to be of that day
    save(connection, articles[1], registry, force=True)
    assert told() == wanted
    ids = connection.execute(text("SELECT id FROM article WHERE outlet LIKE 'Harbour%'")).scalars().all()
    remove(connection, ids, registry)
    assert told() == [("2025-11-18", "China", 1, "corrected")]
    ids = connection.execute(text("SELECT id FROM article WHERE outlet LIKE 'Lantern%'")).scalars().all()
    remove(connection, ids, registry)
    assert told() == []
    assert {entry.orphaned for entry in all_entries(connection, orphaned=True)} == {
        "no mention has its words"
    }
    for each in articles[:2]:
        save(connection, each, registry)
    assert told() == wanted
    assert all_entries(connection, orphaned=True) == []
    assert differences(place) == []


def test_words_lead_to_the_only_mention_that_has_them(connection, place, registry, articles):
    save(connection, articles[0], registry)
    key = connection.execute(text("SELECT key FROM event")).scalar_one()
    fixer(connection, registry).fix(key, {"place": "Wonsan"})
    ids = connection.execute(text("SELECT id FROM article")).scalars().all()
    remove(connection, ids, registry)
    changed = extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29", title="Corrected", raw="x")
    save(connection, changed, registry)
    places = "SELECT place FROM chronology WHERE event_type = 'ASSAULT' ORDER BY 1"
    assert connection.execute(text(places)).scalars().all() == ["Wonsan"]
    assert differences(place) == []
    # A second one with these words: which was meant is not known.
    other = extraction(LAUNCH, registry=registry, anchor="2024-01-01", outlet="Elsewhere", raw="y")
    save(connection, other, registry)
    assert connection.execute(text(places)).scalars().all() == ["the sea", "the sea"]
    assert [each.orphaned for each in all_entries(connection, orphaned=True)] == ["2 mentions have its words"]
    assert differences(place) == []
    elsewhere = connection.execute(text("SELECT id FROM article WHERE outlet = 'Elsewhere'")).scalars().all()
    remove(connection, elsewhere, registry)
    assert connection.execute(text(places)).scalars().all() == ["Wonsan"]
    save(connection, articles[0], registry)
    assert connection.execute(text(places)).scalars().all() == ["Wonsan"]  # its own mention is back
    assert differences(place) == []


def test_merged_events_are_one_until_that_is_taken_back(connection, place, registry, articles, launch):
    before = events(connection, "event_id", "articles")
    meeting = connection.execute(
        text("SELECT event_id FROM chronology WHERE event_type = 'CONSULT'")
    ).scalar_one()
    merged = fixer(connection, registry).merge([launch, meeting])
    assert (len(merged.events), merged.mentions) == (1, 3)
    assert fixer(connection, registry, 1).merge([launch, meeting]).mentions == 0
    assert {articles for _, articles in events(connection, "event_id", "articles")} == {1, 3}
    assert differences(place) == []
    ids = connection.execute(text("SELECT id FROM article WHERE outlet LIKE 'Harbour%'")).scalars().all()
    remove(connection, ids, registry)  # what is left stays joined, whichever mention they were joined through
    assert {articles for _, articles in events(connection, "event_id", "articles")} == {1, 2}
    assert differences(place) == []
    save(connection, articles[0], registry)
    assert {articles for _, articles in events(connection, "event_id", "articles")} == {1, 3}
    assert fixer(connection, registry, 2).unfix(meeting, None).taken_back == ("merge",)
    assert events(connection, "event_id", "articles") == before
    assert differences(place) == []


def test_split_mentions_are_an_event_of_their_own(connection, place, registry, articles, launch):
    parted = fixer(connection, registry).split(launch, ["2"])
    assert len(parted.events) == 2
    assert len(events(connection, "event_id", "articles")) == 4
    for each in articles:
        save(connection, each, registry, force=True)
    assert len(events(connection, "event_id", "articles")) == 4
    assert differences(place) == []
    fixer(connection, registry, 1).merge(parted.events)  # overrules the split
    assert len(events(connection, "event_id", "articles")) == 3
    fixer(connection, registry, 2).split(launch, ["1"])  # and that overrules the merge
    assert len(events(connection, "event_id", "articles")) == 4
    assert differences(place) == []
    assert fixer(connection, registry, 3).unfix(launch, None).taken_back == ("split",)
    assert len(events(connection, "event_id", "articles")) == 3
    kinds = [(entry.field, entry.undone_at is not None) for entry in history(connection, launch).entries]
    assert kinds == [("split", True), ("merge", True), ("split", True)]


REFUSED = [
    (lambda fix, key: fix.fix("enothing", {"place": "x"}), NotFoundError, "there is no event enothing"),
    (lambda fix, key: fix.merge([key, "enothing"]), NotFoundError, "there is no event enothing"),
    (lambda fix, key: fix.split(key, ["9"]), NotFoundError, "the event has no mention 9"),
    (lambda fix, key: fix.split(key, ["1", "2"]), UsageError, "has only these mentions"),
    (lambda fix, key: fix.unfix("enothing", None), NotFoundError, "there is no event enothing"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "kind", "words"), REFUSED)
def test_what_is_refused_changes_nothing(connection, registry, launch, act, kind, words):
    with pytest.raises(kind, match=words):
        act(fixer(connection, registry), launch)
    assert connection.execute(text("SELECT count(*) FROM corrected_mention")).scalar() == 0


def test_a_guessed_date_is_confirmed_by_saying_it(connection, registry):
    guessed = extraction(LAUNCH, registry=registry, anchor="2025-12-29")
    mentions = tuple(replace(each, certainty=Certainty.INFERRED) for each in guessed.mentions)
    save(connection, replace(guessed, mentions=mentions), registry)
    key = connection.execute(text("SELECT key FROM event")).scalar_one()
    monday = '{"first_day":"2025-12-29","last_day":"2025-12-29"}'
    assert [change.same for change in fixer(connection, registry).fix(key, {"date": monday}).changes] == [
        False
    ]
    assert events(connection, "first_day", "certainty") == [("2025-12-29", "corrected")]


def test_lines_tell_what_is_corrected(place, connection, registry, launch):
    fixer(connection, registry).fix(launch, {"by": CHINA, "place": None})
    with open_database(place) as reader:
        found = {event.event_id: event for event in chronology(reader, Question(types=("ASSAULT",))).events}
    event = found[launch]
    assert event.corrected == ("by", "place")
    assert [(each.role, each.actor, each.name) for each in event.actors] == [("by", "china", "China")]


def test_the_last_correction_of_a_field_overrules_the_one_before(connection, registry, launch):
    fixer(connection, registry).fix(launch, {"place": "Wonsan"})
    fixer(connection, registry, 1, "ben").fix(launch, {"place": "Rason"})
    told = [(entry.value, entry.who, entry.undone_by) for entry in history(connection, launch).entries]
    assert told == [("Wonsan", "ana", "ben"), ("Rason", "ben", None)]
    assert fixer(connection, registry, 2).unfix(launch, "place").taken_back == ("place",)
    assert ("the sea", 2) in events(connection, "place", "articles")
