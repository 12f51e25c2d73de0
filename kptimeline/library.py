"""What `import kptimeline` offers to other programs: find, resolve, extract, open_timeline."""

from __future__ import annotations

from kptimeline.interval import parse_iso
from kptimeline.records import Anchor, Basis, Genre, Resolution, Tense, TimeExpression


def resolve(
    phrase: str, *, dateline: str | None = None, tense: str | None = None, genre: Genre = "news"
) -> Resolution:
    """What a phrase means at a dateline (ISO day); the Resolution has an interval or the reason why not.

    >>> resolve("since the previous October", dateline="2025-12-29").edtf
    '2024-10/..'
    >>> resolve("on Friday", dateline="2025-12-29", tense="future").edtf
    '2026-01-02'
    >>> resolve("yesterday").reason
    "no dateline: the article's day is not known"
    """
    from kptimeline.temporal.resolve import resolve_phrase
    from kptimeline.temporal.rules import load_rules

    day = parse_iso(dateline) if dateline else None
    return resolve_phrase(
        phrase, load_rules(), anchor_day=day, tense=Tense(tense) if tense else None, genre=genre
    )


def find(
    text: str, *, dateline: str | None = None, genre: Genre = "news"
) -> tuple[tuple[TimeExpression, Resolution], ...]:
    """Every time expression of a text with its Resolution, in order; offsets are code points.

    >>> [(t.text, r.edtf) for t, r in find("They met last week.", dateline="2025-12-29")]
    [('last week', '2025-12-22/2025-12-28')]
    """
    from kptimeline.temporal.find import find as find_times
    from kptimeline.temporal.resolve import resolve_times
    from kptimeline.temporal.rules import load_rules

    anchor = Anchor(day=parse_iso(dateline), basis=Basis.GIVEN) if dateline else None
    times = find_times(text, load_rules())
    return tuple(zip(times, resolve_times(times, anchor=anchor, genre=genre), strict=True))
