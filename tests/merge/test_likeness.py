"""When two texts are one report told again, and which never are."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kptimeline.merge.likeness import are_alike, bands, fingerprint, told
from kptimeline.records import Span

REPORT = (
    "Ferry crews in the harbour of Norrby went on strike on Tuesday after talks with the port council broke down. "
    "About 430 sailors left their ships at dawn, the union said, and 12 crossings to the islands were cancelled. "
    "The council offered a rise of 3 percent, half of what the sailors want. Its head, Marit Lund, called the "
    "strike a blow to the islanders, who depend on the boats for food and medicine. A mediator from Velmark is "
    "expected on Thursday. In 2019 a strike of nine days ended when the council gave in on pay for night work."
)
LATER = "Two coast guard cutters brought bread to the outer islands in the evening, a spokesman said by telephone."

SAME = {
    "to the letter": REPORT,
    "in capitals": REPORT.upper(),
    "other blanks and quotes": REPORT.replace(" ", "\n "),
    "a paragraph more": f"{REPORT} {LATER}",
    "a sentence less": REPORT.rpartition(" In 2019")[0],
    "a figure corrected": REPORT.replace("430", "450"),
    "a house's own beginning": f"From our correspondents at the coast, who were there. {REPORT}",
    "words changed here and there": REPORT.replace("at dawn", "early").replace("expected", "awaited"),
}
PINNED = (6844498910009126273, -3557165376254752928)

OTHER = {
    "another report": LATER * 3,
    "one form of words, another strike": REPORT.replace("Tuesday", "Friday")
    .replace("Norrby", "Sandvik")
    .replace("430", "90")
    .replace("12", "4")
    .replace("Marit Lund", "Jon Hallberg")
    .replace("Velmark", "Ostby")
    .replace("Thursday", "Monday")
    .replace("2019", "2011"),
    "a short note from it": REPORT[:60],
    "nothing": "",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_one_report_told_again(text):
    one, other = fingerprint(REPORT), fingerprint(text)
    assert are_alike(one, other)
    assert are_alike(other, one)
    assert set(bands(one)) & set(bands(other))


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_reports_of_their_own(text):
    assert not are_alike(fingerprint(REPORT), fingerprint(text))


def test_scripts_without_blanks_are_compared_by_sign():
    one = "東京と平壌の代表は北京で会談し、拉致問題について協議した。"
    assert are_alike(fingerprint(one), fingerprint(one.replace("協議", "議論")))
    assert not are_alike(
        fingerprint(one), fingerprint("政府は来年度の予算案を閣議で決定し、国会に提出する方針だ。")
    )


def test_a_dateline_has_no_part_in_it():
    text = "NORRBY, Dec 2 (Harbour Wire) - Crews went on strike."
    assert told(text, Span(0, len(text)), Span(0, 30)).split() == ["Crews", "went", "on", "strike."]
    assert told(text, Span(30, len(text)), Span(0, 30)) == text[30:]


def test_stored_bands_are_those_that_this_version_makes():
    """A new version of rensa, or other limits, make all that is stored worthless: a migration must follow."""
    assert bands(fingerprint(REPORT))[:2] == PINNED


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), kept=st.floats(0.75, 1))
def test_what_is_alike_shares_a_band_and_is_so_both_ways(seed, kept):
    chance = random.Random(seed)
    words = [f"w{chance.randrange(10**6)}" for _ in range(200)]
    at = int(200 * kept)
    one, other = fingerprint(" ".join(words)), fingerprint(" ".join(words[:at]))
    assert are_alike(one, other) == are_alike(other, one)
    if kept > 0.8:
        assert set(bands(one)) & set(bands(other))
