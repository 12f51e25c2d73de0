"""Where a command's answer goes: stdout, or the file of `--output`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click


def write(pieces: Iterable[str], output: Path | None, database: str) -> None:
    """Writes data as it comes, in UTF-8 with its own line ends. Raises UsageError for a file that cannot be."""
    if output is None:
        sys.stdout.flush()
        stream = sys.stdout.buffer
        for piece in pieces:
            stream.write(piece.encode("utf-8", "replace"))
        stream.flush()
        return
    from kptimeline.store.output import opened_for_output

    with opened_for_output(output, database) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8", "replace"))


def say(text: str, output: Path | None, database: str, *, color: bool) -> None:
    """Writes what people read, in the encoding of their terminal."""
    if output is None:
        click.echo(text, nl=False, color=color)
    else:
        write([text], output, database)
