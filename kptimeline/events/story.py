"""What an article's own day dates: mentions without a time phrase that tell of the news itself.

Agency news leaves out the day where it is that of the story: of what is said in a main clause in the past, and
of how the lead goes on. Evidence for each policy stands in docs/dates.md; all of it is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kptimeline.events import nouns, syntax
from kptimeline.events.dating import OTHER_TIME, is_to_come, is_weak
from kptimeline.events.status import is_past, is_perfect
from kptimeline.events.trigger import Trigger
from kptimeline.events.words import Words
from kptimeline.records import DatedBy, Status, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CLOCK = re.compile(r"\b(clock|at)\(")
_DAY = re.compile(r"\b(weekday|monthday|day)\b")
_ASIDE = frozenset({"ccomp", "parataxis", "csubj"})  # a clause of its own, whose day is no other's
_NOT_ON = frozenset({"by", "until", "till", "before", "after", "since", "for"})
_WITNESSES = frozenset({"i", "we", "you", "one"})
# What is done by speaking: reported because it was said.
_SPOKEN = frozenset({"ACCUSE", "SUPPORT", "REJECT", "THREATEN", "REQUEST", "AGREE", "STATEMENT"})


def is_opinion(title: str, words: Words) -> bool:
    """Whether a title says that its article is somebody's view: *Commentary*, *Editorial*.

    It recalls what was said and done on other days and does not say which: its own day is none of them.
    """
    return any(word in words.opinion for word in _WORD.findall(title.casefold()))


def is_main(verb: Token) -> bool:
    """Whether a verb is that of a main clause, or coordinated with it."""
    at = verb
    while at.head != at:
        if at.dep_ not in ("conj", "parataxis") or syntax.object_before(at) is not None:
            return False
        at = at.head
    return syntax.is_verb(at)


def has_other_time(verb: Token) -> bool:
    """Whether a clause says when by what came before or after it: *after the parade they held talks*."""
    ordered = (one for kid in verb.children if kid.dep_ in ("prep", "advcl") for one in (kid, *kid.children))
    return any(one.lower_ in OTHER_TIME and one.dep_ in ("prep", "mark") for one in ordered)


def is_saying(one: Trigger, words: Words) -> bool:
    """Whether it is said, or done by saying it."""
    return is_said(one.type, one.head.lemma_.casefold(), words)


def is_said(event_type: str | None, lemma: str, words: Words) -> bool:
    """The same of a mention's type and verb."""
    return event_type in _SPOKEN or lemma in words.plain - words.taken | words.spoken


def tells_of_the_story(one: Trigger, words: Words) -> bool:
    """Whether somebody says it in a main clause, past or in the present of reporting (*police say*), as news does."""
    head = one.head
    if one.status is not Status.OCCURRED or head != one.carrier or not is_saying(one, words):
        return False
    subject = syntax.subject(head)
    if not is_main(head) or syntax.in_quotes(head) or (subject is not None and subject.lower_ in _WITNESSES):
        return False
    return (is_past(head) and not is_perfect(head)) or (one.is_saying and head.tag_ in ("VBZ", "VBP"))


def goes_on(one: Trigger) -> bool:
    """Whether it may be how a dated lead goes on: past, in a main clause, nobody's own words."""
    head = one.head
    if one.status is not Status.OCCURRED or head != one.carrier or not syntax.is_verb(head):
        return False
    subject = syntax.subject(head)
    if not is_main(head) or syntax.in_quotes(head) or (subject is not None and subject.lower_ in _WITNESSES):
        return False
    return is_past(head) and not is_perfect(head)


def leaves_the_day(time: TimeExpression) -> bool:
    """Whether a phrase says when something else is: a clock time of the day, or a time that is to come."""
    return is_to_come(time) or bool(_CLOCK.search(time.alternatives[0].expression))


def is_foreground(found: Iterable[Trigger], times: Iterable[TimeExpression]) -> bool:
    """Whether nothing in a sentence leads away from the story's day: no date, no past perfect.

    A length of time, a clock time, words for the present and a time to come do not.
    """
    if any(not (is_weak(one) or leaves_the_day(one)) for one in times):
        return False
    return not any(
        aux.lower_ == "had" for one in found if is_main(one.head) for aux in syntax.auxiliaries(one.head)
    )


def is_news(one: Trigger, dated_by: DatedBy | None) -> bool:
    """Whether a phrase dates what a main clause tells as done: its day is the story's."""
    return dated_by is DatedBy.PHRASE and one.status is Status.OCCURRED and is_main(one.head)


def in_doubt(
    found: Sequence[Trigger], times: Sequence[tuple[int, TimeExpression]], offset: int
) -> dict[int, int]:
    """Heads of main clauses that a day at the end of their sentence may date, though the parse hangs it elsewhere.

    *scored twice to lead them to a win over Sweden on Wednesday*, *met the minister who called on him on Monday*:
    neither verb has the day for sure, so neither takes the article's own. Gives the time's index by the head.
    """
    doubtful: dict[int, int] = {}
    for number, time in times:
        if is_weak(time) or not _DAY.search(time.alternatives[0].expression):
            continue
        for one in found:
            doc = one.head.doc
            span = doc.char_span(time.start - offset, time.end - offset, alignment_mode="expand")
            if span is None or not is_main(one.head) or any(not word.is_punct for word in doc[span.end :]):
                continue
            at = span.root
            while at not in (one.head, at.head) and at.dep_ not in _ASIDE:
                if at.dep_ == "advcl" and syntax.own_subject(at) is not None:
                    break
                if at.lower_ in _NOT_ON or (at.dep_ == "acl" and at.tag_ == "VB"):
                    break  # *a plan to launch it by Friday*
                at = at.head
            if at == one.head:
                doubtful[one.head.i] = number
    return doubtful


def introduces(one: Trigger) -> bool:
    """Whether what follows is a document that somebody issues: *issued the following statement:*."""
    doc = one.head.doc
    last = next((word for word in reversed(doc) if not (word.is_space or word.is_quote)), None)
    told = any(word.lower_ in ("following", "follows") for word in one.head.subtree)
    if last is None or last.text != ":" or not told:
        return False
    # *released the following statement under the title "We will …":* the parse takes the title for the main clause
    root = one.head.sent.root
    return is_main(one.head) or (syntax.in_quotes(root) and not syntax.in_quotes(one.head))


def above(one: Trigger) -> Token | None:
    """The verb whose time a participle (*saying that …*) or an event noun (*in an interview*) shares."""
    head = one.head
    if syntax.is_verb(head):
        if (whole := syntax.same_time(head)) is not None:
            return whole
        bare = head.dep_ == "advcl" and head.tag_ == "VBG" and syntax.own_subject(head) is None
        if bare and not any(kid.dep_ in ("mark", "aux") for kid in head.children):
            return head.head
        return None
    known = nouns.load_nouns()
    if head.dep_ == "pobj" and head.head.lower_ in known.same_time and syntax.is_verb(head.head.head):
        return head.head.head
    if head.dep_ in ("dobj", "nsubjpass", "nsubj") and head.head.lemma_.casefold() in known.held:
        return head.head
    return None
