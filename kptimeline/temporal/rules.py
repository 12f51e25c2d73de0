"""Loading a rule pack: lexicon and rules from TOML, checked, and laid into a trie for the chart."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from kptimeline import shipped
from kptimeline.errors import RuleError
from kptimeline.temporal.arithmetic import ARITHMETIC, STRUCTURAL
from kptimeline.temporal.chart import Completion, Node, Rule
from kptimeline.temporal.expression import Expr, ExpressionError, parse
from kptimeline.temporal.holidays import holiday_names
from kptimeline.temporal.joints import Joint, Neighbours
from kptimeline.temporal.lexicon import Lexicon, load_lexicon
from kptimeline.temporal.operators import OPERATORS
from kptimeline.temporal.patterns import PatternError, expand
from kptimeline.temporal.repeaters import FIELD_NAMES

HINT = "see docs/rules.md for the form of a rule"
CLAUSES = ("comparison", "opening")  # what `when` may ask of the clause
NAMED = "named"  # what the rules of holidays give; their longest word triggers
_KEYS = {"name", "gives", "pattern", "means", "weight", "proper", "when", "examples", "rejects", "note"}


class RulePack(Struct, eq=False):
    """Everything `find` needs. `fingerprint` changes with any word or rule."""

    lexicon: Lexicon
    root: Node
    fingerprint: str
    rules: list[Rule] = field(default_factory=list)  # by the numbers that the trie has for them
    words: set[str] = field(default_factory=set)  # literals of patterns
    joints: dict[str, Joint] = field(default_factory=dict)  # of every symbol that a token can have
    parsed: dict[tuple[int, str], Any] = field(
        default_factory=dict
    )  # ends of runs met, kept by kptimeline.temporal.chart
    known: dict[str, Any] = field(default_factory=dict)  # words met, kept by kptimeline.temporal.runs


def load_rules(extra: Sequence[Path] = (), language: str = "en") -> RulePack:
    """The shipped rules of a language and those of a user's folders. Raises RuleError naming file, rule, column."""
    return _load(tuple(Path(p) for p in extra), language)


@lru_cache(maxsize=4)
def _load(extra: tuple[Path, ...], language: str) -> RulePack:
    if extra:
        return _made(extra, language)
    sources = [*shipped.modules("temporal"), *_data(language), *_files(extra, language)]
    return shipped.made(f"language.{language}.rules.pack", sources, lambda: _made(extra, language), RulePack)


def _made(extra: tuple[Path, ...], language: str) -> RulePack:
    lexicon = load_lexicon(shipped.language(language) / "lexicon.toml")
    files = _files(extra, language)
    tables = _tables_of(files, language)
    known = lexicon.classes | {table.get("gives", "time") for _, table in tables}
    pack = RulePack(lexicon, Node(), _fingerprint([*_data(language), *files]))
    names: set[str] = set()
    neighbours = Neighbours()
    for path, table in tables:
        _check_keys(path, table, names)
        _add(pack, path, table, known, neighbours)
    pack.joints = neighbours.joints(
        [*(f"w:{word}" for word in pack.words), *(f"c:{name}" for name in lexicon.classes)]
    )
    return pack


def rule_tables(extra: Sequence[Path] = (), language: str = "en") -> list[dict[str, Any]]:
    """The rules as they are written, with examples and rejects. Raises RuleError."""
    return [table for _, table in _tables_of(_files(extra, language), language)]


def _data(language: str) -> list[Path]:
    """The files beside the rules that a pack is made of."""
    return [shipped.language(language) / name for name in ("lexicon.toml", "holidays.toml")]


def _files(extra: Sequence[Path], language: str) -> list[Path]:
    files = sorted((shipped.language(language) / "rules").glob("*.toml"))
    for place in extra:
        found = sorted(place.glob("*.toml")) if place.is_dir() else []
        if not found:
            raise RuleError(f"{place} holds no rule files (*.toml)", "name the folder that holds your rules")
        files += found
    return files


def _tables_of(files: Sequence[Path], language: str) -> list[tuple[Path, dict[str, Any]]]:
    holidays = shipped.language(language) / "holidays.toml"
    tables = [(path, table) for path in files for table in _tables(path)]
    return tables + [(holidays, table) for table in _holiday_rules()]


def _tables(path: Path) -> list[dict[str, Any]]:
    import tomllib

    try:
        rules = tomllib.loads(shipped.read_text(path)).get("rule", [])
    except tomllib.TOMLDecodeError as fault:
        raise RuleError(f"{path.name}: {fault}", HINT) from fault
    if not isinstance(rules, list):
        raise RuleError(f"{path.name}: rules are written as [[rule]]", HINT)
    return rules


def _holiday_rules() -> list[dict[str, Any]]:
    return [
        {
            "name": f"named-{key}",
            "gives": NAMED,
            "pattern": "|".join(re.sub(r"([,.]|['’]s\b)", r" \1", name.replace("’", "'")) for name in names),
            "means": f"named({key})",
            "proper": True,
        }
        for key, names in holiday_names().items()
    ]


def _check_keys(path: Path, table: dict[str, Any], names: set[str]) -> None:
    name = table.get("name")
    if not isinstance(name, str) or not isinstance(table.get("pattern"), str):
        raise RuleError(f"{path.name}: a rule needs a name and a pattern, here: {table}", HINT)
    if unknown := set(table) - _KEYS:
        raise RuleError(f"{path.name}, rule {name!r}: unknown key {min(unknown)!r}", HINT)
    if name in names:
        raise RuleError(f"{path.name}, rule {name!r}: the name is taken by another rule", HINT)
    names.add(name)


def _add(pack: RulePack, path: Path, table: dict[str, Any], known: set[str], neighbours: Neighbours) -> None:
    where = f"{path.name}, rule {table['name']!r}"
    gives = table.get("gives", "time")
    means = table.get("means", [])
    templates = tuple(_template(where, text) for text in ([means] if isinstance(means, str) else means))
    if not templates and gives != "none":
        raise RuleError(f"{where}: `means` is missing", HINT)
    weight = float(table.get("weight", 1.0))
    if not 0 < weight <= 1:
        raise RuleError(f"{where}: the weight {weight} is not above 0 and at most 1", HINT)
    rule = Rule(
        name=table["name"],
        symbol=f"c:{gives}",
        means=templates,
        weight=weight,
        proper=bool(table.get("proper", False)),
        counts=any(map(_counts, templates)),
        when=_when(where, table, gives),
    )
    try:
        sequences = expand(table["pattern"])
    except PatternError as fault:
        raise RuleError(f"{where}, column {fault.column + 1} of the pattern: {fault}", HINT) from fault
    needed = {label for template in templates for label in _labels(template)}
    for sequence in sequences:
        symbols = [element.symbol for element in sequence]
        words = {symbol for symbol in symbols if symbol.startswith("w:")}
        node = pack.root
        for symbol in symbols:
            if symbol not in words and symbol[2:] not in known:
                raise RuleError(f"{where}: no lexicon class and no rule gives ${symbol[2:]}", HINT)
            node = node.step(symbol)
        pack.words.update(symbol[2:] for symbol in words)
        if gives == NAMED:
            pack.lexicon.triggers.add(max((symbol[2:] for symbol in symbols), key=len))
        if symbols == [rule.symbol]:
            raise RuleError(f"{where}: the rule gives what it is made of", HINT)
        neighbours.add(symbols, rule.symbol)
        labels = tuple([element.label for element in sequence])
        if len(templates) == 1 and not needed.issubset(labels):
            missing = min(needed.difference(labels))
            raise RuleError(f"{where}: ${missing} in `means` is not always in the pattern", HINT)
        signals = tuple([element.signal for element in sequence])
        node.complete.append(Completion.of(len(pack.rules), rule, labels, signals))
    pack.rules.append(rule)


def _when(where: str, table: dict[str, Any], gives: str) -> str | None:
    when = table.get("when")
    if when is not None and (when not in CLAUSES or gives != "time"):
        raise RuleError(f"{where}: `when` is one of {', '.join(CLAUSES)}, in rules that give time", HINT)
    return when


def _template(where: str, text: str) -> Expr:
    try:
        template = parse(text.replace("$", "v-"))
    except ExpressionError as fault:
        raise RuleError(f"{where}, `means`: {fault.message}", HINT) from fault
    _check_names(where, template)
    return template


def _check_names(where: str, expr: Expr) -> None:
    known = (
        expr.name.startswith("v-")
        or expr.name in OPERATORS
        or expr.name in ARITHMETIC
        or expr.name in STRUCTURAL
        or expr.name in FIELD_NAMES
        or expr.name == "clock"
    )
    if expr.args and not known:
        raise RuleError(f"{where}, `means`: the expression language has no {expr.name}()", HINT)
    for arg in expr.args:
        if isinstance(arg, Expr):
            _check_names(where, arg)


def _counts(template: Expr) -> bool:
    return (
        template.name in ARITHMETIC
        or template.name in STRUCTURAL
        or any(_counts(arg) for arg in template.args if isinstance(arg, Expr))
    )


def _labels(template: Expr) -> set[str]:
    if template.name.startswith("v-"):
        return {template.name[2:]}
    return {label for arg in template.args if isinstance(arg, Expr) for label in _labels(arg)}


def _fingerprint(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + shipped.read_text(path).encode())
    return digest.hexdigest()[:16]
