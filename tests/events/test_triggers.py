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


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("Italian police beat a Greek journalist.", "beat", "ASSAULT"),
        ("Spain beat Italy 3-1 in the final.", "beat", None),
        ("Fiji crushed Tonga in a rugby match.", "crushed", None),
        ("A gunman injured four Japanese tourists.", "injured", "ASSAULT"),
        ("A car bomb injured four Japanese tourists.", "injured", "ASSAULT"),
        ("A bus injured four Japanese tourists.", "injured", None),
        ("A stroke confined the king of Norway to bed.", "confined", None),
        ("Norway visited Peru.", "visited", "CONSULT"),
        ("The king of Norway visited a museum in Peru.", "visited", None),
        ("The rally took place in Lima on Monday.", "took", None),
        ("Peru asked Chile to leave.", "asked", "REQUEST"),
        ("Peru asked Chile whether it would leave.", "asked", "STATEMENT"),
        ("Rebels took over a town in Chad.", "took over", "ASSAULT"),
        ("Chad took over the chair of the African Union.", "took over", None),
        ("Iran vowed to punish Israel.", "vowed", "THREATEN"),
        ("The king of Norway vowed to sing better.", "vowed", None),
        ("Israel ruled out a truce with Lebanon.", "ruled out", "REJECT"),
        ("A Spanish player was ruled out of the cup.", "ruled", None),
        ("The gunmen committed a crime in Peru.", "committed", None),
        ("Russian shares shrugged off the weather.", "shrugged off", None),
        ("The king of Norway inspected a farm.", "inspected", None),
        ("The king of Norway claimed second place.", "claimed", None),
        ("The king of Norway claimed that Peru is rich.", "claimed", "STATEMENT"),
        ("The king of Norway visited the Lantern Steel Complex.", "visited", None),
        # What others say that somebody is going to do is no threat of his.
        ("China will bomb Japan.", "bomb", "THREATEN"),
        ("China vowed to bomb Japan.", "bomb", "THREATEN"),
        ("Peru said that China would bomb Japan.", "bomb", "ASSAULT"),
    ],
)
def test_what_a_verb_is_not(reader, text, trigger, type_):
    _, reading = reader.read(text)
    found = [m.event_type for m in reading.mentions if text[m.trigger.start :].startswith(trigger)]
    assert found == [type_]
