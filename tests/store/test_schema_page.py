"""docs/schema.md: its columns are the views' and tables', its end is written from the live schema, its SQL runs."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kptimeline.store.engine import open_database
from kptimeline.store.models import Base
from kptimeline.store.readonly import run_sql
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction
from tests.store.test_query import PROMISED

PATH = Path(__file__).resolve().parents[2] / "docs" / "schema.md"
PAGE = PATH.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
MARK = "<!-- from here on written by tests/store/test_schema_page.py: pytest tests/store/test_schema_page.py --update-golden -->\n"
MISSILE = Told("A missile launch by North Korea shook Hamhung.", "shook", "shake", by=("North Korea",), to=("Japan",),
               when="2025-11-07")  # fmt: skip
MONTH = Told("In 2025-10 Tokyo aided Seoul.", "aided", "aid", "AID", by=("Japan",), to=("South Korea",),
             when="in 2025-10")  # fmt: skip
AGAIN = Told("A rocket was fired by Pyongyang on Monday.", "fired", "fire", "ASSAULT", by=("Pyongyang",),
             when="on Monday")  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory, empty_database, registry):
    """Two articles with an event in both, a plan, a claim that goes on, a month, and an undated event."""
    path = tmp_path_factory.mktemp("page") / "kptimeline.db"
    path.write_bytes(empty_database)
    told = (LAUNCH, MEETING, MISSILE, TROOPS, WARNING, PLAN, MONTH)
    with open_database(path, "write") as connection:
        save(connection, extraction(*told, registry=registry, anchor="2025-12-29"), registry)
        save(
            connection,
            extraction(AGAIN, registry=registry, anchor="2025-12-30", outlet="Lantern Post"),
            registry,
        )
    return path


@pytest.mark.parametrize("sql", EXAMPLES, ids=lambda sql: sql[:40])
def test_examples_find_what_they_are_for(filled, sql):
    assert run_sql(filled, sql).rows


def test_there_are_ten_examples_and_each_has_its_question():
    questions = re.findall(r"^(\d+)\. .+\?\n\n```sql\n", PAGE, re.MULTILINE)
    assert questions == [str(number) for number in range(1, 11)]
    assert len(EXAMPLES) == 10


FOUND = {  # by the number of the question: what the rows must hold
    1: [("2024-10-01", None, "North Korea"), ("2025-11-07", "2025-11-07", "North Korea")],
    3: [("2025-10", "AID", 1), ("2025-11", None, 1), ("2025-12", "ASSAULT", 1), ("2025-12", "CONSULT", 1)],
    5: [("2024-10-01", "North Korea")],
    6: [("2027-01-01", "2027-12-31", "year")],
    7: [("Kwon Mirae", "ongoing", 1, 1)],
    9: [("no time phrase", 1, 1)],
}


@pytest.mark.parametrize("number", FOUND)
def test_examples_find_that_and_nothing_else(filled, number):
    rows = run_sql(filled, EXAMPLES[number - 1]).rows
    assert [row[: len(held)] for row, held in zip(rows, FOUND[number], strict=True)] == FOUND[number]


def test_an_overlap_in_three_parts_is_the_same_as_in_one(filled):
    (parts,) = re.findall(r"^    (SELECT a\.sort_day.*?);", PAGE, re.MULTILINE | re.DOTALL)
    rows = run_sql(filled, parts).rows
    assert [row[:4] for row in rows] == [row[:4] for row in run_sql(filled, EXAMPLES[1]).rows]
    assert {row[0] < "2025" for row in rows} == {True, False}
    plan = "\n".join(str(row) for row in run_sql(filled, f"EXPLAIN QUERY PLAN {parts}").rows)
    for index in ("lasting", "question", "unbegun"):
        assert f"ix_event_actor_{index}" in plan


def test_the_table_of_overlap_is_true(filled):
    told = re.findall(
        r"^\| \*(.+?)\*.*? \| (\S+) \| (\S+) \| (\w+) \| (\S+) \| (\S+) \|$", PAGE, re.MULTILINE
    )
    assert len(told) == 5
    for _, first, last, extent, from_day, to_day in told:
        known = last if first == "NULL" else first
        bounds = ("0001-01-01", "9999-12-31") if extent == "throughout" else (known, known)
        assert from_day == (first if first != "NULL" else bounds[0])
        assert to_day == (last if last != "NULL" else bounds[1])
    open_end = "SELECT from_day, to_day, extent FROM chronology WHERE first_day = '2024-10-01'"
    assert run_sql(filled, open_end).rows == (("2024-10-01", "9999-12-31", "throughout"),)


def section(title):
    return PAGE.split(f"## {title}")[1].split("\n## ")[0]


@pytest.mark.parametrize("view", ["chronology", "event_actors"])
def test_the_table_of_a_view_names_every_column_once(view):
    rows = re.findall(r"^\| (`.*?`) \|", section(f"The view `{view}`").split("\n### ")[0], re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(PROMISED[view].split())


def test_mentions_names_its_own_columns():
    named = set(re.findall(r"`(\w+)`", section("The view `mentions`")))
    assert set(PROMISED["mentions"].split()) - set(PROMISED["chronology"].split()) <= named | {"sentence"}


def test_every_table_has_its_line():
    rows = re.findall(r"^\| (`.*?`) \|", section("The tables"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(Base.metadata.tables)


def described(path):
    """The schema of a database as the page tells it: views, tables with their columns, indexes."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        views = names(connection, "type = 'view'")
        tables = names(connection, "type = 'table' AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\'")
        indexes = names(connection, "type = 'index' AND sql IS NOT NULL")
        lines = ["", "| view | columns |", "|---|---|"]
        lines += [
            f"| `{view}` | {', '.join(f'`{name}`' for name, *_ in columns(connection, view))} |"
            for view in views
        ]
        lines += ["", "| table | columns |", "|---|---|"]
        lines += [f"| `{table}` | {told(connection, table)} |" for table in tables]
        lines += ["", "| index | of |", "|---|---|"]
        for index in indexes:
            (table,) = connection.execute(
                "SELECT tbl_name FROM sqlite_master WHERE name = ?", (index,)
            ).fetchone()
            on = [name for _, _, name in connection.execute(f'PRAGMA index_info("{index}")')]
            lines.append(f"| `{index}` | `{table}` ({', '.join(str(name) for name in on)}) |")
    return "\n".join(lines) + "\n"


def names(connection, condition):
    query = f"SELECT name FROM sqlite_master WHERE {condition} AND name <> 'alembic_version' AND name NOT LIKE 'sqlite%'"
    return [name for (name,) in connection.execute(f"{query} ORDER BY name")]


def columns(connection, table):
    query = 'SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid'
    return connection.execute(query, (table,)).fetchall()


def told(connection, table):
    to = {row[3]: row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
    return ", ".join(
        f"{f'**`{name}`**' if key else f'`{name}`'}{' ' + kind.lower() if kind else ''}"
        f"{'' if needed or key or not kind else '?'}{f' → `{to[name]}`' if name in to else ''}"
        for name, kind, needed, key in columns(connection, table)
    )


def test_the_end_is_written_from_the_live_schema(database, request):
    written, mark, stands = PAGE.partition(MARK)
    assert mark
    if request.config.getoption("--update-golden"):
        PATH.write_text(written + MARK + described(database), "utf-8")
    else:
        assert stands == described(database)
