"""Articles that stand to each other: copies of one report, versions at one url or of one outlet's report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import Connection, func, or_, select, update

from kptimeline.store import alike
from kptimeline.store.models import Anchor, Article
from kptimeline.store.rows import chunks


class Known(Struct, frozen=True, kw_only=True):
    """What links of an article hang from: `alike` names its group of near copies, `anchor` is a day (ISO)."""

    id: int
    key: str
    text: str  # its hash
    outlet: str | None
    url: str | None
    published: str | None
    as_of: str
    alike: str | None
    anchor: str | None = None


class Links(NamedTuple):
    """Ids of what an article is a copy of, and of what it supersedes."""

    copy_of: int | None = None
    supersedes: int | None = None


def link(connection: Connection, groups: Collection[str], urls: Collection[str]) -> set[int]:
    """Links the articles of some groups of near copies and of some urls, as `wanted` says; returns those it changed."""
    changed: set[int] = set()
    for article, is_, should_be in compare(connection, groups, urls):
        if is_ != should_be:
            changed.add(article.id)
            connection.execute(
                update(Article)
                .where(Article.id == article.id)
                .values(copy_of_id=should_be.copy_of, supersedes_id=should_be.supersedes)
            )
    return changed


def link_again(connection: Connection, ids: Collection[int], urls: Collection[str] = ()) -> None:
    """Finds the near copies of stored articles anew, and links them, and articles at some urls."""
    around = set(urls)
    for some in chunks(sorted(ids)):
        mine = Article.id.in_(some)
        around |= {url for url in connection.scalars(select(Article.url).where(mine)) if url is not None}
        connection.execute(update(Article).where(mine).values(copy_of_id=None, supersedes_id=None))
    link(connection, alike.gather_again(connection, ids), around)


def compare(
    connection: Connection, groups: Collection[str], urls: Collection[str]
) -> Iterator[tuple[Known, Links, Links]]:
    """Articles of groups and urls by key, with the links that they have and those that they should have."""
    mine = _load(connection, groups, urls)
    # What an article supersedes at its url comes first, so groups of those at the urls count too, and urls of those.
    near = {each.alike for each, _ in mine.values() if each.alike} - set(groups)
    mine |= _load(connection, near, ())
    around = mine | _load(connection, (), {each.url for each, _ in mine.values() if each.url} - set(urls))
    links = wanted([each for each, _ in around.values()])
    for id_ in sorted(mine, key=lambda one: mine[one][0].key):
        yield *mine[id_], links[id_]


def _load(
    connection: Connection, groups: Iterable[str], urls: Iterable[str]
) -> dict[int, tuple[Known, Links]]:
    latest = select(Anchor.day).where(Anchor.article_id == Article.id).order_by(Anchor.id.desc()).limit(1)
    columns = (Article.id, Article.key, Article.text_sha256, Article.outlet, Article.url, Article.published,
               Article.as_of, Article.alike_key)  # fmt: skip
    found: dict[int, tuple[Known, Links]] = {}
    for column, names in ((Article.alike_key, groups), (Article.url, urls)):
        for some in chunks(sorted(names)):
            query = select(*columns, latest.scalar_subquery(), Article.copy_of_id, Article.supersedes_id)
            for *values, copy_of, supersedes in connection.execute(query.where(column.in_(some))):
                known = Known(**dict(zip(Known.__struct_fields__, values, strict=True)))
                found[known.id] = (known, Links(copy_of, supersedes))
    return found


def linked(connection: Connection) -> set[tuple[str | None, str | None]]:
    """Groups and urls of articles that have links, are in a group, or are not the only one at their url."""
    several = select(Article.url).group_by(Article.url).having(func.count() > 1)
    some = or_(
        Article.url.in_(several),
        Article.alike_key.is_not(None),
        Article.copy_of_id.is_not(None),
        Article.supersedes_id.is_not(None),
    )
    return {
        (group, url) for group, url in connection.execute(select(Article.alike_key, Article.url).where(some))
    }


def wanted(articles: Sequence[Known]) -> dict[int, Links]:
    """The links of each article, by id: a function of the set, but for the order of ingest at one url and one time.

    A new text at a known url supersedes the one before it. So does a near copy of the same outlet, where both
    say when they were published and it is the later. All other near copies, and every further article of one
    text, are copies: of the first article of that text by key, and texts of the first of their group.
    """
    at_url, groups = defaultdict(list), defaultdict(list)
    for each in articles:
        if each.url is not None:
            at_url[each.url].append(each)
        if each.alike is not None:
            groups[each.alike].append(each)
    supersedes: dict[int, int] = {}
    for some in at_url.values():
        supersedes |= versions(some)
    copy_of: dict[int, int] = {}
    for group in groups.values():
        for each in group:
            if each.id not in supersedes and (before := _earlier(each, group)):
                supersedes[each.id] = before.id
        copy_of |= copies(group, supersedes)
    return {each.id: Links(copy_of.get(each.id), supersedes.get(each.id)) for each in articles}


def versions(articles: Iterable[Known]) -> dict[int, int]:
    """What each article at one url supersedes, where it does.

    Ordered by when they say that they were published, else by the day of ingest, else by the order of ingest.
    """
    before: dict[str, int] = {}
    found: dict[int, int] = {}
    for each in sorted(articles, key=_order):
        if each.text not in before:
            if before:
                found[each.id] = next(reversed(before.values()))
            before[each.text] = each.id
    return found


def _order(each: Known) -> tuple[str, str, str, int]:
    day, time = moment(each)
    return day or each.as_of, time, each.as_of, each.id


def moment(each: Known) -> tuple[str, str]:
    """The day of publication as written, else the anchor (empty where there is none), and the time in UTC where known."""
    if each.published is None:
        return each.anchor or "", ""
    at = datetime.fromisoformat(each.published) if len(each.published) > len("2025-12-29") else None
    time = at.astimezone(UTC).isoformat() if at is not None and at.tzinfo is not None else ""
    return each.published[:10], time


def _is_earlier(one: Known, other: Known) -> bool:
    """Whether an article was surely published before another: an earlier day, or both with times on one day."""
    (day, time), (other_day, other_time) = moment(one), moment(other)
    if not day or not other_day:
        return False
    return day < other_day or (day == other_day and "" != time < other_time)


def _earlier(each: Known, group: Sequence[Known]) -> Known | None:
    """The latest other text that its outlet has in the group from before it."""
    if each.outlet is None:
        return None
    known = [
        one
        for one in group
        if one.outlet == each.outlet
        and one.text != each.text
        and (one.url is None or one.url != each.url)
        and _is_earlier(one, each)
    ]
    return max(known, key=lambda one: (moment(one), one.key), default=None)


def copies(group: Sequence[Known], supersedes: dict[int, int]) -> dict[int, int]:
    """What articles of one group are copies of, where they are; updates of another article of the group are none."""
    first: dict[str, Known] = {}
    for each in sorted(group, key=lambda one: one.key):
        first.setdefault(each.text, each)
    ids = {each.id for each in group}
    heads = list(first.values())
    reports = [each for each in heads if supersedes.get(each.id) not in ids]
    report = (reports or heads)[0]
    found = {each.id: report.id for each in reports if each is not report}
    return found | {each.id: first[each.text].id for each in group if first[each.text] is not each}
