"""Names inside an article: which words are an actor, and the fuller form that the article gives them.

A head word is an actor when it is a name (registry or model), a pronoun with one clear antecedent, or a
noun for people and bodies that act (language/CODE/offices.toml). Surnames lead back to full names, and a
group without a country takes the only one that its sentence names, marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kptimeline.actors.registry import Registry
from kptimeline.events import syntax
from kptimeline.events.spots import GLUED, PLACE_PREPS, Name, Names
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, ParsedSentence, Token

_HE = frozenset({"he", "she", "him", "her"})
_IT = frozenset({"it", "they", "them"})
_LOOSE = frozenset({"det", "nummod", "quantmod", "advmod", "punct", "predet", "case", "cc"})


class Cast(Names):
    """Who is named in an article, sentence by sentence; `focus` is the person that *he* and *she* mean next."""

    def __init__(self, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        super().__init__(sentences, registry)
        self.focus: ActorReading | None = None
        self._full: dict[str, ActorReading] = {}
        self._shared: set[str] = set()  # surnames of several persons, which alone name nobody

    def meet(self, index: int) -> None:
        """Remember the persons that a sentence names in full, before its verbs are read."""
        for name in self.persons(index):
            if name.end - name.start > 1:
                head = self.sentences[index].doc[name.end - 1]
                self._person(index, name, self._title(index, head, name))

    # --- actors --------------------------------------------------------------------------------------

    def actors(self, index: int, head: Token | None, *, places: bool = False) -> tuple[ActorReading, ...]:
        """The actors that a head word and the words coordinated with it name, in order; `places` counts *in Seoul* too."""
        if head is None:
            return ()
        heads = [head]
        for one in heads:
            heads += [two for two in one.children if two.dep_ == "conj" and two not in heads]
        found: list[ActorReading] = []
        for one in self._hidden(index, head):
            found += [reading] if (reading := self.one(index, one)) is not None else []
        for one in heads:
            reading = self.one(index, one, places=places)
            if reading is not None and all(reading.name != other.name for other in found):
                found.append(reading)
        return tuple(found)

    def _hidden(self, index: int, head: Token) -> Iterator[Token]:
        """Persons that the parse takes for part of a later one's title: *President A and leader B met*."""
        last = self.name_at(index, head)
        if last is None or not last.is_person:
            return
        for name in self.persons(index):
            word = head.doc[name.end - 1]
            joined = any(one.lower_ == "and" for one in head.doc[name.end : last.start])
            if (
                name.end <= last.start
                and joined
                and head.is_ancestor(word)
                and word.dep_ in ("compound", "nmod", "poss")
            ):
                yield word

    def one(self, index: int, head: Token, *, places: bool = False) -> ActorReading | None:
        """The actor that one head word names, or None."""
        if head.pos_ == "PRON":
            return self._pronoun(index, head)
        person = self._apposed(index, head)
        if person is not None:
            return self._person(index, person, self._left(index, head, head.i + 1))
        name = self.name_at(index, head)
        lone = name is None or (name.slug is None and name.end - name.start == 1)
        if lone and head.pos_ == "PROPN" and (known := self._known(head.text)):
            return replace(self._bare(index, head), name=known.name, office=known.office, inferred=True)
        if name is None:
            return self._group(index, head)
        if name.is_person and head.i < name.end:
            return self._person(index, name, self._title(index, head, name))
        if name.slug is None and (head.pos_ == "ADJ" or GLUED.search(head.doc[name.start : name.end].text)):
            return None
        if not places and self._is_place(head, name):
            return None
        if (
            name.slug is None
            and name.kind in ("ORG", "GPE", "NORP")
            and not head.doc[name.end - 1].is_title
            and not head.is_upper
        ):
            return self._group(index, head) if head.pos_ == "NOUN" else None
        start = name.start
        while name.slug is None and start < name.end - 1 and head.doc[start].pos_ in ("DET", "NUM", "PUNCT"):
            start += 1
        if name.slug is None and head.pos_ == "NOUN":
            return self._group(index, head)
        if name.slug is None and name.kind == "ORG":
            return self._body(index, head.doc, start, name.end)
        if name.kind == "demonym" and any(one.lower_ == "ethnic" for one in head.children):
            return self._ethnic(index, head, name)
        reading = self._reading(index, head.doc, start, name.end)
        if name.kind == "contextual" and name.slug is not None:
            return replace(reading, name=self.registry.actors[name.slug].name)
        return reading

    def _body(self, index: int, doc: Doc, start: int, end: int) -> ActorReading:
        """An organisation with the country before it (*South Korea's Joint Chiefs*), which later mentions leave out."""
        bare = doc[start:end].text
        before = start - 1 if start and doc[start - 1].tag_ != "POS" else start - 2
        owner = self._names[index].get(before) if before >= 0 else None
        if owner is not None and owner.slug and self.registry.split(doc[owner.start : end].text):
            reading = self._reading(index, doc, owner.start, end)
            self._full[bare.casefold()] = reading
            return reading
        reading = self._reading(index, doc, start, end)
        known = self._full.get(bare.casefold())
        return replace(reading, name=known.name, inferred=True) if known is not None else reading

    def _ethnic(self, index: int, head: Token, name: Name) -> ActorReading:
        """*ethnic Albanians* are people of the country that they live in."""
        lands = self.countries(index) - {name.slug}
        reading = self._reading(index, head.doc, name.start - 1, name.end)
        if len(lands) == 1:
            return replace(reading, country_hint=self.registry.actors[lands.pop()].name, inferred=True)
        return reading

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
            return left
        land = next((obj for prep, obj in syntax.prepositions(head) if prep == "of"), None)
        if land is not None and start > name.start and (here := self.name_at(index, land)) and here.slug:
            return f"{head.doc[name.start : start].text} of {head.doc[here.start : here.end].text}"
        after = syntax.child(head, "appos")
        if (
            after is not None
            and after.i > head.i
            and self._is_acting(after)
            and not self._is_person_at(index, after)
        ):
            return self._left(index, after, self._right(after))
        return None

    @staticmethod
    def _right(head: Token) -> int:
        """The token after a noun phrase: its head, or an *of* or *to* phrase of names after it."""
        end = head.i + 1
        for one in head.children:
            if one.dep_ == "prep" and one.i == end and one.lower_ in ("of", "for", "to"):
                obj = syntax.child(one, "pobj")
                if obj is not None and obj.i - one.i <= 6:
                    end = obj.i + 1
        return end

    def _left(self, index: int, head: Token, end: int) -> str | None:
        """The text of a noun phrase from its first word that matters up to token `end`."""
        start = min(head.left_edge.i, end)
        doc = head.doc
        country = next(
            (
                one.start
                for i in range(start, end)
                if (one := self._names[index].get(i)) and one.slug and one.start >= start
            ),
            None,
        )
        if country is not None:
            start = country
        while start < end and (doc[start].dep_ in _LOOSE or doc[start].is_punct or doc[start].is_quote):
            start += 1
        return doc[start:end].text.strip() if start < end else None

    def _person(self, index: int, name: Name, title: str | None) -> ActorReading | None:
        doc = self.sentences[index].doc
        start = self._untitled(name, doc)
        reading = replace(self._reading(index, doc, start, name.end), office=title)
        if GLUED.search(reading.name):
            return None
        words = reading.name.split()
        if len(words) > 1:
            self._remember(reading)
            return reading
        known = self._known(words[0])
        if known is not None:
            return replace(
                reading,
                name=known.name,
                office=title if title and " " in title else known.office,
                inferred=True,
            )
        if title:
            reading = replace(reading, name=f"{title.split()[-1]} {reading.name}")
            self._full[words[0].casefold()] = reading
        return reading

    def _untitled(self, name: Name, doc: Doc) -> int:
        """Where a person's name starts behind the titles that the model counts to it."""
        start = name.start
        while start < name.end - 1 and (
            doc[start].lower_ in self.registry.titles.words or doc[start].pos_ in ("DET", "PUNCT", "PRON")
        ):
            start += 1
        return start

    def _remember(self, reading: ActorReading) -> None:
        """A full name under its surname: the first part before a given name of two (*Ahn Gyu-back*), else the last."""
        slug = self.registry.find(reading.name)
        surname = self.registry.actors[slug].surname if slug else None
        words = reading.name.split()
        if surname is None:
            surname = words[0] if "-" in words[-1] and len(words) == 2 else words[-1]
        key = surname.casefold()
        old = self._full.get(key)
        if old is not None and old.name != reading.name and len(old.name.split()) > 1 and old.text != surname:
            self._shared.add(key)
        if old is None or old.name != reading.name or reading.office:
            self._full[key] = reading

    def _known(self, surname: str) -> ActorReading | None:
        """The full form of a surname, None where the article has several persons of it."""
        key = surname.casefold()
        return None if key in self._shared else self._full.get(key)

    def _is_acting(self, head: Token) -> bool:
        """Whether a noun is for people, bodies or groups that act."""
        titles = self.registry.titles
        words = {head.lemma_.casefold(), head.lower_}
        return bool(words & (titles.state | titles.groups)) or bool(titles.meanings(head.lower_))

    def _group(self, index: int, head: Token) -> ActorReading | None:
        if head.pos_ not in ("NOUN", "PROPN", "NUM") or any(
            one.dep_ == "poss" and one.pos_ == "PRON" for one in head.children
        ):
            return None
        if not self._is_acting(head):
            text = self._left(index, head, head.i + 1)
            if not text or not self.registry.acts(text):
                return None
        end = self._right(head)
        text = self._left(index, head, end)
        if not text:
            return None
        offset = self.sentences[index].span.start
        last = head.doc[end - 1]
        stop = last.idx + len(last)
        begin = head.doc.text.rfind(text, 0, stop)
        reading = ActorReading(text=text, name=text, start=offset + begin, end=offset + begin + len(text))
        if self.registry.split(text):
            return reading
        near = [
            one
            for prep, obj in syntax.prepositions(head)
            if prep in ("in", "from")
            for one in [self.name_at(index, obj)]
        ]
        own = {one.slug for one in near if one and one.slug}
        first = max(head.left_edge.i, head.i - len(text.split()))
        bodies = {
            one.kind
            for i in range(first, end)
            if (one := self._names[index].get(i)) and one.kind in ("ORG", "alias")
        }
        slugs = own or (set() if bodies else self.lands(index, head.doc))
        if len(slugs) == 1:
            slug = slugs.pop()
            if slug and self.registry.actors[slug].kind == "country":
                return replace(reading, country_hint=self.registry.actors[slug].name, inferred=not own)
        return reading

    def _bare(self, index: int, head: Token) -> ActorReading:
        return self._reading(index, head.doc, head.i, head.i + 1)

    # --- pronouns ------------------------------------------------------------------------------------

    def _pronoun(self, index: int, head: Token) -> ActorReading | None:
        word = head.lower_
        if word not in _HE and word not in _IT:
            return None
        verb = syntax.governing_verb(head)
        for above in self._above(verb):
            subject = syntax.own_subject(above)
            if (
                subject is None
                or subject == head
                or (subject.pos_ == "PRON" and subject.lower_ not in _HE | _IT)
            ):
                continue
            found = self.actors(index, subject)
            if not found:
                continue
            person = self._is_person_at(index, subject) or (subject.lower_ in _HE)
            if (
                (word in _HE and person)
                or (word == "it" and not person and len(found) == 1)
                or word in ("they", "them")
            ):
                return replace(
                    self._bare(index, head),
                    name=found[0].name,
                    office=found[0].office,
                    country_hint=found[0].country_hint,
                    inferred=True,
                )
            return None
        if word in _HE and self.focus is not None:
            return replace(
                self._bare(index, head), name=self.focus.name, office=self.focus.office, inferred=True
            )
        return None

    @staticmethod
    def _above(verb: Token | None) -> Iterator[Token]:
        while verb is not None:
            up = syntax.governing_verb(verb)
            if up is None or verb.dep_ == "ROOT":
                return
            yield up
            verb = up
