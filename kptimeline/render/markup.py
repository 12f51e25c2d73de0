"""HTML elements whose text and attributes are escaped: nothing an article says can become an element."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from kptimeline.render import safe

_VOID = frozenset({"meta", "link", "input", "br"})
_SHORT = 40
Attribute = str | int | float | bool | None


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: Attribute) -> Markup:
    """An element; plain text in it is escaped, `class_` is *class*, `aria_label` *aria-label*; None is left out."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_attribute(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    inner = "".join(text(child) for child in children if child is not None)
    return Markup(f"<{name}{told}>" if name in _VOID else f"<{name}{told}>{inner}</{name}>")


def text(value: str) -> Markup:
    """Text as HTML: on one line, without what hides or turns text round, escaped; HTML as it is."""
    return value if isinstance(value, Markup) else Markup(escape(safe.inline(value), quote=True))


def joined(*parts: str) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(map(text, parts)))


@lru_cache(maxsize=4096)
def _short(value: str) -> str:
    """Most attributes are a few classes and names that come again in every line."""
    return "\n".join(escape(safe.line(line), quote=True) for line in value.split("\n"))


def _attribute(value: str | float) -> str:
    """An attribute's value; line ends stay, for they part a list of names."""
    if isinstance(value, str):
        if len(value) <= _SHORT:
            return _short(value)
        return "\n".join(escape(safe.line(line), quote=True) for line in value.split("\n"))
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
