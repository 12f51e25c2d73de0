"""Whether it happened: the status of a verb from its auxiliaries, negation and what governs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.words import Words
from kptimeline.records import Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Token


def is_negated(verb: Token, words: Words) -> bool:
    """*not*, *never*, a subject or object with *no*; *failed to*."""
    for one in (verb, *syntax.auxiliaries(verb)):
        if any(two.dep_ == "neg" or two.lower_ in ("never", "neither", "nor") for two in one.children):
            return True
        if any(
            two.lower_ == "longer" and any(not_.lower_ == "no" for not_ in two.children)
            for two in one.children
        ):
            return True  # *will no longer pay*
    for noun in (syntax.own_subject(verb), *syntax.objects(verb)):
        if noun is None:
            continue
        if noun.lower_ in words.negated_words or any(
            one.dep_ in ("det", "neg", "preconj") and one.lower_ in ("no", "neither", "not")
            for one in noun.children
        ):
            return True
    return False


def _conditional(verb: Token, words: Words) -> bool:
    """Whether the verb stands in an *if* clause or rests on one."""
    if any(one.dep_ == "mark" and one.lower_ in words.hypothetical_marks for one in verb.children):
        return True
    own = syntax.own_subject(verb)
    if (
        own is not None
        and verb.dep_ == "advcl"
        and any(one.lower_ in words.inverted and one.i < own.i for one in syntax.auxiliaries(verb))
    ):
        return True  # *had they met, …*
    at = verb
    while at.head != at and at.dep_ in ("advcl", "conj", "xcomp"):
        if any(one.dep_ == "mark" and one.lower_ in words.hypothetical_marks for one in at.children):
            return True
        at = at.head
    return False


def _is_yet_to(verb: Token, carrier: Token) -> bool:
    """*has yet to reply*."""
    near = (*verb.children, *carrier.children)
    return verb != carrier and carrier.lemma_ == "have" and any(one.lower_ == "yet" for one in near)


def _rests_on_condition(verb: Token, words: Words) -> bool:
    """*will help if …*, *would have met had …*: the other half of a conditional."""
    return any(
        one.dep_ == "advcl" and syntax.is_verb(one) and _conditional(one, words) for one in verb.children
    )


def _is_since(verb: Token) -> bool:
    """Whether the verb's own clause has *since*, be it behind an infinitive: *has sent troops to help since May*."""
    return any(
        one.lower_ == "since" and one.head.dep_ != "pobj" and _finite_above(one) == verb
        for one in verb.subtree
    )


def _finite_above(token: Token) -> Token | None:
    """The nearest verb above a token that is neither an infinitive nor a participle below another verb."""
    at = syntax.governing_verb(token)
    while at is not None and at.tag_ in ("VB", "VBG") and at.dep_ in ("advcl", "xcomp", "acl"):
        at = syntax.governing_verb(at)
    return at


def _by_modal(modals: set[str], *, reported: bool, words: Words) -> Status | None:
    if modals & words.proposed_modals:
        return Status.PROPOSED
    if modals & words.hypothetical_modals:
        return Status.HYPOTHETICAL
    if modals & words.planned_modals:
        return Status.PLANNED if reported or not modals & {"would", "'d", "’d"} else Status.HYPOTHETICAL
    return None


def is_perfect(verb: Token) -> bool:
    """*has sent*, *have been sent*."""
    return any(one.lemma_ == "have" and one.tag_ in ("VBZ", "VBP", "VB") for one in syntax.auxiliaries(verb))


def is_past(verb: Token) -> bool:
    """Simple past or present perfect: what a lead tells as news; not the past perfect."""
    aux = syntax.auxiliaries(verb)
    if any(one.tag_ == "MD" for one in aux) or any(one.lemma_ == "have" and one.tag_ == "VBD" for one in aux):
        return False
    if is_perfect(verb):
        return True
    return (
        (verb.tag_ == "VBD" and not aux)
        or any(one.tag_ == "VBD" for one in aux)
        or (verb.tag_ == "VBN" and not aux)
    )


def status_of(verb: Token, carrier: Token, *, denied: bool, reported: bool, words: Words) -> Status:
    """The status of an event told by `verb`; `carrier` has its tense (*plans* in *plans to send*).

    `denied`: its speaker denies it; `reported`: it stands in somebody's words.
    """
    if denied:
        return Status.DENIED
    modals = {one.lower_ for one in syntax.auxiliaries(carrier) if one.tag_ == "MD"}
    if modals & words.proposed_modals:
        return Status.PROPOSED  # *should not*: what is asked for, not what was left undone
    if _conditional(carrier, words):
        return Status.HYPOTHETICAL
    if modals and _rests_on_condition(carrier, words):
        return Status.HYPOTHETICAL
    if modals & words.hypothetical_modals and any(
        one.lower_ == "have" for one in syntax.auxiliaries(carrier)
    ):
        return Status.HYPOTHETICAL  # *could not have met*
    goes_on = verb != carrier and verb.dep_ in ("advcl", "acl")  # a participle
    if is_negated(verb, words) or (not goes_on and is_negated(carrier, words)) or _is_yet_to(verb, carrier):
        return Status.NEGATED
    if goes_on and any(one.lower_ == "having" for one in syntax.auxiliaries(verb)):
        return Status.OCCURRED
    by_modal = _by_modal(modals, reported=reported, words=words)
    if by_modal is not None:
        return by_modal
    if syntax.is_to_blame(verb):
        return Status.OCCURRED
    if verb != carrier and not goes_on:
        lemma = carrier.lemma_.casefold()
        adjective = verb.head.lower_ if verb.head.pos_ == "ADJ" else ""
        if lemma in words.negated_verbs:
            return Status.NEGATED
        if (
            lemma in words.planned_verbs
            or adjective in words.planned_adjectives
            or (lemma == "be" and verb.dep_ == "xcomp")
            or (lemma == "go" and carrier.tag_ == "VBG" and verb.tag_ == "VB")  # *is going to*
        ):
            return Status.PLANNED
        if lemma in words.tried and is_past(carrier):
            failed = any(one.lemma_.casefold() in words.negated_verbs for one in carrier.conjuncts)
            return Status.NEGATED if failed else Status.OCCURRED
        if lemma in words.attempt or lemma in words.proposed_verbs:
            return Status.PROPOSED
        if lemma in words.hypothetical_verbs or adjective:
            return Status.HYPOTHETICAL
    above = carrier.head if carrier.dep_ == "ccomp" else None
    if above is not None and above.lemma_.casefold() in words.proposed_verbs and carrier.tag_ == "VB":
        return Status.PROPOSED
    aux = syntax.auxiliaries(carrier)
    if carrier.tag_ == "VBG" and any(one.lemma_ == "be" for one in aux):
        return Status.ONGOING if not any(one.tag_ == "VBD" for one in aux) else Status.OCCURRED
    if is_perfect(carrier) and _is_since(carrier):
        return Status.ONGOING
    tense = next((one.tag_ for one in aux if one.tag_ in ("VBZ", "VBP", "VBD")), carrier.tag_)
    if tense in ("VBZ", "VBP") and not is_perfect(carrier):
        return Status.ONGOING
    return Status.OCCURRED
