import pytest

from kptimeline.actors.registry import load_registry
from kptimeline.events.parse import load_parser
from kptimeline.events.read import read_mentions
from kptimeline.records import Article, Reading, Span, Standing
from kptimeline.temporal.find import find
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.text import sentences


class Reader:
    """Reads a text as a body, with everything real behind it."""

    def __init__(self):
        self.parser, self.registry, self.rules = load_parser(), load_registry(), load_rules()

    def read(self, text: str, genre: str = "news", agency: str | None = None) -> tuple[Article, Reading]:
        article = Article(key="k", text=text, text_sha256="", raw_sha256="", as_of="2026-01-01", genre=genre)
        body = Span(0, len(text))
        spans = sentences(text, body)
        times = find(text, self.rules, spans=spans)
        docs = next(self.parser.pipe([(text, spans)], self.registry))
        mentions = read_mentions(article, body, spans, times, docs, self.registry, agency)
        reading = Reading(
            version="1", rules="", model=None, body=body, sentences=spans, times=times, mentions=mentions
        )
        return article, reading

    def mentions(self, text: str, genre: str = "news", agency: str | None = None):
        """Those that found an event."""
        return tuple(m for m in self.read(text, genre, agency)[1].mentions if m.standing is Standing.EVENT)


@pytest.fixture(scope="session")
def reader():
    return Reader()
