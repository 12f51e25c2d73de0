"""`--format`, `--map` and `--rejects`, as a person gives them."""

import json

import pytest

from tests.cli.run import run

AS_OF = ("--as-of", "2026-11-21")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "wire.json").write_text(
        json.dumps([{"body": "The envoys met yesterday.", "meta": {"date": 1766968200}}, {"body": 5}])
    )
    (tmp_path / "seoul.txt").write_text(
        "대통령은 화요일 서울에서 기자들과 만나 회담이 연말까지 계속될 것이라고 말했다. " * 2
    )
    return tmp_path


def test_names_of_others_date_the_article(folder):
    names = ("--map", "text=body", "--map", "published=meta.date")
    outcome = run("tag", "wire.json", *names, *AS_OF, folder=folder)
    (line,) = outcome.out.splitlines()
    assert json.loads(line)["anchor"] == "2025-12-29"
    assert (outcome.code, "element 2: " in outcome.err) == (1, True)


WRONG = [
    (("--map", "body=text"), "no field body; the fields are text, id, title, published"),
    (("--map", "text"), "'text' is not FIELD=NAME"),
    (("--map", "text="), "'text=' is not FIELD=NAME"),
    (("--map", "text=a", "--map", "text=b"), "the field text is given twice"),
    (("--format", "docx"), "'docx' is not one of 'jsonl', 'json', 'pdf'"),
]


@pytest.mark.parametrize("command", ["ingest", "dateline", "tag", "extract"])
@pytest.mark.parametrize(("options", "reason"), WRONG)
def test_wrong_usage_names_what_is_right(folder, command, options, reason):
    outcome = run(command, "wire.json", *options, folder=folder)
    assert (outcome.code, reason in outcome.err) == (2, True), outcome.err


def test_a_format_that_is_named_holds(folder):
    outcome = run("tag", "wire.json", "--format", "text", *AS_OF, folder=folder)
    assert (outcome.code, len(outcome.out.splitlines())) == (0, 1)


def test_rejects_are_written_as_lines(folder):
    names = ("--map", "text=body", "--map", "published=meta.date", "--rejects", "out.jsonl")
    assert run("ingest", "wire.json", "gone.txt", *names, *AS_OF, folder=folder).code == 1
    found = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [(reject["path"], reject["line"], reject["reason"]) for reject in found] == [
        ("wire.json", None, "element 2: expected `str`, got `int` - at `$.text`"),
        ("gone.txt", None, "no such file or folder"),
    ]
    assert all(reject["hint"] for reject in found)


@pytest.mark.parametrize("target", ["wire.json", "./wire.json"])
def test_rejects_do_not_overwrite_what_is_read(folder, target):
    before = (folder / "wire.json").read_bytes()
    outcome = run("ingest", ".", "--rejects", target, folder=folder)
    assert (outcome.code, (folder / "wire.json").read_bytes()) == (2, before)
    assert "is one of the files to read" in outcome.err


def test_rejects_that_cannot_be_written_end_the_run_before_it_begins(folder):
    outcome = run("ingest", "seoul.txt", "--rejects", "no/such/out.jsonl", folder=folder)
    assert (outcome.code, (folder / "kptimeline.db").exists()) == (2, False)


def test_another_language_is_stored_and_says_so(folder):
    outcome = run("ingest", "seoul.txt", *AS_OF, folder=folder)
    assert "no rules for ko: 1 article stored without times and events" in outcome.err
    assert outcome.code == 0
