"""Large cities and the countries that they are in (language/CODE/cities.toml)."""

from __future__ import annotations

import tomllib
from functools import cache

from kptimeline import shipped


def cities_text(code: str = "en") -> str:
    """The file as it stands: part of the registry's fingerprint, read without being parsed."""
    return shipped.read_text(shipped.language(code) / "cities.toml")


@cache
def load_cities(code: str = "en") -> dict[str, str]:
    """City (case folded) to the ISO 3166 alpha-3 code of its country."""
    data = tomllib.loads(cities_text(code))
    return {name.casefold(): country for country, names in data["city"].items() for name in names}
