"""A text as merging reads it: its words, what each may mean, and the names of actors in it; made once a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kptimeline.actors.registry import Registry
from kptimeline.merge.lexicon import Traits, traits, words_of
from kptimeline.records import Span

_BREAK = re.compile(r"(?:^|[.!?;:\"“”\n])\s*(?:the|a|an)?\s*$", re.IGNORECASE)
_BEFORE = 8  # letters before a word that tell whether it begins a sentence


class Words:
    """The words of a text in order, and its places: names of actors, led to their countries (else slugs)."""

    __slots__ = ("_actors", "_ends", "_starts", "_words", "text")

    def __init__(self, text: str, registry: Registry) -> None:
        self.text = text
        found = words_of(text)
        self._starts = [start for start, _ in found]
        self._words = [traits(word) for _, word in found]
        spots = list(registry.spots(text))
        self._ends = [spot.end for spot in spots]
        self._actors = [
            (spot.start, registry.actors[spot.slug].country or spot.slug, spot.end) for spot in spots
        ]

    def within(self, span: Span) -> Sequence[tuple[int, Traits]]:
        """Words that begin in a span, with their offsets."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return list(zip(self._starts[first:last], self._words[first:last], strict=True))

    def places(self, span: Span) -> set[str]:
        """Countries that are named in a span."""
        return {country for _, country, _ in self._named(span)}

    def taken(self, span: Span) -> set[int]:
        """Offsets in a span that names of actors take."""
        return {at for start, _, end in self._named(span) for at in range(start, end)}

    def _named(self, span: Span) -> list[tuple[int, str, int]]:
        first = bisect_left(self._ends, span.start + 1)
        found = []
        for spot in self._actors[first:]:
            if spot[2] > span.end:
                break
            if spot[0] >= span.start:
                found.append(spot)
        return found

    def starts_sentence(self, offset: int) -> bool:
        """Whether the word there begins a sentence, so that its capital says nothing."""
        return _BREAK.search(self.text[max(0, offset - _BEFORE) : offset]) is not None
