"""Words of time that name something else: *the Long March*, *the daily Granma*, *Jan Kavan*, *'60 Minutes'*."""

from __future__ import annotations

import re

_WINDOW = 24  # characters before a phrase in which the word before it stands
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:['’]s)?)[ \t\n]+$")
_WORD_AFTER = re.compile(r"[ \t\n]+([^\W\d_]+)")
_WHAT_FOR = re.compile(r"[ \t\n]+(?:for|of|to|on|against)[ \t\n]+(?:the[ \t\n]+)?([A-Z][a-z]+)")
_THAT = re.compile(r"that (?:spring|summer|autumn|fall|winter|sun(?:day)?|[a-z]+day)", re.IGNORECASE)
_TITLE = re.compile(r"(?:\d+|[A-Z][a-z]+) (?:Minutes|Hours|Days|Weeks|Months|Years|Nights)")
_QUOTES = ("'", '"', "‘", "“", "`")
_FREQUENCIES = frozenset({"daily", "weekly", "monthly"})
_FIRST_NAMES = frozenset({"Jan", "Jun"})
_DETERMINERS = frozenset({"the", "its", "his", "her", "their", "a"})
# After them *March* is the month, whatever follows.
_SIGNALS = frozenset({"in", "since", "until", "till", "by", "during", "from", "through", "last", "next", "this", "early",
                      "late", "mid", "before", "after", "of", "between", "for", "and", "to", "every", "each"})  # fmt: skip
# What follows a march, where a month would have its noun (*the March accession*, *the March of the army*).
_NO_NOUN = frozenset({"of", "to", "on", "in", "into", "from", "for", "against", "through", "along", "and", "or", "was",
                      "were", "is", "are", "had", "has", "that", "which", "with", "at", "as", "by", "began", "ended"})  # fmt: skip
_MONTHS = frozenset({"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                     "November", "December"})  # fmt: skip
# After them *last* is the verb: *it will last three weeks*.
_MODALS = frozenset(
    {"will", "would", "could", "can", "may", "might", "should", "must", "to", "not", "only", "usually"}
)
# Verbs whose *that* begins a clause: *it seems that winter is over*.
_CLAUSE_VERBS = frozenset({"said", "say", "says", "saying", "seems", "seemed", "appears", "appeared", "found", "shows",
                           "showed", "reported", "believe", "believes", "believed", "fear", "feared", "indicated",
                           "hope", "hoped", "means", "meant", "announced", "added", "know", "knew", "think",
                           "thought", "warned", "argued", "claimed", "so"})  # fmt: skip


def names_something_else(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], which rules take for a time, is no time, for the words that stand around it."""
    phrase = text[start:end]
    if phrase in _FREQUENCIES or phrase in _FIRST_NAMES:
        return _after(text, end)[:1].isupper()
    if phrase.startswith("last "):
        return _before(text, start).lower() in _MODALS
    if phrase == "March":
        return _is_march(_before(text, start), _after(text, end), _WHAT_FOR.match(text, end))
    if _THAT.fullmatch(phrase):
        return _before(text, start).lower() in _CLAUSE_VERBS
    if phrase[:1] in _QUOTES:
        return _after(text, end) in {"Minutes", "Hours"}
    return text.endswith(_QUOTES, 0, start) and _TITLE.fullmatch(phrase) is not None


def _before(text: str, start: int) -> str:
    match = _WORD_BEFORE.search(text[max(0, start - _WINDOW) : start])
    return match[1] if match else ""


def _after(text: str, end: int) -> str:
    match = _WORD_AFTER.match(text, end)
    return match[1] if match else ""


def _is_march(before: str, following: str, what_for: re.Match[str] | None) -> bool:
    """*the Long March*, *Sherman's March*, *the March for Life*: the one month whose name is a common noun too."""
    if before.lower() in _SIGNALS:
        return False
    if following.islower() and following not in _NO_NOUN:
        return False
    if before.lower() in _DETERMINERS or before.endswith(("'s", "’s")):
        return True
    if what_for is not None and what_for[1] not in _MONTHS:
        return True
    return before[:1].isupper() and before not in _MONTHS
