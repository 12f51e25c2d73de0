"""Search finds events by their sentences and titles, whichever way it looks for them."""

import pytest
from sqlalchemy import update

from kptimeline.errors import UsageError
from kptimeline.interval import parse_iso
from kptimeline.records import Span
from kptimeline.store import search
from kptimeline.store.engine import writing
from kptimeline.store.models import Event
from kptimeline.store.query import Question, chronology, left_out
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, WARNING, Told, extraction

both = pytest.mark.both
CALM = Told("The sea was calm, and no rockets flew.")


@pytest.fixture
def filled(connection, registry):
    with writing(connection):
        save(
            connection,
            extraction(LAUNCH, MEETING, WARNING, CALM, registry=registry, anchor="2025-12-29"),
            registry,
        )
        crab = Told("Tokyo aided Seoul on Monday.", "aided", "aid", "AID", by=("Japan",), to=("South Korea",),
                    when="on Monday")  # fmt: skip
        told = (crab, Told("Rockets were nowhere."))
        save(
            connection,
            extraction(
                *told,
                registry=registry,
                anchor="2025-12-30",
                title="Rockets and crabs",
                outlet="Lantern Post",
            ),
            registry,
        )
        save(
            connection,
            extraction(Told("Nothing else."), registry=registry, title="Crabs again", path="c.txt"),
            registry,
        )
    return connection


FOUND = [
    ({"words": "rockets"}, ["fire", "aid South Korea"]),
    ({"words": "rocket"}, []),
    ({"words": "ROCKET*"}, ["fire", "aid South Korea"]),
    ({"words": "rockets sea"}, ["fire"]),
    ({"words": '"rockets into"'}, ["fire"]),
    ({"words": '"into rockets"'}, []),
    ({"words": "rockets -sea"}, ["aid South Korea"]),
    ({"words": "colleagues OR crabs"}, ["meet Japan", "aid South Korea"]),
    ({"words": "crabs"}, ["aid South Korea"]),
    ({"words": "what happened"}, ["meet Japan", "fire"]),
    ({"words": "happened rockets"}, []),
    ({"words": "rockets", "actors": ("north-korea",)}, ["fire"]),
    ({"words": "rockets", "since": parse_iso("2025-12-30")}, []),
    ({"words": "rockets", "outlets": ("Lantern Post",)}, ["aid South Korea"]),
    ({"words": "rockets OR storms", "undated": True}, ["fire", "aid South Korea", "warn the guild"]),
    ({"words": "rockets", "limit": 1, "reverse": True}, ["aid South Korea"]),
]  # fmt: skip


WAYS = {  # COMMON and EACH
    "all that is found": (search.COMMON, search.EACH),
    "event by event in a list": (1, 10**9),
    "a search for each event": (1, 0),
}


@pytest.mark.parametrize(("common", "each"), WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("asked", "summaries"), FOUND, ids=str)
def test_events_are_found_by_sentence_and_title(filled, monkeypatch, asked, summaries, common, each):
    monkeypatch.setattr(search, "COMMON", common)
    monkeypatch.setattr(search, "EACH", each)
    found = [event.summary for event in chronology(filled, Question(**{"limit": 100, **asked})).events]
    assert sorted(found) == sorted(summaries)


@pytest.mark.parametrize(("words", "each"), [("rockets", True), ("rocket*", False), ("storms -sea*", False)])
def test_endings_are_not_searched_for_event_by_event(filled, monkeypatch, words, each):
    monkeypatch.setattr(search, "COMMON", 1)
    monkeypatch.setattr(search, "EACH", 0)
    told = str(search.told_in(filled, words, limit=100))
    assert ("rowid = event_mention.sentence_id" in told) is each


@pytest.mark.postgresql
@pytest.mark.parametrize("common", [search.COMMON, 1])
def test_postgresql_finds_the_same(filled, monkeypatch, common):
    monkeypatch.setattr(search, "COMMON", common)
    for asked, summaries in FOUND:
        found = [event.summary for event in chronology(filled, Question(**{"limit": 100, **asked})).events]
        assert sorted(found) == sorted(summaries), asked


@both
def test_they_stand_in_time_order(filled):
    events = chronology(filled, Question(words="rockets OR yesterday")).events
    days = [event.sort_day for event in events]
    assert days == sorted(days)
    assert len(days) == 3


@both
def test_what_is_left_out_is_counted(filled):
    assert left_out(filled, Question(words="storms")) == {"undated": 1, "hidden": 0}


@pytest.mark.parametrize(
    ("words", "hidden"), [("rockets", 2), ("rocket*", 2), ("rockets sea", 1), ("crabs", 1)]
)
def test_what_is_hidden_is_counted(filled, words, hidden):
    with writing(filled):
        filled.execute(update(Event).values(hidden=True))
    assert left_out(filled, Question(words=words)) == {"undated": 0, "hidden": hidden}
    assert left_out(filled, Question(words=words, limit=1)) == {"undated": 0, "hidden": hidden}


def test_words_that_find_nothing_are_refused_before_the_database_is_asked(filled):
    with pytest.raises(UsageError, match="only words to leave out"):
        chronology(filled, Question(words="-rockets"))


@both
def test_matches_say_where_the_words_stand(filled):
    events = chronology(filled, Question(words="rockets")).events
    matches = search.matches(filled, "rockets", events)
    told = [
        (match.field, match.text, [match.text[start:end] for start, end in match.hits])
        for event in events
        for match in matches[event.event_id]
    ]
    assert sorted(told) == [
        ("sentence", LAUNCH.text, ["rockets"]),
        ("title", "Rockets and crabs", ["Rockets"]),
    ]


def test_offsets_are_those_of_the_article(filled):
    (event,) = chronology(filled, Question(words="colleagues")).events
    (match,) = search.matches(filled, "colleagues", [event])[event.event_id]
    (mention,) = event.mentions
    assert match.start_char <= mention["start_char"] < match.end_char
    assert (match.article_key, match.anchor) == (event.article_key, "2025-12-29")


@both
def test_sentences_and_titles_without_an_event_are_counted_and_listed(filled):
    assert search.untold_count(filled, "rockets") == (2, False)
    listed = [(match.field, match.text, match.anchor) for match in search.untold(filled, "rockets OR crabs")]
    assert listed == [
        ("sentence", CALM.text, "2025-12-29"),
        ("sentence", "Rockets were nowhere.", "2025-12-30"),
        ("title", "Crabs again", None),
    ]
    assert len(list(search.untold(filled, "rockets OR crabs", limit=2))) == 2


@both
def test_the_count_stops_at_a_common_word(filled, monkeypatch):
    monkeypatch.setattr(search, "COUNTED", 2)
    count, more = search.untold_count(filled, "rockets")
    assert more
    assert count <= 3


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("two rockets", "two \ue000rockets\ue001", [(4, 11)]),
        ("a b", "\ue000a\ue001 \ue000b\ue001", [(0, 1), (2, 3)]),
        ("a", "a", []),
        ("\ue000 a", "\ue000 \ue000a\ue001", [(2, 3)]),  # what the text has of its own is no mark
    ],
)
def test_spans_are_read_from_marks(text, marked, found):
    assert search.spans(text, marked) == tuple(Span(*each) for each in found)
