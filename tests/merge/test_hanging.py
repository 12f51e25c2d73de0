"""Which mentions can tell of the event that a phrase names, and what a phrase means once that is dated."""

import pytest

from kptimeline.interval import Granularity, Interval, parse_iso
from kptimeline.merge.derive import derive
from kptimeline.merge.facts import Dates, Hung
from kptimeline.merge.hanging import Hinge, Phrase, choose, hang, names_behind, names_of, tells, told_words
from kptimeline.records import Span, Tense
from tests.merge.test_events import DPRK, mention


def phrase(name="summit", expression=None, following=" the summit Seoul thanked them."):
    return Phrase(
        span=Span(0, 14), expression=expression or f'shift(event("{name}"), 2, day)', name=name, following=following,
        anchor=parse_iso("2025-12-10"), zone=None, genre="news", tense=Tense.PAST, plan=False,
    )  # fmt: skip


def hinge(sentence, trigger, lemma=None, first="2025-12-01", last=None, event="e1"):
    words = told_words(sentence, sentence.index(trigger), trigger, lemma or trigger)
    return Hinge(event=event, first=first, last=last or first, words=words, sentence=sentence)


CLAUSE = 'shift(event("they lost the port", clause), 1, day)'
TELLS = [
    (phrase(), ("The summit opened.", "summit"), True),
    (phrase(), ("They met at noon.", "met", "meet"), True),
    (phrase(), ("Seoul held a second summit with Beijing.", "held", "hold"), True),
    (phrase(), ("A summit in Busan was held.", "held", "hold"), True),
    (phrase(), ("Seoul held talks ahead of the summit.", "held", "hold"), False),
    (phrase(), ("Seoul praised the summit.", "praised", "praise"), False),
    (phrase(), ("Busan marked the anniversary of the summit.", "summit"), False),
    (phrase("launch"), ("It fired two rockets.", "fired", "fire"), True),
    (phrase("launch"), ("It launched two rockets.", "launched", "launch"), True),
    (phrase("death", following=" the death of Kim Jong Il."), ("Kim Jong Il died.", "died", "die"), True),
    (phrase("death", following=" the death of Kim Jong Il."), ("Harlan Voss died.", "died", "die"), False),
    (phrase("they lost the port", CLAUSE), ("They lost the port.", "lost", "lose"), True),
    (phrase("they lost the port", CLAUSE), ("They lost a ship.", "lost", "lose"), False),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "told", "wanted"), TELLS)
def test_what_can_tell_of_it(asked, told, wanted):
    assert tells(asked, hinge(*told)) is wanted


ELSEWHERE = [
    (phrase(), ("They met at noon.", "met", "meet"), False),
    (phrase(following=" the summit with Lee."), ("They met Lee.", "met", "meet"), True),
    (phrase("launch"), ("It launched two rockets.", "launched", "launch"), True),
    (phrase("launch"), ("It fired two rockets.", "fired", "fire"), False),
]


@pytest.mark.parametrize(("asked", "told", "wanted"), ELSEWHERE)
def test_in_another_article_a_word_of_another_stem_needs_a_name(asked, told, wanted):
    assert tells(asked, hinge(*told), elsewhere=True) is wanted


def test_a_phrase_is_found_by_the_words_that_can_tell_of_its_event():
    assert {"launch", "fired"} <= names_of(["fired"])
    assert "summit" in names_of(["summits"])
    assert "summit" not in names_of(["held"])


FOLLOWING = [
    (" the death of Kim Jong Il, Seoul", {"il"}),
    (" the summit in Busan", {"busan"}),
    (" the summit with U.S. President Harlan Voss, Seoul thanked Japan.", {"voss"}),
    (" the summit between Lee and Voss.\nIn Busan", {"lee", "voss"}),
    (" the end of the war", set()),
    (" the summit Seoul thanked them.", set()),
    ("", set()),
]


@pytest.mark.parametrize(("text", "names"), FOLLOWING)
def test_names_right_behind(text, names):
    assert names_behind(text) == names


def test_days_that_agree_are_no_contradiction():
    one, two = hinge("They met.", "met"), hinge("They met.", "met", event="e2")
    assert choose([one, two]) == one.interval
    assert choose([one, hinge("They met.", "met", first="2025-12-02", event="e2")]) is None


def on(day, last=None):
    return Interval(parse_iso(day), parse_iso(last or day), Granularity.DAY)


def test_what_a_phrase_means_then():
    assert hang(phrase(), on("2025-12-01"), "phrase").dates.first_day == "2025-12-03"
    third = phrase(expression='anniversary(event("summit"), 3)')
    assert hang(third, on("2022-12-01"), "phrase").dates.first_day == "2025-12-01"
    assert hang(third, on("2022-12-01", "2022-12-02"), "phrase") is None  # an anniversary is of one day


def test_a_date_that_hangs_counts_only_where_there_is_no_other():
    def day(text):
        return Dates(
            first_day=text, last_day=text, from_day=text, to_day=text, sort_day=text, granularity="day"
        )

    hung = Hung(dates=day("2025-12-03"), dated_by="phrase", certainty="inferred")
    hangs = mention("a:0-4", by=(DPRK,), hung=hung)
    alone = derive([hangs])
    assert (alone.dates.first_day, alone.certainty, alone.dated_by) == ("2025-12-03", "inferred", "phrase")
    both = derive([hangs, mention("b:0-4", by=(DPRK,), dates=day("2025-12-05"), certainty="inferred")])
    assert (both.dates.first_day, both.other_dates, both.representative) == ("2025-12-05", (), "b:0-4")
