"""What merging compares of a mention: made once, from the mention and its article alone, and stored with it."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kptimeline.actors.registry import Registry, plain
from kptimeline.interval import Granularity, parse_iso
from kptimeline.merge.lexicon import lexicon, words_of
from kptimeline.records import Span

if TYPE_CHECKING:
    from kptimeline.merge.facts import MentionFacts, Party

_STORY_NAMES = 24  # names of an article that are kept with each of its mentions
_OBJECT_WORDS = 7  # words after a light verb in which its act stands


class Who(Struct, frozen=True, array_like=True):
    """A party as it is compared: `id` its slug, else empty; the words of its name; whether one person is meant."""

    id: str
    words: tuple[str, ...]
    country: str | None
    person: bool
    named: bool  # it has a slug or a proper name: *Lavrov*, not *officers*


class Profile(Struct, frozen=True, kw_only=True, array_like=True):
    """A mention as it is compared. Days are day numbers; `first` and `last` both None when undated."""

    article: str
    start: int
    lemma: str
    acts: tuple[str, ...]
    around: tuple[str, ...]
    event_type: str | None
    status: str
    by: tuple[Who, ...]
    to: tuple[Who, ...]
    places: tuple[str, ...]  # countries that the clause names, actors or not
    names: tuple[str, ...]  # other proper names in it
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    first: int | None
    last: int | None
    fine: bool  # one known day
    rank: int  # of the granularity
    stated: bool  # a time phrase of its own dates it
    clock: str | None
    anchor: int | None
    story: tuple[str, ...]  # proper names of the article


class Passage(Struct, frozen=True, kw_only=True):
    """The place of a mention in its article: spans are offsets of `text`."""

    text: str
    clause: Span
    sentence: Span
    trigger: Span
    story: tuple[str, ...]


def profile(mention: MentionFacts, passage: Passage, registry: Registry) -> Profile:
    """What is compared of a mention; a function of it, its article and the registry."""
    clause, sentence = passage.text[slice(*passage.clause)], passage.text[slice(*passage.sentence)]
    trigger = {word.casefold() for _, word in words_of(passage.text[slice(*passage.trigger)])}
    by, to = (tuple(_who(party, registry) for party in side) for side in (mention.by, mention.to))
    told = f"{mention.summary} ; {mention.place or ''}"
    acts, around = _acts(mention.lemma, passage, clause, trigger)
    places, spots = _places(told, registry)
    places |= _places(clause, registry)[0] | {who.country for who in (*by, *to) if who.country}
    actors = {word for who in (*by, *to) if who.id for word in who.words}
    names, words, numbers = _words(told, spots, trigger, actors, passage.story)
    for wider in (clause, sentence):
        names |= _words(wider, _places(wider, registry)[1], set(), actors, passage.story)[0]
    days = mention.dates.first_day, mention.dates.last_day
    first, last = (parse_iso(day) if day else None for day in days)
    granularity = Granularity(mention.dates.granularity) if mention.dates.granularity else Granularity.VAGUE
    return Profile(
        article=mention.article,
        start=mention.start,
        lemma=mention.lemma,
        acts=tuple(sorted(acts)),
        around=tuple(sorted(around)),
        event_type=mention.event_type,
        status=mention.status,
        by=by,
        to=to,
        places=tuple(sorted(places)),
        names=tuple(sorted(names)),
        words=tuple(sorted(words)),
        numbers=tuple(sorted(numbers)),
        first=first,
        last=last,
        fine=first is not None and first == last,
        rank=granularity.rank,
        stated=mention.dated_by in ("phrase", "sentence", "correction"),
        clock=mention.dates.first_time,
        anchor=parse_iso(mention.anchor_day) if mention.anchor_day else None,
        story=passage.story,
    )


def story(text: str, registry: Registry) -> tuple[str, ...]:
    """The countries that a text names, and its other proper names, those named most often, at most 24 in all."""
    places, spots = _places(text, registry)
    counts: dict[str, int] = {}
    for offset, word in words_of(text):
        low = word.casefold()
        is_name = offset not in spots and word[0].isupper() and not _starts_sentence(text, offset)
        if is_name and not lexicon().is_plain(low):
            counts[low] = counts.get(low, 0) + 1
    named = sorted(counts, key=lambda word: (-counts[word], word))
    first = sorted(places)[: _STORY_NAMES // 2]
    return tuple(sorted((*first, *named[: _STORY_NAMES - len(first)])))


def _words(
    text: str, spots: Container[int], trigger: Container[str], actors: Container[str], story: Container[str]
) -> tuple[set[str], set[str], set[str]]:
    """Proper names, other words and numbers of a text, but for its trigger, actors and what every text has."""
    book = lexicon()
    names: set[str] = set()
    words: set[str] = set()
    numbers: set[str] = set()
    for offset, word in words_of(text):
        low = word.casefold()
        if offset in spots or low in trigger:
            continue
        if word[0].isdigit() or low in book.numbers:
            numbers.add(book.numbers.get(low, word))
        elif book.is_plain(low) or low in actors:
            continue
        elif word[0].isupper() and (low in story or not _starts_sentence(text, offset)):
            names.add(low)
        elif not word[0].isupper() and len(low) > 2:
            words.add(book.thing(low))
    return names, words, numbers


def _acts(lemma: str, passage: Passage, clause: str, own: Container[str]) -> tuple[set[str], set[str]]:
    """The kinds of act of the trigger, for a light verb those of its object; and those of other words of the clause."""
    book = lexicon()
    around: set[str] = set()
    governed: set[str] = set()
    seen = 0
    for offset, word in words_of(clause):
        low, at = word.casefold(), passage.clause.start + offset
        if passage.trigger.start <= at < passage.trigger.end:
            continue
        found = set() if low in own or book.is_plain(low) or book.is_light(low) else book.acts(low)
        around |= found
        if at >= passage.trigger.end and seen < _OBJECT_WORDS:
            seen += 1
            governed |= found
    acts = set(book.acts(lemma))
    trigger = [word.casefold() for _, word in words_of(passage.text[slice(*passage.trigger)])]
    if len(trigger) > 1:
        acts = acts.union(*(book.acts(word) for word in trigger if not book.is_light(word)))
    if book.is_light(lemma):
        acts |= governed
    return acts, around - acts


def _who(party: Party, registry: Registry) -> Who:
    """A lone surname that only one person of the registry bears is compared as that person."""
    slug, country, name = party.actor, party.country, party.name
    words = tuple(plain(word) for _, word in words_of(name) if word.casefold() not in ("the", "a", "of"))
    actor = registry.actors.get(slug or "")
    if actor is None and len(words) == 1 and (found := registry.find(name)):
        actor = registry.actors[found]
        slug, country = found, country or actor.country
    capital = all(word[:1].isupper() for _, word in words_of(name))
    person = actor.kind == "person" if actor else capital and country is None
    return Who(slug or "", words, country, person, bool(slug) or capital)


# The mentions of a sentence share it, and most clauses are named more than once.
@lru_cache(maxsize=64)
def _places(text: str, registry: Registry) -> tuple[frozenset[str], frozenset[int]]:
    """Countries that are named, and the offsets of the words that the names of actors take."""
    found: set[str] = set()
    taken: set[int] = set()
    for spot in registry.spots(text):
        actor = registry.actors[spot.slug]
        found.add(actor.country or spot.slug)
        taken |= set(range(spot.start, spot.end))
    return frozenset(found), frozenset(taken)


_BREAK = re.compile(r"(?:^|[.!?;:\"“”\n])\s*(?:the|a|an)?\s*$", re.IGNORECASE)


def _starts_sentence(text: str, offset: int) -> bool:
    return _BREAK.search(text[max(0, offset - 8) : offset]) is not None
