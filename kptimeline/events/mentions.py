"""Triggers in a parsed sentence: finite verbs, what they carry or govern, and event nouns that took place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kptimeline.events import nouns, roles, syntax
from kptimeline.events.attribution import charge_above, claim, is_gerund
from kptimeline.events.infinitives import gerunds
from kptimeline.events.named import is_named
from kptimeline.events.names import Cast
from kptimeline.events.status import status_of
from kptimeline.events.trigger import Trigger
from kptimeline.events.typing import Frame, Lexicon, is_question, light_noun, noun_frame, verb_frame
from kptimeline.events.words import Words
from kptimeline.records import Standing, Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_GATHERED = frozenset({"PROTEST", "CONSULT"})
_NOBODY = frozenset({"it", "this", "that", "so"})
_SOMEBODY = frozenset({"it", "he", "she", "they", "who", "which", "that"})


def _statement(verb: Token, type_: str = "STATEMENT") -> Frame:
    return Frame(type=type_, lemma=verb.lemma_, noun=False, example="")


def _is_demand(index: int, verb: Token, cast: Cast, words: Words) -> bool:
    """Whether a speech verb carries what somebody else should do: *Seoul said that Tokyo must pay*."""
    content = syntax.child(verb, "ccomp")
    if content is None or not any(one.lower_ in words.proposed_modals for one in syntax.auxiliaries(content)):
        return False
    doer = syntax.own_subject(content)
    if doer is None or doer.pos_ == "PRON" or syntax.is_passive(content):
        return False
    speakers = {cast.country(one) for one in cast.actors(index, syntax.subject(verb))}
    asked = {cast.country(one) for one in cast.actors(index, doer)} - {None}
    return bool(speakers and asked) and speakers.isdisjoint(asked)


def _is_taking(verb: Token, words: Words) -> bool:
    """*claimed second place*: something is taken, and nothing said."""
    what = syntax.child(verb, "dobj")
    noun = what is not None and what.pos_ in ("NOUN", "PROPN") and syntax.child(verb, "ccomp") is None
    return noun and verb.lemma_.casefold() in words.taken


def _best_frame(
    index: int, verb: Token, cast: Cast, lexicon: Lexicon, words: Words
) -> tuple[Frame | None, Token | None]:
    """The frame of a verb, and the light noun when that gives it."""
    if is_question(verb):
        return _statement(verb), None
    frame = verb_frame(verb, lexicon, patient=roles.is_patient(index, verb, cast))
    light = light_noun(verb, lexicon)
    if light is not None and (frame is None or not frame.weight):
        return light[1], light[0]
    if light is not None and frame is not None and frame.type == light[1].type:
        return frame, light[0]
    if frame is None and verb.lemma_.casefold() in words.plain and not _is_taking(verb, words):
        return _statement(verb, "REQUEST" if _is_demand(index, verb, cast, words) else "STATEMENT"), None
    if frame is None and verb.lemma_.casefold() in words.gather and not syntax.objects(verb):
        frame = _purpose_frame(verb, lexicon)
    adjective = frame is not None and frame.lemma.startswith("be ")
    return frame, syntax.child(verb, "acomp") if adjective else None


def _purpose_frame(verb: Token, lexicon: Lexicon) -> Frame | None:
    """What somebody goes or comes together for: *flocked to the square to protest*, *flew in for talks*."""
    for one in verb.children:
        if one.dep_ in ("advcl", "xcomp") and any(two.tag_ == "TO" for two in one.children):
            frame = verb_frame(one, lexicon, patient=False)
        elif one.dep_ == "prep" and one.lower_ in ("for", "in"):
            obj = syntax.child(one, "pobj")
            frame = noun_frame(obj, lexicon) if obj is not None and obj.pos_ == "NOUN" else None
        else:
            continue
        if frame is not None and frame.type in _GATHERED:
            return frame
    return None


def _carried(verb: Token, words: Words, lexicon: Lexicon) -> Token | None:
    """The verb whose tense an infinitive or participle has (*plans* to *send*), None when it has none to lend."""
    if verb.dep_ == "xcomp":
        above = verb.head if syntax.is_verb(verb.head) else verb.head.head
        if not syntax.is_verb(above):
            return None
        lemma = above.lemma_.casefold()
        if lemma in words.deny and is_gerund(verb):
            return above if syntax.is_finite(above) else _carried(above, words, lexicon)
        governs = (
            words.aspect
            | words.planned_verbs
            | words.hypothetical_verbs
            | words.proposed_verbs
            | words.negated_verbs
        )
        if verb.head.pos_ == "ADJ":
            return above if verb.head.lower_ in words.planned_adjectives else None
        free = lemma in words.aspect or verb_frame(above, lexicon, patient=True) is None
        free = free or verb_frame(verb, lexicon, patient=True) is not None  # *refused to attack*: two acts
        if lemma in governs and free:
            return (
                above if syntax.is_finite(above) or above.dep_ == "conj" else _carried(above, words, lexicon)
            )
        return None
    if (
        verb.dep_ == "conj"
        and not syntax.own_subject(verb)
        and syntax.is_verb(verb.head)
        and not syntax.is_finite(verb)
    ):
        return _carried(verb.head, words, lexicon)
    charge = charge_above(verb, words)
    typed = charge is not None and verb_frame(verb, lexicon, patient=True) is not None
    return charge if typed else None


def _participle(verb: Token, frame: Frame | None) -> tuple[Token, Standing] | None:
    """The finite verb that a participle goes with, and its standing; None where it tells of nothing that happened."""
    bare = verb.dep_ in ("advcl", "acl", "conj") and verb.tag_ in ("VBG", "VBN")
    if not bare or any(one.dep_ == "mark" for one in verb.children):
        return None
    standing = Standing.EVENT
    if frame is None or frame.type == "STATEMENT":
        standing = Standing.ASIDE  # *saying that …*: how the clause above goes on
    elif (decreed := roles.utterance(verb)) is not None:
        return decreed, standing  # *issued a statement condemning Iran* condemns it
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        if not any(one.ent_type_ == "DATE" for one in verb.children):
            return None
        standing = Standing.ASIDE  # *with ships arriving on Tuesday*
    elif verb.dep_ == "acl" and not any(prep == "by" for prep, _ in syntax.prepositions(verb)):
        placed = any(one.dep_ in ("prep", "npadvmod") for one in verb.children)
        if not placed or (frame is not None and frame.noun):
            return None
        standing = Standing.ASIDE  # *a speech delivered in Lima on Monday*
    carrier = verb
    while (
        carrier.dep_ in ("advcl", "conj") and not syntax.is_finite(carrier) and syntax.is_verb(carrier.head)
    ):
        carrier = carrier.head
    return carrier, standing


def _verb_triggers(index: int, doc: Doc, cast: Cast, lexicon: Lexicon, words: Words) -> Iterator[Trigger]:
    lent: set[int] = set()
    found: list[Trigger] = []
    for verb in doc:
        if not syntax.is_verb(verb):
            continue
        carrier: Token | None = verb if syntax.is_finite(verb) else _carried(verb, words, lexicon)
        frame, noun = _best_frame(index, verb, cast, lexicon, words)
        standing = Standing.EVENT
        if carrier is None:
            lent_by = _participle(verb, frame)
            if lent_by is None:
                continue
            carrier, standing = lent_by
        if verb.text[:1].isupper() and verb.i > 0 and verb.nbor(-1).pos_ != "PUNCT":
            continue  # a word of a name or of a headline
        if (
            frame is None
            and verb.dep_ == "xcomp"
            and carrier != verb
            and syntax.child(verb.head, "dobj") is not None
        ):
            continue  # *told them to go*: nobody says that they went
        if frame is None and (
            verb.pos_ == "AUX" or (verb.lemma_.casefold() in words.state and not _shows_up(verb))
        ):
            continue
        if carrier != verb and verb.dep_ == "xcomp":
            lent.add(carrier.i)
        said = claim(index, verb, cast, words)
        if verb.dep_ == "pcomp" and not (said and said.speakers) and carrier.lemma_ != "convict":
            standing = Standing.ASIDE  # *is accused of sending it*: nobody says that it did
        status = status_of(verb, carrier, denied=bool(said and said.denies), reported=bool(said), words=words)
        if status is Status.NEGATED and said is not None and said.speakers:
            status = Status.DENIED  # somebody says that it did not happen
        told = frame is not None and frame.type == "STATEMENT" and carrier.tag_ in ("VBZ", "VBP")
        if verb.dep_ == "pcomp":
            real = status in (Status.OCCURRED, Status.ONGOING)
            status = Status.OCCURRED if real else Status.HYPOTHETICAL  # *is accused of killing*
        participle = verb.dep_ == "acl" and verb == carrier and not syntax.is_finite(verb)
        if participle or (told and status is Status.ONGOING):
            status = Status.OCCURRED  # *police say* is what they said
        found.append(
            Trigger(
                index,
                verb,
                carrier,
                frame,
                status,
                noun,
                claim=said,
                offset=cast.sentences[index].span.start,
                standing=standing,
            )
        )
    typed = {one.head.i for one in found if one.type is not None}
    for one in found:
        one.apart = one.carrier != one.head and one.carrier.i in typed
        if (
            one.head.i in lent
            and one.head == one.carrier
            and (one.frame is None or one.head.lemma_.casefold() in words.aspect)
        ):
            one.standing = Standing.ASIDE
        one.by, one.to = roles.roles(index, one.head, one.frame, cast)
        yield one


def _shows_up(verb: Token) -> bool:
    """*appeared in court*, not *appeared to agree* or *appeared calm*."""
    deps = {one.dep_ for one in verb.children}
    there = any(prep in ("in", "at", "on", "before") for prep, _ in syntax.prepositions(verb))
    return (
        verb.lemma_.casefold() == "appear" and there and deps.isdisjoint({"xcomp", "ccomp", "oprd", "acomp"})
    )


def _is_somebody(one: Trigger) -> bool:
    """Whether nobody can tell who did it, or what: *it attacked Japan*, *Japan did it*, *Japan denied this*."""
    if one.by or not syntax.is_verb(one.head) or syntax.is_passive(one.head):
        what = syntax.child(one.head, "dobj")
        if what is None or (one.head.dep_ == "relcl" and what.lower_ == "that"):
            return False  # *the pact that Seoul scrapped*
        return not one.to and what.lower_ in _NOBODY and syntax.child(one.head, "ccomp") is None
    subject = syntax.subject(one.head)
    return subject is not None and subject.pos_ == "PRON" and subject.lower_ in _SOMEBODY


def _is_told(one: Trigger, cast: Cast) -> bool:
    """At least one actor with a name or a country; where nothing tells the type, or it is only saying, it acts."""
    if _is_somebody(one):
        return False
    if one.is_saying:
        return any(is_named(who, cast) for who in one.by)
    if one.frame is None:
        return any(is_named(who, cast) for who in one.by)
    going = one.frame is not None and one.frame.type == "CONSULT" and bool(one.frame.prep)
    if (one.frame is None or going) and not one.by:
        return False
    done = syntax.is_passive(one.head) and bool(one.to)  # *two soldiers were killed*
    return bool(one.by) or done or any(is_named(who, cast) for who in one.to)


def _is_told_of(one: Trigger) -> bool:
    """Whether somebody or something with a noun takes part; *it rained* and what *we* did tell of nobody."""
    subject = syntax.subject(one.head)
    if subject is None:
        return bool(one.by or one.to)
    if subject.pos_ in ("ADJ", "DET") and any(prep == "of" for prep, _ in syntax.prepositions(subject)):
        return True  # *most of the houses*
    return subject.pos_ in ("NOUN", "PROPN", "NUM") or subject.lower_ in _SOMEBODY


def triggers(index: int, cast: Cast, lexicon: Lexicon, words: Words) -> list[Trigger]:
    """The mentions of a sentence in order, each with its standing."""
    doc = cast.sentences[index].doc
    verbs = list(_verb_triggers(index, doc, cast, lexicon, words))
    for one in verbs:
        if one.standing is Standing.EVENT and not _is_told(one, cast):
            one.standing = Standing.ASIDE
    verbs = [one for one in verbs if one.standing is Standing.EVENT or _is_told_of(one)]
    events = [one for one in verbs if one.standing is Standing.EVENT]
    taken = {token.i for one in events for token in (one.head, one.noun) if token is not None}
    told = list(nouns.noun_triggers(index, doc, cast, lexicon, words, taken))
    taken |= {token.i for one in (*verbs, *told) for token in one.tokens}
    asides = list(nouns.happenings(index, doc, cast, lexicon, words, taken))
    asides += [one for one in gerunds(index, cast, lexicon, words, taken) if _is_told_of(one)]
    said = {
        one.claim.at.i
        for one in (*events, *told)
        if one.claim and one.claim.at is not None and one.claim.speakers
    }
    for one in verbs:
        cites = one.head.lemma_.casefold() in words.citing
        if cites and one.head.dep_ == "advcl" and one.standing is Standing.EVENT:
            one.standing = Standing.ASIDE  # *…, citing officials*
        elif (one.is_saying or cites) and one.noun is None and one.head.i in said:
            one.standing = Standing.ATTRIBUTION
    return sorted(verbs + told + asides, key=lambda one: one.tokens[0].i)
