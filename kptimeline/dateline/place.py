"""From the place of a dateline to the zone that its clocks follow."""

from __future__ import annotations

import re
from functools import cache

from kptimeline.dateline.words import data

_REGION = re.compile(r"\s*,\s*|\s*\(")


def zone_of(place: str) -> str | None:
    """The IANA zone of *SEOUL*, *MANCHESTER, England*, *Jenin (Palestinian Territories)*; None if unknown.

    What follows the city decides where it is known (*MANCHESTER, N.H.*), else the city does.
    """
    city, *regions = (part.strip(" )") for part in _REGION.split(place))
    for name in reversed(regions):
        if zone := _table("regions").get(_plain(name)):
            return zone
    return _table("cities").get(_plain(city)) or _table("regions").get(_plain(city)) or _first_of_pair(city)


def is_known(place: str) -> bool:
    """Whether the data file knows the city, or the country that stands for it."""
    city = _plain(_REGION.split(place)[0])
    return city in _table("cities") or city in _table("regions")


def _first_of_pair(city: str) -> str | None:
    """*BEIRUT/ABU DHABI* goes by Beirut, *DONETSK Ukraine* by its last words."""
    if "/" in city:
        return zone_of(city.split("/", maxsplit=1)[0])
    words = city.split()
    for start in range(1, len(words)):
        if zone := _table("regions").get(_plain(" ".join(words[start:]))):
            return zone
    return None


@cache
def _table(name: str) -> dict[str, str]:
    return {_plain(place): zone for zone, places in data("dateline_places")[name].items() for place in places}


def _plain(name: str) -> str:
    """One spelling for *W. Va.* and *W.Va*, *The Netherlands* and *NETHERLANDS*."""
    words = name.replace("’", "'").replace(".", ". ").casefold().removeprefix("the ").split()
    return " ".join(words).removesuffix(".")
