"""The noun phrases around names: titles before persons, apposition, groups that act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.events import syntax
from kptimeline.events.spots import PLACE_PREPS, Name, Names
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_LOOSE = frozenset({"det", "nummod", "quantmod", "advmod", "punct", "predet", "preconj", "case", "cc"})
_MANY = frozenset({"thousands", "hundreds", "dozens", "scores", "tens", "millions"})


class Phrases(Names):
    """What stands beside the names of an article's sentences."""

    def _is_place(self, head: Token, name: Name) -> bool:
        """*in Seoul*: a name that can be a place, under a preposition of place."""
        places = name.kind in ("metonym", "GPE", "contextual") or (
            name.slug is not None
            and self.registry.actors[name.slug].kind == "country"
            and name.kind == "alias"
        )
        return places and head.dep_ == "pobj" and head.head.lower_ in PLACE_PREPS

    def _reading(self, index: int, doc: Doc, start: int, end: int) -> ActorReading:
        text = doc[start:end].text
        offset = self.sentences[index].span.start
        last = doc[end - 1]
        return ActorReading(
            text=text, name=text, start=offset + doc[start].idx, end=offset + last.idx + len(last)
        )

    def _apposed(self, index: int, head: Token) -> Name | None:
        """The person in apposition to a title: *China's ambassador to Seoul, Dai Bing*."""
        if head.pos_ not in ("NOUN", "PROPN") or self._is_person_at(index, head):
            return None
        if not self._is_acting(head) and not self.registry.titles.meanings(head.lower_):
            return None
        if head.i + 1 < len(head.doc) and self._is_person_at(index, head.nbor()):
            return self.name_at(index, head.nbor())
        after = self._right(head)
        if after + 2 < len(head.doc) and head.doc[after].text == ",":
            name = self.name_at(index, head.doc[after + 1])
            if (
                name is not None
                and name.is_person
                and name.end < len(head.doc)
                and head.doc[name.end].text == ","
            ):
                return name
        for one in head.subtree:
            if one.dep_ == "appos" and one.i > head.i and self._is_person_at(index, one):
                return self.name_at(index, one)
        return None

    def _is_person_at(self, index: int, token: Token) -> bool:
        name = self.name_at(index, token)
        return name is not None and name.is_person

    def _title(self, index: int, head: Token, name: Name) -> str | None:
        """The title beside a person's name, its country included, or None."""
        start = self._untitled(name, head.doc)
        left = self._left(index, head, start)
        words = self.registry.titles
        if left and (
            left.split()[-1].casefold() in words.words
            or words.meanings(left.split()[-1])
            or self.registry.split(left + " x")
        ):
            return left if self.registry.split(left + " x") else left + self._of(index, head)
        if start > name.start and (land := self._of(index, head)):
            return head.doc[name.start : start].text + land
        after = syntax.child(head, "appos")
        if (
            after is not None
            and after.i > head.i
            and self._is_acting(after)
            and not self._is_person_at(index, after)
        ):
            return self._left(index, after, self._right(after))
        return None

    def _of(self, index: int, head: Token) -> str:
        """` of LAND` behind a titled name (*King Hassan of Morocco*), else nothing."""
        land = next((obj for prep, obj in syntax.prepositions(head) if prep == "of"), None)
        here = self.name_at(index, land) if land is not None else None
        return f" of {head.doc[here.start : here.end].text}" if here is not None and here.slug else ""

    @staticmethod
    def _right(head: Token) -> int:
        """The token after a noun phrase: its head, or an *of* or *to* phrase of names after it."""
        end = head.i + 1
        for one in head.children:
            if one.dep_ == "prep" and one.i == end and one.lower_ in ("of", "for", "to"):
                obj = syntax.child(one, "pobj")
                if obj is not None and obj.i - one.i <= 6:
                    end = Phrases._whole(obj)
        return end

    @staticmethod
    def _whole(obj: Token) -> int:
        """The token after a name and what it is of: *the Republic of Chad*, *the Central Committee of the Party*."""
        end = obj.i + 1
        for one in obj.children:
            if obj.pos_ == "PROPN" and one.dep_ == "prep" and one.i == end and one.lower_ == "of":
                land = syntax.child(one, "pobj")
                if land is not None and land.pos_ == "PROPN" and land.i - one.i <= 4:
                    end = land.i + 1
        return end

    def _left(self, index: int, head: Token, end: int) -> str | None:
        """The text of a noun phrase from its first word that matters up to token `end`."""
        start = min(head.left_edge.i, end)
        doc = head.doc
        country = next(
            (
                one.start
                for i in range(start, min(end, head.i + 1))
                if (one := self._names[index].get(i)) and one.slug and one.start >= start
            ),
            None,
        )
        if country is not None:
            start = country
        while start < end and (doc[start].dep_ in _LOOSE or doc[start].is_punct or doc[start].is_quote):
            if doc[start].like_num and doc[start + 1].text == "-" and not doc[start].whitespace_:
                break  # *a 67-year-old woman*
            start += 1
        return doc[start:end].text.strip() if start < end else None

    def _untitled(self, name: Name, doc: Doc) -> int:
        """Where a person's name starts behind the titles that the model counts to it."""
        start = name.start
        while start < name.end - 1 and (
            doc[start].lower_ in self.registry.titles.words or doc[start].pos_ in ("DET", "PUNCT", "PRON")
        ):
            start += 1
        return start

    def _is_site(self, head: Token, name: Name) -> bool:
        """*the War Museum*, *Mansu Hill*: a place by its own word, which does nothing."""
        words = {head.lower_, head.lemma_.casefold(), head.doc[name.end - 1].lower_}
        return bool(words & self.registry.titles.sites)

    def _called(self, index: int, head: Token) -> Token | None:
        """The last word of the name that a group bears: *the militant group Hamas*."""
        return self._borne(index, head) if self._is_acting(head) else None

    def _borne(self, index: int, head: Token) -> Token | None:
        """The last word of the name that stands right behind a noun in apposition: *the website Daily Frontier*."""
        if head.pos_ != "NOUN" or head.i + 1 >= len(head.doc):
            return None
        name = self.name_at(index, head.nbor())
        if (
            name is None
            or name.start != head.i + 1
            or name.kind in ("PERSON", "demonym", "metonym", "GPE", "NORP")
        ):
            return None
        last = head.doc[name.end - 1]
        return last if last.dep_ == "appos" and last.head == head else None

    def is_force(self, head: Token) -> bool:
        """Whether a noun is for troops and their arms, which are sent and moved."""
        return head.lemma_.casefold() in self.registry.titles.forces

    @staticmethod
    def _owner(head: Token) -> Token | None:
        """The pronoun that tells whose a noun is: *his guards*, *their rivals*."""
        return next((one for one in head.children if one.dep_ == "poss" and one.pos_ == "PRON"), None)

    def _names_land(self, index: int, head: Token) -> bool:
        """Whether a name that tells where they are from stands before a noun: *his Cuban counterpart*."""
        return any(
            one.i < head.i
            and one.dep_ in ("amod", "compound", "nmod")
            and (name := self.name_at(index, one)) is not None
            and name.slug is not None
            for one in head.children
        )

    def each(self, index: int, head: Token) -> tuple[ActorReading, ...]:
        """One actor for each country that a noun has: *Indian and Pakistani troops*, *the presidents of Chad and Niger*.

        Empty where the noun has fewer than two, or acts for nobody.
        """
        if head.pos_ != "NOUN" or not self._is_acting(head):
            return ()
        before = [
            one
            for one in head.children
            if one.dep_ in ("amod", "nmod", "compound", "poss") and one.i < head.i
        ]
        after = [obj for prep, obj in syntax.prepositions(head) if prep == "of"]
        for first in (*before, *after):
            joined = [first]
            for one in joined:
                joined += [two for two in one.children if two.dep_ == "conj" and two not in joined]
            names = [self.name_at(index, one) for one in joined]
            if len(joined) < 2 or not all(name and name.slug for name in names):
                continue
            slugs = [name.slug for name in names if name and name.slug]
            if len(set(slugs)) < len(slugs) or any(
                self.registry.actors[slug].kind != "country" for slug in slugs
            ):
                continue
            found = []
            for name in names:
                assert name is not None
                reading = self._reading(index, head.doc, name.start, name.end)
                rest = head.doc[joined[-1].i + 1 : head.i + 1].text if first.i < head.i else head.text
                called = (
                    f"{reading.name} {rest.removeprefix(chr(39) + 's').strip()}"
                    if first.i < head.i
                    else f"{rest} of {reading.name}"
                )
                found.append(replace(reading, name=called))
            return tuple(found)
        return ()

    def _is_acting(self, head: Token) -> bool:
        """Whether a noun is for people, bodies or groups that act."""
        titles = self.registry.titles
        if head.lower_ in _MANY and (
            counted := next((obj for prep, obj in syntax.prepositions(head) if prep == "of"), None)
        ):
            if (
                counted.ent_type_ in ("NORP", "GPE")
                or self.registry.find(counted.text)
                or self.registry.demonym(counted.text)
            ):
                return True
            head = counted  # *hundreds of weapons* do nothing
        words = {head.lemma_.casefold(), head.lower_}
        if head.tag_ in ("NNPS", "NNP") and head.lower_.endswith("s"):
            words.add(
                head.lower_[:-1]
            )  # *Somali Islamists*, *Guerrillas fled*: the lemma of a name is its form
        return (
            not words.isdisjoint(titles.state)
            or not words.isdisjoint(titles.groups)
            or bool(titles.meanings(head.lower_))
            or titles.is_person(head.lower_)
        )

    def phrase(self, index: int, head: Token) -> ActorReading | None:
        """The noun phrase of a head word, as an actor by that name: *a government source*; the name that it bears."""
        if (last := self._borne(index, head)) is not None and (name := self.name_at(index, last)) is not None:
            return self._reading(index, head.doc, name.start, name.end)
        text = self._left(index, head, self._right(head))
        if not text:
            return None
        stop = head.doc[self._right(head) - 1]
        begin = syntax.text(head.doc).rfind(text, 0, stop.idx + len(stop))
        offset = self.sentences[index].span.start
        return ActorReading(text=text, name=text, start=offset + begin, end=offset + begin + len(text))

    def _bare(self, index: int, head: Token) -> ActorReading:
        return self._reading(index, head.doc, head.i, head.i + 1)
