import csv
import json

import pytest

from kptimeline.interval import Granularity
from kptimeline.render.activity import comma_separated, json_lines, json_text, table
from kptimeline.store.activity import Activity

NONE = {"coarser": 0, "undated": 0, "hidden": 0}


def months(counts, **left_out):
    return Activity(query={}, unit=Granularity.MONTH, counts=counts, left_out=NONE | left_out)


SOME = months({"2024-10": 20, "2024-12": 1, "2025-12": 1_200}, coarser=2, undated=3, hidden=1)
TOLD = """\
Oct 2024     20  █
Nov 2024      0
Dec 2024      1  █
…         no event in 11 months
Dec 2025  1,200  ███████████████████████

Left out: 2 whose date is known less finely than a month.
Left out: 3 undated.
Left out: 1 hidden by corrections; count them with --hidden.
"""


def test_a_line_a_month():
    assert table(SOME, width=40) == TOLD


def test_reverse():
    assert table(months({"2024-10": 1, "2024-11": 2}), reverse=True).splitlines()[0].startswith("Nov 2024")


def test_years():
    counts = {"0987": 1, "0989": 2}
    told = table(Activity(query={}, unit=Granularity.YEAR, counts=counts, left_out=NONE), width=20)
    assert [line.split()[:2] for line in told.splitlines()] == [["987", "1"], ["988", "0"], ["989", "2"]]


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(len, table(months({"2024-10": 99_999, "2024-11": 1}), width=width).splitlines())) == width


def test_nothing():
    assert table(months({}, undated=1)) == "No events match.\n\nLeft out: 1 undated.\n"


def test_data():
    rows = [{"month": month, "events": count} for month, count in SOME.counts.items()]
    assert [json.loads(line) for line in json_lines(SOME)] == rows
    assert json.loads(json_text(SOME)) == {"query": {}, "left_out": SOME.left_out, "counts": rows}
    told = csv.reader("".join(comma_separated(SOME, reverse=True)).splitlines())
    assert [*told] == [["month", "events"], ["2025-12", "1200"], ["2024-12", "1"], ["2024-10", "20"]]
