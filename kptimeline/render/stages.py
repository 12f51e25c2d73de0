"""What a stage found in one article, as a JSON line of CONTRACTS order: `dateline`, `tag`, `extract`."""

from __future__ import annotations

from typing import Any

from kptimeline.interval import Interval, iso
from kptimeline.records import (
    ActorRef,
    AnchorChoice,
    Article,
    DatelineReading,
    Extraction,
    Mention,
    Resolution,
    TimeExpression,
)
from kptimeline.temporal.standards import hangs_alone

_MANY = (".jsonl", ".ndjson", ".json")  # files that hold more than one article


def identity(article: Article) -> str:
    """The id that the article came with, else the path of its own file, else its key."""
    own = article.path if article.path and not article.path.endswith(_MANY) else None
    return article.given_id or own or article.key


def dateline(article: Article, reading: DatelineReading | None, choice: AnchorChoice) -> dict[str, Any]:
    """The head of an article and the anchor chosen for it, with every candidate."""
    anchor = choice.anchor
    return {
        "id": identity(article),
        "place": reading.place if reading else None,
        "date_text": reading.date_text if reading else None,
        "agency": reading.agency if reading else None,
        "start": reading.span.start if reading else None,
        "end": reading.span.end if reading else None,
        "anchor": iso(anchor.day) if anchor else None,
        "basis": anchor.basis if anchor else None,
        "inferred": anchor.inferred if anchor else (),
        "certain": anchor.certain if anchor else False,
        "candidates": [
            {"day": iso(candidate.day), "score": round(candidate.score, 4), "reason": candidate.reason}
            for candidate in choice.candidates
        ],
    }


def tag(extraction: Extraction) -> dict[str, Any]:
    """The time expressions of an article; those without a word of time (*since the truce*) where the text dates them."""
    anchor = extraction.choice.anchor
    return {
        "id": identity(extraction.article),
        "anchor": iso(anchor.day) if anchor else None,
        "timexes": [
            _timex(time, resolution)
            for time, resolution in zip(extraction.reading.times, extraction.times, strict=True)
            if resolution.interval is not None or not hangs_alone(resolution.expression)
        ],
    }


def extract(extraction: Extraction) -> dict[str, Any]:
    """The time expressions and the event mentions of an article."""
    text = extraction.article.text
    timexes = [
        _timex(time, resolution)
        for time, resolution in zip(extraction.reading.times, extraction.times, strict=True)
    ]
    return {
        **tag(extraction),
        "timexes": timexes,
        "mentions": [_mention(mention, text) for mention in extraction.mentions],
    }


def _timex(time: TimeExpression, resolution: Resolution) -> dict[str, Any]:
    return {"start": time.start, "end": time.end, "text": time.text, **meaning(resolution)}


def meaning(resolution: Resolution) -> dict[str, Any]:
    """What a time expression means: the fields of a timex after its text."""
    interval = resolution.interval
    return {
        "type": resolution.timex_type,
        "value": resolution.timex_value,
        "mod": resolution.mod,
        "expression": resolution.expression,
        **_bounds(interval),
        **_days(interval),
        "first_time": interval.first_time if interval else None,
        "last_time": interval.last_time if interval else None,
        "utc_offset": interval.utc_offset if interval else None,
        "granularity": interval.granularity if interval else None,
        "extent": interval.extent if interval else None,
        "edtf": resolution.edtf,
        "rule": resolution.rule,
        "inferred": resolution.inferred,
        "alternatives": [
            {
                "expression": rival.expression,
                "edtf": rival.edtf,
                "value": rival.value,
                "weight": round(rival.weight, 4),
            }
            for rival in resolution.alternatives
        ],
        "reason": resolution.reason,
    }


def _bounds(interval: Interval | None) -> dict[str, str | None]:
    bounds = interval.bounds if interval else None
    return {"from_day": bounds[0] if bounds else None, "to_day": bounds[1] if bounds else None}


def _days(interval: Interval | None) -> dict[str, str | None]:
    return {
        "first_day": interval.first_day if interval else None,
        "last_day": interval.last_day if interval else None,
    }


def _mention(mention: Mention, text: str) -> dict[str, Any]:
    reading, interval = mention.reading, mention.interval
    trigger = reading.trigger
    return {
        "key": mention.key,
        "start": reading.start,
        "end": reading.end,
        "sentence": tuple(reading.sentence),
        "trigger": {
            "start": trigger.start,
            "end": trigger.end,
            "text": text[trigger.start : trigger.end],
            "lemma": reading.lemma,
        },
        "event_type": reading.event_type,
        "status": reading.status,
        "by": [_actor(ref) for ref in mention.by],
        "to": [_actor(ref) for ref in mention.to],
        "place": reading.place,
        "claimed_by": [{"name": ref.name, "actor": ref.actor} for ref in mention.claimed_by],
        "timex": reading.time,
        "dated_by": mention.dated_by,
        **_days(interval),
        **_bounds(interval),
        "granularity": interval.granularity if interval else None,
        "extent": interval.extent if interval else None,
        "edtf": mention.edtf,
        "reason": mention.reason,
        "summary": reading.summary,
    }


def _actor(ref: ActorRef) -> dict[str, str | None]:
    return {"name": ref.name, "actor": ref.actor, "country": ref.country}
