"""All that people said of events, as lines that another database can take in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from kptimeline.merge.correction_line import KINDS, CorrectionLine, QuotedMention, shared_value
from kptimeline.store import corrections
from kptimeline.store.models import Article, CorrectedMention, Correction, MentionLink
from kptimeline.store.rows import chunks


def export(connection: Connection) -> Iterator[CorrectionLine]:
    """A line for each thing that was said at one time, oldest first, with what was taken back."""
    names = set(connection.scalars(select(CorrectedMention.key)))
    told: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    linked: dict[tuple[Any, ...], set[tuple[str, str]]] = defaultdict(set)
    for row in corrections.rows_about(connection, Correction, names):
        told[(*_said(row), row.field, row.value)].add(row.mention_key)
    for row in corrections.rows_about(connection, MentionLink, names):
        said = (*_said(row), KINDS[row.kind], None)
        told[said] |= {row.first_key, row.second_key}
        linked[said].add((row.first_key, row.second_key))
    quotes = _quotes(connection, names)
    for said in sorted(told, key=lambda each: tuple(part or "" for part in each)):
        made_at, who, why, undone_at, undone_by, field, value = said
        keys = sorted(told[said])
        at = {key: number for number, key in enumerate(keys)}
        yield CorrectionLine(
            field=field,
            value=shared_value(field, value),
            mentions=tuple(quotes[key] for key in keys),
            pairs=tuple((at[one], at[two]) for one, two in sorted(linked[said])),
            who=who,
            made_at=made_at,
            why=why,
            undone_at=undone_at,
            undone_by=undone_by,
        )


def _said(row: Row[Any]) -> tuple[Any, ...]:
    return row.made_at, row.who, row.why, row.undone_at, row.undone_by


def _quotes(connection: Connection, names: Collection[str]) -> dict[str, QuotedMention]:
    hashes: dict[str, str] = {}
    for some in chunks(sorted({article_of(name) for name in names})):
        query = select(Article.key, Article.text_sha256).where(Article.key.in_(some))
        hashes |= dict(connection.execute(query).all())
    found: dict[str, QuotedMention] = {}
    for some in chunks(sorted(names)):
        query = select(CorrectedMention.__table__).where(CorrectedMention.key.in_(some))
        for row in connection.execute(query):
            found[row.key] = QuotedMention(
                key=row.key,
                text_sha256=hashes.get(article_of(row.key)),
                sentence=row.sentence,
                trigger=row.trigger,
            )
    return found


def article_of(mention: str) -> str:
    """The key of the article that a mention's key begins with."""
    return mention.partition(":")[0]


def keys_here(connection: Connection, mentions: Iterable[QuotedMention]) -> dict[str, str]:
    """The key of each mention in this database: its own, unless only another article here has its article's text.

    The same text may have come in with another outlet or url; the offsets are the same then.
    """
    told = {each.key: each.text_sha256 for each in mentions}
    articles = {article_of(key) for key in told}
    stored: set[str] = set()
    for some in chunks(sorted(articles)):
        stored |= set(connection.scalars(select(Article.key).where(Article.key.in_(some))))
    by_text: dict[str, set[str]] = defaultdict(set)
    for some in chunks(sorted({each for each in told.values() if each})):
        query = select(Article.text_sha256, Article.key).where(Article.text_sha256.in_(some))
        for hashed, key in connection.execute(query):
            by_text[hashed].add(key)
    here: dict[str, str] = {}
    for key, text in told.items():
        own, _, place = key.partition(":")
        same = by_text[text] if text else set()
        here[key] = f"{next(iter(same))}:{place}" if own not in stored and len(same) == 1 else key
    return here
