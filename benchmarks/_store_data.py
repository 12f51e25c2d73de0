"""A made database for benchmarks/store.py: as many events as wanted, from a seed, in the project's own schema.

The tables are filled by `sqlite3` alone, since it is the questions that are measured here: indexes and
triggers are set aside meanwhile. What it is made to be like:

- twenty years of articles, more in the later ones; ten new events an article, and two told by an article before
- 80 states, shares falling as 1/rank (North Korea the first), each with five bodies; bodies have heads who
  change every four years, and who belong to them only meanwhile
- of the events 69 in 100 are of one day, others of a week, a month, a quarter, a year, *recently*, from one
  day to another; 3 in 100 have an open end, 7 no date at all; 1 in 500 is hidden
- sentences of words whose shares fall as 1/rank: the commonest stands in a quarter of the sentences
"""

from __future__ import annotations

import base64
import random
import sqlite3
from bisect import bisect
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from kptimeline.interval import Extent, Granularity, Interval, days_in_month, iso, parse_iso, to_day
from kptimeline.merge.facts import Dates
from kptimeline.store.migrate import upgrade
from kptimeline.store.schema import HEAD

SEED = 20261122
EVENTS_AN_ARTICLE, RETOLD_AN_ARTICLE = 10, 2
FIRST, LAST = parse_iso("2006-01-01"), parse_iso("2025-12-31")
STATES, BODIES, TERM = 80, 5, 4 * 365
NAMED = ("North Korea", "South Korea", "the United States", "China", "Japan", "Russia")
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT", None,
)  # fmt: skip
STATUSES = ("occurred", "occurred", "occurred", "ongoing", "planned", "proposed", "negated", "denied")
COMMON, PAIR = "missile", ("missile", "sanctions")  # a word in a quarter of the sentences, and two together
SHAPES = {  # in 1,000 events
    "day": 690, "week": 40, "month": 80, "quarter": 10, "year": 30, "recently": 20, "from-to": 30,
    "since": 20, "until": 10, "none": 70,
}  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"

Row = tuple[Any, ...]


def database(folder: Path, events: int) -> Path:
    """The file with so many events: the one made before, or a new one (a million: some minutes, 3 GB)."""
    path = folder / f"store-{HEAD}-{events}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        for old in folder.glob(f"{half.name}*"):
            old.unlink()
        upgrade(half)
        with closing(sqlite3.connect(half, isolation_level=None)) as connection:
            fill(connection, events)
        half.rename(path)
    return path


def fill(connection: sqlite3.Connection, events: int) -> None:
    """Fills the tables of an empty database."""
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    aside = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).fetchall()
    connection.execute("BEGIN")
    for kind, name, _ in aside:
        connection.execute(f"DROP {kind} {name}")
    world = World(random.Random(SEED), events)
    for table, rows in world.actor_rows().items():
        insert(connection, table, rows)
    for batch in world.articles():
        for table, rows in batch.items():
            insert(connection, table, rows)
    for full_text in ("sentence_fts", "title_fts"):
        connection.execute(f"INSERT INTO {full_text} ({full_text}) VALUES ('rebuild')")
    for _, _, sql in sorted(aside):
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    """Inserts rows of the columns COLUMNS."""
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} ({', '.join(COLUMNS[table])}) VALUES ({places})", rows)


DATED = tuple(Dates.__struct_fields__)
SAID = ("event_type", "status", "by_actors", "to_actors", "claimed_by", "place", "summary", "dated_by",
        "certainty", "reason", *DATED)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("id", "slug", "name", "kind", "country", "origin"),
    "actor_name": ("id", "actor_id", "text", "folded", "kind", "origin"),
    "actor_parent": ("id", "actor_id", "parent_id", "from_day", "to_day", "origin"),
    "article": (
        "id", "key", "raw_sha256", "text_sha256", "text", "title", "body_start", "body_end", "outlet", "url",
        "language", "genre", "authors", "published", "as_of", "extra", "reading", "reading_version", "rules",
        "resolved_sha256",
    ),
    "anchor": ("id", "article_id", "day", "basis", "inferred", "certain", "chosen_at", "by"),
    "sentence": ("id", "article_id", "start_char", "end_char", "text"),
    "time_expression": (
        "id", "article_id", "position", "start_char", "end_char", "text", "expression", "rule", "plan",
        "timex_type", "timex_value", "inferred", "ambiguous", *DATED,
    ),
    "event_mention": (
        "id", "key", "article_id", "event_id", "sentence_id", "time_expression_id", "position", "start_char",
        "end_char", "trigger_start", "trigger_end", "trigger", "lemma", "quantities", *SAID,
    ),
    "mention_actor": ("mention_id", "role", "position", "name", "actor_id", "inferred"),
    "event": ("id", "key", "mention_id", "disputed", "hidden", "articles", *SAID),
    "event_key": ("key", "mention_key", "event_id"),
    "event_actor": (
        "event_id", "actor_id", "role", "depth", "from_day", "to_day", "sort_day", "fineness",
    ),
}  # fmt: skip


@cache
def dates(shape: str, day: int, length: int) -> Row:
    """The columns of an event that begins on a day, as the program itself would write them."""
    year, month = int(str(iso(day))[:4]), int(str(iso(day))[5:7])
    quarter = (month - 1) // 3 * 3 + 1
    within, through = Extent.WITHIN, Extent.THROUGHOUT
    spans = {
        "day": (day, day, Granularity.DAY, within),
        "week": (day - day % 7 + 1, day - day % 7 + 7, Granularity.WEEK, within),
        "month": (
            to_day(year, month, 1), to_day(year, month, days_in_month(year, month)), Granularity.MONTH, within
        ),
        "quarter": (
            to_day(year, quarter, 1), to_day(year, quarter + 2, days_in_month(year, quarter + 2)),
            Granularity.QUARTER, within,
        ),
        "year": (to_day(year, 1, 1), to_day(year, 12, 31), Granularity.YEAR, within),
        "recently": (None, day, Granularity.VAGUE, within),
        "from-to": (day, day + length, Granularity.DAY, through),
        "since": (day, None, Granularity.MONTH, through),
        "until": (None, day, Granularity.MONTH, through),
    }  # fmt: skip
    found = Dates() if shape == "none" else Dates.of(Interval(*spans[shape]), f"{iso(day)}/{shape}")
    return tuple(getattr(found, name) for name in DATED)


class World:
    """Everything that the rows are made of; the same seed gives the same rows."""

    def __init__(self, chance: random.Random, events: int) -> None:
        self.chance, self.events = chance, events
        names = (*NAMED, *(f"State {letter}" for letter in range(STATES - len(NAMED))))
        self.names: dict[int, str] = {}
        self.slugs: dict[int, str] = {}
        self.parents: list[tuple[int, int, int | None, int | None]] = []
        self.bodies: list[list[int]] = []
        self.heads: dict[int, list[tuple[int, int]]] = {}  # of a body: the head from a day on
        for name in names:
            state = self._actor(name)
            own = [self._actor(f"{name} body {n}") for n in range(BODIES)]
            self.bodies.append([state, *own])
            for body in own:
                self.parents.append((body, state, None, None))
                begin = FIRST - chance.randrange(TERM)
                while begin < LAST:
                    head = self._actor(f"Head {len(self.names)}")
                    self.parents.append((head, body, begin, begin + TERM - 1))
                    self.heads.setdefault(body, []).append((begin, head))
                    begin += TERM
        self.state_of = {actor: own[0] for own in self.bodies for actor in own}
        self.state_weights = list(accumulate(1 / (rank + 1) for rank in range(STATES)))
        words = [COMMON, PAIR[1], *sorted({self._word() for _ in range(30_000)})]
        self.words = words
        # Ten words a sentence: the first of a share of 1/rank among 30,000 stands in every third sentence or so.
        self.word_weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        self.shapes = list(SHAPES)
        self.shape_weights = list(accumulate(SHAPES.values()))

    def _actor(self, name: str) -> int:
        number = len(self.names) + 1
        self.names[number] = name
        self.slugs[number] = name.lower().removeprefix("the ").replace(" ", "-")
        return number

    def _word(self) -> str:
        return "".join(self.chance.choice("bdfgklmnprstvz") + self.chance.choice("aeiou") for _ in range(4))

    def key(self, letter: str) -> str:
        """A letter and twelve of base32."""
        return letter + base64.b32encode(self.chance.randbytes(8))[:12].decode().lower()

    def actor_rows(self) -> dict[str, list[Row]]:
        """All actors, their names and what they belong to, with days."""
        return {
            "actor": [(n, self.slugs[n], name, "unknown", None, "user") for n, name in self.names.items()],
            "actor_name": [
                (n, n, name, name.lower().removeprefix("the "), "alias", "user")
                for n, name in self.names.items()
            ],
            "actor_parent": [
                (n, child, parent, iso(begin), iso(end), "user")
                for n, (child, parent, begin, end) in enumerate(self.parents, 1)
            ],
        }

    def party(self, day: int) -> tuple[int, tuple[int, ...]]:
        """Who acts on a day: a state, a body of one or its head; and the actors above, nearest first."""
        own = self.bodies[bisect(self.state_weights, self.chance.random() * self.state_weights[-1])]
        actor = own[0] if self.chance.random() < 0.5 else self.chance.choice(own[1:])
        if actor == own[0]:
            return actor, ()
        if self.chance.random() < 0.6:
            return actor, (own[0],)
        head = [who for begin, who in self.heads[actor] if begin <= day][-1]
        return head, (actor, own[0])

    def sentence(self, by: int, to: int | None) -> str:
        """Ten words between who does it and to whom."""
        words = self.chance.choices(self.words, cum_weights=self.word_weights, k=10)
        return f"{self.names[by]} {' '.join(words[:5])} {self.names[to] if to else 'nobody'} {' '.join(words[5:])}."

    def articles(self) -> Iterator[dict[str, list[Row]]]:
        """Rows of a thousand articles at a time, in order of publication."""
        articles = self.events // EVENTS_AN_ARTICLE
        days = sorted(FIRST + int((LAST - FIRST) * self.chance.random() ** 0.7) for _ in range(articles))
        batch: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        events = Events(self)
        for number, day in enumerate(days, 1):
            self._article(batch, events, number, day)
            if number % 1_000 == 0 or number == articles:
                yield batch
                batch = {name: [] for name in COLUMNS}
        yield {"event": events.rows()}

    def _article(self, batch: dict[str, list[Row]], events: Events, number: int, day: int) -> None:
        chance, key, outlet = self.chance, self.key("a"), f"Outlet {self.chance.randrange(60)}"
        told = [events.new(day) for _ in range(EVENTS_AN_ARTICLE)]
        told += [events.again() for _ in range(RETOLD_AN_ARTICLE)]
        texts = []
        at = 0
        for position, event in enumerate(told):
            text = self.sentence(event.by[0], event.to[0] if event.to else None)
            texts.append(text)
            start, end = at, at + len(text)
            at = end + 1
            mention_id = (number - 1) * len(told) + position + 1
            batch["sentence"].append((mention_id, number, start, end, text))
            time_id = None
            if event.shape != "none":
                time_id = mention_id
                batch["time_expression"].append(
                    (
                        time_id,
                        number,
                        position,
                        end - 9,
                        end - 1,
                        text[-9:-1],
                        "shift(present, -1, day)",
                        "day-before",
                        0,
                        "DATE",
                        "2025-01-01",
                        "",
                        0,
                        *event.dates,
                    )
                )
            mention_key = f"{key}:{start + 12}:{start + 18}"
            said = event.said(self)
            event.articles += 1
            batch["event_mention"].append(
                (
                    mention_id,
                    mention_key,
                    number,
                    event.id,
                    mention_id,
                    time_id,
                    position,
                    start,
                    end,
                    start + 12,
                    start + 18,
                    text[12:18],
                    "do",
                    "[]",
                    *said,
                )
            )
            for role, party in (("by", event.by), ("to", event.to)):
                if party is not None:
                    batch["mention_actor"].append((mention_id, role, 0, self.names[party[0]], party[0], 0))
            if event.mention_id is None:
                event.mention_id = mention_id
                batch["event_key"].append((event.key, mention_key, event.id))
                batch["event_actor"] += event.actor_rows()
        body = " ".join(texts)
        batch["article"].append(
            (
                number,
                key,
                "0" * 64,
                f"{chance.getrandbits(256):064x}",
                body,
                " ".join(texts[0].split()[:6]),
                0,
                len(body),
                outlet,
                f"https://made.example/{number}",
                "en",
                "news",
                "[]",
                iso(day),
                iso(day),
                "{}",
                "{}" * 1_000,
                "made",  # no version of ours: nobody is to decode it
                "made",
                "0" * 64,
            )
        )
        batch["anchor"].append((number, number, iso(day), "metadata", "", 1, iso(day), "made"))


class Made:
    """An event with what its mentions say alike."""

    __slots__ = ("articles", "by", "dates", "id", "key", "mention_id", "shape", "status", "to", "type")

    def __init__(self, world: World, number: int, day: int) -> None:
        chance = world.chance
        self.id, self.key = number, world.key("e")
        self.shape = world.shapes[bisect(world.shape_weights, chance.random() * world.shape_weights[-1])]
        begin = (
            day - int(chance.expovariate(1 / 20)) if chance.random() < 0.8 else day - chance.randrange(900)
        )
        self.dates = dates(
            self.shape, begin, chance.choice((2, 5, 14, 60, 300)) if self.shape == "from-to" else 0
        )
        self.by = world.party(max(begin, FIRST))
        self.to = world.party(max(begin, FIRST)) if chance.random() < 0.7 else None
        self.type, self.status = chance.choice(TYPES), chance.choice(STATUSES)
        self.mention_id: int | None = None
        self.articles = 0

    def said(self, world: World) -> Row:
        """The columns SAID."""
        undated = self.shape == "none"
        to = world.names[self.to[0]] if self.to else ""
        return (
            self.type, self.status, world.names[self.by[0]], to, "", None, f"do {to}",
            None if undated else "phrase", None if undated else "stated",
            "no time phrase" if undated else None, *self.dates,
        )  # fmt: skip

    def actor_rows(self) -> Iterator[Row]:
        """Rows of `event_actor`: each actor once a role, at its least depth."""
        days = self.dates[2], self.dates[3], self.dates[4], self.dates[9]
        for role, party in (("by", self.by), ("to", self.to)):
            if party is not None:
                for depth, actor in enumerate((party[0], *party[1])):
                    yield self.id, actor, role, depth, *days


class Events:
    """All events, so that later articles can tell of them again; their rows are written last."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.made: list[Made] = []

    def new(self, day: int) -> Made:
        """An event of its own."""
        self.made.append(Made(self.world, len(self.made) + 1, day))
        return self.made[-1]

    def again(self) -> Made:
        """One of the latest two thousand, or a new one told twice by the first article."""
        return self.world.chance.choice(self.made[-2_000:])

    def rows(self) -> list[Row]:
        """Rows of `event`."""
        return [
            (
                event.id,
                event.key,
                event.mention_id,
                0,
                int(event.id % 500 == 0),
                event.articles,
                *event.said(self.world),
            )
            for event in self.made
        ]
