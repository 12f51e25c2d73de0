import pytest

from kptimeline.errors import RuleError
from kptimeline.events.mentions import triggers
from kptimeline.events.names import Cast
from kptimeline.events.typing import TYPES, load_lexicon, read_lexicon
from kptimeline.events.words import load_words
from kptimeline.records import Span

FRAMES = load_lexicon().frames


@pytest.fixture(scope="module")
def told(reader):
    """For every example of the lexicon the frames of its triggers, parsed in one go."""
    parsed = reader.parser.pipe([(frame.example, [Span(0, len(frame.example))]) for frame in FRAMES])
    return [
        [one.frame for one in triggers(0, Cast(docs, reader.registry), load_lexicon(), load_words())]
        for docs in parsed
    ]


@pytest.mark.parametrize(
    "number", range(len(FRAMES)), ids=lambda number: f"{FRAMES[number].type}-{FRAMES[number].lemma}"
)
def test_example_of_a_trigger_is_read_by_its_entry(told, number):
    assert FRAMES[number] in told[number]


def test_every_type_has_triggers():
    assert {frame.type for frame in FRAMES} == TYPES


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('{ verb = "a", noun = "b", example = "c" }', "either a verb or a noun"),
        ('{ verb = "a", objects = [], example = "c" }', "unknown keys: objects"),
        ('{ verb = "a" }', "needs an example"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, entry, message):
    path = tmp_path / "triggers.toml"
    path.write_text(
        f'[class]\n[light]\nverbs = []\n[[trigger]]\ntype = "AID"\nentries = [{entry}]\n', encoding="utf-8"
    )
    with pytest.raises(RuleError) as caught:
        read_lexicon(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
