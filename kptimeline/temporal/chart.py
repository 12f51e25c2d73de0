"""The chart parser: which stretches of a run of tokens the rules make a time of, and what it means.

Starts are taken from right to left, so that everything to the right is complete when it is needed; each
start keeps an agenda of constituents. Rules lie in a trie of symbols. Work per start is bounded
(`MAX_STEPS`, `MAX_LENGTH`), so that the whole is linear in the length of the text, whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from kptimeline.temporal.arithmetic import work_out
from kptimeline.temporal.expression import Argument, Expr

MAX_LENGTH = 24  # tokens of one phrase
MAX_STEPS = 3000  # trie moves for one start
MAX_READINGS = 4  # of one symbol over one stretch
MAX_ENDS = 4096  # of runs that are kept: the same few words make most of them
NO_TIME, TIME = "c:none", "c:time"
TOPS = (NO_TIME, TIME, "c:alone")  # what a whole phrase can be: no time, a time, a time in no other phrase


class Piece(Struct, frozen=True):
    """A stretch of tokens that is a phrase of its own, with its meaning; places count from the end of the run."""

    start: int
    end: int
    means: Argument | None


class Rule(Struct, eq=False, array_like=True):
    """A rule ready for the chart: what it gives, its templates, and how good it is."""

    name: str
    symbol: str  # what it gives, as the chart names it
    means: tuple[Expr, ...]
    weight: float
    proper: bool = False
    counts: bool = True  # whether its templates hold arithmetic
    when: str | None = None  # a property that the clause must have, see kptimeline.temporal.tense


class Completion(Struct, eq=False, array_like=True):
    """A rule over one flat sequence of symbols, with all that can be known of it before any text."""

    rule: int  # its number: a copy of the rule for each sequence would take longer to load
    labelled: tuple[tuple[int, str], ...]  # places of the sequence that are caught, with their labels
    signals: tuple[bool, ...] | None  # which places are signals; None when none is
    variable: int | None  # the place whose meaning is all that the rule means

    @classmethod
    def of(
        cls, number: int, rule: Rule, labels: tuple[str | None, ...], signals: tuple[bool, ...]
    ) -> Completion:
        """The completion of a rule, with its number, whose sequence has these labels and signals."""
        labelled = tuple([(place, label) for place, label in enumerate(labels) if label is not None])
        variable = None
        if len(rule.means) == 1 and rule.means[0].name.startswith("v-"):
            variable = {label: place for place, label in labelled}[rule.means[0].name[2:]]
        return cls(number, labelled, signals if True in signals else None, variable)


class Node(Struct, eq=False, array_like=True):
    """A state of the trie: where each symbol leads, and the rules that are complete here."""

    next: dict[str, Node] = field(default_factory=dict)
    complete: list[Completion] = field(default_factory=list)

    def step(self, symbol: str) -> Node:
        """The state that a symbol leads to, made where there is none yet."""
        node = self.next.get(symbol)
        if node is None:
            node = self.next[symbol] = Node()
        return node


class Constituent(Struct, frozen=True):
    """A symbol over the tokens start … end - 1."""

    symbol: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    weight: float
    rule: str
    when: str | None = None


class End(Struct, frozen=True, eq=False):
    """The last tokens of a run: what begins with the first of them. Runs that end alike share it."""

    number: int
    here: dict[str, list[Constituent]]
    tops: tuple[Constituent, ...]


class Chart:
    """Runs of tokens, parsed. `steps` counts trie moves, for the test that parsing is linear.

    What begins at a token depends on what follows it and on nothing before. So it is worked out once for all runs
    that end alike, and places are counted from the end: the last token of a run is that from -1 to 0.
    """

    def __init__(self, root: Node, rules: Sequence[Rule], ends: dict[tuple[int, str], End]) -> None:
        self.root = root
        self._rules = rules
        self.steps = 0
        self._ends = ends
        self._capital: list[bool] = []
        self._at: list[dict[str, list[Constituent]]] = []

    def parse(
        self, words: Sequence[str], offers: Sequence[list[tuple[str, Argument | None]]]
    ) -> list[tuple[Constituent, ...]]:
        """For each token of a run the whole phrases that begin there; they depend on the words alone."""
        if len(self._ends) >= MAX_ENDS:
            self._ends.clear()
        self._capital = [word[0].isupper() for word in words]
        self._at = [{}]
        tops: list[tuple[Constituent, ...]] = []
        number = 0
        for start in range(-1, -len(words) - 1, -1):
            key = number, words[start]
            end = self._ends.get(key)
            if end is None:
                here = self._parse_from(start, offers[start])
                whole = tuple([item for symbol in TOPS for item in here.get(symbol, ())])
                end = self._ends[key] = End(len(self._ends) + 1, here, whole)
            else:
                self._at.append(end.here)
            tops.append(end.tops)
            number = end.number
        tops.reverse()
        return tops

    def _parse_from(
        self, start: int, offers: list[tuple[str, Argument | None]]
    ) -> dict[str, list[Constituent]]:
        budget = self.steps + MAX_STEPS
        agenda = [
            Constituent(symbol, start, start + 1, (Piece(start, start + 1, value),), 1.0, "")
            for symbol, value in offers
        ]
        here: dict[str, list[Constituent]] = {}
        self._at.append(here)
        while agenda:
            item = agenda.pop()
            known = here.setdefault(item.symbol, [])
            if not _admit(known, item):
                continue
            node = self.root.next.get(item.symbol)
            if node is not None and self.steps < budget:
                self._walk(node, item.end, (item,), agenda, budget)
        return here

    def _walk(
        self,
        node: Node,
        position: int,
        parts: tuple[Constituent, ...],
        agenda: list[Constituent],
        budget: int,
    ) -> None:
        self.steps += 1
        for completion in node.complete:
            made = _build(self._rules[completion.rule], completion, parts, self._capital)
            if made is not None:
                agenda.append(made)
        if not node.next or not position or position - parts[0].start >= MAX_LENGTH:
            return
        there, after = self._at[-position], node.next
        for symbol in there if len(there) < len(after) else after:
            child = after.get(symbol)
            if child is None:
                continue
            for item in there.get(symbol, ()):
                if self.steps >= budget:
                    return
                self._walk(child, item.end, (*parts, item), agenda, budget)


def _admit(known: list[Constituent], item: Constituent) -> bool:
    same = 0
    for other in known:
        if other.end == item.end:
            if other.pieces == item.pieces:
                return False
            same += 1
    if same >= MAX_READINGS:
        return False
    known.append(item)
    return True


def _build(
    rule: Rule, completion: Completion, parts: tuple[Constituent, ...], capital: list[bool]
) -> Constituent | None:
    start, end = parts[0].start, parts[-1].end
    if rule.proper and not any(capital[start : end or None]):
        return None
    weight = rule.weight
    for part in parts:
        weight *= part.weight
    meanings: list[Argument] | tuple[Argument, ...] | None
    if completion.variable is not None:
        caught = parts[completion.variable].pieces[0].means
        meanings = None if caught is None else (caught,)
    else:
        meanings = _meanings(rule, completion, parts)
    if meanings is None:
        return None
    pieces = _pieces(completion, parts, meanings)
    if pieces is None:
        return None
    return Constituent(rule.symbol, start, end, pieces, weight, rule.name, rule.when)


def _meanings(rule: Rule, completion: Completion, parts: tuple[Constituent, ...]) -> list[Argument] | None:
    """The templates of a rule, filled with what the parts mean; None where one cannot be."""
    caught: dict[str, Argument] = {}
    for place, label in completion.labelled:
        means = parts[place].pieces[0].means
        if means is not None:
            caught[label] = means
    meanings: list[Argument] = []
    for template in rule.means:
        filled = _fill(template, caught)
        worked = work_out(filled) if filled is not None and rule.counts else filled
        if worked is None:
            return None
        meanings.append(worked)
    return meanings


def _pieces(
    completion: Completion, parts: tuple[Constituent, ...], meanings: Sequence[Argument]
) -> tuple[Piece, ...] | None:
    if completion.signals is None:
        runs = [(parts[0].pieces[0].start, parts[-1].pieces[-1].end)]
    else:
        runs = _runs(parts, completion.signals)
    if len(meanings) <= 1:
        return (Piece(runs[0][0], runs[-1][1], meanings[0] if meanings else None),)
    if len(meanings) == len(runs):
        return tuple(Piece(s, e, m) for (s, e), m in zip(runs, meanings, strict=True))
    return None


def _runs(parts: tuple[Constituent, ...], signals: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Stretches between the signals; what a part itself leaves outside at an edge stays outside."""
    runs: list[tuple[int, int]] = []
    joined = False
    for part, signal in zip(parts, signals, strict=True):
        if signal:
            joined = False
            continue
        first, last = part.pieces[0].start, part.pieces[-1].end
        if joined:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
        joined = True
    return runs or [(parts[0].start, parts[-1].end)]


def _fill(template: Argument, caught: dict[str, Argument]) -> Argument | None:
    if not isinstance(template, Expr):
        return template
    if template.name.startswith("v-"):
        return caught.get(template.name[2:])
    if not template.args:
        return template
    args: list[Argument] = []
    for arg in template.args:
        value = _fill(arg, caught) if isinstance(arg, Expr) else arg
        if value is None:
            return None
        args.append(value)
    return Expr(template.name, tuple(args))
