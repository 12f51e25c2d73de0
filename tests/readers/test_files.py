"""Files and folders: which format, what is refused and how, in what order."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kptimeline.readers import Reject, read_path, read_stream, walk
from kptimeline.readers.decode import MAX_FILE, MAX_TEXT
from kptimeline.readers.jsonl import MAX_LINE, MAX_SKIP
from kptimeline.records import Article

AS_OF = "2026-11-21"


def only(path):
    (found,) = read_path(path, as_of=AS_OF)
    return found


REFUSED = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t\n", "is empty"),
    ("mark.txt", b"\xef\xbb\xbf", "is empty"),
    ("binary.txt", b"\x01\0\0\0\rIHDR", "looks binary, not text (it holds NUL bytes)"),
    ("a.jsonl", '{"text": "Hi"}'.encode("utf-16"), "is JSON lines in UTF-16, and these must be UTF-8"),
    ("long.txt", b"x" * (MAX_TEXT + 1), f"holds {MAX_TEXT + 1:,} characters, more than the {MAX_TEXT:,} of the longest article"),
    ("huge.txt", b"x" * (MAX_FILE + 1), f"is larger than {MAX_FILE:,} bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "reason"), REFUSED)
def test_refused_with_reason_and_way_out(tmp_path, name, raw, reason):
    path = tmp_path / name
    path.write_bytes(raw)
    found = only(path)
    assert isinstance(found, Reject)
    assert found.message == f"{path}: {reason}"
    assert found.hint


READ = [
    ("plain.txt", b"It rang.", "It rang."),
    ("mark.txt", b"\xef\xbb\xbfIt rang.", "It rang."),
    ("wide.txt", "Es läutete.".encode("utf-16"), "Es läutete."),
    ("crlf.txt", b"It rang.\r\nTwice.", "It rang.\r\nTwice."),
    ("noname", b'{"text": "It rang."}\n', "It rang."),
    ("lines.txt", b'{"text": "It rang."}\n', "It rang."),
    ("one.json", b'{"text": "It rang."}', "It rang."),
    ("table.txt", b"id,text\n1,It rang.\n", "It rang."),
    ("list.txt", b'[\n {"text": "It rang."}\n]', "It rang."),
]


@pytest.mark.parametrize(("name", "raw", "text"), READ)
def test_read_by_content_then_name(tmp_path, name, raw, text):
    path = tmp_path / name
    path.write_bytes(raw)
    assert only(path).text == text


def test_missing_file_is_a_reject(tmp_path):
    found = only(tmp_path / "none.txt")
    assert found.message == f"{tmp_path / 'none.txt'}: cannot be read: no such file or directory"


def test_unreadable_file_is_a_reject():
    # Root may read everything, so the file is read as nobody, in a folder that nobody may enter.
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from kptimeline.readers import read_path\n"
        "if os.geteuid() == 0:\n    os.seteuid(65534)\n"
        "print([item.reason for item in read_path(Path(sys.argv[1]), as_of='2026-11-21')])\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, "secret.txt")
        path.write_text("It rang.")
        path.chmod(0)
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", code, path, root], capture_output=True, text=True, check=False
        )
    assert done.stdout.strip() == "['cannot be read: permission denied']", done.stderr


def test_stream_has_no_path():
    (found,) = read_stream(io.BytesIO(b"It rang."), as_of=AS_OF)
    assert found.path is None


def test_walk_is_sorted_once_each_and_names_what_is_missing(tmp_path):
    for name in (
        "b/two.txt",
        "a/one.txt",
        "zero.txt",
        ".hidden.txt",
        ".git/config",
        "a/kptimeline.db",
        "a/k.db-wal",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    (tmp_path / "void").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "zero.txt")
    found = list(walk([tmp_path, tmp_path / "zero.txt", tmp_path / "gone", tmp_path / "void"]))
    names = [str(item.relative_to(tmp_path)) for item in found if isinstance(item, Path)]
    assert names == ["link.txt", "a/one.txt", "b/two.txt"]
    rejects = [item.message for item in found if isinstance(item, Reject)]
    assert rejects == [f"{tmp_path / 'gone'}: no such file or folder", f"{tmp_path / 'void'}: holds no files"]


def test_what_is_no_file_is_named_in_a_folder_and_alone(tmp_path):
    os.mkfifo(tmp_path / "a_pipe")
    (tmp_path / "b_link.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "c_loop.txt").symlink_to(tmp_path / "c_loop.txt")
    (tmp_path / "d_folder.txt").mkdir()
    (tmp_path / "e.txt").write_text("It rang.")
    reasons = {
        "a_pipe": "is no regular file",
        "b_link.txt": "is a link to nothing",
        "c_loop.txt": "cannot be read: too many levels of symbolic links",
    }
    for paths in ([tmp_path], [tmp_path / name for name in (*reasons, "e.txt")]):
        *rejects, last = walk(paths)
        assert {Path(reject.path).name: reject.reason for reject in rejects} == reasons
        assert all(reject.hint for reject in rejects)
        assert last == tmp_path / "e.txt"
    (folder,) = walk([tmp_path / "d_folder.txt"])
    assert folder.reason == "holds no files"


def test_a_name_that_the_disk_refuses_is_a_reject(tmp_path):
    (found,) = walk([tmp_path / ("x" * 300)])
    assert found.reason == "cannot be read: file name too long"


def test_a_name_that_is_no_text_is_told_in_text(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("It rang.")
    (found,) = (item for inner in walk([tmp_path]) for item in read_path(inner, as_of=AS_OF))
    assert found.path == f"{tmp_path}/caf\\xe9.txt"


def test_a_file_that_vanishes_is_a_reject(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It rang.")
    paths = walk([tmp_path])
    found = list(read_path(next(paths), as_of=AS_OF))
    late = next(paths)
    late.unlink()
    found += read_path(late, as_of=AS_OF)
    assert isinstance(found[0], Article)
    assert found[1].message == f"{late}: cannot be read: no such file or directory"


class Endless(io.RawIOBase):
    """A stream like /dev/zero, that says how much was read of it."""

    def __init__(self, head: bytes, filler: bytes):
        super().__init__()
        self.given = 0
        self._next = head
        self._filler = filler * 1_000_000

    def readable(self):
        return True

    def readinto(self, buffer):
        part, self._next = self._next[: len(buffer)], self._filler
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


ENDLESS = [
    (b"", b"\0", None, f"standard input: is larger than {MAX_FILE:,} bytes", 2 * MAX_FILE),
    (b"", b"x\n", None, f"standard input: is larger than {MAX_FILE:,} bytes", 2 * MAX_FILE),
    (b"---\na: b\n", b"x\n", None, f"standard input: is larger than {MAX_FILE:,} bytes", 2 * MAX_FILE),
    (
        b'{"text": "',
        b"x",
        1,
        f"standard input:1: the line has no end within {MAX_SKIP:,} bytes; nothing after it is read",
        MAX_SKIP + 2 * MAX_LINE,
    ),
]


@pytest.mark.parametrize(("head", "filler", "line", "message", "bound"), ENDLESS)
def test_input_without_end_is_refused_within_bounds(head, filler, line, message, bound):
    stream = Endless(head, filler)
    (found,) = read_stream(io.BufferedReader(stream), as_of=AS_OF)
    assert (found.line, found.message) == (line, message)
    assert stream.given < bound


def test_the_rest_of_a_folder_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text("It rang.")
    found = [item for path in walk([tmp_path]) for item in read_path(path, as_of=AS_OF)]
    assert [isinstance(item, Article) for item in found] == [False, True]
