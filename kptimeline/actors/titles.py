"""What a language calls offices, titles and groups (language/CODE/offices.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from kptimeline import shipped


@dataclass(frozen=True, slots=True)
class Titles:
    """Lower-case words; `wordings` leads from a title to the keys of the offices that it can mean."""

    keys: frozenset[str]
    shared: frozenset[str]
    words: frozenset[str]
    state: frozenset[str]
    groups: frozenset[str]
    single: frozenset[str]
    adjectives: frozenset[str]
    endings: tuple[str, ...]
    unlike: frozenset[str]
    cased: frozenset[str]
    forces: frozenset[str]
    sites: frozenset[str]
    premises: frozenset[str]
    national: frozenset[str]
    wide: frozenset[str]
    wordings: dict[str, tuple[str, ...]]
    text: str

    def meanings(self, wording: str) -> tuple[str, ...]:
        """The office keys that a wording can mean: *chief* may be more than one."""
        return self.wordings.get(wording.casefold(), ())

    def is_person(self, noun: str) -> bool:
        """Whether a noun (lower case) is for people by its ending: *militiaman*, *townsfolk*."""
        return noun.endswith(self.endings) and noun not in self.unlike


@cache
def load_titles(code: str = "en") -> Titles:
    """The lexicon of offices and groups of a language."""
    text = shipped.read_text(shipped.language(code) / "offices.toml")
    data = tomllib.loads(text)
    meanings: dict[str, list[str]] = {}
    for key, wordings in data["office"].items():
        for wording in wordings:
            meanings.setdefault(wording, []).append(key)
    return Titles(
        keys=frozenset(data["office"]),
        shared=frozenset(data["shared"]["offices"]),
        words=frozenset(data["title"]["words"]),
        state=frozenset(data["state"]["groups"]),
        groups=frozenset(word.casefold() for word in data["group"]["nouns"]),
        single=frozenset(data["group"]["single"]),
        adjectives=frozenset(data["group"]["adjectives"]),
        endings=tuple(data["group"]["endings"]),
        unlike=frozenset(data["group"]["unlike"]),
        cased=frozenset(data["names"]["cased"]),
        forces=frozenset(data["state"]["forces"]),
        sites=frozenset(data["site"]["words"]),
        premises=frozenset(data["site"]["premises"]),
        national=frozenset(data["body"]["national"]),
        wide=frozenset(data["body"]["wide"]),
        wordings={wording: tuple(keys) for wording, keys in meanings.items()},
        text=text,
    )
