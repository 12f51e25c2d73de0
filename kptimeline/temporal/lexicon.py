"""Words and numbers to classes: what a token can stand for in a pattern."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct, field

from kptimeline import shipped
from kptimeline.errors import RuleError
from kptimeline.temporal.expression import Argument, Expr, parse
from kptimeline.temporal.tokens import Token

Offer = tuple[str, Argument | None]  # symbol, value


class Lexicon(Struct):
    """`words`: lower-case word to its offers; `proper`: the same for words that need a capital."""

    words: dict[str, list[Offer]] = field(default_factory=dict)
    proper: dict[str, list[Offer]] = field(default_factory=dict)
    triggers: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def offers(self, token: Token) -> list[Offer]:
        """Everything a token can stand for; empty when no rule knows it."""
        if token.kind in _NUMBERS:
            return _NUMBERS[token.kind](token)
        found = self.words.get(token.lower, [])
        if token.text[0].isupper() and token.lower in self.proper:
            found = found + self.proper[token.lower]
        return found

    def is_trigger(self, token: Token) -> bool:
        """Whether a token can be the heart of a time expression."""
        if token.kind in {"iso", "slashed", "clock", "decades", "ordinal"}:
            return True
        if token.kind == "number":
            return _year_like(token.text)
        if token.lower not in self.triggers:
            return False
        # A trigger that is no common word (*May*, *Chuseok*) needs its capital.
        return token.text[0].isupper() or token.lower in self.words


def _year_like(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and "1000" <= text <= "2199"


def load_lexicon(path: Path) -> Lexicon:
    """The lexicon of a TOML file: `[class.NAME]` with `words`, `trigger` (true, or which of them), `proper`. Raises RuleError."""
    try:
        tables: dict[str, dict[str, Any]] = shipped.table(path)["class"]
    except (ValueError, KeyError) as fault:  # no TOML, or no classes
        raise RuleError(f"{path.name}: {fault}", "see docs/rules.md for the form of a lexicon") from fault
    lexicon = Lexicon(classes=set(_NUMBER_CLASSES))
    for name, table in tables.items():
        lexicon.classes.add(name)
        for word, value in table["words"].items():
            into = lexicon.proper if table.get("proper") else lexicon.words
            into.setdefault(word, []).append((f"c:{name}", _value(value)))
            trigger = table.get("trigger", False)
            if trigger is True or (trigger and word in trigger):
                lexicon.triggers.add(word)
    return lexicon


def _value(value: int | str) -> Argument:
    if isinstance(value, int):
        return value
    return value[1:-1] if value.startswith('"') else parse(value)


_NUMBER_CLASSES = ("int", "dom", "year", "yy", "hour", "hhmm", "count", "ordinal", "decades", "clock",
                   "iso", "slashed", "slashed-otherwise", "hundreds", "noun", "round", "dotted")  # fmt: skip


def _number(token: Token) -> list[Offer]:
    text = token.text
    if not text.isdigit():
        plain = text.replace(",", "")
        if plain.count(".") <= 1 and len(plain) <= 9:
            value: Argument = plain if "." in plain else int(plain)
            return [("c:count", value), *_dotted(text)]
        return []
    if len(text) > 9:
        return []
    number = int(text)
    offers: list[Offer] = [("c:int", number), ("c:count", number), (f"w:{text}", None)]
    if len(text) <= 2:
        if 1 <= number <= 31:
            offers.append(("c:dom", number))
        if number <= 24:
            offers.append(("c:hour", number))
        if len(text) == 2:
            offers.append(("c:yy", number))
    elif len(text) == 4:
        if _year_like(text):
            offers.append(("c:year", number))
        if number <= 2400 and number % 100 <= 59:
            offers.append(("c:hhmm", Expr("clock", (number // 100, number % 100))))
    return offers


def _dotted(text: str) -> list[Offer]:
    """*5.30*, which with *pm* after it is a clock time."""
    hour, _, minute = text.partition(".")
    if len(hour) > 2 or len(minute) != 2 or not minute.isdigit() or int(minute) > 59:
        return []
    return [("c:dotted", Expr("clock", (int(hour), int(minute))))]


def _ordinal(token: Token) -> list[Offer]:
    return [("c:ordinal", int(token.lower[:-2]))]


def _decades(token: Token) -> list[Offer]:
    digits = "".join(c for c in token.text if c.isdigit())
    number = int(digits)
    if len(digits) == 2:
        recent = Expr("decade-of", (1900 + number if number >= 20 else 2000 + number,))
        return [("c:decades", recent), ("c:round", number)]
    if len(digits) == 4 and number % 100 == 0:
        return [
            ("c:decades", Expr("decade-of", (number,))),
            ("c:hundreds", Expr("century", (number // 100 + 1,))),
        ]
    if len(digits) < 4:
        return [("c:round", number)]  # *the 480s BC*
    return [("c:decades", Expr("decade-of", (number,)))]


def _clock(token: Token) -> list[Offer]:
    hour, minute = (int(part) for part in token.text.split(":")[:2])
    if hour > 24 or minute > 59:
        return []
    return [("c:clock", Expr("clock", (hour, minute)))]


def _iso(token: Token) -> list[Offer]:
    year, month, day = map(int, token.text.split("-"))
    return [("c:iso", Expr("date", (year, month, day)))] if 1 <= month <= 12 and 1 <= day <= 31 else []


def _slashed(token: Token) -> list[Offer]:
    """*12/29/2025*, *29.12.2025*, *2025/12/29*: month first unless that cannot be."""
    parts = token.text.replace(".", "/").split("/")
    a, b, c = map(int, parts)
    if len(parts[0]) == 4:
        found = [(a, b, c)]
    elif len(parts[0]) <= 2 and len(parts[2]) in {2, 4}:
        year = c if len(parts[2]) == 4 else (2000 + c if c < 50 else 1900 + c)
        found = [(year, a, b), (year, b, a)]
        if "." in token.text:
            found.reverse()
    else:
        return []
    offers: list[Offer] = []
    for year, month, day in found:
        if 1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2199:
            offers.append(
                ("c:slashed" if not offers else "c:slashed-otherwise", Expr("date", (year, month, day)))
            )
    return offers


_NUMBERS = {
    "number": _number,
    "ordinal": _ordinal,
    "decades": _decades,
    "clock": _clock,
    "iso": _iso,
    "slashed": _slashed,
}
