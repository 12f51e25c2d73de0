"""The parts of a benchmark that `--only A,B` asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence


def among(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """What argparse turns `A,B` into names with; one that there is not ends the run, or nothing would be measured."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"no part {', '.join(unknown)}; there are {', '.join(known)}")
        return names

    return read
