"""Compression around any format, and the bombs that are refused in little memory."""

import bz2
import gzip
import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

from kptimeline.readers import Reject, read_path
from tests.readers.pdf_file import pdf

AS_OF = "2026-11-21"
INSIDE = [
    ("a.txt.gz", b"It rang."),
    ("a.gz", b"It rang."),
    ("a.txt", b"It rang."),
    ("a.jsonl.gz", b'{"text": "It rang."}\n'),
    ("a.json.gz", b'[{"text": "It rang."}]'),
    ("a.csv.gz", b"text\nIt rang.\n"),
    ("a.pdf.gz", pdf([["It rang."]])),
    ("cp1252.txt.gz", "Le café coûte plus cher à Genève.".encode("cp1252")),
]


@pytest.mark.parametrize(("name", "raw"), INSIDE, ids=[name for name, _ in INSIDE])
def test_what_is_inside_is_read_as_what_it_is(tmp_path, name, raw):
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / name.removesuffix(".gz")).write_bytes(raw)
    (tmp_path / name).write_bytes(gzip.compress(raw))
    (plain,) = read_path(tmp_path / "plain" / name.removesuffix(".gz"), as_of=AS_OF)
    (made,) = read_path(tmp_path / name, as_of=AS_OF)
    assert (made.text, made.key, made.extra) == (plain.text, plain.key, plain.extra)
    assert made.path == str(tmp_path / name)


WAYS = [
    ("gz", "gzip", gzip.compress),
    ("bz2", "bzip2", bz2.compress),
    ("xz", "xz", lzma.compress),
    ("zst", "zstd", zstandard.ZstdCompressor(write_checksum=True).compress),
]


@pytest.mark.parametrize(("ending", "name", "packed"), WAYS)
@pytest.mark.parametrize("named", ["a.jsonl", "a", "a.txt"])
def test_members_are_one_after_the_other(tmp_path, ending, name, packed, named):
    path = tmp_path / f"{named}.{ending}"
    lines = [json.dumps({"text": text}).encode() + b"\n" for text in ("one", "two", "three " * 50_000)]
    path.write_bytes(b"".join(map(packed, lines)))
    assert [one.text[:5] for one in read_path(path, as_of=AS_OF, language="en")] == ["one", "two", "three"]


@pytest.mark.parametrize(("ending", "name", "packed"), WAYS[1:])
def test_each_is_damaged_in_its_own_words(tmp_path, ending, name, packed):
    whole = packed(b"It rang. " * 50)
    cases = (
        (whole[:-9], f"is damaged {name}: it ends early, or its checksum is wrong"),
        (whole[:-4] + b"\xff" * 4, f"is damaged {name}: it ends early, or its checksum is wrong"),
        (whole + b"x" * 40, f"is damaged {name}: it ends early, or its checksum is wrong"),
        (packed(packed(b"It rang.")), f"is {name} within {name}"),
        (packed(gzip.compress(b"It rang.")), f"is gzip within {name}"),
        (packed(b""), "is empty"),
        (b"It rang.", f"is called .{ending} and is not {name}"),
    )
    for raw, reason in cases:
        (tmp_path / f"a.txt.{ending}").write_bytes(raw)
        (found,) = read_path(tmp_path / f"a.txt.{ending}", as_of=AS_OF)
        assert (found.reason, bool(found.hint)) == (reason, True)


def test_padding_after_the_end_is_none_of_the_text(tmp_path):
    (tmp_path / "a.txt.xz").write_bytes(lzma.compress(b"It rang.") + b"\0" * 4096)
    (made,) = read_path(tmp_path / "a.txt.xz", as_of=AS_OF)
    assert made.text == "It rang."


TOO_WIDE = [
    ("a.txt.xz", lzma.compress(b"It rang.", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])),
    ("a.txt.zst", b"\x28\xb5\x2f\xfd\x00\xa0" + b"\x00" * 20),  # a frame that looks back on 1 GB
]


@pytest.mark.parametrize(("name", "raw"), TOO_WIDE)
def test_what_takes_much_memory_to_unpack_is_refused(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    (found,) = read_path(tmp_path / name, as_of=AS_OF)
    assert found.reason.endswith("that takes too much memory to unpack")


def test_without_the_extra_the_way_to_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (tmp_path / "a.txt.zst").write_bytes(zstandard.compress(b"It rang."))
    (found,) = read_path(tmp_path / "a.txt.zst", as_of=AS_OF)
    assert found.reason == "is zstd, and zstandard is not installed"
    assert found.hint == "pip install 'kptimeline[archives]'"


DAMAGED = "is damaged gzip: it ends early, or its checksum is wrong"
BROKEN = [
    ("a.txt.gz", gzip.compress(gzip.compress(b"It rang.")), "is gzip within gzip"),
    ("a.txt.gz", b"It rang.", "is called .gz and is not gzip"),
    ("a.gz", gzip.compress(b"SQLite format 3\0"), "is a database, which is not read"),
    ("a.gz", gzip.compress(b""), "is empty"),
    ("a.gz", b"\x1f\x8b", DAMAGED),
    ("a.gz", b"\x1f\x8b" + b"\xff" * 100, DAMAGED),
    ("a.txt.gz", gzip.compress(b"It rang.")[:-9], DAMAGED),
    ("a.txt.gz", gzip.compress(b"It rang.")[:-8] + b"\0" * 8, DAMAGED),
]


@pytest.mark.parametrize(("name", "raw", "reason"), BROKEN, ids=range(len(BROKEN)))
def test_broken_gzip_is_refused(tmp_path, name, raw, reason):
    (tmp_path / name).write_bytes(raw)
    (found,) = read_path(tmp_path / name, as_of=AS_OF)
    assert (found.reason, bool(found.hint)) == (reason, True)


def test_lines_before_the_damage_are_read(tmp_path):
    lines = b"".join(
        json.dumps({"text": f"It rang {at} times: {at**30}."}).encode() + b"\n" for at in range(20_000)
    )
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-1000])
    *read, last = read_path(tmp_path / "a.jsonl.gz", as_of=AS_OF)
    assert len(read) > 10_000
    assert isinstance(last, Reject)
    assert last.reason == DAMAGED


def bomb(path: Path, piece: bytes, size: int) -> None:
    """A small file of so many bytes of the piece, compressed as its name says, in frames of 10,000,000 bytes."""
    packed = {ending: packed for ending, _, packed in WAYS}[path.suffix.removeprefix(".")]
    frame = packed(piece * (10_000_000 // len(piece)))
    path.write_bytes(frame * (size // 10_000_000))


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("a.txt.gz", b" "),
        ("a.jsonl.gz", b"\n"),
        ("a.jsonl.gz", b" "),
        ("a.json.gz", b"["),
        ("a.csv.gz", b"\n"),
        ("a.gz", b"x"),
        ("a.txt.bz2", b" "),
        ("a.json.xz", b"["),
        ("a.txt.zst", b"x"),
    ],
)
def test_a_bomb_is_refused_in_little_memory(tmp_path, name, piece):
    bomb(tmp_path / name, piece, 200_000_000)
    assert (tmp_path / name).stat().st_size < 1_000_000
    code = (
        "import resource, sys; from pathlib import Path; from kptimeline.readers import read_path\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "found = list(read_path(Path(sys.argv[1]), as_of='2026-11-21'))\n"
        "assert found and not any(hasattr(one, 'text') for one in found), found\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / name], capture_output=True, text=True, check=False, cwd=root
    )
    assert done.returncode == 0, done.stderr
    assert (
        int(done.stdout) < 400
    )  # megabytes: what a file of JSON may take, held three times while it is read
