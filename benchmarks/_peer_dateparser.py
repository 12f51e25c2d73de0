"""dateparser.search over each line of each article, English only; its period becomes the granularity."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from _peer_io import Timex, lines, serve, timex, value_of_period


@cache
def search() -> Callable[..., Any]:
    """What is measured."""
    from dateparser.search import search_dates

    return search_dates


def tag(text: str, day: datetime) -> list[Timex]:
    """Its answers in order; it tells the words, not where they stand, so they are looked for in turn."""
    found: list[Timex] = []
    settings = {"RELATIVE_BASE": day, "RETURN_TIME_AS_PERIOD": True}
    for offset, line in lines(text):
        at = 0
        for words, moment, period in (
            search()(line, languages=["en"], settings=settings, add_period=True) or []
        ):
            start = line.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            plain = ("DATE", "PRESENT_REF") if words.lower() == "now" else value_of_period(moment, period)
            found.append(timex(offset + start, offset + at, *plain))
    return found


if __name__ == "__main__":
    serve(tag, search)
