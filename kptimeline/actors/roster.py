"""The registry as people change it: every addition is checked against all that is known before it is made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kptimeline.actors.actor import Actor, ActorName
from kptimeline.actors.additions import NAME_KINDS, Addition, ExtendedRegistry, base_of, extend, lay
from kptimeline.actors.own import UNKNOWN
from kptimeline.actors.registry import Registry, plain
from kptimeline.actors.seed import KINDS
from kptimeline.errors import NotFoundError, UsageError
from kptimeline.interval import iso

LONGEST_NAME = 200
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_JOINERS = "\u200c\u200d"  # within words of some scripts
_LEADING = frozenset({"office", "generic"})  # names that lead to an actor only beside another name

Days = tuple[int | None, int | None]


class Roster:
    """The actors at hand: those of the registry with what people added, and unknown ones that were looked up.

    `made` is what was said and is not stored yet, `undone` which stored additions are taken back.
    """

    def __init__(self, registry: Registry, additions: Iterable[Addition] = ()) -> None:
        self._registry = registry
        self._stored = list(additions)
        self.made: list[Addition] = []
        self.undone: list[Addition] = []
        self._met: dict[str, Actor] = {}
        self._before: list[Actor | None] = []  # how the actor of each of `made` stood before it
        self._look()

    def _look(self) -> None:
        """Everything anew, after what was said may have changed more than one actor."""
        registry = extend(self._registry, self.additions)
        gone = registry.merged if isinstance(registry, ExtendedRegistry) else {}
        met = {slug: actor for slug, actor in self._met.items() if slug not in gone}
        self._actors = {**met, **registry.actors}
        self._said = set(self.additions)
        self._kept = {each.actor for each in self._said if each.action in ("kept", "actor")}
        self._names: dict[str, list[tuple[str, ActorName]]] = {}
        for slug, actor in self._actors.items():
            for name in actor.names:
                self._names.setdefault(plain(name.text), []).append((slug, name))

    @property
    def additions(self) -> list[Addition]:
        """All that holds: stored, not taken back, and newly made."""
        held = [*self._stored, *self.made]
        return [each for each in held if each not in self.undone] if self.undone else held

    def _say(self, said: Addition) -> None:
        self._before.append(self._actors.get(said.actor))
        self.made.append(said)
        self._said.add(said)
        lay(said, self._actors)
        if said.action in ("kept", "actor"):
            self._kept.add(said.actor)
        if said.action in ("actor", "name") and said.name:
            names = self._actors[said.actor].names
            name = next(one for one in reversed(names) if one.text == said.name)
            self._names.setdefault(plain(said.name), []).append((said.actor, name))

    @property
    def changed(self) -> bool:
        """Whether anything was said that was not said before."""
        return bool(self.made or self.undone)

    def knows(self, slug: str) -> bool:
        """Whether an actor is of the registry or was added or looked up."""
        return slug in self._actors

    def is_told(self, slug: str) -> bool:
        """Whether somebody said who an actor is: the registry or a person, and not only articles."""
        return slug in self._actors and self._actors[slug].kind != UNKNOWN

    def agree(self, slug: str, kind: str | None, country: str | None) -> None:
        """Raises UsageError where an actor is said to be what it is not; None says nothing."""
        actor = self._actors[slug]
        for said, known, what in ((kind, actor.kind, "kind"), (country, actor.country, "country")):
            if said is not None and said != known:
                raise UsageError(
                    f"{slug} is known with the {what} {known or 'none'}, not {_short(said)}",
                    f"kptimeline actors show {slug}",
                )

    def mark(self) -> int:
        """A place to come back to."""
        return len(self.made)

    def back_to(self, mark: int) -> None:
        """Unsays what was said since a mark, merges aside."""
        while len(self.made) > mark:
            said, before = self.made.pop(), self._before.pop()
            self._said.discard(said)
            if said.action in ("kept", "actor"):
                self._kept.discard(said.actor)
            if said.action in ("actor", "name") and said.name:
                self._names[plain(said.name)].pop()
            if before is None:
                del self._actors[said.actor]
            else:
                self._actors[said.actor] = before

    def meet(self, actor: Actor) -> None:
        """Makes an actor known that only articles name."""
        self._met[actor.slug] = actor
        self._actors.setdefault(actor.slug, actor)

    # --- saying --------------------------------------------------------------------------------------

    def add(
        self,
        slug: str,
        name: str,
        kind: str,
        country: str | None = None,
        surname: str | None = None,
    ) -> None:
        """A new actor; one that articles named under this slug becomes it. Raises UsageError."""
        name = checked_name(name)
        if not is_slug(slug):
            raise UsageError(
                f"{_short(slug)} is no slug", "write lower-case words joined by hyphens: harlan-voss"
            )
        if kind not in KINDS:
            raise UsageError(
                f"{_short(kind)} is no kind of actor", f"the kinds are {', '.join(sorted(KINDS))}"
            )
        if country is not None and not re.fullmatch(r"[A-Z]{3}", country):
            raise UsageError(
                f"{_short(country)} is no country code",
                "write three letters, ISO 3166: PRK, or XKX for Kosovo",
            )
        known = self._actors.get(slug)
        if known is not None and known.kind != UNKNOWN:
            raise UsageError(
                f"there is an actor {slug} already: {known.name}",
                f"give it names with kptimeline actors alias {slug} NAME",
            )
        self._free(slug, name, (None, None))
        surname = checked_name(surname) if surname else None
        if kind == "person" and surname is None:
            surname = _surname(name)
        self._say(
            Addition(action="actor", actor=slug, name=name, kind=kind, country=country, surname=surname)
        )

    def alias(self, slug: str, name: str, kind: str = "alias", days: Days = (None, None)) -> None:
        """A name that leads to an actor; one that does already changes nothing. Raises UsageError."""
        name = checked_name(name)
        if kind == "demonym" and days != (None, None):
            raise UsageError("a demonym holds on all days", "leave out --from and --until")
        self._in_order(days)
        same = {one.kind: one for where, one in self._names.get(plain(name), ()) if where == slug}
        if any((one.from_day, one.to_day) == days for one in same.values() if one.kind == kind):
            return
        if kind in same:
            old = same[NAME_KINDS[kind]]
            raise UsageError(
                f"{name} leads to {slug} already, {_span(old)}",
                f"first take that back: kptimeline actors alias {slug} '{name}' --undo",
            )
        self._free(slug, name, days)
        self._keep(slug)
        self._say(Addition(action="name", actor=slug, name=name, kind=kind, from_day=days[0], to_day=days[1]))

    def parent(self, slug: str, other: str, days: Days = (None, None)) -> None:
        """What an actor belongs to; what is said already changes nothing. Raises UsageError."""
        self._in_order(days)
        said = Addition(action="parent", actor=slug, other=other, from_day=days[0], to_day=days[1])
        if said in self._said or any(
            (one.slug, one.from_day, one.to_day) == (other, *days) for one in self._actors[slug].parents
        ):
            return
        if slug == other or slug in self._above(other):
            raise UsageError(f"{slug} cannot belong to {other}, which belongs to it", None)
        self._keep(slug)
        self._keep(other)
        self._say(said)

    def merge(self, gone: str, into: str) -> None:
        """Makes all that leads to one actor lead to another. Raises UsageError."""
        if gone == into:
            raise UsageError(f"{gone} is one actor already", "name two")
        if gone in base_of(self._registry).actors:
            other = "" if into in base_of(self._registry).actors else f"kptimeline actors merge {into} {gone}"
            raise UsageError(
                f"{gone} is an actor of the registry, and cannot go",
                other or None,
            )
        if gone in self._above(into):
            raise UsageError(
                f"{into} belongs to {gone}, which would vanish",
                f"merge the other way: kptimeline actors merge {into} {gone}",
            )
        self._keep(gone)
        self._keep(into)
        self.made.append(Addition(action="merge", actor=gone, other=into, name=self._actors[gone].name))
        self._look()

    # --- taking back ---------------------------------------------------------------------------------

    def undo_actor(self, slug: str) -> None:
        """Takes back an actor that a person added, with its names and parents. Raises NotFoundError, UsageError."""
        mine = [each for each in self.additions if each.actor == slug and each.action != "merge"]
        if not any(each.action == "actor" for each in mine):
            raise NotFoundError(
                f"nobody added an actor {_short(slug)}", "kptimeline actors list --added shows who did"
            )
        holding = [each for each in self.additions if each.other == slug]
        if holding:
            raise UsageError(
                f"{slug} cannot go: {', '.join(sorted({each.actor for each in holding}))} was led to it",
                "take that back first, with --undo",
            )
        self._take_back(mine)

    def undo_alias(self, slug: str, name: str) -> None:
        """Takes back a name. Raises NotFoundError."""
        found = [
            each
            for each in self.additions
            if each.action == "name" and each.actor == slug and plain(each.name or "") == plain(name)
        ]
        if not found:
            raise NotFoundError(
                f"nobody gave {slug} the name {_short(name)}", f"kptimeline actors show {slug}"
            )
        self._take_back(found)

    def undo_parent(self, slug: str, other: str) -> None:
        """Takes back what an actor belongs to. Raises NotFoundError."""
        found = [
            each
            for each in self.additions
            if (each.action, each.actor, each.other) == ("parent", slug, other)
        ]
        if not found:
            raise NotFoundError(
                f"nobody said that {slug} belongs to {other}", f"kptimeline actors show {slug}"
            )
        self._take_back(found)

    def undo_merge(self, gone: str, into: str) -> None:
        """Takes back a merge. Raises NotFoundError."""
        names = {gone, plain(gone)}
        found = [
            each
            for each in self.additions
            if (each.action, each.other) == ("merge", into)
            and not names.isdisjoint((each.actor, plain(each.name or "")))
        ]
        if not found:
            raise NotFoundError(f"nobody merged {_short(gone)} into {into}", f"kptimeline actors show {into}")
        self._take_back(found)

    def _take_back(self, found: list[Addition]) -> None:
        self.undone += found
        needed = {
            slug for each in self.additions if each.action != "kept" for slug in (each.actor, each.other)
        }
        self.undone += [each for each in self.additions if each.action == "kept" and each.actor not in needed]
        self._look()

    # --- checks --------------------------------------------------------------------------------------

    def _free(self, slug: str, name: str, days: Days) -> None:
        """Nobody else is called so on these days. Raises UsageError naming who is."""
        for other, one in self._names.get(plain(name), ()):
            if other != slug and one.kind not in _LEADING and _overlap(days, (one.from_day, one.to_day)):
                when = f" {_span(one)}" if one.from_day is not None or one.to_day is not None else ""
                raise UsageError(
                    f"{name} leads to {self._actors[other].name} ({other}){when}",
                    f"kptimeline actors show {other}",
                )
        known = self._actors.get(name)
        if known is not None and name != slug:
            raise UsageError(f"{name} is the slug of {known.name}", f"kptimeline actors show {name}")

    def _keep(self, slug: str) -> None:
        """Notes how an actor stands, once."""
        if slug in self._kept:
            return
        actor = self._actors[slug]
        self._say(
            Addition(
                action="kept",
                actor=slug,
                name=actor.name,
                kind=actor.kind,
                country=actor.country,
                surname=actor.surname,
            )
        )

    def _above(self, slug: str) -> set[str]:
        """All that an actor belongs to on any day."""
        found, todo = set[str](), [slug]
        while todo:
            at = todo.pop()
            parents = {one.slug for one in self._actors[at].parents} if at in self._actors else set()
            fresh = parents - found
            found |= fresh
            todo += fresh
        return found

    @staticmethod
    def _in_order(days: Days) -> None:
        first, last = days
        if first is not None and last is not None and first > last:
            raise UsageError(f"--from {iso(first)} is after --until {iso(last)}", "swap them")


def checked_who(text: str) -> str:
    """Who says something: any words. Raises UsageError for none, for too many, and for hidden ones."""
    who = " ".join(text.split())
    if not who or len(who) > LONGEST_NAME or any(hidden_characters(text)):
        raise UsageError(f"--who {_short(text)!r} names nobody", "write a name")
    return who


def is_slug(text: str) -> bool:
    """Whether a text has the form of a slug."""
    return len(text) <= LONGEST_NAME and _SLUG.fullmatch(text) is not None


def checked_name(text: str) -> str:
    """A name with single blanks. Raises UsageError for one that no article would write or no terminal should see."""
    name = " ".join(text.split())
    if len(text) > LONGEST_NAME:
        raise UsageError(f"{_short(text)} is longer than {LONGEST_NAME} characters", "give the name alone")
    if bad := next(hidden_characters(text), None):
        raise UsageError(f"a name holds the character U+{ord(bad):04X}", "write it without")
    if sum(one.isalpha() for one in name) < 2:
        raise UsageError(f"{name!r} is no name: it has no two letters", None)
    head, _, rest = name.partition(" ")
    if head.casefold() == "the" and " " in rest:
        name = rest  # articles write it with and without
    if name == name.lower() != name.upper():
        raise UsageError(
            f"{name!r} is no name: it has no capital letter", "only proper names lead to an actor"
        )
    return name


def hidden_characters(name: str) -> Iterator[str]:
    """Controls, unassigned characters, and marks that nobody sees."""
    return (
        one
        for one in name
        if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn"} and one not in _JOINERS
    )


def _surname(name: str) -> str:
    """The first part before a given name of two (*Ahn Gyu-back*), else the last."""
    words = name.split()
    return words[0] if len(words) == 2 and "-" in words[-1] else words[-1]


def _overlap(one: Days, other: Days) -> bool:
    return all(
        first is None or last is None or first <= last
        for first, last in ((one[0], other[1]), (other[0], one[1]))
    )


def _span(name: ActorName) -> str:
    if name.from_day is None and name.to_day is None:
        return "on all days"
    first, last = iso(name.from_day), iso(name.to_day)
    if first and last:
        return f"from {first} to {last}"
    return f"since {first}" if first else f"until {last}"


def _short(text: str) -> str:
    """A text short enough for an error, whatever it holds."""
    shown = text if len(text) <= 60 else f"{text[:57]}…"
    return "".join(one if one.isprintable() else "?" for one in shown)
