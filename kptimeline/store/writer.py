"""Writes the rows of articles, new or again, a batch at a time; ids of their mentions and events stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from msgspec import structs
from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from kptimeline.actors.registry import Registry
from kptimeline.interval import iso
from kptimeline.merge.facts import Dates, MentionFacts, Party
from kptimeline.merge.hanging import told_words
from kptimeline.merge.profile import Passage, profile, story
from kptimeline.merge.words import Words
from kptimeline.records import ActorRef, Extraction, Mention, Span
from kptimeline.store import alike, lineage, matches, rows
from kptimeline.store.actors import actor_ids, parties_by_slug, party
from kptimeline.store.base import Base
from kptimeline.store.binding import bind_again
from kptimeline.store.bulk import Keys, add
from kptimeline.store.events import Place, Pool, regroup, touch
from kptimeline.store.holders import Quote, any_corrected, follow
from kptimeline.store.models import (
    Alternative,
    Anchor,
    Article,
    ArticleBand,
    DatelineCandidate,
    EventMention,
    MentionActor,
    Sentence,
    TimeExpression,
)
from kptimeline.store.reports import Reports, events_of


@dataclass(slots=True, kw_only=True, eq=False)
class Draft:
    """An extraction on its way into rows.

    `stored`: the row of the article that is written again, None for a new one. `now`: when the anchor was
    chosen, None when it stays.
    """

    extraction: Extraction
    stored: Row[Any] | None = None
    now: str | None = None
    article_id: int = 0
    keys: list[str] = field(default_factory=list)  # of its mentions, as stored
    facts: list[MentionFacts] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)
    lost: dict[str, Quote] = field(default_factory=dict)  # mentions that it had and has no more
    sentences: dict[int, int] = field(default_factory=dict)  # ids by start
    first_time: int = 0  # id of its first time expression

    @property
    def article_key(self) -> str:
        """As stored."""
        return str(self.stored.key) if self.stored is not None else self.extraction.article.key


class Writer:
    """A batch of drafts of different articles, inside one transaction: each table is asked and filled once."""

    def __init__(self, connection: Connection, registry: Registry, by: str) -> None:
        self._connection = connection
        self._registry = registry
        self._by = by
        self._parties: dict[tuple[str | None, str, str | None], Party] = {}

    def write(self, drafts: Sequence[Draft]) -> None:
        """Fills in what the drafts lack, and writes them."""
        again = [draft for draft in drafts if draft.stored is not None]
        keys = Keys(self._connection, Article, Anchor, Sentence, TimeExpression, EventMention)
        groups = self._put_articles(drafts, again, keys)
        self._add_anchors(drafts, keys)
        urls = {
            draft.extraction.article.url if draft.stored is None else draft.stored.url for draft in drafts
        }
        relinked = lineage.link(self._connection, groups, set(filter(None, urls)))
        pool = Pool()
        known = self._take_back(again, pool)
        dropped = self._put_sentences(drafts, again, keys)
        self._add_times(drafts, keys)
        reports = Reports(self._connection, [draft.article_id for draft in drafts])
        # How many reports there are of an event changes with the links of their articles.
        mine, new = (
            [draft.article_id for draft in drafts],
            [one.article_id for one in drafts if one.stored is None],
        )
        touched = reports.touched_by(mine) | (reports.families(relinked.difference(new)) - set(mine))
        pool.gone |= events_of(self._connection, touched)
        for draft in drafts:
            if draft.stored is None:
                draft.keys = [mention.key for mention in draft.extraction.mentions]
            draft.facts = self._facts(draft, reports)
            for key, mention, facts in zip(draft.keys, draft.extraction.mentions, draft.facts, strict=True):
                (pool.facts if mention.founds_event else pool.apart)[key] = facts
                if key not in known:
                    pool.ids[key] = keys.take(EventMention)
            pool.fresh.update(draft.keys)
        pool.compared = pool.fresh & pool.facts.keys()
        sides = ((*each.by, *each.to, *each.claimed_by) for draft in drafts for each in draft.facts)
        actors = actor_ids(self._connection, parties_by_slug(chain.from_iterable(sides)))
        self._follow_corrections(drafts, again, pool)
        places = regroup(self._connection, self._registry, pool)
        for draft in drafts:
            draft.places = [places.get(key) for key in draft.keys]
        self._put_mentions(drafts, pool, known, actors)
        matches.keep(self._connection, pool.found)
        self._delete(Sentence.id, dropped)
        bind_again(self._connection, self._registry, pool)

    def _put_articles(self, drafts: Sequence[Draft], again: Sequence[Draft], keys: Keys) -> set[str]:
        """Returns the groups of near copies that the articles are in."""
        new = []
        for draft in drafts:
            if draft.stored is None:
                draft.article_id = keys.take(Article)
                links = {"id": draft.article_id, "supersedes_id": None, "copy_of_id": None, "alike_key": None}
                new.append(links | rows.article_row(draft.extraction))
            else:
                draft.article_id = draft.stored.id
        bands, groups = alike.gather(self._connection, new)
        add(self._connection, Article, new)
        add(self._connection, ArticleBand, bands)
        self._update(
            Article,
            [
                {"id": draft.article_id}
                | rows.evidence_columns(draft.extraction)
                | rows.reading_columns(draft.extraction)
                for draft in again
            ],
        )
        return groups | alike.groups(self._connection, [draft.article_id for draft in again])

    def _add_anchors(self, drafts: Sequence[Draft], keys: Keys) -> None:
        """New current anchors; the ones before stay as history."""
        chosen = [draft for draft in drafts if draft.now is not None]
        before = [draft.article_id for draft in chosen if draft.stored is not None]
        self._delete(DatelineCandidate.article_id, before)
        anchors, candidates = [], []
        for draft in chosen:
            choice = draft.extraction.choice
            row = {"id": keys.take(Anchor), "article_id": draft.article_id}
            anchors.append(row | {"chosen_at": draft.now, "by": self._by} | rows.anchor_row(choice))
            candidates += rows.candidate_rows(choice, draft.article_id)
        add(self._connection, Anchor, anchors)
        add(self._connection, DatelineCandidate, candidates)

    def _take_back(self, again: Sequence[Draft], pool: Pool) -> set[str]:
        """What is stored of the mentions of articles that are written again; returns the keys that they keep."""
        if not again:
            return set()
        stored: dict[int, list[Row[Any]]] = defaultdict(list)
        ids = [draft.article_id for draft in again]
        span = (Sentence.start_char.label("s_start"), Sentence.end_char.label("s_end"))
        query = select(EventMention.__table__, *span).join(Sentence, Sentence.id == EventMention.sentence_id)
        for some in rows.chunks(ids):
            for row in self._connection.execute(query.where(EventMention.article_id.in_(some))):
                stored[row.article_id].append(row)
        known: set[str] = set()
        lost: list[int] = []
        parted: list[int] = []
        for draft in again:
            mentions = draft.extraction.mentions
            draft.keys = matched_keys(mentions, stored[draft.article_id])
            founding = {key for key, each in zip(draft.keys, mentions, strict=True) if each.founds_event}
            kept = set(draft.keys)
            for row in stored[draft.article_id]:
                if row.event_id is not None and row.key in founding:
                    pool.events[row.key] = row.event_id
                elif row.event_id is not None:
                    pool.gone.add(row.event_id)
                told = draft.extraction.article.text[row.s_start : row.s_end]
                pool.words |= told_words(told, row.trigger_start - row.s_start, row.trigger, row.lemma)
                if row.key not in kept:
                    lost.append(row.id)
                    sentence = draft.extraction.article.text[row.s_start : row.s_end]
                    draft.lost[row.key] = Quote(sentence, row.trigger)
                    continue
                known.add(row.key)
                pool.ids[row.key] = row.id
                if row.key not in founding:
                    parted.append(row.id)
        compared = {row.id for rows_ in stored.values() for row in rows_}
        pool.near |= matches.forget(self._connection, compared)
        founds_none = {"event_id": None, "merge_profile": None}  # else its old event would take it back
        self._update(EventMention, [{"id": id_, **founds_none} for id_ in parted])
        self._delete(EventMention.id, lost)
        for some in rows.chunks(ids):
            mine = EventMention.article_id.in_(some)
            self._connection.execute(update(EventMention).where(mine).values(time_expression_id=None))
        self._delete(TimeExpression.article_id, ids)
        return known

    def _facts(self, draft: Draft, reports: Reports) -> list[MentionFacts]:
        """The article's mentions as merging sees them, under the keys that they have in the database."""
        anchor = draft.extraction.choice.anchor
        article, anchor_day = draft.article_key, iso(anchor.day) if anchor else None
        words = Words(draft.extraction.article.text, self._registry)
        names = story(words, draft.extraction.reading.body)
        found = []
        for key, mention in zip(draft.keys, draft.extraction.mentions, strict=True):
            reading = mention.reading
            dates = Dates.of(mention.interval, mention.edtf)
            beyond = mention.interval is not None and dates.from_day is None
            facts = MentionFacts(
                key=key,
                article=article,
                start=reading.trigger.start,
                lemma=reading.lemma,
                event_type=reading.event_type,
                status=reading.status.value,
                by=self._known_parties(mention.by),
                to=self._known_parties(mention.to),
                claimed_by=self._known_parties(mention.claimed_by),
                dates=dates,
                dated_by=mention.dated_by.value if mention.dated_by else None,
                certainty=mention.certainty.value if mention.certainty else None,
                reason="outside the years 1 to 9999" if beyond else mention.reason,
                anchor_day=anchor_day,
                place=reading.place,
                summary=reading.summary,
                report=reports.of(draft.article_id),
                superseded=reports.is_superseded(draft.article_id),
            )
            if mention.founds_event:
                passage = Passage(
                    words=words,
                    clause=Span(reading.start, reading.end),
                    sentence=reading.sentence,
                    trigger=reading.trigger,
                    story=names,
                )
                facts = structs.replace(facts, profile=profile(facts, passage, self._registry))
            found.append(facts)
        return found

    def _follow_corrections(self, drafts: Sequence[Draft], again: Sequence[Draft], pool: Pool) -> None:
        """What people said of mentions goes where their words are now."""
        if not any_corrected(self._connection):
            return
        told: dict[str, Quote] = {}
        founding: set[str] = set()
        lost: dict[str, Quote] = {}
        for draft in drafts:
            text = draft.extraction.article.text
            spans = {span.start: span for span in rows.sentence_spans(draft.extraction)}
            for key, mention in zip(draft.keys, draft.extraction.mentions, strict=True):
                sentence, trigger = spans[mention.reading.sentence.start], mention.reading.trigger
                told[key] = Quote(text[slice(*sentence)], text[slice(*trigger)])
                if mention.founds_event:
                    founding.add(key)
            lost |= draft.lost
        ids = [draft.article_id for draft in again]
        changed = follow(self._connection, told=told, founding=founding, lost=lost, articles=ids)
        touch(self._connection, pool, changed)

    def _known_parties(self, refs: Iterable[ActorRef]) -> tuple[Party, ...]:
        """The actors of one side; a batch names the same ones again and again."""
        found = []
        for ref in refs:
            named = (ref.actor, ref.name, ref.country)
            if named not in self._parties:
                self._parties[named] = party(ref, self._registry)
            found.append(self._parties[named])
        return tuple(found)

    def _put_mentions(
        self, drafts: Sequence[Draft], pool: Pool, known: set[str], actors: dict[str, int]
    ) -> None:
        """Rows of mentions and their actors, after the events that they belong to."""
        new: list[rows.Row] = []
        old: list[rows.Row] = []
        parties: list[rows.Row] = []
        for draft in drafts:
            text = draft.extraction.article.text
            each = zip(draft.extraction.mentions, draft.facts, draft.places, strict=True)
            for position, (mention, facts, at) in enumerate(each):
                id_ = pool.ids[facts.key]
                row: rows.Row = {"id": id_, "article_id": draft.article_id, "position": position}
                row["event_id"], row["merge_reason"] = (at.event_id, at.reason) if at else (None, None)
                row |= rows.mention_row(mention, facts, text, draft.sentences, draft.first_time)
                row["merge_profile"] = matches.encoded(facts.profile) if facts.profile else None
                (old if facts.key in known else new).append(row)
                parties += rows.actor_rows(mention, facts, id_, actors)
        add(self._connection, EventMention, new)
        self._update(EventMention, old)
        self._delete(MentionActor.mention_id, [row["id"] for row in old])
        add(self._connection, MentionActor, parties)

    def _put_sentences(self, drafts: Sequence[Draft], again: Sequence[Draft], keys: Keys) -> list[int]:
        """Adds the sentences that are not stored yet; returns ids of those that no draft has any more."""
        stored: dict[tuple[int, int], tuple[int, int]] = {}
        columns = (Sentence.article_id, Sentence.start_char, Sentence.end_char, Sentence.id)
        for some in rows.chunks([draft.article_id for draft in again]):
            query = select(*columns).where(Sentence.article_id.in_(some))
            for article_id, start, end, id_ in self._connection.execute(query):
                stored[article_id, start] = (end, id_)
        new: list[rows.Row] = []
        moved: list[rows.Row] = []
        for draft in drafts:
            text = draft.extraction.article.text
            for span in rows.sentence_spans(draft.extraction):
                row = {"end_char": span.end, "text": text[slice(*span)]}
                if there := stored.pop((draft.article_id, span.start), None):
                    end, id_ = there
                    if end != span.end:
                        moved.append({"id": id_, **row})
                else:
                    id_ = keys.take(Sentence)
                    place = {"id": id_, "article_id": draft.article_id, "start_char": span.start}
                    new.append(place | row)
                draft.sentences[span.start] = id_
        add(self._connection, Sentence, new)
        self._update(Sentence, moved)
        return [id_ for _, id_ in stored.values()]

    def _add_times(self, drafts: Sequence[Draft], keys: Keys) -> None:
        times: list[rows.Row] = []
        alternatives: list[rows.Row] = []
        for draft in drafts:
            draft.first_time = keys.take(TimeExpression, len(draft.extraction.times))
            found, rivals = rows.time_rows(draft.extraction, draft.article_id, draft.first_time)
            times += found
            alternatives += rivals
        add(self._connection, TimeExpression, times)
        add(self._connection, Alternative, alternatives)

    def _update(self, model: type[Base], changed: Sequence[rows.Row]) -> None:
        """Sets what stands in rows of one shape, by their id."""
        if changed:
            table = model.__table__
            columns: rows.Row = {name: bindparam(f"b_{name}") for name in changed[0] if name != "id"}
            self._connection.execute(
                update(model).where(table.c.id == bindparam("b_id")).values(**columns),
                [{f"b_{name}": value for name, value in row.items()} for row in changed],
            )

    def _delete(self, column: InstrumentedAttribute[int], values: Sequence[int]) -> None:
        for some in rows.chunks(values):
            self._connection.execute(delete(column.class_).where(column.in_(some)))


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
