"""Which language a text is in, where it does not say: English by its small words, others by py3langid.

py3langid takes a second and 125 MB to load, so it is asked only of what is not plainly English, and of no text
that is too short for it. What it is not sure of stays unsaid, and is read as English is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LOOKED_AT = 4_000  # characters from the start
FIRST_LOOK = 400  # characters that tell most English: a longer look costs `tag` more than 1 % of its time
SHORTEST = 120  # letters; below, names decide more than the language does
CONFIDENT = 0.95  # of the probability
# Every English sentence has some of these; of the words of news they are a third, of no other language's a tenth.
_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "to",
        "and",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "from",
        "be",
        "has",
        "have",
        "are",
        "said",
        "its",
        "were",
        "not",
        "this",
    ]
)
ENGLISH = 0.15  # share of the words
_WORD = re.compile(r"[^\W\d_]+")
# Letters that one language writes, and their share that tells it. Compiled when first needed, as each takes 0.5 ms.
_SCRIPTS = (("ko", "[가-힣]", 1 / 2), ("ja", "[ぁ-ゖァ-ヺ]", 1 / 5), ("zh", "[一-鿿]", 0.9))


def language_of(text: str) -> str | None:
    """The ISO 639-1 tag of the language, None where it cannot be told.

    >>> language_of("The envoys of both sides met on Tuesday, and will meet again in a week.")
    'en'
    >>> language_of("서울") is None
    True
    """
    if _is_english(text[:FIRST_LOOK]) or _is_english(text[:LOOKED_AT]):
        return "en"
    head = text[:LOOKED_AT]
    letters = sum(map(len, _WORD.findall(head)))
    # A script that one language has tells it in fewer letters.
    if letters >= SHORTEST // 4:
        for language, script, share in _SCRIPTS:
            if len(re.findall(script, head)) >= letters * share:
                return language
    if letters < SHORTEST:
        return None
    language, probability = _identifier().classify(head)
    return str(language) if probability >= CONFIDENT else None


def _is_english(text: str) -> bool:
    words = _WORD.findall(text.lower())
    small = sum(map(_SMALL_WORDS.__contains__, words))
    return len(words) >= 8 and small >= ENGLISH * len(words)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
