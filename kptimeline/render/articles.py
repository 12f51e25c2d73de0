"""Stored articles for people and programs: a list of them, and the account of one.

Lines and accounts come as the store gives them (store.articles); render knows the store by its fields only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kptimeline.render import json, rows, safe

ArticleLine = Any
ArticleAccount = Any
Fact = tuple[str, str]

COLUMNS = ("article", "anchor", "outlet", "title", "same report")


def short(lines: Sequence[ArticleLine]) -> list[tuple[str, str, str, str, str]]:
    """Key, anchor with its basis and what is inferred, outlet, title, relatives; harmless for a terminal."""
    return [
        (line.article, anchor(line), safe.line(line.outlet or ""), safe.line(line.title), relatives(line))
        for line in lines
    ]


def relatives(line: ArticleLine) -> str:
    """*copy of a7fq2…*, *superseded by akxbr…*; empty for a report of its own."""
    names = ("copy_of", "supersedes", "superseded_by")
    return "; ".join(
        f"{name.replace('_', ' ')} {key}" for name in names if (key := getattr(line, name)) is not None
    )


def anchor(chosen: Any) -> str:
    """*2025-12-29 (dateline, year inferred, not certain)*, *none*."""
    day = getattr(chosen, "day", None) or getattr(chosen, "anchor", None)
    if day is None:
        return "none"
    marks = [chosen.basis, *(f"{part} inferred" for part in chosen.inferred)]
    return f"{day} ({', '.join(marks if chosen.certain else [*marks, 'not certain'])})"


def json_lines(lines: Sequence[ArticleLine]) -> str:
    """One object an article, with all that is known of it in short."""
    return "".join(map(json.line, lines))


def comma_separated(names: Sequence[str], lines: Sequence[ArticleLine], *, terminal: bool = False) -> str:
    """CSV of the same columns, whose names are given; several words of one are separated by blanks."""
    return rows.comma_separated(
        names, [[_cell(getattr(line, name)) for name in names] for line in lines], terminal=terminal
    )


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value


def account(article: ArticleAccount, *, text: bool, width: int, color: bool) -> str:
    """An article's fields, its anchor with reasons, rivals and history, its counts; with `text` its text too."""
    from rich.console import Group, RenderableType
    from rich.table import Table
    from rich.text import Text

    from kptimeline.render.draw import draw

    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=12)
    grid.add_column(ratio=1, overflow="fold")
    for name, fact in facts(article):
        grid.add_row(Text(name, style="dim"), Text(fact))
    body: list[RenderableType] = [Text(safe.line(article.title), style="bold"), Text(""), grid]
    if text:
        lines = "\n".join(safe.inline(line) for line in article.text.splitlines())
        body += [Text(""), Text(lines)]
    return draw(Group(*body), width=width, color=color)


def facts(article: ArticleAccount) -> Iterator[Fact]:
    """A name and what it says; what is not known is left out."""
    yield "article", article.article
    for name in ("outlet", "url", "language", "path"):
        if value := getattr(article, name):
            yield name, safe.line(value)
    if article.authors:
        yield "authors", safe.line("; ".join(article.authors))
    if article.published:
        where = f", from {safe.line(article.published_from)}" if article.published_from else ""
        yield "published", f"{safe.line(article.published)}{where}"
    yield "as of", article.as_of
    yield "genre", article.genre
    if article.note:
        yield "note", safe.line(article.note)
    if article.copy_of:
        yield "copy of", article.copy_of
    if article.copies:
        yield "copies", ", ".join(article.copies)
    if article.supersedes:
        yield "supersedes", article.supersedes
    if article.superseded_by:
        yield "newer", f"superseded by {', '.join(article.superseded_by)}"
    yield from _anchor(article)
    yield "time phrases", _counted(article.times, "unresolved", article.unresolved)
    yield "mentions", _counted(article.mentions, "undated", article.undated)


def _anchor(article: ArticleAccount) -> Iterator[Fact]:
    current, *earlier = article.anchors
    if current.day is None:
        yield "anchor", f"none: {safe.line(current.reason or 'not known why')}"
        yield "", f"kptimeline redate {article.article} YYYY-MM-DD"
    else:
        yield "anchor", anchor(current)
    if current.zone:
        yield "zone", current.zone
    if article.contradiction:
        yield "but", safe.line(article.contradiction)
    for candidate in article.candidates:
        name = "because" if candidate.day == current.day else "other day"
        yield name, f"{candidate.day}, score {candidate.score:.2f}: {safe.line(candidate.reason)}"
    for number, each in enumerate([current, *earlier]):
        yield "history" if number == 0 else "", f"{each.chosen_at} by {safe.line(each.by)}: {anchor(each)}"


def _counted(count: int, without: str, reasons: Sequence[tuple[str, int]]) -> str:
    told = "; ".join(f"{number:,} {safe.line(reason)}" for reason, number in reasons)
    left = sum(number for _, number in reasons)
    return f"{count:,}, {left:,} {without}" + (f" ({told})" if told else "")


def named(article: ArticleAccount) -> str:
    """*wire.txt (a7fq2…): Envoys meet*."""
    name = article.path or article.url
    title = safe.line(article.title)
    return f"{safe.line(name)} ({article.article}): {title}" if name else f"{article.article}: {title}"
