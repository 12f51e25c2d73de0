"""Grouping: exact agreement and nothing less, whatever the order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kptimeline.interval import Extent, Granularity, Interval, parse_iso
from kptimeline.merge.events import block, event_key, group
from kptimeline.merge.facts import Dates, MentionFacts, Party

MONDAY = parse_iso("2025-12-29")
DPRK, ROK, UNKNOWN = (
    Party(actor="north-korea", name="N"),
    Party(actor="south-korea", name="S"),
    Party(actor=None, name="X"),
)


def dates(day=MONDAY, granularity=Granularity.DAY, **more):
    return Dates.of(Interval(day, day, granularity, **more), None)


def mention(key="a:0-4", **change):
    facts = MentionFacts(
        key=key,
        article=key.split(":")[0],
        start=int(key.split(":")[1].split("-")[0]),
        lemma="fire",
        event_type="ASSAULT",
        status="occurred",
        by=(DPRK,),
        dates=dates(),
    )
    return replace(facts, **change)


def keys(mentions, **links):
    return [each.keys for each in group(mentions, **links)]


ONE = [
    ({}, "the same in another article"),
    ({"status": "ongoing"}, "going on and having happened agree"),
    ({"by": (Party(actor="north-korea", name="Pyongyang"),)}, "another name of the same actor"),
    ({"by": (DPRK, Party(actor="north-korea", name="Pyongyang"))}, "an actor named twice"),
    ({"place": "the sea", "summary": "other words"}, "what is not compared"),
]


@pytest.mark.parametrize(("change", "why"), ONE)
def test_one_event(change, why):
    assert keys([mention(), mention("b:9-13", **change)]) == [("a:0-4", "b:9-13")], why


TWO = [
    ({"article": "a"}, "the same article"),
    ({"event_type": "THREATEN"}, "another type"),
    ({"lemma": "launch"}, "another trigger, and nobody on the other side"),
    ({"status": "planned"}, "a plan"),
    ({"status": "denied"}, "a denial"),
    ({"by": (ROK,)}, "somebody else"),
    ({"by": (DPRK, ROK)}, "somebody more"),
    ({"to": (ROK,)}, "somebody on the other side"),
    ({"dates": dates(MONDAY - 1)}, "the day before"),
    (
        {"dates": dates(granularity=Granularity.MINUTE, first_time="06:00")},
        "a clock time that the other has not",
    ),
    ({"dates": Dates()}, "no date"),
]


@pytest.mark.parametrize(("change", "why"), TWO)
def test_two_events(change, why):
    assert len(group([mention(), mention("b:9-13", **change)])) == 2, why


ALONE = [
    {"event_type": "STATEMENT"},
    {"by": ()},
    {"by": (DPRK, UNKNOWN)},
    {"to": (UNKNOWN,)},
    {"dates": Dates()},
    {"dates": Dates.of(Interval(MONDAY, MONDAY + 6, Granularity.WEEK), None)},
    {"dates": Dates.of(Interval(None, MONDAY, Granularity.VAGUE), None)},
    {"dates": Dates.of(Interval(MONDAY, None, Granularity.DAY, Extent.THROUGHOUT), None)},
]


@pytest.mark.parametrize("change", ALONE)
def test_what_is_not_fully_known_joins_nothing_even_its_like(change):
    assert block(mention(**change)) is None
    assert len(group([mention(**change), mention("b:0-4", **change)])) == 2


def test_without_a_type_the_trigger_stands_for_one():
    launch = {"event_type": None, "lemma": "launch"}
    assert len(group([mention(**launch), mention("b:0-6", **launch)])) == 1
    assert len(group([mention(**launch), mention("b:0-6", event_type=None, lemma="fire")])) == 2


def test_two_triggers_are_one_meeting_when_both_sides_agree():
    met = mention(lemma="meet", event_type="CONSULT", to=(ROK,))
    talked = mention("b:0-4", lemma="talk", event_type="CONSULT", to=(ROK,))
    (joined,) = group([met, talked])
    assert joined.reasons == {"b:0-4": "same actors on both sides, type and day"}
    second = mention("b:50-54", lemma="talk", event_type="CONSULT", to=(ROK,))
    assert len(group([met, talked, second])) == 3  # which of the two is it? neither is said


def test_the_nth_of_one_article_is_the_nth_of_another():
    mentions = [mention("a:0-4"), mention("a:90-94"), mention("b:7-11"), mention("b:30-34")]
    assert keys(mentions) == [("a:0-4", "b:7-11"), ("a:90-94", "b:30-34")]


LINKS = [
    ({"must": [("a:0-4", "c:0-4")]}, [("a:0-4", "b:0-4", "c:0-4")]),
    ({"cannot": [("a:0-4", "b:0-4")]}, [("a:0-4",), ("b:0-4",), ("c:0-4",)]),
    ({"must": [("c:0-4", "a:0-4")], "cannot": [("b:0-4", "c:0-4")]}, [("a:0-4", "c:0-4"), ("b:0-4",)]),
    ({"must": [("a:0-4", "c:0-4")], "cannot": [("c:0-4", "a:0-4")]}, [("a:0-4", "b:0-4"), ("c:0-4",)]),
    ({"must": [("a:0-4", "gone:0-4")]}, [("a:0-4", "b:0-4"), ("c:0-4",)]),
]


@pytest.mark.parametrize(("links", "wanted"), LINKS)
def test_people_join_and_part(links, wanted):
    third = mention("c:0-4", event_type=None)
    assert keys([mention(), mention("b:0-4"), third], **links) == wanted


SOME = st.lists(
    st.builds(
        lambda article, start, lemma, kind, to, status: mention(
            f"{article}:{start}-{start + 4}", lemma=lemma, event_type=kind, to=to, status=status
        ),
        st.sampled_from("abcd"),
        st.integers(0, 5).map(lambda n: n * 10),
        st.sampled_from(["fire", "launch"]),
        st.sampled_from(["ASSAULT", "CONSULT"]),
        st.sampled_from([(), (ROK,)]),
        st.sampled_from(["occurred", "ongoing", "denied"]),
    ),
    max_size=14,
    unique_by=lambda each: each.key,
)


@given(SOME, st.randoms(use_true_random=False))
def test_groups_part_the_mentions_and_do_not_depend_on_their_order(mentions, random):
    groups = group(mentions)
    assert sorted(key for each in groups for key in each.keys) == sorted(each.key for each in mentions)
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert group(shuffled) == groups
    for each in groups:
        assert len({key.split(":")[0] for key in each.keys}) == len(each.keys)  # different articles
        assert set(each.reasons) == set(each.keys[1:])


def test_event_keys_are_letters_of_the_smallest_mention_key():
    key = event_key("a7q2m5c3x4z6y:120-125")
    assert (key[0], len(key), key) == ("e", 13, key.lower())
    assert key != event_key("a7q2m5c3x4z6y:120-126")
