"""What a chronology is called: by what was asked."""

from __future__ import annotations

from collections.abc import Sequence


def title(
    words: str | None, actors: Sequence[str], others: Sequence[str], more: Sequence[Sequence[str]]
) -> str:
    """*Chronology: North Korea with Russia, since 2024-10*; `more` are groups of alternatives."""
    parts = [f"“{words}”"] if words else []
    if actors:
        parts.append(" or ".join(actors))
    if others:
        parts.append(f"{'with ' if parts else 'With '}{' and '.join(others)}")
    told = ", ".join(filter(None, [" ".join(parts), *(" or ".join(each) for each in more)]))
    return f"Chronology: {told}" if told else "Chronology"
