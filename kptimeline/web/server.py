"""Datasette with our plugin on one database, and the server that answers for it."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kptimeline import shipped
from kptimeline.errors import MissingPartError, UsageError
from kptimeline.store.served import Served
from kptimeline.store.tables import table_names
from kptimeline.store.target import Target
from kptimeline.web import addresses, layout, queries

if TYPE_CHECKING:
    import uvicorn

MOST_ROWS = 10_000
SETTINGS = {
    "allow_facet": False,  # they cost seconds among a million rows
    "suggest_facets": False,
    "allow_download": False,  # a copy of a file that is written to is none: kptimeline db backup makes one
    "sql_time_limit_ms": 5_000,
    "max_returned_rows": MOST_ROWS,
    "default_page_size": 50,
    "truncate_cells_html": 400,
    "num_sql_threads": 4,
    "default_cache_ttl": 0,  # the database may change at any time
}
_VIEWS = {
    "chronology": "A row for each event that is not hidden.",
    "mentions": "A row for each statement in an article.",
    "undated": "The mentions without a day, and why.",
    "event_actors": "Who takes part, and what that belonged to on the day.",
}
_HOME = ("localhost", "127.0.0.1", "[::1]")
App = Callable[[dict[str, Any], Any, Any], Any]


class Site:
    """What is served: `app` is an ASGI application. Close it, or files stay beside the database."""

    def __init__(
        self, target: str | Path | Target, this_day: Callable[[], str], hosts: frozenset[str] | None = None
    ) -> None:
        _require_datasette()
        from datasette.app import Datasette
        from datasette.database import Database
        from datasette.plugins import pm

        from kptimeline.web.pages import Pages
        from kptimeline.web.plugin import Plugin

        self.served = Served(target)
        self._plugin = Plugin(Pages(self.served, this_day))
        # Other plugins have not been looked at for hostile text; they stay with `datasette` itself. Its own way with
        # errors prints what was asked and all variables to the terminal, ours says the same in a line.
        self._aside = [(plugin, pm.get_name(plugin)) for plugin, _ in pm.list_plugin_distinfo()]
        self._aside.append((pm.get_plugin("datasette.handle_exception"), "datasette.handle_exception"))
        for plugin, _ in self._aside:
            pm.unregister(plugin)
        pm.register(self._plugin, "kptimeline")
        self.datasette = Datasette(
            settings=SETTINGS, metadata=_metadata(), template_dir=str(shipped.web("templates"))
        )
        self.datasette.remove_database("_memory")
        database = Database(self.datasette, path=str(self.served.path.absolute()), is_mutable=True)
        self.datasette.add_database(database, name=addresses.DATABASE)
        self.app = guarded(self.datasette.app(), hosts)

    def close(self) -> None:
        """Ends its threads and connections."""
        from datasette.plugins import pm

        if self.datasette.executor is not None:
            self.datasette.executor.shutdown(wait=True, cancel_futures=True)
        for database in self.datasette.databases.values():
            database.close()
        pm.unregister(self._plugin)
        for plugin, name in self._aside:
            pm.register(plugin, name)
        self.served.close()


def guarded(app: App, hosts: frozenset[str] | None) -> App:
    """The application with the rules for browsers on each answer, for these names of the host alone (None: any).

    Without names any site could lead its own name to this computer, and read the database from a visitor's browser.
    """

    async def guard(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def send_guarded(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                own = {name.encode() for name in layout.HEADERS}
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own]
                rules = [(name.encode(), value.encode()) for name, value in layout.HEADERS.items()]
                message = {**message, "headers": [*kept, *rules]}
            await send(message)

        said = dict(scope.get("headers") or ()).get(b"host", b"").decode("latin-1").lower()
        if hosts is not None and _without_port(said) not in hosts:
            await _refuse(
                send_guarded, 421, "This server answers under the name it was started with, and no other.\n"
            )
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send_guarded, 405, "This server only reads.\n")
        else:
            await app(scope, receive, send_guarded)

    return guard


async def _refuse(send: Any, status: int, told: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": told.encode()})


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host


def serve(
    target: str | Path | Target,
    *,
    host: str,
    port: int,
    this_day: Callable[[], str],
    ready: Callable[[str], None],
) -> None:
    """Serves until SIGINT or SIGTERM. `ready` is told the address when the server answers there.

    Raises MissingPartError without Datasette, UsageError for an address that cannot be had, DatabaseError.
    """
    _require_datasette()
    import uvicorn

    shown = f"[{host}]" if ":" in host else host
    hosts = frozenset({*_HOME, shown.lower()}) if is_loopback(host) else None
    with closing(_listening(host, port)) as listening, closing(Site(target, this_day, hosts)) as site:
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        config = uvicorn.Config(
            site.app, log_level="warning", access_log=False, lifespan="on", ws="none", server_header=False
        )
        _server(config, lambda: ready(address)).run(sockets=[listening])


def _server(config: uvicorn.Config, ready: Callable[[], None]) -> uvicorn.Server:
    """A server that says when it is ready, and ends without a traceback."""
    import uvicorn

    class Server(uvicorn.Server):
        """That of uvicorn, for a command."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                ready()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            # As uvicorn does it, but a signal is not raised again: it has been obeyed.
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            before = {
                number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
            }
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

    return Server(config)


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError."""
    try:
        family, kind, proto, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
    except OSError as error:
        raise UsageError(
            f"--host {host} is no address of this computer", "leave it out, or give 127.0.0.1"
        ) from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(128)
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        raise UsageError(
            f"port {port} of {host} cannot be had: {reason}", "--port 0 takes any that is free"
        ) from error
    return listening


def _require_datasette() -> None:
    try:
        import datasette.version
        import uvicorn  # noqa: F401 - it comes with Datasette
    except ModuleNotFoundError as error:
        raise MissingPartError(
            "serve needs Datasette, which is not installed", 'pip install "kptimeline[web]"'
        ) from error
    if datasette.version.__version_info__[:2] != ("0", "65"):
        raise MissingPartError(
            f"serve needs Datasette 0.65, and {datasette.version.__version__} is installed",
            'pip install "kptimeline[web]"',
        )


def _metadata() -> dict[str, Any]:
    hidden = {name: {"hidden": True} for name in table_names()}
    views = {name: {"description": told} for name, told in _VIEWS.items()}
    views["chronology"]["sort_desc"] = "sort_day"
    about = {"tables": {**hidden, **views}, "queries": queries.metadata()}
    return {"databases": {addresses.DATABASE: about}}
