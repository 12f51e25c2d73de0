"""Quotations that count from the day on which they were spoken: *"We open tomorrow," he said on Saturday*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from kptimeline import shipped
from kptimeline.records import Span, TimeExpression

# What a speaker counts from the day of speech: *yesterday*, *Friday*, *two days ago*.
_DEICTIC = re.compile(r"(?:at\(.*|part\(\w+, )?(?:nearest\(weekday\(|shift\(present, )")
# What names one day: a weekday, a day of a month, or one counted from the article's day.
_DAY = re.compile(
    r"(?:nearest|last|this)\((?:weekday|monthday)\(|shift\(present, -?\d+, day\)|date\(|part\(\w+, nearest\(weekday\("
)
# What parts a day from the speech verb before it: *he said, recalling his visit on Friday*.
_OTHER_CLAUSE = re.compile(r'["“”]|,\s+(?:[a-z]+ing|when|as|after|before|who|which|while)\b')
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _told() -> frozenset[str]:
    """Past forms of plain saying."""
    table = shipped.table(shipped.language("en") / "tense.toml")
    return frozenset(table["spoken"]["words"])


def spoken(
    times: Sequence[TimeExpression], text: str, sentences: Sequence[Span]
) -> tuple[TimeExpression, ...]:
    """The same time expressions; what stands in a quotation whose sentence dates the speech knows that date."""
    found = list(times)
    at = 0
    for sentence in sentences:
        while at < len(times) and times[at].start < sentence.start:
            at += 1
        first = at
        while at < len(times) and times[at].start < sentence.end:
            at += 1
        own = range(first, at)
        quoted = [i for i in own if times[i].quoted and _counts(times[i], _DEICTIC)]
        outside = [i for i in own if not times[i].quoted and _counts(times[i], _DAY)] if quoted else []
        if len(outside) == 1 and _says(text, sentence, times[outside[0]]):
            for index in quoted:
                found[index] = replace(times[index], spoken_on=outside[0])
    return tuple(found)


def _counts(time: TimeExpression, pattern: re.Pattern[str]) -> bool:
    return pattern.match(time.alternatives[0].expression) is not None


# Words between the speech verb and its day: *told reporters at the gate on Saturday*.
NEAR = 60  # characters


def _says(text: str, sentence: Span, day: TimeExpression) -> bool:
    """Whether a verb of saying stands near the day, on its side of the quotation marks."""
    before = _OTHER_CLAUSE.split(text[max(sentence.start, day.start - NEAR) : day.start])[-1]
    after = re.split('["“”]', text[day.end : min(sentence.end, day.end + NEAR)])[0]
    return not _told().isdisjoint(_WORD.findall(f"{before} {after}".lower()))
