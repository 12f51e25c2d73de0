"""What merging compares of a mention: made once, from the mention and its article alone, and stored with it."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kptimeline.actors.registry import Registry, plain
from kptimeline.interval import Granularity, parse_iso
from kptimeline.merge.lexicon import lexicon, stem_all, words_of
from kptimeline.merge.words import Words
from kptimeline.records import Span

if TYPE_CHECKING:
    from kptimeline.merge.facts import MentionFacts, Party

_ARTICLE = re.compile(r"^(?:al|el)-(?=\w{3})")
AHEAD = {"planned", "proposed", "hypothetical"}
RECENT = 31  # days before its anchor in which an undated mention's event most likely lies
_STORY_NAMES = 24  # names of an article that are kept with each of its mentions
_OBJECT_WORDS = 7  # words after a light verb in which its act stands


class Who(Struct, frozen=True, array_like=True):
    """A party as it is compared: `id` its slug, else empty; the words of its name; whether one person is meant."""

    id: str
    words: tuple[str, ...]
    country: str | None
    person: bool
    named: bool  # it has a slug or a proper name: *Lavrov*, not *officers*
    state: bool = False  # the country itself, or the metonym of its government


class Profile(Struct, frozen=True, kw_only=True, array_like=True):
    """A mention as it is compared. Days are day numbers; `first` and `last` both None when undated."""

    article: str
    start: int
    lemma: str
    stem: str  # of the lemma
    frequent: bool  # one actor does such acts many times a day
    acts: frozenset[str]
    around: frozenset[str]
    event_type: str | None
    status: str
    by: tuple[Who, ...]
    to: tuple[Who, ...]
    places: frozenset[str]  # countries that the clause names, actors or not
    names: frozenset[str]  # other proper names in it
    words: frozenset[str]
    numbers: frozenset[str]
    first: int | None
    last: int | None
    fine: bool  # one known day
    rank: int  # of the granularity
    stated: bool  # a time phrase of its own dates it
    clock: str | None
    anchor: int | None
    window: tuple[int, int] | None  # the days in which its event may lie
    story: frozenset[str]  # proper names of the article

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of its days."""
        return self.first is not None or self.last is not None


class Passage(Struct, frozen=True, kw_only=True):
    """The place of a mention in its article: spans are offsets of its text."""

    words: Words
    clause: Span
    sentence: Span
    trigger: Span
    story: frozenset[str]


def profile(mention: MentionFacts, passage: Passage, registry: Registry) -> Profile:
    """What is compared of a mention; a function of it, its article and the registry."""
    by, to = (tuple(_who(party, registry) for party in side) for side in (mention.by, mention.to))
    acts, around = _acts(mention.lemma, passage)
    sides = (*by, *to)
    told = Words(f"{mention.summary} ; {mention.place or ''}", registry)
    whole = Span(0, len(told.text))
    places = told.places(whole) | passage.words.places(passage.clause)
    places |= {who.country for who in sides if who.country}
    left_out = {word for who in sides if who.id for word in (*who.words, *_called(who.id, registry))}
    own = {word.low for _, word in passage.words.within(passage.trigger)}
    names, words, numbers = _words(told, whole, own | left_out, passage.story)
    names |= _names(passage.words, passage.sentence, left_out, passage.story)
    days = mention.dates.first_day, mention.dates.last_day
    first, last = (parse_iso(day) if day else None for day in days)
    anchor = parse_iso(mention.anchor_day) if mention.anchor_day else None
    granularity = Granularity(mention.dates.granularity) if mention.dates.granularity else Granularity.VAGUE
    return Profile(
        article=mention.article,
        start=mention.start,
        lemma=mention.lemma,
        stem=stem_all(mention.lemma),
        frequent=lexicon().is_frequent(mention.lemma),
        acts=frozenset(acts),
        around=frozenset(around),
        event_type=mention.event_type,
        status=mention.status,
        by=by,
        to=to,
        places=frozenset(places),
        names=frozenset(names),
        words=frozenset(words),
        numbers=frozenset(numbers),
        first=first,
        last=last,
        fine=first is not None and first == last,
        rank=granularity.rank,
        stated=mention.dated_by in ("phrase", "sentence", "correction"),
        clock=mention.dates.first_time,
        anchor=anchor,
        window=_window(first, last, anchor, mention.status),
        story=passage.story,
    )


def story(words: Words, body: Span) -> frozenset[str]:
    """The countries that an article names, and its other proper names, those named most often, at most 24 in all."""
    counts: dict[str, int] = {}
    taken = words.taken(body)
    for offset, word in words.within(body):
        if (
            word.is_capital
            and not word.is_plain
            and offset not in taken
            and not words.starts_sentence(offset)
        ):
            counts[word.low] = counts.get(word.low, 0) + 1
    named = sorted(counts, key=lambda word: (-counts[word], word))
    first = sorted(words.places(body))[: _STORY_NAMES // 2]
    return frozenset((*first, *named[: _STORY_NAMES - len(first)]))


def _words(
    text: Words, span: Span, left_out: Container[str], story: Container[str]
) -> tuple[set[str], set[str], set[str]]:
    """Proper names, other words and numbers of a span, but for names of actors and what every text has."""
    names = _names(text, span, left_out, story)
    words: set[str] = set()
    numbers: set[str] = set()
    taken = text.taken(span)
    for offset, word in text.within(span):
        if offset in taken:
            continue
        if word.number is not None:
            numbers.add(word.number)
        elif not (word.is_capital or word.is_plain or word.low in left_out) and len(word.low) > 2:
            words.add(word.thing)
    return names, words, numbers


def _names(text: Words, span: Span, left_out: Container[str], story: Container[str]) -> set[str]:
    taken = text.taken(span)
    return {
        word.low
        for offset, word in text.within(span)
        if word.is_capital
        and not word.is_plain
        and word.number is None
        and word.low not in left_out
        and offset not in taken
        and (word.low in story or not text.starts_sentence(offset))
    }


def _acts(lemma: str, passage: Passage) -> tuple[set[str], set[str]]:
    """The kinds of act of the trigger, for a light verb those of its object; and those of other words of the clause."""
    book, trigger = lexicon(), passage.trigger
    told = [word for _, word in passage.words.within(trigger)]
    own = {word.low for word in told}
    around: set[str] = set()
    governed: set[str] = set()
    seen = 0
    for offset, word in passage.words.within(passage.clause):
        if trigger.start <= offset < trigger.end:
            continue
        found = () if word.is_plain or word.is_light or word.low in own else word.acts
        around.update(found)
        if offset >= trigger.end and seen < _OBJECT_WORDS:
            seen += 1
            governed.update(found)
    acts = set(book.acts(lemma))
    if len(told) > 1:
        acts = acts.union(*(word.acts for word in told if not word.is_light))
    if book.is_light(lemma):
        acts |= governed
    return acts, around - acts


# An article names the same few again and again.
@lru_cache(maxsize=4096)
def _who(party: Party, registry: Registry) -> Who:
    """A lone surname that only one person of the registry bears is compared as that person."""
    slug, country, name = party.actor, party.country, party.name
    words = tuple(
        _bare(plain(word)) for _, word in words_of(name) if word.casefold() not in ("the", "a", "of")
    )
    actor = registry.actors.get(slug or "")
    if actor is None and len(words) == 1 and (found := registry.find(name)):
        actor = registry.actors[found]
        slug, country = found, country or actor.country
    capital = all(word[:1].isupper() for _, word in words_of(name))
    person = actor.kind == "person" if actor else capital and country is None
    state = actor is not None and actor.kind == "country"
    return Who(slug or "", words, country, person, bool(slug) or capital, state)


@lru_cache(maxsize=4096)
def _called(slug: str, registry: Registry) -> frozenset[str]:
    """The words of all full names of a person, as any outlet spells them: *Kim Jong-un*, *Kim Jong Un*."""
    actor = registry.actors.get(slug)
    if actor is None or actor.kind != "person":
        return frozenset()
    names = [actor.name, *(name.text for name in actor.names if name.kind == "alias")]
    return frozenset(
        plain(part) for name in names for _, word in words_of(name) for part in (word, *word.split("-"))
    )


def _bare(word: str) -> str:
    """A word of a name without an Arabic article: *al-Assad* is called *Assad*, too."""
    return _ARTICLE.sub("", word)


def _window(first: int | None, last: int | None, anchor: int | None, status: str) -> tuple[int, int] | None:
    """The days in which its event may lie: its date, else those around its anchor; None without an anchor."""
    if first is not None:
        return first, first + RECENT if last is None else last
    if last is not None:
        return last - RECENT, last
    if anchor is None:
        return None
    if status in AHEAD:
        return anchor - 3, anchor + RECENT
    return anchor - RECENT, anchor
