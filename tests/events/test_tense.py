"""`tag --syntax`: tense by the parse, where nearby words mislead or say nothing."""

import pytest

from kptimeline.events.tense import refine
from kptimeline.records import Tense
from kptimeline.temporal.find import find
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.text import sentences

CASES = [
    ("The ministers will, as aides said after talks held in Seoul, sign the pact on Friday.", Tense.FUTURE, False),
    ("The envoys met reporters on Friday.", Tense.PAST, False),
    ("The envoys agreed to meet reporters on Friday.", None, True),
    ("The envoys gathered to mark the anniversary on Friday.", Tense.PAST, False),
    ("The talks have been held since Friday.", Tense.PAST, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tense", "plan"), CASES)
def test_tense_of_the_governing_verb(reader, text, tense, plan):
    spans = sentences(text)
    (parsed,) = reader.parser.pipe([(text, spans)])
    (time,) = refine(find(text, load_rules(), spans=spans), parsed)
    assert (time.tense, time.plan) == (tense, plan)


def test_what_the_parse_does_not_tell_stays(reader):
    text = "He criticised Wednesday's ruling."
    spans = sentences(text)
    (parsed,) = reader.parser.pipe([(text, spans)])
    times = find(text, load_rules(), spans=spans)
    assert refine(times, parsed) == times
