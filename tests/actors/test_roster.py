"""What people may say of actors, what it means for names on a day, and what is refused."""

import pytest

from kptimeline.actors.actor import Actor, ActorName
from kptimeline.actors.additions import Addition, ExtendedRegistry, extend
from kptimeline.actors.own import own_slug
from kptimeline.actors.registry import load_registry
from kptimeline.actors.roster import Roster, checked_name, checked_who
from kptimeline.errors import NotFoundError, UsageError
from kptimeline.interval import parse_iso
from kptimeline.records import ActorReading

REGISTRY = load_registry()
VOSS = ("harlan-voss", "Harlan Voss", "person", "PRK")


def days(first, last):
    return tuple(parse_iso(day) if day else None for day in (first, last))


def roster(*additions):
    made = Roster(REGISTRY, additions)
    made.meet(
        Actor("lantern-guard", "Lantern Guard", "unknown", None, (ActorName("Lantern Guard", "alias"),))
    )
    made.meet(Actor("reed-guard-jpn", "Reed Guard", "unknown", "JPN", (ActorName("Reed Guard", "alias"),)))
    return made


def meant(additions, name, day=None, hint=None, office=None):
    reading = ActorReading(
        text=name, name=name, start=0, end=len(name), country_hint=hint, office=office, inferred=False
    )
    return extend(REGISTRY, additions).resolve(reading, parse_iso(day) if day else None)


def said(*steps):
    made = roster()
    for step in steps:
        step(made)
    return made.additions


ADD = lambda made: made.add(*VOSS)  # noqa: E731
EARLY = lambda made: made.alias("harlan-voss", "the Lamplighter", days=days(None, "2019-12-31"))  # noqa: E731
LATE = lambda made: made.alias("japan", "The Lamplighter", days=days("2020-01-01", None))  # noqa: E731

MEANINGS = [
    ((ADD,), "Harlan Voss", None, None, "harlan-voss"),
    ((ADD,), "harlan voss", None, None, "harlan-voss"),
    ((ADD, lambda m: m.alias("harlan-voss", "Old Sail")), "Old Sail", None, None, "harlan-voss"),
    ((ADD, EARLY, LATE), "Lamplighter", "2019-12-31", None, "harlan-voss"),
    ((ADD, EARLY, LATE), "Lamplighter", "2020-01-01", None, "japan"),
    ((ADD, EARLY, LATE), "Lamplighter", None, None, None),
    ((ADD, EARLY), "Lamplighter", "2021-05-05", None, None),
    ((lambda m: m.alias("japan", "Quayside", "metonym"),), "Quayside", None, None, "japan"),
    ((lambda m: m.merge("lantern-guard", "japan"),), "Lantern Guard", None, None, "japan"),
    ((lambda m: m.merge("lantern-guard", "japan"),), "the Lantern Guard", None, None, "japan"),
    ((lambda m: m.merge("lantern-guard", "japan"),), "Lantern Guard", None, "China", None),
    ((lambda m: m.merge("reed-guard-jpn", "japan"),), "Reed Guard", None, "Japan", "japan"),
    ((lambda m: m.merge("reed-guard-jpn", "japan"),), "Reed Guard", None, None, None),
    ((lambda m: m.merge("lantern-guard", "reed-guard-jpn"),), "Lantern Guard", None, None, "reed-guard-jpn"),
    ((lambda m: m.merge("lantern-guard", "reed-guard-jpn"),), "Reed Guard", None, "Japan", "reed-guard-jpn"),
    ((lambda m: m.merge("lantern-guard", "reed-guard-jpn"),), "Reed Guard", None, None, None),
    (
        (lambda m: m.merge("lantern-guard", "reed-guard-jpn"), lambda m: m.merge("reed-guard-jpn", "japan")),
        "Lantern Guard", None, None, "japan",
    ),
    ((ADD, lambda m: m.merge("harlan-voss", "japan")), "Harlan Voss", None, None, "japan"),
    ((lambda m: m.add("lantern-guard", "Lantern Guard", "military"),), "Lantern Guard", None, None, "lantern-guard"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "name", "day", "hint", "slug"), MEANINGS)
def test_what_people_said_leads_names_to_actors(steps, name, day, hint, slug):
    assert meant(said(*steps), name, day, hint).actor == slug


REFUSED = [
    (lambda m: m.add("japan", "Nippon Land", "country"), "there is an actor japan already: Japan"),
    (lambda m: m.add("Harlan Voss", "Harlan Voss", "person"), "Harlan Voss is no slug"),
    (lambda m: m.add("h" * 300, "Harlan Voss", "person"), "is no slug"),
    (lambda m: m.add("harlan-voss", "Harlan Voss", "harbour"), "harbour is no kind of actor"),
    (lambda m: m.add("harlan-voss", "Harlan Voss", "person", "PRKX"), "PRKX is no country code"),
    (lambda m: m.add("harlan-voss", "Pyongyang", "person"), r"Pyongyang leads to North Korea \(north-korea\)"),
    (lambda m: m.alias("japan", "DPRK"), r"DPRK leads to North Korea \(north-korea\)"),
    (lambda m: m.alias("japan", "the north"), "no capital letter"),
    (lambda m: m.alias("japan", "The North"), "leads to North Korea"),
    (lambda m: m.alias("japan", "Quay", "demonym", days("2020-01-01", None)), "a demonym holds on all days"),
    (lambda m: m.alias("japan", "Quay", days=days("2020-01-02", "2020-01-01")), "is after --until"),
    (lambda m: (ADD(m), EARLY(m), m.alias("japan", "Lamplighter", days=days("2019-12-31", None))),
     r"Lamplighter leads to Harlan Voss \(harlan-voss\) until 2019-12-31"),
    (lambda m: (ADD(m), EARLY(m), m.alias("harlan-voss", "Lamplighter")), "leads to harlan-voss already"),
    (lambda m: m.parent("japan", "japan"), "cannot belong to japan"),
    (lambda m: m.parent("north-korea", "kcna"), "cannot belong to kcna, which belongs to it"),
    (lambda m: m.merge("japan", "japan"), "is one actor already"),
    (lambda m: m.merge("japan", "china"), "is an actor of the registry, and cannot go"),
    (lambda m: (ADD(m), m.parent("lantern-guard", "harlan-voss"), m.merge("harlan-voss", "lantern-guard")),
     "lantern-guard belongs to harlan-voss, which would vanish"),
    (lambda m: (ADD(m), m.parent("lantern-guard", "harlan-voss"), m.undo_actor("harlan-voss")),
     "harlan-voss cannot go: lantern-guard was led to it"),
]  # fmt: skip


@pytest.mark.parametrize(("say", "why"), REFUSED)
def test_what_is_wrong_is_refused_with_the_reason(say, why):
    with pytest.raises(UsageError, match=why):
        say(roster())


UNSAID = [
    (lambda m: m.undo_actor("japan"), "nobody added an actor japan"),
    (lambda m: m.undo_alias("japan", "Nihon-koku"), "nobody gave japan the name Nihon-koku"),
    (lambda m: m.undo_parent("kcna", "north-korea"), "nobody said that kcna belongs to north-korea"),
    (lambda m: m.undo_merge("lantern-guard", "japan"), "nobody merged lantern-guard into japan"),
]


@pytest.mark.parametrize(("undo", "why"), UNSAID)
def test_only_what_people_said_is_taken_back(undo, why):
    with pytest.raises(NotFoundError, match=why):
        undo(roster())


def test_saying_it_again_says_nothing():
    made = roster()
    for _ in range(2):
        made.alias("japan", "Quayside", "metonym")
        made.alias("japan", "Tokyo", "metonym")
        made.parent("japan", "united-nations")
        made.parent("kcna", "north-korea")
    assert [each.action for each in made.made] == ["kept", "name", "kept", "parent"]
    again = roster(*made.additions)
    again.alias("japan", "quayside".title(), "metonym")
    again.parent("japan", "united-nations")
    assert not again.changed


def test_all_that_was_said_can_be_taken_back():
    made = roster()
    made.add(*VOSS)
    made.alias("harlan-voss", "Old Sail")
    made.parent("harlan-voss", "japan")
    made.merge("lantern-guard", "reed-guard-jpn")
    again = roster(*made.additions)
    again.undo_merge("Lantern Guard", "reed-guard-jpn")
    again.undo_actor("harlan-voss")
    assert again.additions == []
    assert extend(REGISTRY, again.additions) is REGISTRY


def test_a_row_that_fails_leaves_nothing_behind():
    made = roster()
    made.add(*VOSS)
    stands, mark = made.additions, made.mark()
    made.add("old-sail", "Old Sail", "military")
    made.alias("old-sail", "Grey Sail")
    made.alias("japan", "Quayside", "metonym")
    made.parent("old-sail", "china")
    made.back_to(mark)
    assert made.additions == stands
    assert not made.knows("old-sail")
    made.alias("china", "Grey Sail")
    made.add("other-sail", "Old Sail", "military")


def test_parents_hold_on_their_days_and_parts_go_over_in_a_merge():
    made = roster()
    made.add(*VOSS)
    made.parent("harlan-voss", "north-korea", days("2020-01-01", "2020-12-31"))
    made.add("old-sail", "Old Sail", "military")
    made.parent("old-sail", "harlan-voss")
    made.add("grey-sail", "Grey Sail", "person")
    extended = extend(REGISTRY, made.additions)
    assert extended.ancestors("old-sail", parse_iso("2020-06-01")) == (("harlan-voss", 1), ("north-korea", 2))
    assert extended.ancestors("old-sail", parse_iso("2021-06-01")) == (("harlan-voss", 1),)
    made.merge("harlan-voss", "grey-sail")
    extended = extend(REGISTRY, made.additions)
    assert extended.ancestors("old-sail", parse_iso("2020-06-01")) == (("grey-sail", 1),)
    assert "harlan-voss" not in extended.actors


def test_a_merge_takes_offices_over_when_a_later_registry_knows_who_went():
    additions = [Addition(action="merge", actor="cho-hyun", other="japan", name="Cho Hyun")]
    extended = extend(REGISTRY, additions)
    assert meant(additions, "South Korea's Foreign Minister", "2025-12-29").actor == "japan"
    assert "south-korea" in dict(extended.ancestors("japan", parse_iso("2025-12-29")))


def test_what_names_an_actor_that_is_gone_does_nothing_and_a_kept_one_comes_back():
    kept = Addition(action="kept", actor="old-land", name="Old Land", kind="country", country="OLD")
    name = Addition(action="name", actor="old-land", name="Oldia", kind="alias")
    assert meant([name], "Oldia").actor is None
    assert meant([kept, name], "Oldia").country == "OLD"
    assert meant([kept, name], "Old Land").actor == "old-land"


def test_a_registry_that_later_knows_an_added_actor_keeps_its_own_entry():
    added = Addition(action="actor", actor="japan", name="Nippon Koku", kind="organisation", country="XXX")
    ref = meant([added], "Nippon Koku")
    assert (ref.actor, ref.name, ref.country) == ("japan", "Japan", "JPN")


def test_the_fingerprint_tells_what_was_said():
    one = extend(REGISTRY, said(ADD))
    two = extend(REGISTRY, said(lambda m: m.merge("lantern-guard", "japan")))
    assert isinstance(one, ExtendedRegistry)
    assert len({REGISTRY.fingerprint, one.fingerprint, two.fingerprint, extend(one, ()).fingerprint}) == 3


def test_an_unknown_actor_keeps_its_slug_when_something_is_said_of_it():
    extended = extend(REGISTRY, said(lambda m: m.parent("lantern-guard", "japan")))
    assert own_slug("Lantern Guard", None, extended) == "lantern-guard"
    assert own_slug("Cho Hyun", None, extended) == "cho-hyun-unknown"


NAMES = [
    ("  Harlan \t Voss ", UsageError),  # a tab is a control
    ("  Harlan   Voss ", "Harlan Voss"),
    ("The Lantern Guard", "Lantern Guard"),
    ("The Hague", "The Hague"),
    ("안규백", "안규백"),
    ("a\x1b[31mB", UsageError),
    ("Har\u202elan", UsageError),
    ("Har\u200blan", UsageError),
    ("Har\ud800lan", UsageError),
    ("A" * 10_000, UsageError),
    ("rebels", UsageError),
    ("7", UsageError),
    ("", UsageError),
    ("می‌خواهم", "می‌خواهم"),  # a joiner inside a word
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_names_that_no_article_would_write_are_refused(text, name):
    if name is UsageError:
        with pytest.raises(UsageError) as caught:
            checked_name(text)
        assert caught.value.message.isprintable()
        assert len(caught.value.message) < 200
    else:
        assert checked_name(text) == name


@pytest.mark.parametrize("who", ["", "  ", "a\x1bb", "x" * 300])
def test_nobody_says_nothing(who):
    with pytest.raises(UsageError, match="names nobody"):
        checked_who(who)
