"""What another anchor does to an article's dates: counts, and a table of those that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kptimeline.interval import Interval, iso
from kptimeline.records import Anchor, DatedBy, Extraction, Mention, Resolution
from kptimeline.render import safe
from kptimeline.render.resolution import date

Redating = Any  # cli.redating.Redating: render knows it by its fields only

_WITHOUT_PHRASE = {DatedBy.LEAD: "(the day of the report)", DatedBy.CHAIN: "(the event told before it)"}
_FATES = ("move", "become dated", "lose their date", "stay", "stay undated")
_ONE = {"move": "moves", "become dated": "becomes dated", "lose their date": "loses its date",
        "stay": "stays", "stay undated": "stays undated"}  # fmt: skip


def headline(redating: Redating) -> str:
    """*wire.txt (a7fq2…): no anchor → 2025-11-18 (given)*."""
    name = f"{safe.line(redating.name)} ({redating.article})"
    if redating.name == redating.article:
        name = redating.article
    if redating.reason is not None:
        return f"{name}: {anchor(redating.anchor)}, none is inferred: {redating.reason}"
    if not redating.changes:
        return f"{name}: nothing changes, its anchor is {anchor(redating.anchor)}"
    return f"{name}: {anchor(redating.anchor)} → {anchor(redating.after.choice.anchor)}"


def anchor(chosen: Anchor | None) -> str:
    """*2025-11-18 (dateline, year inferred)*."""
    if chosen is None:
        return "no anchor"
    return (
        f"{iso(chosen.day)} ({', '.join([chosen.basis, *(f'{part} inferred' for part in chosen.inferred)])})"
    )


class Sums:
    """What becomes of the dates of some articles, added up."""

    def __init__(self) -> None:
        self.articles = self.changed = 0
        self._mentions: Counter[str] = Counter()
        self._times: Counter[str] = Counter()

    def add(self, redating: Redating) -> None:
        """Counts one more."""
        self.articles += 1
        self.changed += redating.changes
        self._mentions.update(_fate(*pair) for pair in _mentions(redating))
        self._times.update(_fate(*pair) for pair in _times(redating))

    def told(self) -> str:
        """*10 mentions: 7 become dated, 3 stay undated; 8 time phrases: …*."""
        return f"{_counted(self._mentions, 'mention')}; {_counted(self._times, 'time phrase')}"


def _counted(fates: Counter[str], noun: str) -> str:
    count = fates.total()
    parts = (f"{fates[fate]:,} {_ONE[fate] if fates[fate] == 1 else fate}" for fate in _FATES if fates[fate])
    told = ", ".join(parts)
    return f"{count:,} {noun}{'' if count == 1 else 's'}" + (f": {told}" if told else "")


def _fate(before: Mention | Resolution, after: Mention | Resolution) -> str:
    old, new = before.interval, after.interval
    if old == new:
        return "stay" if old else "stay undated"
    return "become dated" if old is None else "lose their date" if new is None else "move"


def _mentions(redating: Redating) -> Iterator[tuple[Mention, Mention]]:
    """Before and after, of the mentions that found an event."""
    pairs = zip(redating.before.mentions, redating.after.mentions, strict=True)
    yield from ((before, after) for before, after in pairs if after.founds_event)


def _times(redating: Redating) -> Iterator[tuple[Resolution, Resolution]]:
    yield from zip(redating.before.times, redating.after.times, strict=True)


COLUMNS = ("before", "after", "words", "event")


def rows(redating: Redating) -> Iterator[tuple[str, str, str, str]]:
    """The dates that change: those of mentions, then phrases that date none."""
    after: Extraction = redating.after
    phrases = [time.text for time in after.reading.times]
    for old, new in _mentions(redating):
        if old.interval != new.interval:
            index = new.reading.time
            dated_by = new.reading.dated_by
            words = (
                phrases[index] if index is not None else _WITHOUT_PHRASE.get(dated_by, "") if dated_by else ""
            )
            what = new.reading.summary or new.reading.lemma
            yield _said(old.interval, old.edtf, words), _said(new.interval, new.edtf, words), words, what
    governing = {new.reading.time for _, new in _mentions(redating)}
    for index, (before, now) in enumerate(_times(redating)):
        if before.interval != now.interval and index not in governing:
            words = phrases[index]
            yield _said(before.interval, before.edtf, words), _said(now.interval, now.edtf, words), words, ""


def _said(interval: Interval | None, edtf: str | None, words: str) -> str:
    return date(interval, edtf, words) if interval else "undated"
