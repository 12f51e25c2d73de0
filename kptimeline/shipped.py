"""Where rules, seeds and migrations lie: beside the package in a checkout, inside it in a wheel.

What is made of them costs more to make than to read: like the byte code of modules it is kept in `__pycache__`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kptimeline.errors import KptimelineError

_PACKAGE = Path(__file__).resolve().parent
Made = TypeVar("Made")


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


def page(name: str) -> Path:
    """A part of the page that `--format html` writes: its style sheet or its script."""
    return _PACKAGE / "render" / "page" / name


def web(name: str) -> Path:
    """A part of the pages that are served: style sheet, script, templates, queries."""
    return _PACKAGE / "web" / "page" / name


def likeness() -> Path:
    """The limits by which two texts are one report, of whatever language: a TOML file."""
    return _PACKAGE / "language" / "likeness.toml"


def read_text(path: Path) -> str:
    """The text of a shipped file, UTF-8."""
    return path.read_text(encoding="utf-8")


@cache
def table(path: Path) -> dict[str, Any]:
    """The table of a shipped TOML file, read once; it is not to be changed. Raises TOMLDecodeError."""
    name = ".".join(path.relative_to(_PACKAGE).parts)
    return made(name, (path,), lambda: _parsed(path), dict[str, Any])


def _parsed(path: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(read_text(path))


def modules(part: str) -> list[Path]:
    """The modules of a part of the package: what they make changes when they do."""
    return sorted((_PACKAGE / part).glob("*.py"))


def made(name: str, sources: Sequence[Path], make: Callable[[], Made], kind: type[Made]) -> Made:
    """What `make` makes of shipped files, under a name; the next process reads it from `__pycache__`.

    It is kept where Python keeps the byte code of this module, and written under the same conditions, so it needs no
    more trust. It serves only while the sha256 of all its sources is the same, and is data of a stated kind, decoded,
    not run. Making the tables and the time rules anew is a sixth of what `tag` needs for 300 kB of news.
    """
    digest = sha256()
    for source in sources:
        content = source.read_bytes()
        digest.update(len(content).to_bytes(8, "big") + content)
    kept = Path(cache_from_source(str(_PACKAGE / name))).with_suffix(".msgpack")
    try:
        raw = kept.read_bytes()
        if raw.startswith(digest.digest()):
            return msgspec.msgpack.decode(memoryview(raw)[digest.digest_size :], type=kind)
    except (OSError, msgspec.MsgspecError):
        pass  # not there, or not whole: it is made anew
    found = make()
    if not sys.dont_write_bytecode:
        _keep(kept, digest.digest() + msgspec.msgpack.encode(found))
    return found


def _keep(path: Path, raw: bytes) -> None:
    """Writes a file as a whole or, where the folder cannot be written to, not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(raw)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its path from there with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
