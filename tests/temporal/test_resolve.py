"""What phrases mean, in tables; and that resolving is total."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kptimeline.interval import Extent, parse_iso
from kptimeline.records import Anchor, Basis, Tense
from kptimeline.temporal.evaluate import evaluate
from kptimeline.temporal.expression import Expr, parse
from kptimeline.temporal.find import find
from kptimeline.temporal.operators import OPERATORS
from kptimeline.temporal.repeaters import FIELD_NAMES
from kptimeline.temporal.resolve import resolve_phrase, resolve_times
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.standards import timex_of_unresolved
from kptimeline.temporal.times import Context, Time, Unresolvable

RULES = load_rules()


@pytest.mark.parametrize(
    ("phrase", "dateline", "tense", "edtf"),
    [
        # New Year, both ways
        ("Dec 29", "2026-01-02", "past", "2025-12-29"),
        ("Jan 5", "2025-12-29", "future", "2026-01-05"),
        ("December", "2026-01-05", "past", "2025-12"),
        ("last week", "2025-12-29", None, "2025-12-22/2025-12-28"),
        ("last week", "2026-01-01", None, "2025-12-22/2025-12-28"),
        ("next week", "2025-12-29", None, "2026-01-05/2026-01-11"),
        ("yesterday", "2026-01-01", None, "2025-12-31"),
        # weekdays by tense
        ("on Friday", "2025-12-29", "past", "2025-12-26"),
        ("on Friday", "2025-12-29", "future", "2026-01-02"),
        ("on Monday", "2025-12-29", "past", "2025-12-29"),
        ("last Monday", "2025-12-29", None, "2025-12-22"),
        ("next Monday", "2025-12-29", None, "2026-01-05"),
        # last + month: the gold that decided the policy
        ("last June", "1989-10-27", None, "1989-06"),
        ("last Oct. 23", "1999-04-19", None, "1998-10-23"),
        ("last February", "1998-03-01", None, "1997-02"),
        ("last November", "2026-01-10", None, "2025-11"),
        # ordinals, parts, eras
        ("the second Friday of last month", "2025-12-29", None, "2025-11-14"),
        ("the first half of 2024", "2025-12-29", None, "2024-40"),
        ("October of last year", "2025-12-29", None, "2024-10"),
        ("late November", "2025-12-29", None, "2025-11-21~/2025-11-30~"),
        ("Juche 114", "2026-12-29", None, "2025"),
        ("499 BC", "2025-12-29", None, "-0498"),
        ("Lunar New Year", "2025-02-03", "past", "2025-01-29"),
        ("Chuseok", "2025-11-18", "past", "2025-10-06"),
    ],
)  # fmt: skip
def test_phrase(phrase, dateline, tense, edtf):
    found = resolve_phrase(
        phrase, RULES, anchor_day=parse_iso(dateline), tense=Tense(tense) if tense else None
    )
    assert found.edtf == edtf


def test_since_the_previous_october():
    found = resolve_phrase("since the previous October", RULES, anchor_day=parse_iso("2025-12-29"))
    assert found.interval is not None
    assert found.interval.extent is Extent.THROUGHOUT
    assert (found.interval.first_day, found.interval.last_day) == ("2024-10-01", None)
    assert found.interval.bounds == ("2024-10-01", "9999-12-31")
    assert [r.edtf for r in found.alternatives] == ["2025-10/.."]
    assert found.ambiguous


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("yesterday", "no dateline: the article's day is not known"),
        ("last week", "no dateline: the article's day is not known"),
        ("since the previous October", "no dateline: the article's day is not known"),
        ("seven years", "a length of time without a beginning or an end"),
        ("every Friday", "a time that comes again and again"),
        ("the following day", "no date before it in the text that it could refer to"),
        ("purple elephants", "not a time expression as a whole"),
        ("Feb. 30, 2024", "there is no such date"),
    ],
)
def test_reason_without_anchor(phrase, reason):
    found = resolve_phrase(phrase, RULES, anchor_day=None)
    assert found.interval is None
    assert found.reason == reason


def test_absolute_dates_need_no_anchor():
    assert resolve_phrase("March 3, 2018", RULES, anchor_day=None).edtf == "2018-03-03"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("The leaders will meet on Friday.", "2026-01-02"),
        ("The leaders met on Friday.", "2025-12-26"),
        ("The leaders agreed to meet on Friday.", "2026-01-02"),
        ("The leaders plan to hold a vote on Friday.", "2026-01-02"),
        ("The talks are scheduled for Friday.", "2026-01-02"),
        ("The talks were held on Friday.", "2025-12-26"),
        ("The talks will be held on Friday.", "2026-01-02"),
        # what points ahead, whatever the verb that it governs
        ("The unions were planning to block the port on Friday.", "2026-01-02"),
        ("The envoys meet on Friday.", "2026-01-02"),
        ("The rally was planned for Friday.", "2026-01-02"),
        ("They spoke of a vote set for the capital on Friday.", "2026-01-02"),
        ("They set the table on Friday.", "2025-12-26"),
        ("The envoys did not meet on Friday.", "2025-12-26"),
        ("The court postponed the hearing until Friday.", "../2026-01-02"),
        ("The rite would still be held on Friday.", "2026-01-02"),
        ("The bonus would be paid on an undisclosed day in January.", "2026-01"),
        # what had been planned, and what stands before a comma
        ("The permit had been due to expire on Friday.", "2025-12-26"),
        ("Ahead of her tour, the ministry on Friday issued a warning.", "2025-12-26"),
        # an amount that another is compared with
        ("A rise from $29.75 in March", "2025-03"),
    ],
)
def test_tense_gives_direction(text, edtf):
    times = find(text, RULES)
    anchor = Anchor(day=parse_iso("2025-12-29"), basis=Basis.GIVEN)
    assert [r.edtf for r in resolve_times(times, anchor=anchor)] == [edtf]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Net rose in the third quarter. Sales fell from a year ago.", "2024-Q3"),
        # neither what is compared with, nor what lies ahead, nor a month or season named in passing
        ("In the third quarter net rose from the second quarter. Sales fell from a year ago.", "2024-Q3"),
        ("Net rose in the third quarter. It will fall in the fourth quarter. Sales fell from a year ago.", "2024-Q3"),
        ("Net rose in the third quarter after a fire in October. Sales fell from a year ago.", "2024-Q3"),
        # nine months are no quarter
        ("Net rose in the third quarter. In the first nine months it fell from the 2024 period.", "2024"),
        ("Net rose in the third quarter. The 2024 period had a charge.", "2024-Q3"),
        # what was earned is compared with the period; where someone lived, with nothing
        ("Net rose in the third quarter. It had sales of 3 million, or 2.10 a share, a year ago.", "2024-Q3"),
        ("Net rose in the third quarter. The chairman moved to Ohio a year ago.", "2024"),
    ],
)  # fmt: skip
def test_a_report_is_about_one_period(text, value):
    anchor = Anchor(day=parse_iso("2025-11-18"), basis=Basis.GIVEN)
    assert resolve_times(find(text, RULES), anchor=anchor)[-1].timex_value == value


def test_guessed_anchor_is_told():
    anchor = Anchor(day=parse_iso("2025-12-29"), basis=Basis.DATELINE, inferred=("year",))
    times = find("It began yesterday, and in 2018.", RULES)
    assert [r.inferred for r in resolve_times(times, anchor=anchor)] == [("anchor-year",), ()]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("In March 1943 the front broke. In June it was restored.", ["1943-03", "1943-06"]),
        # A season is as good a start as a month: the spring comes after the winter.
        ("In 1811 they marched. They stayed the winter. In the spring they left.", ["1811", "1811-24", "1812-21"]),
        ("In January 1812 they landed. That winter they froze.", ["1812-01", "1811-24"]),
        # A later year moves the story on, an earlier one is a look back, if what follows comes soon after.
        ("In March 1812 they met. 1815 came. In April they parted.", ["1812-03", "1815", "1815-04"]),
        ("In March 1812 they met, as in 1801. In April they parted.", ["1812-03", "1801", "1812-04"]),
        ("On 10 March 1812, not in 1815 as planned, it fell, and on 11 March it burned.",
         ["1812-03-10", "1815", "1812-03-11"]),
        # Days of a month and weekdays run on from the last date, at dawn and at dusk.
        ("On 8 July 1812 it began. On the 10th it burned; by the evening of the 12th it fell.",
         ["1812-07-08", "1812-07-10", "../1812-07-12"]),
        ("On 8 July 1812, a Wednesday night, it began. On Friday it fell.",
         ["1812-07-08", "1812-07-08", "1812-07-10"]),
        # A length is what *this time* means, until another date is told.
        ("In 1812 they stayed two months. During this time it rained.", ["1812", None, None]),
        ("They stayed two months. In 1812 it rained. During this time they starved.", [None, "1812", "1812"]),
        # The end of a range is what lies near the story.
        ("It fell in January 1812. They raided from October to March.", ["1812-01", "1811-10/1812-03", "1811-10/1812-03"]),
        # A limit lies ahead of the story.
        ("In March 1812 they had ten guns, and forty by December.", ["1812-03", "../1812-12"]),
        # What began long before is no place to go on from; nor is what something is compared with.
        ("In 1812 they took Reval, a fortress since 1730. The next year it was lost.", ["1812", "1730/..", "1813"]),
        ("In May 1812, as almost two years earlier, it fell. In June it burned.", ["1812-05", "1810~", "1812-06"]),
        # What brackets and quotations tell is an aside, unless the story begins there.
        ("In May 1812 they met (they had fought in 1801). In June they parted.", ["1812-05", "1801", "1812-06"]),
        ('In May 1812 he said: "We lost in 1801." In June he left.', ["1812-05", "1801", "1812-06"]),
        ("The first siege (May 1812) failed. In June they left.", ["1812-05", "1812-06"]),
        # The day of a speech that a story quotes is not the writer's.
        ('In 1812 he said: "We march today." Two roads exist today.', ["1812", None, "2009-12-19"]),
    ],
)  # fmt: skip
def test_narrative_chains_from_the_text(text, edtf):
    anchor = Anchor(day=parse_iso("2009-12-19"), basis=Basis.GIVEN)
    assert [r.edtf for r in resolve_times(find(text, RULES), anchor=anchor, genre="narrative")] == edtf


def test_news_quotes_speak_of_the_datelines_day():
    anchor = Anchor(day=parse_iso("2025-12-29"), basis=Basis.GIVEN)
    times = find('"We sign today," he said.', RULES)
    assert [r.edtf for r in resolve_times(times, anchor=anchor)] == ["2025-12-29"]


def test_unmatched_marks_enclose_nothing():
    times = find('"' + "“(" * 200 + " on Friday", RULES)
    assert [(t.text, t.quoted, t.bracketed) for t in times] == [("Friday", False, False)]


NAMES = sorted(
    {*OPERATORS, *FIELD_NAMES, "day", "week", "month", "year", "decade", "century", "clock", "spring", "some"}
)
some_expressions = st.recursive(
    st.sampled_from(NAMES).map(Expr),
    lambda inner: st.builds(
        Expr,
        st.sampled_from(NAMES),
        st.lists(inner | st.integers(-40, 4000) | st.just("summit"), max_size=3).map(tuple),
    ),
    max_leaves=6,
)


def outcome(expr: Expr, context: Context) -> Time | str:
    try:
        return evaluate(expr, context)
    except Unresolvable as reason:
        return str(reason)


@settings(max_examples=600)
@given(
    some_expressions,
    st.none() | st.integers(1, 3_000_000),
    st.sampled_from([None, *Tense]),
    st.booleans(),
    st.sampled_from(["news", "narrative"]),
)
def test_evaluation_is_total(expr, anchor, tense, plan, genre):
    previous = evaluate(parse("year(1943)"), Context())
    context = Context(anchor=anchor, tense=tense, plan=plan, genre=genre, previous=previous)
    found = outcome(expr, context)
    if isinstance(found, str):
        assert found
        assert all(timex_of_unresolved(expr))
        return
    interval = found.interval()
    if interval is not None and interval.first is not None and interval.last is not None:
        assert interval.first <= interval.last


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            ["last", "the", "of", "next", "Friday", "March", "3", "2018", "since", "-", ",", "two", "days",
             "ago", "after", "summit", "week", "first", "in", "\n", "é", "½", "'", "90s", "10:30", "p.m."]
        ),
        max_size=30,
    ).map(" ".join)
)  # fmt: skip
def test_offsets_slice_back_and_do_not_overlap(text):
    times = find(text, RULES)
    assert all(text[t.start : t.end] == t.text and t.text for t in times)
    assert all(a.end <= b.start for a, b in pairwise(times))
    assert len(resolve_times(times, anchor=None)) == len(times)
