"""Rich content as text: the one place that makes a console."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType


def draw(content: RenderableType, *, width: int, color: bool) -> str:
    """Any rich content as text; without colour it has no control character and no blanks at line ends."""
    out = io.StringIO()
    Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    ).print(content)
    text = out.getvalue().rstrip("\n") + "\n"
    return text if color else "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n") + "\n"
