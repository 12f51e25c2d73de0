"""An article's parsed sentences to its mentions, before any anchor is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kptimeline.actors.registry import Registry
from kptimeline.dateline.agency import lends_its_day
from kptimeline.events import dating, syntax
from kptimeline.events.chapter import Chapter
from kptimeline.events.mentions import triggers
from kptimeline.events.names import Cast
from kptimeline.events.story import is_opinion
from kptimeline.events.summary import summarize
from kptimeline.events.trigger import Trigger
from kptimeline.events.typing import load_lexicon
from kptimeline.events.words import load_words
from kptimeline.records import Article, MentionReading, Span, Standing, TimeExpression

if TYPE_CHECKING:
    from kptimeline.events.parse import ParsedSentence, Token

_BULLET = re.compile(r"\s*(?:[-*•·▪–—]|\d{1,2}[.)])\s")
_END = re.compile(r"[.!?…:;][\"'”’)\]]*\s*$|[\"”’]\s*$")
HEADING_WORDS = 14  # a line without a full stop and no longer than this is a heading
_QUANTITIES = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})
_HE = frozenset({"he", "she"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def is_prose(text: str, span: Span) -> bool:
    """Whether a sentence stands in running text: not a bullet, not a heading."""
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    line = text[start : stop if stop >= 0 else len(text)]
    if _BULLET.match(line):
        return False
    return bool(_END.search(line)) or len(line.split()) > HEADING_WORDS


def _quantities(one: Trigger) -> tuple[str, ...]:
    """Amounts in the trigger's clause with what they count: *approximately 15,000 troops*."""
    doc, found = one.head.doc, []
    inside = {word.i for word in one.head.subtree}
    for ent in doc.ents:
        if ent.label_ in _QUANTITIES and ent.root.i in inside:
            noun = (
                ent.root.head
                if ent.root.dep_ in ("nummod", "compound", "nmod") and ent.root.head.pos_ == "NOUN"
                else ent.root
            )
            end = max(ent.end, noun.i + 1)
            if not ent.root.dep_.startswith("pobj") or ent.label_ != "CARDINAL":
                found.append(doc[ent.start : end].text)
    return tuple(dict.fromkeys(found))


def _place(one: Trigger, cast: Cast) -> str | None:
    """The place that the clause gives: *in Seoul*."""
    heads = [one.head, *syntax.objects(one.head)] if syntax.is_verb(one.head) else [one.head]
    for head in heads:
        for prep, obj in syntax.prepositions(head):
            name = cast.name_at(one.index, obj) if prep in ("in", "at", "near", "off", "outside") else None
            if name is not None and name.kind in ("GPE", "metonym", "alias", "contextual"):
                return str(obj.doc[name.start : name.end].text)
            if prep in ("in", "at", "near", "off") and obj.ent_type_ in _PLACES:
                ent = next(ent for ent in obj.doc.ents if ent.start <= obj.i < ent.end)
                return str(ent.text)
    return None


def _clause(one: Trigger) -> tuple[int, int]:
    """Offsets in the sentence of the trigger's clause, coordinated clauses with subjects of their own left out."""
    head = one.carrier if syntax.is_verb(one.carrier) else one.head
    first, last = head.left_edge, head.right_edge
    for other in head.children:
        if (
            other.dep_ == "conj"
            and syntax.is_verb(other)
            and other.i > head.i
            and syntax.own_subject(other) is not None
        ):
            last = min(last, other.left_edge.nbor(-1), key=lambda token: token.i)
    return first.idx, last.idx + len(last)


def _focus(cast: Cast, index: int, root: Token, mentions: Sequence[Trigger]) -> None:
    """Remember whom *he*, *she* and *they* can mean in the next sentence; forget them where nobody is clear."""
    persons = cast.persons_of(index)
    heads = [own for verb in syntax.main_verbs(root) if (own := syntax.own_subject(verb)) is not None]
    subjects = [one for head in heads for one in cast.actors(index, head) if cast.is_person(one)]
    everyone = persons | {one.name: one for one in subjects}
    known = {one.name for one in subjects}
    somebody = any(head.lower_ in _HE for head in heads) and not known
    # *He thanked Putin*, of whom nobody knows who he is: the next *he* is hardly Putin
    cast.focus = next(iter(everyone.values())) if len(everyone) == 1 and not somebody else None
    pairs = [one.by for one in mentions if len(one.by) == 2]
    same = len({frozenset(actor.name for actor in pair) for pair in pairs}) == 1
    cast.pair = pairs[0] if same else ()


def read_mentions(
    article: Article,
    body: Span,
    sentences: Sequence[Span],
    times: Sequence[TimeExpression],
    docs: Sequence[ParsedSentence],
    registry: Registry,
    agency: str | None = None,
) -> tuple[MentionReading, ...]:
    """The mentions of an article in the order of the text.

    `docs` is what Parser.pipe gives for (article.text, sentences); sentences outside `body`, headings and
    bullets give none. `agency` is whose story it is (dateline.agency.agency_of).
    """
    if not docs:
        return ()
    lexicon, words = load_lexicon(), load_words()
    cast = Cast(docs, registry)
    news = article.genre == "news" and not is_opinion(_title(article), words)
    chapter = Chapter(cast, words, news=news, lends=lends_its_day(agency))
    for index, (span, parsed) in enumerate(zip(sentences, docs, strict=True)):
        if span.start < body.start or span.end > body.end or not is_prose(article.text, span):
            continue
        cast.meet(index)
        found = triggers(index, cast, lexicon, words)
        chosen = dating.govern(found, times, span, parsed.doc, lexicon)
        _write(chapter, found, chosen, times)
        for sentence in parsed.doc.sents:
            _focus(cast, index, sentence.root, [one for one in found if one.standing is Standing.EVENT])
    return tuple(chapter.mentions)


def _title(article: Article) -> str:
    """The title, whether it stands in the text or in a field beside it."""
    if article.title is not None:
        return article.text[article.title.start : article.title.end]
    return str(article.extra.get("title", ""))


def _write(
    chapter: Chapter, found: list[Trigger], chosen: dict[int, dating.Dated], times: Sequence[TimeExpression]
) -> None:
    """Adds the mentions of one sentence, with what dates them."""
    cast, first_here = chapter.cast, len(chapter.mentions)
    chapter.begin(found, chosen, times)
    for number, one in enumerate(found):
        span = cast.sentences[one.index].span
        first, last = one.tokens
        trigger = Span(span.start + first.idx, span.start + last.idx + len(last))
        when = chapter.when(one, chosen.get(number))
        skip = [
            Span(t.start - span.start, t.end - span.start) for t in times if span.start <= t.start < span.end
        ]
        start, end = _clause(one)
        claim = chapter.claim(one)
        chapter.mentions.append(
            MentionReading(
                start=span.start + min(start, first.idx),
                end=max(span.start + end, trigger.end),
                sentence=span,
                trigger=trigger,
                lemma=one.noun.lemma_.casefold() if one.noun is not None else syntax.lemma(one.head),
                event_type=one.type,
                status=one.status,
                by=one.by,
                to=one.to,
                place=_place(one, cast),
                quantities=_quantities(one),
                claimed_by=claim.speakers if claim else (),
                claim_verb=claim.verb if claim else None,
                time=when.time,
                dated_by=when.by,
                chain=when.chain,
                summary=summarize(one, skip),
                standing=one.standing,
            )
        )
        chapter.heard(one, when)
    chapter.share(found, first_here)
    chapter.end(found)
