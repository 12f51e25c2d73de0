r"""Rows of a query: a table for people, tab-separated lines for pipes, CSV and JSON for other programs.

What a terminal would obey is left out of tables, and quoted in plain lines (\x1b, \u202e) and JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from kptimeline.render import csv, safe

Row = Sequence[Any]
LONGEST_CELL = 2_000  # characters of a cell in a table: an article's text is for --format csv or json
# As a shell would quote them: what would break a line, or what a terminal would obey.
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_QUOTED = str.maketrans(_CONTROLS | {92: "\\\\", 9: "\\t", 10: "\\n", 13: "\\r"})


def table(columns: Sequence[str], rows: Sequence[Row], *, width: int, color: bool) -> str:
    """Aligned columns under their names; numbers to the right, NULL left blank, long texts cut with an ellipsis."""
    from rich.table import Table
    from rich.text import Text

    from kptimeline.render.draw import draw

    grid = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        numbers = bool(rows) and all(isinstance(row[place], int | float | None) for row in rows)
        grid.add_column(Text(safe.line(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_short(_plain(value))) for value in row))
    return draw(grid, width=width, color=color)


def plain(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Names and values separated by tabs, one row a line; control characters are quoted with a backslash."""
    lines = [columns, *([_plain(value) for value in row] for row in rows)]
    return "".join(
        "\t".join(safe.escaped(value.translate(_QUOTED)) for value in line) + "\n" for line in lines
    )


def comma_separated(columns: Sequence[str], rows: Sequence[Row], *, terminal: bool = False) -> str:
    """CSV with a head line (render.csv)."""
    return "".join(csv.lines(columns, rows, terminal=terminal))


def json(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """An array of objects, one a line; bytes are base64. Of columns with one name the last is kept."""
    lines = [msgspec.json.encode(dict(zip(columns, row, strict=True))).decode() for row in rows]
    return "[" + ",\n ".join(map(safe.escaped, lines)) + "]\n"


def _short(text: str) -> str:
    return safe.line(text) if len(text) <= LONGEST_CELL else safe.line(text[:LONGEST_CELL]) + "…"


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return "" if value is None else str(value)
