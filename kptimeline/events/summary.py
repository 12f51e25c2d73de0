"""A line a person would write: subject first, pronouns replaced by names, no dangling clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kptimeline.events import syntax
from kptimeline.events.trigger import Trigger
from kptimeline.records import ActorReading, Span, Status

if TYPE_CHECKING:
    from kptimeline.events.parse import Token

WORDS = 22
# What ties a sentence to the one before it, and says nothing alone.
_CONNECTING = frozenset(
    {"according", "also", "however", "meanwhile", "concurrently", "recently", "then", "thus", "therefore"}
)
_ASIDES = frozenset({"npadvmod", "dobj", "attr", "appos", "dep", "oprd"})
_SMALL = frozenset({"ADP", "SCONJ", "CCONJ", "DET", "ADV", "PART", "PUNCT", "SPACE"})
_HELD = frozenset({"hold", "conduct", "stage"})
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


def _verbs(token: Token) -> list[Token]:
    return [one for one in token.children if syntax.is_verb(one)] if syntax.is_verb(token) else []


def _kept(token: Token, *, inner: bool) -> list[Token]:
    """The words of a phrase without relative clauses and asides."""
    found = [token]
    for one in token.children:
        if (
            one.dep_ in ("relcl", "advcl", "parataxis")
            or (one.dep_ == "appos")
            or (one.dep_ == "acl" and inner and one.tag_ != "VB")
            or (one.dep_ == "conj" and syntax.is_verb(one) and one.tag_ != token.tag_)
        ):
            continue
        if one.dep_ == "cc" and not any(two.i > one.i for two in token.children):
            continue
        if one.dep_ == "cc" and any(two.dep_ == "conj" and two.tag_ != token.tag_ for two in _verbs(token)):
            continue
        if one.dep_ == "punct" and one.text not in ("-", "–", "'", "’", "%", ",", "$"):
            continue
        if one.dep_ == "punct" and one.text == "," and not any(two.dep_ == "conj" for two in token.children):
            continue
        found += _kept(one, inner=True)
    return found


def _timeless(words: list[Token], skip: list[Span]) -> list[Token]:
    """The words without the time phrases that can go whole; one that would leave a stump stays."""

    def timed(word: Token) -> bool:
        return any(start <= word.idx < end for start, end in skip)

    if not any(timed(word) for word in words):
        return words
    gone: set[int] = set()
    for word in words:
        part = [one for one in word.subtree if one in words and not one.is_punct]
        if any(timed(one) for one in part) and all(timed(one) or one.pos_ in _SMALL for one in part):
            gone |= {one.i for one in word.subtree}
    for word in words:
        # *an exercise planned for August*: the participle goes with the date that was all it had.
        if word.dep_ == "acl" and word.i not in gone:
            below = {one.i for one in word.subtree}
            if below & gone and below - gone <= {word.i}:
                gone.add(word.i)
    gone = _whole(gone, words, skip)
    return [word for word in words if word.i not in gone]


def _predicate(verb: Token, skip: list[Span]) -> list[Token]:
    found = [verb]
    for one in verb.children:
        if one.dep_ in _DROPPED and not (
            one.dep_ == "advcl" and one.tag_ == "VB" and one.left_edge.lower_ == "to"
        ):
            continue
        if one.dep_ == "ccomp" and one.i < verb.i:
            continue
        if one.lower_ in _CONNECTING:
            continue
        words = [one, *one.subtree] if one.dep_ == "ccomp" else _kept(one, inner=False)
        own = syntax.own_subject(verb)
        if one.i < verb.i and (one.dep_ == "prep" or (own is not None and one.i < own.i)):
            continue
        if one.i > verb.i and one.dep_ in _ASIDES and one.left_edge.i and one.left_edge.nbor(-1).text == ",":
            continue  # an aside that the parse takes for part of the clause
        found += _timeless(words, skip)
    return found


def _text(tokens: list[Token], names: dict[int, str] | None = None) -> str:
    """The words in order, `names` (by offset) in place of the pronouns that lead back to them."""
    ordered = sorted({token.i: token for token in tokens}.items())[: WORDS + 6]
    out = ""
    for position, (_, token) in enumerate(ordered):
        text = (names or {}).get(token.idx, token.text) if token.pos_ == "PRON" else token.text
        if token.text in ('"', "“", "”"):
            out += token.whitespace_
            continue
        out += text
        following = ordered[position + 1][1] if position + 1 < len(ordered) else None
        adjacent = following is not None and following.i == token.i + 1
        glued = token.idx + len(token) in syntax.cuts(token.doc)
        out += token.whitespace_ if adjacent and not glued else " "
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


def _number(subject: Token | None, by: tuple[ActorReading, ...]) -> str:
    """How many of a nameless group did it: *at least five* people."""
    if subject is None or len(by) != 1 or by[0].text != by[0].name or subject.text not in by[0].name:
        return ""
    counted = [one for one in subject.children if one.dep_ == "nummod" and one.i < subject.i]
    words = [two for one in counted for two in one.subtree]
    if not words or words[0].nbor(-1 if words[0].i else 0).text == "-" or _text(words[:1]) in by[0].name:
        return ""
    return f"{_text(words)} "


def _is_apart(one: Trigger) -> bool:
    """Whether the verb above has an act of its own: *threatened to bomb it* is one, *to bomb it* another."""
    planned = one.head.dep_ == "xcomp" and one.status is Status.PLANNED
    return _is_charged(one) or (planned and one.apart)


def _is_charged(one: Trigger) -> bool:
    """*is accused of sending it*; not *began by sending it*, which it did."""
    return one.head.dep_ == "pcomp" and one.carrier != one.head


def _whole(gone: set[int], words: list[Token], skip: list[Span]) -> set[int]:
    """Without the words of time phrases that would lose but a part: *died last year of cancer*."""
    for start, end in skip:
        part = {word.i for word in words if start <= word.idx < end}
        if part & gone and part - gone:
            gone = gone - part
    return gone


def _who(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _quoted(one: Trigger) -> str | None:
    """What a speech verb without an object brings: the clause before it, or the quotation of its sentence."""
    head = one.head
    if not one.is_saying or any(two.dep_ == "ccomp" and two.i > head.i for two in head.children):
        return None
    content = next((two for two in head.children if two.dep_ == "ccomp"), None)
    if content is None and any(two.dep_ in ("dobj", "dative", "attr") for two in head.children):
        return None
    above = head.head if head.dep_ in ("ccomp", "parataxis") and head.head.i < head.left_edge.i else None
    if content is not None:
        words = list(content.subtree)
    elif above is not None and not syntax.in_quotes(above):
        own = {word.i for word in head.subtree}
        words = [word for word in above.subtree if word.i not in own]  # *prices rose, police said*
    else:
        words = [word for word in head.doc if syntax.in_quotes(word) and not word.is_quote]
    return _text(words) or None


def _told(verb: Token, words: list[Token], names: dict[int, str]) -> str:
    """The predicate; of *the soldiers that Japan sent* the soldiers are what it sent."""
    object_ = syntax.child(verb, "dobj")
    if verb.dep_ != "relcl" or object_ is None or object_.lower_ not in ("that", "which", "whom"):
        return _text(words, names)
    before = [word for word in words if word == verb or word.dep_ in ("aux", "auxpass", "neg")]
    after = [word for word in words if word.i > verb.i]
    noun = [word for word in _kept(verb.head, inner=True) if word.i <= verb.head.i]
    return " ".join(_text(part, names) for part in (before, noun, after) if part)


def summarize(one: Trigger, skip: list[Span]) -> str:
    """One line for a mention; `skip` are the spans of time phrases, offsets of the sentence."""
    if not syntax.is_verb(one.head):
        who = tuple(dict.fromkeys(reading.name for reading in (*one.by, *one.to)))
        words = _timeless(_kept(one.head, inner=False), skip)
        held = {word.i for word in words if word.dep_ == "acl" and word.lemma_ in _HELD}
        owners = {
            reading.start - one.offset: reading.name + ("'" if reading.name.endswith("s") else "'s")
            for reading in (*one.by, *one.to)
            if reading.inferred
        }
        phrase = _text([word for word in words if word.i not in held], owners)
        own = all(name in phrase for name in who)
        text = phrase if own else f"{_who(who)}: {phrase}"
        return _short(text[:1].upper() + text[1:])
    carrier = one.head if _is_apart(one) else one.carrier
    subject = syntax.subject(one.head)
    passive = syntax.is_passive(one.head)
    words = _predicate(carrier, skip)
    if carrier != one.head and one.head.i not in {word.i for word in words}:
        words = [*(word for word in _predicate(one.head, skip)), *syntax.auxiliaries(carrier)]
    quoted = _quoted(one)
    if quoted is not None and one.by:
        speaker = _who(tuple(reading.name for reading in one.by))
        told = syntax.child(one.head, "dobj", "dative")
        if told is not None:
            speaker += f" {one.head.text} {_text(_kept(told, inner=True))}"
        return _short(f"{speaker[:1].upper()}{speaker[1:]}: {quoted}")
    names = {
        reading.start - one.offset: reading.name for reading in (*one.by, *one.to) if " " not in reading.text
    }
    predicate = _told(one.head, words, names)
    if _is_charged(one):
        predicate = f"accused of {predicate}"
    if one.status is Status.PROPOSED and carrier.tag_ == "VB" and not syntax.auxiliaries(carrier):
        predicate = f"should {predicate}"  # *demanded that they stop*
    doers = (
        one.to if one.frame is not None and one.frame.received else one.by
    )  # *Kim received a message from Xi*
    if doers and not passive:
        who = tuple(dict.fromkeys(reading.name for reading in doers))
        if one.frame is not None and one.frame.mutual and subject is not None:
            named = [
                reading
                for reading in one.by
                if any(
                    noun.left_edge.idx <= reading.start - one.offset <= noun.right_edge.idx
                    for noun in syntax.coordinated(subject)
                )
            ]
            who = tuple(dict.fromkeys(reading.name for reading in named)) or who[:1]
        text = f"{_number(subject, doers)}{_who(who)} {predicate}"
    elif subject is not None:
        beside = [two for two in syntax.coordinated(subject)[1:] if two.head == subject.head]
        whole = " and ".join(_text(_kept(two, inner=True)) for two in (subject, *beside))
        text = f"{whole} {predicate}"
    else:
        text = predicate
    return _short(text[:1].upper() + text[1:])
