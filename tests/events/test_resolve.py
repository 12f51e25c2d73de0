import pytest
from msgspec.structs import replace

from kptimeline.actors.registry import load_registry
from kptimeline.events.resolve import (
    AHEAD,
    ANOTHER_DAY,
    OTHER_DAYS,
    OTHER_SCENE,
    UNCLEAR,
    resolve_mentions,
)
from kptimeline.interval import Granularity, Interval, parse_iso
from kptimeline.records import (
    ActorReading,
    Anchor,
    Article,
    Basis,
    Certainty,
    DatedBy,
    DatelineReading,
    MentionReading,
    Reading,
    Resolution,
    Rival,
    Span,
    Status,
    TimeExpression,
)

REGISTRY = load_registry()
ARTICLE = Article(key="k", text="x" * 40, text_sha256="", raw_sha256="", as_of="2026-01-01")
DAY = parse_iso("2025-12-29")
GIVEN = Anchor(day=DAY, basis=Basis.GIVEN)
YEAR_GUESSED = Anchor(day=DAY, basis=Basis.DATELINE, inferred=("year",))


def mention(at: int, **fields) -> MentionReading:
    return MentionReading(
        start=at,
        end=at + 3,
        sentence=Span(0, 40),
        trigger=Span(at, at + 3),
        lemma="x",
        event_type=None,
        status=Status.OCCURRED,
        **fields,
    )


def resolution(expression: str, first: int | None, **fields) -> Resolution:
    interval = Interval(first, first, Granularity.DAY) if first is not None else None
    return Resolution(
        expression=expression,
        rule="r",
        timex_type="DATE",
        timex_value="",
        interval=interval,
        edtf="E",
        **fields,
    )


def rivals(weight: float) -> tuple[Rival, ...]:
    return (Rival(expression="y", weight=weight, value=None, edtf=None),)


def resolve(mentions, times=(), anchor=GIVEN, dateline=None, article=ARTICLE):
    reading = Reading(
        version="1",
        rules="",
        model=None,
        body=Span(0, 40),
        sentences=(),
        dateline=dateline,
        mentions=tuple(mentions),
    )
    return resolve_mentions(article, reading, tuple(times), anchor, REGISTRY)


PHRASE = mention(3, time=0, dated_by=DatedBy.PHRASE)


@pytest.mark.parametrize(
    ("dated_by", "time", "anchor", "certainty"),
    [
        (DatedBy.PHRASE, resolution("shift(present, -1, day)", DAY - 1), GIVEN, Certainty.STATED),
        (
            DatedBy.PHRASE,
            resolution("present", DAY, inferred=("anchor-year",)),
            YEAR_GUESSED,
            Certainty.INFERRED,
        ),
        (DatedBy.PHRASE, resolution("year(2018)", 736_000), YEAR_GUESSED, Certainty.STATED),
        (DatedBy.PHRASE, resolution("weekday(1)", DAY, inferred=("week",)), GIVEN, Certainty.STATED),
        (DatedBy.PHRASE, resolution("x", DAY, alternatives=rivals(0.1)), GIVEN, Certainty.STATED),
        (DatedBy.PHRASE, resolution("x", DAY, alternatives=rivals(0.3)), GIVEN, Certainty.INFERRED),
        (DatedBy.PHRASE, resolution("clock(4)", DAY, inferred=("day",)), GIVEN, Certainty.INFERRED),
        (DatedBy.PHRASE, resolution("in(weekday(1))", DAY, inferred=("reading",)), GIVEN, Certainty.INFERRED),
        (DatedBy.PHRASE, resolution("last(month(10))", DAY, ambiguous=True), GIVEN, Certainty.AMBIGUOUS),
        (DatedBy.SENTENCE, resolution("year(2018)", 736_000), GIVEN, Certainty.INFERRED),
    ],
)
def test_certainty(dated_by, time, anchor, certainty):
    (found,) = resolve([mention(3, time=0, dated_by=dated_by)], [time], anchor)
    assert found.certainty is certainty
    assert (found.interval, found.edtf, found.dated_by, found.reason) == (time.interval, "E", dated_by, None)


def test_a_phrase_that_cannot_be_resolved_never_becomes_the_anchors_day():
    (found,) = resolve([PHRASE], [resolution("for(period(7, year))", None, reason="a duration")])
    assert (found.interval, found.dated_by, found.certainty, found.reason) == (None, None, None, "a duration")


@pytest.mark.parametrize(
    ("expression", "ahead", "status", "dated"),
    [
        ("nearest(month(4))", 2, Status.OCCURRED, False),
        ("nearest(month(4))", 1, Status.OCCURRED, True),  # another zone's day
        ("nearest(month(4))", 30, Status.PLANNED, True),
        ("month(2026, 4)", 30, Status.OCCURRED, True),  # then the anchor may be wrong
    ],
)
def test_what_is_done_is_not_dated_by_what_was_ahead(expression, ahead, status, dated):
    one = replace(PHRASE, status=status)
    (found,) = resolve([one], [resolution(expression, DAY + ahead)])
    assert (found.interval is not None, found.reason) == (dated, None if dated else AHEAD)


def test_the_lead_takes_the_anchors_day():
    (found,) = resolve([mention(3, dated_by=DatedBy.LEAD)])
    assert (found.interval, found.edtf) == (Interval(DAY, DAY, Granularity.DAY), "2025-12-29")
    assert (found.dated_by, found.certainty) == (DatedBy.LEAD, Certainty.INFERRED)


def test_the_lead_without_an_anchor_dates_nothing():
    (found,) = resolve([mention(3, dated_by=DatedBy.LEAD)], anchor=None)
    assert found.interval is None
    assert found.reason == "no time phrase, and the article has no anchor"


@pytest.mark.parametrize(
    ("dateline", "outlet", "agency"),
    [
        ("KCNA", None, "KCNA"),
        (None, "KCNA", "KCNA"),
        ("AFP", "KCNA", None),  # the dateline says whose story it is
        ("Lantern", None, None),
        (None, None, None),
    ],
)
def test_the_day_of_a_report_dates_nothing_where_its_agency_tells_of_other_days(dateline, outlet, agency):
    head = DatelineReading(span=Span(0, 5), agency=dateline) if dateline else None
    article = replace(ARTICLE, outlet=outlet)
    (found,) = resolve([mention(3, dated_by=DatedBy.LEAD)], dateline=head, article=article)
    assert found.reason == (f"no time phrase, and {agency} {OTHER_DAYS}" if agency else None)
    assert (found.interval is None) is bool(agency)


@pytest.mark.parametrize(
    ("days_back", "event_type", "dated"),
    [
        (0, "AID", True),
        (3, "AID", True),
        (4, "AID", False),  # how an old story goes on
        (4, "STATEMENT", True),  # what is said of it is said now
        (-4, "AID", True),
    ],
)
def test_a_story_of_another_day_goes_on_then(days_back, event_type, dated):
    times = [resolution("monthday(12, 20)", DAY - days_back)]
    later = replace(mention(9, dated_by=DatedBy.LEAD, chain=0), event_type=event_type)
    _, found = resolve([PHRASE, later], times)
    assert (found.interval is not None) is dated
    assert dated or OTHER_SCENE in found.reason


@pytest.mark.parametrize(("days_back", "dated"), [(0, True), (3, True), (4, False)])
def test_such_an_agency_lends_the_day_that_its_story_tells(days_back, dated):
    times = [resolution("monthday(12, 28)", DAY - days_back)]
    head = DatelineReading(span=Span(0, 5), agency="KCNA")
    _, found = resolve([PHRASE, mention(9, dated_by=DatedBy.LEAD, chain=0)], times, dateline=head)
    assert (found.interval == times[0].interval) is dated


def test_no_phrase_is_the_reason():
    (found,) = resolve([mention(3)])
    assert (found.interval, found.reason) == (None, "no time phrase")


def test_a_chain_takes_the_date_of_its_founder():
    times = [resolution("shift(present, -1, day)", DAY - 1)]
    _, found = resolve([PHRASE, mention(9, dated_by=DatedBy.CHAIN, chain=0)], times)
    assert (found.interval, found.dated_by, found.certainty) == (
        times[0].interval,
        DatedBy.CHAIN,
        Certainty.INFERRED,
    )


def test_a_chain_from_an_undated_mention_says_why():
    times = [resolution("last(week)", None, reason="no anchor")]
    _, found = resolve([PHRASE, mention(9, dated_by=DatedBy.CHAIN, chain=0)], times, None)
    assert found.interval is None
    assert found.reason == "goes on from a mention without a date: no anchor"


def test_the_key_is_the_article_and_the_trigger():
    assert resolve([mention(7)])[0].key == "k:7-10"


def test_offices_are_those_of_the_events_day():
    lee = ActorReading(text="President Lee", name="President Lee", start=0, end=5)
    times = [resolution("year(2009)", parse_iso("2009-05-05"))]
    then = mention(3, time=0, dated_by=DatedBy.PHRASE, by=(lee,), claimed_by=(lee,))
    found = resolve([then, mention(9, by=(lee,))], times)
    assert found[0].by[0].actor == "lee-myung-bak"
    assert found[0].claimed_by[0].actor == "lee-jae-myung"  # who says so, says it when the article is written
    assert found[1].by[0].actor == "lee-jae-myung"


def test_a_phrase_that_may_be_another_events_dates_nothing():
    (found,) = resolve([mention(3, time=0)], [resolution("year(2018)", 736_000)])
    assert (found.interval, found.dated_by, found.reason) == (None, None, UNCLEAR)


@pytest.mark.parametrize(
    ("days_back", "lead", "dated"),
    [
        (400, (), False),  # *One day in May 1967 …*: what somebody said then was not said today
        (20, (), True),
        (400, (mention(4, dated_by=DatedBy.LEAD),), True),  # the first sentence tells the day's news as well
    ],
)
def test_an_article_that_opens_long_ago_has_no_news(days_back, lead, dated):
    later = mention(24, dated_by=DatedBy.LEAD)
    later = replace(later, sentence=Span(20, 40))
    reading = Reading(
        version="1",
        rules="",
        model=None,
        body=Span(0, 40),
        sentences=(Span(0, 20), Span(20, 40)),
        times=(TimeExpression(start=0, end=4, text="then", alternatives=()),),
        mentions=(*(replace(one, sentence=Span(0, 20)) for one in lead), later),
    )
    found = resolve_mentions(ARTICLE, reading, (resolution("x", DAY - days_back),), GIVEN, REGISTRY)[-1]
    assert (found.interval is not None) is dated
    assert dated or ANOTHER_DAY in found.reason


def test_a_town_of_its_own_is_not_who_a_state_does_it_to():
    peru = ActorReading(text="Peru", name="Peru", start=0, end=4)
    town = ActorReading(text="Lima", name="Arequipa", start=8, end=12, country_hint="Peru", inferred=True)
    bare = ActorReading(text="Lima", name="Trujillo", start=8, end=12)
    chile = ActorReading(text="Chile", name="Chile", start=14, end=19, inferred=True)
    attack = replace(mention(0, by=(peru,), to=(town, bare, chile)), event_type="ASSAULT")
    found = resolve([attack])[0]
    assert [one.name for one in found.to] == ["Chile"]


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        (DAY - 2, DAY - 1, "2025-12-27/2025-12-28"),
        (DAY - 1, DAY - 1, "2025-12-28"),
        (DAY - 9, DAY - 1, "2025-12-29"),  # what goes on for long is not the day's news
    ],
)
def test_the_days_of_the_lead_are_the_storys(first, last, edtf):
    time = resolution("from", DAY)
    time = replace(time, interval=Interval(first, last, Granularity.DAY))
    _, found = resolve([PHRASE, mention(9, dated_by=DatedBy.LEAD, chain=0)], [time])
    assert found.edtf == edtf


def test_a_lead_in_doubt_lends_no_day():
    times = [resolution("shift(present, -1, day)", DAY - 1)]
    _, found = resolve([mention(3, time=0), mention(9, dated_by=DatedBy.LEAD, chain=0)], times)
    assert found.interval is None
    assert "unclear" in found.reason


def test_a_weekday_in_a_story_of_old_days_is_of_those_days():
    first = mention(3, time=0, dated_by=DatedBy.PHRASE)
    second = replace(mention(24, time=1, dated_by=DatedBy.PHRASE), sentence=Span(20, 40))
    spans = (Span(0, 20), Span(20, 40))
    times = tuple(TimeExpression(start=at, end=at + 4, text="then", alternatives=()) for at in (0, 24))
    reading = Reading(
        version="1", rules="", model=None, body=Span(0, 40), sentences=spans, times=times,
        mentions=(replace(first, sentence=spans[0]), second),
    )  # fmt: skip
    dates = (resolution("month", DAY - 400), resolution("nearest(weekday(7))", DAY - 1))
    old, later = resolve_mentions(ARTICLE, reading, dates, GIVEN, REGISTRY)
    assert old.interval is not None
    assert later.interval is None
    assert ANOTHER_DAY in later.reason
