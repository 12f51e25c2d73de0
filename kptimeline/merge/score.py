"""How much speaks for two mentions being one event: the weighted sum of the parts of their comparison."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import inf

import msgspec
from msgspec import Struct

from kptimeline import shipped
from kptimeline.merge.compare import LOOKS, Parts, parts
from kptimeline.merge.profile import Profile

_ROUNDED = 0.001  # no more is lost or won by rounding


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """language/en/coreference.toml, which says what each figure means and where it comes from."""

    base: float
    join: float
    keep: float
    missing: float
    coarse: float
    undated: float
    most: float
    parts: dict[str, float]


@cache
def weights() -> Weights:
    """The shipped weights, read once. Raises msgspec.ValidationError for a file of another shape."""
    path = shipped.language("en") / "coreference.toml"
    return msgspec.convert(shipped.table(path), Weights)


def score(one: Profile, two: Profile, least: float = -inf) -> float | None:
    """The score of a pair, to three decimals, None where it is below `least`.

    A function of the two alone, whichever comes first. It looks at no more than it takes to tell.
    """
    known = weights()
    total, weigh = known.base, known.parts
    for look, more in _looks():
        found: Parts = {}
        look(one, two, found)
        for name, value in found.items():
            total += weigh[name] * value
        if total + more < least - _ROUNDED:
            return None
    total = round(total, 3)
    return total if total >= least else None


@cache
def _looks() -> tuple[tuple[Callable[[Profile, Profile, Parts], None], float], ...]:
    """The looks in order, each with the most that those after it can add."""
    weigh = weights().parts
    found = []
    more = 0.0
    for look in reversed(LOOKS):
        found.append((look.find, more))
        more += sum(max(weigh[name] * most for name, most in group.items()) for group in look.adds)
    return tuple(reversed(found))


def account(one: Profile, two: Profile) -> str:
    """The score with its parts, the weightiest first: *score 1.9: same act +1.5, same by +1.5, …*."""
    known = weights()
    found = {name: known.parts[name] * value for name, value in parts(one, two).items()}
    ordered = sorted(found.items(), key=lambda part: (-abs(part[1]), part[0]))
    told = [f"{name.replace('_', ' ')} {value:+.1f}" for name, value in ordered if round(value, 1)]
    return f"score {known.base + sum(found.values()):.1f}: {', '.join([*told, f'base {known.base:+.1f}'])}"
