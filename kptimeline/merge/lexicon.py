"""The words that merging compares by: kinds of act, kinds of thing, and words without weight (language/en/acts.toml)."""

from __future__ import annotations

import re
from functools import cache

from kptimeline import shipped

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d,.]*\d|\d")
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")
_MIN_STEM = 3


class Lexicon:
    """The table, by stems: a word of a text is compared by what is left without its ending."""

    def __init__(self) -> None:
        table = shipped.table(shipped.language("en") / "acts.toml")
        self._acts: dict[str, set[str]] = {}
        for act, words in table["act"].items():
            for word in words:
                self._acts.setdefault(stem_all(word), set()).add(act)
        self._things: dict[str, str] = {
            stem(word): thing for thing, words in table["thing"].items() for word in words
        }
        self._light = {stem_all(word) for word in table["light"]["words"]}
        self.numbers = {word: str(number) for number, word in enumerate(table["number"]["words"], 2)}
        self._plain = {stem(word) for word in table["plain"]["words"]} | set(table["plain"]["words"])

    def acts(self, phrase: str) -> set[str]:
        """The kinds of act that a lemma, with its particle, or its first word alone, may tell of."""
        whole = stem_all(phrase)
        return self._acts.get(whole) or self._acts.get(whole.split(" ", 1)[0], set())

    def is_light(self, phrase: str) -> bool:
        """Whether the act is in what the word governs."""
        return stem_all(phrase) in self._light

    def thing(self, word: str) -> str:
        """What a word of a text is compared as: the name of its kind, else its stem."""
        stemmed = stem(word)
        return self._things.get(stemmed, stemmed)

    def is_plain(self, word: str) -> bool:
        """Whether nearly every report has the word."""
        return word in self._plain or stem(word) in self._plain


@cache
def lexicon() -> Lexicon:
    """The shipped table, read once."""
    return Lexicon()


def words_of(text: str) -> list[tuple[int, str]]:
    """The words and numbers of a text with their offsets, without a final *'s*."""
    return [
        (found.start(), re.sub(r"['’]s?$", "", found.group()).replace(",", ""))
        for found in _WORD.finditer(text)
    ]


@cache
def stem(word: str) -> str:
    """A word in lower case without its inflection, crudely: two forms of one word come out alike."""
    low = word.casefold()
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _MIN_STEM:
            low = low[: -len(ending)]
            break
    if len(low) > _MIN_STEM and low[-1] == low[-2] and low[-1] not in "aeious":
        return low[:-1]
    return low.removesuffix("e") if len(low) > _MIN_STEM else low


def stem_all(phrase: str) -> str:
    """The stems of the words of a phrase."""
    return " ".join(stem(word) for word in phrase.split())
