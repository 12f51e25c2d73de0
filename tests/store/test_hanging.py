"""Dates that hang from events of this article and of others: bound once all is merged, whatever came first."""

from itertools import permutations

import pytest
from sqlalchemy import text

from kptimeline.errors import NotFoundError
from kptimeline.store.check import Check
from kptimeline.store.engine import open_database
from kptimeline.store.explain import explain
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import Told, extraction
from tests.store.plain import plain_rows

SUMMIT = Told(
    "Seoul and Tokyo held a summit on Monday.", trigger="held", lemma="hold", type="CONSULT",
    by=("South Korea",), to=("Japan",), when="on Monday",
)  # fmt: skip
SECOND = Told(
    "Seoul hosted the Chinese in a second summit on Monday.", trigger="summit", type="CONSULT",
    by=("South Korea",), to=("China",), when="on Monday",
)  # fmt: skip
OTHER_TALKS = Told(
    "Seoul held talks ahead of the summit on Monday.", trigger="held", lemma="hold", type="CONSULT",
    by=("South Korea",), when="on Monday",
)  # fmt: skip
PLANNED = Told(
    "Seoul will hold a summit on Monday.", trigger="hold", type="CONSULT", status="planned",
    by=("South Korea",), when="on Monday",
)  # fmt: skip
THANKS = Told(
    "Two days after the summit Seoul thanked the hosts.", trigger="thanked", lemma="thank", type="SUPPORT",
    by=("South Korea",), when="Two days after the summit",
)  # fmt: skip
SAME_THANKS = Told(
    "On 2025-12-04 Seoul thanked the hosts.", trigger="thanked", lemma="thank", type="SUPPORT",
    by=("South Korea",), when="2025-12-04",
)  # fmt: skip
MOSCOW = Told(
    "Two days after the summit Moscow sent envoys.", trigger="sent", lemma="send", type="CONSULT",
    by=("Russia",), when="Two days after the summit",
)  # fmt: skip
REASON = "it hangs from 'summit', whose date is not known"
BOUND = ("2025-12-03", "phrase", "inferred", "2025-12-03", None)
UNBOUND = (None, None, None, None, REASON)


def dates(connection):
    """Of what hangs from the summit: the event's day, how and why, the mention's day and reason."""
    query = """
        SELECT c.first_day, c.dated_by, c.certainty, m.first_day, m.reason FROM mentions m
        JOIN chronology c ON c.event_id = m.event_id WHERE m.expression LIKE '%event%' ORDER BY m.mention_key
    """
    return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def articles(registry):
    """One that hangs from a summit, the one that tells of it on Monday the 1st, and what may be taken for it."""

    def make(told, day, outlet):
        return extraction(told, registry=registry, anchor=day, outlet=outlet)

    return {
        "hangs": make(THANKS, "2025-12-10", "Harbour Wire"),
        "summit": make(SUMMIT, "2025-12-01", "Lantern Post"),
        "second": make(SECOND, "2025-12-08", "Delta Times"),
        "moscow": make(MOSCOW, "2025-12-10", "Gull Radio"),
        "talks": make(OTHER_TALKS, "2025-12-08", "Port Herald"),
        "planned": make(PLANNED, "2025-12-08", "Anchor Daily"),
        "later": make(SECOND, "2025-12-15", "Quay News"),
        "long ago": make(SECOND, "2024-11-25", "Quay News"),
    }


def sound(database):
    assert [(each.part, each.what, each.found, each.wanted) for each in Check(database).differences()] == []


CASES = [
    (("hangs",), [UNBOUND]),
    (("hangs", "summit"), [BOUND]),
    (("moscow", "summit"), [UNBOUND]),  # Moscow took no part
    (("hangs", "summit", "talks"), [BOUND]),
    (("hangs", "summit", "planned"), [BOUND]),
    (("hangs", "summit", "later"), [BOUND]),
    (("hangs", "summit", "long ago"), [BOUND]),
    (("hangs", "summit", "second"), None),
]


@pytest.mark.parametrize(("names", "wanted"), CASES)
def test_whatever_came_first(make_database, registry, articles, names, wanted):
    rows = []
    for order in permutations(names):
        path = make_database(f"{'-'.join(order)}.db")
        with open_database(path, "write") as connection:
            for name in order:
                save(connection, articles[name], registry)
            rows.append((dates(connection), plain_rows(connection)))
    sound(path)
    assert all(each == rows[0] for each in rows)
    if wanted is not None:
        assert rows[0][0] == wanted


def test_where_several_days_fit_they_are_told(connection, database, registry, articles):
    for name in ("hangs", "summit", "second"):
        save(connection, articles[name], registry)
    ((day, *_, reason),) = dates(connection)
    assert day is None
    assert reason.startswith("it hangs from 'summit', and several events fit: ")
    key = connection.execute(text("SELECT event_id FROM mentions WHERE trigger = 'thanked'")).scalar_one()
    (mention,) = explain(connection, key).mentions
    assert sorted(hinge.first for hinge in mention.hinges) == ["2025-12-01", "2025-12-08"]
    assert all(hinge.event in reason for hinge in mention.hinges)
    sound(database)
    ids = connection.execute(text("SELECT id FROM article WHERE outlet = 'Delta Times'")).scalars().all()
    remove(connection, ids, registry)
    assert dates(connection) == [BOUND]
    sound(database)


class Hand:
    """Who corrects the event that a trigger tells."""

    def __init__(self, connection, registry):
        self.connection, self.registry, self.second = connection, registry, 0

    def say(self, trigger, **values):
        self.second += 1
        by = By(who="ana", now=f"2026-01-06T09:00:{self.second:02}.000000Z")
        fixer = Fixer(self.connection, self.registry, by)
        query = text("SELECT event_id FROM mentions WHERE trigger = :trigger ORDER BY 1 LIMIT 1")
        event = self.connection.execute(query, {"trigger": trigger}).scalar()
        if event is None:
            raise NotFoundError(trigger)
        return fixer.fix(event, values) if values else fixer.unfix(event, None)


def day(text_):
    return f'{{"first_day":"{text_}","last_day":"{text_}"}}'


def test_it_moves_with_its_event(connection, database, registry, articles):
    for name in ("hangs", "summit"):
        save(connection, articles[name], registry)
    hand = Hand(connection, registry)
    for values, wanted in (
        ({"date": day("2025-11-20")}, "2025-11-22"),
        ({"date": None}, None),
        ({"hidden": "1"}, None),
        ({}, "2025-12-03"),
    ):
        hand.say("held", **values)
        assert [row[0] for row in dates(connection)] == [wanted]
        sound(database)
    for anchor, wanted in (("2025-11-24", "2025-11-26"), ("2023-11-27", None), ("2025-12-01", "2025-12-03")):
        told = {"registry": registry, "anchor": anchor, "basis": "given", "outlet": "Lantern Post"}
        save(connection, extraction(SUMMIT, **told), registry, force=True)
        assert [row[0] for row in dates(connection)] == [wanted]
        sound(database)


def test_what_a_person_says_of_it_comes_before_all(connection, database, registry, articles):
    for name in ("hangs", "summit"):
        save(connection, articles[name], registry)
    hand = Hand(connection, registry)
    hand.say("thanked", date=day("2025-01-01"))
    assert dates(connection) == [("2025-01-01", "correction", "corrected", "2025-12-03", None)]
    hand.say("thanked")
    assert dates(connection) == [BOUND]
    sound(database)


def test_a_redated_article_is_as_a_fresh_one(make_database, registry, articles):
    told = {"registry": registry, "outlet": "Harbour Wire"}
    early = extraction(THANKS, **told, anchor="2025-11-10")
    late = extraction(THANKS, **told, anchor="2025-12-10", basis="given")
    found = []
    for name, came in (("redated", (early, late)), ("fresh", (late,))):
        with open_database(make_database(f"{name}.db"), "write") as connection:
            save(connection, articles["summit"], registry)
            for each in came:
                save(connection, each, registry, force=True)
            rows = plain_rows(connection)
            found.append({table: rows[table] for table in rows if table != "anchor"})
    assert found[0] == found[1]


def test_an_event_of_the_same_article_comes_first(connection, database, registry, articles):
    save(connection, articles["second"], registry)
    own = extraction(SUMMIT, THANKS, registry=registry, anchor="2025-12-04", outlet="Port Herald")
    save(connection, own, registry)
    assert dates(connection) == [BOUND]
    sound(database)


def test_what_hangs_moves_no_date_of_others(connection, database, registry, articles):
    save(connection, articles["summit"], registry)
    save(connection, articles["hangs"], registry)
    same = extraction(SAME_THANKS, registry=registry, anchor="2025-12-05", outlet="Port Herald")
    save(connection, same, registry)
    events = text("SELECT first_day, other_dates FROM event WHERE event_type = 'SUPPORT'")
    keys = connection.execute(text("SELECT key FROM event WHERE event_type = 'SUPPORT'")).scalars().all()
    Fixer(connection, registry, By(who="ana", now="2026-01-06T09:00:00.000000Z")).merge(keys)
    assert [tuple(row) for row in connection.execute(events)] == [("2025-12-04", None)]
    sound(database)
