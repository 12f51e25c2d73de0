"""Corrections from one database into another: what is known, what contradicts, what waits for its article."""

import msgspec
import pytest
from sqlalchemy import text

from kptimeline.merge.correction_line import checked, decoded
from kptimeline.merge.corrections import people_text
from kptimeline.store.check import Check
from kptimeline.store.correction_intake import take_in
from kptimeline.store.correction_lines import export
from kptimeline.store.engine import open_database
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.history import all_entries
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, TROOPS, extraction

NOW = "2026-01-07T00:00:00.000000Z"
DAY = '{"first_day":"2025-11-18","last_day":"2025-11-18","edtf":"2025-11-18"}'
SINCE = '{"first_day":"2024-10-01","granularity":"month","extent":"throughout","edtf":"2024-10-01/.."}'


def fixer(connection, registry, second=0, who="ana"):
    now = f"2026-01-06T09:00:{second:02}.000000Z"
    return Fixer(connection, registry, By(who=who, now=now, why="the log"))


def written(connection):
    return [msgspec.json.encode(each) for each in export(connection)]


def taken_in(connection, registry, lines, **asked):
    read = [(number, checked(decoded(line), NOW)) for number, line in enumerate(lines, 1)]
    return take_in(connection, registry, read, dry_run=asked.get("dry_run", False))


def counts(done):
    return done.new, done.known, done.taken_back, done.orphaned, len(done.clashes)


def event(connection, kind):
    query = text("SELECT event_id FROM chronology WHERE event_type = :kind ORDER BY event_id LIMIT 1")
    return connection.execute(query, {"kind": kind}).scalar_one()


def events(connection):
    columns = (
        "event_id, first_day, last_day, certainty, by_actors, to_actors, event_type, status, place, summary"
    )
    return connection.execute(text(f"SELECT {columns} FROM chronology ORDER BY event_id")).all()


@pytest.fixture
def articles(registry):
    told = {"registry": registry, "anchor": "2025-12-29"}
    return [
        extraction(LAUNCH, **told, outlet="Harbour Wire", raw="a"),
        extraction(LAUNCH, **told, outlet="Lantern Post", title="Two rockets", raw="b"),
        extraction(MEETING, TROOPS, **told, outlet="Delta Times", raw="c"),
    ]


@pytest.fixture
def other(make_database):
    with open_database(make_database("other.db"), "write") as opened:
        yield opened


@pytest.fixture
def both(connection, other, registry, articles):
    """Two databases with the same articles."""
    for each, its in ((connection, articles), (other, articles[::-1])):
        for article in its:
            save(each, article, registry)
    return connection, other


def say_everything(connection, registry):
    """One of each that can be said, some of it taken back again."""
    launch, meeting, troops = (event(connection, kind) for kind in ("ASSAULT", "CONSULT", "AID"))
    fields = {"date": DAY, "place": "Wonsan", "type": "MOBILIZE", "status": "denied", "summary": "A test"}
    fixer(connection, registry).fix(launch, fields)
    fixer(connection, registry, 1).fix(launch, {"by": people_text([("china", "China")]), "to": None})
    fixer(connection, registry, 2).fix(troops, {"date": SINCE})
    fixer(connection, registry, 3, "ben").fix(launch, {"place": "Rason"})
    fixer(connection, registry, 4).hide(meeting)
    fixer(connection, registry, 5).unfix(meeting, "hidden")
    fixer(connection, registry, 6).split(launch, ["2"])
    fixer(connection, registry, 7).merge([meeting, troops])


def test_a_whole_history_goes_over_once(both, database, registry, tmp_path):
    one, two = both
    say_everything(one, registry)
    lines = written(one)
    dry = taken_in(two, registry, lines, dry_run=True)
    assert written(two) == []
    done = taken_in(two, registry, lines)
    assert counts(done) == counts(dry) == (len(lines), 0, 0, 0, 0)
    assert events(two) == events(one)
    assert written(two) == lines
    assert counts(taken_in(two, registry, lines)) == (0, len(lines), 0, 0, 0)
    assert counts(taken_in(one, registry, lines)) == (0, len(lines), 0, 0, 0)
    assert written(two) == written(one) == lines
    for path in (database, tmp_path / "other.db"):
        assert list(Check(path).differences()) == []


def test_what_was_taken_back_there_is_taken_back_here_and_never_said_again(both, registry):
    one, two = both
    before = events(two)
    fixer(one, registry).fix(event(one, "ASSAULT"), {"place": "Wonsan"})
    held = written(one)
    taken_in(two, registry, held)
    fixer(one, registry, 1).unfix(event(one, "ASSAULT"), None)
    assert counts(taken_in(two, registry, written(one))) == (0, 1, 1, 0, 0)
    assert events(two) == before
    assert counts(taken_in(two, registry, held)) == (0, 1, 0, 0, 0)  # the older file
    assert events(two) == before


def test_corrections_wait_for_their_articles(connection, other, registry, articles):
    for each in articles:
        save(connection, each, registry)
    say_everything(connection, registry)
    lines = written(connection)
    done = taken_in(other, registry, lines)
    assert (done.new, done.orphaned, done.clashes) == (
        len(lines),
        len(lines) - 2,
        (),
    )  # but what was taken back
    assert {each.orphaned for each in all_entries(other, orphaned=True)} == {"no mention has its words"}
    for each in articles:
        save(other, each, registry)
    assert events(other) == events(connection)
    assert all_entries(other, orphaned=True) == []


def test_the_same_text_from_elsewhere_is_found_by_its_hash(connection, other, registry, articles):
    twice = extraction(LAUNCH, LAUNCH, registry=registry, anchor="2025-12-29", outlet="Harbour Wire")
    save(connection, twice, registry)
    key = connection.execute(
        text("SELECT event_id FROM mentions ORDER BY start_char DESC LIMIT 1")
    ).scalar_one()
    fixer(connection, registry).fix(key, {"place": "Wonsan"})
    # Its words alone would not do: the article has them twice.
    save(other, extraction(LAUNCH, LAUNCH, registry=registry, anchor="2025-12-29", outlet=None), registry)
    for wanted in ((1, 0, 0, 0, 0), (0, 1, 0, 0, 0)):
        assert counts(taken_in(other, registry, written(connection))) == wanted
    told = "SELECT m.place FROM chronology m ORDER BY 1"
    assert other.execute(text(told)).all() == connection.execute(text(told)).all()


def disagree(one, two, registry):
    launch = event(one, "ASSAULT")
    fixer(one, registry).fix(launch, {"place": "Wonsan", "type": "AID"})
    fixer(two, registry, 1, "ben").fix(launch, {"place": "Rason"})


def disagree_through_another_mention(one, two, registry):
    launch = event(one, "ASSAULT")
    fixer(two, registry).split(launch, ["2"])
    fixer(two, registry, 1, "ben").fix(launch, {"place": "Rason"})
    fixer(two, registry, 2).unfix(launch, "split")
    fixer(one, registry).fix(launch, {"place": "Wonsan"})


def part_what_is_joined(one, two, registry):
    launch, meeting = event(one, "ASSAULT"), event(one, "CONSULT")
    fixer(two, registry, 1, "ben").merge([launch, meeting])
    fixer(one, registry).split(launch, ["2"])


def join_what_is_apart(one, two, registry):
    launch = event(one, "ASSAULT")
    fixer(two, registry, 1, "ben").split(launch, ["2"])
    fixer(one, registry).merge([launch, event(one, "CONSULT")])


CLASHES = [
    (disagree, ("place", "Rason"), 1),
    (disagree_through_another_mention, ("place", "Rason"), 0),
    (part_what_is_joined, ("merge", None), 0),
    (join_what_is_apart, ("split", None), 0),
]


@pytest.mark.parametrize(("act", "stands", "new"), CLASHES)
def test_nothing_is_overwritten(both, registry, tmp_path, act, stands, new):
    one, two = both
    act(one, two, registry)
    before = events(two)
    done = taken_in(two, registry, written(one))
    assert done.new == new
    (clash,) = done.clashes
    assert (clash.field, clash.value, clash.who) == (*stands, "ben")
    if not new:
        assert events(two) == before
    assert clash == taken_in(two, registry, written(one)).clashes[0]  # as long as nobody decides
    assert list(Check(tmp_path / "other.db").differences()) == []
    fixer(two, registry, 9).unfix(clash.event, clash.field)
    assert taken_in(two, registry, written(one)).clashes == ()


def test_orphans_of_one_mention_contradict_each_other_too(connection, other, registry, articles):
    for opened, place, who in ((connection, "Wonsan", "ana"), (other, "Rason", "ben")):
        save(opened, articles[0], registry)
        fixer(opened, registry, 0, who).fix(event(opened, "ASSAULT"), {"place": place})
    remove(other, other.execute(text("SELECT id FROM article")).scalars().all(), registry)
    (clash,) = taken_in(other, registry, written(connection)).clashes
    assert (clash.event, clash.value) == (None, "Rason")


def test_what_both_say_is_no_contradiction(both, registry):
    one, two = both
    for opened, second, who in ((one, 0, "ana"), (two, 1, "ben")):
        fixer(opened, registry, second, who).fix(event(opened, "ASSAULT"), {"date": DAY})
    assert counts(taken_in(two, registry, written(one))) == (1, 0, 0, 0, 0)
    assert [entry.who for entry in all_entries(two)] == ["ana", "ben"]
