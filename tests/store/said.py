"""What people say of mentions, as rows, and without making events follow: that is for the test to do."""

from kptimeline.store import corrections
from kptimeline.store.holders import name_mentions, quotes_of

AT = "2026-01-05T09:00:00.000000Z"


def link(connection, kind, one, two, *, who="ana", now=AT, why=None):
    """Joins two stored mentions (must) or keeps them apart (cannot)."""
    name_mentions(connection, quotes_of(connection, {one, two}))
    corrections.link(connection, kind, [(one, two)], who=who, now=now, why=why)


def say(connection, mention, values, *, who="ana", now=AT, why=None):
    """Corrects fields of the event that holds a stored mention."""
    quotes = quotes_of(connection, {mention})
    name_mentions(connection, quotes)
    corrections.say(connection, quotes, values, who=who, now=now, why=why)
