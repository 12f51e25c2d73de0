"""Who says so where the parse does not link what was said to its speaker, and where a noun or a quotation brings it."""

import pytest

from kptimeline.records import Standing, Status

CLAIMS = [
    # Speech verbs that close the sentence, which the parse hangs to a noun or coordinates.
    ("Israeli jets destroyed the annex, Iran's envoy said.", "destroyed", ["Iran's envoy"]),
    ("Seoul is considering whether to send shells to Ukraine, an aide said on Friday.", "send", ["aide"]),
    (
        "China should use its weight with Pyongyang, Japan's foreign minister told a forum.",
        "use",
        ["Japan's foreign minister"],
    ),
    ("Had the train stopped, Kim could have met Putin, the Kremlin joked.", "met", ["the Kremlin"]),
    # A speaker whom the parse makes an apposition of what stands before.
    ("Japan is building a dock at Kobe, a scholar, Ann Lee, wrote on Monday.", "building", ["Ann Lee"]),
    # Whoever tells of a vow comes after who made it; no vow, nothing vowed.
    ("Japan's envoy said Chad vowed to send shells to Sudan.", "send", ["Chad", "Japan's envoy"]),
    ("Norway did not promise to help Chad.", "help", []),
    # Quoting and citing: whoever is nearest to the event first.
    (
        "Seoul will close the site, Lee Jae-myung was quoted as saying by state media.",
        "close",
        ["Lee Jae-myung", "state media"],
    ),
    ("Tass quoted Kim Jong-un as saying that the army had left Kursk.", "left", ["Kim Jong-un", "Tass"]),
    (
        "Russia shelled the port, Reuters reported, citing Ukraine's navy.",
        "shelled",
        ["Ukraine's navy", "Reuters"],
    ),
    # Nouns that claim.
    ("A report by Japan's navy that Pyongyang sent ships to Russia caused alarm.", "sent", ["Japan's navy"]),
    # None of these is a claim.
    ("The army shelled Seoul, and Kim Jong-un spoke to Xi Jinping.", "shelled", []),
    ("North Korea sent two things to Russia: shells and rockets.", "sent", []),
    ("When Russia left the talks, Kim Jong-un said nothing of it.", "left", []),
]


def mention(reader, text, trigger):
    return next(one for one in reader.read(text)[1].mentions if text[slice(*one.trigger)] == trigger)


@pytest.mark.parametrize(("text", "trigger", "claimed_by"), CLAIMS)
def test_who_says_so(reader, text, trigger, claimed_by):
    assert [who.name for who in mention(reader, text, trigger).claimed_by] == claimed_by


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        (
            "Tehran rejected Washington's accusation that it had supplied drones to Moscow.",
            "supplied",
            Status.DENIED,
        ),
        ("North Korea's claim that it had tested a missile was doubted in Seoul.", "tested", Status.OCCURRED),
    ],
)
def test_a_claim_that_is_dismissed_is_denied(reader, text, trigger, status):
    assert mention(reader, text, trigger).status is status


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Seoul will close the site, Lee Jae-myung was quoted as saying by state media.", "quoted"),
        ("Russia shelled the port, Reuters reported, citing Ukraine's navy.", "citing"),
        ("Israeli jets destroyed the annex, Iran's envoy said.", "said"),
    ],
)
def test_saying_that_closes_a_sentence_is_no_event(reader, text, trigger):
    assert mention(reader, text, trigger).standing is not Standing.EVENT
