"""`search` and the options that it shares with `show`, beside the golden session."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = {
    "title": '=HYPERLINK("x") and a \x1b[2Jtitle of crabs',
    "text": "Russia sent two ships to Japan on Monday. Prices of crabs rose sharply.\n\n"
    "Japan condemned Russia\x9b on Tuesday. The weather was fine.",
    "published": "2025-03-05",
    "outlet": "Harbour\u202e Wire\x1b]0;x\x07",
    "url": "https://example.org/\u202e\x1b[2J",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    (folder / "crabs.jsonl").write_text(json.dumps(ARTICLE), "utf-8")
    assert run("ingest", "crabs.jsonl", "--as-of", "2026-01-05", folder=folder).code == 0
    return folder


def test_sentences_without_an_event_are_counted_and_listed(folder):
    told = run("search", "weather", folder=folder).out
    assert "Left out: of the sentences, 1 matches and tells of no event" in told
    assert "list them with --sentences" in " ".join(told.split())
    assert "The [[weather]] was fine." in run("search", "weather", "--sentences", folder=folder).out
    told = json.loads(run("search", "weather", "--sentences", "--format", "json", folder=folder).out)
    (sentence,) = told["sentences"]
    assert sentence["text"] == "The weather was fine."
    assert [sentence["text"][start:end] for start, end in sentence["hits"]] == ["weather"]
    lines = run("search", "weather", "--sentences", "--format", "jsonl", folder=folder).out
    assert [json.loads(line) for line in lines.splitlines()] == [sentence]
    rows = run("search", "weather", "--sentences", "--format", "csv", folder=folder).out
    assert [row["text"] for row in csv.DictReader(io.StringIO(rows))] == [sentence["text"]]


def test_they_are_not_counted_where_only_events_can_answer(folder):
    assert "--sentences" not in run("search", "weather", "--actor", "Japan", folder=folder).out


HOSTILE = [
    '"', "'", "''", "a'b", "a AND", "OR", "NOT a", "NEAR(a b, 3)", "text: a", "{a b} : c", "^ a", "a + b", "(", ")",
    "a)", "*", "a*b", "**", "a -", "--", "a; DROP TABLE event", "\\", "%", "_", "a\\'", "rank MATCH 'x'", "sentence_fts",
    "\u202ea", "a\u0301", "\U0001f600", "\ud800", "a\x00b", "-a -b", "a " * 100, "(" * 500,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("form", ["table", "csv"])
def test_no_words_are_an_error_of_the_database(folder, words, form):
    outcome = run("search", "--format", form, "--", words, folder=folder)
    assert outcome.code in {0, 2}
    assert not {"fts5", "sqlite", "syntax"} & set(outcome.err.lower().split())


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["ships", "-monday"], 0),
        (["-monday", "japan"], 1),
        (["-h"], None),
        (["ships", "--since", "2025"], 1),
        (["condemn*", "OR", "ships"], 2),
        (["ships", "--with", "Japan", "--actor", "Russia"], 1),
        (["ships", "--actor", "China", "--actor", "Russia"], 1),
        (["ships", "--place", "seoul"], 0),
    ],
)
def test_words_and_options_mix(folder, arguments, found):
    outcome = run("search", *arguments, "--format", "jsonl", folder=folder)
    assert outcome.code == 0
    if found is None:
        assert outcome.out.startswith("Usage: kptimeline search")
    else:
        assert len(outcome.out.splitlines()) == found


def test_data_goes_to_a_file_and_only_there(folder):
    outcome = run("show", "--format", "csv", "--output", "events.csv", folder=folder)
    assert (outcome.code, outcome.out) == (0, "")
    assert (folder / "events.csv").read_bytes() == run("show", "--format", "csv", folder=folder).out.encode()
    run("search", "ships", "--output", "found.txt", folder=folder)
    assert (folder / "found.txt").read_text("utf-8") == run("search", "ships", folder=folder).out


def test_formats_tell_the_same_events(folder):
    whole = json.loads(run("show", "--format", "json", folder=folder).out)["events"]
    lines = [json.loads(line) for line in run("show", "--format", "jsonl", folder=folder).out.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("show", "--format", "csv", folder=folder).out, newline="")))
    assert lines == whole
    assert [row["event_id"] for row in rows] == [event["event_id"] for event in whole]
    assert len(rows) >= 2


def test_nothing_that_a_terminal_obeys_is_printed(folder):
    commands = [
        ["show"], ["show", "--format", "json"], ["show", "--format", "jsonl"], ["search", "crabs"],
        ["search", "crabs", "--sentences"], ["search", "title", "--format", "json"], ["articles", "list"],
        ["articles", "show", "crabs.jsonl"], ["search", "crabs", "--sentences", "--format", "jsonl"],
        ["sql", "SELECT title, outlet, '\x1b[1m' FROM article", "--format", "table"],
        ["sql", "SELECT title, outlet FROM article", "--format", "plain"],
        ["sql", "SELECT title, outlet FROM article", "--format", "json"],
        ["sql", "SELECT '\x1b[31m\u202e' FROM nothing"], ["articles", "show", "\x1b[2J\u202ex"],
        ["show", "--actor", "\x1b[2J\u202ex"], ["explain", "\x1b[2J\u202ex"], ["show", "--outlet", "\x9b\u202ex"],
        ["search", "crabs", "--since", "\x1b[2J\u202ex"], ["ingest", "\x1b[2J\u202e.txt"], ["show", "--\x1b[2J"],
        ["\x1b[2J\u202e"], ["--database", "\x1b[2J\u202e.db", "show"], ["show", "--output", "\x1b[2J/\u202ex"],
        ["resolve", "\x1b[2J\u202e", "--dateline", "2025-12-29"], ["redate", "\x1b[2J\u202e", "2025-12-29"],
        ["actors", "show", "\x1b[2J\u202e"], ["tag", "crabs.jsonl"], ["extract", "crabs.jsonl"], ["dateline", "crabs.jsonl"],
        ["show", "--format", "\x1b[2J\u202e"], ["search", "a", "--database", "postgresql://\x1b[2J\u202e@[/x"],
    ]  # fmt: skip
    obeyed = {chr(code) for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F))} - {"\n", "\t"}
    told = {" ".join(command): run(*command, folder=folder) for command in commands}
    assert {name: kept for name, each in told.items() if (kept := obeyed & set(each.out + each.err))} == {}


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("command", [["show"], ["search", "ships"]], ids=" ".join)
def test_a_closed_pipe_is_no_failure(folder, command, form):
    done = subprocess.run(
        f"{sys.executable} -m kptimeline {' '.join(command)} --format {form} | head -c 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0
    assert b"rror" not in done.stderr
