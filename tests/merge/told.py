"""Mentions as merging sees them, from a sentence, its trigger and a few facts."""

from dataclasses import dataclass
from functools import cache

from msgspec.structs import replace

from kptimeline.actors.registry import load_registry
from kptimeline.interval import Granularity, Interval, parse_iso
from kptimeline.merge.facts import Dates, MentionFacts, Party
from kptimeline.merge.profile import Passage, profile, story
from kptimeline.merge.words import Words
from kptimeline.records import ActorReading, Span

ANCHOR = "2025-12-30"
UNDATED = Dates()


@cache
def registry():
    return load_registry()


def dates(first, last=None, granularity=Granularity.DAY, **more):
    """From ISO days; `last` None: one day."""
    return Dates.of(
        Interval(parse_iso(first), parse_iso(last or first), granularity, **more), f"{first}/{last or first}"
    )


def party(name):
    ref = registry().resolve(ActorReading(text=name, name=name, start=0, end=len(name)), None)
    return Party(actor=ref.actor, name=ref.name, country=ref.country)


@dataclass(frozen=True)
class Told:
    """A sentence of an article: what it tells, and when; `article` names the article, `also` is the rest of its text."""

    text: str
    trigger: str
    lemma: str
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    when: Dates = UNDATED
    type: str | None = None
    status: str = "occurred"
    article: str = "a"
    also: str = ""
    anchor: str | None = ANCHOR
    dated_by: str | None = "phrase"

    def mention(self, article=None):
        start = self.text.index(self.trigger)
        trigger = Span(start, start + len(self.trigger))
        key = f"{article or self.article}:{trigger.start}-{trigger.end}"
        facts = MentionFacts(
            key=key,
            article=article or self.article,
            start=trigger.start,
            lemma=self.lemma,
            event_type=self.type,
            status=self.status,
            by=tuple(map(party, self.by)),
            to=tuple(map(party, self.to)),
            dates=self.when,
            dated_by=self.dated_by if self.when.from_day else None,
            anchor_day=self.anchor,
            summary=self.text.rstrip("."),
        )
        whole = Span(0, len(self.text))
        words = Words(f"{self.text} {self.also}", registry())
        names = story(words, Span(0, len(words.text)))
        passage = Passage(words=words, clause=whole, sentence=whole, trigger=trigger, story=names)
        return replace(facts, profile=profile(facts, passage, registry()))
