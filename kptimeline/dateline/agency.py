"""Whose story an article is, and whether that agency's stories are of their own day."""

from __future__ import annotations

from kptimeline.dateline.words import data
from kptimeline.records import Article, DatelineReading

LENDS = (
    0.75  # share of leads naming the day of publication from which on it stands for a day that is not told
)


def agency_of(article: Article, dateline: DatelineReading | None) -> str | None:
    """The agency of the dateline, else the outlet."""
    return dateline.agency if dateline is not None and dateline.agency else article.outlet


def lends_its_day(agency: str | None) -> bool:
    """Whether what an agency's story leaves undated is of the day of publication.

    Where the leads that name a day seldom name another one, it goes without saying. The Korean Central News Agency
    names an earlier day in two stories of three, and what it leaves undated may be of any: meetings abroad, letters
    received, houses built (docs/dates.md).
    """
    tables = data("dateline_weekday_shares")
    return float(tables["agency"].get(agency, tables["past"])["same"]) >= LENDS
