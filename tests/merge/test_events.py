"""Which mentions are one event and which are two; that neither order nor company changes it."""

from dataclasses import replace as changed

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kptimeline.interval import Granularity, Interval, parse_iso
from kptimeline.merge.blocks import acts_mask, blocks
from kptimeline.merge.compare import LOOKS, contradict, parts
from kptimeline.merge.events import all_pairs, event_key, group, match
from kptimeline.merge.facts import Dates, MentionFacts, Party
from kptimeline.merge.score import account, score, weights
from tests.merge.told import Told
from tests.merge.told import dates as days

MONDAY = parse_iso("2025-12-29")
DPRK, ROK = Party(actor="north-korea", name="N"), Party(actor="south-korea", name="S")


def dates(day=MONDAY, granularity=Granularity.DAY, **more):
    return Dates.of(Interval(day, day, granularity, **more), None)


def mention(key="a:0-4", **change):
    """Facts without a profile: for what does not compare."""
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


STORY = "The rocket fell west of Wonsan, officials of Japan said. Wonsan lies in Kangwon."
LAUNCH = Told(
    "North Korea fired a ballistic missile from Wonsan on Monday.",
    "fired", "fire", by=("North Korea",), when=days("2025-12-29"), type="MOBILIZE", also=STORY,
)  # fmt: skip
TALKS = Told(
    "Envoys of Japan and China held talks in Geneva on Monday.",
    "talks", "talk", by=("Japan",), to=("China",), when=days("2025-12-29"), type="CONSULT", also=STORY,
)  # fmt: skip
WEEK, MONTH = (
    days("2025-12-22", "2025-12-31", Granularity.WEEK),
    days("2025-12-01", "2025-12-31", Granularity.MONTH),
)

ONE = {
    "the same in another article": (LAUNCH, LAUNCH),
    "another verb for the act, another name for the actor": (
        LAUNCH,
        changed(LAUNCH, text="Pyongyang test-fired a rocket near Wonsan.", trigger="test-fired", lemma="test-fire"),
    ),
    "a noun for the verb": (
        LAUNCH,
        changed(LAUNCH, text="Pyongyang's launch of a missile near Wonsan broke a ban.", trigger="launch",
                lemma="launch", type=None),
    ),
    "a month that holds the day": (LAUNCH, changed(LAUNCH, when=MONTH, anchor="2026-01-15")),
    "no date, told the day after": (LAUNCH, changed(LAUNCH, when=Dates())),
    "a plan and the deed": (
        changed(TALKS, text="Envoys of Japan and China will hold talks in Geneva.", status="planned", type="AGREE"),
        TALKS,
    ),
    "a report and its denial": (LAUNCH, changed(LAUNCH, status="denied", when=Dates())),
    "a body of the state": (LAUNCH, changed(LAUNCH, by=("North Korean troops",))),
    "a passive that does not say who": (
        LAUNCH,
        changed(LAUNCH, text="A ballistic missile was fired from Wonsan in North Korea on Monday.", by=()),
    ),
}  # fmt: skip

ONE |= {
    "a state and its leader": (
        LAUNCH,
        changed(LAUNCH, text="Kim Jong Un test-fired a rocket from Wonsan on Monday.", trigger="test-fired",
                lemma="test-fire", by=("Kim Jong Un",)),
    ),
    "who is received by whom he sees": (
        changed(TALKS, text="The envoy of Japan saw Wang Yi in Geneva on Monday.", trigger="saw", lemma="see",
                by=("Japan",), to=("Wang Yi",)),
        changed(TALKS, text="Wang Yi received the envoy of Japan in Geneva.", trigger="received", lemma="receive",
                by=("Wang Yi",), to=("Japan",)),
    ),
    "two names of one man": (
        changed(TALKS, text="Japan met Omar al-Rashid in Geneva on Monday.", trigger="met", lemma="meet",
                by=("Japan",), to=("Omar al-Rashid",)),
        changed(TALKS, text="Japan met Rashid in Geneva on Monday.", trigger="met", lemma="meet", by=("Japan",),
                to=("Rashid",)),
    ),
    "no date in either, told in one month": (
        changed(LAUNCH, when=Dates()),
        changed(LAUNCH, when=Dates(), anchor="2026-01-10"),
    ),
}  # fmt: skip

SAID = changed(
    LAUNCH,
    text="North Korea said on Monday that rice and coal were scarce.",
    trigger="said",
    lemma="say",
    type="STATEMENT",
)
TWO = {
    "no date in either, months between": (
        changed(LAUNCH, when=Dates()),
        changed(LAUNCH, when=Dates(), anchor="2026-03-10"),
    ),
    "one says two things on one day": (
        SAID, changed(SAID, text="North Korea said on Monday that Japan should pay for the harbour.")
    ),
    "no date, and another act of the same": (
        LAUNCH,
        changed(LAUNCH, text="North Korea paraded a missile in Wonsan.", trigger="paraded", lemma="parade",
                when=Dates()),
    ),
    "two launches in one week": (LAUNCH, changed(LAUNCH, when=days("2025-12-26"))),
    "an anniversary": (LAUNCH, changed(LAUNCH, when=days("2024-12-29"))),
    "another month": (LAUNCH, changed(LAUNCH, when=days("2025-10-01", "2025-10-31", Granularity.MONTH))),
    "somebody else": (LAUNCH, changed(LAUNCH, text="Iran fired a ballistic missile on Monday.", by=("Iran",))),
    "another act by the same": (
        LAUNCH,
        changed(LAUNCH, text="North Korea expelled an envoy of Japan on Monday.", trigger="expelled", lemma="expel",
                to=("Japan",), type="REJECT"),
    ),
    "talks with somebody else, in another place": (
        TALKS,
        changed(TALKS, text="Envoys of Japan and India held talks in Delhi on Monday.", to=("India",)),
    ),
    "sanctions by another state": (
        changed(LAUNCH, text="Japan imposed sanctions on Iran.", trigger="imposed", lemma="sanction", by=("Japan",),
                to=("Iran",), type="SANCTION"),
        changed(LAUNCH, text="Britain imposed sanctions on Iran.", trigger="imposed", lemma="sanction",
                by=("Britain",), to=("Iran",), type="SANCTION"),
    ),
    "a second act of the kind in one article": (
        LAUNCH,
        changed(LAUNCH, text="Earlier, on a ship, it was North Korea that fired a torpedo.", when=Dates()),
    ),
}  # fmt: skip


def both(one, two, *, apart=True):
    first = one.mention("a")
    return [first, two.mention("b" if apart else "a")]


@pytest.mark.parametrize(("one", "two"), ONE.values(), ids=ONE)
def test_one_event(one, two):
    found = group(both(one, two))
    assert len(found) == 1, [account(*(each.profile for each in both(one, two)))]
    (key,) = found[0].reasons
    assert found[0].reasons[key].startswith(f"with {found[0].keys[0]}, score ")


@pytest.mark.parametrize(("one", "two"), TWO.values(), ids=TWO)
def test_two_events(one, two):
    mentions = both(one, two, apart=two is not TWO["a second act of the kind in one article"][1])
    assert len(group(mentions)) == 2, account(*(each.profile for each in mentions))


VISIT = Told(
    "In June 2013 Kim Jong Un visited the Pak Rope Factory in Wonsan.", "visited", "visit", by=("Kim Jong Un",),
    when=days("2013-06-01", "2013-06-30", Granularity.MONTH),
    also="Workers saw Kim Jong Un. Later Kim Jong Un left Wonsan for Hamhung.",
)  # fmt: skip
WREATH = changed(
    VISIT, text="Koreans sent baskets of flowers to the statues of the two leaders on Mansu Hill in Moran.",
    trigger="sent", lemma="send", by=("North Korea",), when=days("2025-01-01"), dated_by="lead", anchor="2025-01-02",
    also="They bowed on Mansu Hill in Moran.",
)  # fmt: skip
TWO |= {
    "visits of one man in one month, whose name alone both tell": (
        VISIT, changed(VISIT, text="In June 2013 Kim Jong Un visited a school of football players."),
    ),
    "what is planned, and that somebody was told of such a plan": (
        changed(LAUNCH, text="North Korea plans to launch several rockets soon.", trigger="launch", lemma="launch",
                status="planned", type=None, when=Dates()),
        changed(LAUNCH, text="North Korea had notified Japan of a plan to launch a rocket.", trigger="notified",
                lemma="notify", type="STATEMENT", when=Dates()),
    ),
    "the same done half a year later, days inferred": (WREATH, changed(WREATH, when=days("2025-07-27"), anchor="2025-07-28")),
}  # fmt: skip
PAIRS = [*ONE.values(), *TWO.values()]


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=[*ONE, *TWO])
def test_a_score_is_the_same_from_both_sides_and_names_only_weights_that_there_are(one, two):
    first, second = (each.profile for each in both(one, two))
    assert score(first, second) == score(second, first)
    assert parts(first, second) == parts(second, first)
    assert parts(first, second).keys() <= weights().parts.keys()
    assert contradict(first, second) == contradict(second, first)


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=[*ONE, *TWO])
def test_a_score_is_given_where_it_reaches_what_is_asked_and_no_look_adds_more_than_it_says(one, two):
    first, second = (each.profile for each in both(one, two))
    whole = score(first, second)
    assert score(first, second, whole) == whole
    assert score(first, second, whole + 0.001) is None
    for look in LOOKS:
        found = {}
        look.find(first, second, found)
        adds = [max(weights().parts[name] * most for name, most in group.items()) for group in look.adds]
        assert sum(weights().parts[name] * value for name, value in found.items()) <= sum(adds)


def test_every_part_that_speaks_for_a_pair_is_in_what_its_look_may_add():
    named = {name for look in LOOKS for group in look.adds for name in group}
    assert {name for name, weight in weights().parts.items() if weight > 0} <= named


@given(st.permutations([*ONE.values(), *TWO.values()]))
@settings(max_examples=5)
def test_of_two_mentions_both_find_the_other_or_none_does(pairs):
    mentions = [each.profile for one, two in pairs[:6] for each in both(one, two)]
    keys = [blocks(each) for each in mentions]
    for one in keys:
        for two in keys:
            assert bool(set(one.sought) & set(two.found)) == bool(set(two.sought) & set(one.found))


def test_what_is_joined_shares_a_key_that_one_of_them_looks_for():
    for one, two in ONE.values():
        first, second = (each.profile for each in both(one, two))
        assert set(blocks(first).sought) & set(blocks(second).found)
        assert set(blocks(second).sought) & set(blocks(first).found)
        assert acts_mask(first) & acts_mask(second)


def test_a_day_looks_for_no_other_day_of_its_month():
    first, second = (each.profile for each in both(LAUNCH, changed(LAUNCH, when=days("2025-12-20"))))
    assert not set(blocks(first).sought) & set(blocks(second).found)


def test_no_chain_joins_days_that_exclude_each_other():
    coarse = changed(LAUNCH, when=MONTH)
    other = changed(LAUNCH, when=days("2025-12-22"))
    mentions = [LAUNCH.mention("a"), coarse.mention("b"), other.mention("c")]
    found = group(mentions)
    assert len(found) == 2
    days_of = {each.key: each.dates.first_day for each in mentions}
    for each in found:
        assert not {"2025-12-29", "2025-12-22"} <= {days_of[key] for key in each.keys}


LINKS = [
    ({"must": [("a", "c")]}, [("a", "b", "c")]),
    ({"cannot": [("a", "b")]}, [("a",), ("b",), ("c",)]),
    ({"must": [("c", "a")], "cannot": [("b", "c")]}, [("a", "c"), ("b",)]),
    ({"must": [("a", "c")], "cannot": [("c", "a")]}, [("a", "b"), ("c",)]),
    ({"must": [("a", "gone")]}, [("a", "b"), ("c",)]),
]


@pytest.mark.parametrize(("links", "wanted"), LINKS)
def test_people_join_and_part(links, wanted):
    mentions = {"a": LAUNCH.mention("a"), "b": LAUNCH.mention("b"), "c": TALKS.mention("c")}
    key = {name: each.key for name, each in mentions.items()} | {"gone": "gone:0-4"}
    asked = {kind: [(key[one], key[two]) for one, two in pairs] for kind, pairs in links.items()}
    found = group(mentions.values(), **asked)
    assert [each.keys for each in found] == [tuple(key[name] for name in names) for names in wanted]
    if links == LINKS[0][0]:
        assert found[0].reasons[key["c"]] == "joined by hand"


def test_people_can_join_what_contradicts():
    other = changed(LAUNCH, when=days("2025-12-20")).mention("b")
    first = LAUNCH.mention("a")
    assert len(group([first, other])) == 2
    assert len(group([first, other], must=[(other.key, first.key)])) == 1


SOME = st.lists(
    st.builds(
        lambda told, article, when, status: changed(told, when=when, status=status).mention(article),
        st.sampled_from([LAUNCH, TALKS, *(two for _, two in ONE.values())]),
        st.sampled_from("abcdef"),
        st.sampled_from([days("2025-12-29"), days("2025-12-30"), days("2025-12-22"), WEEK, MONTH, Dates()]),
        st.sampled_from(["occurred", "planned", "denied"]),
    ),
    max_size=12,
    unique_by=lambda each: each.key,
)


@settings(deadline=None)
@given(SOME, st.randoms(use_true_random=False))
def test_groups_part_the_mentions_and_do_not_depend_on_their_order(mentions, random):
    found = group(mentions)
    assert sorted(key for each in found for key in each.keys) == sorted(each.key for each in mentions)
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert group(shuffled) == found
    profiles = {each.key: each.profile for each in mentions}
    for each in found:
        assert set(each.reasons) == set(each.keys[1:])
        assert not any(contradict(profiles[one], profiles[two]) for one in each.keys for two in each.keys)


@settings(deadline=None)
@given(SOME, SOME)
def test_what_is_far_away_changes_nothing(mentions, others):
    """Groups are those of the components that pairs above the threshold make, each by itself."""
    away = {each.key: each for each in others} | {each.key: each for each in mentions}
    together = group(away.values())
    pairs = {pair for pair, value in all_pairs({k: m.profile for k, m in away.items()}).items()
             if value >= weights().join}  # fmt: skip
    part = {min(away)} if away else set()
    while grown := {key for pair in pairs if part & set(pair) for key in pair} - part:
        part |= grown
    alone = group([away[key] for key in sorted(part)])
    assert [each for each in together if set(each.keys) & part] == list(alone)


def test_what_is_of_an_older_kptimeline_stays_alone():
    assert len(group([mention(), mention("b:0-4")])) == 2


def test_a_pair_far_below_the_threshold_is_not_kept():
    first, second = (each.profile for each in both(*TWO["another act by the same"]))
    assert match(first, first) is not None
    assert match(first, second) is None or match(first, second) < weights().join


def test_event_keys_are_letters_of_the_smallest_mention_key():
    key = event_key("a7q2m5c3x4z6y:120-125")
    assert (key[0], len(key), key) == ("e", 13, key.lower())
    assert key != event_key("a7q2m5c3x4z6y:120-126")


@pytest.mark.parametrize(
    ("day", "status", "apart"),
    [
        ("2025-12-20", "occurred", False),  # an inferred day may be some days wrong
        ("2025-12-01", "occurred", True),
        ("2025-12-01", "planned", False),  # a plan may slip
    ],
)
def test_inferred_days_that_are_weeks_apart_exclude_each_other(day, status, apart):
    one = changed(LAUNCH, dated_by="lead")
    two = changed(LAUNCH, dated_by="lead", when=days(day), status=status)
    assert contradict(*(each.profile for each in both(one, two))) is apart
