"""Whether two texts are one report told again: word shingles, their minimum hashes, and the shares they have in common.

Everything here is a function of the texts and of language/likeness.toml: neither the order in which articles
come nor who else is stored has a part in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

import msgspec

from kptimeline import shipped
from kptimeline.records import Span

# Scripts without blanks between words: each sign is a word.
_SIGN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+")
_SEED = 20180427  # of the hash functions: another one makes all stored bands worthless


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """language/likeness.toml, which says what each means."""

    shingle: int
    words: int
    shortest: int
    bands: int
    rows: int
    jaccard: float
    containment: float
    contained: float
    particulars: float


@cache
def limits() -> Limits:
    """The limits that are shipped."""
    return msgspec.convert(shipped.table(shipped.likeness()), Limits)


class Print(msgspec.Struct, frozen=True):
    """What a text is compared by: its shingles, and the names and numbers in it."""

    shingles: frozenset[str]
    particulars: frozenset[str]


def told(text: str, body: Span, dateline: Span | None = None) -> str:
    """What an article tells: its body without a dateline that stands in it, so that only words of the report count."""
    start, end = body
    if dateline is None or dateline.end <= start or dateline.start >= end:
        return text[start:end]
    return f"{text[start : max(start, dateline.start)]} {text[min(end, dateline.end) : end]}"


def fingerprint(text: str) -> Print:
    """The print of what is told."""
    at_most = limits()
    words = [match[0] for match in islice(_WORD.finditer(text), at_most.words)]
    folded = [word.casefold() for word in words]
    size = at_most.shingle
    shingles = (" ".join(folded[at : at + size]) for at in range(len(folded) - size + 1))
    return Print(frozenset(shingles), frozenset(word.casefold() for word in words if _is_particular(word)))


def _is_particular(word: str) -> bool:
    """A number, or a word with a capital: a name, a weekday, a month; or the first of a sentence, which does no harm."""
    return word[0].isupper() or word[0].isdigit()


def bands(each: Print) -> tuple[int, ...]:
    """Numbers (64 bits, signed) of which two alike texts share one; none for a text that is too short to tell."""
    from rensa import RMinHash

    at_most = limits()
    if len(each.shingles) < at_most.shortest:
        return ()
    hashes = RMinHash(num_perm=at_most.bands * at_most.rows, seed=_SEED)
    hashes.update(list(each.shingles))
    return tuple(
        _number(band, rows)
        for band, rows in enumerate(
            islice(zip(*[iter(hashes.digest())] * at_most.rows, strict=True), at_most.bands)
        )
    )


def _number(band: int, rows: Sequence[int]) -> int:
    """A band and its minimum hashes as one number; what two bands have in common is no likeness."""
    from hashlib import blake2b

    packed = b"".join(each.to_bytes(4, "big") for each in (band, *rows))
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


def are_alike(one: Print, other: Print) -> bool:
    """Whether two texts are one report: most of their words in a row, names and numbers are the same."""
    at_most = limits()
    shorter, longer = sorted((one, other), key=lambda each: len(each.shingles))
    if len(shorter.shingles) < at_most.shortest:
        return False
    common = len(shorter.shingles & longer.shingles)
    likeness = common / (len(shorter.shingles) + len(longer.shingles) - common)
    held = common / len(shorter.shingles)
    if likeness < at_most.jaccard and (held < at_most.containment or likeness < at_most.contained):
        return False
    fewest = min(len(one.particulars), len(other.particulars))
    return len(one.particulars & other.particulars) >= at_most.particulars * fewest
