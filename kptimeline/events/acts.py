"""What one and the same actor goes on to do on a day that an earlier mention of him tells: *He then thanked Japan*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kptimeline.events import story
from kptimeline.records import DatedBy, Status, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.trigger import Trigger

ACT_SENTENCES = 3  # how far an actor goes on without a new date
_DAY = re.compile(r"(?!since\b|until\b|from\b|to\b|between\b).*\b(weekday|monthday|date|day)\b")


def names_a_day(time: TimeExpression) -> bool:
    """Whether a phrase names one day: what was done in a year tells nothing of what was done next."""
    return bool(time.alternatives) and bool(_DAY.match(time.alternatives[0].expression))


def _who(one: Trigger) -> frozenset[str]:
    return frozenset(actor.name for actor in one.by)


class Acts:
    """For each actor the last dated act that the article tells as its story."""

    def __init__(self) -> None:
        self._last: dict[
            frozenset[str], tuple[int, int]
        ] = {}  # names to the number of the founding mention, and a sentence

    def founder(self, one: Trigger) -> int | None:
        """The number of the mention whose day an act without a date shares, None where there is none near."""
        if not one.by or not story.goes_on(one) or story.has_other_time(one.head):
            return None
        number, sentence = self._last.get(_who(one), (None, 0))
        return number if one.index - sentence <= ACT_SENTENCES else None

    def done(
        self, one: Trigger, number: int, by: DatedBy | None, time: int | None, times: Sequence[TimeExpression]
    ) -> None:
        """A mention was dated `by` this: the lead, a phrase, or a chain from mention `number`."""
        if not one.by or one.status is not Status.OCCURRED or not story.is_main(one.head):
            return
        if by in (DatedBy.LEAD, DatedBy.CHAIN) or (
            by is DatedBy.PHRASE and time is not None and names_a_day(times[time])
        ):
            self._last[_who(one)] = (number, one.index)
        elif by is not None:
            self._last.pop(_who(one), None)
