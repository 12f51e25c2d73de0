"""The anchor: which evidence decides, what is kept beside it, and when there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.dateline.choose import choose_anchor
from kptimeline.dateline.complete import candidate_days, first_weekday
from kptimeline.dateline.likelihood import of_latest_year, of_weekday, recency
from kptimeline.interval import iso, parse_iso
from kptimeline.records import AnchorEvidence, Basis, EvidenceKind, Tense
from tests.dateline.articles import article, reading

WEEKDAY_LEAD = "Seoul, Dec 29 (NationPress) The minister gave a warning on Monday.\nMore was said."


def choose(text, given=None, trust_file_name=False, **fields):
    made = article(text, **fields)
    return choose_anchor(
        made, reading(made), given=given and parse_iso(given), trust_file_name=trust_file_name
    )


def day(choice):
    return choice.anchor and iso(choice.anchor.day)


def days(choice):
    return [iso(item.day) for item in choice.candidates]


# --- the year of a dateline that has none ------------------------------------------------------------


def test_weekday_tells_the_year_and_keeps_its_rivals():
    choice = choose(WEEKDAY_LEAD)
    assert day(choice) == "2025-12-29"
    assert (choice.anchor.basis, choice.anchor.inferred) == (Basis.DATELINE, ("year",))
    assert choice.anchor.zone == "Asia/Seoul"
    assert not choice.anchor.certain
    assert days(choice) == ["2025-12-29", "2014-12-29", "2020-12-29"]
    assert [item.reason for item in choice.candidates] == [
        '2025-12-29 is a Monday; "Monday" is the same day',
        '2014-12-29 is a Monday; "Monday" is the same day',
        '2020-12-29 is a Tuesday; "Monday" is the day before',
    ]


def test_the_day_of_ingest_bounds_the_year():
    assert day(choose(WEEKDAY_LEAD, as_of="2025-12-28")) == "2014-12-29"
    assert day(choose(WEEKDAY_LEAD, as_of="2025-12-29")) == "2025-12-29"


def test_recency_alone_gives_no_anchor_only_candidates():
    choice = choose("Seoul, Dec 29 (NationPress) The minister gave a warning.\nMore was said.")
    assert choice.anchor is None
    assert days(choice)[:2] == ["2025-12-29", "2024-12-29"]
    assert (
        choice.reason
        == "the dateline says Dec 29 without a year, and nothing in the article tells which year"
    )


def test_years_named_in_passing_are_not_enough():
    choice = choose("Seoul, Dec 29 (NationPress) The minister spoke of 2022.\nMore was said.")
    assert choice.anchor is None
    assert choice.reason.startswith(
        "the dateline says Dec 29 without a year, and the years named in the text leave "
    )


def test_full_date_near_the_dateline_tells_the_year():
    choice = choose(
        "Seoul, Jan 3 (NationPress) The line rang on December 22, 2023, officials said.\nMore was said."
    )
    assert day(choice) == "2024-01-03"
    assert choice.candidates[0].reason == '"December 22, 2023" in the text lies near'


def test_year_in_the_url_tells_the_year():
    choice = choose("Seoul, Dec 29 (NationPress) It rang.\nTwice.", url="https://example.org/2021/12/29/line")
    assert day(choice) == "2021-12-29"
    assert choice.anchor.inferred == ("year",)


def test_latest_year_beside_a_weekday_only_excludes_the_years_before_it():
    text = "Seoul, Dec 29 (NationPress) The minister gave a warning on Monday, as in {}.\nMore was said."
    assert days(choose(text.format("2018"))) == ["2025-12-29", "2020-12-29"]
    assert days(choose(text.format("2009"))) == ["2025-12-29", "2014-12-29", "2020-12-29"]


def test_leap_day_needs_a_leap_year():
    found = {iso(number)[:4] for number in candidate_days(2, 29, parse_iso("2026-11-21"))}
    assert {"2024", "2020"} <= found
    assert not found & {"1900", "2025"}


def test_date_that_does_not_exist_gives_none():
    choice = choose("SEOUL, Feb. 30 (Yonhap) -- It rang on Monday.\nTwice.")
    assert choice.anchor is None
    assert (
        choice.reason
        == "the article has a dateline whose date cannot be read (Feb. 30), and no metadata date"
    )


# --- what goes before what ---------------------------------------------------------------------------

FULL = "SEOUL, Dec. 29, 2025 (Yonhap) -- It rang on Monday.\nTwice."
RANKS = [
    (FULL, {}, "2025-12-29", Basis.DATELINE),
    (FULL, {"published": "2025-12-30"}, "2025-12-30", Basis.METADATA),
    (FULL, {"published": "2025-12-30", "given": "2025-12-28"}, "2025-12-28", Basis.GIVEN),
    (WEEKDAY_LEAD, {"published": "2024-12-30"}, "2024-12-30", Basis.METADATA),
    ("It rang.\nTwice.", {"published": "2024-12-30T10:00:00Z"}, "2024-12-30", Basis.METADATA),
    ("It rang.\nTwice.", {"path": "2024-12-30.txt", "trust_file_name": True}, "2024-12-30", Basis.FILE_NAME),
    (FULL, {"path": "2024-12-30.txt", "trust_file_name": True}, "2025-12-29", Basis.DATELINE),
]


@pytest.mark.parametrize(("text", "fields", "expected", "basis"), RANKS)
def test_stronger_evidence_goes_first(text, fields, expected, basis):
    choice = choose(text, **fields)
    assert (day(choice), choice.anchor.basis, choice.anchor.inferred, choice.anchor.certain) == (
        expected,
        basis,
        (),
        True,
    )
    assert choice.candidates[0].score == 1.0


def test_given_now_goes_before_given_then():
    assert day(choose(FULL, given="2020-01-01")) == "2020-01-01"


def test_disagreement_stays_visible():
    choice = choose(WEEKDAY_LEAD, published="2024-06-01")
    assert days(choice) == ["2024-06-01", "2023-12-29"]
    assert choice.candidates[1].reason == "the dateline says Dec 29, but published states 2024-06-01"
    assert choice.candidates[1].score == 0.0


ZONES = [
    ("SEOUL, Dec. 29 (Yonhap) -- It rang.", "2025-12-28T18:30:00Z", "2025-12-29"),
    ("SEOUL, Dec. 29 (Yonhap) -- It rang.", "2025-12-29T08:00:00+09:00", "2025-12-29"),
    ("WASHINGTON, Dec. 28 (Yonhap) -- It rang.", "2025-12-29T08:00:00+09:00", "2025-12-28"),
    ("NOWHERE, Dec. 29 (Yonhap) -- It rang.", "2025-12-28T18:30:00Z", "2025-12-28"),
    ("SEOUL, Dec. 29 (Yonhap) -- It rang.", "2025-12-28T23:30:00", "2025-12-28"),
]


@pytest.mark.parametrize(("text", "published", "expected"), ZONES)
def test_published_time_is_turned_into_the_datelines_zone(text, published, expected):
    assert day(choose(text + "\nTwice.", published=published)) == expected


NONE = [
    ("It rang yesterday.\nTwice.", {}, "the article has no dateline and no metadata date"),
    (
        "SEOUL — It rang yesterday.\nTwice.",
        {},
        "the article has a dateline without a date, and no metadata date",
    ),
    (
        "It rang yesterday.\nTwice.",
        {"path": "2024-12-30.txt"},
        (
            "the article has no dateline and no metadata date; the file name or url says 2024-12-30, "
            "which is not used unless asked for"
        ),
    ),
    (
        "It rang yesterday.\nTwice.",
        {"extra": {"shelf": "7", "publish_date": "2024-12-30"}},
        (
            "the article has no dateline and no metadata date; its field publish_date is read with "
            "--map published=publish_date"
        ),
    ),
    (
        "It rang yesterday.\nTwice.",
        {"extra": {"date": "yesterday", "upward": "2024-12-30"}},
        "the article has no dateline and no metadata date",
    ),
]


@pytest.mark.parametrize(("text", "fields", "reason"), NONE)
def test_no_evidence_no_anchor(text, fields, reason):
    choice = choose(text, **fields)
    assert choice.anchor is None
    assert choice.reason == reason


# --- the shares --------------------------------------------------------------------------------------


def weekday(number, tense=None):
    return AnchorEvidence(kind=EvidenceKind.WEEKDAY, text="", weekday=number, tense=tense)


@pytest.mark.parametrize("tense", [None, *Tense])
@pytest.mark.parametrize("agency", [None, "KCNA", "AFP"])
@pytest.mark.parametrize("in_dateline", [False, True])
def test_weekday_shares_are_shares(tense, agency, in_dateline):
    total = sum(
        of_weekday(739_614, weekday(n, tense), in_dateline=in_dateline, agency=agency) for n in range(1, 8)
    )
    assert total == pytest.approx(1)


def test_weekday_shares_are_those_of_the_data():
    monday = parse_iso("2025-12-29")
    shares = [of_weekday(monday, weekday(n), in_dateline=False) for n in (1, 7, 3)]
    assert shares == pytest.approx([0.80, 0.12, 0.016])
    assert of_weekday(monday, weekday(2, Tense.FUTURE), in_dateline=False) > 0.2
    assert of_weekday(monday, weekday(7), in_dateline=False, agency="KCNA") > 0.5


def test_year_shares_are_shares():
    assert sum(of_latest_year(parse_iso(f"{year}-06-01"), 2000) for year in range(1900, 2100)) <= 1.01


def test_recency_halves_in_three_and_a_half_years():
    as_of = parse_iso("2026-11-21")
    assert recency(as_of, as_of) == 1
    assert recency(as_of - round(3.466 * 365.25), as_of) == pytest.approx(0.5, abs=0.01)


def test_weekday_that_looks_back_goes_before_a_plan():
    made = reading(
        article("SEOUL, Dec 29 (Yonhap) -- The envoys will meet on Friday, he said on Monday.\nMore.")
    )
    assert first_weekday(made.dateline, made.evidence).weekday == 1


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("He was freed on Saturday and met his brother on Sunday.", 7),  # written on Sunday
        ("He met his brother on Sunday after he was freed on Saturday.", 7),
        ("He left on Monday and came back on Friday.", 1),
        ("They said on Monday that talks will begin on Tuesday.", 1),  # Tuesday is a plan
    ],
)
def test_of_two_adjacent_weekdays_the_later_counts(lead, expected):
    made = reading(article(f"SEOUL, Dec 29 (Yonhap) -- {lead}\nMore was said."))
    assert first_weekday(made.dateline, made.evidence).weekday == expected


@pytest.mark.parametrize(
    ("lead", "as_of", "expected"),
    [
        # 14 April was a Tuesday in 1987, 2015 and 2020
        ("The ministry sells bonds Tuesday, April 14, it said.", "1988-05-01", "1987-04-08"),
        ("The ministry sells bonds Tuesday, April 14, it said.", "2016-01-01", "2015-04-08"),
        ("The ministry sells bonds Friday, April 14, it said.", "2018-01-01", "2017-04-08"),
    ],
)
def test_a_weekday_with_its_month_and_day_tells_the_year(lead, as_of, expected):
    choice = choose(f"OTTAWA, April 8 (Wire) -- {lead}\nMore was said.", as_of=as_of)
    assert day(choice) == expected
    assert not choice.anchor.certain  # every few years the calendar comes back
    assert "falls so in that year" in choice.candidates[0].reason


def test_a_possessive_weekday_alone_tells_no_year():
    """*Sunday's race* is any day around; *said on Friday* beside it is what counts."""
    alone = choose("SEOUL, Dec 26 (Yonhap) -- The team names its riders for Sunday's race.\nMore was said.")
    assert alone.anchor is None
    assert alone.candidates
    told = reading(article("SEOUL, Dec 26 (Yonhap) -- Riders for Sunday's race were named on Friday.\nMore."))
    assert first_weekday(told.dateline, told.evidence).weekday == 5


def test_late_on_a_weekday_is_told_the_next_morning_as_often_as_not():
    late = AnchorEvidence(kind=EvidenceKind.WEEKDAY, text="late on Monday", weekday=1, tense=Tense.PAST)
    plain = AnchorEvidence(kind=EvidenceKind.WEEKDAY, text="on Monday", weekday=1, tense=Tense.PAST)
    monday, tuesday = parse_iso("2025-12-29"), parse_iso("2025-12-30")
    assert of_weekday(tuesday, late, in_dateline=False) > of_weekday(monday, late, in_dateline=False)
    assert of_weekday(tuesday, plain, in_dateline=False) < of_weekday(monday, plain, in_dateline=False)


def test_a_weekday_and_an_old_year_are_never_certain():
    """Only one candidate may be left, but a weekday is no proof."""
    text = "GENEVA, March 3 (Wire) -- The firm said on Thursday that 1986 had been good.\nMore."
    choice = choose(text, as_of="1988-04-06")
    assert choice.anchor is None or not choice.anchor.certain


@pytest.mark.parametrize(
    ("url", "expected", "certain"),
    [
        ("https://wire.example/2014/12/29/a", "2014-12-29", True),
        ("https://wire.example/2014/12/a", "2014-12-29", True),
        ("https://wire.example/2024/12/29/a", "2024-12-29", False),  # a Sunday, and the lead says Monday
        ("https://wire.example/2024/06/02/a", "2025-12-29", False),  # another story's, or moved: no evidence
    ],
)
def test_a_path_that_fits_the_dateline_and_the_weekday_is_certain(url, expected, certain):
    choice = choose(WEEKDAY_LEAD, url=url)
    assert (day(choice), choice.anchor.certain) == (expected, certain)


@given(
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from(["Monday", "Friday"]),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1)),  # every year up to it is weighed
)
def test_candidates_never_lie_after_the_day_of_ingest(month, number, name, as_of):
    months = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
    choice = choose(
        f"SEOUL, {months[month - 1]} {number} (Yonhap) -- It rang on {name}.\nTwice.", as_of=as_of.isoformat()
    )
    assert 0 < sum(item.score for item in choice.candidates) <= 1 + 1e-9
    assert len(choice.candidates) <= 3
    assert all(item.day <= as_of.toordinal() for item in choice.candidates)
    assert [item.score for item in choice.candidates] == sorted(
        (item.score for item in choice.candidates), reverse=True
    )
    assert choice.anchor is None or choice.anchor.day == choice.candidates[0].day


# --- htmldate's guess, the last evidence --------------------------------------------------------------


def guessing(day, text="The minister gave a warning.\nMore was said.", **fields):
    return choose(text, extra={"htmldate": day}, **fields)


def test_a_guess_dates_what_nothing_else_dates_and_all_of_it_is_inferred():
    choice = guessing("2015-05-21")
    assert day(choice) == "2015-05-21"
    assert (choice.anchor.basis, choice.anchor.inferred) == (Basis.METADATA, ("year", "month", "day"))
    assert not choice.anchor.certain
    assert choice.candidates[0].reason == "htmldate guesses 2015-05-21 from the page around the text"


def test_a_guess_gives_a_dateline_its_year():
    choice = guessing("2016-01-01", "SEOUL, Dec. 31 (River Post) -- The minister gave a warning.\nMore.")
    assert day(choice) == "2015-12-31"
    assert (choice.anchor.basis, choice.anchor.inferred) == (Basis.DATELINE, ("year",))
    assert not choice.anchor.certain
    assert sum(item.score for item in choice.candidates) == 1
    assert choice.candidates[0].reason == (
        "the dateline says Dec. 31; htmldate guesses 2016-01-01 from the page around the text"
    )


OUTRANKED = [
    ("SEOUL, Dec. 31, 2014 (River Post) -- A warning.\nMore.", {}, "2014-12-31"),
    ("A warning.\nMore.", {"published": "2014-12-31"}, "2014-12-31"),
    ("A warning.\nMore.", {"given": "2014-12-31"}, "2014-12-31"),
    (WEEKDAY_LEAD, {}, "2025-12-29"),
    ("SEOUL, Dec. 31 (River Post) -- A warning.\nMore.", {}, None),  # half a year from the guess
    ("A warning.\nMore.", {"url": "https://a.example/2014/12/31/x"}, None),
    ("A warning.\nMore.", {"as_of": "2015-05-20"}, None),
]


@pytest.mark.parametrize(("text", "fields", "expected"), OUTRANKED)
def test_better_evidence_outranks_or_forbids_a_guess(text, fields, expected):
    assert day(guessing("2015-05-21", text, **fields)) == expected


def test_a_url_of_the_same_day_agrees_with_a_guess():
    assert day(guessing("2015-05-21", url="https://a.example/2015/05/20/x")) == "2015-05-21"


CHANGED = [
    # lines above the story, whether the anchor is certain
    ("Published 18 Nov 2025\n", True),
    ("Published 18 Nov 2025 | Updated 20 Nov 2025\n", True),
    ("Updated: 18 Nov 2025\n", False),
    ("Ann Lee | Last updated on 18 Nov 2025\n", False),
    ("Updated 18 Nov 2025, 9 a.m. KST\nSEOUL — ", False),
]


@pytest.mark.parametrize(("above", "certain"), CHANGED)
def test_the_day_of_a_change_is_an_anchor_that_is_not_certain(above, certain):
    made = article(f"Envoys met again\n\n{above}The envoys met at the border and agreed to go on.")
    anchor = choose_anchor(made, reading(made)).anchor
    assert (iso(anchor.day), anchor.certain) == ("2025-11-18", certain)
