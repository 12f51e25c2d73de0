"""Words of time that are part of a name, and the same words where they are a time."""

import pytest

from kptimeline.temporal.find import find
from kptimeline.temporal.rules import load_rules

NAMES = [
    "Ten thousand began the Long March from the coast.",
    "She came for the annual March for Peace.",
    "It halted the General's March of the north.",
    "He spoke to the party daily Rodong about it.",
    "It was led by Jan Smit and Ada Brown.",
    "It seems that winter coats sell well.",
    "She told '60 Minutes' about it.",
    'A report on "48 Hours" said so.',
]
TIMES = [
    ("The March vote was lost.", "March"),
    ("It fell in March for Germany as well.", "March"),
    ("It is held from March to May each year.", "March"),
    ("The daily flights stop.", "daily"),
    ("It was signed by Jan. 3 at last.", "Jan. 3"),
    ("They met in May 1871 and that winter they left.", "that winter"),
    ("It took 48 hours to get there.", "48 hours"),
    ("It will last three weeks.", "three weeks"),
    ("It has rained in the last three weeks.", "the last three weeks"),
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_no_time(text):
    assert find(text, load_rules()) == ()


@pytest.mark.parametrize(("text", "phrase"), TIMES)
def test_the_same_words_elsewhere_are_a_time(text, phrase):
    assert phrase in [time.text for time in find(text, load_rules())]
