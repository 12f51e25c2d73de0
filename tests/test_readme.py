"""The consoles of pages still say what the program says. `python tests/test_readme.py` writes them anew."""

import re
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a program, too

from tests.consoles import session, written_anew  # noqa: E402

README = ROOT / "README.md"
WITH_CONSOLES = [README, ROOT / "docs" / "tutorial.md"]
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", WITH_CONSOLES, ids=lambda page: page.name)
def test_the_consoles_equal_the_output(page, tmp_path):
    consoles = list(session(tmp_path, page.read_text("utf-8")))
    assert consoles
    for stands, is_said in consoles:
        assert stands == is_said


def test_the_readme_is_short():
    assert len(README.read_text("utf-8").splitlines()) < 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    links = re.findall(r"\]\((?!<?https?:)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


if __name__ == "__main__":
    for each in WITH_CONSOLES:
        with tempfile.TemporaryDirectory() as folder:
            written_anew(each, Path(folder))
