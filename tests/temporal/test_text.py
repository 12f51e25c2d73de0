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


WIDE = (
    "The two governments said in a joint note of some length that was given to the press that their envoys meet in\n"
    "June in the border village. The note was read on\n"
    "Tuesday.\n"
)
FILLED = (
    "The commission of the river towns met and heard the report of Inspector\n"
    "Harlan Voss on the dam, and it then put off the vote that was due until\n"
    "March.\n"
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (WIDE, 2),
        (FILLED, 1),
        ("Ministers of the two river states meet on the\nTuesday ferry.", 1),
        ("Ministers of the two river states meet today,\nTuesday, on a ferry.", 1),
        ("Ministers of the two river states meet on ferry\nTuesday is market day in both of the towns", 2),
        ("Ministers of the two river states meet on the\n- ferry\n- bridge", 3),
        ("A heading of some forty characters and more\nNext heading of forty characters and more\n", 2),
        ("Ministers met on the\n\nTuesday ferry.", 2),
    ],
)
def test_a_break_is_a_wrap_by_what_stands_around_it(text, parts):
    assert len(sentences(text)) == parts


def test_a_heading_right_above_wrapped_lines_stays_alone():
    text = "Envoys of the river states to meet in the village of Tal\n" + FILLED
    assert text[slice(*sentences(text)[0])].endswith("Tal")


def test_line_ends_of_windows_are_line_ends():
    text = WIDE.replace("\n", "\r\n")
    assert len(sentences(text)) == 2
    text = (
        "Ministers of the two river states have met today.\r\nThey left.\r\n\r\nFerries ran on the river\r\n"
    )
    assert len(sentences(text)) == 3
