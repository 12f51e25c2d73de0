"""What commands import: reading the chronology and tagging must start fast."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = Path(__file__).parent / "articles"
HEAVY = {"spacy", "dateparser", "alembic", "trafilatura", "htmldate", "lxml", "feedparser"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lazy")
    assert run("ingest", str(ARTICLES / "fleet.txt"), folder=folder).code == 0
    return folder


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Top-level modules after a command, run by a Python of its own."""
    code = (
        "import sys; from kptimeline.cli import main; code = main(sys.argv[1:]); sys.stdout.flush()\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["show", "--actor", "North Korea", "--since", "2024-10", "--until", "2026"],
        ["show", "--format", "json"],
        ["show", "--format", "csv"],
        ["search", "aid", "--actor", "North Korea", "--since", "2024-10"],
        ["sql", "SELECT * FROM chronology"],
        ["articles", "list"],
        ["articles", "show", "fleet.txt"],
    ],
)
def test_looking_loads_no_model_no_dates_no_migrations(folder, arguments):
    assert loaded(folder, *arguments) & HEAVY == set()


def test_the_tables_of_sqlite_load_no_other_dialect():
    code = "import kptimeline.store.models, sys; print('sqlalchemy.dialects.postgresql' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("command", [["show"], ["search", "aid"]], ids=" ".join)
@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_data_loads_no_rich(folder, command, form):
    assert "rich" not in loaded(folder, *command, "--format", form)


@pytest.mark.parametrize("command", ["tag", "dateline"])
def test_stages_without_a_model_load_none(folder, command):
    found = loaded(folder, command, str(ARTICLES / "fleet.txt"))
    assert found & {*HEAVY, "sqlalchemy", "rich"} == set()


def test_resolving_a_phrase_loads_no_database(folder):
    assert (
        loaded(folder, "resolve", "last week", "--dateline", "2025-12-29") & {*HEAVY, "sqlalchemy"} == set()
    )


def test_redating_and_known_articles_load_no_model(folder):
    assert "spacy" not in loaded(folder, "ingest", str(ARTICLES / "fleet.txt"))
    assert "spacy" not in loaded(folder, "redate", "fleet.txt", "2025-03-04")
