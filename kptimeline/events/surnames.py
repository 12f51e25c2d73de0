"""Which full name a surname or a given name alone leads back to, inside one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.actors.registry import Registry
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

_ADDED = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod"})


class Surnames:
    """Full names by the part that later mentions keep, those named so far."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._full: dict[str, ActorReading] = {}
        self._given: dict[str, ActorReading] = {}
        self._shared: set[str] = set()  # surnames of several persons, which alone name nobody
        self._common: set[str] = set()  # given names of several persons

    def __setitem__(self, word: str, reading: ActorReading) -> None:
        self._full[word.casefold()] = reading

    def names(self, reading: ActorReading) -> bool:
        """Whether it is a full name that the article gave."""
        return any(one.name == reading.name for one in self._full.values())

    def remember(self, reading: ActorReading) -> None:
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
        if key == words[-1].casefold():
            given = words[0].casefold()
            if self._given.setdefault(given, reading).name != reading.name:
                self._common.add(given)

    def known(self, surname: str) -> ActorReading | None:
        """The full form of a surname, None where the article has several persons of it."""
        key = surname.casefold()
        return None if key in self._shared else self._full.get(key)

    def holder(self, title: str) -> ActorReading | None:
        """The one person whom the article gave a title (*foreign minister*, *foreign minister of Chad*), else None."""
        bare = title.casefold()
        found = {
            one.name: one
            for one in self._full.values()
            if one.office and one.office.partition(" of ")[0].casefold().endswith(bare)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def by_given(self, name: str) -> ActorReading | None:
        """The full form of a given name, None where several persons of the article have it."""
        key = name.casefold()
        return None if key in self._common else self._given.get(key)

    def at(self, word: Token) -> ActorReading | None:
        """Whom a word stands for that the parse takes for a name, or for a bare noun in capitals (*Jobs*, *Rice*)."""
        known = self.known(word.text)
        if known is None or word.pos_ == "PROPN":
            return known
        bare = word.pos_ == "NOUN" and word.is_title and not any(one.dep_ in _ADDED for one in word.children)
        return known if bare and known.name.endswith(f" {word.text}") else None
