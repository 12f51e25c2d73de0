"""What stands at the other end of stdout: how wide it is, whether a person looks, whether colour is welcome."""

from __future__ import annotations

import os
import sys


def width() -> int:
    """Cells a line: COLUMNS, else the terminal's, else 80; never under 40."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return max(int(columns), 40)
    try:
        return max(os.get_terminal_size(sys.stdout.fileno()).columns, 40)
    except (OSError, ValueError):  # a pipe, a file, or no file at all
        return 80


def is_person() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout.isatty()


def color() -> bool:
    """Whether to write colour: on a terminal, unless NO_COLOR is set or the terminal is dumb."""
    return is_person() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
