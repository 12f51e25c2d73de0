"""Sentences: where they end, and that text wrapped at a width is read across its line breaks."""

import pytest

from kptimeline.temporal.text import LONGEST_SENTENCE, sentences

WRAPPED = """The mill on the northern bank of the river began operations on December
23, and its board will meet on May
1 to set a plan for the next
year.
A heading of the next story
He left."""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One left. Two came.", ["One left.", "Two came."]),
        ("He left at 3 p.m. Friday. She stayed.", ["He left at 3 p.m. Friday.", "She stayed."]),
        ("It shut on Tues. July 18. He left.", ["It shut on Tues. July 18.", "He left."]),
        ("It took seven years.Concurrently they met.", ["It took seven years.", "Concurrently they met."]),
        ("A heading\nA sentence follows it here.", ["A heading", "A sentence follows it here."]),
        ("- one bullet\n- another bullet", ["- one bullet", "- another bullet"]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences(text, parts):
    assert [text[s.start : s.end] for s in sentences(text)] == parts


def test_wrapped_text_is_joined():
    found = [" ".join(WRAPPED[s.start : s.end].split()) for s in sentences(WRAPPED)]
    assert found[0].endswith(
        "on December 23, and its board will meet on May 1 to set a plan for the next year."
    )
    assert found[1:] == ["A heading of the next story", "He left."]


def test_many_joined_pieces_stay_one_sentence():
    text = "at 3 p.m. Friday " * 100
    assert len(sentences(text)) == 1


@pytest.mark.parametrize("text", ["at 3 p.m. Friday " * 20_000, "word " * 20_000, "x" * 100_000])
def test_what_is_too_long_is_cut_and_nothing_lost(text):
    found = sentences(text)
    assert max(s.end - s.start for s in found) <= LONGEST_SENTENCE
    assert "".join(text[s.start : s.end] for s in found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("mark", ["“", "‘", "« ", "(", "A. "])
def test_marks_that_are_left_open_cost_no_more_than_their_number(mark):
    """With the square of it this would run for minutes."""
    text = mark * 150_000
    spans = sentences(text)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
