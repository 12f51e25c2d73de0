"""Words to search for, as people write them, and as SQLite's FTS5 and PostgreSQL's tsquery want them.

    words   : term … , parted by blanks: a sentence must hold them all
    term    : word | "several words" | either with `*` at its end, which stands for any ending
    term OR term    : one of them is enough
    -term   : no sentence that holds it

Case and accents do not count. Whatever else stands there (brackets, colons, NEAR, NOT) is text: both
compilers quote each term, so no input is an error of the database.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from kptimeline.errors import UsageError
from kptimeline.records import Span

MOST_TERMS = 64
MOST_LETTERS = 2_000
_TERM = re.compile(r'(?P<out>-*)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<ending>\*?)')
_QUOTES = str.maketrans(dict.fromkeys("“”„", '"'))
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_TOKEN = {"L", "N"}  # the categories that FTS5's unicode61 makes tokens of
# What would end a quoted term in either language, and what neither takes as text: controls, halves of pairs.
_NOT_TEXT = dict.fromkeys([*range(32), *map(ord, "'\\*"), *range(0xD800, 0xE000)], " ")


class Term(Struct, frozen=True):
    """A word, or several that stand side by side; `prefix`: the last may go on."""

    text: str
    prefix: bool = False


class Words(Struct, frozen=True):
    """`wanted`: one of each group must be there; `unwanted`: none of these."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()


def read_words(text: str) -> Words:
    """What is searched for. Raises UsageError where nothing is, or too much."""
    if len(text) > MOST_LETTERS:
        raise UsageError(f"more than {MOST_LETTERS} characters to search for", "search for fewer words")
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    joining = False
    pieces = [piece for match in _TERM.finditer(text.translate(_QUOTES)) if (piece := _piece(match))]
    for place, (term, is_out, bare) in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if bare == "AND" and inside:  # what goes without saying
            continue
        if bare == "OR" and inside and groups and not pieces[place - 1][1] and not pieces[place + 1][1]:
            joining = True
        elif is_out:
            unwanted.append(term)
        elif joining:
            groups[-1].append(term)
            joining = False
        else:
            groups.append([term])
    if not groups:
        raise UsageError(
            "there is no word to search for" if not unwanted else "there are only words to leave out",
            "kptimeline search missile -test",
        )
    if len(pieces) > MOST_TERMS:
        raise UsageError(f"more than {MOST_TERMS} words to search for", "search for fewer words")
    return Words(tuple(map(tuple, groups)), tuple(unwanted))


def _piece(match: re.Match[str]) -> tuple[Term, bool, str] | None:
    """A term, whether it is unwanted, and the bare word that OR may be; None where no letter or digit is."""
    raw = match["phrase"] if match["phrase"] is not None else match["word"]
    prefix = bool(match["ending"]) or (match["word"] or "").endswith("*")
    held = " ".join(raw.translate(_NOT_TEXT).split())
    if not any(unicodedata.category(letter)[0] in _TOKEN for letter in held):
        return None
    bare = raw if match["word"] and not match["out"] else ""
    return Term(held, prefix), bool(match["out"]), bare


def fts5(words: Words) -> str:
    """The words as an FTS5 query: each term quoted, so that nothing in it is an operator."""

    def quoted(term: Term) -> str:
        return f'"{term.text}"' + (" *" if term.prefix else "")

    wanted = " AND ".join(f"({' OR '.join(map(quoted, group))})" for group in words.wanted)
    if not words.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(quoted, words.unwanted))})"


def tsquery(words: Words) -> str:
    """The words for PostgreSQL's to_tsquery: those of a term must follow each other, the last may go on.

    They are the words that `kptimeline_words` of migrations/sql/postgresql.sql makes of a text.
    """

    def quoted(term: Term) -> str:
        told = " <-> ".join(f"'{word}'" for word in _folded(term.text)) + (":*" if term.prefix else "")
        return f"({told})" if " " in told else told

    wanted = " & ".join(f"({' | '.join(map(quoted, group))})" for group in words.wanted)
    if not words.unwanted:
        return wanted
    return f"({wanted}) & !({' | '.join(map(quoted, words.unwanted))})"


def hits(text: str, words: Words) -> tuple[Span, ...]:
    """Where the wanted words stand in a text, as FTS5 marks them."""
    places = [match.span() for match in _WORD.finditer(text)]
    folded = [_fold(text[slice(*place)]).lower() for place in places]
    found: list[Span] = []
    for term in {term for group in words.wanted for term in group}:
        asked = [word.lower() for word in _folded(term.text)]
        for at in range(len(folded) - len(asked) + 1):
            *first, last = folded[at : at + len(asked)]
            ends = last.startswith(asked[-1]) if term.prefix else last == asked[-1]
            if ends and first == asked[:-1]:
                found.append(Span(places[at][0], places[at + len(asked) - 1][1]))
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return tuple(joined)


def _folded(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


def _fold(word: str) -> str:
    """Without accents; Hangul stays in syllables."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))
