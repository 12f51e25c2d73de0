"""Where rules, seeds and migrations lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from kptimeline.errors import KptimelineError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _folder(name: str) -> Path:
    for place in (_PACKAGE / "shipped_data" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise KptimelineError(
        f"the folder {name}/ that belongs to kptimeline is missing",
        "install kptimeline again: pip install --force-reinstall kptimeline",
    )


def migrations() -> Path:
    """The folder with Alembic's env.py and versions/."""
    return _folder("migrations")


def seed_articles() -> Path:
    """The folder of sample articles."""
    return _folder("seeds") / "articles"


def seed_actors() -> Path:
    """The shipped registry of actors, a TOML file."""
    return _folder("seeds") / "actors.toml"


def language(code: str) -> Path:
    """The folder of data (lexicon, rules, triggers …) of a language, `en` for English."""
    return _PACKAGE / "language" / code


def read_text(path: Path) -> str:
    """The text of a shipped file, UTF-8."""
    return path.read_text(encoding="utf-8")


@cache
def table(path: Path) -> dict[str, Any]:
    """The table of a shipped TOML file, read once; it is not to be changed. Raises TOMLDecodeError."""
    return tomllib.loads(read_text(path))


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its path from there with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
