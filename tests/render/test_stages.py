"""The JSON lines of the stages: exactly the promised fields, in the promised order."""

import msgspec
from msgspec.structs import replace

from kptimeline.interval import Extent, Granularity, Interval, parse_iso
from kptimeline.records import (
    ActorReading,
    ActorRef,
    Alternative,
    Anchor,
    AnchorCandidate,
    AnchorChoice,
    Article,
    Basis,
    Certainty,
    DatedBy,
    DatelineReading,
    Extraction,
    Mention,
    MentionReading,
    Reading,
    Resolution,
    Rival,
    Span,
    Status,
    TimeExpression,
)
from kptimeline.render import stages

TEXT = "SEOUL, Dec 29 (Wire) -- It sent aid to Russia recently."
ARTICLE = Article(key="akey", text=TEXT, text_sha256="", raw_sha256="", as_of="2026-11-21", given_id="one")
DAY = parse_iso("2025-12-29")
HEAD = DatelineReading(span=Span(0, 23), place="SEOUL", date_text="Dec 29", agency="Wire", month=12, day=29)
CHOICE = AnchorChoice(
    anchor=Anchor(day=DAY, basis=Basis.DATELINE, inferred=("year",), certain=False),
    candidates=(AnchorCandidate(day=DAY, score=0.812345, basis=Basis.DATELINE, reason="a Monday"),),
)
START = TEXT.index("recently")
TIME = TimeExpression(
    start=START,
    end=START + 8,
    text="recently",
    alternatives=(Alternative(expression="recent", weight=1, rule="r"),),
)
INTERVAL = Interval(None, DAY, Granularity.VAGUE, Extent.WITHIN)
RESOLUTION = Resolution(
    expression="recent",
    rule="r",
    timex_type="DATE",
    timex_value="PAST_REF",
    interval=INTERVAL,
    edtf="../2025-12-29",
    alternatives=(Rival(expression="past", weight=1 / 3, value="PAST_REF", edtf=None),),
)
MENTIONED = MentionReading(
    start=24,
    end=54,
    sentence=Span(24, 55),
    trigger=Span(27, 31),
    lemma="send",
    event_type="AID",
    status=Status.OCCURRED,
    by=(ActorReading(text="It", name="North Korea", start=24, end=26),),
    time=0,
    dated_by=DatedBy.PHRASE,
    summary="North Korea sent aid to Russia",
)
MENTION = Mention(
    key="akey:27-31",
    reading=MENTIONED,
    by=(ActorRef(name="North Korea", actor="north-korea", country="PRK"),),
    to=(),
    claimed_by=(ActorRef(name="the agency", actor=None, country=None),),
    interval=INTERVAL,
    edtf="../2025-12-29",
    dated_by=DatedBy.PHRASE,
    certainty=Certainty.STATED,
    reason=None,
)
EXTRACTION = Extraction(
    article=ARTICLE,
    reading=Reading(
        version="1",
        rules="f",
        model=None,
        body=Span(24, 55),
        sentences=(Span(24, 55),),
        times=(TIME,),
        mentions=(MENTIONED,),
    ),
    choice=CHOICE,
    times=(RESOLUTION,),
    mentions=(MENTION,),
)


def test_dateline():
    assert msgspec.json.encode(stages.dateline(ARTICLE, HEAD, CHOICE)).decode() == (
        '{"id":"one","place":"SEOUL","date_text":"Dec 29","agency":"Wire","start":0,"end":23,'
        '"anchor":"2025-12-29","basis":"dateline","inferred":["year"],"certain":false,'
        '"candidates":[{"day":"2025-12-29","score":0.8123,"reason":"a Monday"}]}'
    )


def test_dateline_of_an_article_without_one():
    told = stages.dateline(ARTICLE, None, AnchorChoice(anchor=None, reason="nothing says when"))
    assert list(told.values()) == ["one", None, None, None, None, None, None, None, (), False, []]


TIMEX = (
    '{"start":46,"end":54,"text":"recently","type":"DATE","value":"PAST_REF","mod":null,"expression":"recent",'
    '"from_day":"2025-12-29","to_day":"2025-12-29","first_day":null,"last_day":"2025-12-29",'
    '"first_time":null,"last_time":null,"utc_offset":null,"granularity":"vague","extent":"within",'
    '"edtf":"../2025-12-29","rule":"r","inferred":[],'
    '"alternatives":[{"expression":"past","edtf":null,"value":"PAST_REF","weight":0.3333}],"reason":null}'
)


def test_tag():
    told = msgspec.json.encode(stages.tag(EXTRACTION)).decode()
    assert told == f'{{"id":"one","anchor":"2025-12-29","timexes":[{TIMEX}]}}'


def test_extract():
    mention = (
        '{"key":"akey:27-31","start":24,"end":54,"sentence":[24,55],'
        '"trigger":{"start":27,"end":31,"text":"sent","lemma":"send"},"event_type":"AID","status":"occurred",'
        '"by":[{"name":"North Korea","actor":"north-korea","country":"PRK"}],"to":[],"place":null,'
        '"claimed_by":[{"name":"the agency","actor":null}],"timex":0,"dated_by":"phrase",'
        '"first_day":null,"last_day":"2025-12-29","from_day":"2025-12-29","to_day":"2025-12-29",'
        '"granularity":"vague","extent":"within","edtf":"../2025-12-29","reason":null,'
        '"summary":"North Korea sent aid to Russia"}'
    )
    told = msgspec.json.encode(stages.extract(EXTRACTION)).decode()
    assert told == f'{{"id":"one","anchor":"2025-12-29","timexes":[{TIMEX}],"mentions":[{mention}]}}'


def test_an_article_without_an_id_is_named_by_its_path_then_its_key():
    assert stages.identity(ARTICLE) == "one"
    assert stages.identity(replace(ARTICLE, given_id=None, path="wire.txt")) == "wire.txt"
    assert stages.identity(replace(ARTICLE, given_id=None, path="wire.jsonl")) == "akey"
    assert stages.identity(replace(ARTICLE, given_id=None)) == "akey"
