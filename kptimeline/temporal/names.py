"""Words of time that name something else: *the Long March*, *the daily Granma*, *Jan Kavan*, *'60 Minutes'*."""

from __future__ import annotations

import re
from functools import cache

from kptimeline import shipped

_WINDOW = 24  # characters before a phrase in which the word before it stands
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:['’]s)?)[ \t\n]+$")
_WORD_AFTER = re.compile(r"[ \t\n]+([^\W\d_]+)")
_WHAT_FOR = re.compile(r"[ \t\n]+(?:for|of|to|on|against)[ \t\n]+(?:the[ \t\n]+)?([A-Z][a-z]+)")
_THAT = re.compile(r"that (?:spring|summer|autumn|fall|winter|sun(?:day)?|[a-z]+day)", re.IGNORECASE)
_QUOTES = ("'", '"', "‘", "“", "`")


@cache
def _words(which: str) -> frozenset[str]:
    table = shipped.table(shipped.language("en") / "not_times.toml")
    return frozenset(table[which]["words"])


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:\d+|[A-Z][a-z]+) (?:{'|'.join(sorted(_words('title_units')))})")


def names_something_else(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], which rules take for a time, is no time, for the words that stand around it."""
    phrase = text[start:end]
    if phrase in _words("frequencies") or phrase in _words("first_names"):
        return _after(text, end)[:1].isupper()
    if phrase.startswith("last "):
        return _before(text, start).lower() in _words("before_to_last")
    if phrase == "March":
        return _is_march(_before(text, start), _after(text, end), _WHAT_FOR.match(text, end))
    if _THAT.fullmatch(phrase):
        return _before(text, start).lower() in _words("clause_verbs")
    if phrase[:1] in _QUOTES:
        return _after(text, end) in _words("title_units")
    return text.endswith(_QUOTES, 0, start) and _title().fullmatch(phrase) is not None


def _before(text: str, start: int) -> str:
    match = _WORD_BEFORE.search(text[max(0, start - _WINDOW) : start])
    return match[1] if match else ""


def _after(text: str, end: int) -> str:
    match = _WORD_AFTER.match(text, end)
    return match[1] if match else ""


def _is_march(before: str, following: str, what_for: re.Match[str] | None) -> bool:
    """*the Long March*, *Sherman's March*, *the March for Life*: the one month whose name is a common noun too."""
    if before.lower() in _words("month_signals"):
        return False
    if following.islower() and following not in _words("after_a_march"):
        return False
    if before.lower() in _words("determiners") or before.endswith(("'s", "’s")):
        return True
    if what_for is not None and what_for[1] not in _words("months"):
        return True
    return before[:1].isupper() and before not in _words("months")
