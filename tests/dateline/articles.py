"""Articles for tests, from a text and what else matters."""

from kptimeline.dateline.evidence import collect
from kptimeline.dateline.find import find_dateline
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.text import title_span
from kptimeline.records import READING_VERSION, Reading
from kptimeline.temporal.find import find
from kptimeline.temporal.rules import load_rules
from kptimeline.temporal.text import sentences

DEFAULTS = Defaults(as_of="2026-11-21")


def article(text, **fields):
    """An article as the plain text reader makes it."""
    return make_article(text, b"", DEFAULTS, **{"path": None, "title": title_span(text), **fields})


def reading(made):
    """What the anchor is chosen from: dateline, times, evidence."""
    dateline, body = find_dateline(made)
    times = find(made.text, load_rules(), spans=sentences(made.text, body))
    evidence = collect(made, dateline, body, times)
    return Reading(
        version=READING_VERSION,
        rules="",
        model=None,
        body=body,
        sentences=(),
        dateline=dateline,
        evidence=evidence,
        times=times,
    )
