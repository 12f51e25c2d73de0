"""Answers of the store against a plain reading of the same rows: any events, any question, in any order."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Integer, insert, select, text

from kptimeline.interval import Extent, Granularity, Interval, iso, parse_iso
from kptimeline.merge.facts import Dates
from kptimeline.store.activity import activity
from kptimeline.store.counts import by_month
from kptimeline.store.engine import open_database
from kptimeline.store.models import Actor, Article, Event, EventActor, EventMention, MentionActor, Sentence
from kptimeline.store.query import Question, chronology, stream

SLUGS = ("north-korea", "south-korea", "japan", "china")
OUTLETS = ("Harbour Wire", "Lantern Post")
START = parse_iso("2024-12-20")
COARSEST_COUNTED = Granularity.VAGUE.rank - Granularity.MONTH.rank

days = st.integers(START, START + 60)


@st.composite
def intervals(draw):
    """One day, several, an open end on either side, years without an ISO day, or nothing at all."""
    shape = draw(st.sampled_from(("day", "day", "days", "since", "until", "far", "half far", "none")))
    first = draw(days)
    last = first if shape == "day" else first + draw(st.integers(1, 40))
    if shape == "none":
        return None
    ends = {
        "since": (first, None), "until": (None, first), "far": (-400_000, -399_000), "half far": (-400_000, last)
    }.get(shape, (first, last))  # fmt: skip
    coarse = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH, Granularity.YEAR, Granularity.VAGUE)
    return Interval(*ends, draw(st.sampled_from(coarse)), draw(st.sampled_from(Extent)))


events = st.fixed_dictionaries(
    {
        "interval": intervals(),
        "by": st.sets(st.sampled_from(SLUGS), max_size=2),
        "to": st.sets(st.sampled_from(SLUGS), max_size=2),
        "event_type": st.sampled_from(("AID", "ASSAULT", None)),
        "status": st.sampled_from(("occurred", "planned")),
        "certainty": st.sampled_from(("stated", "inferred")),
        "place": st.sampled_from((None, "Seoul", "Port 50%", "Port 500")),
        "hidden": st.sampled_from((False, False, False, True)),
        "told": st.lists(st.sampled_from(OUTLETS), min_size=1, max_size=3),
        "key": st.integers(0, 10**6),
    }
)


def possible(question):
    return question.since is None or question.until is None or question.since <= question.until


questions = st.builds(
    Question,
    actors=st.lists(st.sampled_from((*SLUGS, "nobody")), max_size=2, unique=True).map(tuple),
    others=st.lists(st.sampled_from(SLUGS), max_size=1).map(tuple),
    since=st.none() | days,
    until=st.none() | days,
    types=st.sampled_from(((), (), ("AID",), ("AID", "ASSAULT"))),
    statuses=st.sampled_from(((), (), ("planned",))),
    place=st.sampled_from((None, None, None, "seo", "50%")),
    outlets=st.sampled_from(((), (), ("Lantern Post",))),
    limit=st.sampled_from((None, None, 1, 3)),
    reverse=st.booleans(),
    stated=st.sampled_from((False, False, True)),
    undated=st.booleans(),
    hidden=st.booleans(),
).filter(possible)


def row(model, **given):
    """A row with what is given, and nothing in the other columns."""
    empty = {
        column.name: None if column.nullable else 0 if isinstance(column.type, Boolean | Integer) else ""
        for column in model.__table__.columns
    }
    return empty | given


@pytest.fixture(scope="module")
def scratch(tmp_path_factory, empty_database):
    path = tmp_path_factory.mktemp("plain") / "plain.db"
    path.write_bytes(empty_database)
    with open_database(path, "write") as connection:
        yield connection


def fill(connection, told):
    """Rows of the events, and what they are in plain words."""
    ids = dict(connection.execute(select(Actor.slug, Actor.id)).all())
    rows = {model: [] for model in (Article, Sentence, Event, EventMention, MentionActor, EventActor)}
    for number, outlet in enumerate(OUTLETS, 1):
        rows[Article].append(row(Article, id=number, key=f"a{number}", genre="news", outlet=outlet))
        rows[Sentence].append(row(Sentence, id=number, article_id=number, text=f"By {outlet}."))
    plain = []
    mention = 0
    for number, each in enumerate(told, 1):
        dates = {name: getattr(Dates.of(each["interval"], None), name) for name in Dates.__struct_fields__}
        key = f"e{each['key']:07}-{number}"
        same = {name: each[name] for name in ("event_type", "status", "certainty", "place")}
        own = mention + 1
        rows[Event].append(
            row(Event, id=number, key=key, mention_id=own, hidden=each["hidden"], **same, **dates)
        )
        for outlet in each["told"]:
            mention += 1
            article = OUTLETS.index(outlet) + 1
            rows[EventMention].append(
                row(
                    EventMention,
                    id=mention,
                    key=f"m{9_999 - mention}",
                    article_id=article,
                    event_id=number,
                    sentence_id=article,
                    status="occurred",
                    quantities="[]",
                )
            )
        roles = [(role, slug) for role in ("by", "to") for slug in sorted(each[role])]
        for place, (role, slug) in enumerate(roles):
            rows[MentionActor].append(
                row(MentionActor, mention_id=own, role=role, position=place, name=slug, actor_id=ids[slug])
            )
            when = {name: dates[name] for name in ("from_day", "to_day", "sort_day", "fineness")}
            rows[EventActor].append(
                {"event_id": number, "actor_id": ids[slug], "role": role, "depth": 0, **when}
            )
        plain.append(each | dates | {"id": key, "roles": roles, "outlet": each["told"][0]})
    for model, found in rows.items():
        if found:
            connection.execute(insert(model), found)
    return plain


def is_asked(event, question):
    actors = event["by"] | event["to"]
    return (
        (not question.actors or actors & set(question.actors))
        and actors >= set(question.others)
        and (not question.types or event["event_type"] in question.types)
        and (not question.statuses or event["status"] in question.statuses)
        and (question.place is None or question.place.lower() in (event["place"] or "").lower())
        and (not question.outlets or set(event["told"]) & set(question.outlets))
        and (not question.stated or event["certainty"] == "stated")
    )


def overlaps(event, question):
    since, until = iso(question.since), iso(question.until)
    return (since is None or event["to_day"] >= since) and (until is None or event["from_day"] <= until)


def in_order(events, *, reverse):
    """By sort day, coarser first, then by key; without a day or a granularity last, both ways."""
    for name in ("id", "fineness", "sort_day"):
        known = sorted((e for e in events if e[name] is not None), key=lambda e: e[name], reverse=reverse)
        events = [*known, *(e for e in events if e[name] is None)]
    return events


def answered(plain, question):
    asked = [event for event in plain if is_asked(event, question)]
    dated = [event for event in asked if event["from_day"] and overlaps(event, question)]
    undated = [event for event in asked if not event["from_day"]]
    shown = [*dated, *(undated if question.undated else [])]
    seen = [event for event in shown if question.hidden or not event["hidden"]]
    left_out = {
        "undated": 0 if question.undated else sum(not event["hidden"] for event in undated),
        "hidden": 0 if question.hidden else sum(event["hidden"] for event in (*dated, *undated)),
    }
    return in_order(seen, reverse=question.reverse)[: question.limit], left_out


def counted(plain, question, *, finer=True):
    since, until = iso(question.since), iso(question.until)
    months = Counter(
        event["sort_day"][:7]
        for event in plain
        if is_asked(event, question)
        and event["sort_day"]
        and (event["fineness"] >= COARSEST_COUNTED) is finer
        and (since or "") <= event["sort_day"] <= (until or "9999-12-31")
        and (question.hidden or not event["hidden"])
    )
    return dict(sorted(months.items()))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(events, max_size=14), st.lists(questions, min_size=1, max_size=3))
def test_answers_are_those_of_a_plain_reading(scratch, told, asked):
    scratch.execute(text("BEGIN"))
    try:
        plain = fill(scratch, told)
        for question in asked:
            wanted, left_out = answered(plain, question)
            answer = chronology(scratch, question)
            assert [event.event_id for event in answer.events] == [event["id"] for event in wanted]
            assert answer.left_out == left_out
            assert tuple(stream(scratch, question)) == answer.events
            for event, known in zip(answer.events, wanted, strict=True):
                assert [(actor.role, actor.actor) for actor in event.actors] == known["roles"]
                assert (event.outlet, event.sort_day) == (known["outlet"], known["sort_day"])
                keys = [mention["mention_key"] for mention in event.mentions]
                assert (len(keys), keys) == (len(known["told"]), sorted(keys))
            assert by_month(scratch, question) == counted(plain, question)
            begun = activity(scratch, question, Granularity.MONTH)
            assert begun.counts == counted(plain, question)
            assert begun.left_out["coarser"] == sum(counted(plain, question, finer=False).values())
    finally:
        scratch.execute(text("ROLLBACK"))
