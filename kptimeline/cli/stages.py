"""What `dateline`, `tag` and `extract` share: articles from a file or a pipe in, JSON lines out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Unpack

import click

from kptimeline.cli.selecting import Selection
from kptimeline.readers import Reject, read_path, read_stream, walk
from kptimeline.readers.article import Stated
from kptimeline.records import Article
from kptimeline.render import json, safe

Rows = Iterator[dict[str, Any]]

source = click.argument("source", metavar="[FILE|-]", default="-")


class Input:
    """The articles of one run; rejects are named on stderr as they are met, and counted."""

    def __init__(
        self, source: str, selected: Iterable[tuple[str, str]] = (), **stated: Unpack[Stated]
    ) -> None:
        self.rejected = 0
        self._selection = Selection(selected, stated["as_of"])
        self._source = source
        self._stated = stated

    def articles(self) -> Iterator[Article]:
        """Each article that was selected, in turn; at the end it says on stderr how many were not."""
        yield from self._selection.of(self._read())
        if told := self._selection.told.removeprefix(", "):
            click.echo(told, err=True)

    def _read(self) -> Iterator[Article]:
        for found in self._found():
            if isinstance(found, Reject):
                self.rejected += 1
                name_reject(found)
            else:
                yield found

    def _found(self) -> Iterator[Article | Reject]:
        if self._source == "-":
            if sys.stdin.isatty():
                click.echo("reading articles from the keyboard; end with Ctrl-D", err=True)
            yield from read_stream(sys.stdin.buffer, **self._stated)
            return
        for path in walk([Path(self._source)]):
            if isinstance(path, Reject):
                yield path
            else:
                yield from read_path(path, **self._stated)


def name_reject(reject: Reject) -> None:
    """What could not be read and the way out, on stderr."""
    click.echo(f"error: {safe.line(reject.message)}", err=True)
    if reject.hint:
        click.echo(f"hint:  {safe.line(reject.hint)}", err=True)


def write_lines(rows: Rows) -> None:
    """One JSON object a line, UTF-8 whatever the terminal speaks."""
    gc.freeze()  # rules and names stay for the whole run: the collector need not walk them again and again
    out = sys.stdout.buffer
    for row in rows:
        out.write(json.line(row).encode())
