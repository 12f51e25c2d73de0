"""The views as promised, and questions: actors with all that belongs to them, spans with open ends."""

import pytest
from sqlalchemy import text

from kptimeline.errors import NotFoundError, UsageError
from kptimeline.interval import parse_iso
from kptimeline.records import ChronologyEvent
from kptimeline.store.actors import find_actor, sync_registry
from kptimeline.store.engine import writing
from kptimeline.store.explain import explain
from kptimeline.store.find import find_article
from kptimeline.store.query import Question, chronology, left_out, stream
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.said import say

pytestmark = pytest.mark.both

PROMISED = {
    "chronology": "event_id first_day last_day from_day to_day sort_day first_time last_time utc_offset granularity "
    "extent edtf certainty dated_by by_actors to_actors event_type status disputed place summary claimed_by articles "
    "outlet url article_key sentence",
    "event_actors": "event_id actor name role depth from_day to_day sort_day",
}
PROMISED["mentions"] = (
    "mention_key event_id article_key start_char end_char sentence trigger time_text expression rule anchor "
    "anchor_basis reason " + PROMISED["chronology"]
)
PROMISED["undated"] = PROMISED["mentions"]


@pytest.mark.parametrize("view", PROMISED)
def test_views_have_the_promised_columns(connection, view):
    found = list(connection.execute(text(f"SELECT * FROM {view}")).keys())
    assert set(found) == set(PROMISED[view].split())
    assert len(found) == len(set(found))


def test_the_view_chronology_needs_no_grouping_and_the_record_has_its_columns(connection):
    told = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name = 'chronology'",
        "postgresql": "SELECT pg_get_viewdef('chronology'::regclass)",
    }
    (sql,) = connection.execute(text(told[connection.dialect.name])).scalars()
    assert "GROUP" not in sql.upper()
    assert set(PROMISED["chronology"].split()) <= set(ChronologyEvent.__struct_fields__)


@pytest.fixture
def filled(connection, registry):
    with writing(connection):
        told = (LAUNCH, TROOPS, WARNING, PLAN)
        save(connection, extraction(*told, registry=registry, anchor="2025-12-29"), registry)
        later = Told("Recently the North warned Japan.", "warned", "warn", "THREATEN", by=("North Korea",),
                     to=("Japan",), when="recently")  # fmt: skip
        same = Told("A rocket was fired by Pyongyang on Monday.", "fired", "fire", "ASSAULT", by=("Pyongyang",),
                    when="on Monday")  # fmt: skip
        year = Told("In 2025 Tokyo aided Seoul.", "aided", "aid", "AID", by=("Japan",), to=("South Korea",),
                    when="in 2025")  # fmt: skip
        told = (later, same, year, MEETING)
        save(
            connection,
            extraction(*told, registry=registry, anchor="2025-12-30", outlet="Lantern Post"),
            registry,
        )
    return connection


def asked(connection, **question):
    return [(event.summary, event.first_day) for event in chronology(connection, Question(**question)).events]


def days(since=None, until=None):
    return {"since": since and parse_iso(since), "until": until and parse_iso(until)}


SINCE, YEAR = ("keep Russia", "2024-10-01"), ("aid South Korea", "2025-01-01")
FIRE, MET = ("fire", "2025-12-29"), ("meet Japan", "2025-12-29")
RECENTLY, VISIT, WARN = ("warn Japan", None), ("visit", "2027-01-01"), ("warn the guild", None)

# Coarser first on one day; *fire* and *meet* are in the order of their keys.
QUESTIONS = [
    ({}, {SINCE, YEAR, FIRE, MET, RECENTLY, VISIT}, (1, 0)),
    ({"undated": True}, {SINCE, YEAR, FIRE, MET, RECENTLY, VISIT, WARN}, (0, 0)),
    ({"actors": ("north-korea",)}, {SINCE, FIRE, RECENTLY}, (0, 0)),
    ({"actors": ("north-korea", "south-korea")}, {SINCE, YEAR, FIRE, MET, RECENTLY}, (0, 0)),
    ({"actors": ("north-korea",), "others": ("japan",)}, {RECENTLY}, (0, 0)),
    ({"actors": ("harlan-voss",)}, set(), (1, 0)),
    ({"types": ("ASSAULT", "THREATEN")}, {FIRE, RECENTLY}, (1, 0)),
    ({"statuses": ("planned",)}, {VISIT}, (0, 0)),
    ({"place": "SEA"}, {FIRE}, (0, 0)),
    ({"outlets": ("Lantern Post",)}, {YEAR, FIRE, MET, RECENTLY}, (0, 0)),
    (days("2026-06-01"), {SINCE, VISIT}, (1, 0)),  # open to the right: still going on
    (days(until="2024-12-31"), {SINCE}, (1, 0)),
    (days("1950-01-01", "1950-12-31"), set(), (1, 0)),  # *recently* was not in 1950
    (days("2025-12-30", "2025-12-30"), {SINCE, YEAR, RECENTLY}, (1, 0)),
    (days("2025-12-31", "2025-12-31"), {SINCE, YEAR}, (1, 0)),
]


@pytest.mark.parametrize(("question", "wanted", "left_out"), QUESTIONS)
def test_questions(filled, question, wanted, left_out):
    answer = chronology(filled, Question(**question))
    assert {(event.summary, event.first_day) for event in answer.events} == wanted
    assert tuple(answer.left_out[name] for name in ("undated", "hidden")) == left_out


@pytest.mark.parametrize(("question", "wanted", "told"), QUESTIONS)
def test_a_stream_gives_the_same_one_by_one(filled, question, wanted, told):
    asked_for = Question(**question)
    answer = chronology(filled, asked_for)
    assert tuple(stream(filled, asked_for)) == answer.events
    assert left_out(filled, asked_for) == answer.left_out
    assert len(answer.events) == len(wanted)


def test_order_and_limit(filled):
    forward = asked(filled, undated=True)
    assert [forward[0], forward[1], *forward[-3:]] == [SINCE, YEAR, RECENTLY, VISIT, WARN]
    assert set(forward[2:4]) == {FIRE, MET}
    assert asked(filled, undated=True, limit=2) == forward[:2]
    assert asked(filled, undated=True, reverse=True) == [*reversed(forward[:-1]), WARN]
    order = "ORDER BY sort_day NULLS LAST, event_id"
    assert len(filled.execute(text(f"SELECT * FROM chronology {order}")).all()) == len(forward)


def test_an_event_of_two_articles_has_its_actors_and_mentions(filled):
    (event,) = chronology(filled, Question(types=("ASSAULT",))).events
    assert [(actor.actor, actor.name, actor.role) for actor in event.actors] == [
        ("north-korea", "North Korea", "by")
    ]
    assert sorted(mention["outlet"] for mention in event.mentions) == ["Harbour Wire", "Lantern Post"]
    assert (event.articles, event.outlet, event.time_text) == (2, "Harbour Wire", "on Monday")
    for mention in event.mentions:
        assert mention["trigger"] in mention["sentence"]


def test_the_question_is_told_back_in_iso(filled):
    told = chronology(filled, Question(actors=("japan",), limit=1, **days("2025-01-01"))).query
    assert told == {"actors": ("japan",), "since": "2025-01-01", "limit": 1}


def test_hidden_events_are_left_out_and_counted(filled, registry):
    (event,) = chronology(filled, Question(types=("ASSAULT",))).events
    key = event.mentions[0]["mention_key"]
    with writing(filled):
        say(filled, key, {"hidden": "1"})
    told = (LAUNCH, TROOPS, WARNING, PLAN)
    save(filled, extraction(*told, registry=registry, anchor="2025-12-29", basis="given"), registry)
    assert filled.execute(text("SELECT count(*) FROM chronology WHERE event_type = 'ASSAULT'")).scalar() == 0
    answer = chronology(filled, Question(types=("ASSAULT",)))
    assert (answer.events, answer.left_out) == ((), {"undated": 0, "hidden": 1})
    assert len(chronology(filled, Question(types=("ASSAULT",), hidden=True)).events) == 1


def test_undated_tells_why(filled):
    rows = filled.execute(text("SELECT summary, reason, time_text, anchor FROM undated")).all()
    assert rows == [("warn the guild", "no time phrase", None, "2025-12-29")]


# --- explain -----------------------------------------------------------------------------------------


def test_explain_leads_back_to_the_words(filled):
    (event,) = chronology(filled, Question(types=("ASSAULT",))).events
    account = explain(filled, event.event_id)
    assert account.event == event
    first, second = account.mentions
    assert (first.outlet, second.outlet) == ("Harbour Wire", "Lantern Post")
    assert (second.merge_reason or first.merge_reason).startswith("with a")
    for mention in account.mentions:
        row = find_article(filled, mention.article_key)
        assert row.text[slice(*mention.sentence_span)] == mention.sentence
        assert row.text[slice(*mention.trigger_span)] == mention.trigger == "fired"
        assert row.text[slice(*mention.time.span)] == mention.time.text == "on Monday"
        assert (mention.time.expression, mention.time.rule) == ("meaning(on Monday)", "by hand")
        assert [each.expression for each in mention.time.alternatives] == ["rival"]
        assert (mention.dated_by, mention.certainty) == ("phrase", "stated")
        assert [(c.day[:4], c.score) for c in mention.candidates] == [("2025", 0.9), ("2024", 0.1)]
    assert (first.anchor.day, first.anchor.basis, first.earlier_anchors) == ("2025-12-29", "dateline", ())


def test_explain_keeps_the_history_of_anchors(filled, registry):
    told = (LAUNCH, TROOPS, WARNING, PLAN)
    moved = extraction(*told, registry=registry, anchor="2025-11-18", basis="given")
    save(filled, moved, registry, now="2026-02-01T09:00:00", by="ana")
    (event,) = chronology(filled, Question(types=("ASSAULT",), until=parse_iso("2025-11-30"))).events
    (mention,) = explain(filled, event.event_id).mentions
    assert (mention.anchor.day, mention.anchor.by, mention.anchor.chosen_at) == (
        "2025-11-18",
        "ana",
        "2026-02-01T09:00:00",
    )
    assert [(each.day, each.by) for each in mention.earlier_anchors] == [("2025-12-29", "kptimeline")]


def test_an_event_is_found_by_its_beginning_and_by_keys_it_had(filled):
    (event,) = chronology(filled, Question(types=("ASSAULT",))).events
    assert explain(filled, event.event_id[:8]).event == event
    keys = filled.execute(text("SELECT key FROM event_key JOIN event USING (key)")).scalars().all()
    old = (
        filled.execute(text("SELECT key FROM event_key WHERE key NOT IN (SELECT key FROM event)"))
        .scalars()
        .all()
    )
    assert len(keys) == 7
    for key in old:
        assert explain(filled, key).event == event
    for unknown in ("enothing12345", "e"):
        with pytest.raises(NotFoundError, match=f"there is no event {unknown}") as caught:
            explain(filled, unknown)
        assert "kptimeline show" in caught.value.hint


# --- names -------------------------------------------------------------------------------------------

ACTORS = [
    ("North Korea", "north-korea"),
    ("north-korea", "north-korea"),
    ("  the   dprk ", "north-korea"),
    ("Pyongyang", "north-korea"),
    ("Harlan Voss", "harlan-voss"),
]


@pytest.mark.parametrize(("name", "slug"), ACTORS)
def test_actors_are_found_by_any_of_their_names(filled, name, slug):
    assert find_actor(filled, name) == slug


def test_an_unknown_actor_is_answered_with_near_names(filled):
    with pytest.raises(NotFoundError, match="no actor is called Nort Korea") as caught:
        find_actor(filled, "Nort Korea")
    assert "North Korea" in caught.value.hint
    assert caught.value.exit_code == 4


def test_a_name_of_two_actors_is_not_guessed(filled):
    with writing(filled):
        filled.execute(
            text(
                "INSERT INTO actor_name SELECT max(id) + 1, (SELECT id FROM actor WHERE slug = 'japan'), 'Pyongyang', "
                "'pyongyang', 'alias', NULL, NULL, NULL, 'user' FROM actor_name"
            )
        )
    with pytest.raises(UsageError, match="Pyongyang is a name of several actors") as caught:
        find_actor(filled, "Pyongyang")
    assert caught.value.hint == "name one of them: japan, north-korea"


def test_the_registry_is_copied_once_and_keeps_the_rows_of_others(connection, registry):
    def counts():
        query = "SELECT (SELECT count(*) FROM actor), (SELECT count(*) FROM actor_name), (SELECT count(*) FROM actor_parent)"
        return tuple(connection.execute(text(query)).one())

    actors, names, parents = counts()
    assert actors == len(registry.actors)
    assert names == sum(len(actor.names) for actor in registry.actors.values())
    assert parents == sum(len(actor.parents) for actor in registry.actors.values())
    with writing(connection):
        connection.execute(
            text(
                "UPDATE actor SET name = 'Old Name', kind = 'unknown', origin = 'article' WHERE slug = 'japan'"
            )
        )
        connection.execute(
            text("INSERT INTO actor VALUES (9999, 'guild', 'The Guild', 'organisation', NULL, 'user')")
        )
        connection.execute(text("UPDATE registry_state SET fingerprint = 'before'"))
        sync_registry(connection, registry)
    assert counts() == (actors + 1, names, parents)
    row = connection.execute(text("SELECT name, kind, origin FROM actor WHERE slug = 'japan'")).one()
    assert tuple(row) == ("Japan", "country", "registry")


# --- articles ----------------------------------------------------------------------------------------


def test_articles_are_found_by_what_people_call_them(connection, registry):
    one = extraction(LAUNCH, registry=registry, path="news/a/wire.txt", url="https://wire.example/1")
    two = extraction(MEETING, registry=registry, path="news/b/wire.txt", url="https://wire.example/2")
    for each in (one, two):
        save(connection, each, registry)
    for ref in (one.article.key, one.article.key[:8], "news/a/wire.txt", "https://wire.example/1"):
        assert find_article(connection, ref).key == one.article.key
    for ref, words in (("wire.txt", "fits several articles"), ("a", "no article is called a")):
        with pytest.raises((UsageError, NotFoundError), match=words):
            find_article(connection, ref)
    with pytest.raises(NotFoundError) as caught:
        find_article(connection, "news/b/wires.txt")
    assert "news/b/wire.txt" in caught.value.hint
