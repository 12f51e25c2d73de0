"""The frame of each page, and the rules that a browser is given with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256

from kptimeline import shipped
from kptimeline.render.markup import Markup, element, joined, text

# Nothing comes from anywhere but this server, and nothing in a page runs or styles but its two files.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FILES = {"pages.css": "text/css; charset=utf-8", "pages.js": "text/javascript; charset=utf-8"}
_PLACES = (("/chronology", "Chronology"), ("/kptimeline", "Data and SQL"))


@cache
def file(name: str) -> str:
    """The style sheet or the script: that of the page that `--format html` writes comes first."""
    if name == "pages.css":
        return shipped.read_text(shipped.page("chronology.css")) + shipped.read_text(shipped.web("pages.css"))
    return shipped.read_text(shipped.web(name))


@cache
def address(name: str) -> str:
    """Where a file is served: another address whenever it changes."""
    return f"/-/kptimeline/{name}?{sha256(file(name).encode()).hexdigest()[:12]}"


def head(title: str) -> Markup:
    """The title, and the two files."""
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title} · kptimeline"),
        element("link", rel="stylesheet", href=address("pages.css")),
        element("script", src=address("pages.js"), defer=True),
    )


def site(here: str) -> Markup:
    """The link past it, and the way to the other pages; `here` is the path of this one."""
    places = [
        element("li", element("a", name, href=path, aria_current="page" if here == path else None))
        for path, name in _PLACES
    ]
    home = element("a", "kptimeline", href="/", class_="home", aria_current="page" if here == "/" else None)
    return joined(
        element("a", "Skip to the content", href="#content", class_="skip"),
        element("nav", home, element("ul", *places), class_="site", aria_label="Site"),
    )


def foot(name: str) -> Markup:
    """What is served, and by what."""
    return element(
        "footer",
        element("p", f"{name}, read-only. Each date is as fine as the text has it.", class_="quiet"),
        class_="site",
    )


def page(title: str, here: str, name: str, body: Sequence[str | None], *, heading: str | None = None) -> str:
    """A whole page; `name` is what the database is called, `heading` what stands for the title on it."""
    main = element("main", element("h1", heading or title, dir="auto"), *body, id="content", tabindex=-1)
    told = element("body", site(here), main, foot(name))
    return f'<!doctype html>\n<html lang="en">{head(title)}\n{told}\n</html>\n'


def failure(status: int, message: str, hint: str | None, name: str) -> str:
    """What a person reads when there is no page: the cause, and the way on."""
    titles = {404: "Not found", 400: "This cannot be answered", 403: "Not allowed", 405: "Not allowed"}
    body = [
        element("p", sentence(message), class_="cause"),
        element("p", sentence(hint)) if hint else None,
        element(
            "p",
            element("a", "To the front page", href="/"),
            " · ",
            element("a", "To the chronology", href="/chronology"),
        ),
    ]
    return page(titles.get(status, "Something went wrong"), "", name, body)


def sentence(told: str) -> Markup:
    """With a capital and a full stop."""
    told = told.strip()
    return text(told[:1].upper() + told[1:] + ("" if told.endswith((".", "?", "!")) else "."))
