"""Sessions at the keyboard: each file in golden/ is run again and must say the same, byte for byte."""

import shutil
from pathlib import Path

import pytest

from tests.cli.run import replay

HERE = Path(__file__).parent
SESSIONS = sorted((HERE / "golden").glob("*.txt"))


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_session(path, tmp_path, request):
    shutil.copytree(HERE / "articles", tmp_path / "work")
    stands = path.read_text("utf-8")
    now = replay(stands, tmp_path / "work")
    if request.config.getoption("--update-golden"):
        path.write_text(now, "utf-8")
    else:
        assert stands == now


def test_there_are_sessions():
    assert SESSIONS
