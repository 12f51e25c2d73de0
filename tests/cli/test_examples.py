"""The examples that the commands' help gives are run as they stand, each page's in order in one folder.

Only what no help can know is put in: keys of this folder's events and articles, and places on the disk.
"""

import json
import shlex
import shutil
from importlib import import_module

import click
import pytest

from kptimeline.cli import COMMANDS, group
from tests.cli.run import run

AS_OF = ("--as-of", "2026-01-05")
WIRE = "SEOUL, Dec 29, 2025 (River Post) - Japan accused Russia on Monday of breaking the sanctions.\n"
UNDATED = "Harlan Voss visited China yesterday. South Korea protested against the visit last week.\n"
REPORT = "BUSAN (River Post) - Japan and South Korea began a joint exercise on Nov 12. China condemned it.\n"
# The first three tell of one launch, so that an event has three mentions.
ROWS = [
    *(
        {"id": f"launch-{n}", "text": f"{day} {more}", "published": "2025-03-05", "outlet": "River Post"}
        for n, (day, more) in enumerate(
            [
                ("North Korea fired a missile on Tuesday.", "The port was quiet."),
                ("On Tuesday, North Korea fired a missile.", "Boats stayed in."),
                ("North Korea fired a missile on March 4.", "Schools were open."),
            ]
        )
    ),
    {
        "id": "1",
        "text": "South Korea sanctioned a bank on Monday. Japan protested.",
        "published": "2025-04-08",
    },
    {"id": "2", "text": "China will host a summit with Russia on Friday.", "published": "2024-05-07"},
]
RULE = """
[[rule]]
name = "fleet-day"
pattern = "fleet day"
means = "monthday(6,1)"
examples = [{ text = "fleet day", dateline = "2025-05-01", edtf = "2025-06-01" }]
"""
# What must have been done before a page's examples mean anything; EVENT and OTHER are keys of events.
BEFORE = {
    "unfix": ["fix EVENT --date 2025-11-18"],
    "history": ["fix EVENT --date 2025-11-18"],
    "corrections import": ["fix EVENT --date 2025-11-18", "corrections export --output team.jsonl"],
    "actors": ['actors add harlan-voss --name "Harlan Voss" --kind person'],
    "actors merge": [
        'actors add harlan-voss --name "Harlan Voss" --kind person',
        'actors add admiral-harlan-voss --name "Admiral Harlan Voss" --kind person',
        "actors merge admiral-harlan-voss harlan-voss",
        "actors merge admiral-harlan-voss harlan-voss --undo",
        "actors merge admiral-harlan-voss harlan-voss",
    ],
}


def pages():
    """Each page of help and its examples, as one writes them."""
    yield "kptimeline", group
    for name in COMMANDS:
        found = import_module(f"kptimeline.cli.{name}").command
        yield name, found
        if isinstance(found, click.Group):
            yield from ((f"{name} {each.name}", each) for each in found.commands.values())


def examples(command):
    return [line.strip() for line in (command.epilog or "").splitlines() if "kptimeline " in line]


PAGES = {name: examples(command) for name, command in pages()}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A folder with every file that the examples name, and a database that has read them."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "articles").mkdir()
    (folder / "articles" / "first.txt").write_text(WIRE, "utf-8")
    for name, text in (
        ("wire.txt", UNDATED),
        ("b.txt", REPORT),
        ("report.txt", REPORT),
        ("article.txt", WIRE),
    ):
        (folder / name).write_text(text, "utf-8")
    for name in ("wire.jsonl", "articles.jsonl"):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    (folder / "people.csv").write_text("actor,name,kind\nadmiral-kim,Admiral Kim,person\n", "utf-8")
    (folder / "dates.csv").write_text("article,date\nwire.txt,2025-11-18\n", "utf-8")
    (folder / "my-rules").mkdir()
    (folder / "my-rules" / "own.toml").write_text(RULE, "utf-8")
    done = run("ingest", "wire.txt", "b.txt", "articles", "wire.jsonl", *AS_OF, folder=folder)
    assert done.code == 0, done.err
    done = run("ingest", "--sample", *AS_OF, folder=folder)
    assert done.code == 0, done.err
    shutil.copy(folder / "kptimeline.db", folder / "old.db")
    return folder


def keys(folder, sql):
    return run("sql", sql, "--format", "csv", folder=folder).out.split()[1:]


@pytest.mark.parametrize("page", PAGES)
def test_examples_run(page, house, tmp_path):
    folder = tmp_path / "work"
    shutil.copytree(house, folder)
    (tmp_path / "stick").mkdir()
    # Three mentions at least, so that two of them can be split off.
    event, other = keys(
        folder,
        "SELECT event_id FROM mentions WHERE event_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2",
    )
    article = keys(folder, "SELECT article_key FROM mentions ORDER BY 1 LIMIT 1")[0]
    stands_for = {
        "EVENT": event,
        "emr7ktq2ncva4": event,
        "e4xq2r7dhb6ys": other,
        "a7fq2": article,
        "/media/stick/": f"{tmp_path / 'stick'}/",
    }
    for line in [f"kptimeline {one}" for one in BEFORE.get(page, [])] + PAGES[page]:
        for written, stands in stands_for.items():
            line = line.replace(written, stands)  # noqa: PLW2901
        words = shlex.split(line)
        stdin = b""
        if "|" in words:
            assert words[0] == "echo", line
            stdin = f"{words[1]}\n".encode()
            words = words[words.index("|") + 1 :]
        words = words[: next((n for n, word in enumerate(words) if word in {">", ">>"}), None)]
        assert words[0] == "kptimeline", line
        if words[1] == "serve":  # it would go on until somebody stops it: tests/web runs it
            assert import_module("kptimeline.cli.serve").command.make_context("serve", words[2:])
            continue
        if "remove" in words and "--yes" not in words:
            words.append("--yes")  # a person would be asked
        done = run(*words[1:], folder=folder, stdin=stdin)
        assert (done.code, "Traceback" in done.err) == (0, False), f"{line}\n{done.out}{done.err}"


def test_every_page_has_examples():
    assert [page for page, found in PAGES.items() if not found] == []
