"""How much speaks for two mentions being one event: the weighted sum of the parts of their comparison."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct

from kptimeline import shipped
from kptimeline.merge.compare import parts
from kptimeline.merge.profile import Profile


class Weights(Struct, frozen=True, forbid_unknown_fields=True):
    """language/en/coreference.toml, which says what each figure means and where it comes from."""

    base: float
    join: float
    keep: float
    missing: float
    coarse: float
    most: float
    parts: dict[str, float]


@cache
def weights() -> Weights:
    """The shipped weights, read once. Raises msgspec.ValidationError for a file of another shape."""
    path = shipped.language("en") / "coreference.toml"
    return msgspec.convert(shipped.table(path), Weights)


def score(one: Profile, two: Profile) -> float:
    """The score of a pair, to three decimals; a function of the two alone, whichever comes first."""
    known = weights()
    return round(known.base + sum(known.parts[name] * value for name, value in parts(one, two).items()), 3)


def account(one: Profile, two: Profile) -> str:
    """The score with its parts, the weightiest first: *score 1.9: same act +1.5, same by +1.5, …*."""
    known = weights()
    found = {name: known.parts[name] * value for name, value in parts(one, two).items()}
    ordered = sorted(found.items(), key=lambda part: (-abs(part[1]), part[0]))
    told = [f"{name.replace('_', ' ')} {value:+.1f}" for name, value in ordered if round(value, 1)]
    return f"score {score(one, two):.1f}: {', '.join([*told, f'base {known.base:+.1f}'])}"
