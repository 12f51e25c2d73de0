"""Which time expression governs which trigger: `dated_by` phrase, sentence, lead or chain.

A phrase belongs to one trigger, the one in whose clause it stands. Coordinated and participial clauses
may share one that governs them from the main clause; nothing else is shared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kptimeline.events import nouns, syntax
from kptimeline.events.bystanders import SAME_TIME, is_purpose, is_record, whose
from kptimeline.events.status import is_past
from kptimeline.events.trigger import Trigger
from kptimeline.events.typing import Lexicon
from kptimeline.records import DatedBy, Span, Standing, Status, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import Doc, Token

_WEAK = re.compile(
    r"((more-than|less-than|at-least|at-most|approx)\()*"
    r"((for|duration|every|times|within|recent|coming)\b(\(|$)|(past|present|future)$)"
)
_SECOND_HALF = re.compile(r"(and|to)\(")  # *Dec. 1* of *between Nov. 22 and Dec. 1* is told by the first half
_BYGONE = re.compile(r"shift\(present, -|last\(|preceding\(")
_TO_COME = re.compile(r"shift\(present, [1-9]|next\(|coming\b")
_WEEKDAY = re.compile(r"\bweekday\(")
_HANGING = re.compile(r"\bevent\(")
_CLOCK = re.compile(r"\b(clock|at)\(")
_OWNED = frozenset({"poss", "compound", "nmod", "amod", "nummod"})
OTHER_TIME = frozenset({"after", "before", "since", "until", "till", "following", "preceding"})
_COMPARED = frozenset({"that", "those"})
_SAME = frozenset({"he", "she", "it", "they"})
_GOVERNED = frozenset({"xcomp", "ccomp", "acl", "advcl", "dobj", "conj"})
# What these do is about an event that has a day of its own: *condemned the attack on Monday*.
_REACTIONS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "STATEMENT", "THREATEN", "REQUEST"})


@dataclass(frozen=True, slots=True)
class Dated:
    """Index of a time expression and how it dates; `by` is None where it stands in the clause and cannot be told."""

    time: int
    by: DatedBy | None


def is_weak(time: TimeExpression) -> bool:
    """A duration, a set or a vague word, which another phrase of the clause outdoes."""
    return not time.alternatives or bool(_WEAK.match(time.alternatives[0].expression))


def is_to_come(time: TimeExpression) -> bool:
    """Whether a phrase lies after the article's day, whatever the tense: *next year*, *tomorrow*."""
    return _means(time, _TO_COME)


def _means(time: TimeExpression, pattern: re.Pattern[str]) -> bool:
    return bool(time.alternatives) and bool(pattern.search(time.alternatives[0].expression))


def _is_other_time(noun: Token) -> bool:
    """*after the talks*, *ahead of the summit*: the noun stands for another time than its clause."""
    if noun.dep_ not in ("pobj", "pcomp"):
        return False
    prep = noun.head
    return prep.lower_ in OTHER_TIME or (prep.lower_ == "of" and prep.head.lower_ == "ahead")


def _told_from(word: Token) -> Token | None:
    """The verb that *two days after they met* dates: the one above the clause, which is of another time."""
    clause = word.head
    if word.dep_ != "npadvmod" or clause.dep_ != "advcl" or not syntax.is_verb(clause.head):
        return None
    marks = (one for one in clause.children if one.dep_ == "mark" and one.i > word.i)
    return clause.head if any(one.lower_ in ("after", "before") for one in marks) else None


def _frame_verb(noun: Token) -> Token | None:
    """The verb of what was done in an event noun: *at a Monday briefing he denied it* was on Monday."""
    known = nouns.load_nouns()
    if noun.dep_ != "pobj" or noun.head.lower_ not in known.same_time or not syntax.is_verb(noun.head.head):
        return None
    return noun.head.head if noun.lemma_.casefold() in known.words else None


@dataclass(slots=True)
class _Finder:
    """Climbs from a phrase to the verb or event noun that it belongs to."""

    taken: dict[int, Trigger]
    lexicon: Lexicon
    timed: frozenset[int] = frozenset()  # tokens of all time phrases

    def owner(self, doc: Doc, start: int, end: int, time: TimeExpression) -> tuple[Token | None, bool]:
        """The owner of a phrase (offsets of the sentence), None where it belongs to nothing told; False in doubt."""
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or is_record(doc, span.start) or is_purpose(doc, span.start, time):
            return None, True
        if (noun := whose(span.root)) is not None and noun.i not in self.timed:
            return (noun if noun.i in self.taken else None), True
        if (above := _told_from(span.root)) is not None:
            if span.start and doc[span.start - 1].text == "," and _means(time, _HANGING):
                return None, True  # *left on Monday, a day after they met*: an aside to a date that is known
            return self._verb(above, time, sure=True)
        at, sure = span.root, True
        while at.head != at:
            inside = span.start <= at.i < span.end
            if inside and span.start <= at.head.i < span.end:
                at = at.head
                continue
            if inside:
                if at.head.i in self.timed:
                    at = at.head  # *for two hours on Friday*, which the parse takes for the hours of a Friday
                    continue
                if at.dep_ in _OWNED and at.head.pos_ in ("NOUN", "PROPN"):
                    if (verb := _frame_verb(at.head)) is not None and at.head.i not in self.taken:
                        return self._verb(verb, time, sure=True)
                    return (at.head if at.head.i in self.taken else None), True
                at = at.head
                continue
            if at.i in self.taken and not syntax.is_verb(at):
                return at, sure
            if syntax.is_verb(at):
                return self._verb(at, time, sure=sure)
            if at.dep_ in ("appos", "relcl") or (at.dep_ in _OWNED and at.head.pos_ in ("NOUN", "PROPN")):
                return (at.head if at.head.i in self.taken else None), sure
            if at.lower_ in _COMPARED and at.dep_ == "pobj":
                return None, True  # *more than that in 2014*: the other side of a comparison
            if at.pos_ in ("NOUN", "PROPN") and _is_other_time(at):
                return None, True
            if at.pos_ == "NOUN" and at.lemma_.casefold() in self.lexicon.nouns:
                sure = sure and self._passes(at)
            at = at.head
        return at, sure

    def _passes(self, noun: Token) -> bool:
        """Whether a phrase after an event noun dates what is done with the event: *ended the talks on Monday*."""
        if noun.dep_ == "pobj":
            whole = noun.head.head
            if noun.head.lower_ == "of" and whole.pos_ == "NOUN":
                return self._passes(whole)
            return noun.head.lower_ in SAME_TIME
        if noun.dep_ not in ("dobj", "nsubjpass", "conj"):
            return False
        trigger = self.taken.get(noun.head.i)
        return trigger is None or trigger.type not in _REACTIONS

    def _verb(self, verb: Token, time: TimeExpression, *, sure: bool) -> tuple[Token | None, bool]:
        if verb.dep_ == "acl" and verb.head.i in self.taken and verb.i not in self.taken:
            return verb.head, sure
        at = self._climb(verb)
        if at.i in self.taken and _means(time, _WEEKDAY) and self._is_below_an_act(at):
            return at, False
        if at.i in self.taken or syntax.is_finite(at):
            return at, sure
        # *ordered them to stop yesterday*: what is bygone is not when somebody is to do it.
        if _means(time, _BYGONE) and not is_weak(time):
            while at.head != at and not syntax.is_finite(at) and at.dep_ in _GOVERNED:
                at = at.head
            return at, sure
        if at.dep_ == "acl" and at.tag_ in ("VBN", "VBG"):
            # *received a group led by Putin on Monday*: the day of either
            above = syntax.governing_verb(at)
            return (above, False) if above is not None and above.i in self.taken else (at, sure)
        return at, sure

    def _is_below_an_act(self, verb: Token) -> bool:
        """*accused them of sending it on Monday*: the day of either."""
        above = syntax.governing_verb(verb)
        act = self.taken.get(above.i) if above is not None else None
        return verb.dep_ == "pcomp" and act is not None and act.type is not None

    def _climb(self, verb: Token) -> Token:
        """From a clause without an event of its own (*to assist since October*) to the one that has it."""
        at = verb
        while (
            at.i not in self.taken and at.head != at and syntax.is_verb(at.head) and not syntax.is_finite(at)
        ):
            if at.dep_ not in ("advcl", "xcomp", "conj"):
                break
            if at.dep_ == "xcomp" and at.head.i in self.taken:
                break
            at = at.head
        return at


def owners(
    doc: Doc,
    offset: int,
    times: Sequence[tuple[int, TimeExpression]],
    found: Sequence[Trigger],
    lexicon: Lexicon,
) -> dict[int, list[tuple[int, bool]]]:
    """Token index of a verb or event noun to the time expressions that belong to it: (index, whether that is sure)."""
    taken: dict[int, Trigger] = {}
    for one in found:
        for token in (one.head, one.noun, one.carrier):
            if token is not None:
                taken.setdefault(token.i, one)
    spans = (
        doc.char_span(time.start - offset, time.end - offset, alignment_mode="expand") for _, time in times
    )
    finder = _Finder(taken, lexicon, frozenset(token.i for span in spans if span for token in span))
    belongs: dict[int, list[tuple[int, bool]]] = {}
    for number, time in times:
        owner, sure = finder.owner(doc, time.start - offset, time.end - offset, time)
        if owner is None:
            continue
        trigger = taken.get(owner.i)
        key = trigger.head.i if trigger is not None else owner.i
        belongs.setdefault(key, []).append((number, sure))
    return belongs


def _shares(one: Trigger, above: Token, time: TimeExpression, offset: int) -> bool:
    """Whether a phrase of the clause of `above` governs `one`, a clause that hangs from it."""
    head = one.head
    if head.head != above:
        return False
    if head.dep_ == "advcl":
        when = any(kid.lower_ == "when" and kid.dep_ == "advmod" for kid in head.children)
        when = when or _is_same_time(head)
        return (head.tag_ == "VBG" and syntax.own_subject(head) is None) or (when and head.tag_ == above.tag_)
    if head.dep_ != "conj":
        return False
    start = time.start - offset
    if start < above.idx or start > head.idx:
        return True
    # *met him on Monday and thanked Japan*: one subject goes on, on the same day, not at the same minute.
    own = syntax.own_subject(head)
    goes_on = (own is None or own.lower_ in _SAME) and head.tag_ == above.tag_ and one.head == one.carrier
    return goes_on and one.status is Status.OCCURRED and not _means(time, _CLOCK)


def _is_same_time(clause: Token) -> bool:
    """*as Japan won on Sunday*: a clause that tells of the same time as the one it hangs from."""
    return (
        clause.dep_ == "advcl"
        and any(one.lower_ in ("as", "while", "when") for one in clause.children)
        and clause.tag_ == clause.head.tag_
    )


def _choose(
    own: list[tuple[int, bool]], times: Sequence[TimeExpression], doc: Doc, offset: int
) -> Dated | None:
    """The one phrase of a clause that dates it; None where it has several that do not name one time."""
    own = [one for one in own if not _means(times[one[0]], _SECOND_HALF)] or own
    strong = [one for one in own if not is_weak(times[one[0]])] or own
    strong = [one for one in strong if not _means(times[one[0]], _HANGING)] or strong
    first, sure = min(strong, key=lambda one: times[one[0]].start)
    for number, _ in strong:
        between = syntax.text(doc)[times[first].end - offset : times[number].start - offset]
        if number != first and re.fullmatch(r"[\s,]*(and|or|but)\s+(\w+\s+){0,2}", between):
            sure = False  # *in 2000 and in October 2007* are two times
    return Dated(first, DatedBy.PHRASE if sure else None)


def govern(
    found: Sequence[Trigger], times: Sequence[TimeExpression], span: Span, doc: Doc, lexicon: Lexicon
) -> dict[int, Dated]:
    """For triggers of one sentence, by number: the time expression of its clause, or of the clause that it hangs from.

    What founds no event takes no phrase away from what does.
    """
    here = [(i, time) for i, time in enumerate(times) if span.start <= time.start < span.end]
    events = [one for one in found if one.standing is Standing.EVENT]
    belongs = owners(doc, span.start, here, events, lexicon)
    chosen: dict[int, Dated] = {}
    clauses = {key: _choose(own, times, doc, span.start) for key, own in belongs.items()}
    for number, one in enumerate(found):
        own = clauses.get(one.head.i)
        if own is None and one.standing is Standing.ASIDE and not syntax.is_verb(one.head):
            own = _noun_date(one.head, here, span.start)
        if own is None and one.standing is Standing.ASIDE and (verb := syntax.child(one.head, "xcomp")):
            below = clauses.get(verb.i)  # *began to arrive on Monday*: it begins when they arrive
            plan = any(two.head == verb and two.status is not one.status for two in found)
            if below is not None and not plan:
                own = Dated(below.time, DatedBy.SENTENCE if below.by else None)
        if own is not None:
            chosen[number] = own
    for number, one in enumerate(found):
        if number in chosen and _cannot_be(one, times[chosen[number].time]):
            chosen[number] = Dated(chosen[number].time, None)
    _give_to_plans(found, chosen, times, span.start)
    for number, one in enumerate(found):
        if number in chosen:
            continue
        below = next(
            (clauses[kid.i] for kid in one.head.children if kid.i in clauses and _is_same_time(kid)), None
        )
        if below is not None and below.by and not _means(times[below.time], _CLOCK):
            chosen[number] = Dated(below.time, DatedBy.SENTENCE)
            continue
        above = clauses.get(one.head.head.i) if one.head.head != one.head else None
        if above is not None and _shares(one, one.head.head, times[above.time], span.start):
            chosen[number] = Dated(above.time, DatedBy.SENTENCE if above.by else None)
    return chosen


def _cannot_be(one: Trigger, time: TimeExpression) -> bool:
    """*would investigate the killings three years ago*: what is to be done has no day in the past."""
    return one.status in (Status.PLANNED, Status.PROPOSED) and _means(time, _BYGONE)


def _give_to_plans(
    found: Sequence[Trigger], chosen: dict[int, Dated], times: Sequence[TimeExpression], offset: int
) -> None:
    """*promised to vote next year*: what is to come is the plan's, not that of the verb that tells of it.

    So is what follows the plan where the verb above is no act: *is expected to meet them on Monday*.
    """
    numbers = {one.head.i: number for number, one in enumerate(found)}
    for number, one in enumerate(found):
        if one.standing is not Standing.ASIDE or one.status not in (Status.PLANNED, Status.PROPOSED):
            continue
        over = numbers.get(one.head.head.i)
        if number in chosen or over is None or over not in chosen or one.head.dep_ != "xcomp":
            continue
        told = times[chosen[over].time]
        behind = found[over].standing is Standing.ASIDE and told.start - offset > one.head.idx
        if (is_to_come(told) and found[over].status is Status.OCCURRED) or (
            behind and not one.head.conjuncts
        ):
            chosen[number] = chosen.pop(over)


def _noun_date(noun: Token, times: Sequence[tuple[int, TimeExpression]], offset: int) -> Dated | None:
    """The date that stands in the phrase of an event noun: *the November attack*, *the attack on Monday*."""
    for number, time in times:
        span = noun.doc.char_span(time.start - offset, time.end - offset, alignment_mode="expand")
        if span is None or is_weak(time):
            continue
        root = span.root
        if root.head == noun and root.dep_ in (*_OWNED, "npadvmod"):
            return Dated(number, DatedBy.PHRASE)
        if root.dep_ == "pobj" and root.head.head == noun and root.head.lower_ in ("on", "in", "of"):
            return Dated(number, DatedBy.PHRASE)
    return None


def is_lead(one: Trigger) -> bool:
    """Whether a trigger of the first body sentence is its news: past or perfect, in the main clause or what it reports."""
    if one.status is not Status.OCCURRED or one.head != one.carrier or not is_past(one.head):
        return False
    at = one.head
    while at.head != at:
        if syntax.object_before(at) is not None:
            return False
        if at.dep_ not in ("ccomp", "conj", "parataxis"):
            return False
        at = at.head
    return syntax.is_verb(one.head)


def follows(one: Trigger, before: Trigger) -> bool:
    """Whether a speaker goes on in the speech that an earlier, dated mention founds."""
    if not (one.is_saying and before.by and one.by):
        return False
    same = one.by[0].name == before.by[0].name
    return same and one.status is Status.OCCURRED and one.head.tag_ == "VBD"
