"""The expression language: what a phrase means before any calendar date is known.

    expression := NAME | NAME "(" argument ("," argument)* ")"
    argument   := expression | INTEGER | STRING
    NAME       := lower-case letters, digits and hyphens, beginning with a letter
    STRING     := characters in double quotes, with backslash before a quote or a backslash

For example `since(last(month(10)))`, `shift(event("summit"), 2, day)`. The language is closed: the
operators are those of kptimeline.temporal.operators, and text is parsed, never run.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Union

from msgspec import Struct

from kptimeline.errors import RuleError

Argument = Union["Expr", int, str]

MAX_DEPTH = 24


class Expr(Struct, frozen=True, array_like=True):
    """One operator with its arguments: expressions, integers, or (as `Expr` with no arguments) names."""

    name: str
    args: tuple[Argument, ...] = ()

    def __str__(self) -> str:
        return to_text(self)


def to_text(value: Argument) -> str:
    """The canonical text of an expression; `parse(to_text(x)) == x`."""
    if isinstance(value, Expr):
        if not value.args:
            return value.name
        return f"{value.name}({', '.join(map(to_text, value.args))})"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_TOKEN = re.compile(
    r'\s*(?:(?P<name>[a-z][a-z0-9-]*)|(?P<int>-?\d{1,9})|(?P<str>"(?:[^"\\]|\\.)*")|(?P<punct>[(),]))'
)


class ExpressionError(RuleError):
    """The text is not an expression; the message tells the column."""

    def __init__(self, text: str, column: int, problem: str) -> None:
        super().__init__(f"expression {text!r}, column {column + 1}: {problem}")
        self.column = column


@lru_cache(maxsize=8192)
def parse(text: str) -> Expr:
    """The expression that `text` writes. Raises ExpressionError with the column."""
    tokens: list[tuple[str, str, int]] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError(text, position, "unexpected character")
        tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    value, used = _argument(text, tokens, 0, 0)
    if used != len(tokens):
        raise ExpressionError(text, tokens[used][2], "nothing may follow a whole expression")
    if not isinstance(value, Expr):
        raise ExpressionError(text, 0, "a bare number or string is not an expression")
    return value


def _argument(text: str, tokens: list[tuple[str, str, int]], at: int, depth: int) -> tuple[Argument, int]:
    if at >= len(tokens):
        raise ExpressionError(text, len(text), "something is missing here")
    if depth > MAX_DEPTH:
        raise ExpressionError(text, tokens[at][2], f"nested deeper than {MAX_DEPTH}")
    kind, word, column = tokens[at]
    if kind == "int":
        return int(word), at + 1
    if kind == "str":
        return re.sub(r"\\(.)", r"\1", word[1:-1]), at + 1
    if kind != "name":
        raise ExpressionError(text, column, f"{word!r} cannot stand here")
    at += 1
    if at >= len(tokens) or tokens[at][1] != "(":
        return Expr(word), at
    args: list[Argument] = []
    while True:
        value, at = _argument(text, tokens, at + 1, depth + 1)
        args.append(value)
        if at >= len(tokens):
            raise ExpressionError(text, len(text), "a closing parenthesis is missing")
        if tokens[at][1] == ")":
            return Expr(word, tuple(args)), at + 1
        if tokens[at][1] != ",":
            raise ExpressionError(text, tokens[at][2], "a comma or closing parenthesis is missing")
