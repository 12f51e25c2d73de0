"""The paragraphs of an article in which sentences stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, select

from kptimeline.records import Span
from kptimeline.store.explain import MentionAccount
from kptimeline.store.models import Article

REACH = 1_500  # characters shown on each side of a sentence, where a paragraph is longer
_BREAK = re.compile(r"\n[^\S\n]*\n")  # a line with nothing in it


class Paragraph(Struct, frozen=True, kw_only=True):
    """A piece of an article's text and where it begins; whether it was cut at either end."""

    start: int
    text: str
    cut_before: bool = False
    cut_after: bool = False


def paragraphs(connection: Connection, mentions: Sequence[MentionAccount]) -> list[Paragraph]:
    """The paragraph around the sentence of each mention, in their order."""
    found: dict[str, str] = {}
    for key in {mention.article_key for mention in mentions}:
        found[key] = connection.scalars(select(Article.text).where(Article.key == key)).one()
    return [around(found[mention.article_key], mention.sentence_span) for mention in mentions]


def around(text: str, sentence: Span) -> Paragraph:
    """The paragraph, which empty lines end, as far as it reaches `REACH` from the sentence on either side."""
    first, last = max(sentence.start - REACH, 0), min(sentence.end + REACH, len(text))
    start, cut_before = first, first > 0
    for match in _BREAK.finditer(text, first, sentence.start):
        start, cut_before = match.end(), False
    after = _BREAK.search(text, sentence.end, last)
    end = after.start() if after else last
    return Paragraph(
        start=start, text=text[start:end], cut_before=cut_before, cut_after=after is None and last < len(text)
    )
