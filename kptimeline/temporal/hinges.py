"""What event-relative phrases hang from: *two days after the summit*, when the text dates the summit itself.

The noun is looked for in the sentences before; the time expressions that stand beside it there are the
candidates. Whether they agree on a day is seen when they are resolved.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from kptimeline import shipped
from kptimeline.records import Span, TimeExpression

_EVENT = re.compile(r'event\("([^"]+)"\)')


@cache
def _told_as() -> dict[str, tuple[str, ...]]:
    """Event nouns to the verb forms that tell of the same event (*launch*: *launched*)."""
    table = tomllib.loads(shipped.read_text(shipped.language("en") / "event_verbs.toml"))["verbs"]
    return {noun: tuple(verbs) for noun, verbs in table.items()}


def hang(times: Sequence[TimeExpression], text: str, sentences: Sequence[Span]) -> tuple[TimeExpression, ...]:
    """The same time expressions; those that hang from an event know the indices of what may date it."""
    found = list(times)
    for index, time in enumerate(times):
        match = _EVENT.search(time.alternatives[0].expression)
        if match is not None:
            found[index] = replace(time, hangs_from=_candidates(match[1], index, times, text, sentences))
    return tuple(found)


def _candidates(
    name: str, index: int, times: Sequence[TimeExpression], text: str, sentences: Sequence[Span]
) -> tuple[int, ...]:
    head = name.rsplit(" ", maxsplit=1)[-1]
    forms = "|".join(re.escape(form) for form in (head, *_told_as().get(head, ())))
    noun = re.compile(rf"\b(?:{forms})(?:s|es)?\b", re.IGNORECASE)
    here = times[index].start
    beside: list[int] = []
    for sentence in sentences:
        if sentence.end > here:
            break
        if noun.search(text, sentence.start, sentence.end):
            beside += [
                i
                for i, time in enumerate(times[:index])
                if sentence.start <= time.start < sentence.end
                and not time.alternatives[0].expression.startswith("duration(")
            ]
    return tuple(beside)
