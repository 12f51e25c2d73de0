"""Names inside an article: which words are an actor, and the fuller form that the article gives them.

A head word is an actor when it is a name (registry or model), a pronoun with one clear antecedent, or a
noun for people and bodies that act (language/CODE/offices.toml). Surnames lead back to full names, and a
group without a country takes the only one that its sentence names, marked inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.actors.registry import Registry
from kptimeline.events import syntax
from kptimeline.events.pronouns import Pronouns
from kptimeline.events.spots import GLUED, Name
from kptimeline.events.surnames import Surnames
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, ParsedSentence, Token

_THEY = frozenset({"they", "them"})
_PAIR = frozenset(
    {
        "sides",
        "leaders",
        "countries",
        "nations",
        "neighbours",
        "neighbors",
        "states",
        "governments",
        "presidents",
    }
)
_KOREAS = ("North Korea", "South Korea")


class Cast(Pronouns):
    """Who is named in an article, sentence by sentence.

    `focus` is the person that *he* and *she* mean next, `pair` the two that *they* and *both sides* mean.
    """

    def __init__(self, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        super().__init__(sentences, registry)
        self.pair: tuple[ActorReading, ...] = ()
        self._bodies: dict[str, set[str]] = {}  # *agency* to the slugs of the agencies named so far
        self._surnames = Surnames(registry)

    def meet(self, index: int) -> None:
        """Remember the persons and bodies that a sentence names in full, before its verbs are read."""
        for spot in set(self._names[index].values()):
            if spot.slug is not None and spot.kind == "alias":
                self._remember_body(spot.slug)
        for name in self.persons(index):
            if name.end - name.start > 1:
                head = self.sentences[index].doc[name.end - 1]
                self._person(index, name, self._title(index, head, name))

    # --- actors --------------------------------------------------------------------------------------

    def actors(self, index: int, head: Token | None, *, places: bool = False) -> tuple[ActorReading, ...]:
        """The actors that a head word and the words coordinated with it name, in order; `places` counts *in Seoul* too."""
        if head is None:
            return ()
        if (both := self._both(index, head)) is not None:
            return both
        heads = syntax.coordinated(head)
        found: list[ActorReading] = []
        for one in self._hidden(index, head):
            found += [reading] if (reading := self.one(index, one)) is not None else []
        for one in heads:
            several = self.each(index, one)
            readings = several or (self.one(index, one, places=places),)
            found += [
                each
                for each in readings
                if each is not None and all(each.name != other.name for other in found)
            ]
        return tuple(found)

    def _both(self, index: int, head: Token) -> tuple[ActorReading, ...] | None:
        """Two actors that one word names: *the two Koreas*, *both sides*, *they*; None where it names no two."""
        if head.lower_ == "koreas":
            names: tuple[str, ...] = _KOREAS
        elif head.lower_ in _THEY and head.pos_ == "PRON":
            here = self._subjects_above(index, head)
            names = tuple(one.name for one in here or self.pair)
        elif head.lower_ in _PAIR and any(one.lower_ in ("both", "two") for one in head.children):
            if any(
                one.dep_ in ("amod", "compound", "nmod", "poss", "prep", "relcl") for one in head.children
            ):
                return None
            names = tuple(one.name for one in self.pair)
        else:
            return None
        if len(names) < 2:
            return None if head.pos_ == "PRON" else ()
        return tuple(replace(self._bare(index, head), name=name, inferred=True) for name in names)

    def _subjects_above(self, index: int, head: Token) -> tuple[ActorReading, ...]:
        """The actors of the nearest clause above a pronoun."""
        for above in self._above(syntax.governing_verb(head)):
            own = syntax.own_subject(above)
            if own is not None and own != head and own.pos_ != "PRON" and (found := self.actors(index, own)):
                return found
        return ()

    def _remember_body(self, slug: str) -> None:
        """What *the agency* and *the ministry* may mean later."""
        actor = self.registry.actors[slug]
        if actor.kind in ("country", "person"):
            return
        words = {actor.kind, actor.name.split()[-1].casefold(), actor.name.split()[0].casefold()}
        words |= {name.text.casefold() for name in actor.names if name.kind == "generic"}
        words |= {name.text.split()[-1].casefold() for name in actor.names if name.kind == "generic"}
        for word in words:
            self._bodies.setdefault(word, set()).add(slug)

    def is_person(self, reading: ActorReading) -> bool:
        """Whether an actor is a person, as far as the registry or the article tells."""
        slug = self.registry.find(reading.name)
        if slug is not None:
            return self.registry.actors[slug].kind == "person"
        return self._surnames.names(reading) and not self.registry.split(reading.name)

    def persons_of(self, index: int) -> dict[str, ActorReading]:
        """The persons that a sentence names, surnames led back, by name."""
        found: dict[str, ActorReading] = {}
        doc = self.sentences[index].doc
        for token in doc:
            name = self.name_at(index, token)
            last = name is None or name.end - 1 == token.i
            person = token.pos_ == "PROPN" and name is not None and name.is_person
            if last and (person or self._surnames.at(token)):
                reading = self.one(index, token)
                if reading is not None and self.is_person(reading):
                    found[reading.name] = reading
        return found

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
            return self._led_back(index, head)
        person = self._apposed(index, head)
        if person is not None:
            return self._person(
                index, person, self._left(index, head, max(head.i + 1, min(self._right(head), person.start)))
            )
        name = self.name_at(index, head)
        lone = name is None or (name.slug is None and name.end - name.start == 1)
        if lone and (known := self._surnames.at(head)):
            return replace(self._bare(index, head), name=known.name, office=known.office, inferred=True)
        if name is None:
            body = self._called(index, head)
            return self.one(index, body) if body is not None else self._group(index, head)
        if name.slug is None and self._is_site(head, name):
            return None
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
        if name.kind == "demonym" and self._is_one_of(head):
            return None  # *the Botswanan*: one of the country's people, and not the country
        if name.kind == "demonym" and any(one.lower_ == "ethnic" for one in head.children):
            return self._ethnic(index, head, name)
        reading = self._reading(index, head.doc, start, name.end)
        if (
            name.kind == "demonym"
            and head.pos_ in ("NOUN", "PROPN")
            and (own := self._stands_in(index, head, ("in", "from", "of")))
        ):
            return replace(
                reading, country_hint=self.registry.actors[own.pop()].name
            )  # *the Turks in Germany*
        if name.kind == "contextual" and name.slug is not None:
            return replace(reading, name=self.registry.actors[name.slug].name)
        if name.slug is None and (slug := self._land_at(name, head.doc)):
            return replace(reading, country_hint=self.registry.actors[slug].name, inferred=True)
        return reading

    def _is_mere_word(self, text: str) -> bool:
        """Whether a small word is spelled like a person's name: *a ban* is not Ban."""
        slug = self.registry.find(text) if text.islower() else None
        return slug is not None and self.registry.actors[slug].kind == "person"

    @staticmethod
    def _is_one_of(head: Token) -> bool:
        """*the Botswanan*, *an American*: one person of a country, who is not named; *the Chinese* may be many."""
        single = head.text[-2:] in ("an", "er") and head.tag_ in ("NN", "NNP")
        return single and any(one.lower_ in ("the", "a", "an") and one.dep_ == "det" for one in head.children)

    def _body(self, index: int, doc: Doc, start: int, end: int) -> ActorReading:
        """An organisation with the country before it (*South Korea's Joint Chiefs*), which later mentions leave out."""
        bare = doc[start:end].text
        before = start - 1 if start and doc[start - 1].tag_ != "POS" else start - 2
        owner = self._names[index].get(before) if before >= 0 else None
        if owner is not None and owner.slug and self.registry.split(doc[owner.start : end].text):
            reading = self._reading(index, doc, owner.start, end)
            self._surnames[bare] = reading
            return reading
        reading = self._reading(index, doc, start, end)
        known = self._surnames.known(bare)
        if known is not None:
            return replace(reading, name=known.name, inferred=True)
        if slug := self.registry.country_of(doc[end - 1].text):
            return replace(reading, country_hint=self.registry.actors[slug].name)  # *Air Peru*
        return self._settled(index, doc[end - 1], reading)

    def _person(self, index: int, name: Name, title: str | None) -> ActorReading | None:
        doc = self.sentences[index].doc
        start = self._untitled(name, doc)
        reading = replace(self._reading(index, doc, start, name.end), office=title)
        if GLUED.search(reading.name) or (start and GLUED.search(doc[start - 1].text)):
            return None  # *ofPark Jinwho*: where a name that nobody knows begins and ends cannot be told
        words = reading.name.split()
        if len(words) > 1:
            self._surnames.remember(reading)
            return reading
        known = self._surnames.known(words[0]) or self._surnames.by_given(words[0])
        if known is not None:
            return replace(
                reading,
                name=known.name,
                office=title if title and " " in title else known.office,
                inferred=True,
            )
        if title:
            reading = replace(reading, name=f"{title.partition(' of ')[0].split()[-1]} {reading.name}")
            self._surnames[words[0]] = reading
        return reading

    def _group(self, index: int, head: Token) -> ActorReading | None:
        if head.pos_ not in ("NOUN", "PROPN", "NUM"):
            return None
        owner = None if self._names_land(index, head) else self._owner(head)
        if owner is not None and head.dep_ not in syntax.SUBJECTS and syntax.under(head) != "by":
            return None  # *praised his guards*, *recalled its envoy from Chad*: seldom those it is done to
        if not self._is_acting(head):
            text = self._left(index, head, head.i + 1)
            if not text or not self.registry.acts(text) or self._is_mere_word(text):
                return None
        end = self._right(head)
        text = self._left(index, head, end)
        if not text or '"' in text:
            return None
        said = self._bodies.get(text.casefold(), set())
        if len(said) == 1 and any(one.lower_ == "the" for one in head.children):
            name = self.registry.actors[next(iter(said))].name
            return replace(self._bare(index, head), name=name, inferred=True)
        definite = any(one.lower_ == "the" for one in head.children)
        titled = self._surnames.holder(text) if definite and self.registry.titles.meanings(text) else None
        if titled is not None:
            return replace(self._bare(index, head), name=titled.name, office=titled.office, inferred=True)
        offset = self.sentences[index].span.start
        last = head.doc[end - 1]
        stop = last.idx + len(last)
        begin = syntax.text(head.doc).rfind(text, 0, stop)
        reading = ActorReading(text=text, name=text, start=offset + begin, end=offset + begin + len(text))
        if self.registry.split(text) or self.registry.resolve(reading, None).country:
            return reading
        if owner is not None:
            return self._owned(index, owner, reading)
        own = self._stands_in(index, head)
        first = max(head.left_edge.i, head.i - len(text.split()))
        bodies = {
            one.kind
            for i in range(first, end)
            if (one := self._names[index].get(i))
            and (one.kind == "alias" or (one.kind == "ORG" and one.end - one.start > 1))
        }
        slugs = own or (set() if bodies else self.home(index, head))
        if len(slugs) == 1:
            slug = slugs.pop()
            if slug:
                return replace(reading, country_hint=self.registry.actors[slug].name, inferred=not own)
        return reading

    def _owned(self, index: int, owner: Token, reading: ActorReading) -> ActorReading | None:
        """*his guards*, with the name and country of whom the pronoun means; None where that is not told."""
        whose = self._led_back(index, owner)
        land = self.land(self.country(whose) or "") if whose is not None else None
        if whose is None or land is None or not reading.text.startswith(owner.text):
            return None
        genitive = "'" if whose.name.endswith("s") else "'s"
        called = f"{whose.name}{genitive} {reading.text.removeprefix(owner.text).lstrip()}"
        return replace(reading, name=called, country_hint=land, inferred=True)
