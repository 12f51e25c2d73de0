"""Near copies of six made articles: the edits are what they are called, and the figures count what was made."""

from __future__ import annotations

import json
import random

import copies
import pytest

WORDS = [
    f"{a}{b}"
    for a in ("har", "lan", "del", "gul", "por", "ves")
    for b in ("bour", "tern", "tas", "lis", "tan", "mer")
]


def report(number):
    chance = random.Random(number)
    told = []
    for _ in range(12):
        words = [chance.choice(WORDS) for _ in range(10)]
        words[4] = f"{chance.choice(WORDS).capitalize()} {chance.randrange(10, 99)}"
        told.append(" ".join(words).capitalize() + ".")
    return " ".join(told)


@pytest.fixture
def corpora(tmp_path):
    (tmp_path / "articles").mkdir()
    rows = [{"title": f"Report {number}", "text": report(number)} for number in range(6)]
    rows.append({"title": "Another title", "text": rows[0]["text"]})  # told twice
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "articles" / "kcna.jsonl").write_text(lines)
    return tmp_path


def test_copies_of_made_articles_are_linked_and_others_are_not(corpora, capsys):
    assert copies.main(["--corpora", str(corpora), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["originals"], figures["articles"]) == (6, 6 * 8)
    assert figures["linked"]["wire copy"] == figures["linked"]["another headline"] == 1.0
    assert figures["linked"][copies.ANOTHER] == 0.0
    assert figures["later versions that supersede"] == 1.0
    assert (figures["precision"], figures["links"]["wrong"]) == (1.0, 0)
    assert "links that are right: 100.0 %" in "\n".join(copies.told(figures))


def test_without_a_corpus_it_says_so(tmp_path, capsys):
    assert copies.main(["--corpora", str(tmp_path)]) == 2
    assert "no corpus" in capsys.readouterr().err


def test_another_event_has_other_names_and_numbers():
    told = copies.Told(0, "base", "", "The ship of Harbour 12 met the ship of Lantern 34 there.", None, None)
    other = copies.another_event(told, random.Random(1)).text
    assert other.startswith("The ship of ")
    assert "12" not in other
    assert "34" not in other
