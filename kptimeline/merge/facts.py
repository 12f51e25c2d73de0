"""What grouping and deriving need to know of a mention: plain values, wherever it came from."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from kptimeline.interval import Granularity, Interval
from kptimeline.merge.profile import Profile


class Dates(Struct, frozen=True, kw_only=True):
    """When, as the tables and views hold it (docs/schema.md); all None when undated.

    `fineness` is 0 for vague to 13 for minute: ascending, it puts the coarser first.
    """

    first_day: str | None = None
    last_day: str | None = None
    from_day: str | None = None
    to_day: str | None = None
    sort_day: str | None = None
    first_time: str | None = None
    last_time: str | None = None
    utc_offset: str | None = None
    granularity: str | None = None
    fineness: int | None = None
    extent: str | None = None
    edtf: str | None = None

    @classmethod
    def of(cls, interval: Interval | None, edtf: str | None) -> Dates:
        """The columns of an interval; days outside the years 1 to 9999 stay NULL beside their EDTF."""
        return cls(edtf=edtf) if interval is None else _dates(interval, edtf)


# A mention has the interval of its phrase, and an article names the same days again and again.
@lru_cache(maxsize=4096)
def _dates(interval: Interval, edtf: str | None) -> Dates:
    bounds = interval.bounds or (None, None)
    return Dates(
        first_day=interval.first_day,
        last_day=interval.last_day,
        from_day=bounds[0],
        to_day=bounds[1],
        sort_day=interval.sort_day,
        first_time=interval.first_time,
        last_time=interval.last_time,
        utc_offset=interval.utc_offset,
        granularity=interval.granularity.value,
        fineness=Granularity.VAGUE.rank - _order_rank(interval),
        extent=interval.extent.value,
        edtf=edtf,
    )


def _order_rank(interval: Interval) -> int:
    """For the order alone: several days, or an open end, are coarser than the day they begin with."""
    one_day = interval.first is not None and interval.first == interval.last
    rank = interval.granularity.rank
    return rank if one_day else max(rank, Granularity.WEEK.rank)


class Party(Struct, frozen=True, kw_only=True):
    """An actor of a mention: its slug, None where it is local to the article, and its name for people."""

    actor: str | None
    name: str
    country: str | None = None  # ISO 3166 alpha-3


class Hung(Struct, frozen=True, kw_only=True):
    """The date of a mention that hangs from another event (*two days after the summit*)."""

    dates: Dates
    dated_by: str | None
    certainty: str | None


class MentionFacts(Struct, frozen=True, kw_only=True):
    """A mention as merging sees it. `article` is a key; `anchor_day` ISO or None."""

    key: str
    article: str
    start: int
    lemma: str
    event_type: str | None
    status: str
    by: tuple[Party, ...] = ()
    to: tuple[Party, ...] = ()
    claimed_by: tuple[Party, ...] = ()
    dates: Dates = Dates()
    dated_by: str | None = None
    certainty: str | None = None
    reason: str | None = None
    anchor_day: str | None = None
    place: str | None = None
    summary: str = ""
    profile: Profile | None = None  # None where it founds no event
    report: str = (
        ""  # key of its article's family of copies and versions, which count as one; empty: the article
    )
    hung: Hung | None = (
        None  # `dates` are then what its own article tells; it founds and moves no date of others
    )
    superseded: bool = False  # a later version of the article took its place
