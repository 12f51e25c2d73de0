"""Status and attribution against golds by hand (gold/events/): mentions matched where their triggers overlap."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from _dateline_corpora import Json, load, run

from kptimeline.actors.registry import Registry, load_registry
from kptimeline.records import ActorReading

_TITLES = re.compile(
    r"^(?:the|a|an|mr|mrs|ms|dr|president|prime minister|premier|chancellor|foreign minister|spokes\w+|general)\s+",
    re.IGNORECASE,
)
FIELDS = ("found", "status", "claimed_by", "by", "to", "event_type")


def measure(gold: Path, second: Path, failures: list[str]) -> Json:
    """Rows of figures, each [right, of]: all mentions, each status, attributed and not, and the second reader's."""
    cases = [case | {"mentions": [_as_asked(one) for one in case["mentions"]]} for case in load(gold)]
    given = [{"id": case["id"], "text": case["text"], "dateline": case["dateline"]} for case in cases]
    said = run("extract", given)
    ours = {case["id"]: said[case["id"]]["mentions"] for case in cases}
    rows = _figures(cases, ours, failures)
    if not second.is_file():
        return rows
    seconds = {case["id"]: [_as_found(_as_asked(one)) for one in case["mentions"]] for case in load(second)}
    both = [case for case in cases if case["id"] in seconds]
    rows["second reader"] = _figures(both, seconds, [])["all"] | {"kappa": _kappa(both, seconds)}
    return rows


def _kappa(cases: Sequence[Json], seconds: dict[str, list[Json]]) -> float | None:
    """Cohen's kappa of the status, over mentions that both have; None where chance alone would agree on all."""
    pairs: list[tuple[str, str]] = [
        (want["status"], want["status"] if _is_right("status", want, have) else have["status"])
        for case in cases
        for want in case["mentions"]
        if (have := _match(want, seconds[case["id"]]))
    ]
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[label] * second[label] for label in first)
    if by_chance == len(pairs) ** 2:
        return None
    agreed = sum(one == other for one, other in pairs) * len(pairs)
    return round((agreed - by_chance) / (len(pairs) ** 2 - by_chance), 2)


def _as_asked(mention: Json) -> Json:
    """A mention of a gold; where it names the claimant who is nearest to the event, others may stand behind."""
    claimed = mention["claimed_by"]
    if isinstance(claimed, list):
        return mention
    return mention | {"claimed_by": [claimed] if claimed else [], "innermost": True}


def _as_found(mention: Json) -> Json:
    """A mention of the gold in the form of `extract`."""
    parties = {
        role: [{"name": name} for name in mention.get(role, ())] for role in ("by", "to", "claimed_by")
    }
    trigger = {"start": mention["start"], "end": mention["start"] + len(mention["trigger"])}
    return {"event_type": None} | mention | parties | {"trigger": trigger}


def _figures(cases: Sequence[Json], found: dict[str, list[Json]], failures: list[str]) -> Json:
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for want in case["mentions"]:
            have = _match(want, found[case["id"]])
            if have is None and want.get("note", "").startswith("optional"):
                continue
            for kind in _kinds(want):
                asked[kind, "found"] += 1
                right[kind, "found"] += have is not None
                if have is None:
                    continue
                for field in (field for field in FIELDS[1:] if field in want):
                    asked[kind, field] += 1
                    right[kind, field] += _is_right(field, want, have)
            failures += [f"{case['id']}: {told}" for told in _told(want, have)]
    kinds = list(dict.fromkeys(kind for kind, _ in asked))
    return {kind: {field: [right[kind, field], asked[kind, field]] for field in FIELDS} for kind in kinds}


def _kinds(want: Json) -> Iterator[str]:
    yield "all"
    yield str(want["status"])
    yield "attributed" if want["claimed_by"] else "in its own voice"


def _match(want: Json, found: Sequence[Json]) -> Json | None:
    """The mention whose trigger overlaps the wanted one; of several the one that is of the same type, then the first."""
    start, end = want["start"], want["start"] + len(want["trigger"])
    near = [one for one in found if one["trigger"]["start"] < end and one["trigger"]["end"] > start]
    near.sort(key=lambda one: one["event_type"] != want.get("event_type"))
    return near[0] if near else None


def _is_right(field: str, want: Json, have: Json) -> bool:
    if field in ("status", "event_type"):
        accepted = re.findall(r"(\w+) acceptable", want.get("note", ""))
        return have[field] == want[field] or have[field] in accepted
    wanted = [_forms(name) for name in want[field]]
    given = have[field][:1] if want.get("innermost") else have[field]
    found = [_forms(one["name"]) | {one.get("actor") or ""} for one in given]
    return len(wanted) == len(found) and all(
        any(_same(one, other) for other in others)
        for ones, others in ((wanted, found), (found, wanted))
        for one in ones
    )


def _same(one: set[str], other: set[str]) -> bool:
    """Whether two have a form in common; how much of what stands around its head a name takes in is style.

    *Blue House* is *presidential Blue House*, *readout* is *readout from the White House*.
    """
    return any(_holds(a, b) for a in one - {""} for b in other - {""})


def _holds(one: str, other: str) -> bool:
    shorter, longer = sorted((f" {one} ", f" {other} "), key=len)
    return shorter in longer


@cache
def _registry() -> Registry:
    return load_registry()


def _forms(name: str) -> set[str]:
    """A name without articles and titles, and the registry's key where it knows it."""
    bare = name
    while (cut := _TITLES.sub("", bare)) != bare:
        bare = cut
    known = _registry().resolve(ActorReading(text=name, name=name, start=0, end=0), None).actor
    return {bare.casefold().removesuffix("'s"), known or ""}


def _told(want: Json, have: Json | None) -> Iterator[str]:
    if have is None:
        yield f"not found: {want['trigger']}"
        return
    for field in ("status", "claimed_by"):
        if not _is_right(field, want, have):
            got = have[field] if field == "status" else [one["name"] for one in have[field]]
            yield f"{field} of {want['trigger']}: {got}, not {want[field]}"
