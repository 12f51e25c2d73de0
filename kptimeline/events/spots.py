"""Which words of a sentence are names: the registry's first, then the model's."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kptimeline.actors.registry import Registry, Spot
from kptimeline.events import syntax

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, ParsedSentence, Token

PLACE_PREPS = frozenset(
    {"in", "at", "near", "outside", "around", "across", "over", "through", "inside", "within", "along"}
)
GLUED = re.compile(
    r"[a-z](?<!Mc)(?<!Mac)(?<!\bDe)(?<!\bDi)(?<!\bLa)(?<!\bLe)(?<!\bVan)[A-Z]"
)  # *ComradeKim*: two words run together
_MODEL = re.compile(r"\b(?!G-)[A-Z]+-\d")  # *GBU-39*, *F-15K*: a weapon, not somebody
_BORDERS = frozenset({"border", "frontier"})
_GIVEN = re.compile(r"[A-Z][a-z]+-[a-z]{1,6}")
_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_CONTINENT = ("South ", "Latin ", "Central ", "North ")  # *a South American leader* is not the United States'
_BEFORE = 16  # characters before a name that are looked at
_SIDES = ("anti-", "pro-", "non-", "ex-", "inter-")  # *pro-Russian rebels* are not Russia's


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: token range, end exclusive; `slug` when the registry knows it."""

    start: int
    end: int
    kind: str  # a registry name's kind, else PERSON ORG NORP GPE
    slug: str | None = None

    @property
    def is_person(self) -> bool:
        """Whether it names a person."""
        return self.kind == "PERSON"


class Names:
    """The names in each sentence of an article."""

    def __init__(self, sentences: Sequence[ParsedSentence], registry: Registry) -> None:
        self.registry = registry
        self.sentences = sentences
        spotted = [
            list(registry.spots_apart(syntax.text(one.doc), syntax.cuts(one.doc))) for one in sentences
        ]
        told = {spot.slug for spots in spotted for spot in spots if spot.name.kind != "contextual"}
        self._names = [
            self._names_of(
                one.doc, [spot for spot in spots if spot.name.kind != "contextual" or spot.slug in told]
            )
            for one, spots in zip(sentences, spotted, strict=True)
        ]

    def _names_of(self, doc: Doc, spots: list[Spot]) -> dict[int, Name]:
        """Token index to the name that covers it; registry names win over the model's."""
        found: dict[int, Name] = {}
        for ent in doc.ents:
            if ent.label_ in _LABELS and not _MODEL.search(ent.text):
                found |= dict.fromkeys(range(ent.start, ent.end), Name(ent.start, ent.end, ent.label_))
        for token in doc:
            lone = token.pos_ == "PROPN" and token.dep_ in ("pobj", "dobj", "nsubjpass")
            if lone and token.i not in found and self.registry.country_of_city(token.text):
                found[token.i] = Name(token.i, token.i + 1, "GPE")  # a city that the model does not know
            # The parser keeps a Korean given name in one word, which no other hyphened word is.
            if token.i and _GIVEN.fullmatch(token.text) and doc[token.i - 1].text.istitle():
                old = found.get(token.i)
                start = old.start if old is not None and old.is_person else token.i - 1
                found |= dict.fromkeys(range(start, token.i + 1), Name(start, token.i + 1, "PERSON"))
        found |= self._whole_persons(doc, found, {spot.start for spot in spots})
        text = syntax.text(doc)
        for spot in spots:
            before = text[max(0, spot.start - _BEFORE) : spot.start]
            if before.endswith(_CONTINENT) and spot.name.kind == "demonym":
                continue
            if before.casefold().endswith(_SIDES):
                continue
            span = doc.char_span(spot.start, spot.end, alignment_mode="expand")
            if span is None:
                continue
            actor = self.registry.actors[spot.slug]
            over = found.get(span.end - 1)
            if (
                over
                and over.is_person
                and over.slug is None
                and over.end - over.start > span.end - span.start
            ):
                continue
            land = actor.kind == "country" and spot.name.kind == "alias"
            if over and over.kind == "ORG" and land and self._is_part(doc, over, span.start, span.end):
                continue
            kind = "PERSON" if actor.kind == "person" else spot.name.kind
            end = span.end - 1 if doc[span.end - 1].tag_ == "POS" else span.end
            for at in range(span.start, span.end):
                if at in found:
                    old = found[at]
                    for other in range(old.start, old.end):
                        if found.get(other) == old and not (span.start <= other < end):
                            del found[other]
            found |= dict.fromkeys(range(span.start, end), Name(span.start, end, kind, spot.slug))
        return found

    def _is_part(self, doc: Doc, body: Name, start: int, end: int) -> bool:
        """Whether a country at the end of a body's name is a part of it: *Air Peru*, *the Support Mission in Chad*."""
        before = doc[body.start : start]
        named = [one for one in before if one.pos_ != "ADP"]
        return (
            body.slug is None
            and body.end == end
            and bool(named)
            and all(one.pos_ == "PROPN" and one.text[:1].isupper() for one in named)
            and all(one.lower_ in ("in", "for") for one in before if one.pos_ == "ADP")
            and not any(one.lower_ in self.registry.titles.words for one in named)
        )

    def _whole_persons(self, doc: Doc, found: dict[int, Name], known: set[int]) -> dict[int, Name]:
        """Persons with the given names that the model leaves out: *Maxim* of *Maxim Petrovich Ivanov*."""
        words = self.registry.titles.words
        whole: dict[int, Name] = {}
        for name in {one for one in found.values() if one.is_person and one.start}:
            before = doc[name.start - 1]
            if (
                before.tag_ == "NNP"
                and before.text.istitle()
                and before.text.isalpha()
                and before.dep_ == "compound"
                and name.start <= before.head.i < name.end
                and before.i not in found
                and before.idx not in known
                and before.lower_ not in words
                and not self.registry.titles.meanings(before.lower_)
                and (before.i == 0 or doc[before.i - 1].is_punct)
            ):
                larger = Name(name.start - 1, name.end, name.kind)
                whole |= dict.fromkeys(range(larger.start, larger.end), larger)
        return whole

    def name_at(self, index: int, token: Token) -> Name | None:
        """The name that covers a token of sentence `index`."""
        return self._names[index].get(token.i)

    def countries(self, index: int) -> set[str]:
        """Slugs of the countries that a sentence names."""
        actors = self.registry.actors
        return {
            one.slug for one in self._names[index].values() if one.slug and actors[one.slug].kind == "country"
        }

    def lands(self, index: int, doc: Doc, within: Collection[int] | None = None) -> set[str]:
        """Countries that a sentence is about: its subjects, owners and places, not those that something is done to.

        `within` are the tokens of one clause of it; an empty name stands for countries that something is done to.
        """
        found: dict[str, str] = {}
        for name in self._names[index].values():
            last = doc[name.end - 1]
            if within is not None and last.i not in within:
                continue
            goes = last.dep_ == "pobj" and last.head.lower_ not in PLACE_PREPS and last.head.lower_ != "of"
            goes = goes or last.dep_ in ("dobj", "nsubjpass")  # *the troops shelled Sarajevo*: whose troops?
            named = name.kind == "metonym" and last.dep_ in ("compound", "nmod")  # *the Hanoi summit*
            named = (
                named or syntax.phrase_head(last).lemma_.casefold() in _BORDERS
            )  # there are two sides of it
            slug = self._land_at(name, doc)
            if slug and not named and (code := self.registry.actors[slug].country):
                found[code] = "" if goes else min(slug, found.get(code) or slug)
        return set(found.values())

    def places(self, index: int, doc: Doc, within: Collection[int]) -> set[str]:
        """Countries that those tokens say something happens in: *in Basra*, *near the Iraqi city of Basra*."""
        found = set()
        for name in self._names[index].values():
            last = doc[name.end - 1]
            if last.i in within and syntax.phrase_head(last).dep_ == "pobj":
                prep = syntax.phrase_head(last).head
                if prep.lower_ == "of" and prep.head.dep_ == "pobj":
                    prep = prep.head.head
                if (
                    prep.lower_ in PLACE_PREPS
                    and prep.lower_ != "over"
                    and (slug := self._land_at(name, doc))
                ):
                    found.add(slug)
        return found

    def _land_at(self, name: Name, doc: Doc) -> str | None:
        """The country or region that a name is of, or that the city is in that it names."""
        if name.slug is None:
            last = doc[name.end - 1]
            place = name.kind == "GPE" or (last.dep_ == "pobj" and last.head.lower_ in PLACE_PREPS)
            return self.registry.country_of_city(doc[name.start : name.end].text) if place else None
        return name.slug if self.registry.actors[name.slug].kind in ("country", "region") else None

    def persons(self, index: int) -> list[Name]:
        """The persons that a sentence names, left to right."""
        return sorted(
            {one for one in self._names[index].values() if one.is_person}, key=lambda one: one.start
        )
