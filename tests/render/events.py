"""Events made by hand, for tests of what is printed."""

from kptimeline.records import Chronology, ChronologyEvent


def event(**columns) -> ChronologyEvent:
    """A dated event; `day="2025-12-29"` sets the columns of a day."""
    day = columns.pop("day", None)
    given = {
        "event_id": "eabcdefghijkl",
        "first_day": day,
        "last_day": day,
        "from_day": day,
        "to_day": day,
        "sort_day": columns.get("first_day") or columns.get("last_day") or day,
        "granularity": "day" if day else None,
        "extent": "within",
        "edtf": day,
        "certainty": "stated",
        "dated_by": "phrase",
        "by_actors": "North Korea",
        "to_actors": "Russia",
        "event_type": "AID",
        "status": "occurred",
        "disputed": False,
        "place": None,
        "summary": "North Korea sent troops to Russia",
        "claimed_by": "",
        "articles": 1,
        "outlet": "Example Wire",
        "url": None,
        "article_key": "aexample",
        "sentence": "North Korea sent troops to Russia on Monday.",
    }
    unset = dict.fromkeys(("first_time", "last_time", "utc_offset"))
    return ChronologyEvent(**{**unset, **given, **columns})


def chronology(*events: ChronologyEvent, **left_out: int) -> Chronology:
    return Chronology(query={}, events=events, left_out=left_out)
