"""The countries of those who are named without one: the place they stand in, or the only one of their sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.events import syntax
from kptimeline.events.phrases import Phrases
from kptimeline.events.spots import Name
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token


# Those who do this come from elsewhere: *rebels met envoys in Geneva*.
_MEETING = frozenset(
    {"meet", "hold", "talk", "negotiate", "discuss", "sign", "agree", "confer", "arrive", "visit"}
)


class Lands(Phrases):
    """Which country a group, a body or a people of an article's sentences belongs to."""

    def country(self, reading: ActorReading) -> str | None:
        """The country code that a name has whatever the day, None where offices must be looked up first."""
        return self.registry.resolve(reading, None).country

    def codes(self, index: int) -> set[str]:
        """The country codes that a sentence names."""
        actors = self.registry.actors
        return {
            code
            for slug in self.lands(index, self.sentences[index].doc)
            if slug and (code := actors[slug].country)
        }

    def land(self, code: str) -> str | None:
        """The name of the country with a code."""
        slug = self.registry.country_of_code(code)
        return self.registry.actors[slug].name if slug else None

    def _settled(self, index: int, head: Token, reading: ActorReading) -> ActorReading:
        """A body with the country that it stands in (*the university in Iran*), or a national one with the only one named."""
        own = self._stands_in(index, head)
        if len(own) == 1:
            return replace(reading, country_hint=self.registry.actors[own.pop()].name)
        words = {word.casefold() for word in reading.name.split()}
        titles = self.registry.titles
        if not words & titles.national or words & titles.wide or self.registry.split(reading.name):
            return reading
        settled = self._only_land(index, head, reading)
        return reading if settled.inferred and self._only_harmed(index, head) else settled

    def _only_harmed(self, index: int, head: Token) -> bool:
        """Whether its land is named only in what its verb is done to: *the Lantern Union jailed a Japanese bishop*."""
        verb = syntax.governing_verb(head)
        if verb is None:
            return False
        heads = [one for one in syntax.objects(verb) if one != head]
        below = {word.i for one in heads for word in (one, *one.children) if word.dep_ != "prep"}
        named = {name for name in self._names[index].values() if self._land_at(name, head.doc)}
        return bool(named) and all(name.end - 1 in below and name.start > head.i for name in named)

    def home(self, index: int, head: Token) -> set[str]:
        """Countries that a group without a name may be of: the one it stands in, else those that its clause gives.

        A sentence about one country leaves no question. Of several the report's own is left out (*rebels freed
        a mayor, Thai police said*), and what happens in a place happens to those who are there (*Sweden sent
        tents to victims in Mozambique*), unless they came to meet.
        """
        if own := self._stands_in(index, head):
            return own
        doc = head.doc
        if len(found := self.lands(index, doc)) < 2:
            return found
        clause = syntax.clause(head)
        here = {one.i for one in syntax.own_words(clause)}
        narrowed = self.lands(index, doc, here)
        places = set() if clause.lemma_.casefold() in _MEETING else self.places(index, doc, here)
        if len(places) == 1:
            return places
        subject = syntax.own_subject(clause)
        above = self.lands(index, doc, {one.i for one in subject.subtree}) if subject is not None else set()
        return narrowed & (places | above) if len(narrowed) == 1 else narrowed

    def _stands_in(self, index: int, head: Token, preps: tuple[str, ...] = ("in", "from")) -> set[str]:
        """The countries that a phrase says it is in or from."""
        found = set()
        for prep, obj in syntax.prepositions(head):
            for one in (obj, *obj.children):
                name = self.name_at(index, one)
                slug = self._land_at(name, one.doc) if prep in preps and name else None
                if slug:
                    found.add(slug)
        return found

    def _only_land(self, index: int, head: Token, reading: ActorReading) -> ActorReading:
        """With the only country that the sentence is about, marked inferred; unchanged where there are several."""
        slugs = self.lands(index, head.doc)
        slug = next(iter(slugs)) if len(slugs) == 1 else ""
        if not slug:
            return reading
        return replace(reading, country_hint=self.registry.actors[slug].name, inferred=True)

    def holders(self, index: int, thing: Token) -> tuple[ActorReading, ...]:
        """Those whose a place or a thing is by its own name: *a rebel stronghold*, *part of an army base*."""
        things = [thing, *(obj for prep, obj in syntax.prepositions(thing) if prep == "of")]
        groups = [
            one
            for each in things
            for one in each.children
            if (one.dep_ == "compound" and one.pos_ == "NOUN" and self._is_acting(one))
            or (one.dep_ == "amod" and one.lower_ in self.registry.titles.adjectives)
        ]
        found = []
        for one in groups:
            start = one.i
            while start > one.head.left_edge.i and one.doc[start - 1].dep_ in ("compound", "amod", "nmod"):
                start -= 1
            reading = self._reading(index, one.doc, start, one.i + 1)
            if self.registry.resolve(reading, None).country is None:
                lands = self.home(index, one)
                land = self.registry.actors[slug].name if len(lands) == 1 and (slug := lands.pop()) else None
                reading = replace(reading, country_hint=land, inferred=True)
            found.append(reading)
        return tuple(found)

    def names_unknown_place(self, index: int) -> bool:
        """Whether a sentence names a place that the registry does not know."""
        known = self._names[index]
        return any(
            ent.label_ in ("GPE", "LOC")
            and not ((at := known.get(ent.end - 1)) and (at.slug or self._land_at(at, ent.doc)))
            for ent in self.sentences[index].doc.ents
        )

    def _ethnic(self, index: int, head: Token, name: Name) -> ActorReading:
        """*ethnic Albanians* are people of the country that they live in."""
        lands = self.countries(index) - {name.slug}
        reading = self._reading(index, head.doc, name.start - 1, name.end)
        if len(lands) == 1:
            return replace(reading, country_hint=self.registry.actors[lands.pop()].name, inferred=True)
        return reading
