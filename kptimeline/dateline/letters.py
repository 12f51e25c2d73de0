"""A line in plain letters: what the patterns of datelines are written over.

They hold no character above U+00FF, as `re` lays out a map of 65,536 places for each set that has one: so
compiling them takes 18 ms, not 41.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DASH = "\x97"  # stands for every long dash, as it did in Windows-1252
_ALIKE = {
    "’": "'",
    "‘": "`",
    "“": '"',
    "€": "$",
    "—": DASH,
    "–": DASH,
    "―": DASH,
    "\u202f": "\u00a0",
}  # marks that mean the same where a dateline ends or a story begins


def plain(line: str) -> str:
    """The line with bare letters and marks, as long as before: *SÃO PAULO* to *SAO PAULO*."""
    if line.isascii():
        return line
    return "".join(map(_bare, line))


@lru_cache(maxsize=2048)
def _bare(letter: str) -> str:
    if letter in _ALIKE:
        return _ALIKE[letter]
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare.isascii() or not bare.isalpha():
        return bare
    return "A" if bare.isupper() else "a" if bare.islower() else bare
