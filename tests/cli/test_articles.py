"""The articles of a database at the keyboard: asked before anything goes, harmless, and kept by corrections."""

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ingested")
    shutil.copytree(HERE / "articles", folder, dirs_exist_ok=True)
    run("ingest", "fleet.txt", "memo.txt", "lines.jsonl", *AS_OF, folder=folder)
    return folder


@pytest.fixture
def folder(ingested, tmp_path):
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    return tmp_path


def rows(folder, query):
    with sqlite3.connect(folder / "kptimeline.db") as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


ANSWERS = [
    ("y", 0, "removed 1 article with 2 mentions"),
    ("n", 1, "nothing was removed"),
    ("", 1, "nothing was removed"),
]


@pytest.mark.parametrize(("answer", "left", "said"), ANSWERS)
def test_a_person_is_asked(folder, answer, left, said):
    controller, terminal = pty.openpty()
    os.write(controller, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "kptimeline", "articles", "remove", "memo.txt"],
        stdin=terminal,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(controller)
    os.close(terminal)
    assert "Remove this article? [y/N]" in done.stderr
    assert said in done.stdout + done.stderr
    assert done.returncode == 0
    assert rows(folder, "SELECT count(*) FROM article WHERE path = 'memo.txt'") == [(left,)]


def test_removing_and_ingesting_again_gives_the_same_events(folder):
    query = "SELECT event_id, summary, first_day FROM chronology ORDER BY 1"
    before = rows(folder, query)
    assert run("articles", "remove", "fleet.txt", "memo.txt", "--yes", *AS_OF, folder=folder).code == 0
    assert len(rows(folder, query)) < len(before)
    assert run("ingest", "fleet.txt", "memo.txt", *AS_OF, folder=folder).code == 0
    assert rows(folder, query) == before


HOSTILE = [
    ["articles", "list"],
    ["articles", "list", "--format", "table"],
    ["articles", "show", "aakpz6g4lvbph", "--text"],
    ["articles", "remove", "aakpz6g4lvbph", "--yes"],
    ["articles", "show", "lines.jsonl"],
    ["redate", "aakpz6g4lvbph", "2024-08-09", "--as-of", "2026-11-21"],
]


@pytest.mark.parametrize("command", HOSTILE, ids=" ".join)
def test_what_an_article_holds_does_nothing_to_the_terminal(folder, command):
    outcome = run(*command, folder=folder)
    said = outcome.out + outcome.err
    assert said
    assert not {"\x1b", "\u202e"} & set(said)


def test_a_correction_holds_after_a_redate_and_keys_stay(folder):
    key, event = rows(folder, "SELECT mention_key, event_id FROM mentions WHERE summary LIKE 'Russia sent%'")[
        0
    ]
    assert run("hide", event, "--who", "ana", folder=folder).code == 0
    assert run("redate", "fleet.txt", "2025-03-13", *AS_OF, folder=folder).code == 0
    assert rows(folder, f"SELECT hidden, first_day FROM event WHERE key = '{event}'") == [(1, "2025-03-10")]
    assert len(rows(folder, "SELECT * FROM correction")) == 1
    assert rows(folder, f"SELECT event_id FROM mentions WHERE mention_key = '{key}'") == [(event,)]


def test_a_field_in_the_file_does_not_undo_a_redate_and_the_option_does(folder):
    (folder / "own.jsonl").write_text(
        '{"id": "1", "dateline": "2025-03-04", "text": "Japan thanked China on Monday."}\n'
    )
    ingest = ("ingest", "own.jsonl", *AS_OF)
    day = "SELECT first_day FROM chronology WHERE summary LIKE 'Japan thanked%'"
    run(*ingest, folder=folder)
    assert rows(folder, day) == [("2025-03-03",)]
    run("redate", "own.jsonl", "2025-03-11", *AS_OF, folder=folder)
    assert run(*ingest, folder=folder).out.startswith("1 article (1 known)")
    assert rows(folder, day) == [("2025-03-10",)]
    (folder / "own.jsonl").write_text(
        '{"id": "1", "dateline": "2025-03-18", "text": "Japan thanked China on Monday."}\n'
    )
    assert run(*ingest, folder=folder).out.startswith("1 article (1 redated)")
    assert rows(folder, day) == [("2025-03-17",)]
    (folder / "own.jsonl").write_text('{"id": "1", "text": "Japan thanked China on Monday."}\n')
    assert run(*ingest, "--dateline", "2025-03-04", folder=folder).out.startswith("1 article (1 redated)")
    assert rows(folder, day) == [("2025-03-03",)]


def test_another_day_of_publication_is_told_and_changes_nothing(folder):
    line = '{"id": "1", "published": "%s", "text": "Japan thanked China on Monday."}\n'
    (folder / "own.jsonl").write_text(line % "2025-03-04")
    assert run("ingest", "own.jsonl", *AS_OF, folder=folder).err == ""
    (folder / "own.jsonl").write_text(line % "2025-09-04")
    outcome = run("ingest", "own.jsonl", *AS_OF, folder=folder)
    assert (
        "warning: own.jsonl: published now says 2025-09-04, and said 2025-03-04 when it was stored"
        in outcome.err
    )
    assert outcome.out.startswith("1 article (1 known)")


def test_six_articles_that_contradict_themselves_are_counted(folder):
    line = (
        '{{"id": "{0}", "published": "2025-03-0{0}", "date": "2024-01-01", "text": "Japan thanked China."}}\n'
    )
    (folder / "many.jsonl").write_text("".join(line.format(number) for number in range(1, 8)))
    err = run("ingest", "many.jsonl", *AS_OF, folder=folder).err
    assert err.count("date says 2024-01-01") == 5
    assert "warning: 2 more articles with evidence that contradicts its anchor\n" in err


def test_the_file_name_serves_where_it_is_asked_for_and_after_auto(folder):
    shutil.copy(folder / "memo.txt", folder / "2025-03-04.txt")
    (folder / "memo.txt").unlink()
    run("articles", "remove", "memo.txt", "--yes", *AS_OF, folder=folder)
    err = run("ingest", "2025-03-04.txt", *AS_OF, folder=folder).err
    assert "2025-03-04, which is not used" in err
    assert (
        "kptimeline redate 2025-03-04.txt 2025-03-04, or ingest it with --assume-dateline file-name\n" in err
    )
    run("ingest", "2025-03-04.txt", "--assume-dateline", "file-name", *AS_OF, folder=folder)
    anchor = "SELECT day, basis FROM anchor ORDER BY id DESC LIMIT 1"
    assert rows(folder, anchor) == [("2025-03-04", "file-name")]
    run("redate", "2025-03-04.txt", "2025-03-11", *AS_OF, folder=folder)
    run("redate", "2025-03-04.txt", "auto", *AS_OF, folder=folder)
    assert rows(folder, anchor) == [("2025-03-04", "file-name")]


def test_a_dry_run_changes_no_byte(folder):
    path = folder / "kptimeline.db"
    before = path.read_bytes()
    outcome = run("redate", "memo.txt", "fleet.txt", "2025-03-13", "--dry-run", *AS_OF, folder=folder)
    assert outcome.code == 0
    assert "2 articles, 2 would be redated" in outcome.out
    assert path.read_bytes() == before


def test_undated_is_the_same_everywhere(folder):
    listed = run("articles", "list", "--undated", "--format", "jsonl", folder=folder).out
    lines = [json.loads(line) for line in listed.splitlines()]
    view = rows(
        folder,
        "SELECT article_key, count(*) FROM undated WHERE anchor IS NULL AND event_id IS NOT NULL GROUP BY 1 ORDER BY 1",
    )
    assert sorted((line["article"], line["undated"]) for line in lines if line["undated"]) == view != []
    shown = run("show", "--undated", "--format", "json", folder=folder).out
    undated = [event["article_key"] for event in json.loads(shown)["events"] if event["from_day"] is None]
    assert set(undated) == {key for key, _ in view}
    table = run("show", "--undated", folder=folder).out
    for key, _ in view:
        assert f"kptimeline redate {key} YYYY-MM-DD" in table


def test_the_table_of_dates_comes_by_standard_input(folder):
    given = b"article,date\nmemo.txt,2025-03-04\n"
    outcome = run("redate", "--from", "-", *AS_OF, folder=folder, stdin=given)
    assert outcome.out.startswith("memo.txt (apq7d765q6mxw): no anchor")
    assert outcome.code == 0


def test_the_database_may_be_named_at_every_place(folder):
    shutil.move(folder / "kptimeline.db", folder / "other.db")
    named = ("--database", "other.db")
    asked = ("articles", "list")
    said = {run(*(*asked[:at], *named, *asked[at:]), folder=folder).out for at in range(3)}
    assert len(said) == 1
    assert "apq7d765q6mxw" in said.pop()


def test_explain_tells_what_contradicts_the_anchor(folder):
    run("ingest", "odd.jsonl", *AS_OF, folder=folder)
    [(event,)] = rows(
        folder, "SELECT event_id FROM chronology WHERE url = 'https://pier.example/warning' LIMIT 1"
    )
    told = " ".join(run("explain", event, folder=folder).out.split())
    assert "but published says 2024-12-29, the dateline and its weekday say 2025-12-29" in told
    run("redate", "https://pier.example/warning", "2025-12-29", *AS_OF, folder=folder)
    told = " ".join(run("explain", event, folder=folder).out.split())
    assert "but the day given is 2025-12-29, published says 2024-12-29" in told
    assert run("ingest", "odd.jsonl", *AS_OF, folder=folder).err.count("pier.example/warning") == 0
