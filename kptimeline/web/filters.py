"""The form that asks for a chronology: it works without a script, and its address is the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kptimeline.render.markup import Markup, element
from kptimeline.store.event_models import TYPES
from kptimeline.store.overview import Overview
from kptimeline.web.asked import STATUSES

_FLAGS = (
    ("undated", "Undated events too"),
    ("stated", "Only dates that the text states in full"),
    ("reverse", "The latest first"),
)
Held = Mapping[str, Sequence[str]]


def form(held: Held, about: Overview, wrong: str = "") -> Markup:
    """The filters as they are; `held` are values by parameter, actors by their names, `wrong` the one to mend."""
    suggested = element(
        "datalist", *(element("option", value=each.name) for each in about.active), id="actors"
    )
    return element(
        "form",
        suggested,
        element(
            "div",
            field(held, "words", "Words", kind="search", wrong=wrong),
            field(held, "actor", "Actor", suggests="actors", wrong=wrong),
            field(held, "with", "With", suggests="actors", wrong=wrong),
            field(held, "since", "From", hint="2024, 2024-10, last week", wrong=wrong),
            field(held, "until", "To", hint="2025-12-29", wrong=wrong),
            class_="fields",
        ),
        element(
            "div",
            _choices(held, "type", "Type", [each for each in TYPES if each]),
            _choices(held, "status", "Status", STATUSES),
            _more(held, about, wrong),
            element("button", "Show", type="submit"),
            element("a", "Clear", href="/chronology", class_="clear") if held else None,
            class_="choices",
        ),
        action="/chronology",
        method="get",
        role="search",
        aria_label="Filter the events",
        class_="asking",
    )


def field(
    held: Held,
    name: str,
    label: str,
    *,
    kind: str = "text",
    hint: str = "",
    suggests: str | None = None,
    wrong: str = "",
) -> Markup:
    """A labelled field; of a filter with several values there is one for each."""
    values = held.get(name) or ("",)
    fields = [
        element(
            "input",
            type=kind,
            name=name,
            value=value or None,
            autocomplete="off",
            list=suggests,
            placeholder=hint or None,
            aria_label=f"{label}, another" if place else None,
            aria_invalid="true" if name == wrong else None,
            aria_describedby="wrong" if name == wrong else None,
            id=None if place else f"f-{name}",
            maxlength=500,
        )
        for place, value in enumerate(values)
    ]
    return element("div", element("label", label, for_=f"f-{name}"), *fields, class_="field")


def _choices(held: Held, name: str, label: str, known: Sequence[str]) -> Markup:
    chosen = held.get(name, ())
    told = f"{label}: {', '.join(chosen) if chosen else 'any'}"
    boxes = [_box(name, each, each, is_on=each in chosen) for each in known]
    group = element("fieldset", element("legend", label, class_="unseen"), *boxes)
    return element("details", element("summary", told), group, class_="choice")


def _more(held: Held, about: Overview, wrong: str) -> Markup:
    outlets = element("datalist", *(element("option", value=name) for name, _ in about.papers), id="outlets")
    names = ("place", "outlet", *(name for name, _ in _FLAGS))
    count = sum(bool(held.get(name)) for name in names)
    inner = element(
        "fieldset",
        element("legend", "More filters", class_="unseen"),
        field(held, "place", "Place", wrong=wrong),
        outlets,
        field(held, "outlet", "Outlet", suggests="outlets", wrong=wrong),
        *(_box(name, "1", told, is_on=bool(held.get(name))) for name, told in _FLAGS),
    )
    return element(
        "details", element("summary", f"More: {count or 'none'}"), inner, class_="choice", open=wrong in names
    )


def _box(name: str, value: str, told: str, *, is_on: bool) -> Markup:
    return element(
        "label", element("input", type="checkbox", name=name, value=value, checked=is_on), told, class_="box"
    )
