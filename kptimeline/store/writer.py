"""Writes one article's rows, new or again; ids of its mentions and events stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from kptimeline.actors.registry import Registry
from kptimeline.interval import iso
from kptimeline.merge.facts import Dates, MentionFacts
from kptimeline.records import Extraction, Mention, Span
from kptimeline.store import lineage, rows
from kptimeline.store.actors import actor_ids, parties_by_slug, party
from kptimeline.store.events import Pool, regroup
from kptimeline.store.models import (
    Alternative,
    Anchor,
    Article,
    DatelineCandidate,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)


class Writer:
    """One extraction on its way to the rows of the article `article_id`, inside a transaction."""

    def __init__(
        self, connection: Connection, extraction: Extraction, registry: Registry, article_id: int
    ) -> None:
        self.connection = connection
        self.extraction = extraction
        self.registry = registry
        self.article_id = article_id

    def insert(self, now: str, by: str) -> None:
        """Writes an article that is not stored yet."""
        article = self.extraction.article
        links = {"supersedes_id": None, "copy_of_id": None}
        row = {"id": self.article_id, **links, **rows.article_row(self.extraction)}
        self.connection.execute(insert(Article), [row])
        lineage.link_copies(self.connection, article.text_sha256)
        lineage.link_versions(self.connection, article.url)
        self._add_anchor(now, by)
        sentences, times = self._put_sentences(), self._add_times()
        keys = [mention.key for mention in self.extraction.mentions]
        first = rows.next_id(self.connection, EventMention)
        pool = self._pool(article.key, keys)
        pool.ids |= {key: first + n for n, key in enumerate(keys)}
        self._put_mentions(pool, keys, sentences, times)

    def replace(self, now: str | None, by: str) -> None:
        """Writes a stored article again; `now` is when its anchor was chosen anew, None when it was not."""
        stored = self.connection.execute(
            select(Article.key, Article.url).where(Article.id == self.article_id)
        ).one()
        evidence, reading = rows.evidence_columns(self.extraction), rows.reading_columns(self.extraction)
        self.connection.execute(
            update(Article).where(Article.id == self.article_id).values(**evidence, **reading)
        )
        lineage.link_versions(self.connection, stored.url)
        if now is not None:
            self._add_anchor(now, by)
        old = self._stored_mentions()
        keys = matched_keys(self.extraction.mentions, old)
        pool = self._pool(stored.key, keys)
        ids = {row.key: row.id for row in old}
        new = rows.next_id(self.connection, EventMention)
        pool.ids |= {key: ids.get(key, new + n) for n, key in enumerate(keys)}
        pool.blocks |= {row.merge_block for row in old if row.merge_block is not None}
        for row in old:
            if row.event_id is not None and row.key in pool.facts:
                pool.events[row.key] = row.event_id
            elif row.event_id is not None:
                pool.gone.add(row.event_id)
        kept = set(keys)
        lost = [row.id for row in old if row.key not in kept]
        for some in rows.chunks([ids[key] for key in pool.apart if key in ids]):
            founds_none = {"event_id": None, "merge_block": None}  # else its old event would take it back
            self.connection.execute(
                update(EventMention).where(EventMention.id.in_(some)).values(**founds_none)
            )
        for some in rows.chunks(lost):
            self.connection.execute(delete(EventMention).where(EventMention.id.in_(some)))
        mine = EventMention.article_id == self.article_id
        self.connection.execute(update(EventMention).where(mine).values(time_expression_id=None))
        self.connection.execute(delete(TimeExpression).where(TimeExpression.article_id == self.article_id))
        sentences, times = self._put_sentences(), self._add_times()
        self._put_mentions(pool, keys, sentences, times, known=set(ids))
        self._drop_sentences(sentences)

    def _stored_mentions(self) -> Sequence[Row[Any]]:
        span = (Sentence.start_char.label("s_start"), Sentence.end_char.label("s_end"))
        query = select(EventMention.__table__, *span).join(Sentence, Sentence.id == EventMention.sentence_id)
        return self.connection.execute(query.where(EventMention.article_id == self.article_id)).all()

    def _pool(self, article_key: str, keys: Sequence[str]) -> Pool:
        """The article's mentions as facts, under the keys that they have in the database."""
        pool = Pool(fresh=set(keys))
        for key, mention in zip(keys, self.extraction.mentions, strict=True):
            facts = self._facts(mention, key, article_key)
            if mention.founds_event:
                pool.facts[key] = facts
            else:
                pool.apart[key] = facts
        return pool

    def _facts(self, mention: Mention, key: str, article_key: str) -> MentionFacts:
        anchor, reading = self.extraction.choice.anchor, mention.reading
        dates = Dates.of(mention.interval, mention.edtf)
        beyond = mention.interval is not None and dates.from_day is None
        return MentionFacts(
            key=key,
            article=article_key,
            start=reading.trigger.start,
            lemma=reading.lemma,
            event_type=reading.event_type,
            status=str(reading.status),
            by=tuple(party(ref, self.registry) for ref in mention.by),
            to=tuple(party(ref, self.registry) for ref in mention.to),
            claimed_by=tuple(party(ref, self.registry) for ref in mention.claimed_by),
            dates=dates,
            dated_by=str(mention.dated_by) if mention.dated_by else None,
            certainty=str(mention.certainty) if mention.certainty else None,
            reason="outside the years 1 to 9999" if beyond else mention.reason,
            anchor_day=iso(anchor.day) if anchor else None,
            place=reading.place,
            summary=reading.summary,
        )

    def _put_mentions(
        self,
        pool: Pool,
        keys: Sequence[str],
        sentences: Mapping[int, int],
        times: Mapping[int, int],
        *,
        known: set[str] | frozenset[str] = frozenset(),
    ) -> None:
        """Rows of mentions and their actors, after the events that they belong to."""
        mine = {key: pool.facts.get(key) or pool.apart[key] for key in keys}
        everybody = (each for facts in mine.values() for each in (*facts.by, *facts.to, *facts.claimed_by))
        actors = actor_ids(self.connection, parties_by_slug(everybody))
        places = regroup(self.connection, self.registry, pool)
        mentions: list[rows.Row] = []
        parties: list[rows.Row] = []
        for position, (key, mention) in enumerate(zip(keys, self.extraction.mentions, strict=True)):
            at = places.get(key)  # None where it founds no event
            place = {"event_id": at and at.event_id, "merge_reason": at and at.reason}
            row = {"id": pool.ids[key], "article_id": self.article_id, "position": position, **place}
            mentions.append(
                row | rows.mention_row(mention, mine[key], self.extraction.article.text, sentences, times)
            )
            parties += rows.actor_rows(mention, mine[key], pool.ids[key], actors)
        if new := [row for row in mentions if row["key"] not in known]:
            self.connection.execute(insert(EventMention), new)
        if old := [row for row in mentions if row["key"] in known]:
            self._update_mentions(old)
        if parties:
            self.connection.execute(insert(MentionActor), parties)

    def _update_mentions(self, mentions: Sequence[rows.Row]) -> None:
        columns: rows.Row = {name: bindparam(f"b_{name}") for name in mentions[0] if name != "id"}
        self.connection.execute(
            update(EventMention).where(EventMention.id == bindparam("b_id")).values(**columns),
            [{f"b_{name}": value for name, value in row.items()} for row in mentions],
        )
        for some in rows.chunks([row["id"] for row in mentions]):
            self.connection.execute(delete(MentionActor).where(MentionActor.mention_id.in_(some)))

    def _add_anchor(self, now: str, by: str) -> None:
        """A new current anchor; the ones before stay as history."""
        choice = self.extraction.choice
        row = {
            "id": rows.next_id(self.connection, Anchor),
            "article_id": self.article_id,
            "chosen_at": now,
            "by": by,
        }
        self.connection.execute(insert(Anchor), [row | rows.anchor_row(choice)])
        self.connection.execute(
            delete(DatelineCandidate).where(DatelineCandidate.article_id == self.article_id)
        )
        if candidates := rows.candidate_rows(choice, self.article_id):
            self.connection.execute(insert(DatelineCandidate), candidates)

    def _put_sentences(self) -> dict[int, int]:
        """Adds the sentences that are not stored yet; ids of all by start."""
        columns = (Sentence.start_char, Sentence.end_char, Sentence.id)
        query = select(*columns).where(Sentence.article_id == self.article_id)
        stored = {start: (end, id_) for start, end, id_ in self.connection.execute(query)}
        text = self.extraction.article.text
        first = rows.next_id(self.connection, Sentence)
        ids: dict[int, int] = {}
        new: list[rows.Row] = []
        for span in rows.sentence_spans(self.extraction):
            extent = {"end_char": span.end, "text": text[slice(*span)]}
            if span.start not in stored:
                ids[span.start] = first + len(new)
                row = {"id": ids[span.start], "article_id": self.article_id, "start_char": span.start}
                new.append(row | extent)
                continue
            end, ids[span.start] = stored[span.start]
            if end != span.end:
                same = Sentence.id == ids[span.start]
                self.connection.execute(update(Sentence).where(same).values(**extent))
        if new:
            self.connection.execute(insert(Sentence), new)
        return ids

    def _drop_sentences(self, used: Mapping[int, int]) -> None:
        query = select(Sentence.id).where(Sentence.article_id == self.article_id)
        unused = set(self.connection.scalars(query)) - set(used.values())
        for some in rows.chunks(sorted(unused)):
            self.connection.execute(delete(Sentence).where(Sentence.id.in_(some)))

    def _add_times(self) -> dict[int, int]:
        """Ids of time expressions by position."""
        first = rows.next_id(self.connection, TimeExpression)
        times, alternatives = rows.time_rows(self.extraction, self.article_id, first)
        if times:
            self.connection.execute(insert(TimeExpression), times)
        if alternatives:
            self.connection.execute(insert(Alternative), alternatives)
        return {row["position"]: row["id"] for row in times}


def matched_keys(mentions: Sequence[Mention], stored: Sequence[Row[Any]]) -> list[str]:
    """The key of each mention: its own where that is stored, else that of a stored one which it continues.

    It continues one whose trigger it overlaps in the same sentence, as happens after new rules.
    `stored` rows have key, trigger_start, trigger_end, s_start, s_end.
    """
    own = {mention.key for mention in mentions}
    free = {row.key: row for row in sorted(stored, key=lambda row: row.trigger_start) if row.key not in own}
    known = {row.key for row in stored}
    keys: list[str] = []
    for mention in mentions:
        key = mention.key
        if key not in known:
            reading = mention.reading
            continued = (
                row.key
                for row in free.values()
                if _overlap(Span(row.s_start, row.s_end), reading.sentence)
                and _overlap(Span(row.trigger_start, row.trigger_end), reading.trigger)
            )
            key = next(continued, key)
            free.pop(key, None)
        keys.append(key)
    return keys


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
