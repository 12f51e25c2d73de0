"""Articles of archives in the database: how a person names them, and that they are known again."""

import io
import tarfile
import zipfile

import pytest

from tests.cli.run import run

AS_OF = ("--as-of", "2026-11-21")
TEXT = b"The envoys met on Tuesday. They left the day before yesterday."


def tarred(name):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT))
    return out.getvalue()


def zipped(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, TEXT)
    return out.getvalue()


@pytest.mark.parametrize(("archive", "packed"), [("news.zip", zipped), ("news.tar.gz", tarred)])
def test_an_article_of_an_archive_is_named_redated_and_known_again(tmp_path, archive, packed):
    (tmp_path / archive).write_bytes(packed("2024/envoys.txt"))
    path = f"{archive}/2024/envoys.txt"
    first = run("ingest", archive, *AS_OF, folder=tmp_path)
    assert (first.code, "1 article (1 new), 0 rejected" in first.out) == (0, True), first.err
    assert f"hint:  kptimeline redate {path} YYYY-MM-DD" in first.err
    assert run("redate", path, "2024-12-04", *AS_OF, folder=tmp_path).code == 0
    for name in (path, "envoys.txt"):
        shown = run("articles", "show", name, folder=tmp_path)
        assert (shown.code, path in shown.out, "2024-12-04" in shown.out) == (0, True, True)
    again = run("ingest", archive, *AS_OF, folder=tmp_path)
    assert "1 article (1 known), 0 rejected" in again.out
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "envoys.txt").write_bytes(TEXT)
    assert "1 article (1 known)" in run("ingest", "2024", *AS_OF, folder=tmp_path).out


def test_names_in_archives_move_no_cursor(tmp_path):
    (tmp_path / "news.zip").write_bytes(zipped("a\x1b[2J\n\u202e.png.txt"))
    outcome = run("ingest", "news.zip", "--dry-run", *AS_OF, folder=tmp_path)
    assert "\x1b" not in outcome.out + outcome.err
    assert len(outcome.out.splitlines()) == 2
