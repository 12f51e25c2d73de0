"""Triggers to PLOVER types: the frames of language/CODE/triggers.toml and the one that fits best."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kptimeline import shipped
from kptimeline.errors import RuleError
from kptimeline.events import syntax
from kptimeline.events.status import is_negated
from kptimeline.events.words import load_words
from kptimeline.records import Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
        "STATEMENT",
    ]
)
# What an intention to do something of a type is: the PLOVER manual counts cooperation that is reported in the
# future tense as AGREE, force and penalties as THREATEN, and that cooperation will not be as REJECT.
_KIND = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_HARSH = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})
_KEYS = frozenset(
    {
        "verb",
        "noun",
        "object",
        "purpose",
        "prep",
        "about",
        "patient",
        "intransitive",
        "infinitive",
        "clause",
        "others",
        "never",
        "thing",
        "abstract",
        "mutual",
        "negated",
        "received",
        "to",
        "example",
    }
)
_BESIDE = frozenset({"prt", "advmod", "acomp", "oprd"})
_SCORE = re.compile(
    r"\b\d{1,3}-\d{1,3}[ ,(].{0,40}\b(win|victory|defeat|loss|draw|lead|series|final|match)\b|\b[0-7]-[0-7],? \(?[0-7]-[0-7]\b"
)
_RESULT = re.compile(r"\b\d{1,3}-\d{1,3}\b")
_BEATS = frozenset({"beat", "crush", "defeat", "rout", "thrash", "trounce"})
_ARMED = frozenset({"bomb", "suicide", "booby", "explosive", "bombed", "rigged", "laden"})
_QUANTITIES = frozenset(
    {
        "number",
        "thousand",
        "hundred",
        "dozen",
        "ton",
        "tonne",
        "kilogram",
        "amount",
        "series",
        "lot",
        "couple",
        "pair",
        "group",
        "member",
        "round",
        "resumption",
        "set",
        "batch",
        "part",
        "container",
        "shipment",
        "load",
        "stockpile",
        "kind",
        "state",
    }
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of the lexicon; empty conditions always hold."""

    type: str
    lemma: str
    noun: bool
    example: str
    object: frozenset[str] = frozenset()
    purpose: frozenset[str] = frozenset()
    prep: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    patient: bool = False
    intransitive: bool = False
    infinitive: bool = False
    clause: bool = False
    others: bool = False
    never: frozenset[str] = frozenset()
    thing: bool = False
    abstract: bool = False
    mutual: bool = False
    negated: bool = False
    received: bool = False
    to: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How many conditions it has."""
        return (
            2 * bool(self.object)
            + 2 * bool(self.purpose)
            + 2 * bool(self.about)
            + bool(self.prep)
            + self.patient
            + self.infinitive
            + 3 * self.negated
            + self.received
        )


@dataclass(frozen=True, slots=True)
class Exempt:
    """Words (lemmas) that show that these verbs, or verbs of these types, are not meant as such."""

    words: frozenset[str]
    verbs: frozenset[str]
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames by lemma: verbs, event nouns, nouns that are acts only under a light verb; and the light verbs."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    abstract: dict[str, tuple[Frame, ...]]
    light: frozenset[str]
    text: str
    contest: Exempt
    mishap: Exempt

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Every frame."""
        return tuple(
            frame
            for group in (self.verbs, self.nouns, self.abstract)
            for frames in group.values()
            for frame in frames
        )


def _frame(path: Path, type_: str, entry: dict[str, Any], classes: dict[str, list[str]]) -> Frame:
    lemma = entry.get("verb") or entry.get("noun")
    if type_ not in TYPES or not isinstance(lemma, str) or ("verb" in entry) == ("noun" in entry):
        raise RuleError(f"{path}: {type_} {entry}: needs a known type, and either a verb or a noun")
    if unknown := set(entry) - _KEYS:
        raise RuleError(f"{path}: {type_} {lemma}: unknown keys: {', '.join(sorted(unknown))}")
    if not entry.get("example"):
        raise RuleError(f"{path}: {type_} {lemma}: needs an example")

    def words(key: str) -> frozenset[str]:
        return frozenset(word for name in entry.get(key, ()) for word in classes.get(name, [name]))

    return Frame(
        type=type_,
        lemma=lemma,
        noun="noun" in entry,
        example=entry["example"],
        object=words("object"),
        purpose=words("purpose"),
        prep=frozenset(entry.get("prep", ())),
        about=words("about"),
        patient=entry.get("patient", False),
        intransitive=entry.get("intransitive", False),
        infinitive=entry.get("infinitive", False),
        clause=entry.get("clause", False),
        others=entry.get("others", False),
        never=words("never"),
        thing=entry.get("thing", False),
        abstract=entry.get("abstract", False),
        mutual=entry.get("mutual", False),
        negated=entry.get("negated", False),
        received=entry.get("received", False),
        to=tuple(entry.get("to", ())),
    )


def read_lexicon(path: Path) -> Lexicon:
    """The lexicon of a file, every entry checked. Raises RuleError."""
    text = shipped.read_text(path)
    data = tomllib.loads(text)
    verbs: dict[str, tuple[Frame, ...]] = {}
    nouns: dict[str, tuple[Frame, ...]] = {}
    abstract: dict[str, tuple[Frame, ...]] = {}
    for trigger in data["trigger"]:
        for entry in trigger["entries"]:
            frame = _frame(path, trigger["type"], entry, data["class"])
            group = abstract if frame.abstract else nouns if frame.noun else verbs
            group[frame.lemma] = tuple(
                sorted((*group.get(frame.lemma, ()), frame), key=lambda one: -one.weight)
            )
    contest, mishap = (
        Exempt(*(frozenset(data.get(name, {}).get(key, ())) for key in ("words", "verbs", "types")))
        for name in ("contest", "mishap")
    )
    return Lexicon(verbs, nouns, abstract, frozenset(data["light"]["verbs"]), text, contest, mishap)


@cache
def load_lexicon(code: str = "en") -> Lexicon:
    """The lexicon of a language."""
    return read_lexicon(shipped.language(code) / "triggers.toml")


def object_words(heads: Iterable[Token]) -> set[str]:
    """Lemmas of objects; *thousands of troops* counts as troops too, *a hunger strike* and *talks and visits* as both."""
    found: set[str] = set()
    for head in heads:
        for one in (head, *head.conjuncts):
            found |= {one.lemma_.casefold(), one.lower_}
            if one.lemma_.casefold() in _QUANTITIES or one.like_num:
                found |= {obj.lemma_.casefold() for prep, obj in syntax.prepositions(one) if prep == "of"}
    return found


def verb_frame(verb: Token, lexicon: Lexicon, *, patient: bool) -> Frame | None:
    """The frame of a verb whose conditions hold; `patient` says whether its object is an actor."""
    lemma = syntax.lemma(verb)
    frames = lexicon.verbs.get(lemma, ())
    preps = {one.lower_ for one in verb.children if one.dep_ in ("dative", "agent", "prt")}
    governed = syntax.prepositions(verb)
    preps |= {prep for prep, _ in governed}
    base = verb.lemma_.casefold()
    adjective = syntax.child(verb, "acomp") if base == "be" else None
    if adjective is not None:
        frames = lexicon.verbs.get(f"be {adjective.lower_}", ())
        governed = governed + syntax.prepositions(adjective)
        preps |= {prep for prep, _ in governed}
    # *the rally took place in Seoul* takes nobody in: a verb with an object has its preposition by chance.
    beside = {one.lower_ for one in verb.children if one.dep_ in _BESIDE}  # *handed it back*, *set them free*
    own_preps = beside if syntax.objects(verb) else preps | beside
    frames += tuple(
        frame
        for prep in own_preps
        for frame in lexicon.verbs.get(f"{base} {prep}", ())
        if f"{base} {prep}" != lemma
    )
    if not frames:
        return None
    heads = syntax.objects(verb)
    words = object_words(heads)
    preps |= {prep for head in heads for prep, _ in syntax.prepositions(head)}
    purposes = {
        one.lemma_.casefold()
        for one in verb.subtree
        if one.dep_ in ("advcl", "xcomp", "acl", "conj") and one.pos_ == "VERB"
    }
    governs_infinitive = any(
        one.dep_ in ("xcomp", "ccomp", "advcl") and any(two.tag_ == "TO" for two in one.children)
        for one in verb.children
    )
    own = any(word.tag_ == "PRP$" for head in heads for word in head.subtree)
    for frame in sorted(frames, key=lambda one: -one.weight):
        if (
            (not frame.object or frame.object & words)
            and (not frame.purpose or frame.purpose & purposes)
            and (not frame.prep or frame.prep & preps)
            and (
                not frame.about
                or any(frame.about & {obj.lemma_.casefold(), obj.lower_} for _, obj in governed)
            )
            and (not frame.patient or patient)
            and (not frame.negated or is_negated(verb, load_words()))
            and not (frame.intransitive and heads)
            and not (frame.infinitive and not governs_infinitive)
            and not (frame.clause and syntax.child(verb, "ccomp") is None)
            and not (frame.others and own)
            and not frame.never & words
            and not (frame.thing and patient)
            and not _is_exempt(verb, frame, lexicon)
        ):
            return frame
    return None


def is_contest(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a sentence tells of a match: a word of sport or a score stands in it."""
    words = {one.lemma_.casefold() for one in verb.doc} | {one.lower_ for one in verb.doc}
    pairs = {f"{one.lower_} {one.nbor().lower_}" for one in verb.doc[:-1]}
    if (words | pairs) & lexicon.contest.words or _SCORE.search(syntax.text(verb.doc)):
        return True
    return syntax.lemma(verb) in _BEATS and bool(_RESULT.search(syntax.text(verb.doc)))


def _is_exempt(verb: Token, frame: Frame, lexicon: Lexicon) -> bool:
    """Whether the type would be a wrong one: *beat Spain 3-1*, *a bus injured four*."""
    who = None if syntax.is_passive(verb) else syntax.subject(verb)
    if (
        frame.type in lexicon.mishap.types
        and who is not None
        and who.lemma_.casefold() in lexicon.mishap.words
    ):
        return not any(one.lower_ in _ARMED for one in who.lefts)
    return frame.lemma in lexicon.contest.verbs and is_contest(verb, lexicon)


def is_question(verb: Token) -> bool:
    """*asked whether …*, *asked who …*: nothing is asked for but an answer."""
    content = syntax.child(verb, "ccomp", "advcl", "xcomp")
    if verb.lemma_.casefold() != "ask" or content is None or content.i < verb.i:
        return False
    first = next((one for one in content.subtree if one.i > verb.i and not one.is_punct), None)
    return first is not None and (
        first.lower_ in ("if", "whether") or first.tag_ in ("WP", "WRB", "WDT", "WP$")
    )


def intended(type_: str, status: Status, *, future: bool, own: bool = False) -> str:
    """The type of an act that is meant to be done: *will visit* is AGREE, *will attack* THREATEN, *will not meet* REJECT.

    `future` says whether *will* or *would* stands with it, `own` whether whoever does it says so: *said it would
    attack if …* is THREATEN.
    """
    if status is Status.PLANNED:
        return "AGREE" if type_ in _KIND else "THREATEN" if type_ in _HARSH else type_
    if status is Status.HYPOTHETICAL and future and own and type_ in _HARSH:
        return "THREATEN"
    refused = status is Status.NEGATED or (status is Status.DENIED and own)
    return "REJECT" if refused and future and type_ in _KIND else type_


def noun_frame(noun: Token, lexicon: Lexicon, *, carried: bool = False) -> Frame | None:
    """The frame of an event noun, `carried` by a light verb or not; the `object` of a noun is what its phrase is about: *an invitation to talks*."""
    lemma = noun.lemma_.casefold()
    frames = lexicon.nouns.get(lemma, ()) + (lexicon.abstract.get(lemma, ()) if carried else ())
    about: set[str] = set()
    if any(one.object for one in frames):  # few have one, and every noun is asked
        about = {word.lemma_.casefold() for word in noun.subtree}
    return next((one for one in frames if not one.object or one.object & about), None)


def light_noun(verb: Token, lexicon: Lexicon) -> tuple[Token, Frame] | None:
    """The event noun that a light verb carries (*issued a warning*, *talks were held*), with its frame."""
    if verb.lemma_.casefold() not in lexicon.light:
        return None
    for head in syntax.objects(verb):
        frame = noun_frame(head, lexicon, carried=True)
        if frame is not None:
            return head, frame
    return None
