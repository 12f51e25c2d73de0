"""An Extraction as rows, with ids that the writer assigns: pure but for `next_id`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute

from kptimeline.interval import iso
from kptimeline.merge.facts import Dates, MentionFacts
from kptimeline.records import AnchorChoice, Extraction, Mention, Span
from kptimeline.store.base import Base

Row = dict[str, Any]
T = TypeVar("T")
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
CHUNK = 500  # values in one IN (…)


def next_id(connection: Connection, model: type[Base]) -> int:
    """The next free key of a table; safe inside `writing`, where only one writer is at work."""
    return (connection.scalar(_highest(model)) or 0) + 1


@cache
def _highest(model: type[Base]) -> Select[Any]:
    return select(func.max(model.__table__.c.id))


def among(column: InstrumentedAttribute[Any] | Column[Any]) -> ColumnElement[bool]:
    """Whether a column is one of the values `some` that a statement is run with: so it need be made only once."""
    return column.in_(bindparam("some", expanding=True))


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Pieces of a sequence, so that no statement has too many parameters."""
    return (values[at : at + size] for at in range(0, len(values), size))


_dates = attrgetter(*Dates.__struct_fields__)


def date_columns(dates: Dates) -> Row:
    """The columns of `Dated`."""
    return dict(zip(Dates.__struct_fields__, _dates(dates), strict=True))


def words(parts: Sequence[str]) -> str:
    """Words in one column."""
    return ",".join(parts)


def resolved_sha256(extraction: Extraction) -> str:
    """Changes when anything that resolving gives changes."""
    reading = extraction.reading
    told = (
        extraction.choice,
        extraction.times,
        extraction.mentions,
        reading.rules,
        reading.model,
        reading.version,
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def article_row(extraction: Extraction) -> Row:
    """All columns of `article` but id and links."""
    article, reading = extraction.article, extraction.reading
    title = article.title
    dateline = reading.dateline.span if reading.dateline else None
    return {
        "key": article.key,
        "raw_sha256": article.raw_sha256,
        "text_sha256": article.text_sha256,
        "text": article.text,
        "title": article.text[slice(*title)] if title else None,
        **_span("title", title),
        **_span("dateline", dateline),
        **_span("body", reading.body),
        "given_id": article.given_id,
        "outlet": article.outlet,
        "url": article.url,
        "language": article.language,
        "genre": article.genre,
        "authors": _json(article.authors),
        **evidence_columns(extraction),
        "as_of": article.as_of,
        "path": article.path,
        "extra": _json(article.extra),
        **reading_columns(extraction),
    }


def evidence_columns(extraction: Extraction) -> Row:
    """What an article comes with that speaks for an anchor."""
    article = extraction.article
    return {"published": article.published, "published_from": article.published_from, "given": article.given}


def reading_columns(extraction: Extraction) -> Row:
    """The reading with its versions."""
    reading = extraction.reading
    return {
        "reading": msgspec.json.encode(reading).decode(),
        "reading_version": reading.version,
        "rules": reading.rules,
        "model": reading.model,
        "note": reading.note,
        "resolved_sha256": resolved_sha256(extraction),
    }


def anchor_row(choice: AnchorChoice) -> Row:
    """Columns of `anchor` that say what was chosen."""
    anchor = choice.anchor
    return {
        "day": iso(anchor.day) if anchor else None,
        "basis": str(anchor.basis) if anchor else None,
        "inferred": words(anchor.inferred) if anchor else "",
        "zone": anchor.zone if anchor else None,
        "certain": anchor.certain if anchor else False,
        "reason": choice.reason,
    }


def candidate_rows(choice: AnchorChoice, article_id: int) -> list[Row]:
    """Rows of `dateline_candidate`, best first; days without an ISO form are left out."""
    return [
        {
            "article_id": article_id,
            "position": position,
            "day": iso(candidate.day),
            "score": candidate.score,
            "basis": str(candidate.basis),
            "reason": candidate.reason,
            "inferred": words(candidate.inferred),
        }
        for position, candidate in enumerate(choice.candidates)
        if iso(candidate.day) is not None
    ]


def sentence_spans(extraction: Extraction) -> list[Span]:
    """Sentences of the reading, and those of mentions that are not among them (a title), by start."""
    spans = {span.start: span for span in extraction.reading.sentences}
    for mention in extraction.reading.mentions:
        spans.setdefault(mention.sentence.start, mention.sentence)
    return [spans[start] for start in sorted(spans)]


def time_rows(extraction: Extraction, article_id: int, first_id: int) -> tuple[list[Row], list[Row]]:
    """Rows of `time_expression` and of `alternative`."""
    times: list[Row] = []
    alternatives: list[Row] = []
    pairs = zip(extraction.reading.times, extraction.times, strict=True)
    for position, (phrase, resolution) in enumerate(pairs):
        times.append(
            {
                "id": first_id + position,
                "article_id": article_id,
                "position": position,
                "start_char": phrase.start,
                "end_char": phrase.end,
                "text": phrase.text,
                "expression": resolution.expression,
                "rule": resolution.rule,
                "tense": phrase.tense.value if phrase.tense else None,
                "plan": phrase.plan,
                "previous": resolution.previous,
                "event": resolution.event,
                "timex_type": resolution.timex_type,
                "timex_value": resolution.timex_value,
                "mod": resolution.mod,
                "inferred": words(resolution.inferred),
                "ambiguous": resolution.ambiguous,
                "reason": resolution.reason,
                **date_columns(Dates.of(resolution.interval, resolution.edtf)),
            }
        )
        alternatives += [
            {
                "time_expression_id": first_id + position,
                "position": rank,
                "expression": rival.expression,
                "weight": rival.weight,
                "value": rival.value,
                "edtf": rival.edtf,
            }
            for rank, rival in enumerate(resolution.alternatives)
        ]
    return times, alternatives


def mention_row(
    mention: Mention,
    facts: MentionFacts,
    text: str,
    sentences: Mapping[int, int],
    first_time: int,
) -> Row:
    """Columns of `event_mention` but id, article, position, and those of merging.

    `sentences` are ids by start, `first_time` is the id of the article's first time expression.
    """
    reading = mention.reading
    return {
        "key": facts.key,
        "sentence_id": sentences[reading.sentence.start],
        "time_expression_id": None if reading.time is None else first_time + reading.time,
        "start_char": reading.start,
        "end_char": reading.end,
        "trigger_start": reading.trigger.start,
        "trigger_end": reading.trigger.end,
        "trigger": text[slice(*reading.trigger)],
        "lemma": reading.lemma,
        "event_type": reading.event_type,
        "status": facts.status,
        "by_actors": "; ".join([party.name for party in facts.by]),
        "to_actors": "; ".join([party.name for party in facts.to]),
        "claimed_by": "; ".join([party.name for party in facts.claimed_by]),
        "claim_verb": reading.claim_verb,
        "place": reading.place,
        "quantities": _json(reading.quantities),
        "summary": reading.summary,
        "dated_by": facts.dated_by,
        "chain": reading.chain,
        "certainty": facts.certainty,
        "reason": facts.reason,
        **date_columns(facts.dates),
    }


def actor_rows(mention: Mention, facts: MentionFacts, mention_id: int, ids: Mapping[str, int]) -> list[Row]:
    """Rows of `mention_actor`."""
    rows: list[Row] = []
    reading = mention.reading
    for role, parties, refs, readings in (
        ("by", facts.by, mention.by, reading.by),
        ("to", facts.to, mention.to, reading.to),
        ("claimed_by", facts.claimed_by, mention.claimed_by, reading.claimed_by),
    ):
        if not parties:
            continue
        for position, (party, ref) in enumerate(zip(parties, refs, strict=True)):
            # Two names may have led to one actor: then the places of the names are told by the reading only.
            spot = readings[position] if len(readings) == len(refs) else None
            rows.append(
                {
                    "mention_id": mention_id,
                    "role": role,
                    "position": position,
                    "name": party.name,
                    "start_char": spot.start if spot else None,
                    "end_char": spot.end if spot else None,
                    "actor_id": ids[party.actor] if party.actor else None,
                    "country": ref.country,
                    "inferred": ref.inferred,
                }
            )
    return rows


def _span(name: str, span: Span | None) -> Row:
    start, end = span or (None, None)
    return {f"{name}_start": start, f"{name}_end": end}
