"""Who did it and to whom: `by` and `to` of a trigger, from its syntax and its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kptimeline.events import syntax
from kptimeline.events.named import Actors, by_preps, first, owners, union
from kptimeline.events.names import Cast
from kptimeline.events.targets import HOME, named_within, targets
from kptimeline.events.typing import Frame, load_lexicon, noun_frame
from kptimeline.events.words import load_words
from kptimeline.records import ActorReading

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

_HARM = frozenset({"ASSAULT", "COERCE"})
HELD = frozenset(
    {"hold", "conduct", "stage", "sign", "launch", "reach", "make", "convene", "open", "organize", "organise"}
)  # what is done with an event
_GATHERINGS = frozenset({"CONSULT", "MOBILIZE", "COOPERATE"})


def is_patient(index: int, verb: Token, cast: Cast) -> bool:
    """Whether an object of the verb is an actor."""
    return any(cast.actors(index, one) for one in syntax.objects(verb))


def agents(index: int, verb: Token, cast: Cast) -> Actors:
    """Who did it: the subject; of a passive, whoever stands after *by*."""
    if syntax.is_passive(verb):
        return union(cast.actors(index, obj) for prep, obj in syntax.prepositions(verb) if prep == "by")
    return cast.actors(index, syntax.subject(verb))


def behind(index: int, verb: Token, frame: Frame, cast: Cast) -> Actors:
    """Who stands behind an act or a thing that does it: *an ambush by rebels killed six*, *Chinese shells hit the camp*.

    Or behind what says it (*issued a statement condemning Iran*), or behind the fight in which it is done
    (*was killed in a raid by rebels*, *was killed when rebels attacked*).
    """
    if syntax.is_passive(verb):
        done_by = [obj for prep, obj in syntax.prepositions(verb) if prep == "by" and obj.pos_ == "NOUN"]
        found = first((_behind(index, one, cast) for one in done_by), ())
        return found or (in_course(index, verb, cast) if frame.type in _HARM else ())
    head = syntax.subject(verb)
    if head is None or head.pos_ != "NOUN":
        return ()
    found = _behind(index, head, cast)
    above = utterance(verb)
    return found or (agents(index, above, cast) if above is not None else ())


def _behind(index: int, thing: Token, cast: Cast) -> Actors:
    """Whose a thing is, or who did with it what is told of it: *a mine laid by rebels*."""
    found = owners(index, thing, cast) or union(by_preps(index, [thing], ("by",), cast))
    made = [one for one in thing.children if one.dep_ == "acl" and one.tag_ == "VBN"]
    return found or union(by_preps(index, made, ("by",), cast))


def utterance(verb: Token) -> Token | None:
    """The finite verb by which what a participle tells is said or decreed: *issued a statement condemning Iran*."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or verb.head.lemma_.casefold() not in load_words().uttered:
        return None
    above = syntax.governing_verb(verb.head)
    return above if above is not None and syntax.is_finite(above) and syntax.own_subject(above) else None


def in_course(index: int, verb: Token, cast: Cast) -> Actors:
    """Those who fight where somebody is harmed: *was killed in clashes with rebels*, *was hurt when rebels attacked*."""
    lexicon = load_lexicon()
    for prep, obj in syntax.prepositions(verb):
        if prep in ("in", "during", "from") and obj.pos_ == "NOUN":
            frame = noun_frame(obj, lexicon)
            if frame is not None and frame.type == "ASSAULT":
                return noun_roles(index, obj, frame, cast)[0]
    for one in verb.children:
        if one.dep_ == "advcl" and any(two.lower_ in ("when", "as", "after") for two in one.children):
            harms = any(frame.type == "ASSAULT" for frame in lexicon.verbs.get(syntax.lemma(one), ()))
            if harms and not syntax.is_passive(one):
                return cast.actors(index, syntax.own_subject(one))
    return ()


def _received(index: int, verb: Token, frame: Frame, cast: Cast) -> tuple[Actors, Actors]:
    """(`by`, `to`) of what somebody gets: *got a loan from Japan*, *came under fire from rebels*, *died in a raid by rebels*."""
    heads = syntax.objects(verb)
    things = [*heads, *(obj for _, obj in syntax.prepositions(verb))]
    subject = syntax.subject(verb)
    to = cast.actors(index, subject) or (_behind(index, subject, cast) if subject is not None else ())
    groups = [
        *by_preps(index, [verb, *things], frame.to or ("from", "by"), cast),
        in_course(index, verb, cast),
        *(owners(index, one, cast) for one in things),
    ]
    return first(groups, to), to


def _at_home(index: int, by: Actors, to: Actors, cast: Cast) -> tuple[Actors, Actors]:
    """Police and protesters are of one country unless the text says otherwise: who has none takes the other side's."""
    lands = {code for one in (*by, *to) if (code := cast.country(one)) is not None} or cast.codes(index)
    land = cast.land(lands.pop()) if len(lands) == 1 else None
    if land is None:
        return by, to

    own = {code for one in by if (code := cast.country(one)) is not None}

    def settled(group: Actors, *, doers: bool) -> Actors:
        return tuple(
            replace(one, country_hint=land, inferred=True)
            if cast.country(one) is None
            and cast.registry.find(one.name) is None
            and not (doers and not own and is_full_name(one) and not cast.is_person(one))
            else one
            for one in group
        )

    return settled(by, doers=True), settled(to, doers=False)


def is_full_name(actor: ActorReading) -> bool:
    """Whether it is a name of its own, every word of it: *the Lantern Guard* is not of the country that it attacks."""
    words = actor.name.split()
    return len(words) > 1 and all(word[:1].isupper() or word in ("of", "the", "and", "for") for word in words)


def _is_below(verb: Token, to: Actors, index: int, cast: Cast) -> bool:
    """Whether those that a mutual act is done to stand only in a clause below it."""
    offset = cast.sentences[index].span.start
    below = [one for one in verb.children if one.dep_ in ("xcomp", "ccomp", "advcl") and syntax.is_verb(one)]
    return bool(to) and all(
        any(one.left_edge.idx <= each.start - offset <= one.right_edge.idx for one in below) for each in to
    )


def roles(index: int, verb: Token, frame: Frame | None, cast: Cast) -> tuple[Actors, Actors]:
    """(`by`, `to`) of a verb; in a mutual event everyone is both."""
    if syntax.is_to_blame(verb):
        return (), cast.actors(index, syntax.own_subject(verb.head))
    by, to = _sides(index, verb, frame, cast)
    return by, to if by == to else tuple(one for one in to if not _is_within(one, by, cast))


def _is_within(actor: ActorReading, by: Actors, cast: Cast) -> bool:
    """Whether a name is part of who did it (*the Peruvian army*), or of nobody: *toured the Lantern Factory*."""
    if any(doer.start <= actor.start and actor.end <= doer.end for doer in by):
        return True
    words = actor.name.partition(" of ")[0].casefold().split()
    unknown = cast.country(actor) is None and cast.registry.find(actor.name) is None
    return unknown and not cast.registry.titles.premises.isdisjoint((*words[:1], *words[-1:]))


def _held(index: int, verb: Token, frame: Frame | None, cast: Cast) -> Actors:
    """Whose meeting or drill it is that was held: *a session of the council was convened*."""
    head = syntax.subject(verb)
    if frame is None or frame.type not in _GATHERINGS or not syntax.is_passive(verb) or head is None:
        return ()
    if verb.lemma_.casefold() not in HELD or head.pos_ != "NOUN":
        return ()
    return union(by_preps(index, [head], ("of",), cast))


def _sides(index: int, verb: Token, frame: Frame | None, cast: Cast) -> tuple[Actors, Actors]:
    if frame is not None and frame.received:
        return _received(index, verb, frame, cast)
    by = agents(index, verb, cast) or _held(index, verb, frame, cast)
    if not by and frame is not None and frame.type != "STATEMENT":
        by = tuple(
            one
            for one in behind(index, verb, frame, cast)
            if cast.country(one) or cast.registry.find(one.name)
        )
    to: Actors = ()
    named = False  # whether those that it is done to stand where its syntax looks for them
    motion = frame is None and verb.lemma_.casefold() in load_words().motion
    if not motion and (frame is None or frame.type != "STATEMENT"):
        to = first(targets(index, verb, frame, cast), by)
        if frame is not None:
            named = bool(to)
            to = to or first(named_within(index, verb, frame, cast), by)
            if frame.type in HOME:
                by, to = _at_home(index, by, to, cast)
    if by and frame is not None and frame.type == "ASSAULT" and cast.names_unknown_place(index):
        # *Israel bombed Rafah, killing civilians*: they need not be of the one country that is named.
        to = tuple(replace(one, country_hint=None) if one.inferred else one for one in to)
    if frame is not None and frame.mutual and (named or len(by) > 1):
        preps = {prep for one in (verb, *syntax.objects(verb)) for prep, _ in syntax.prepositions(one)}
        if by and not {"with", "between"} & preps and _is_below(verb, to, index, cast):
            return by, to  # *agreed to arm the rebels*: they had no part in it
        if by and len(to) > 1 and "between" in preps:
            return by, to  # *hosted talks between A and B*: a third party's
        joined = len(by) < 2 or "with" in preps
        everyone = union([by, to]) if joined else by  # *A and B signed a text on the ties of C and D*
        return (everyone, everyone) if len(everyone) > 1 else (by, to)
    return by, to


def noun_roles(index: int, noun: Token, frame: Frame, cast: Cast) -> tuple[Actors, Actors]:
    """(`by`, `to`) of an event noun: *Seoul's talks with Tokyo*, *summits held between A and B*."""
    tokens = [noun, *(one for one in noun.children if one.dep_ == "acl" and one.lemma_ in HELD)]
    own = owners(index, noun, cast)
    inner = [obj for prep, obj in syntax.prepositions(noun) if prep == "of"]  # *the murder of A by B*
    by = own or union(by_preps(index, [*tokens, *inner], ("by", "from"), cast))
    to = union(by_preps(index, tokens, frame.to or ("on", "against", "with", "to"), cast), by)
    if frame.mutual:
        everyone = union([by, to])
        return (everyone, everyone) if len(everyone) > 1 else (by, to)
    return by, to
