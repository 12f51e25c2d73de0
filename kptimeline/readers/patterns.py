"""Patterns like `articles/*.html` that came in quotes, so that no shell has read them."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable
from pathlib import Path

_MAGIC = re.compile(r"[*?\[]")


def matches(path: Path) -> Iterable[Path]:
    """What a pattern matches, in sorted order; the path itself where it exists, is none, or matches nothing.

    `*` stays within a folder and leaves hidden files out, `**` goes down through folders but not through links.
    """
    pattern = str(path)
    if not _MAGIC.search(pattern) or os.path.lexists(path):
        return [path]
    if "**" not in path.parts:
        return sorted(map(Path, glob.glob(pattern))) or [path]  # noqa: PTH207 - Path.glob has no absolute patterns
    return sorted(_deep(path)) or [path]


def _deep(path: Path) -> Iterable[Path]:
    """By os.walk, which no loop of links can lead astray as it can glob."""
    at = next(number for number, part in enumerate(path.parts) if _MAGIC.search(part))
    base, rest = Path(*path.parts[:at]), path.parts[at:]
    whole = re.compile("".join(map(_part, rest[:-1])) + (_part(rest[-1]).removesuffix("/")), re.DOTALL)
    for top, folders, names in os.walk(base):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            found = Path(top, name)
            if not name.startswith(".") and whole.fullmatch(found.relative_to(base).as_posix()):
                yield found


def _part(part: str) -> str:
    """One part of a pattern as a regular expression, with the / after it."""
    if part == "**":
        return "(?:[^/]+/)*"
    signs = {"*": "[^/]*", "?": "[^/]"}
    return "".join(signs.get(sign, re.escape(sign)) for sign in part) + "/"
