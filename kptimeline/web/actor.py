"""The actor page: names, what it belongs to and since when, its activity, its latest events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kptimeline.render import safe
from kptimeline.render.actors import days
from kptimeline.render.html_rows import groups_of, section
from kptimeline.render.markup import Markup, element, joined
from kptimeline.store.actor_lines import ActorAccount, Kin, Name
from kptimeline.web import addresses, layout
from kptimeline.web.asked import Asked
from kptimeline.web.chronology import Answer, figure

LATEST = 10  # events
SHOWN = 12  # names or parts; more are folded
_KINDS = {
    "alias": "Also called",
    "metonym": "Stands for it",
    "demonym": "Its people",
    "contextual": "In context",
    "generic": "Generic names",
    "office": "Offices",
}
_ORIGINS = {"registry": "the registry", "article": "only articles name it", "user": "added by people"}


def render(account: ActorAccount, asked: Asked, latest: Answer, name: str) -> str:
    """The whole page; `asked` is the question about this actor, `latest` its answer, the latest first."""
    held = addresses.chronology(("actor", account.actor))
    parts = account.events - account.own
    told = f"{account.events:,} event{'' if account.events == 1 else 's'}"
    told += f", {parts:,} only of what belongs to it" if parts else ""
    body = [
        _about(account),
        element(
            "section",
            element("h2", "Activity", id="activity"),
            element("p", element("a", told, href=held), f"; {account.mentions:,} mentions by name."),
            figure(latest.counts, asked),
            _types(account),
            aria_labelledby="activity",
        ),
        *_events(account, latest, held),
        *_named(account),
        _kin("What belongs to it", account.children),
        _programs(account),
    ]
    return layout.page(safe.line(account.name), "", name, body)


def _about(account: ActorAccount) -> Markup:
    facts = [("kind", account.kind), ("country", account.country or ""), ("slug", account.actor)]
    facts.append(
        (
            "from",
            _ORIGINS["article" if account.kind == "unknown" else account.origin]
            + (f": {account.said}" if account.said else ""),
        )
    )
    told = [
        part for name, fact in facts if fact for part in (element("dt", name), element("dd", safe.line(fact)))
    ]
    for place, kin in enumerate(account.parents):
        told += [element("dt", "belongs to") if not place else Markup(""), element("dd", *_of(kin))]
    return element("dl", *told, class_="facts")


def _of(kin: Kin) -> Iterator[str]:
    yield element("a", safe.line(kin.name), href=addresses.actor(kin.actor))
    if told := ", ".join(
        filter(None, [days(kin.days), f"added by {safe.line(kin.said)}" if kin.said else ""])
    ):
        yield f" {told}"


def _types(account: ActorAccount) -> Markup | None:
    links = []
    for kind, count in account.types:
        address = addresses.chronology(("actor", account.actor), ("type", kind))
        links.append(
            element("li", element("a", kind, href=address) if kind != "none" else "no type", f" {count:,}")
        )
    return element("ul", *links, class_="types") if links else None


def _events(account: ActorAccount, latest: Answer, held: str) -> Iterator[Markup]:
    events = latest.page.events
    if not events:
        return
    groups = groups_of(events, "year")
    rows = [
        section(year, f"h{place}", [(path[1:], some) for path, some in below], None, addresses.LINKS)
        for place, (year, below) in enumerate(groupby(groups, lambda group: group[0][0]), 1)
    ]
    heading = "Latest events" if latest.page.has_later else "Events, the latest first"
    rest = f"All {account.events:,} in time order" if account.events > 1 else "In the chronology"
    more = element("p", element("a", rest, href=held))
    yield element("section", element("h2", heading, id="latest"), *rows, more, aria_labelledby="latest")


def _named(account: ActorAccount) -> Iterator[Markup]:
    lists = []
    for kind, heading in _KINDS.items():
        some = [one for one in account.names if one.kind == kind]
        if some:
            lists += [element("h3", heading), _folded([joined(*_name(one)) for one in some])]
    if account.merged:
        lists.append(element("h3", "Merged into it"))
        lists.append(
            _folded([joined(f"{safe.line(gone)}, by {safe.line(by or '')}") for gone, by in account.merged])
        )
    if lists:
        yield element("section", element("h2", "Names", id="names"), *lists, aria_labelledby="names")


def _name(one: Name) -> Iterator[str]:
    yield safe.line(one.name)
    if one.kind == "office":
        yield f": {safe.line(one.holder)}" if one.holder else f" of {safe.line(one.of or '')}"
    for told in (
        days(one.days),
        f"added by {safe.line(one.said)}" if one.said else "",
        f"reference: {safe.line(one.reference)}" if one.reference else "",
    ):
        if told:
            yield element("span", f", {told}", class_="quiet")


def _kin(heading: str, kin: Sequence[Kin]) -> Markup | None:
    if not kin:
        return None
    lines = [joined(*_of(each)) for each in kin]
    return element("section", element("h2", heading, id="parts"), _folded(lines), aria_labelledby="parts")


def _folded(lines: Sequence[Markup]) -> Markup:
    listed = [element("li", line) for line in lines]
    shown = element("ul", *listed[:SHOWN], class_="names")
    if len(listed) <= SHOWN:
        return shown
    rest = element("ul", *listed[SHOWN:], class_="names")
    more = element("details", element("summary", f"{len(listed) - SHOWN:,} more"), rest)
    return joined(shown, more)


def _programs(account: ActorAccount) -> Markup:
    forms = [
        element("a", told, href=addresses.rows("event_actors", ("actor", account.actor), form=form))
        for told, form in (("table", ""), ("JSON", ".json"), ("CSV", ".csv"))
    ]
    return element(
        "section",
        element("h2", "The same for programs", id="programs"),
        element("ul", element("li", "event_actors: ", forms[0], ", ", forms[1], ", ", forms[2])),
        element("p", "In a terminal: ", element("code", f"kptimeline actors show {account.actor}")),
        aria_labelledby="programs",
        class_="programs",
    )
