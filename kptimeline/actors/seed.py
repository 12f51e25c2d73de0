"""Registry files (TOML) to Actors, every entry checked: an error names file, entry and what is wrong.

The format is told at the head of seeds/actors.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kptimeline import shipped
from kptimeline.actors.actor import Actor, ActorName, ActorParent, NameKind
from kptimeline.errors import RuleError
from kptimeline.interval import days_in_month, parse_iso, to_day

KINDS = frozenset(
    {"country", "region", "government-body", "military", "agency", "media", "organisation", "person"}
)
_LISTS: tuple[tuple[str, NameKind], ...] = (
    ("aliases", "alias"),
    ("metonyms", "metonym"),
    ("demonyms", "demonym"),
    ("contextual", "contextual"),
    ("generic", "generic"),
)
_KEYS = {"name", "kind", "country", "surname", "offices", "parents"} | {key for key, _ in _LISTS}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class _Entry:
    """One `[actor.SLUG]` of a file, with the errors that name it."""

    def __init__(self, path: Path, slug: str, data: Any) -> None:
        self.path, self.slug = path, slug
        if not isinstance(data, dict):
            raise self.error("is not a table")
        self.data: dict[str, Any] = data

    def error(self, what: str) -> RuleError:
        return RuleError(
            f"{self.path}: actor {self.slug}: {what}", "the head of seeds/actors.toml tells the format"
        )

    def text(self, key: str, data: Mapping[str, Any] | None = None) -> str | None:
        value = (self.data if data is None else data).get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(f"{key} is not a text: {value!r}")
        return value

    def day(self, data: Mapping[str, Any], key: str) -> int | None:
        value = self.text(key, data)
        if value is None:
            return None
        try:
            if re.fullmatch(r"\d{4}", value):
                return to_day(int(value), 1, 1) if key == "from" else to_day(int(value), 12, 31)
            if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
                year, month = int(value[:4]), int(value[5:])
                return to_day(year, month, 1 if key == "from" else days_in_month(year, month))
            return parse_iso(value)
        except ValueError:
            raise self.error(f"{key} is not a day: {value!r}") from None

    def days(self, data: Mapping[str, Any]) -> tuple[int | None, int | None]:
        first, last = self.day(data, "from"), self.day(data, "to")
        if first is not None and last is not None and first > last:
            raise self.error(f"from {data['from']} lies after to {data['to']}")
        return first, last

    def tables(self, key: str, allowed: set[str]) -> list[dict[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.error(f"{key} is not a list of tables")
        for one in value:
            if unknown := sorted(set(one) - allowed):
                raise self.error(f"{key} has unknown keys: {', '.join(unknown)}")
        return value

    def strings(self, key: str) -> list[str]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.error(f"{key} is not a list of texts")
        return value

    def actor(self, offices: Mapping[str, Any]) -> Actor:
        if not _SLUG.fullmatch(self.slug):
            raise self.error("the slug is not lower-case words joined by hyphens")
        if unknown := sorted(set(self.data) - _KEYS):
            raise self.error(f"unknown keys: {', '.join(unknown)}")
        name, kind, country = self.text("name"), self.text("kind"), self.text("country")
        if name is None or kind not in KINDS:
            raise self.error(f"needs a name and a kind, one of {', '.join(sorted(KINDS))}")
        if country is not None and not re.fullmatch(r"[A-Z]{3}", country):
            raise self.error(f"country is not an alpha-3 code: {country!r}")
        if kind == "person" and not self.text("surname"):
            raise self.error("a person needs a surname")
        names = [ActorName(name, "alias")]
        names += [ActorName(text, kind_) for key, kind_ in _LISTS for text in self.strings(key)]
        parents = []
        for one in self.tables("parents", {"actor", "from", "to"}):
            if not (slug := self.text("actor", one)):
                raise self.error("a parent needs its actor")
            parents.append(ActorParent(slug, *self.days(one)))
        for one in self.tables("offices", {"office", "of", "from", "to", "reference"}):
            office, of, reference = (self.text(key, one) for key in ("office", "of", "reference"))
            if office is None or of is None or reference is None:
                raise self.error("an office needs office, of and reference")
            if office not in offices:
                raise self.error(f"office {office} is not in the lexicon of offices")
            first, last = self.days(one)
            names.append(ActorName(office, "office", first, last, of, reference))
            parents.append(ActorParent(of, first, last))
        return Actor(self.slug, name, kind, country, tuple(names), tuple(parents), self.text("surname"))


def load_file(path: Path, offices: Mapping[str, Any]) -> dict[str, Actor]:
    """The actors of one file, by slug; parents are not looked up here. Raises RuleError."""
    try:
        data = tomllib.loads(shipped.read_text(path))
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: is not TOML: {error}") from error
    entries = data.pop("actor", {})
    if data or not isinstance(entries, dict):
        raise RuleError(
            f"{path}: only [actor.SLUG] tables are known, found {', '.join(sorted(data)) or 'a value'}"
        )
    return {slug: _Entry(path, slug, entry).actor(offices) for slug, entry in entries.items()}


def check_links(actors: Mapping[str, Actor], paths: Mapping[str, Path]) -> None:
    """Every parent exists and nobody is its own ancestor. Raises RuleError."""
    for slug, actor in actors.items():
        for parent in actor.parents:
            if parent.slug not in actors:
                raise RuleError(f"{paths[slug]}: actor {slug}: parent {parent.slug} is not in the registry")
        seen, todo = set[str](), [parent.slug for parent in actor.parents]
        while todo:
            at = todo.pop()
            if at == slug:
                raise RuleError(f"{paths[slug]}: actor {slug}: is its own ancestor")
            if at not in seen:
                seen.add(at)
                todo += [parent.slug for parent in actors[at].parents]
