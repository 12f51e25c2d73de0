"""The Datasette plugin: our pages beside Datasette's own, all in one frame and under one policy."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from datasette import NotFound, Request, Response, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Base400, Forbidden
from datasette.views.base import DatasetteError
from markupsafe import Markup

from kptimeline.errors import DatabaseError, KptimelineError, LateError, NotFoundError
from kptimeline.render import safe
from kptimeline.store.readonly import lock_down
from kptimeline.web import addresses, layout
from kptimeline.web.pages import Page, Pages

Routes = list[tuple[str, Callable[..., Any]]]

# What Datasette asks a database about itself, beside what people may.
PRAGMAS = {"schema_version", "database_list", "foreign_key_list", "index_xinfo", "recursive_triggers"}
# Pages for those who develop Datasette or log in to it: nobody does here.
_NOT_HERE = r"^/-/(allow-debug|auth-token|logout|messages|patterns|permissions)(\.json)?$"
_LINKED = {"event_id": addresses.event, "actor": addresses.actor, "article_key": addresses.article}

Hook = TypeVar("Hook", bound=Callable[..., Any])
hook: Callable[[Hook], Hook] = hookimpl  # what Datasette marks hooks with, which has no types
_log = logging.getLogger(__name__)


class Plugin:
    """The hooks for one server. `__name__` is what Datasette calls it."""

    __name__ = "kptimeline"

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    @hook
    def register_routes(self) -> Routes:
        """Our pages; the others are Datasette's."""
        return [
            (r"^/$", self._page(lambda _request: self.pages.front())),
            (r"^/chronology$", self._page(lambda request: self.pages.chronology(_args(request)))),
            (r"^/event/(?P<key>[^/]+)$", self._page(lambda r: self.pages.event(_named(r, "key")))),
            (r"^/actor/(?P<name>[^/]+)$", self._page(lambda r: self.pages.actor(_named(r, "name")))),
            (r"^/-/kptimeline/(?P<name>[a-z.]+)$", _file),
            (_NOT_HERE, _not_here),
        ]

    def _page(self, make: Callable[[Request], Page]) -> Callable[..., Any]:
        async def view(request: Request, datasette: Datasette) -> Response:
            # Off the loop: other requests are answered while the store works.
            work = partial(make, request)
            return _response(await asyncio.get_running_loop().run_in_executor(datasette.executor, work))

        return view

    @hook
    def extra_template_vars(self, request: Request | None) -> dict[str, Any]:
        """What Datasette's pages take from ours."""
        return {
            "kptimeline_site": Markup(layout.site(_here(request))),  # noqa: S704 - made by render.markup
            "kptimeline_foot": Markup(layout.foot(self.pages.name)),  # noqa: S704
            "kptimeline_css": layout.address("pages.css"),
            "kptimeline_js": layout.address("pages.js"),
        }

    @hook
    def render_cell(self, value: object, column: str) -> object:
        """Keys lead to their pages; characters that hide text or turn it round are left out."""
        if not isinstance(value, str):
            return None
        told = safe.line(value)
        if told and column in _LINKED and told == value:
            return Markup('<a href="{}">{}</a>').format(_LINKED[column](value), value)
        return None if told == value else told

    @hook
    def prepare_connection(self, conn: Any, database: str) -> None:
        """SQL from people can read and nothing else."""
        if database == addresses.DATABASE:
            lock_down(conn, PRAGMAS)

    @hook
    def forbidden(self, message: str) -> Response:
        """What Datasette does not allow."""
        return _response(self.pages.failure(403, message or "this is not allowed here"))

    @hook
    def handle_exception(self, request: Request, exception: Exception) -> Response:
        """Errors in plain words; as JSON where JSON was asked for."""
        status, message, hint = told(exception)
        if status == 500 and not isinstance(exception, KptimelineError):
            _log.error("%s failed", safe.line(request.path), exc_info=exception)
        if request.path.endswith(".json"):
            info = {"ok": False, "error": message, "status": status, "title": None}
            return Response.json(info, status=status)
        return _response(self.pages.failure(status, message, hint))


def told(error: Exception) -> tuple[int, str, str | None]:
    """The status, the cause and the way out of any failure."""
    if isinstance(error, NotFoundError):
        return 404, error.message, None
    if isinstance(error, LateError):
        return 503, error.message, error.hint
    if isinstance(error, DatabaseError):
        return 500, error.message, error.hint
    if isinstance(error, KptimelineError):
        return 400, error.message, error.hint
    if isinstance(error, NotFound):
        words = str(error.args[0]) if error.args else ""
        return 404, words if " " in words else "there is no page at this address", None
    if isinstance(error, Forbidden):
        return 403, "this is not allowed here", None
    if isinstance(error, Base400):
        return error.status, str(error.args[0]) if error.args else "this cannot be answered", None
    if isinstance(error, DatasetteError):
        if "interrupted" in str(error.message) or error.title == "SQL Interrupted":
            return (
                400,
                "the query took longer than it may",
                "narrow it, or run it with kptimeline sql --seconds",
            )
        return error.status, str(error.message), None
    return 500, "an error in kptimeline itself; the terminal where it runs says more", None


def _response(page: Page) -> Response:
    if page.elsewhere is not None:
        return Response.redirect(page.elsewhere)
    return Response.html(page.text, status=page.status, headers={"cache-control": "no-cache"})


def _args(request: Request) -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}


def _named(request: Request, name: str) -> str:
    """A part of the path, decoded."""
    from urllib.parse import unquote

    return unquote(request.url_vars[name])[:500]


def _here(request: Request | None) -> str:
    if request is None:
        return ""
    return f"/{addresses.DATABASE}" if request.path.startswith(f"/{addresses.DATABASE}") else request.path


async def _file(request: Request) -> Response:
    name = request.url_vars["name"]
    if name not in layout.FILES:
        raise NotFound("there is no such file")
    known = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(layout.file(name), content_type=layout.FILES[name], headers=known)


async def _not_here() -> Response:
    raise NotFound("there is no page at this address")
