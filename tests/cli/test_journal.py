"""`--json-log` and the table `run`: how a run goes, and how it went."""

import json
from datetime import datetime

import pytest

from tests.cli.processes import made_articles
from tests.cli.run import run
from tests.cli.test_reprocess import rows

AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture
def folder(tmp_path):
    made_articles(tmp_path, 20)
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n')
    return tmp_path


def events(folder):
    """The events of the log without what differs from run to run."""
    found = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    for one in found:
        assert datetime.fromisoformat(one.pop("at")).utcoffset().total_seconds() == 0
        assert one.pop("seconds", 0) >= 0
        assert one.pop("articles_per_second", 0) >= 0
    return found


def test_every_event_is_a_line(folder):
    done = run("ingest", "bad.jsonl", "made.jsonl", *AS_OF, "--json-log", "log.jsonl", folder=folder)
    assert done.code == 1
    started, *others = events(folder)
    assert (started.pop("event"), started.pop("version") != "") == ("started", True)
    assert started == {"workers": 1, "files": 2}
    assert [one.pop("reason") in done.err for one in others if one["event"] == "rejected"] == [True]
    assert others == [
        {"event": "rejected", "path": "bad.jsonl", "line": 1, "hint": others[0]["hint"]},
        {"event": "batch", "counts": {"new": 16, "rejected": 1}, "files": 1},
        {"event": "batch", "counts": {"new": 20, "rejected": 1}, "files": 2},
        {"event": "done", "counts": {"new": 20, "rejected": 1}},
    ]
    ((model, arguments, counts),) = rows(folder, "SELECT model, arguments, counts FROM run")
    assert model.startswith("en_core_web_sm")
    assert json.loads(arguments) == {"workers": 1}
    assert json.loads(counts).keys() == {"new", "rejected", "seconds"}


def test_a_run_that_finds_all_known_is_a_run_too(folder):
    for _ in range(2):
        assert run("ingest", "made.jsonl", *AS_OF, folder=folder).code == 0
    found = rows(folder, "SELECT started_at, finished_at, model IS NULL, counts FROM run ORDER BY id")
    assert [row[:2] for row in found] == [("2026-11-21", "2026-11-21")] * 2
    assert [json.loads(row[3])["unchanged"] for row in found[1:]] == [20]


def test_the_log_is_no_source_and_must_be_writable(folder):
    for path, message in [
        ("made.jsonl", "--json-log made.jsonl is one of the files to read"),
        ("no/log.jsonl", "--json-log no/log.jsonl cannot be written: no such file or directory"),
    ]:
        done = run("ingest", "made.jsonl", *AS_OF, "--json-log", path, folder=folder)
        assert (done.code, done.err.splitlines()[0]) == (2, f"error: {message}")
    assert (folder / "made.jsonl").stat().st_size
