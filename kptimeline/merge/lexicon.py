"""The words that merging compares by: kinds of act, kinds of thing, and words without weight (language/en/acts.toml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from kptimeline import shipped

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d,.]*\d|\d")
_GENITIVE = re.compile(r"['’]s?$")
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "e", "y")
_MIN_STEM = 3


_NONE: frozenset[str] = frozenset()


class Traits(NamedTuple):
    """What a word may mean, wherever it stands."""

    low: str
    is_capital: bool
    is_plain: bool  # nearly every report has it
    is_light: bool  # a verb whose act is in what it governs
    acts: frozenset[str]
    thing: str  # what it is compared as: the name of its kind, else its stem
    number: str | None


class Lexicon:
    """The table, by stems: a word of a text is compared by what is left without its ending."""

    def __init__(self) -> None:
        table = shipped.table(shipped.language("en") / "acts.toml")
        acts: dict[str, set[str]] = {}
        for act, words in table["act"].items():
            for word in words:
                acts.setdefault(stem_all(word), set()).add(act)
        self._acts = {word: frozenset(some) for word, some in acts.items()}
        self._things: dict[str, str] = {
            stem(word): thing for thing, words in table["thing"].items() for word in words
        }
        self._frequent = {stem_all(word) for word in table["frequent"]["words"]}
        self._light = {stem_all(word) for word in table["light"]["words"]}
        self._numbers = {word: str(number) for number, word in enumerate(table["number"]["words"], 2)}
        self._plain = {stem(word) for word in table["plain"]["words"]} | set(table["plain"]["words"])

    def acts(self, phrase: str) -> frozenset[str]:
        """The kinds of act that a lemma, with its particle, or its first word alone, may tell of."""
        whole = stem_all(phrase)
        return self._acts.get(whole) or self._acts.get(whole.split(" ", 1)[0], _NONE)

    def is_light(self, phrase: str) -> bool:
        """Whether the act is in what the word governs."""
        return stem_all(phrase) in self._light

    def is_frequent(self, phrase: str) -> bool:
        """Whether one actor does it many times a day, so that of itself it says little."""
        return stem_all(phrase).split(" ", 1)[0] in self._frequent

    def traits(self, word: str) -> Traits:
        """What a word may mean, as it is written."""
        low = word.casefold()
        stemmed = stem(low)
        return Traits(
            low,
            is_capital=word[:1].isupper(),
            is_plain=low in self._plain or stemmed in self._plain,
            is_light=stemmed in self._light,
            acts=self._acts.get(stemmed, _NONE),
            thing=self._things.get(stemmed, stemmed),
            number=self._numbers.get(low, word if word[:1].isdigit() else None),
        )


@cache
def lexicon() -> Lexicon:
    """The shipped table, read once."""
    return Lexicon()


# A newspaper has fewer words than this; what is made to have more gains nothing.
@lru_cache(maxsize=1 << 15)
def traits(word: str) -> Traits:
    """What a word may mean, as it is written."""
    return lexicon().traits(word)


def words_of(text: str) -> list[tuple[int, str]]:
    """The words and numbers of a text with their offsets, without a final *'s*."""
    return [(found.start(), _bare(found.group())) for found in _WORD.finditer(text)]


def _bare(word: str) -> str:
    if word.isalpha():
        return word
    return _GENITIVE.sub("", word).replace(",", "")


@lru_cache(maxsize=1 << 15)
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
