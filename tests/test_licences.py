"""docs/licences.md against the metadata of what is installed."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAGE = (ROOT / "docs" / "licences.md").read_text("utf-8")
# Words of a licence statement, in the order in which they decide: what is listed first is found first.
FAMILIES = {
    "AGPL": r"affero|\bagpl",
    "LGPL": r"lesser general|\blgpl",
    "GPL": r"general public|\bgpl",
    "MPL": r"mozilla|\bmpl",
    "Apache": r"apache",
    "BSD": r"\bbsd|\b0bsd",
    "MIT": r"\bmit\b",
    "ISC": r"\bisc\b",
    "PSF": r"\bpsf|python software foundation|cnri",
    "other permissive": r"zlib|cc0|unlicense|public domain",
}
PERMISSIVE = {"Apache", "BSD", "MIT", "ISC", "PSF", "other permissive"}


def table(heading):
    """Package -> licence, of the table under a heading of the page."""
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+?) \|", part, re.MULTILINE)
    return dict(rows[1:])  # the first names the columns


def families(statement):
    return {name for name, words in FAMILIES.items() if re.search(words, statement, re.IGNORECASE)}


def stated(name):
    """The families of licences that a package's metadata names."""
    about = distribution(name).metadata
    classes = [each for each in about.get_all("Classifier") or () if each.startswith("License ::")]
    statement = about.get("License-Expression") or " ".join(classes) or (about.get("License") or "")[:200]
    return families(statement)


def installed(names):
    """The packages that come with some, themselves included, as far as they are installed here."""
    found, todo = set(), [canonicalize_name(Requirement(name).name) for name in names]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:  # another system's, or another Python's
            continue
        found.add(name)
        needs = [Requirement(each) for each in needs]
        todo += [canonicalize_name(r.name) for r in needs if not r.marker or r.marker.evaluate({"extra": ""})]
    return found


DIRECT = sorted(canonicalize_name(Requirement(each).name) for each in PROJECT["dependencies"])
EXTRAS = sorted(
    canonicalize_name(Requirement(each).name)
    for extra, names in PROJECT["optional-dependencies"].items()
    if extra != "dev"
    for each in names
)
COMING_WITH = sorted(installed([*PROJECT["dependencies"], *EXTRAS]) - {*DIRECT, *EXTRAS})


def test_every_direct_dependency_stands_on_the_page_and_no_other():
    assert sorted(table("Direct dependencies")) == DIRECT


def test_every_extra_stands_on_the_page_and_no_other():
    assert sorted(table("Extras")) == EXTRAS


@pytest.mark.parametrize("name", [*DIRECT, *EXTRAS])
def test_a_direct_dependency_has_the_licence_that_the_page_gives(name):
    listed = families({**table("Direct dependencies"), **table("Extras")}[name])
    assert listed <= PERMISSIVE or (name in EXTRAS and listed == {"LGPL"})  # unmodified, for who asks for it
    assert stated(name) == listed


@pytest.mark.parametrize("name", COMING_WITH)
def test_what_comes_with_one_is_permissive_or_named(name):
    found = stated(name)
    assert found, f"the metadata of {name} states no licence that is known here"
    if found <= PERMISSIVE:
        return
    listed = families(table("Weak copyleft that comes with them").get(name, ""))
    assert listed == {"MPL"}, f"{name} is under {', '.join(sorted(found))} and does not stand on the page"
    assert "MPL" in found


def test_weak_copyleft_that_is_named_is_installed():
    assert set(table("Weak copyleft that comes with them")) <= set(COMING_WITH)
