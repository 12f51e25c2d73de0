"""What is shipped: the wheel built from the sdist holds all data, and the metadata says what it must."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel_names(built):
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        return set(wheel.namelist())


def files_under(folder, *patterns):
    found = {
        path.relative_to(ROOT).as_posix()
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and not path.name.startswith(".")
    }
    assert found, f"{folder} holds nothing like {patterns}"
    return found


@pytest.mark.parametrize(
    ("folder", "patterns", "shipped_as"),
    [
        ("migrations", ["*.py", "*.sql", "*.mako"], "kptimeline/shipped_data/migrations"),
        ("seeds", ["*.toml", "*.txt", "*.jsonl"], "kptimeline/shipped_data/seeds"),
        ("kptimeline", ["*.py", "*.toml", "py.typed"], "kptimeline"),
    ],
)
def test_the_wheel_holds_every_file_that_a_run_needs(wheel_names, folder, patterns, shipped_as):
    wanted = {name.replace(folder, shipped_as, 1) for name in files_under(folder, *patterns)}
    assert wanted - wheel_names == set()


def test_the_wheel_holds_nothing_else(wheel_names):
    (info,) = {name.split("/")[0] for name in wheel_names if ".dist-info/" in name}
    assert {name.split("/")[0] for name in wheel_names} == {"kptimeline", info}
    assert [name for name in wheel_names if re.search(r"__pycache__|\.pyc$|\.db$|/tests/", name)] == []
    assert f"{info}/licenses/LICENSE" in wheel_names


def test_the_sdist_holds_what_tests_and_migrations_need(built):
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"README.md", "LICENSE", "alembic.ini", "seeds/actors.toml", "tests/test_packaging.py"} <= names


def test_the_command_is_declared():
    assert PROJECT["scripts"] == {"kptimeline": "kptimeline.cli:main"}


def test_the_change_log_begins_with_this_version():
    headings = re.findall(r"^## \[([^]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert PROJECT["version"] in headings[:2]
    assert headings[0] in {"Unreleased", PROJECT["version"]}
