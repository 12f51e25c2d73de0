"""Files in archives are read as files in folders are, and nothing hostile in one costs more than itself."""

import bz2
import gzip
import io
import json
import lzma
import random
import stat
import tarfile
import tracemalloc
import zipfile

import pytest
import zstandard

from kptimeline.readers import Reject, read_path, read_stream
from kptimeline.readers.archives import MAX_NAME
from kptimeline.records import Article

AS_OF = "2026-11-21"
PACKED = {
    "a.tar": bytes,
    "a.tar.gz": gzip.compress,
    "a.tgz": gzip.compress,
    "a.tar.bz2": bz2.compress,
    "a.tar.xz": lzma.compress,
    "a.tar.zst": zstandard.compress,
    "a.tzst": zstandard.compress,
    "unnamed": bytes,
}


def tar(*members, **kw):
    """Members are a name and bytes, or TarInfo and bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **kw) as archive:
        for name, raw in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(raw) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, raw in members:
            archive.writestr(name, raw)
    return out.getvalue()


def read(tmp_path, name, raw, **stated):
    (tmp_path / name).write_bytes(raw)
    return list(read_path(tmp_path / name, as_of=AS_OF, **stated))


def told(found):
    """What came of each: its path from the archive on, and its text or the reason."""
    return [
        (one.path.rpartition("/a")[2].partition("/")[2], one.text if isinstance(one, Article) else one.reason)
        for one in found
    ]


FILES = (
    ("2024/one.txt", b"It rang."),
    ("./2024/./two.jsonl", b'{"text": "He sang."}\n{"text": "She left."}\n'),
    ("three.txt.gz", gzip.compress(b"They met.")),
    ("2024/.hidden", b"no"),
    (".git/config.txt", b"no"),
    ("__MACOSX/._one.txt", b"no"),
    ("old/kptimeline.db", b"no"),
)
READ = [
    ("2024/one.txt", "It rang."),
    ("2024/two.jsonl", "He sang."),
    ("2024/two.jsonl", "She left."),
    ("three.txt.gz", "They met."),
]


@pytest.mark.parametrize("name", PACKED)
def test_files_in_tar_are_read_as_files_in_a_folder(tmp_path, name):
    found = read(tmp_path, name, PACKED[name](tar(*FILES)))
    assert [(one.path.removeprefix(f"{tmp_path}/{name}/"), one.text) for one in found] == READ


def test_files_in_zip_are_read_as_files_in_a_folder(tmp_path):
    assert told(read(tmp_path, "a.zip", zipped(("folder/", b""), *FILES))) == READ


@pytest.mark.parametrize("raw", [tar(*FILES), zipped(*FILES), zipped(*FILES, method=zipfile.ZIP_STORED)])
def test_archives_come_through_pipes_too(raw):
    found = list(read_stream(io.BufferedReader(io.BytesIO(raw)), as_of=AS_OF))
    assert [(one.path, one.text) for one in found] == [(f"-/{name}", text) for name, text in READ]


def test_a_large_zip_is_read_from_its_place_on_disk(tmp_path):
    noise = random.Random(1).randbytes(100_000).hex()
    raw = zipped(("one.txt", f"It rang. {noise}"), ("two.txt", "He sang."))
    assert len(raw) > 100_000
    assert [one.text[:8] for one in read(tmp_path, "a.zip", raw)] == ["It rang.", "He sang."]


def test_a_format_that_is_named_is_that_of_the_members(tmp_path):
    (made,) = read(tmp_path, "a.zip", zipped(("one.log", b"text\nIt rang.\n")), format="csv")
    assert made.text == "It rang."


def test_an_article_is_the_same_inside_and_outside(tmp_path):
    (inside,) = read(tmp_path, "a.zip", zipped(("one.txt", b"It rang.")))
    (outside,) = read(tmp_path, "one.txt", b"It rang.")
    assert (inside.key, inside.raw_sha256) == (outside.key, outside.raw_sha256)


def odd(name, kind, **kw):
    info = tarfile.TarInfo(name)
    info.type = kind
    for field, value in kw.items():
        setattr(info, field, value)
    return info


def zip_odd(name, mode=0, **kw):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    for field, value in kw.items():
        setattr(info, field, value)
    return info


LINK = "is a link, and links in archives are not followed"
OUT = "has a name that leads out of its archive"
LONG = f"has a name of more than {MAX_NAME:,} characters"
GOOD = ("last.txt", b"It rang.")
TAR_MEMBERS = [
    ((odd("a", tarfile.SYMTYPE, linkname="/etc/passwd"), b""), ("a", LINK)),
    ((odd("a", tarfile.LNKTYPE, linkname="last.txt"), b""), ("a", LINK)),
    ((odd("a", tarfile.SYMTYPE, linkname="a"), b""), ("a", LINK)),
    ((odd("a", tarfile.FIFOTYPE), b""), ("a", "is no regular file")),
    ((odd("a", tarfile.CHRTYPE), b""), ("a", "is no regular file")),
    (("../../etc/x.txt", b"no"), ("../../etc/x.txt", OUT)),
    (("/etc/x.txt", b"It rings."), ("etc/x.txt", "It rings.")),
    (("a\n\x1b[31m.txt", b"It rings."), ("a\\x0a\\x1b[31m.txt", "It rings.")),
    ((b"\xff.txt".decode("utf-8", "surrogateescape"), b"It rings."), ("\\xff.txt", "It rings.")),
    (("n" * 2_000, b"no"), ("n" * MAX_NAME, LONG)),
    (("a.tar", tar(GOOD)), ("a.tar", "is a tar archive within an archive")),
    (("a.zip", zipped(GOOD)), ("a.zip", "is a zip archive within an archive")),
    (("a.tgz", gzip.compress(tar(GOOD))), ("a.tgz", "is a tar archive within an archive")),
    (("a.gz", gzip.compress(gzip.compress(b"a"))), ("a.gz", "is gzip within gzip")),
    (("a.png", b"\x89PNG"), ("a.png", "is an image, which is not read")),
    (("a.txt", b""), ("a.txt", "is empty")),
]


@pytest.mark.parametrize(("member", "reason"), TAR_MEMBERS, ids=range(len(TAR_MEMBERS)))
def test_a_bad_member_of_tar_spoils_only_itself(tmp_path, member, reason):
    found = read(tmp_path, "a", tar(member, GOOD))
    assert [(one.path.removeprefix(f"{tmp_path}/a/"), *t[1:]) for one, t in zip(found, told(found), strict=True)] == [
        reason, ("last.txt", "It rang.")
    ]  # fmt: skip
    assert all(one.hint for one in found if isinstance(one, Reject))


ZIP_MEMBERS = [
    ((zip_odd("a", stat.S_IFLNK | 0o777), b"/etc/passwd"), ("a", LINK)),
    ((zip_odd("a", stat.S_IFIFO | 0o777), b""), ("a", "is no regular file")),
    (("../a.txt", b"no"), ("../a.txt", OUT)),
    ((zip_odd("..\\a.txt", create_system=0), b"no"), ("../a.txt", OUT)),
    ((zip_odd("d\\a.txt", create_system=0), b"It rings."), ("d/a.txt", "It rings.")),
    (("/d/a.txt", b"It rings."), ("d/a.txt", "It rings.")),
    (("a\x07.txt", b"It rings."), ("a\\x07.txt", "It rings.")),
    (("n" * 2_000, b"no"), ("n" * MAX_NAME, LONG)),
    (("a.zip", zipped(GOOD)), ("a.zip", "is a zip archive within an archive")),
]


@pytest.mark.parametrize(("member", "reason"), ZIP_MEMBERS, ids=range(len(ZIP_MEMBERS)))
def test_a_bad_member_of_zip_spoils_only_itself(tmp_path, member, reason):
    found = read(tmp_path, "x.zip", zipped(member, GOOD))
    paths = [one.path.removeprefix(f"{tmp_path}/x.zip/") for one in found]
    told = [one.text if isinstance(one, Article) else one.reason for one in found]
    assert list(zip(paths, told, strict=True)) == [reason, ("last.txt", "It rang.")]


def patched(raw, local, central):
    """A zip of one member whose local and central headers have other bytes at these offsets."""
    changed = bytearray(raw)
    at = raw.index(b"PK\1\2")
    for start, values in ((0, local), (at, central)):
        for offset, value in values.items():
            changed[start + offset] = value
    return bytes(changed)


ONE = zipped(("one.txt", b"It rang. " * 50))
ZIP_DAMAGE = "is damaged in its zip archive: it cannot be unpacked, or its checksum is wrong"
BROKEN_ZIPS = [
    (patched(ONE, {6: 1}, {8: 1}), "is encrypted"),
    (zipped(("one.txt", b"a" * 99), method=zipfile.ZIP_BZIP2), "is packed in a way that is not read (bzip2)"),
    (zipped(("one.txt", b"a" * 99), method=zipfile.ZIP_LZMA), "is packed in a way that is not read (lzma)"),
    (patched(ONE, {}, {16: ONE[ONE.index(b"PK\1\2") + 16] ^ 1}), ZIP_DAMAGE),
    (ONE[:40] + b"\xff\xff\xff" + ONE[43:], ZIP_DAMAGE),
    (ONE[:-30], "is a damaged zip archive: its table of contents cannot be read"),
    (b"PK\3\4", "is a damaged zip archive: its table of contents cannot be read"),
    (zipped(("[Content_Types].xml", b"<a/>")), "is an office document or a book, which is not read"),
    (zipped(("mimetype", b"application/epub+zip")), "is an office document or a book, which is not read"),
    (zipped(), "holds no files to read"),
    (zipped(("d/", b""), (".x", b"no")), "holds no files to read"),
]


@pytest.mark.parametrize(("raw", "reason"), BROKEN_ZIPS, ids=range(len(BROKEN_ZIPS)))
def test_broken_zips_are_refused(tmp_path, raw, reason):
    (found,) = read(tmp_path, "a.zip", raw)
    assert (found.reason, bool(found.hint)) == (reason, True)


def test_a_zip_of_the_wrong_name_is_refused(tmp_path):
    (found,) = read(tmp_path, "a.zip", b"It rang.")
    assert found.reason == "is a damaged zip archive: its table of contents cannot be read"


WHOLE = tar(("one.txt", b"It rang."), ("two.txt", b"He sang. " * 200))
BROKEN_TARS = [
    (WHOLE[: 512 * 3 + 100], ["It rang.", "is cut off: its tar archive ends within it", "is a damaged tar"]),
    (WHOLE[: 512 * 2 + 100], ["It rang.", "is a damaged tar archive after its member 1"]),
    (WHOLE[: 512 * 2] + b"\xff" * 512 + WHOLE[512 * 3 :], ["It rang.", "is a damaged tar archive after its member 1"]),
    (WHOLE[: 512 * 2], ["It rang.", "ends without its end mark, after its member 1"]),
    (b"x" * 257 + b"ustar\0" + b"x" * 900, ["is no tar archive, or damaged from its start"]),
    (b"It rang.", ["is no tar archive, or damaged from its start"]),
    (tar(), ["holds no files to read"]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "told"), BROKEN_TARS, ids=range(len(BROKEN_TARS)))
def test_what_stands_before_the_damage_is_read(tmp_path, raw, told):
    found = read(tmp_path, "a.tar", raw)
    made = [one.text if isinstance(one, Article) else one.reason for one in found]
    assert all(is_.startswith(wanted) for is_, wanted in zip(made, told, strict=True)), made


def test_the_same_name_twice_is_two_articles(tmp_path):
    twice = ("a.txt", b"one"), ("a.txt", b"two")
    with pytest.warns(UserWarning, match="Duplicate name"):
        archives = (tar(*twice), zipped(*twice))
    for raw in archives:
        assert [one.text for one in read(tmp_path, "x", raw)] == ["one", "two"]


def test_a_long_name_of_tar_is_read_and_a_huge_header_is_not(tmp_path):
    for format_ in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        raw = tar(("n" * 300 + ".txt", b"It rang."), format=format_)
        (made,) = read(tmp_path, "a.tar", raw)
        assert made.path.endswith("n.txt")
        (found,) = read(tmp_path, "a.tar", tar(("n" * 300_000, b"It rang."), format=format_))
        assert found.reason == "has a tar header of more than 256,000 bytes"


def test_headers_within_headers_are_refused(tmp_path):
    """A chain of long names, each of which stands for the name of the next."""
    link = tarfile.TarInfo("././@LongLink")
    link.type, link.size = tarfile.GNUTYPE_LONGNAME, 4
    one = link.tobuf(tarfile.GNU_FORMAT) + b"abc".ljust(512, b"\0")
    (found,) = read(tmp_path, "a.tar", one * 5_000)
    assert isinstance(found, Reject)


def test_a_table_of_contents_that_fills_memory_is_refused(tmp_path):
    raw = bytearray(ONE)
    end = raw.index(b"PK\5\6")
    raw[end + 12 : end + 16] = (40_000_000).to_bytes(4, "little")
    with (tmp_path / "a.zip").open("wb") as out:  # the contents that it speaks of stand before its end
        out.write(raw[:end])
        out.seek(41_000_000)
        out.write(raw[end:])
    (found,) = read_path(tmp_path / "a.zip", as_of=AS_OF)
    assert found.reason == "has a table of contents of more than 32,000,000 bytes"


class Endless(io.RawIOBase):
    """A tar archive that is made as it is read, and how much of it was."""

    def __init__(self, count):
        super().__init__()
        self.given = 0
        self._count = count
        self._ahead = b""

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self._ahead and self._count:
            self._count -= 1
            lines = "".join(json.dumps({"text": f"{self._count} {at} rang."}) + "\n" for at in range(200))
            self._ahead = tar((f"{self._count}.jsonl", lines.encode())).rstrip(b"\0")
            self._ahead += b"\0" * (-len(self._ahead) % 512)
        part, self._ahead = self._ahead[: len(buffer)], self._ahead[len(buffer) :]
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


def test_articles_come_while_the_archive_is_read():
    endless = Endless(10**9)
    found = read_stream(endless, as_of=AS_OF, language="en")
    tracemalloc.start()
    for _ in range(2_000):
        assert isinstance(next(found), Article)
    first, _ = tracemalloc.get_traced_memory()
    for _ in range(6_000):
        assert isinstance(next(found), Article)
    second, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert endless.given < 2_000_000
    assert second < first + 100_000


def test_a_zip_bomb_is_refused_by_what_it_is_as_a_whole(tmp_path):
    """Each member stays below every bound of its own; together they do not."""
    lines = (json.dumps({"text": "a" * 900_000}) + "\n").encode() * 8
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(12):
            archive.writestr(f"{at}.jsonl", lines)
    found = list(read_path(tmp_path / "a.zip", as_of=AS_OF, language="en"))
    reasons = {one.reason for one in found if isinstance(one, Reject)}
    assert reasons == {"makes its zip archive grow beyond 100 times its size"}
