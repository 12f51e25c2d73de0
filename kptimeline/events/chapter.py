"""What runs through an article: who spoke last, the day of its story, and what dates a mention without a phrase."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from kptimeline.events import dating, story, syntax
from kptimeline.events.acts import Acts
from kptimeline.events.attribution import Claim
from kptimeline.events.names import Cast
from kptimeline.events.trigger import Trigger
from kptimeline.events.words import Words
from kptimeline.records import DatedBy, MentionReading, Status, TimeExpression

CHAIN_SENTENCES = 3  # how far a speech goes on without a new date
LEAD_SENTENCES = 2  # where a phrase tells the day of an article's news
SCENE_SENTENCES = 8  # how far a dated lead goes on where nothing leads away from its day


@dataclass(frozen=True, slots=True)
class When:
    """What dates a mention: the index of a time expression, or of the mention that it hangs from."""

    by: DatedBy | None = None
    time: int | None = None
    chain: int | None = None


class Chapter:
    """The mentions of an article so far."""

    def __init__(self, cast: Cast, words: Words, *, news: bool, lends: bool = True) -> None:
        """`lends`: whether the article's own day is that of what it does not date."""
        self.cast = cast
        self.mentions: list[MentionReading] = []
        self._words = words
        self._news = news
        self._lends = lends
        self._sentences = 0  # those of the body that were begun
        self._speech: tuple[int, int, Trigger] | None = None  # number of the mention, sentence, trigger
        self._lead: int | None = None  # number of the mention whose phrase tells the story's day
        self._led = False  # whether anything has the article's own day so far
        self._told = False  # whether the lead tells in the past what has a date
        self._scene = True  # whether all sentences since the lead go on with it
        self._foreground = True  # whether nothing in this sentence leads away from the story's day
        self._acts = Acts()
        self._times: Sequence[TimeExpression] = ()
        self._dated: set[int] = set()  # heads of this sentence that have a date
        self._doubtful: dict[int, int] = {}  # heads of this sentence to a phrase that may date them
        self._quotes = False  # whether all that follows is a document's
        self._document: Claim | None = None  # whose words that is, where it is told

    def begin(
        self, found: Sequence[Trigger], chosen: dict[int, dating.Dated], times: Sequence[TimeExpression]
    ) -> None:
        """A sentence of the body begins: is it the lead, or does it still go on with it?"""
        self._dated, self._doubtful, self._times = set(), {}, times
        if found:
            span = self.cast.sentences[found[0].index].span
            here = [(i, one) for i, one in enumerate(times) if span.start <= one.start < span.end]
            self._foreground = story.is_foreground(found, (one for _, one in here))
            sure = {
                one.time
                for n, one in chosen.items()
                if one.by is DatedBy.PHRASE and found[n].head.dep_ != "relcl"
            }
            self._doubtful = story.in_doubt(found, [one for one in here if one[0] not in sure], span.start)
        told = (
            n
            for n, one in enumerate(found)
            if n in chosen
            and story.is_news(one, chosen[n].by)
            and not dating.is_weak(times[chosen[n].time])  # *shortly ago* is no day
        )
        early = self._lead is None and self._sentences < LEAD_SENTENCES
        if early and (number := next(told, None)) is not None:
            self._lead, self._told = len(self.mentions) + number, True
        elif early and (number := next(iter(self._in_doubt(found, chosen)), None)) is not None:
            self._lead = len(self.mentions) + number
        elif self._lead is None and not self._led and (number := next(told, None)) is not None:
            self._lead = (
                len(self.mentions) + number
            )  # praise comes first, and then the news of the day before
        elif found and self._sentences:
            self._scene = self._scene and self._sentences <= SCENE_SENTENCES and self._foreground
        self._sentences += 1

    def _in_doubt(self, found: Sequence[Trigger], chosen: dict[int, dating.Dated]) -> Sequence[int]:
        """Numbers of what the main clause tells as done on a day that may be another verb's."""
        return [
            n
            for n, one in enumerate(found)
            if one.status is Status.OCCURRED
            and story.is_main(one.head)
            and ((n in chosen and chosen[n].by is None) or (n not in chosen and one.head.i in self._doubtful))
        ]

    def when(self, one: Trigger, own: dating.Dated | None) -> When:
        """What dates a mention; `own` is the phrase of its clause or of one above it.

        Where the phrase cannot be told, no other date takes its place.
        """
        if own is not None:
            return When(own.by, own.time)
        if one.head.i in self._doubtful:
            return When(time=self._doubtful[one.head.i])
        if self._quotes:
            return When()  # *issued the following statement: …* tells of other days
        if self._news and self._sentences == 1 and dating.is_lead(one):
            return When(DatedBy.LEAD, chain=self._lead)
        if self._speech is not None:
            founder, sentence, before = self._speech
            if one.index - sentence <= CHAIN_SENTENCES and dating.follows(one, before):
                return When(DatedBy.CHAIN, chain=founder)
        if self._news and self._is_news(one):
            return When(DatedBy.LEAD, chain=self._lead)
        if self._news and self._foreground and (number := self._acts.founder(one)) is not None:
            return When(DatedBy.CHAIN, chain=number)
        return When()

    def _is_news(self, one: Trigger) -> bool:
        """Whether it is told as part of the story: said in a main clause, or how a dated lead goes on.

        *turned away and said …* is as undated as its first verb.
        """
        head = one.head
        if head.dep_ == "conj" and syntax.own_subject(head) is None and head.head.i not in self._dated:
            return False
        if story.tells_of_the_story(one, self._words):
            return True
        return self._told and self._scene and self._sentences > 1 and story.goes_on(one)

    def heard(self, one: Trigger, when: When) -> None:
        """The last mention was of this trigger: does a speech or a document begin with it, or go on?"""
        if when.by is not None:
            self._dated.add(one.head.i)
            self._led = self._led or (when.by is DatedBy.LEAD and (self._lends or when.chain is not None))
            self._told = self._told or (self._sentences == 1 and story.goes_on(one))
        number = when.chain if when.by is DatedBy.CHAIN and when.chain is not None else len(self.mentions) - 1
        self._acts.done(one, number, when.by, when.time, self._times)
        speech = one.is_saying or one.head.lemma_.casefold() in self._words.plain
        if speech and when.by in (DatedBy.PHRASE, DatedBy.LEAD) and one.by:
            self._speech = (len(self.mentions) - 1, one.index, one)
        elif (
            speech and when.by is DatedBy.CHAIN and self._speech is not None and when.chain == self._speech[0]
        ):
            self._speech = (self._speech[0], one.index, self._speech[2])

    def claim(self, one: Trigger) -> Claim | None:
        """Who says so: the speakers of its sentence, and whoever issued the document that the article quotes."""
        own, issued = one.claim, self._document
        if issued is None or (
            own is not None and own.speakers and own.speakers[-1].name == issued.speakers[-1].name
        ):
            return own
        if own is None:
            return issued
        return dataclasses.replace(own, speakers=own.speakers + issued.speakers)

    def end(self, found: Sequence[Trigger]) -> None:
        """A sentence is read: does it give the word to a document?"""
        issuer = next((one for one in found if story.introduces(one)), None)
        if issuer is not None and not self._quotes:
            self._quotes = True
            self._document = Claim(issuer.by, issuer.head.lemma_.casefold()) if issuer.by else None

    def share(self, found: Sequence[Trigger], first: int) -> None:
        """Gives participles and event nouns without a date that of their verb; `first` is the number of found[0]."""
        numbers = {one.head.i: first + n for n, one in enumerate(found)}
        for n, one in enumerate(found):
            mention = self.mentions[first + n]
            verb = story.above(one)
            if (
                verb is None
                or verb.i not in numbers
                or mention.time is not None
                or mention.dated_by is not None
            ):
                continue
            giver = self.mentions[numbers[verb.i]]
            if giver.dated_by is None or giver.status is not mention.status:
                continue
            by = DatedBy.SENTENCE if giver.dated_by is DatedBy.PHRASE else giver.dated_by
            self.mentions[first + n] = replace(mention, time=giver.time, chain=giver.chain, dated_by=by)
