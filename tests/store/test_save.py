"""Saving: again changes nothing, stronger evidence redates, keys and ids stay."""

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import force_setattr
from sqlalchemy import inspect, text

from kptimeline.errors import InputRejectedError
from kptimeline.merge.facts import Party
from kptimeline.records import ActorRef, Standing
from kptimeline.store.actors import party
from kptimeline.store.engine import open_database, writing
from kptimeline.store.load import load_reading
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.said import link

pytestmark = pytest.mark.both

VIEWS = ("chronology", "mentions", "undated", "event_actors")


def tables(connection, leave_out=()):
    names = [name for name in inspect(connection).get_table_names() if "_fts" not in name]
    return {
        name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
        for name in names
        if name not in leave_out
    }


def views(connection):
    return {name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in VIEWS}


def column(connection, sql, **values):
    return connection.execute(text(sql), values).scalars().all()


@pytest.fixture
def article(registry):
    def make(anchor=None, basis="dateline", **more):
        told = (LAUNCH, TROOPS, WARNING, MEETING, PLAN)
        return extraction(*told, registry=registry, anchor=anchor, basis=basis, **more)

    return make


def test_a_new_article_is_stored_with_all_that_hangs_from_it(connection, registry, article):
    outcome = save(connection, article("2025-12-29"), registry)
    assert (outcome.kind, outcome.mentions, outcome.events, outcome.undated) == ("new", 5, 5, 1)
    rows = connection.execute(
        text(
            "SELECT first_day, last_day, from_day, to_day, by_actors, to_actors, status FROM chronology ORDER BY first_day NULLS FIRST"
        )
    ).all()
    assert rows == [
        (None, None, None, None, "Harlan Voss", "the guild", "occurred"),
        ("2024-10-01", None, "2024-10-01", "9999-12-31", "North Korea", "Russia", "ongoing"),
        ("2025-12-28", "2025-12-28", "2025-12-28", "2025-12-28", "South Korea", "Japan", "occurred"),
        ("2025-12-29", "2025-12-29", "2025-12-29", "2025-12-29", "North Korea", "", "occurred"),
        ("2027-01-01", "2027-12-31", "2027-01-01", "2027-12-31", "Minjun", "", "planned"),
    ]


def test_saving_again_changes_no_row(connection, registry, article):
    save(connection, article("2025-12-29"), registry)
    before = tables(connection)
    for again in (article("2025-12-29"), article(None), article("2025-12-28")):
        assert save(connection, again, registry).kind == "unchanged"
    assert save(connection, article("2025-12-29"), registry, force=True).kind == "unchanged"
    assert tables(connection) == before


STRENGTH = [
    (None, ("2025-12-29", "dateline"), "redated"),
    (("2025-12-29", "dateline"), None, "unchanged"),
    (("2025-12-29", "dateline"), ("2025-12-28", "dateline"), "unchanged"),
    (("2025-12-29", "dateline"), ("2025-12-28", "file-name"), "unchanged"),
    (("2025-12-29", "dateline"), ("2025-12-28", "metadata"), "redated"),
    (("2025-12-29", "metadata"), ("2025-12-28", "given"), "redated"),
    (("2025-12-29", "given"), ("2025-12-28", "metadata"), "unchanged"),
    (("2025-12-29", "given"), ("2025-12-28", "given"), "redated"),
    (("2025-12-29", "given"), ("2025-12-29", "given"), "unchanged"),
]


@pytest.mark.parametrize(("first", "second", "kind"), STRENGTH)
def test_only_stronger_evidence_redates(connection, registry, article, first, second, kind):
    save(connection, article(*(first or ())), registry)
    assert save(connection, article(*(second or ())), registry).kind == kind
    days = column(connection, "SELECT day FROM anchor ORDER BY id")
    assert days == [first and first[0], *([second[0]] if kind == "redated" else [])]


def test_a_day_that_is_stated_outranks_a_guessed_one_of_the_same_kind(connection, registry, article):
    guessed = article("2025-12-28", "metadata", inferred=("year", "month", "day"))
    assert save(connection, guessed, registry).kind == "new"
    assert save(connection, guessed, registry).kind == "unchanged"
    assert save(connection, article("2025-12-29", "metadata"), registry).kind == "redated"
    assert save(connection, guessed, registry).kind == "unchanged"


@pytest.mark.parametrize(
    ("before", "after"), list(itertools.permutations([None, "2025-11-18", "2025-12-29"], 2))
)
def test_redating_equals_a_fresh_save_with_that_anchor(make_database, registry, article, before, after):
    basis = "given"
    with open_database(make_database("fresh.db"), "write") as fresh:
        save(fresh, article(after, basis), registry)
        wanted = views(fresh)
        wanted_tables = tables(fresh, {"anchor", "time_expression", "alternative", "event_mention"})
    with open_database(make_database("redated.db"), "write") as redated:
        save(redated, article(before, basis), registry)
        ids = column(redated, "SELECT id || key FROM event_mention ORDER BY id")
        events = column(redated, "SELECT id || key FROM event ORDER BY id")
        assert save(redated, article(after, basis), registry, force=True, by="ana").kind == "redated"
        assert views(redated) == wanted
        assert tables(redated, {"anchor", "time_expression", "alternative", "event_mention"}) == wanted_tables
        assert column(redated, "SELECT id || key FROM event_mention ORDER BY id") == ids
        assert column(redated, "SELECT id || key FROM event ORDER BY id") == events
        assert column(redated, "SELECT by || coalesce(day, '') FROM anchor ORDER BY id") == [
            f"kptimeline{before or ''}",
            f"ana{after or ''}",
        ]
        assert column(redated, "PRAGMA foreign_key_check") == []


def test_the_reading_comes_back_as_it_was(connection, registry, article):
    saved = article("2025-12-29", url="https://wire.example/a", published="2025-12-29T08:00+09:00")
    save(connection, saved, registry)
    for ref in (saved.article.key, saved.article.key[:6], "wire.txt", "https://wire.example/a"):
        assert load_reading(connection, ref) == (saved.article, saved.reading)


def test_an_article_is_known_by_its_bytes_when_a_new_reader_makes_another_key(connection, registry, article):
    first = article("2025-12-29", raw="bytes", outlet=None)
    save(connection, first, registry)
    again = article("2025-12-29", raw="bytes", outlet="Harbour Wire")
    assert again.article.key != first.article.key
    assert save(connection, again, registry).article_key == first.article.key
    assert save(connection, again, registry, force=True).kind == "updated"
    assert column(connection, "SELECT count(*) FROM event_mention") == [5]


def test_the_same_bytes_from_two_outlets_are_two_articles_and_copies(connection, registry, article):
    one, two = article(outlet="Harbour Wire"), article(outlet="Lantern Post")
    save(connection, one, registry)
    assert save(connection, two, registry).kind == "new"
    keys = sorted((one.article.key, two.article.key))
    query = "SELECT a.key || '<' || b.key FROM article a JOIN article b ON a.copy_of_id = b.id"
    assert column(connection, query) == [f"{keys[1]}<{keys[0]}"]


def test_a_new_text_at_a_known_url_supersedes_the_old_one(connection, registry):
    url = "https://wire.example/live"
    old = extraction(LAUNCH, registry=registry, url=url, published="2025-12-29")
    new = extraction(LAUNCH, MEETING, registry=registry, url=url, published="2025-12-30")
    for each in (new, old):  # whatever comes first
        save(connection, each, registry)
    query = "SELECT a.key || '>' || b.key FROM article a JOIN article b ON a.supersedes_id = b.id"
    assert column(connection, query) == [f"{new.article.key}>{old.article.key}"]


def test_a_known_article_with_another_text_is_not_redated_from_that_text(connection, registry):
    save(connection, extraction(LAUNCH, registry=registry, raw="bytes", given_id="7"), registry)
    other = extraction(
        LAUNCH, MEETING, registry=registry, raw="bytes", given_id="7", anchor="2025-12-29", basis="given"
    )
    with pytest.raises(InputRejectedError, match=r"already stored as \w+, with another text") as caught:
        save(connection, other, registry)
    assert "2025-12-29" in caught.value.hint


def test_new_rules_keep_the_key_of_a_mention_whose_trigger_grows(connection, registry):
    before = extraction(LAUNCH, MEETING, registry=registry, anchor="2025-12-29")
    save(connection, before, registry)
    keys = column(connection, "SELECT key FROM event_mention ORDER BY id")
    events = column(connection, "SELECT key FROM event ORDER BY id")
    longer = Told(**{**vars(LAUNCH), "trigger": "fired two", "lemma": "fire"})
    after = extraction(longer, registry=registry, anchor="2025-12-29", rules="rules-2")
    # The same text: the second sentence has lost its mention.
    silent = Told(MEETING.text)
    after = extraction(longer, silent, registry=registry, anchor="2025-12-29", rules="rules-2")
    assert after.article.key == before.article.key
    assert save(connection, after, registry, force=True).kind == "updated"
    assert column(connection, "SELECT key FROM event_mention") == keys[:1]
    assert column(connection, "SELECT key FROM event") == events[:1]
    assert column(connection, "SELECT key FROM event_key WHERE event_id IS NULL") == events[1:]
    assert column(connection, "SELECT trigger FROM mentions") == ["fired two"]


OTHER_WORDS = Told(
    "Two rockets were fired by the North on Monday, officers said.",
    trigger="fired", lemma="fire", type="ASSAULT", by=("North Korea",), when="on Monday",
)  # fmt: skip
DENIED = Told(
    "Pyongyang did not fire any rocket on Monday.",
    trigger="fire", lemma="fire", type="ASSAULT", status="denied", by=("North Korea",), when="on Monday",
)  # fmt: skip


def five_articles(registry):
    return [
        extraction(LAUNCH, TROOPS, registry=registry, anchor="2025-12-29", outlet="Harbour Wire"),
        extraction(OTHER_WORDS, MEETING, registry=registry, anchor="2025-12-30", outlet="Lantern Post"),
        extraction(OTHER_WORDS, registry=registry, anchor="2025-12-31", outlet="Delta Times"),
        extraction(DENIED, WARNING, registry=registry, anchor="2025-12-30", outlet="Delta Times"),
        extraction(MEETING, PLAN, registry=registry, anchor="2025-12-30", outlet="Delta Times"),
    ]


def test_mentions_of_one_act_in_four_articles_are_one_event(connection, registry):
    for each in five_articles(registry):
        save(connection, each, registry)
    (row,) = connection.execute(text("SELECT * FROM chronology WHERE articles = 4")).mappings()
    assert (row["first_day"], row["by_actors"], row["event_type"]) == ("2025-12-29", "North Korea", "ASSAULT")
    assert (row["status"], row["disputed"]) == ("occurred", 1)
    assert row["outlet"] == "Harbour Wire"  # the earliest anchor among equals
    assert (
        len(column(connection, "SELECT mention_key FROM mentions WHERE event_id = :e", e=row["event_id"]))
        == 4
    )
    reasons = column(
        connection, "SELECT merge_reason FROM event_mention WHERE merge_reason LIKE '%same day%'"
    )
    assert len(reasons) == 4
    assert all(re.match(r"with a\w+:\d+-\d+, score \d\.\d: ", each) for each in reasons)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), redated=st.sampled_from([None, 0, 1, 3]))
def test_the_order_of_ingest_has_no_part_in_the_views(make_database, registry, order, redated):
    articles = five_articles(registry)
    with open_database(make_database("straight.db"), "write") as straight, writing(straight):
        for each in articles:
            save(straight, each, registry)
        wanted = views(straight)
    with open_database(make_database("shuffled.db"), "write") as shuffled, writing(shuffled):
        for n in order:
            if n == redated:  # and neither has a wrong anchor that was corrected later
                told = articles[n].article
                wrong = {0: (LAUNCH, TROOPS), 1: (OTHER_WORDS, MEETING), 3: (DENIED, WARNING)}[n]
                first = extraction(*wrong, registry=registry, anchor="2024-02-13", outlet=told.outlet)
                assert first.article.key == told.key
                save(shuffled, first, registry)
        for n in order:
            save(shuffled, articles[n], registry, force=True)
        assert views(shuffled) == wanted


def test_keys_once_given_out_lead_to_the_event_that_holds_their_mention(connection, registry):
    articles = five_articles(registry)[:3]
    given_out = {}
    for each in articles:
        save(connection, each, registry)
        for key, event in connection.execute(text("SELECT mention_key, event_id FROM mentions")):
            given_out.setdefault(event, key)
    for event, mention in given_out.items():
        query = (
            "SELECT m.key FROM event_mention m JOIN event_key k ON k.event_id = m.event_id WHERE k.key = :k"
        )
        assert mention in column(connection, query, k=event)


def test_redating_one_article_takes_its_mention_out_of_the_event(connection, registry):
    articles = five_articles(registry)
    for each in articles:
        save(connection, each, registry)
    moved = extraction(
        OTHER_WORDS, registry=registry, anchor="2025-11-19", basis="given", outlet="Delta Times"
    )
    assert save(connection, moved, registry).kind == "redated"
    query = "SELECT first_day || ' ' || articles FROM chronology WHERE event_type = 'ASSAULT'"
    assert sorted(column(connection, query)) == ["2025-11-17 1", "2025-12-29 3"]


LINKS = [("must", 1), ("cannot", 2)]


@pytest.mark.parametrize(("kind", "events"), LINKS)
def test_links_by_hand_outrank_the_rules(connection, registry, kind, events):
    launch = extraction(LAUNCH, registry=registry, anchor="2025-12-29", outlet="Harbour Wire")
    second = extraction(OTHER_WORDS, registry=registry, anchor="2025-12-30", outlet="Lantern Post")
    denial = extraction(DENIED, registry=registry, anchor="2025-12-30", outlet="Delta Times")
    save(connection, launch, registry)
    save(connection, second, registry)
    save(connection, denial, registry)
    pair = (launch, denial) if kind == "must" else (launch, second)
    with writing(connection):
        link(connection, kind, pair[0].mentions[0].key, pair[1].mentions[0].key)
    # Events follow when one of the two is saved again.
    save(connection, extraction(LAUNCH, registry=registry, anchor="2025-12-29", basis="given"), registry)
    rows = connection.execute(text("SELECT status, disputed FROM chronology")).all()
    assert len(rows) == events
    if kind == "must":
        assert rows == [("occurred", 1)]


def test_actors_that_only_articles_name_are_rows_and_lone_surnames_are_not(connection, registry):
    kim = Told(
        "Ostrov met Vera Lindqvist today.",
        "met",
        "meet",
        by=("Ostrov",),
        to=("Vera Lindqvist",),
        when="today",
    )
    save(connection, extraction(kim, registry=registry, anchor="2025-12-29"), registry)
    rows = connection.execute(text("SELECT slug, name, kind, origin FROM actor WHERE origin = 'article'"))
    assert rows.all() == [("vera-lindqvist", "Vera Lindqvist", "unknown", "article")]
    assert column(connection, "SELECT by_actors FROM chronology") == ["Ostrov"]


def test_a_body_of_one_country_is_not_that_of_another(registry):
    korean, vietnamese, plain = (
        party(ActorRef(name="National Assembly", actor=None, country=country), registry)
        for country in ("KOR", "VNM", None)
    )
    assert [each.actor for each in (korean, vietnamese, plain)] == [
        "national-assembly-kor",
        "national-assembly-vnm",
        "national-assembly",
    ]


NO_FULL_NAMES = [
    "Ahn",
    "the soldiers",
    "Egyptian police",
    "two Boats",
    "Of The",
    "",
    "안규백",
    "Ministry of defence",
]


@pytest.mark.parametrize("name", NO_FULL_NAMES)
def test_what_is_no_full_name_is_local_to_its_article(registry, name):
    assert party(ActorRef(name=name, actor=None, country="EGY"), registry) == Party(
        actor=None, name=name, country="EGY"
    )


def test_ancestors_count_on_the_day_of_the_event(connection, registry):
    def told(when):
        return Told(f"Yoon Suk Yeol met farmers {when}.", "met", "meet", by=("Yoon Suk Yeol",), when=when)

    in_office, later = told("2023-05-10"), told("2025-08-10")
    save(connection, extraction(in_office, later, registry=registry), registry)
    query = "SELECT from_day FROM event_actors WHERE actor = 'south-korea' AND depth > 0"
    assert column(connection, query) == ["2023-05-10"]


def test_a_failed_save_leaves_nothing_behind(connection, registry, article):
    before = tables(connection)
    broken = article("2025-12-29")
    force_setattr(broken.mentions[2].reading, "event_type", "NONSENSE")
    with pytest.raises(Exception, match="ck_event"):
        save(connection, broken, registry)
    assert tables(connection) == before


def test_what_founds_no_event_is_a_mention_without_one(connection, registry, article):
    aside = article("2025-12-29")
    force_setattr(aside.mentions[1].reading, "standing", Standing.ASIDE)
    outcome = save(connection, aside, registry)
    assert (outcome.mentions, outcome.events) == (5, 4)
    assert column(connection, "SELECT event_id IS NULL FROM mentions ORDER BY start_char") == [0, 1, 0, 0, 0]


def test_an_event_goes_when_its_only_mention_founds_none_any_more(connection, registry, article):
    save(connection, article("2025-12-29"), registry)
    aside = article("2025-12-29", rules="rules-2")
    force_setattr(aside.mentions[1].reading, "standing", Standing.ASIDE)
    assert save(connection, aside, registry, force=True).events == 4
    again = article("2025-12-29", rules="rules-3")
    assert save(connection, again, registry, force=True).events == 5
    assert column(connection, "SELECT count(*) FROM chronology") == [5]
