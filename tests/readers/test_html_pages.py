"""Thirty-odd layouts of saved pages, one table of what must come of each: pages/expected.toml."""

import tomllib
from pathlib import Path

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.interval import iso
from kptimeline.pipeline import load_kit, read, resolve
from kptimeline.readers import Reject, read_path
from kptimeline.readers.article import Defaults
from kptimeline.readers.html import read_html

PAGES = Path(__file__).parent / "pages"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text("utf-8"))
REFUSED = sorted(name for name, page in EXPECTED.items() if "refused" in page)
READ = sorted(set(EXPECTED) - set(REFUSED))


@pytest.fixture(scope="module")
def kit():
    return load_kit(model=False)


def article(name):
    (made,) = read_html((PAGES / f"{name}.html").read_bytes(), Defaults(as_of="2026-11-21"), f"{name}.html")
    return made


def test_every_page_is_in_the_table():
    assert sorted(path.stem for path in PAGES.glob("*.html")) == sorted(EXPECTED)
    assert len(READ) >= 30


@pytest.mark.parametrize("name", READ)
def test_what_a_page_says_of_itself(name):
    made, page = article(name), EXPECTED[name]
    assert made.text[slice(*made.title)] == page["title"]
    told = (made.outlet, made.url, made.language, list(made.authors), made.published, made.published_from)
    fields = ("outlet", "url", "language", "authors", "published", "published_from")
    assert told == tuple(page.get(field, [] if field == "authors" else None) for field in fields)
    assert made.extra == page.get("extra", {})


@pytest.mark.parametrize("name", READ)
def test_the_text_is_headline_dating_lines_and_story(name):
    made, page = article(name), EXPECTED[name]
    title, *paragraphs = made.text.split("\n\n")
    lines = page.get("lines", [])
    assert [title, *paragraphs[: len(lines)]] == [page["title"], *lines]
    story = paragraphs[len(lines) :]
    assert len(story) == page["paragraphs"]
    assert story[0].split()[: len(page["first"].split())] == page["first"].split()
    assert story[-1].endswith(page["last"])
    assert [words for words in page.get("absent", []) if words in made.text] == []


@pytest.mark.parametrize("name", READ)
def test_the_anchor_that_the_pipeline_chooses(name, kit):
    made, page = article(name), EXPECTED[name]
    anchor = resolve(made, read(made, kit), kit).choice.anchor
    told = anchor and (iso(anchor.day), str(anchor.basis), list(anchor.inferred))
    assert (
        told == (page["anchor"], page["basis"], page.get("inferred", [])) if "anchor" in page else not anchor
    )


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_without_an_article_is_refused(name):
    with pytest.raises(InputRejectedError) as caught:
        article(name)
    assert caught.value.message == EXPECTED[name]["refused"]
    assert caught.value.hint


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_files_are_told_to_be_pages_by_their_content(name, tmp_path):
    path = tmp_path / "page"
    path.write_bytes((PAGES / f"{name}.html").read_bytes())
    (found,) = read_path(path, as_of="2026-11-21")
    assert isinstance(found, Reject) is (name in REFUSED)
    assert isinstance(found, Reject) or found.text == article(name).text
