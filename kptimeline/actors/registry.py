"""The registry: from a name, as an article writes it, to an actor on a day.

A name leads to an actor as alias (*ROK*), metonym (*Seoul*), or office on that day (*South Korea's
Defence Minister*). A country's name before a common noun leads on: to a body that the registry knows
(*South Korea's intelligence agency*), else, where the noun acts for a state, to the country.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

from kptimeline import shipped
from kptimeline.actors.actor import Actor, ActorName, holds
from kptimeline.actors.cities import cities_text, load_cities
from kptimeline.actors.seed import check_links, load_file
from kptimeline.actors.titles import Titles, load_titles
from kptimeline.records import ActorReading, ActorRef

_WORD = re.compile(r"\w+")
_CAPITAL = re.compile(r"(?<![A-Z])[A-Z][a-z]+")
_LETTERS = re.compile(r"[A-Za-z]*")
_COMMA = re.compile(r"\d,(?=[A-Z][a-z])")
_ARTICLE = re.compile(r"(the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\s+")
_NONE: list[tuple[str, ActorName, str]] = []
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A registry name found in a text, offsets of that text."""

    start: int
    end: int
    slug: str
    name: ActorName


def plain(name: str) -> str:
    """A name as names are compared: no article, typographic apostrophes and runs of spaces made plain, case folded."""
    name = " ".join(name.replace("’", "'").split())
    return _ARTICLE.sub("", name, count=1).casefold() if _ARTICLE.match(name) else name.casefold()


class Registry:
    """Actors by slug and the ways that lead to them; never changed after it is made."""

    def __init__(self, actors: Mapping[str, Actor], titles: Titles) -> None:
        self.actors: Mapping[str, Actor] = dict(actors)
        self.titles = titles
        self.fingerprint = hashlib.sha256(
            (repr(sorted(self.actors.items())) + titles.text + cities_text()).encode()
        ).hexdigest()[:16]
        self._names: dict[str, list[tuple[str, ActorName]]] = {}
        self._first: dict[str, list[tuple[str, ActorName, str]]] = {}
        self._generic: dict[tuple[str, str], str] = {}
        self._countries = {
            actor.country: slug
            for slug, actor in self.actors.items()
            if actor.country and actor.kind == "country"
        }
        self._surnames: dict[str, list[str]] = {}
        for slug, actor in self.actors.items():
            if actor.surname:
                self._surnames.setdefault(actor.surname.casefold(), []).append(slug)
            for name in actor.names:
                if name.kind == "generic":
                    for parent in actor.parents:
                        self._generic[name.text.casefold(), parent.slug] = slug
                elif name.kind != "office":
                    self._names.setdefault(plain(name.text), []).append((slug, name))
                    first = _WORD.search(name.text)
                    if first:
                        known = self._first.setdefault(first.group().casefold(), [])
                        known.append((slug, name, name.text.casefold()))
        self._several: dict[str, list[tuple[str, bool]]] = {}
        for pairs in self._names.values():
            for slug, name in pairs:
                if " " in name.text and name.kind == "alias":
                    others = self._several.setdefault(name.text.split()[0], [])
                    others.append((name.text, self.actors[slug].kind == "person"))
        for several in self._several.values():
            several.sort(key=lambda pair: (-len(pair[0]), pair))
        for found in self._first.values():
            found.sort(key=lambda each: -len(each[1].text))

    # --- names ---------------------------------------------------------------------------------------

    def find(self, name: str) -> str | None:
        """The slug that a person means by a name, a slug or a surname that only one bears, else None."""
        if name in self.actors:
            return name
        found = {slug for slug, _ in self._names.get(plain(name), ())}
        found = found or set(self._surnames.get(plain(name), ()))
        return found.pop() if len(found) == 1 else None

    def country_of_city(self, name: str) -> str | None:
        """The slug of the country that a large city is in, None where the city is not known or not clear."""
        return self._countries.get(load_cities().get(plain(name), ""))

    def country_of(self, name: str) -> str | None:
        """The slug of the country that bears a name, None where it is no country's."""
        slug = self._called(name)
        return slug if slug is not None and self.actors[slug].kind == "country" else None

    def country_of_code(self, code: str) -> str | None:
        """The slug of the country with an ISO 3166 alpha-3 code."""
        return self._countries.get(code)

    def lost_spaces(self, text: str) -> tuple[int, ...]:
        """Offsets at which a name of several words is run into the word before or after it, in order.

        *ComradeKim Jong Unmet*: before any known name that a small letter precedes, behind a person's name
        that letters follow. One letter behind it is an ending and no word. And behind the comma of *On July 15,Kim*.
        """
        cuts = {comma.end() for comma in _COMMA.finditer(text)}
        for word in _CAPITAL.finditer(text):
            start = word.start()
            before = text[start - 1 : start].islower()
            for name, person in self._several.get(word.group(), ()):
                if not text.startswith(name, start):
                    continue
                end = start + len(name)
                glued = len(_LETTERS.match(text, end).group())  # type: ignore[union-attr]  # no letter matches, too
                if glued > 1 and person:
                    cuts.add(end)
                if before and (not glued or (glued > 1 and person)):
                    cuts.add(start)
                break
        return tuple(sorted(cuts))

    def spots_apart(self, text: str, cuts: Sequence[int]) -> Iterator[Spot]:
        """The names in a text as if a space stood at each cut; offsets of the text as it is."""
        if not cuts:
            yield from self.spots(text)
            return
        bounds = (0, *cuts, len(text))
        spaced = " ".join(text[start:end] for start, end in pairwise(bounds))
        added = [cut + number for number, cut in enumerate(cuts)]  # where the spaces stand
        for spot in self.spots(spaced):
            start = spot.start - bisect_left(added, spot.start)
            end = spot.end - bisect_left(added, spot.end)
            yield Spot(start, end, spot.slug, spot.name)

    def near(self, name: str) -> list[str]:
        """Up to five names of actors that look like `name`, nearest first."""
        words = {key: self.actors[found[0][0]].name for key, found in self._names.items()}
        words |= {key: self.actors[slugs[0]].name for key, slugs in self._surnames.items() if len(slugs) == 1}
        close = get_close_matches(plain(name), words, n=8, cutoff=0.6)
        return list(dict.fromkeys(words[key] for key in close))[:5]

    def spots(self, text: str) -> Iterator[Spot]:
        """The names in a text, left to right, longest first, none overlapping."""
        done = 0
        straight = text.replace("’", "'")
        folded = straight.casefold()
        first = self._first
        if len(folded) != len(straight):  # a letter that is folded into two
            folded = "".join(low if len(low := sign.casefold()) == 1 else sign for sign in straight)
        for word in _WORD.finditer(folded):
            key = word.group()
            known = first.get(key, _NONE)
            if key[-1] == "s" and key[:-1] in first:
                known = [*known, *first[key[:-1]]]
            if not known or (start := word.start()) < done:
                continue
            for slug, name, wanted in known:
                if folded.startswith(wanted, start) and (end := self._written(text, straight, start, name)):
                    yield Spot(start, end, slug, name)
                    done = end
                    break

    def _written(self, text: str, straight: str, start: int, name: ActorName) -> int:
        """Where a name that starts here ends, 0 when it stands here in a case that it does not allow."""
        want = name.text
        end = start + len(want)
        have = straight[start:end]
        if name.kind == "demonym" and text[end : end + 1] == "s":
            end += 1
        if end < len(text) and text[end].isalnum():
            return 0
        if name.kind == "contextual" and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():
            return 0  # *the South Korean office*, *the North Atlantic*
        if have == want or (name.kind == "contextual" and have[1:] == want[1:]):
            return end
        strict = (
            len(want) <= 3 or "." in want or name.kind == "contextual" or plain(want) in self.titles.cased
        )
        return 0 if strict or want.isupper() else end

    def split(self, name: str) -> tuple[str, str] | None:
        """A country or organisation at the head of a phrase, or after *of*, and what is left of it.

        *South Korea's Defence Minister* and *Defence Minister of South Korea* give `south-korea` and
        *Defence Minister*. None when neither is there.
        """
        text = _ARTICLE.sub("", name.strip(), count=1) if _ARTICLE.match(name) else name.strip()
        first = next(self.spots(text), None)
        if first and first.start == 0 and self._leads(first) and first.end < len(text):
            rest = text[first.end :]
            rest = _POSSESSIVE.sub("", rest, count=1) if _POSSESSIVE.match(rest) else rest
            if rest[:1] not in "-–":
                return first.slug, rest.strip()
        for of in _OF.finditer(text):
            spot = next(self.spots(text[of.end() :]), None)
            if spot and spot.start == 0 and self._leads(spot):
                return spot.slug, text[: of.start()].strip()
        return None

    def _leads(self, spot: Spot) -> bool:
        return self.actors[spot.slug].kind in {"country", "region", "organisation"}

    def acts(self, phrase: str) -> bool:
        """Whether a phrase is a country's name and a body or group of it: *the South Korean presidential office*."""
        parts = self.split(phrase)
        if parts is None:
            return self.find(phrase) is not None
        noun = parts[1].casefold()
        return (
            (noun, parts[0]) in self._generic
            or not self.titles.state.isdisjoint((noun, noun.rpartition(" ")[2]))
            or bool(self.titles.meanings(noun))
        )

    # --- actors --------------------------------------------------------------------------------------

    def resolve(self, reading: ActorReading, day: int | None) -> ActorRef:
        """The actor that a name means on a day; unknown names keep their text and lead to no actor."""
        slug = self._called(reading.name) or self._holder(reading, day)
        if slug:
            actor = self.actors[slug]
            return ActorRef(name=actor.name, actor=slug, country=actor.country, inferred=reading.inferred)
        hint = self.find(reading.country_hint) if reading.country_hint else None
        if hint and not reading.inferred:  # *the Albanians in Serbia*
            return ActorRef(name=reading.name, actor=None, country=self.actors[hint].country)
        for phrase in (reading.name, reading.office or ""):
            parts = self.split(phrase)
            if parts:
                return self._group(reading, *parts)
        country = self.actors[hint].country if hint else self.demonym(reading.name)
        return ActorRef(name=reading.name, actor=None, country=country, inferred=reading.inferred)

    def _called(self, name: str) -> str | None:
        found = {
            slug
            for slug, kind in self._names.get(plain(name), ())
            if kind.kind not in ("demonym", "contextual")
        }
        return found.pop() if len(found) == 1 else None

    def demonym(self, name: str) -> str | None:
        """The country code of the name of a land or people that a phrase starts with, or None."""
        spot = next(self.spots(_ARTICLE.sub("", name, count=1)), None)
        return self.actors[spot.slug].country if spot and spot.start == 0 else None

    def _group(self, reading: ActorReading, of: str, rest: str) -> ActorRef:
        """*South Korea's intelligence agency* to the body; *North Korean troops* to the state; others to a country."""
        noun = rest.casefold()
        owner = self.actors[of]
        if body := self._generic.get((noun, of)):
            actor = self.actors[body]
            return ActorRef(name=actor.name, actor=body, country=actor.country, inferred=reading.inferred)
        acts = noun in self.titles.state or (noun.split()[-1:] and noun.split()[-1] in self.titles.state)
        state = of if acts and reading.office is None else None
        return ActorRef(name=reading.name, actor=state, country=owner.country, inferred=reading.inferred)

    def _holder(self, reading: ActorReading, day: int | None) -> str | None:
        """Who held the office that a phrase names on that day, if exactly one did."""
        name = _ARTICLE.sub("", reading.name, count=1)
        of, title = self.split(reading.office or name) or (None, reading.office or name)
        hint = self.find(reading.country_hint) if reading.country_hint else None
        surname = None
        if not self.titles.meanings(title):
            head, _, last = title.rpartition(" ")
            if not self.titles.meanings(head):
                return None
            title, surname = head, last
        elif reading.office is not None:
            surname = name.split()[-1]
        keys = self.titles.meanings(title)
        if surname is None and ((of or hint) is None or set(keys) & self.titles.shared):
            return None
        had = [
            (actor.slug, holds(office.from_day, office.to_day, day))
            for actor in self.actors.values()
            for office in actor.offices
            if office.text in keys and (of or hint) in (None, office.of) and surname in (None, actor.surname)
        ]
        held = {slug for slug, now in had if now}
        if not held and surname is not None:
            held = {slug for slug, _ in had}  # *President Carter* is who he is after his days in office too
        return held.pop() if len(held) == 1 else None

    def ancestors(self, slug: str, day: int | None) -> tuple[tuple[str, int], ...]:
        """What an actor belongs to on a day, nearest first, as (slug, depth from 1).

        On an unknown day only parents without days count.
        """
        found: dict[str, int] = {}
        level, depth = [slug], 0
        while level:
            depth += 1
            above = [
                parent.slug
                for child in level
                for parent in (self.actors[child].parents if child in self.actors else ())
                if holds(parent.from_day, parent.to_day, day)
                and parent.slug not in found
                and parent.slug != slug
            ]
            level = list(dict.fromkeys(above))
            found |= dict.fromkeys(level, depth)
        return tuple(found.items())


def load_registry(files: Sequence[Path] = ()) -> Registry:
    """The shipped registry with the user's files over it; an entry of a later file replaces an earlier one."""
    titles = load_titles()
    actors: dict[str, Actor] = {}
    paths: dict[str, Path] = {}
    for path in (shipped.seed_actors(), *files):
        read = load_file(path, dict.fromkeys(titles.keys))
        actors |= read
        paths |= dict.fromkeys(read, path)
    check_links(actors, paths)
    return Registry(actors, titles)
