"""Saving many articles at once gives what saving them one by one gives."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import force_setattr
from sqlalchemy import text

from kptimeline.errors import DatabaseError, InputRejectedError
from kptimeline.records import ActorRef, Span, Standing
from kptimeline.store.causes import plain_errors
from kptimeline.store.engine import open_database, writing
from kptimeline.store.save import save, save_all
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.plain import plain_rows, searchable
from tests.store.test_save import DENIED, OTHER_WORDS, views

URL = "https://wire.example/live"
MANY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told_of(name, when="on Monday"):
    return Told(f"{name} met Japan {when}.", "met", "meet", "CONSULT", by=(name,), to=("Japan",), when=when)


def twelve_articles(registry):
    """Different articles that meet in events, texts, urls and in people whom only they name."""

    def make(*told, anchor="2025-12-29", **more):
        return extraction(*told, registry=registry, anchor=anchor, **more)

    made = [
        make(LAUNCH, TROOPS, MEETING),
        make(OTHER_WORDS, MEETING, anchor="2025-12-30", outlet="Lantern Post"),
        make(
            OTHER_WORDS, anchor="2025-12-31", outlet="Delta Times"
        ),  # a copy of no other: two sentences less
        make(OTHER_WORDS, MEETING, anchor="2025-12-30", outlet="Gull Radio"),  # a copy
        make(OTHER_WORDS, MEETING, anchor=None, outlet="Anchor Daily"),  # another, undated
        make(DENIED, WARNING, anchor="2025-12-30", outlet="Delta Times"),
        make(LAUNCH, url=URL, published="2025-12-29"),
        make(LAUNCH, PLAN, url=URL, published="2025-12-30"),
        make(LAUNCH, PLAN, WARNING, url=URL, published="2025-12-28"),
        make(told_of("Vera Lindqvist"), told_of("Vera Lindqvist", "yesterday"), outlet="Port Herald"),
        make(told_of("VERA LINDQVIST"), anchor="2025-12-30", outlet="Port Herald"),
        make(told_of("The Vera Lindqvist"), title="Somebody met somebody", outlet="Port Herald"),
    ]
    force_setattr(made[5].mentions[1].reading, "standing", Standing.ASIDE)
    ref = ActorRef(name="Vera Lindqvist", actor="vera-lindqvist", country="SWE")
    force_setattr(made[9].mentions[0], "by", (ref,))
    return made


def again(registry):
    """Articles that are stored already, or twice in a batch: with stronger evidence, weaker, or none."""

    def make(**more):
        return extraction(LAUNCH, TROOPS, MEETING, registry=registry, **more)

    return [
        make(anchor="2025-12-29"),
        make(anchor="2025-12-22", basis="given"),
        make(anchor="2025-12-29", basis="given"),
        make(anchor="2025-12-28", basis="file-name"),
        make(anchor=None),
        make(anchor="2025-12-29", outlet=None, raw="bytes"),  # known by its bytes
        make(anchor="2025-12-25", outlet=None, raw="bytes", basis="given"),
        make(anchor="2025-12-26", raw="bytes", basis="metadata"),
    ]


def cut(articles, sizes):
    """Articles in batches of some sizes, the last size for all that are left."""
    todo = list(articles)
    while todo:
        size = sizes[0] if sizes else len(todo)
        yield todo[:size]
        todo, sizes = todo[size:], sizes[1:]


@MANY
@given(order=st.permutations(range(12)), sizes=st.lists(st.integers(1, 6), max_size=6))
def test_order_and_batches_have_no_part_in_the_rows(make_database, registry, order, sizes):
    articles = twelve_articles(registry)
    with open_database(make_database("straight.db"), "write") as straight:
        for each in articles:
            save(straight, each, registry)
        wanted = plain_rows(straight), views(straight), searchable(straight, "rockets")
    with open_database(make_database("batches.db"), "write") as batches:
        for some in cut([articles[n] for n in order], sizes):
            outcomes = save_all(batches, some, registry)
            assert [each.kind for each in outcomes] == ["new"] * len(some)
        assert (plain_rows(batches), views(batches), searchable(batches, "rockets")) == wanted
        assert batches.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@MANY
@given(data=st.data(), sizes=st.lists(st.integers(1, 6), max_size=6), force=st.booleans())
def test_what_comes_again_is_taken_as_one_by_one(make_database, registry, data, sizes, force):
    pool = again(registry) + twelve_articles(registry)[:6]
    articles = data.draw(st.lists(st.sampled_from(pool), max_size=12))
    how = {"force": force, "by": "ana"}
    with open_database(make_database("straight.db"), "write") as straight:
        one_by_one = [save_all(straight, [each], registry, **how)[0] for each in articles]
        wanted = plain_rows(straight), views(straight), searchable(straight, "rockets")
    with open_database(make_database("batches.db"), "write") as batches:
        outcomes = [
            outcome for some in cut(articles, sizes) for outcome in save_all(batches, some, registry, **how)
        ]
        assert list(map(str, outcomes)) == list(map(str, one_by_one))
        assert (plain_rows(batches), views(batches), searchable(batches, "rockets")) == wanted
        assert batches.exec_driver_sql("PRAGMA foreign_key_check").all() == []


BROKEN = {
    "a word outside a closed set": lambda one: force_setattr(
        one.mentions[0].reading, "event_type", "NONSENSE"
    ),
    "half a surrogate pair": lambda one: force_setattr(one.article, "outlet", "\ud800"),
    "a number over 64 bits": lambda one: force_setattr(one.mentions[0].reading, "start", 2**70),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("place", [0, 5, 11])
def test_what_cannot_be_stored_is_refused_and_the_others_are_saved(make_database, registry, spoil, place):
    articles = twelve_articles(registry)
    with open_database(make_database("without.db"), "write") as without:
        save_all(without, articles[:place] + articles[place + 1 :], registry)
        wanted = plain_rows(without)
    spoil(articles[place])
    with open_database(make_database("with.db"), "write") as connection:
        outcomes = save_all(connection, articles, registry)
        refused = outcomes.pop(place)
        assert isinstance(refused, InputRejectedError)
        assert refused.message.startswith("cannot be stored: ")
        assert {each.kind for each in outcomes} == {"new"}
        assert plain_rows(connection) == wanted


def test_a_full_disk_is_not_the_fault_of_an_article(make_database, registry):
    with open_database(make_database(), "write") as connection:
        before = plain_rows(connection)
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(DatabaseError, match="no room is left"), plain_errors("kptimeline.db"):
            save_all(connection, twelve_articles(registry) * 20, registry)
        assert plain_rows(connection) == before


def saved_and_stopped(connection, articles, registry):
    with writing(connection):
        save_all(connection, articles, registry)
        raise KeyboardInterrupt


def test_a_batch_inside_a_transaction_is_part_of_it(make_database, registry):
    with open_database(make_database(), "write") as connection:
        before = plain_rows(connection)
        with pytest.raises(KeyboardInterrupt):
            saved_and_stopped(connection, twelve_articles(registry), registry)
        assert plain_rows(connection) == before


def test_two_articles_of_a_batch_may_be_one_that_is_stored(make_database, registry):
    """One by its bytes, the other by its key: the second is looked at after the first is saved."""

    def make(anchor, basis, **more):
        return extraction(LAUNCH, MEETING, registry=registry, anchor=anchor, basis=basis, **more)

    stored = make("2025-12-29", "file-name", raw="bytes")
    by_bytes = make("2025-12-25", "given", raw="bytes", outlet=None)
    by_key = make("2025-12-26", "metadata")
    with open_database(make_database(), "write") as connection:
        save(connection, stored, registry)
        outcomes = save_all(connection, [by_bytes, by_key], registry)
        assert [each.kind for each in outcomes] == ["redated", "unchanged"]
        days = connection.execute(text("SELECT day FROM anchor ORDER BY id")).scalars().all()
        assert days == ["2025-12-29", "2025-12-25"]


def test_sentences_that_a_later_reading_splits_otherwise_replace_the_old_ones(make_database, registry):
    before = extraction(LAUNCH, MEETING, PLAN, registry=registry, anchor="2025-12-29")
    after = extraction(LAUNCH, MEETING, PLAN, registry=registry, anchor="2025-12-29", rules="rules-2")
    launch, meeting, plan = after.reading.sentences
    force_setattr(after.reading, "sentences", (Span(launch.start, meeting.end), plan))
    for mention in after.mentions[:2]:
        force_setattr(mention.reading, "sentence", after.reading.sentences[0])
    with open_database(make_database(), "write") as connection:
        save(connection, before, registry)
        keys = connection.execute(text("SELECT id, key FROM event_mention ORDER BY id")).all()
        assert save_all(connection, [after], registry, force=True)[0].kind == "updated"
        assert connection.execute(text("SELECT id, key FROM event_mention ORDER BY id")).all() == keys
        spans = connection.execute(
            text("SELECT start_char, end_char FROM sentence ORDER BY start_char")
        ).all()
        assert spans == list(map(tuple, after.reading.sentences))
        assert searchable(connection, "rockets AND colleagues") == 1


def test_keys_of_events_do_not_tell_in_which_order_articles_came(make_database, registry):
    with open_database(make_database(), "write") as connection:
        save_all(connection, twelve_articles(registry), registry)
        query = "SELECT count(*) FROM event_mention m JOIN event_key k ON k.mention_key = m.key AND k.event_id = m.event_id"
        founding = "SELECT count(*) FROM event_mention WHERE event_id IS NOT NULL"
        assert connection.execute(text(query)).scalar_one() == connection.execute(text(founding)).scalar_one()
