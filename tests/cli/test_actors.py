"""Actors at the keyboard: what people add holds before and after articles come in, and leaves no trace when undone."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from kptimeline.actors.additions import extend
from kptimeline.actors.registry import load_registry
from kptimeline.merge.derive import derive
from kptimeline.store.additions import load_additions
from kptimeline.store.engine import open_database
from kptimeline.store.events import Pool, event_actor_rows, load_facts
from kptimeline.store.models import EventMention
from tests.cli.run import run

HERE = Path(__file__).parent
INGEST = ("ingest", "guard.txt", "fleet.txt", "memo.txt", "lines.jsonl", "--as-of", "2026-11-21")
WHO = ("--who", "ana", "--as-of", "2026-11-22")
VOSS = ("actors", "add", "harlan-voss", "--name", "Harlan Voss", "--kind", "person", "--country", "PRK",
        "--parent", "north-korea", "--from", "2020", *WHO)  # fmt: skip

LOOKS = {
    "chronology": "SELECT * FROM chronology",
    "mentions": "SELECT * FROM mentions",
    "undated": "SELECT * FROM undated",
    "event_actors": "SELECT * FROM event_actors",
    "actors": "SELECT slug, name, kind, country, origin FROM actor",
    "names": "SELECT a.slug, n.text, n.folded, n.kind, n.from_day, n.to_day, n.of, n.origin "
    "FROM actor_name n JOIN actor a ON a.id = n.actor_id",
    "parents": "SELECT a.slug, b.slug, p.from_day, p.to_day, p.origin FROM actor_parent p "
    "JOIN actor a ON a.id = p.actor_id JOIN actor b ON b.id = p.parent_id",
    "anchors": "SELECT a.key, n.day, n.basis, n.chosen_at, n.by FROM anchor n JOIN article a ON a.id = n.article_id",
    "mention_actors": "SELECT m.key, x.role, x.position, x.name, x.country, x.inferred, a.slug "
    "FROM mention_actor x JOIN event_mention m ON m.id = x.mention_id LEFT JOIN actor a ON a.id = x.actor_id",
    "blocks": "SELECT key, merge_profile, merge_reason FROM event_mention",
    "resolved": "SELECT key, resolved_sha256 FROM article",
}


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ingested")
    shutil.copytree(HERE / "articles", folder, dirs_exist_ok=True)
    run(*INGEST, folder=folder)
    return folder


@pytest.fixture
def folder(ingested, tmp_path):
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rows(folder, query, name="kptimeline.db"):
    with sqlite3.connect(folder / name) as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


def dump(folder, name="kptimeline.db"):
    return {look: sorted(map(repr, rows(folder, query, name))) for look, query in LOOKS.items()}


def rebuilt_event_actors(path):
    """(event, actor id, role, depth) as a rebuild from mentions alone would have them."""
    with open_database(path) as connection:
        registry = extend(load_registry(), load_additions(connection))
        pool = Pool()
        load_facts(connection, pool, EventMention.id > 0)
        members = {}
        for key, event_id in pool.events.items():
            members.setdefault(event_id, []).append(pool.facts[key])
        events = {event_id: derive(facts) for event_id, facts in members.items()}
        return {
            (row["event_id"], row["actor_id"], row["role"], row["depth"], row["sort_day"])
            for row in event_actor_rows(connection, registry, events)
        }


STEPS = {
    "add": [VOSS],
    "add without parent": [(*VOSS[:7], *WHO)],
    "alias": [("actors", "alias", "japan", "Orla Fenwick", *WHO)],
    "dated alias": [("actors", "alias", "japan", "Orla Fenwick", "--from", "2025-03", *WHO)],
    "parent": [("actors", "add", "orla-fenwick", "--parent", "north-korea", "--until", "2025-03-03", *WHO)],
    "merge into a known one": [("actors", "merge", "Orla Fenwick", "north-korea", *WHO)],
    "merge of two unknown": [("actors", "merge", "orla-fenwick", "Harlan Voss", *WHO)],
    "merge of an added one": [VOSS, ("actors", "merge", "harlan-voss", "japan", *WHO)],
    "all": [
        VOSS,
        ("actors", "alias", "harlan-voss", "Wave Rider", *WHO),
        ("actors", "merge", "orla-fenwick", "harlan-voss", *WHO),
        ("actors", "add", "japan", "--parent", "china", "--from", "2025", *WHO),
    ],
}


@pytest.mark.parametrize("name", STEPS)
def test_event_actors_equal_a_rebuild_and_undoing_leaves_what_was(folder, name):
    before = dump(folder)
    for step in STEPS[name]:
        assert run(*step, folder=folder).code == 0
        found = rows(folder, "SELECT event_id, actor_id, role, depth, sort_day FROM event_actor")
        assert set(found) == rebuilt_event_actors(folder / "kptimeline.db")
    assert dump(folder) != before
    for step in reversed(STEPS[name]):
        words = [word for word in step if word not in ("--from", "--until")]
        words = [word for word in words if word[:4] not in ("2020", "2025")]
        if step[:3] == VOSS[:3]:
            words = ["actors", "add", "harlan-voss", *WHO]
        assert run(*words, "--undo", folder=folder).code == 0, words
        found = rows(folder, "SELECT event_id, actor_id, role, depth, sort_day FROM event_actor")
        assert set(found) == rebuilt_event_actors(folder / "kptimeline.db")
    assert dump(folder) == before


# A name that is new to the registry is read otherwise (its article is part of it); these are not.
READ_ALIKE = ["merge of two unknown", "all"]


@pytest.mark.parametrize("name", READ_ALIKE)
def test_before_or_after_the_articles_come_in_it_is_the_same(folder, name):
    run("articles", "remove", "fleet.txt", "memo.txt", "--yes", folder=folder)
    run("ingest", "fleet.txt", "memo.txt", "--as-of", "2026-11-21", folder=folder)
    shutil.copy(folder / "kptimeline.db", folder / "other.db")
    for step in STEPS[name]:
        run(*step, folder=folder)
        run(*step, "--database", "other.db", folder=folder)
    run("articles", "remove", "fleet.txt", "memo.txt", "--yes", "--database", "other.db", folder=folder)
    run("ingest", "fleet.txt", "memo.txt", "--as-of", "2026-11-21", "--database", "other.db", folder=folder)
    one, other = dump(folder), dump(folder, "other.db")
    del one["resolved"], other["resolved"]  # the Reading tells by which names it was read
    assert one == other


def test_it_holds_after_a_redate(folder):
    run(*VOSS, folder=folder)
    run("actors", "merge", "orla-fenwick", "harlan-voss", *WHO, folder=folder)
    assert run("redate", "guard.txt", "2025-03-12", "--as-of", "2026-11-22", folder=folder).code == 0
    found = rows(folder, "SELECT first_day FROM chronology WHERE by_actors = 'Harlan Voss' ORDER BY 1")
    assert ("2025-03-12",) in found
    assert len(found) == 3
    dated = "SELECT DISTINCT event_id FROM event_actors WHERE sort_day > '' AND actor = '%s' ORDER BY 1"
    assert set(rows(folder, dated % "harlan-voss")) <= set(rows(folder, dated % "north-korea"))
    found = rows(folder, "SELECT event_id, actor_id, role, depth, sort_day FROM event_actor")
    assert set(found) == rebuilt_event_actors(folder / "kptimeline.db")


@pytest.mark.parametrize("name", ["dated alias", "merge of an added one"])
def test_a_dry_run_says_what_would_change_and_saves_nothing(folder, name):
    (*first, last) = STEPS[name]
    for step in first:
        run(*step, folder=folder)
    before = dump(folder), rows(folder, "SELECT * FROM actor_edit"), rows(folder, "SELECT * FROM run")
    dry = run(*last, "--dry-run", folder=folder)
    assert "nothing was saved" in dry.err
    after = dump(folder), rows(folder, "SELECT * FROM actor_edit"), rows(folder, "SELECT * FROM run")
    assert after == before
    said = run(*last, folder=folder).out
    assert said == dry.out.replace("would be kept", "kept").replace("would change", "changed")


def test_a_correction_and_the_keys_of_events_stay(folder):
    keys = rows(folder, "SELECT key, mention_key FROM event_key ORDER BY 1")
    [(event,)] = rows(folder, "SELECT event_id FROM mentions WHERE summary LIKE 'Orla Fenwick attacked%'")
    assert run("hide", event, "--who", "ana", folder=folder).code == 0
    run("actors", "merge", "orla-fenwick", "north-korea", *WHO, folder=folder)
    assert rows(folder, "SELECT hidden FROM event WHERE summary LIKE 'Orla Fenwick attacked%'") == [(1,)]
    assert set(keys) <= set(rows(folder, "SELECT key, mention_key FROM event_key"))


def test_events_that_a_merge_makes_alike_become_one_and_part_again(folder):
    told = "TOKYO, Mar 5, 2025 (%s) -- %s attacked Japan on Tuesday.\n"
    (folder / "one.txt").write_text(told % ("Quay Wire", "Orla Fenwick"))
    (folder / "two.txt").write_text(told % ("Pier Wire", "Ansel Thorne"))
    run("ingest", "one.txt", "two.txt", "--as-of", "2026-11-21", folder=folder)
    attacks = "SELECT by_actors, articles FROM chronology WHERE summary LIKE '%attacked Japan%' ORDER BY 1"
    before = dump(folder)
    apart = rows(folder, attacks)
    assert apart == [("Ansel Thorne", 1), ("Orla Fenwick", 2)]
    said = run("actors", "merge", "ansel-thorne", "orla-fenwick", *WHO, folder=folder).out
    assert rows(folder, attacks) == [("Orla Fenwick", 3)]
    assert "2 events changed" in said
    run("actors", "merge", "ansel-thorne", "orla-fenwick", "--undo", *WHO, folder=folder)
    assert rows(folder, attacks) == apart
    assert dump(folder)["event_actors"] == before["event_actors"]


def test_what_was_added_meanwhile_is_not_lost(folder, monkeypatch):
    """Another program adds a name while an ingest, which read the names before, goes on."""
    from kptimeline.pipeline import work

    take = work.read_all

    def adding(batch, kit):
        yield from take(batch, kit)
        run(*VOSS, folder=folder)

    (folder / "new.txt").write_text("TOKYO, Mar 6, 2025 (Quay Wire) -- Japan attacked Russia on Tuesday.\n")
    monkeypatch.setattr(work, "read_all", lambda batch, kit: list(adding(batch, kit)))
    outcome = run("ingest", "new.txt", "--as-of", "2026-11-22", folder=folder)
    assert outcome.code == 3
    assert "the actors of the database were changed while this command ran" in outcome.err
    monkeypatch.undo()
    assert run("ingest", "new.txt", "--as-of", "2026-11-22", folder=folder).code == 0
    assert rows(folder, "SELECT kind, origin FROM actor WHERE slug = 'harlan-voss'") == [("person", "user")]


WRONG = [
    (("actors", "add", "harlan-voss"), 2, "nothing is said of the actor"),
    (("actors", "add", "harlan-voss", "--name", "Harlan Voss"), 2, "a new actor needs --name and --kind"),
    (("actors", "add", "harlan-voss", "--name", "Harlan Voss", "--kind", "harbour"), 2, "no kind of actor"),
    (("actors", "add", "harlan-voss", "--parent", "atlantis"), 4, "no actor is called atlantis"),
    (("actors", "add", "atlantis", "--parent", "japan"), 4, "no actor is called atlantis"),
    (("actors", "add", "japan", "--from", "2020"), 2, "are the days of a parent"),
    (
        ("actors", "add", "japan", "--parent", "china", "--from", "2020-13"),
        2,
        "--from 2020-13 is not in the calendar",
    ),
    (("actors", "alias", "atlantis", "Atlantia"), 4, "no actor is called atlantis"),
    (("actors", "alias", "japan", "a\x1b[31mB"), 2, "U+001B"),
    (("actors", "alias", "japan", "A" * 10_000), 2, "is longer than 200 characters"),
    (("actors", "alias", "a\x1b]0;x\x07b" * 3_000, "Atlantia"), 4, "no actor is called"),
    (("actors", "alias", "japan", "Atlantia", "--who", "\x1b[2J"), 2, "names nobody"),
    (("actors", "merge", "japan", "japan"), 2, "japan is one actor already"),
    (("actors", "merge", "japan", "china"), 2, "cannot go"),
    (("actors", "merge", "atlantis", "china", "--undo"), 4, "nobody merged atlantis into china"),
    (("actors", "list", "--kind", "harbour"), 2, "the kinds are"),
    (("actors", "list", "--country", "Atlantis"), 4, "no actor is called Atlantis"),
    (("actors", "list", "--country", "united-nations"), 2, "has no country code"),
    (("actors", "show", "atlantis"), 4, "kptimeline actors list --search atlantis"),
    (("show", "--actor", "Orla Fenwik"), 4, "did you mean Orla Fenwick"),
    (("actors", "import", "nothing.csv"), 1, "nothing.csv: cannot be read"),
    (("actors", "import", "memo.txt"), 1, "names no column actor"),
    (("actors", "import", "latin.txt"), 1, "is not valid UTF-8"),
]


@pytest.mark.parametrize(("words", "code", "said"), WRONG, ids=lambda value: str(value)[:60])
def test_what_is_wrong_is_told_and_changes_nothing(folder, words, code, said):
    before = (folder / "kptimeline.db").read_bytes()
    outcome = run(*words, folder=folder)
    assert outcome.code == code, outcome.err
    assert said in outcome.err
    assert "\x1b" not in outcome.out + outcome.err
    assert (folder / "kptimeline.db").read_bytes() == before


def test_objects_with_lists_are_imported_once(folder):
    lines = [
        {
            "actor": "harlan-voss",
            "name": "Harlan Voss",
            "kind": "person",
            "aliases": ["Old Sail", "Grey Sail"],
        },
        {"actor": "North Korea", "demonyms": ["Choson-in"], "other": 1},
        {"actor": "orla-fenwick", "name": "Orla Fenwick", "kind": "person", "parents": ["harlan-voss"]},
        {"actor": "x", "name": 1},
        {"actor": "y", "aliases": [1]},
        {"actor": "old-tide", "name": "Old Tide", "kind": "agency", "parents": ["atlantis"]},
        {"actor": "new-tide", "name": "Old Tide", "kind": "agency"},
        {"actor": "quay-office", "name": "Quay Office", "kind": "harbour"},
    ]
    (folder / "people.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + "not json\n")
    outcome = run("actors", "import", "people.jsonl", *WHO, folder=folder)
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == "9 rows, 5 rejected"
    for line in (4, 5, 6, 8, 9):
        assert f"people.jsonl:{line}: " in outcome.err
    actors = "SELECT slug, kind FROM actor WHERE origin = 'user' ORDER BY slug"
    known = [("harlan-voss", "person"), ("new-tide", "agency"), ("orla-fenwick", "person")]
    assert rows(folder, actors) == known
    before = dump(folder), rows(folder, "SELECT * FROM actor_edit")
    again = run("actors", "import", "-", *WHO, folder=folder, stdin=(folder / "people.jsonl").read_bytes())
    assert "nothing changes" in again.out
    assert (dump(folder), rows(folder, "SELECT * FROM actor_edit")) == before


def test_a_list_can_be_taken_out_changed_and_brought_in_again(folder):
    out = run("actors", "list", "--unknown", "--format", "csv", folder=folder).out
    (folder / "unknown.csv").write_text(out.replace(",unknown,", ",person,"))
    assert run("actors", "import", "unknown.csv", *WHO, folder=folder).code == 0
    assert run("actors", "list", "--unknown", folder=folder).out == "actor\tname\tcountry\tevents\tmentions\n"
    assert json.loads(
        run("actors", "list", "--added", "--format", "jsonl", folder=folder).out.splitlines()[0]
    )


def test_counts_are_those_of_show(folder):
    run(*VOSS, folder=folder)
    for line in run("actors", "list", "--format", "jsonl", folder=folder).out.splitlines():
        actor = json.loads(line)
        if actor["events"]:
            shown = run("show", "--actor", actor["actor"], "--undated", "--format", "json", folder=folder).out
            assert len(json.loads(shown)["events"]) == actor["events"], actor["actor"]
            told = run("actors", "show", actor["actor"], folder=folder).out
            assert f"events        {actor['events']}" in told
