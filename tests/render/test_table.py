import re

import pytest
from rich.cells import cell_len

from kptimeline.interval import Extent
from kptimeline.render.table import render
from tests.render.events import chronology, event

SINCE = event(
    event_id="esinceoctober",
    first_day="2024-10-01",
    granularity="month",
    extent=Extent.THROUGHOUT,
    certainty="ambiguous",
    status="ongoing",
    claimed_by="South Korea's intelligence agency",
)
SUPPLIED = event(
    event_id="esupplied2025",
    day="2025-12-29",
    certainty="inferred",
    dated_by="lead",
    to_actors="",
    event_type=None,
    summary="North Korea displayed a submarine",
    disputed=True,
    articles=3,
)
RECENT = event(
    event_id="erecently2025",
    last_day="2025-12-29",
    granularity="vague",
    time_text="Recently",
    extent=Extent.WITHIN,
)
UNDATED = event(event_id="enodate000000", granularity=None, reason="no time phrase", edtf=None)

NARROW = """\
2024

since Oct 2024        North Korea sent troops to Russia
                      North Korea → Russia · AID, ongoing · date ambiguous
                      esinceoctober · says South Korea's intelligence agency ·
                      Example Wire

2025

29 Dec 2025           North Korea displayed a submarine
                      North Korea · occurred · date inferred from the day of the
                      report · disputed
                      esupplied2025 · Example Wire and 2 more

recently, before 29   North Korea sent troops to Russia
Dec 2025              North Korea → Russia · AID, occurred
                      erecently2025 · Example Wire

undated

                      North Korea sent troops to Russia
                      North Korea → Russia · AID, occurred
                      no date: no time phrase
                      enodate000000 · Example Wire, article aexample

Left out: 2 undated; show them with --undated.
"""


def test_eighty_columns():
    told = render(chronology(SINCE, SUPPLIED, RECENT, UNDATED, undated=2, hidden=0), width=80)
    assert told == NARROW


def test_wide_terminals_get_columns_with_the_same_facts():
    told = render(chronology(SINCE, SUPPLIED, RECENT, UNDATED, undated=2), width=160)
    rows = told.splitlines()
    assert rows[0].split("  ")[0] == "When"
    assert [row for row in rows if row and "  " not in row] == ["2024", "2025", "undated", rows[-1]]
    since = next(row for row in rows if row.startswith("since Oct 2024"))
    assert since.endswith("esinceoctober")
    assert "date ambiguous" in told
    assert "South Korea's" in told
    assert "no date: no time phrase" in told


@pytest.mark.parametrize("width", [40, 80, 139, 140, 160, 250])
def test_no_line_is_wider_than_the_terminal(width):
    korean = event(day="2025-12-29", summary="북한은 러시아에 병력을 파견했다고 국가정보원이 밝혔다 " * 4)
    told = render(chronology(SINCE, korean, SUPPLIED, UNDATED), width=width)
    assert max(cell_len(line) for line in told.splitlines()) <= width


def test_a_day_is_said_once_for_all_its_events():
    told = render(chronology(event(day="2025-12-29"), event(day="2025-12-29", event_id="esecond000000")))
    assert told.count("29 Dec 2025") == 1


def test_colour_changes_no_word():
    plain = render(chronology(SINCE, SUPPLIED), width=80)
    coloured = render(chronology(SINCE, SUPPLIED), width=80, color=True)
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    assert plain.split() == re.sub(r"\x1b\[[\d;]*m", "", coloured).split()


def test_hostile_text_reaches_the_terminal_as_words_alone():
    told = render(
        chronology(event(day="2025-12-29", summary="[red]\x1b[2J[/red] :boom: \u202eevil", outlet="[x]"))
    )
    assert "[red][/red] :boom: evil" in told
    assert "[x]" in told


@pytest.mark.parametrize(
    ("left_out", "line"),
    [
        ({"undated": 1}, "Left out: 1 undated; show them with --undated."),
        ({"hidden": 2}, "Left out: 2 hidden by corrections; show them with --hidden."),
    ],
)
def test_nothing_is_left_out_in_silence(left_out, line):
    assert render(chronology(**left_out)).splitlines() == ["No events match.", line]


def test_a_limit_says_that_it_cut():
    told = render(chronology(event(day="2025-12-29")), past_limit=1)
    assert told.splitlines()[-1] == "Left out: events past the limit of 1; show more with --limit."


def test_actors_on_both_sides_are_said_once():
    met = event(day="2018-04-27", by_actors="Kim Jong-un; Moon Jae-in", to_actors="Moon Jae-in; Kim Jong-un")
    assert "Kim Jong-un ↔ Moon Jae-in · AID" in render(chronology(met), width=80)
    wide = render(chronology(met), width=160)
    assert "Kim Jong-un; Moon" in wide
    assert "each other" in wide


def test_undated_events_stand_in_the_order_of_the_text():
    told = [
        event(event_id=f"e{start:012}", edtf=None, granularity=None, mentions=({"start_char": start},))
        for start in (70, 5, 30)
    ]
    shown = render(chronology(*told), width=80)
    assert re.findall(r"e0+\d+", shown) == ["e000000000005", "e000000000030", "e000000000070"]


def test_where_the_outlet_is_unknown_the_article_is_named():
    assert "eabcdefghijkl · article aexample" in render(chronology(event(day="2025-12-29", outlet=None)))


MENDING = [
    ([], []),
    (["a1"], ["1 article has no anchor; say when it was published:", "  kptimeline redate a1 YYYY-MM-DD"]),
    (
        [f"a{number}" for number in range(7)],
        [
            "7 articles have no anchor; say when each was published:",
            *(f"  kptimeline redate a{number} YYYY-MM-DD" for number in range(5)),
            "  and 2 more: kptimeline articles list --undated",
        ],
    ),
]


@pytest.mark.parametrize(("keys", "lines"), MENDING)
def test_articles_without_an_anchor_come_with_the_command_that_dates_them(keys, lines):
    told = render(chronology(UNDATED, undated=0, hidden=0), without_anchor=keys)
    assert told.splitlines()[-len(lines) :] == lines if lines else "redate" not in told


@pytest.mark.parametrize("width", [80, 160])
def test_wide_letters_keep_the_columns_in_line(width):
    korean = event(
        day="2025-12-28", summary="국가정보원이 밝혔다", by_actors="이재명; 김정은", to_actors="조선로동당"
    )
    told = render(chronology(korean, event(day="2025-12-29"), event(day="2025-12-30")), width=width)
    rows = [line for line in told.splitlines() if re.match(r"\d+ Dec 2025", line)]
    at = [cell_len(row[: re.search(r"국가|North Korea sent", row).start()]) for row in rows]
    assert len(rows) == 3
    assert len(set(at)) == 1


def test_headings_of_days_and_months():
    day, month = (
        event(day="2025-12-29"),
        event(first_day="2025-12-01", last_day="2025-12-31", granularity="month"),
    )
    rows = render(chronology(day, month), by="day").splitlines()
    assert [row for row in rows if row and "  " not in row] == ["Dec 2025", "29 Dec 2025"]
    rows = render(chronology(day, month), by="month").splitlines()
    assert [row for row in rows if row and "  " not in row] == ["Dec 2025"]
