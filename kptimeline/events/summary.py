"""A line a person would write: subject first, pronouns replaced by names, no dangling clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.mentions import Trigger
from kptimeline.records import Span

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

WORDS = 22
_DROPPED = frozenset(
    {
        "advcl",
        "parataxis",
        "punct",
        "cc",
        "conj",
        "mark",
        "intj",
        "dep",
        "nsubj",
        "csubj",
        "nsubjpass",
        "relcl",
        "meta",
    }
)


def _kept(token: Token, *, inner: bool) -> list[Token]:
    """The words of a phrase without relative clauses and asides."""
    found = [token]
    for one in token.children:
        if (
            one.dep_ in ("relcl", "advcl", "parataxis")
            or (one.dep_ == "appos")
            or (one.dep_ == "acl" and inner and one.tag_ != "VB")
        ):
            continue
        if one.dep_ == "punct" and one.text not in ("-", "–", "'", "’", "%", ",", "$"):
            continue
        if one.dep_ == "punct" and one.text == "," and not any(two.dep_ == "conj" for two in token.children):
            continue
        found += _kept(one, inner=True)
    return found


def _bare_preposition(word: Token, skip: list[Span]) -> bool:
    """Whether a preposition has lost its time phrase."""
    if word.dep_ != "prep":
        return False
    kids = [kid for kid in word.children if kid.dep_ in ("pobj", "pcomp")]
    return bool(kids) and all(any(start <= kid.idx < end for start, end in skip) for kid in kids)


def _predicate(verb: Token, skip: list[Span]) -> list[Token]:
    found = [verb]
    for one in verb.children:
        if one.dep_ in _DROPPED and not (
            one.dep_ == "advcl" and one.tag_ == "VB" and one.left_edge.lower_ == "to"
        ):
            continue
        if one.dep_ == "ccomp" and one.i < verb.i:
            continue
        if one.lower_ in ("according", "also", "however", "meanwhile", "concurrently", "recently"):
            continue
        words = [one, *one.subtree] if one.dep_ == "ccomp" else _kept(one, inner=False)
        own = syntax.own_subject(verb)
        if one.i < verb.i and (one.dep_ == "prep" or (own is not None and one.i < own.i)):
            continue
        timed = any(start <= word.idx < end for word in words for start, end in skip)
        words = [word for word in words if not any(start <= word.idx < end for start, end in skip)]
        if timed:
            words = [word for word in words if not _bare_preposition(word, skip)]
        if words and not (
            len(words) == 1
            and words[0].pos_ in ("ADP", "SCONJ")
            and one.dep_ == "prep"
            and len(list(one.children)) > 0
        ):
            found += words
    return found


def _text(tokens: list[Token]) -> str:
    ordered = sorted({token.i: token for token in tokens}.items())[: WORDS + 6]
    out = ""
    for position, (_, token) in enumerate(ordered):
        text = token.text
        if token.text in ('"', "“", "”"):
            continue
        out += text
        following = ordered[position + 1][1] if position + 1 < len(ordered) else None
        adjacent = following is not None and following.i == token.i + 1
        out += token.whitespace_ if adjacent else " "
    return " ".join(out.split()).strip(" ,;:–-")


def _short(text: str) -> str:
    words = text.split()
    if len(words) <= WORDS:
        return text
    cut = words[:WORDS]
    while cut and cut[-1].lower() in {
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "and",
        "or",
        "with",
        "for",
        "on",
        "at",
        "by",
        "that",
        "from",
        "its",
        "their",
        "his",
    }:
        cut.pop()
    return " ".join(cut).rstrip(",;:") + " …"


def _who(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _quoted(one: Trigger) -> str | None:
    """What a speech verb without an object brings: the clause before it, or the quotation of its sentence."""
    head = one.head
    if not one.is_saying or any(
        two.dep_ in ("dobj", "dative", "attr") or (two.dep_ == "ccomp" and two.i > head.i)
        for two in head.children
    ):
        return None
    content = next((two for two in head.children if two.dep_ == "ccomp"), None)
    if content is not None:
        words = list(content.subtree)
    else:
        words = [word for word in head.doc if syntax.in_quotes(word) and not word.is_quote]
    return _text(words) or None


def summarize(one: Trigger, skip: list[Span]) -> str:
    """One line for a mention; `skip` are the spans of time phrases, offsets of the sentence."""
    if not syntax.is_verb(one.head):
        who = tuple(dict.fromkeys(reading.name for reading in (*one.by, *one.to)))
        phrase = _text(
            [
                word
                for word in _kept(one.head, inner=False)
                if not any(start <= word.idx < end for start, end in skip)
            ]
        )
        own = all(name in phrase for name in who)
        text = phrase if own else f"{_who(who)}: {phrase}"
        return _short(text[:1].upper() + text[1:])
    carrier = one.carrier
    subject = syntax.subject(one.head)
    passive = syntax.is_passive(one.head)
    words = _predicate(carrier, skip)
    if carrier != one.head and one.head.i not in {word.i for word in words}:
        words = [*(word for word in _predicate(one.head, skip)), *syntax.auxiliaries(carrier)]
    quoted = _quoted(one)
    if quoted is not None and one.by:
        return _short(f"{_who(tuple(reading.name for reading in one.by))}: {quoted}")
    predicate = _text(words)
    if one.by and not passive:
        who = tuple(dict.fromkeys(reading.name for reading in one.by))
        if one.frame is not None and one.frame.mutual and subject is not None:
            named = [
                reading
                for reading in one.by
                if subject.left_edge.idx <= reading.start - one.offset <= subject.right_edge.idx
            ]
            who = tuple(dict.fromkeys(reading.name for reading in named)) or who[:1]
        text = f"{_who(who)} {predicate}"
    elif subject is not None:
        text = f"{_text(_kept(subject, inner=True))} {predicate}"
    else:
        text = predicate
    return _short(text[:1].upper() + text[1:])
