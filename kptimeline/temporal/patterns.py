"""The pattern language of rules, and its expansion into flat sequences of symbols.

    pattern := branch ("|" branch)*
    branch  := item+
    item    := atom "?"?
    atom    := WORD | "$" CLASS (":" LABEL)? | "(" pattern ")" | "{" pattern "}"

A WORD matches itself (lower case); `$class` a lexicon class or what other rules give; braces hold
signal words (*since*, *from*) that give meaning but stay outside the phrase.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_SEQUENCES = 400

_ITEM = re.compile(
    r"\s*(?:(?P<open>[({])|(?P<close>[)}])|(?P<bar>\|)|(?P<opt>\?)|\$(?P<class>[a-z0-9-]+)(?::(?P<label>[a-z0-9]+))?|(?P<word>[^\s(){}|?$]+))"
)


class Element(NamedTuple):
    """One symbol of a sequence: `w:of` or `c:month`; its label for `means`; whether it is a signal."""

    symbol: str
    label: str | None
    signal: bool


Sequence = tuple[Element, ...]


class PatternError(ValueError):
    """A pattern is not well formed; `column` counts from 0."""

    def __init__(self, column: int, problem: str) -> None:
        super().__init__(problem)
        self.column = column


def expand(pattern: str) -> list[Sequence]:
    """All flat sequences that a pattern stands for. Raises PatternError."""
    sequences, position = _branches(pattern, 0, signal=False, closer="")
    if position < len(pattern.rstrip()):
        raise PatternError(position, "a bracket closes that was not opened")
    found = list(dict.fromkeys(s for s in sequences if s))
    if not found:
        raise PatternError(0, "the pattern is empty")
    return found


def _branches(text: str, at: int, *, signal: bool, closer: str) -> tuple[list[Sequence], int]:
    done: list[Sequence] = []
    current: list[Sequence] = [()]
    last: list[Sequence] | None = None
    end = len(text.rstrip())
    while at < end:
        match = _ITEM.match(text, at)
        if match is None:
            raise PatternError(at, f"{text[at:].strip()[:1]!r} cannot stand here")
        if match["opt"]:
            if last is None:
                raise PatternError(match.start("opt"), "nothing stands before this question mark")
            current, last = list(dict.fromkeys(current + last)), None
            at = match.end()
            continue
        if match["bar"]:
            done += current
            current, last = [()], None
            at = match.end()
            continue
        if match["close"]:
            if match["close"] != closer:
                raise PatternError(match.start("close"), "this bracket does not match")
            return done + current, match.end()
        at = match.end()
        if match["open"]:
            inner = match["open"] == "{"
            options, at = _branches(text, at, signal=signal or inner, closer="}" if inner else ")")
        elif match["class"]:
            options = [(Element(f"c:{match['class']}", match["label"] or match["class"], signal),)]
        else:
            options = [(Element(f"w:{match['word'].lower()}", None, signal),)]
        last = current
        current = [before + option for before in current for option in options]
        if len(current) + len(done) > MAX_SEQUENCES:
            raise PatternError(at, f"the pattern stands for more than {MAX_SEQUENCES} sequences")
    if closer:
        raise PatternError(len(text), f"a closing {closer!r} is missing")
    return done + current, at
