"""`--select`: what is taken of what comes in, and how the rest is told."""

import json

import pytest

from kptimeline.cli.selecting import speaks
from tests.cli.run import run

AS_OF = ("--as-of", "2026-11-21")
TEXT = "The envoys of both sides met in the old town hall, and will meet again in a week."
ARTICLES = [
    {"id": "a", "outlet": "River Post", "language": "en", "published": "2024-01-31", "text": f"A. {TEXT}"},
    {
        "id": "b",
        "outlet": "river  post",
        "language": "en-GB",
        "published": "2024-06-30",
        "text": f"B. {TEXT}",
    },
    {"id": "c", "outlet": "Hill Times", "language": "ko", "published": "2024-07-01", "text": "씨"},
    {"id": "d", "outlet": "Hill Times", "text": f"GENEVA, May 5, 2024 (Hill Times) -- {TEXT}"},
    {"id": "e", "text": f"E. {TEXT}"},
    # in Seoul it is the first of July
    {"id": "f", "published": "2024-06-30T20:00:00Z", "text": f"SEOUL, July 1 (Hill Times) -- {TEXT}"},
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(each) + "\n" for each in ARTICLES))
    return tmp_path


SELECTED = [
    (["language=en"], "abdef"),
    (["language=en-GB"], "b"),
    (["language=EN_gb"], "b"),
    (["outlet=River Post"], "ab"),
    (["outlet=RIVER POST"], "ab"),
    (["outlet=River"], ""),
    (["date=2024-06"], "b"),
    (["date=2024"], "abcdf"),
    (["date=2024-06..2024-07"], "bcf"),
    (["date=2024-06-30 .. 2024-07-01"], "bcf"),
    (["date=2024-07.."], "cf"),
    (["date=..2024-05"], "ad"),
    (["date=2024-Q1", "date=2024-07"], "acf"),
    (["date=last year"], ""),
    (["date=2024", "outlet=Hill Times"], "cd"),
    (["date=2024", "outlet=Hill Times", "outlet=River Post", "language=ko"], "c"),
]


@pytest.mark.parametrize(("pairs", "ids"), SELECTED, ids=[" ".join(pairs) for pairs, _ in SELECTED])
def test_what_fits_one_value_of_each_field_is_taken(folder, pairs, ids):
    options = [word for pair in pairs for word in ("--select", pair)]
    outcome = run("dateline", "wire.jsonl", *options, *AS_OF, folder=folder)
    assert outcome.code == 0, outcome.err
    assert "".join(json.loads(line)["id"] for line in outcome.out.splitlines()) == ids
    assert f"{len(ARTICLES) - len(ids)} not selected" in outcome.err


@pytest.mark.parametrize("command", ["tag", "extract", "dateline"])
def test_each_stage_selects(folder, command):
    outcome = run(command, "wire.jsonl", "--select", "date=2024-06", *AS_OF, folder=folder)
    assert [json.loads(line)["id"] for line in outcome.out.splitlines()] == ["b"]
    assert outcome.err.endswith("5 not selected (1 without a date)\n")


def test_ingest_counts_what_it_did_not_take_and_rejects_none_of_it(folder):
    options = ("--select", "outlet=River Post", "--select", "date=2024-01", *AS_OF)
    dry = run("ingest", "wire.jsonl", "--dry-run", *options, folder=folder)
    assert dry.out.splitlines()[-1] == "1 articles would be read, 0 rejected, 5 not selected"
    outcome = run("ingest", "wire.jsonl", *options, folder=folder)
    assert (outcome.code, "1 article (1 new), 0 rejected, 5 not selected; " in outcome.out) == (0, True)
    listed = run("articles", "list", folder=folder).out
    assert ("River Post" in listed, "Hill Times" in listed) == (True, False)


def test_nothing_selected_makes_no_database(folder):
    outcome = run("ingest", "wire.jsonl", "--select", "outlet=Nobody", *AS_OF, folder=folder)
    assert (outcome.code, outcome.out) == (0, "0 articles, 0 rejected, 6 not selected\n")
    assert not (folder / "kptimeline.db").exists()


def test_a_dateline_is_for_the_one_article_that_is_selected(folder):
    outcome = run(
        "ingest", "wire.jsonl", "--select", "language=ko", "--dateline", "2024-07-02", *AS_OF, folder=folder
    )
    assert outcome.code == 0, outcome.err


WRONG = [
    ("language", "'language' is not FIELD=VALUE, as in language=en"),
    ("language=", "'language=' is not FIELD=VALUE"),
    ("author=Kim", "no field author; the fields are language, outlet, date"),
    ("date=2024-13", "--select date 2024-13 is not in the calendar"),
    ("date=..", "has neither a first nor a last day"),
    ("date=2024..2023", "ends before it begins"),
    ("date=xyzzy", "--select date 'xyzzy' is not understood as a date"),
]


@pytest.mark.parametrize("command", ["ingest", "tag"])
@pytest.mark.parametrize(("pair", "reason"), WRONG)
def test_wrong_usage_names_what_is_right(folder, command, pair, reason):
    outcome = run(command, "wire.jsonl", "--select", pair, *AS_OF, folder=folder)
    assert (outcome.code, reason in outcome.err) == (2, True), outcome.err


@pytest.mark.parametrize(
    ("language", "asked", "fits"),
    [
        ("en", "en", True),
        ("en-GB", "en", True),
        ("en", "en-GB", False),
        (None, "en", False),
        ("enm", "en", False),
    ],
)
def test_a_language_is_that_of_its_forms(language, asked, fits):
    assert speaks(language, asked) is fits
