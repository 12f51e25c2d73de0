"""Actors that only articles name: which names stand alone, and the slugs they get."""

from __future__ import annotations

import re
import unicodedata

from kptimeline.actors.registry import Registry

UNKNOWN = "unknown"  # the kind of an actor that no registry knows
# *Ban Ki-moon*, *Bank of Korea*: every word but small ones inside begins with a capital letter.
_SMALL_WORDS = frozenset(
    ["of", "the", "and", "for", "de", "la", "van", "von", "der", "den", "bin", "al", "el", "da", "di", "on"]
)


def own_slug(name: str, country: str | None, registry: Registry) -> str | None:
    """The slug of an actor that only articles name; None for what is no full name (a lone surname, *troops*).

    A body of one country is not that of another (*National Assembly*): the country is part of the slug.
    """
    words = name.split()
    words = words[1:] if words and words[0].lower() == "the" else words
    if len(words) < 2 or not all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words):
        return None
    if not (words[0][0].isupper() and words[-1][0].isupper()) or words[-1].lower() in _SMALL_WORDS:
        return None
    slug = slug_of(" ".join(words))
    if not slug:
        return None
    slug = f"{slug}-{country.lower()}" if country else slug
    known = registry.actors.get(slug)
    return f"{slug}-unknown" if known is not None and known.kind != UNKNOWN else slug


def slug_of(name: str) -> str:
    """A name as lower-case ASCII words joined by hyphens; empty when nothing of it is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
