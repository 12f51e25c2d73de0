"""Every example of every rule runs, and every reject finds nothing."""

from pathlib import Path

import pytest

from kptimeline.errors import RuleError
from kptimeline.interval import parse_iso
from kptimeline.records import Anchor, Basis
from kptimeline.temporal.find import find
from kptimeline.temporal.resolve import resolve_times
from kptimeline.temporal.rules import load_rules, rule_tables
from kptimeline.temporal.text import sentences

RULES = load_rules()
EXAMPLES = [(table["name"], example) for table in rule_tables() for example in table.get("examples", [])]
REJECTS = [(table["name"], text) for table in rule_tables() for text in table.get("rejects", [])]
FIELDS = {"edtf": "edtf", "value": "timex_value", "reason": "reason", "mod": "mod", "type": "timex_type"}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{n}-{e['text'][:40]}" for n, e in EXAMPLES])
def test_example(rule, example):
    times = find(example["text"], RULES, spans=sentences(example["text"]))
    anchor = Anchor(day=parse_iso(example["dateline"]), basis=Basis.GIVEN)
    found = {
        time.text: {key: getattr(resolution, name) for key, name in FIELDS.items() if key in example}
        for time, resolution in zip(times, resolve_times(times, anchor=anchor), strict=True)
    }
    wanted = {key: example[key] for key in FIELDS if key in example}
    assert wanted, f"rule {rule}: the example expects nothing"
    if "phrase" in example:
        assert found.get(example["phrase"]) == wanted
    else:
        assert list(found.values()) == [wanted]


@pytest.mark.parametrize(("rule", "text"), REJECTS)
def test_reject(rule, text):
    assert find(text, RULES) == (), f"rule {rule} says that this is no time"


GOOD = '[[rule]]\nname = "x"\npattern = "$unit of reckoning"\nmeans = "this($unit)"\n'


def write(folder: Path, text: str) -> Path:
    (folder / "mine.toml").write_text(text, encoding="utf-8")
    return folder


def test_own_rule_is_used(tmp_path):
    rules = load_rules([write(tmp_path, GOOD)])
    (time,) = find("It was a year of reckoning.", rules)
    assert (time.text, time.alternatives[0].rule) == ("year of reckoning", "x")
    assert rules.fingerprint != RULES.fingerprint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[rule]\n", "mine.toml: Expected ']]' at the end of an array declaration (at line 1, column 7)"),
        ('[[rule]]\nname = "x"\n', "mine.toml: a rule needs a name and a pattern, here: {'name': 'x'}"),
        (GOOD.replace("$unit of", "$unti of"), "mine.toml, rule 'x': no lexicon class and no rule gives $unti"),
        (GOOD.replace("$unit of", "$unit (of"), "mine.toml, rule 'x', column 20 of the pattern: a closing ')' is missing"),
        (GOOD.replace("this(", "thus("), "mine.toml, rule 'x', `means`: the expression language has no thus()"),
        (GOOD.replace("this($unit)", "this($unit"), "mine.toml, rule 'x', `means`: expression 'this(v-unit', column 12: a closing parenthesis is missing"),
        (GOOD.replace("this($unit)", "this($day)"), "mine.toml, rule 'x': $day in `means` is not always in the pattern"),
        (GOOD + "weight = 2\n", "mine.toml, rule 'x': the weight 2.0 is not above 0 and at most 1"),
        (GOOD + 'colour = "red"\n', "mine.toml, rule 'x': unknown key 'colour'"),
        (GOOD.replace('"x"', '"since"'), "mine.toml, rule 'since': the name is taken by another rule"),
        (GOOD.replace("$unit of reckoning", "$time").replace("$unit)", "$time)"), "mine.toml, rule 'x': the rule gives what it is made of"),
    ],
)  # fmt: skip
def test_wrong_rule_is_named(tmp_path, text, message):
    with pytest.raises(RuleError) as caught:
        load_rules([write(tmp_path, text)])
    assert caught.value.message == message


def test_folder_without_rules(tmp_path):
    with pytest.raises(RuleError, match="holds no rule files"):
        load_rules([tmp_path])
