"""kptimeline: from news articles to chronologies; the names here are the library's promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kptimeline.library import extract, find, open_timeline, resolve

__all__ = ["extract", "find", "open_timeline", "resolve"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """The public functions, imported when first used: starting the program must not load everything."""
    if name in __all__:
        from kptimeline import library

        return getattr(library, name)
    raise AttributeError(f"module 'kptimeline' has no attribute {name!r}")
