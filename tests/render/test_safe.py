import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.render import safe

HOSTILE = [
    ("\x1b[31mred\x1b[0m", "red"),
    ("\x9b2Jgone", "gone"),
    ("bell\x07 and back\x08space", "bell and backspace"),
    ("\x1b]0;title\x07", "]0;title"),
    ("evil\u202etxt.exe", "eviltxt.exe"),
    ("\u2066isolated\u2069", "isolated"),
    ("a\u200bb\ufeffc", "abc"),
    ("tag\U000e0041s", "tags"),
    ("half \ud800 pair", "half pair"),
    ("two\r\nlines\tand\u2028more", "two lines and more"),
    ("  edges  ", "edges"),
    ("북한 – “quoted”", "북한 – “quoted”"),
    ("नर\u200dक", "नर\u200dक"),  # a joiner that its script needs
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_a_line_holds_nothing_that_a_terminal_obeys(text, shown):
    assert safe.line(text) == shown


def test_inline_keeps_the_blanks_between_pieces():
    assert safe.inline(" on\nMonday ") == " on Monday "


@given(st.text())
def test_no_control_character_is_left(text):
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in safe.line(text))


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert safe.line(safe.line(text)) == safe.line(text)
