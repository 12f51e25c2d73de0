"""Whatever people say and whatever becomes of the articles: what was said holds, is told, and can be taken back."""

from dataclasses import replace

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kptimeline.merge.correction_line import checked, decoded
from kptimeline.merge.corrections import people_text
from kptimeline.store import check_events
from kptimeline.store.correction_intake import take_in
from kptimeline.store.correction_lines import export
from kptimeline.store.engine import open_database
from kptimeline.store.fixes import By, Fixer
from kptimeline.store.remove import remove
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.plain import plain_rows
from tests.store.test_save import DENIED, OTHER_WORDS

SOME = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FIELDS = {
    "date": ['{"first_day":"2025-11-18","last_day":"2025-11-18","edtf":"2025-11-18"}',
             '{"first_day":"2024-10-01","granularity":"month","extent":"throughout","edtf":"2024-10-01/.."}', None],
    "type": ["AID", "PROTEST", None],
    "status": ["denied", "occurred", "planned"],
    "by": [people_text([("china", "China")]), people_text([("japan", "Japan"), ("russia", "Russia")]), None],
    "to": [people_text([("north-korea", "North Korea")]), None],
    "place": ["Wonsan", "Rason", None],
    "summary": ["A test", None],
    "hidden": ["1"],
}  # fmt: skip
COLUMNS = {"type": "event_type", "status": "status", "place": "place", "summary": "summary"}
# Nothing of the machine's: what people said, the anchors that once were, keys of mentions that are gone, and runs.
BY_HAND = ("correction", "mention_link", "corrected_mention", "anchor", "event_key", "run")
AFTER = Told(
    "Two days after the fire North Korea thanked its engineers.", trigger="thanked", lemma="thank",
    type="SUPPORT", by=("North Korea",), when="Two days after the fire",
)  # fmt: skip
# The same words, read by other rules: another trigger, or none.
READ_OTHERWISE = {
    LAUNCH: replace(LAUNCH, trigger="fired two"),
    OTHER_WORDS: replace(OTHER_WORDS, trigger=None),
    TROOPS: replace(TROOPS, type="COOPERATE", status="planned"),
}
NUMBERS = st.integers(0, 1000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("fix"), NUMBERS, st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3)),
        st.tuples(st.just("merge"), NUMBERS, st.lists(NUMBERS, min_size=1, max_size=2)),
        st.tuples(st.just("split"), NUMBERS, st.lists(NUMBERS, min_size=1, max_size=2)),
        st.tuples(st.just("unfix"), NUMBERS, NUMBERS),
        st.tuples(st.sampled_from(["ingest", "redate", "reprocess", "remove"]), NUMBERS, NUMBERS),
    ),
    max_size=12,
)


def articles(registry, which="as read"):
    """Articles that meet in events, the same whichever: as read first, with other anchors, or read by other rules."""
    moved = which == "redated"

    def make(*told, anchor="2025-12-29", **more):
        if which == "reread":
            told = [READ_OTHERWISE.get(each, each) for each in told]
            more["rules"] = "rules-2"
        day = "2025-12-22" if moved and anchor else anchor
        return extraction(
            *told, registry=registry, anchor=day, basis="given" if moved else "dateline", **more
        )

    return [
        make(LAUNCH, TROOPS, MEETING, raw="a"),
        make(LAUNCH, outlet="Lantern Post", title="Two rockets", raw="b"),
        make(OTHER_WORDS, MEETING, anchor="2025-12-30", outlet="Delta Times", raw="c"),
        make(DENIED, WARNING, anchor="2025-12-30", outlet="Gull Radio", raw="d"),
        make(TROOPS, PLAN, anchor=None, outlet="Anchor Daily", raw="e"),
        make(AFTER, anchor="2025-12-30", outlet="Port Herald", raw="f"),
    ]


class Desk:
    """A database and somebody who corrects it: each step one second after the other."""

    def __init__(self, connection, registry):
        self.connection, self.registry = connection, registry
        self.second = 0
        self.log = set()  # what lines must tell: when it was said, or taken back, and the field
        self.versions = {kind: articles(registry, kind) for kind in ("as read", "redated", "reread")}
        for each in self.versions["as read"]:
            save(connection, each, registry)

    def column(self, query, **values):
        return self.connection.execute(text(query), values).scalars().all()

    @property
    def now(self):
        return f"2026-01-06T09:{self.second // 60:02}:{self.second % 60:02}.000000Z"

    @property
    def fixer(self):
        self.second += 1
        return Fixer(self.connection, self.registry, By(who="ana", now=self.now, why=None))

    def event(self, number):
        keys = self.column("SELECT key FROM event ORDER BY key")
        return keys[number % len(keys)] if keys else None

    def carry_out(self, step):
        kind, number, more = step
        if kind in ("ingest", "redate", "reprocess", "remove"):
            return getattr(self, kind)(number)
        event = self.event(number)
        return None if event is None else getattr(self, kind)(event, more)

    def fix(self, event, chosen):
        names = list(FIELDS)
        fields = {names[field % len(names)]: value for field, value in chosen}
        values = {field: FIELDS[field][value % len(FIELDS[field])] for field, value in fields.items()}
        changes = self.fixer.fix(event, values).changes
        self.log |= {(self.now, each.field) for each in changes if not each.same}

    def merge(self, event, others):
        if self.fixer.merge([event, *map(self.event, others)]).mentions:
            self.log.add((self.now, "merge"))

    def split(self, event, chosen):
        query = "SELECT mention_key FROM mentions WHERE event_id = :event ORDER BY 1"
        keys = self.column(query, event=event)
        away = {keys[number % len(keys)] for number in chosen}
        if len(away) < len(keys):
            self.fixer.split(event, sorted(away))
            self.log.add((self.now, "split"))

    def unfix(self, event, number):
        fields = [*FIELDS, "merge", "split", None]
        self.take_back(event, fields[number % len(fields)])

    def take_back(self, event, field=None):
        self.log |= {(self.now, each) for each in self.fixer.unfix(event, field).taken_back}

    def ingest(self, number, kind="as read"):
        each = self.versions[kind]
        save(self.connection, each[number % len(each)], self.registry, force=True, now="2026-01-06")

    def redate(self, number):
        self.ingest(number, "redated")

    def reprocess(self, number):
        self.ingest(number, "reread")

    def remove(self, number):
        key = self.versions["as read"][number % 6].article.key
        ids = self.column("SELECT id FROM article WHERE key = :key", key=key)
        if ids:
            remove(self.connection, ids, self.registry)

    def back_to_the_start(self):
        for number in range(6):
            self.ingest(number)

    def machine(self):
        """All rows but for what people said and what once was."""
        rows = plain_rows(self.connection)
        return {table: some for table, some in rows.items() if table not in BY_HAND}


def what_was_said(connection):
    """By event and field the last value that was said of one of its mentions: from the tables, by other ways."""
    query = """
        SELECT e.key, c.field, c.value, c.made_at, c.mention_key FROM correction c
        JOIN corrected_mention n ON n.key = c.mention_key JOIN event_mention m ON m.key = n.holder
        JOIN event e ON e.id = m.event_id
        WHERE c.undone_at IS NULL ORDER BY c.made_at, coalesce(c.value, ''), c.mention_key
    """
    return {(event, field): value for event, field, value, *_ in connection.execute(text(query))}


def holds(connection):
    """Each correction stands in the columns of its event; what is joined is one, unless something keeps it apart."""
    events = {row.key: row for row in connection.execute(text("SELECT * FROM event"))}
    for (key, field), value in what_was_said(connection).items():
        event = events[key]
        if field in COLUMNS:
            assert getattr(event, COLUMNS[field]) == (
                value if value is not None or field != "summary" else ""
            )
            assert field != "status" or not event.disputed  # a person has decided
        elif field == "hidden":
            assert event.hidden
        elif field == "date":
            when = msgspec.json.decode(value) if value else {}
            assert (event.first_day, event.last_day) == (when.get("first_day"), when.get("last_day"))
            assert (event.certainty, event.dated_by) == ("corrected", "correction")
            assert event.other_dates is None
        else:
            query = """SELECT a.slug FROM event_actor x JOIN actor a ON a.id = x.actor_id
                       WHERE x.event_id = :id AND x.role = :role AND x.depth = 0"""
            told = connection.execute(text(query), {"id": event.id, "role": field}).scalars()
            assert set(told) == {each["actor"] for each in msgspec.json.decode(value or "[]")}
    hidden = {key for key, field in what_was_said(connection) if field == "hidden"}
    assert {row.key for row in events.values() if row.hidden} == hidden
    query = """
        SELECT l.kind, m.event_id, o.event_id FROM mention_link l
        JOIN event_mention m ON m.key = l.first_key JOIN event_mention o ON o.key = l.second_key
        WHERE l.undone_at IS NULL AND m.event_id IS NOT NULL AND o.event_id IS NOT NULL
    """
    links = connection.execute(text(query)).all()
    assert all(one != two for kind, one, two in links if kind == "cannot")
    if all(kind == "must" for kind, _, _ in links):
        assert all(one == two for _, one, two in links)


def sound(connection, registry):
    """What is derived is what `db check` makes anew: here without a look at the file and the shape of its tables."""
    founding = (
        connection.execute(text("SELECT id FROM event_mention WHERE event_id IS NOT NULL")).scalars().all()
    )
    found = [
        *check_events.look(connection, registry, founding, set()),
        *check_events.corrections(connection),
        *check_events.left_over(connection),
    ]
    assert [(each.part, each.what, each.found, each.wanted) for each in found] == []


@SOME
@given(steps=STEPS)
def test_what_people_say_holds(make_database, registry, steps):
    with open_database(make_database("desk.db"), "write") as connection:
        desk = Desk(connection, registry)
        untouched = desk.machine()
        for step in steps:
            desk.carry_out(step)
            holds(connection)
        sound(connection, registry)
        desk.back_to_the_start()
        holds(connection)
        sound(connection, registry)
        elsewhere_is_the_same(make_database, registry, connection)
        for key in desk.column("SELECT key FROM event"):
            desk.take_back(key)
        assert desk.machine() == untouched
        sound(connection, registry)
        lines = list(export(connection))
        told = {(at, each.field) for each in lines for at in (each.made_at, each.undone_at)}
        assert desk.log <= told
        assert {at for at, _ in told} <= {at for at, _ in desk.log} | {None}


def elsewhere_is_the_same(make_database, registry, connection):
    """The same articles and what was said: the same events, whatever came between."""
    lines = list(export(connection))
    with open_database(make_database("other.db"), "write") as other:
        for each in articles(registry)[::-1]:
            save(other, each, registry)
        read = [checked(decoded(msgspec.json.encode(line)), "2026-01-07T00:00:00.000000Z") for line in lines]
        done = take_in(other, registry, list(enumerate(read, 1)), dry_run=False)
        assert (done.new, done.clashes) == (len(lines), ())
        for view in ("chronology", "event_actors", "mentions"):
            rows = [connection.execute(text(f"SELECT * FROM {view}")) for connection in (connection, other)]
            one, two = (sorted(map(repr, some)) for some in rows)
            assert one == two
