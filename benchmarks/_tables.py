"""Tables of plain text that can be pasted: Markdown, padded so that they also read as they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return "| " + " | ".join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in others)]) + " |"

    return "\n".join(line(row) for row in (head, rule, *rows))


def percent(share: float) -> str:
    """*93.1*."""
    return f"{100 * share:.1f}"


def between(bounds: Sequence[float] | None, sign: str = "") -> str:
    """*92.0 to 94.2*."""
    return " to ".join(f"{100 * bound:{sign}.1f}" for bound in bounds) if bounds else "–"


def corpus_tables(name: str, told: Json) -> str:
    """Scores of every system, and the first one's lead."""
    kinds = ("strict", "relaxed", "value")
    rows = []
    for system, figures in told["systems"].items():
        cells = [system, str(figures["counts"]["system"]), str(figures["counts"]["relaxed"])]
        for kind in kinds:
            figure = figures[kind]
            cells += [percent(figure[part]) for part in ("P", "R", "F1")] + [between(figure.get("ci95"))]
        rows.append([*cells, percent(figures["type"]["F1"])])
    head = ["system", "timexes", "matched"]
    for kind in kinds:
        head += [f"{kind} P", "R", "F1", "95 %"]
    gold = next(iter(told["systems"].values()))["counts"]["gold"]
    parts = [f"### {name}: {told['texts']} texts, {gold} timexes\n", table([*head, "type F1"], rows)]
    if rest := told.get("undisputed"):
        values = ", ".join(f"{system} {percent(value)}" for system, value in rest["F1"].items())
        parts.append(f"\nvalue F1, {rest['left out']} disputed values left out: {values}")
    if told["lead"]:
        first = next(iter(told["systems"]))
        leads = [
            [system, *(f"{100 * lead[k]['F1']:+.1f} ({between(lead[k]['ci95'], '+')})" for k in kinds)]
            for system, lead in told["lead"].items()
        ]
        parts += ["", table([f"{first} minus", *kinds], leads)]
    return "\n".join(parts) + "\n"


def gold_table(shares: dict[str, dict[str, tuple[int, int]]]) -> str:
    """One system's right answers by category."""
    columns = list(shares["all"])
    rows = [[name, *(_share(told[column]) for column in columns)] for name, told in shares.items()]
    return table(["category", *columns], rows)


def gold_days_table(days: dict[str, dict[str, dict[str, tuple[int, int]]]]) -> str:
    """The days that each system gets right, in per cent, by category."""
    columns = list(next(iter(days.values())))
    rows = [
        [
            system,
            *(percent(told[c]["days"][0] / told[c]["days"][1]) for c in columns),
            _share(told["all"]["times"]),
        ]
        for system, told in days.items()
    ]
    return table(["days right, %", *columns, "clock times"], rows)


def _share(share: tuple[int, int]) -> str:
    return f"{share[0]}/{share[1]}" if share[1] else "–"


def speed_table(told: Json) -> str:
    """Throughput of every system."""
    rows = [
        [
            system,
            f"{figures['kB/s']:.0f}",
            f"{figures['kB/s without start-up']:.0f}",
            f"{figures['seconds']:.2f}",
            f"{figures['fastest']:.2f} to {figures['slowest']:.2f}",
            f"{figures['start-up']:.2f}",
            str(figures["runs"]),
        ]
        for system, figures in told["systems"].items()
    ]
    head = ["system", "kB/CPU-s", "without start-up", "CPU-s", "from to", "start-up", "runs"]
    return f"### speed: {told['corpus']}, {told['kB']:.0f} kB\n\n{table(head, rows)}\n"
