"""CSV reads back as it was, ends its lines as RFC 4180 has it, and starts nothing in a spreadsheet."""

import csv as reader
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.render import csv
from tests.render.events import event

DEFUSED = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+SUM(A1)",
    "-2+3",
    "-SUM(A1)",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\tplain",
    "\rplain",
    "  =1",
    "\n=1",
    " \t@x",
    "\u00a0=1",
    "＝1+1",
    "+",
    "-",
    "– =1"[2:],
]
KEPT = ["", "plain", "a=1", "– dash", "-0498", "+09:00", "-12.5", "-0498/-0490", "2025-12-29", "'=1", "북한"]


@pytest.mark.parametrize("text", DEFUSED)
def test_formulas_are_defused(text):
    assert csv.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", KEPT)
def test_all_else_stays(text):
    assert csv.cell(text) == text


def test_other_values():
    assert [csv.cell(value) for value in (None, True, False, 3, -3, 0.5, b"\xff")] == [
        None,
        1,
        0,
        3,
        -3,
        0.5,
        "ff",
    ]


def test_lines_are_those_of_rfc_4180():
    rows = [["a", None], ['say "x", y', "two\nlines"]]
    assert "".join(csv.lines(["one", "two"], rows)) == (
        'one,two\r\na,\r\n"say ""x"", y","two\nlines"\r\n'
    )  # fmt: skip


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_what_is_written_reads_back(rows):
    text = "".join(csv.lines(["one", "two"], rows))
    back = list(reader.reader(io.StringIO(text, newline="")))
    assert back == [["one", "two"], *[[csv.cell(value) for value in row] for row in rows]]


@given(st.text())
def test_no_cell_begins_with_what_a_spreadsheet_runs(text):
    begins = csv.cell(text).lstrip(" ")[:1]
    assert begins not in {"=", "@", "\t", "\r"}
    assert begins not in {"+", "-"} or csv.cell(text).lstrip("+-").strip("0123456789:.,/-") == ""


def test_events_have_the_columns_of_the_view():
    found = event(summary="=HYPERLINK(1)", disputed=True)
    (row,) = reader.DictReader(io.StringIO("".join(csv.events([found])), newline=""))
    assert list(row) == list(csv.COLUMNS)
    assert (row["summary"], row["disputed"], row["first_day"]) == (
        "'=HYPERLINK(1)",
        "1",
        found.first_day or "",
    )


def test_a_terminal_gets_no_controls():
    assert "".join(csv.lines(["n"], [["a\x1b[2Jb\u202e\x9bx"]], terminal=True)) == "n\r\nab\r\n"
    assert "".join(csv.lines(["n"], [["a\x1b[2Jb"]])) == "n\r\na\x1b[2Jb\r\n"


def test_rows_are_written_as_they_come():
    def rows():
        yield ["a"]
        raise RuntimeError

    lines = csv.lines(["n"], rows())
    assert (next(lines), next(lines)) == ("n\r\n", "a\r\n")
