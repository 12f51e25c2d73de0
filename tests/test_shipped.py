"""What is made of shipped files is kept beside them, and never served when they have changed."""

import sys

import pytest
from msgspec.structs import astuple

from kptimeline import shipped
from kptimeline.temporal.rules import _load, _made


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A maker that counts its calls, over a source in a folder of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    source = tmp_path / "words.toml"
    source.write_text("a = 1")
    calls = []

    def make():
        calls.append(source.read_text())
        return {"text": source.read_text()}

    def run():
        return shipped.made("words.toml", (source,), make, dict[str, str])

    run.source, run.calls, run.folder = source, calls, tmp_path / "kept"
    return run


def kept(made):
    return [path for path in made.folder.rglob("*") if path.is_file()]


def test_it_is_made_once(made):
    assert [made(), made()] == [{"text": "a = 1"}] * 2
    assert made.calls == ["a = 1"]
    assert [path.name.split(".")[0] for path in kept(made)] == ["words"]


def test_a_changed_source_is_read_anew(made):
    made()
    made.source.write_text("a = 2")
    assert made() == {"text": "a = 2"}
    made.source.write_text("a = 1")
    assert made() == {"text": "a = 1"}


@pytest.mark.parametrize(
    "broken",
    [
        lambda raw: b"",
        lambda raw: raw[:-3],
        lambda raw: raw[:32] + b"\xc1",
        lambda raw: raw[:32] + b"\x93\x01\x02\x03",  # a list, where a table is kept
        lambda raw: raw + b"\0",
    ],
)
def test_a_file_that_is_not_whole_is_made_anew(made, broken):
    made()
    (file,) = kept(made)
    whole = file.read_bytes()
    file.write_bytes(broken(whole))
    assert made() == {"text": "a = 1"}
    assert file.read_bytes() == whole


def test_nothing_is_written_where_python_writes_no_byte_code(made, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [made(), made()] == [{"text": "a = 1"}] * 2
    assert len(made.calls) == 2
    assert kept(made) == []


def test_a_folder_that_cannot_be_made_is_no_fault(made):
    made.folder.write_text("a file stands here")
    assert made() == {"text": "a = 1"}


def test_rules_that_were_kept_are_those_that_were_made(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    written, read = (_load.__wrapped__((), "en") for _ in range(2))  # as two processes would
    assert any(tmp_path.rglob("language.en.rules.*"))
    assert _told(written) == _told(read) == _told(_made((), "en"))


def _told(pack):
    """Everything in a pack, states of the trie by the symbols that lead to them."""
    states = []

    def walk(node, path):
        states.append((path, [astuple(completion) for completion in node.complete]))
        for symbol, child in node.next.items():
            walk(child, (*path, symbol))

    walk(pack.root, ())
    lexicon = pack.lexicon
    return (pack.fingerprint, pack.words, pack.joints, list(map(astuple, pack.rules)), states,
            lexicon.words, lexicon.proper, lexicon.triggers, lexicon.classes)  # fmt: skip
