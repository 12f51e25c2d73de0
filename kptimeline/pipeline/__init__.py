"""`read` and `resolve`: the two pure steps from an article to its dated mentions. No database, no clock.

`read` is costly and knows no anchor; `resolve` is cheap and is all that runs when an anchor changes.
Everything both depend on is in their arguments: the article, the Reading, the Kit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kptimeline import shipped
from kptimeline.dateline.agency import agency_of
from kptimeline.dateline.choose import choose_anchor
from kptimeline.dateline.evidence import collect
from kptimeline.dateline.find import find_dateline
from kptimeline.records import (
    READING_VERSION,
    AnchorChoice,
    Article,
    Extraction,
    Reading,
    Span,
    TimeExpression,
)
from kptimeline.temporal.find import find
from kptimeline.temporal.resolve import resolve_times
from kptimeline.temporal.rules import RulePack, load_rules
from kptimeline.temporal.text import sentences

if TYPE_CHECKING:
    from kptimeline.actors.additions import Addition
    from kptimeline.actors.registry import Registry
    from kptimeline.events.parse import ParsedSentence, Parser

BATCH = 16  # articles parsed at once; more costs memory and gains nothing
_ENGLISH = frozenset({"en", "eng", "english"})


class Kit(Struct, frozen=True, dict=True):
    """What reading needs beside the article; without `parser` it finds times and no mentions."""

    rules: RulePack
    parser: Parser | None = None
    actor_files: tuple[Path, ...] = ()
    additions: tuple[Addition, ...] = ()

    @cached_property
    def registry(self) -> Registry:
        """The shipped names and those of the user; only mentions need them. Raises RuleError."""
        from kptimeline.actors.additions import extend
        from kptimeline.actors.registry import load_registry

        return extend(load_registry(self.actor_files), self.additions)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with any rule, lexicon or name; 16 hexadecimal digits."""
        parts = [self.rules.fingerprint, _names_fingerprint(self.actor_files), _data_fingerprint()]
        parts += [repr(self.additions)] if self.additions else []
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def load_kit(
    *,
    model: bool,
    rule_dirs: Sequence[Path] = (),
    actor_files: Sequence[Path] = (),
    additions: Sequence[Addition] = (),
) -> Kit:
    """The shipped rules and names, those of the user, and the language model where it is wanted.

    `additions` are those that the database holds (store.additions.load_additions).

    Raises RuleError for wrong rule or actor files, KptimelineError where the model is missing or unknown.
    """
    parser = None
    if model:
        from kptimeline.events.parse import load_parser

        parser = load_parser()
    kit = Kit(load_rules(rule_dirs), parser, tuple(actor_files), tuple(additions))
    if model or actor_files:
        _ = kit.registry  # wrong files are told of before anything is read
    return kit


def read(article: Article, kit: Kit) -> Reading:
    """What an article says before its anchor is known."""
    return next(reading for _, reading in read_all((article,), kit))


def read_all(articles: Iterable[Article], kit: Kit) -> Iterator[tuple[Article, Reading]]:
    """Each article with its Reading, in order; the parser gets 16 articles at a time."""
    todo = iter(articles)
    while batch := list(islice(todo, BATCH if kit.parser else 1)):
        drafts = [_without_mentions(article, kit) for article in batch]
        yield from zip(batch, _with_mentions(batch, drafts, kit), strict=True)


def read_times(articles: Iterable[Article], kit: Kit) -> Iterator[tuple[Article, Reading]]:
    """Each article with its times, and no mentions; with a parser their tense is that of the parse (`tag --syntax`)."""
    from msgspec.structs import replace

    from kptimeline.events.tense import refine

    assert kit.parser is not None  # asked for without a model, `read` is what finds times
    todo = iter(articles)
    while batch := list(islice(todo, BATCH)):
        drafts = [_without_mentions(article, kit) for article in batch]
        with kit.parser.batch():
            parsed = kit.parser.pipe(_to_parse(batch, drafts), kit.registry)
            refined = [refine(draft.times, docs) for draft, docs in zip(drafts, parsed, strict=True)]
        for article, draft, times in zip(batch, drafts, refined, strict=True):
            yield article, replace(draft, times=times)


def resolve(
    article: Article,
    reading: Reading,
    kit: Kit,
    *,
    given: int | None = None,
    anchor: AnchorChoice | None = None,
    trust_file_name: bool = False,
) -> Extraction:
    """The Reading with every time and mention dated against an anchor.

    The anchor is `anchor` where one was chosen before, else the best that evidence gives; `given` is a
    day number that the user states, `trust_file_name` lets a date in file name or url serve.
    """
    choice = anchor or choose_anchor(article, reading, given=given, trust_file_name=trust_file_name)
    zone = reading.dateline.zone if reading.dateline else None
    times = resolve_times(reading.times, anchor=choice.anchor, genre=article.genre, zone=zone)
    if not reading.mentions:
        return Extraction(article=article, reading=reading, choice=choice, times=times, mentions=())
    from kptimeline.events.resolve import resolve_mentions

    mentions = resolve_mentions(article, reading, times, choice.anchor, kit.registry)
    return Extraction(article=article, reading=reading, choice=choice, times=times, mentions=mentions)


def _without_mentions(article: Article, kit: Kit) -> Reading:
    """Dateline, sentences, times and evidence: all that needs no language model."""
    model = kit.parser.name if kit.parser else None
    if not has_rules(article.language):
        body = Span(article.title.end if article.title else 0, len(article.text))
        return Reading(
            version=READING_VERSION,
            rules=kit.fingerprint,
            model=model,
            body=body,
            sentences=sentences(article.text, body),
            note=f"no rules for {article.language}",
        )
    dateline, body = find_dateline(article)
    body_sentences = sentences(article.text, body)
    times = _times(article, body, body_sentences, kit)
    return Reading(
        version=READING_VERSION,
        rules=kit.fingerprint,
        model=model,
        body=body,
        sentences=body_sentences,
        dateline=dateline,
        evidence=collect(article, dateline, body, times),
        times=times,
    )


def _times(
    article: Article, body: Span, body_sentences: Sequence[Span], kit: Kit
) -> tuple[TimeExpression, ...]:
    """Times of title and dateline too: they are times of the text, though no mention hangs from them."""
    head = sentences(article.text, Span(0, body.start))
    return find(article.text, kit.rules, spans=(*head, *body_sentences))


def _with_mentions(batch: Sequence[Article], drafts: Sequence[Reading], kit: Kit) -> Sequence[Reading]:
    if kit.parser is None:
        return drafts
    from msgspec.structs import replace

    from kptimeline.events.read import read_mentions

    with kit.parser.batch():
        parsed: Iterator[tuple[ParsedSentence, ...]] = kit.parser.pipe(_to_parse(batch, drafts), kit.registry)
        mentions = [
            read_mentions(
                article,
                draft.body,
                draft.sentences,
                draft.times,
                docs,
                kit.registry,
                agency_of(article, draft.dateline),
            )
            for article, draft, docs in zip(batch, drafts, parsed, strict=True)
        ]
    return [replace(draft, mentions=told) for draft, told in zip(drafts, mentions, strict=True)]


def _to_parse(batch: Sequence[Article], drafts: Sequence[Reading]) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Texts with their sentences; an article in a language without rules has none for an English parser."""
    for article, draft in zip(batch, drafts, strict=True):
        yield article.text, () if draft.note else draft.sentences


def has_rules(language: str | None) -> bool:
    """Whether there are rules for a language tag (*en*, *en-GB*); an article that states none is taken for English."""
    return language is None or language.casefold().replace("_", "-").split("-")[0] in _ENGLISH


@cache
def _names_fingerprint(files: tuple[Path, ...]) -> str:
    """Over the files of names as they are written: reading them is what most commands can do without."""
    found = hashlib.sha256()
    for path in (shipped.seed_actors(), *files):
        found.update(shipped.read_text(path).encode() + b"\0")
    return found.hexdigest()


@cache
def _data_fingerprint() -> str:
    """Over every data file of the language: triggers, offices and datelines count as rules do."""
    folder = shipped.language("en")
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        found.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + shipped.read_text(path).encode() + b"\0"
        )
    return found.hexdigest()
