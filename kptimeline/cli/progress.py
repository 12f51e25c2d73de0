"""How far a long command is, on stderr, when a person looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(total: int, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Yields what is told how many of `total` units are done, and how many articles are saved."""
    if not sys.stderr.isatty():
        yield lambda _done, _articles: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    told = TextColumn("{task.fields[articles]} articles")
    with Progress(*columns, told, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, articles=0)

        def advance(done: int, articles: int) -> None:
            bar.update(task, completed=done, articles=articles)

        yield advance
