"""Patterns in quotes, names that play tricks, and a folder that changes while it is read."""

import os
from pathlib import Path

import pytest

from kptimeline.readers import Reject, read_path, walk
from kptimeline.readers.patterns import matches

AS_OF = "2026-11-21"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("a.txt", "b.html", ".hidden.txt", "in/c.txt", "in/deep/d.txt", ".git/e.txt", "x[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("It rang.")
    for loop in ("in/loop", "in/deep/again"):
        (tmp_path / loop).symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


PATTERNS = [
    ("*.txt", ["a.txt", "x[1].txt"]),
    ("?.*", ["a.txt", "b.html"]),
    ("in/*.txt", ["in/c.txt"]),
    ("*/c.txt", ["in/c.txt"]),
    ("**/*.txt", ["a.txt", "in/c.txt", "in/deep/d.txt", "x[1].txt"]),
    ("in/**/d.txt", ["in/deep/d.txt"]),
    ("x[1].txt", ["x[1].txt"]),
    ("in", ["in"]),
    ("*.pdf", ["*.pdf"]),
]


@pytest.mark.parametrize(("pattern", "names"), PATTERNS)
def test_a_pattern_stands_for_what_it_matches(folder, pattern, names):
    assert [str(path) for path in matches(Path(pattern))] == names
    assert [str(path) for path in matches(folder / pattern)] == [str(folder / name) for name in names]


def test_a_pattern_without_a_match_is_a_path_that_is_not_there(folder):
    (found,) = walk([Path("*.pdf")])
    assert found.message == "*.pdf: no such file or folder"


def test_loops_of_links_are_not_followed(folder):
    assert sorted(path.name for path in walk([folder])) == ["a.txt", "b.html", "c.txt", "d.txt", "x[1].txt"]


NAMES = [
    "new\nline.txt",
    "bell\x07.txt",
    " .txt",
    "-",
    "--map.txt",
    "a'b\"c.txt",
    "*.txt",
    "x" * 250 + ".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_play_no_tricks(tmp_path, name):
    (tmp_path / name).write_text("It rang.")
    (path,) = walk([tmp_path])
    (made,) = read_path(path, as_of=AS_OF)
    assert (made.text, made.path) == ("It rang.", str(tmp_path / name))


def test_a_path_through_the_parent_is_the_same_file(folder):
    assert list(walk([Path("a.txt"), Path("in/../a.txt"), Path("./a.txt")])) == [Path("a.txt")]


def test_what_takes_the_place_of_a_file_does_not_make_the_run_wait(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("It rang.")
    (found,) = walk([tmp_path])
    path.unlink()
    os.mkfifo(path)
    (reject,) = read_path(found, as_of=AS_OF)
    assert reject.reason == "is no regular file"
    path.unlink()
    path.mkdir()
    (reject,) = read_path(found, as_of=AS_OF)
    assert isinstance(reject, Reject)
