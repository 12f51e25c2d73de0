"""Tense and plan of the words around a time expression, from a lexicon and a window; no parser.

`plan` means that the clause points ahead of its own tense: *agreed to meet on Friday*, *was to be held*.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kptimeline import shipped
from kptimeline.records import Tense

LEFT = 90  # characters looked at before the phrase
RIGHT = 60
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.,](?!\d)|[;:!?()\"“”—–]")
# *rising from $29.75 in March*: an amount that another is compared with has been.
_COMPARED_AMOUNT = re.compile(
    r"\b(?:from|than|versus|compared with) [^\s\d]{0,4}\d[\d.,]{0,20}%?(?: [a-z]{1,12})?(?: (?:in|on))? ?$"
)
_ARTICLES = frozenset({"a", "an", "the"})
_STOP = {";", ":", "!", "?", "(", ")", '"', "“", "”", "—", "–"}
_POSSESSIVES = ("'s", "’s")
_ENDINGS = ("ed", "'ll")
_TITLES = frozenset(
    {"Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Sgt", "Capt", "Maj", "Prof", "St"}
)
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her"})
Cue = tuple[Tense | None, bool]


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    table = shipped.table(shipped.language("en") / "tense.toml")
    return {name: frozenset(words["words"]) for name, words in table.items()}


@cache
def _all_words() -> frozenset[str]:
    return frozenset().union(*_lexicon().values())


def tense_at(text: str, start: int, end: int, first: int, last: int) -> Cue:
    """Tense and plan of the clause around text[first:last], within the line text[start:end]; None: no verb near."""
    left = _WORD.findall(text, max(start, first - LEFT), first)
    if text[first : first + 5].lower() == "since":
        return Tense.PAST, False  # whatever is done, what it has been done since is over
    found = (None, True) if _deferred(left, text[first:last]) else _look_left(left)
    if found is None:
        right = _WORD.findall(text, last, min(end, last + RIGHT))
        # *the March vote was lost*: what follows an article and a time is a noun, whatever else its form can be.
        found = _look_right(right[1:] if left and left[-1].lower() in _ARTICLES else right)
    if found is None and _COMPARED_AMOUNT.search(text, max(start, first - LEFT), first):
        return Tense.PAST, False
    if text.startswith(_POSSESSIVES, last) and (found is None or found[0] is not Tense.FUTURE):
        # *Wednesday's ruling*, whatever is going to be done about it, is over; *ahead of Monday's vote* it is not.
        return (None, True) if _is_awaited(left) else (Tense.PAST, False)
    return found if found is not None else (None, False)


def _is_awaited(left: list[str]) -> bool:
    """*ahead of*, *in advance of*, *before*, *in the run-up to* what comes next."""
    words = [word.lower() for word in left[-2:]]
    return words[-2:] in (["ahead", "of"], ["advance", "of"], ["run-up", "to"], ["prior", "to"])


def is_comparison(text: str, start: int, first: int) -> bool:
    """Whether a phrase at `first` stands in what something is compared with: *up from $10 million a year ago*."""
    words = _WORD.findall(text, max(start, first - LEFT), first)
    lexicon, same_sentence = _lexicon(), True
    for index in range(len(words) - 1, -1, -1):
        word = words[index].lower()
        if word in lexicon["comparison"] or (same_sentence and word in lexicon["results"]):
            return True
        if word in _STOP or (word == "." and index == len(words) - 1):
            return False
        same_sentence = same_sentence and not (word == "." and words[index + 1][0].isupper())
    return False


def _deferred(words: list[str], phrase: str) -> bool:
    """*postponed until Friday*, *rescheduled for Friday*, *extended to Nov. 6*: the new day lies ahead."""
    limit = phrase.lower().startswith(("until", "till")) or (
        words and words[-1].lower() in {"to", "for", "until", "till"}
    )
    lexicon = _lexicon()
    if phrase.lower().startswith(("until", "till")) and words and words[-1].lower() in {"has", "have", "had"}:
        return True  # *they have until Friday to answer*
    for word in reversed(words if limit else []):
        if word in _STOP or word == ".":
            return False
        if word.lower() in lexicon["deferred"]:
            return True
    return False


def is_opening(text: str, start: int, first: int, last: int) -> bool:
    """Whether *from* with the time after it, text[first:last], opens a span: *applies from July 1*.

    It does where the verb before it points ahead or stands right there, and nothing in the clause moves from
    one point to another (*rose from 2016*) or is only named after its day (*a letter from 1950*).
    """
    words = [m.group() for m in _WORD.finditer(text, max(start, first - LEFT), first)]
    if text.startswith(_POSSESSIVES, last) or not words:
        return False
    lower = [word.lower() for word in words]
    if _lexicon()["moving"].intersection(lower):
        return False
    if lower[-1] in _lexicon()["opening"]:
        return True
    cue = _look_left(words)
    if cue is None:
        return False
    return cue != (Tense.PAST, False) or _cue(words, len(words) - 1) is not None


def _look_left(words: list[str]) -> Cue | None:
    """The nearest verb form to the left, in the same clause as far as marks tell."""
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in _STOP or _ends_sentence(words, index):
            return None
        cue = _cue(words, index)
        if cue is not None:
            return cue
    return None


def _ends_sentence(words: list[str], index: int) -> bool:
    """Whether a full stop ends a sentence: a capital follows, and no abbreviation stands before it."""
    following = words[index + 1] if index + 1 < len(words) else ""
    return words[index] == "." and following[:1].isupper() and not _abbreviates(words, index)


def _abbreviates(words: list[str], index: int) -> bool:
    """*U.S. President*, *Gen. Park*: the stop belongs to the word before it."""
    before = words[index - 1] if index else ""
    return before[:1].isupper() and (len(before) == 1 or before in _TITLES)


def _look_right(words: list[str]) -> Cue | None:
    for index, word in enumerate(words):
        if word in _STOP or (word == "." and not _abbreviates(words, index)):
            return None
        cue = _cue(words, index)
        if cue is not None:
            return cue
    return None


@lru_cache(maxsize=8192)
def _can_tell(word: str) -> bool:
    """Whether a word can tell a tense, which most cannot: one look spares ten."""
    plain = word.lower().replace("’", "'")
    return plain in _all_words() or plain.endswith(_ENDINGS)


def _cue(words: list[str], index: int) -> Cue | None:
    before = words[index - 1].lower() if index else ""
    if before != "to" and not _can_tell(words[index]):
        return None
    lexicon = _lexicon()
    word = words[index].lower().replace("’", "'")
    if words[index] == "May":  # the month, not the modal
        return None
    if before in _ARTICLES and word in lexicon["base"]:  # *hold a vote*: a noun
        return None
    if word in lexicon["future"] or word.endswith("'ll"):
        return Tense.FUTURE, False
    if word in lexicon["plan"]:
        return _plan(words, index)
    if before == "to" and (word in lexicon["base"] or _governed(words, index)):
        return _infinitive(words, index)
    following = words[index + 1 : index + 2]
    if (word in lexicon["intends"] and following in (["to"], ["for"])) or (
        word == "set" and following == ["for"]
    ):
        return (Tense.PAST, False) if _had_been(words, index) else (None, True)
    if word in lexicon["past"] or _regular_past(word):
        return _chained(words, index, Tense.PAST)
    if word in {"takes", "take"} and following == ["effect"]:
        return Tense.PRESENT, True
    if word in lexicon["perfect"]:
        return _chained(words, index, Tense.PAST)
    if word in lexicon["schedule"]:
        return Tense.PRESENT, True
    if word in lexicon["schedule-plural"]:
        cue = _chained(words, index, Tense.PRESENT)
        return (Tense.PRESENT, True) if cue == (Tense.PRESENT, False) else cue
    if word in lexicon["present"] or word in lexicon["base"]:
        return _chained(words, index, Tense.PRESENT)
    return None


def _plan(words: list[str], index: int) -> Cue | None:
    """*is due*, *ahead of the vote* point ahead; *had been due* is over, as is a clause that a comma ends."""
    if words[index].lower() == "ahead" and "," in words[index:]:
        return None
    return (Tense.PAST, False) if _had_been(words, index) else (None, True)


def _had_been(words: list[str], index: int) -> bool:
    """*had been due*, *had previously been scheduled*: what was planned then, and mostly told because it changed."""
    before = [word.lower() for word in words[max(0, index - 3) : index]]
    return "had" in before and "been" in before


def _governed(words: list[str], index: int) -> bool:
    """Whether *to* and a word, whatever it is, hang from what points ahead: *were planning to drive*."""
    word, lexicon = words[index], _lexicon()
    governor = words[index - 2].lower() if index > 1 else ""
    return word.isalpha() and word.islower() and governor in lexicon["intends"]


def _infinitive(words: list[str], index: int) -> Cue:
    """*agreed to meet*, *is to be held* point ahead; *gathered to mark* has the tense of its verb."""
    lexicon = _lexicon()
    for at in range(index - 2, max(-1, index - 9), -1):
        lower = words[at].lower().replace("’", "'")
        if words[at] in _STOP:
            break
        if lower in lexicon["forward"] or lower in lexicon["plan"] or lower in lexicon["future"]:
            return (Tense.PAST, False) if _had_been(words, at) else (None, True)
        if lower in lexicon["past"] or _regular_past(lower):
            return Tense.PAST, False
    return None, True


def _chained(words: list[str], index: int, tense: Tense) -> Cue:
    """A participle takes the tense of its auxiliary: *will be held*, *are expected*."""
    lexicon = _lexicon()
    for word in reversed(words[max(0, index - 4) : index]):
        lower = word.lower().replace("’", "'")
        if lower in lexicon["future"] or lower.endswith("'ll"):
            return Tense.FUTURE, False
        if lower in {"is", "are", "isn't", "aren't"}:
            return Tense.PRESENT, False
        if lower in {"did", "didn't"}:
            return Tense.PAST, False
        if lower in {"be", "being"}:
            continue
        if lower == "to":
            return None, True
        if lower in lexicon["between"]:
            continue
        break
    return tense, False


def _regular_past(word: str) -> bool:
    if len(word) <= 4 or not word.endswith("ed"):
        return False
    lexicon = _lexicon()
    # *unspecified*, *undisclosed* are adjectives, but for a few verbs that undo something.
    return word not in lexicon["not-past"] and (not word.startswith("un") or word in lexicon["undone"])
