"""Whom a pronoun means: the subject of the clause above it, or the one person of the sentence before."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.actors.registry import Registry
from kptimeline.events import syntax
from kptimeline.events.lands import Lands
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import ParsedSentence, Token

_HE = frozenset({"he", "she", "him", "her", "his"})
_THEY = frozenset({"they", "them"})
_IT = frozenset({"it"}) | _THEY
_OWNERS = {"his": "he", "its": "it", "their": "they"}


class Pronouns(Lands, ABC):
    """The pronouns of an article's sentences; `focus` is the person that *he* and *she* mean next."""

    def __init__(self, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        super().__init__(sentences, registry)
        self.focus: ActorReading | None = None
        self._led: dict[tuple[int, int, str | None], ActorReading | None] = {}

    @abstractmethod
    def actors(self, index: int, head: Token | None, *, places: bool = False) -> tuple[ActorReading, ...]:
        """The actors that a head word names."""

    @abstractmethod
    def persons_of(self, index: int) -> dict[str, ActorReading]:
        """The persons that a sentence names, by name."""

    @abstractmethod
    def is_person(self, reading: ActorReading) -> bool:
        """Whether an actor is a person."""

    def _led_back(self, index: int, head: Token) -> ActorReading | None:
        """Whom a pronoun means, worked out once: *he said that he thought that he …* would double with each verb."""
        key = (index, head.i, self.focus.name if self.focus else None)
        if key not in self._led:
            self._led[key] = None  # on its way: a pronoun that leads back to itself means nobody
            self._led[key] = self._pronoun(index, head)
        return self._led[key]

    def _pronoun(self, index: int, head: Token) -> ActorReading | None:
        word = _OWNERS.get(head.lower_, head.lower_)
        if word not in _HE and word not in _IT:
            return None
        verb = syntax.governing_verb(head)
        # *his* may be whose clause it stands in, *he* is somebody named before that.
        own = [verb] if head.tag_ == "PRP$" and verb is not None else []
        for above in (*own, *self._above(verb)):
            subject = syntax.own_subject(above)
            if (
                subject is None
                or subject == head
                or (above in own and head in subject.subtree)
                or (subject.pos_ == "PRON" and subject.lower_ not in _HE | _IT)
            ):
                continue
            found = self.actors(index, subject)
            if not found:
                continue
            if len(found) > 1 or (
                word not in _HE and verb is not None and self._has_rival(index, verb, subject, head)
            ):
                return None
            person = subject.lower_ in _HE or self.is_person(found[0])
            person = person or self._is_one(subject, head)
            if above in own and person and set(self.persons_of(index)) - {found[0].name}:
                return None  # *Putin met Modi at his house*: at whose?
            if (word in _HE and person) or (word not in _HE and not person):
                return replace(
                    self._bare(index, head),
                    name=found[0].name,
                    office=found[0].office,
                    country_hint=found[0].country_hint,
                    inferred=True,
                )
            return None
        if word in _HE and self.focus is not None and not self._is_named_below(index, verb, self.focus):
            return replace(
                self._bare(index, head), name=self.focus.name, office=self.focus.office, inferred=True
            )
        return None

    def _is_one(self, subject: Token, head: Token) -> bool:
        """Whether a noun is for one person, and nobody else is named before the pronoun: *Chad's president said that he …*."""
        own = {word.i for word in subject.subtree}
        between = [word for word in head.doc[subject.i : head.i] if word.i not in own or word == subject]
        persons = [word for word in between if word.ent_type_ == "PERSON" or self._is_single(word)]
        return self._is_single(subject) and persons == [subject]

    def _is_single(self, word: Token) -> bool:
        titles = self.registry.titles
        ends = titles.is_person(word.lower_) and word.lower_.endswith("man")
        return word.tag_ == "NN" and (word.lower_ in titles.single or ends)

    def _is_named_below(self, index: int, verb: Token | None, person: ActorReading) -> bool:
        """Whether the clause of a pronoun names the person it would mean: *he wished Kim good health* is another's."""
        if verb is None:
            return False
        below = {word.i for word in verb.subtree if word.i > verb.i}
        names = (one for one in self.persons(index) if one.end - 1 in below)
        doc = self.sentences[index].doc
        return any(person.name.endswith(doc[one.end - 1].text) for one in names)

    def _has_rival(self, index: int, verb: Token, subject: Token, head: Token) -> bool:
        """Whether *it* or *they* may mean somebody named after the subject: *scorned Chad's rebels, as they had fled*.

        What a subject says or means to do (*told Japan that it would pay*) is its own.
        """
        if verb.dep_ in ("ccomp", "xcomp"):
            return False
        many = head.lower_ in _THEY or head.lower_ == "their"
        own = {word.i for word in subject.subtree}
        for word in head.doc[subject.i + 1 : head.i]:
            named = self.name_at(index, word) is not None or any(
                self.name_at(index, one) is not None for one in word.children
            )
            if word.i in own or not (named or self._is_acting(word)):
                continue
            if word.tag_ in (("NNS", "NNPS") if many else ("NNP",)):
                return True
        return False

    @staticmethod
    def _above(verb: Token | None) -> Iterator[Token]:
        while verb is not None:
            up = syntax.governing_verb(verb)
            if up is None or verb.dep_ == "ROOT":
                return
            yield up
            verb = up
