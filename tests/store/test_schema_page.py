"""docs/schema.md: its columns are the views' and tables', and its SQL runs as written."""

import re
from pathlib import Path

import pytest

from kptimeline.store.engine import open_database
from kptimeline.store.models import Base
from kptimeline.store.readonly import run_sql
from kptimeline.store.save import save
from tests.store.builder import LAUNCH, MEETING, Told, extraction
from tests.store.test_query import PROMISED

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "schema.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("sql", EXAMPLES, ids=lambda sql: sql[:40])
def test_examples_find_what_they_are_for(database, registry, sql):
    missile = Told("A missile launch by North Korea shook Hamhung.", "shook", "shake", by=("North Korea",),
                   when="2025-11-07")  # fmt: skip
    with open_database(database, "write") as connection:
        save(
            connection, extraction(LAUNCH, MEETING, missile, registry=registry, anchor="2025-12-29"), registry
        )
    assert run_sql(database, sql).rows


def test_there_are_examples():
    assert len(EXAMPLES) >= 3


def section(title):
    return PAGE.split(f"## {title}")[1].split("\n## ")[0]


@pytest.mark.parametrize("view", ["chronology", "event_actors"])
def test_the_table_of_a_view_names_every_column_once(view):
    rows = re.findall(r"^\| (`.*?`) \|", section(f"The view `{view}`"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(PROMISED[view].split())


def test_mentions_names_its_own_columns():
    named = set(re.findall(r"`(\w+)`", section("The view `mentions`")))
    assert set(PROMISED["mentions"].split()) - set(PROMISED["chronology"].split()) <= named | {"sentence"}


def test_every_table_has_its_line():
    rows = re.findall(r"^\| (`.*?`) \|", section("The tables"), re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(Base.metadata.tables)
