"""What drivers say when a database fails, in plain words and with the way out."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kptimeline.errors import DatabaseError

VIEWS = "the views are chronology, mentions, undated and event_actors; docs/schema.md has their columns"


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turns what the driver raises about the database `name` into a DatabaseError with a hint."""
    try:
        yield
    except DBAPIError as error:
        raise plain_error(name, str(error.orig)) from error
    except sqlite3.Error as error:
        raise plain_error(name, str(error)) from error


def plain_error(name: str, cause: str) -> DatabaseError:
    """The DatabaseError for what a driver says; a `name` that is a URL is that of a database on a server."""
    told = " ".join(cause.split())
    if is_on_server := "://" in name:
        missing = re.search('(database|role) "(.*)" does not exist', told)
        if missing:
            kind, called = missing.groups()
            command = f"create{'db' if kind == 'database' else 'user'} {shlex.quote(called)}"
            return DatabaseError(f"the server of {name} has no {kind} {called}", f"make it: {command}")
    for words, message, hint in _OF_SERVER if is_on_server else _OF_FILE:
        if words in cause:
            return DatabaseError(message.format(name=name, cause=told), hint)
    return DatabaseError(f"{name}: {told}")


_ADDRESS = "start it, or check host and port"
_PASSWORD = "give it in PGPASSWORD or in ~/.pgpass, or as USER:PASSWORD@HOST in KPTIMELINE_DATABASE"  # noqa: S105
# What SQLite and libpq say; another language of a server's messages is told as it is.
_OF_FILE = (
    ("file is not a database", "{name} is not a SQLite database", "name another file with --database"),
    ("malformed", "{name} is damaged: {cause}", "go back to a backup, or rescue with: sqlite3 FILE .recover"),
    ("locked", "{name} is locked by another program for more than 30 s", "wait for that program, then try again"),
    ("disk is full", "no room is left on the disk of {name}; what was being saved is undone", "make room, then try again"),
    ("readonly", "{name} cannot be written", "check the permissions of the file and its folder"),
    ("no such table", "{name} lacks a part of its schema: {cause}", "go back to a backup; kptimeline db check tells more"),
    ("no such column", "{name} lacks a part of its schema: {cause}", "go back to a backup; kptimeline db check tells more"),
    ("disk I/O error", "the disk did not take or give what {name} needs; what was being saved is undone", "check its room, quota and health, then try again"),
    ("unable to open", "{name} cannot be opened", "check the permissions of the file and its folder"),
)  # fmt: skip
_OF_SERVER = (
    ("onnection refused", "no PostgreSQL server answers at {name}", _ADDRESS),
    ("No such file or directory", "no PostgreSQL server answers at {name}", _ADDRESS),
    ("timeout expired", "no PostgreSQL server answers at {name}", _ADDRESS),
    ("connection timeout", "no PostgreSQL server answers at {name}", _ADDRESS),
    ("could not translate host name", "the host of {name} is not known", "check the name of the host"),
    ("failed to resolve host", "the host of {name} is not known", "check the name of the host"),
    ("password authentication failed", "the server does not take the password for {name}", _PASSWORD),
    ("no password supplied", "{name} asks for a password", _PASSWORD),
    ("no pg_hba.conf entry", "the server lets nobody in from here to {name}", "ask who keeps the server"),
    ("too many clients", "the server of {name} has no free connection", "try again later"),
    ("remaining connection slots", "the server of {name} has no free connection", "try again later"),
    ("read-only transaction", "{name} cannot be written", "the server takes only readers: ask who keeps it"),
    ("permission denied", "{name} does not let this role do that: {cause}", "ask who keeps the database for it, or name another role"),
    ("the database system is ", "the server of {name} is just starting or stopping", "try again in a moment"),
    ("terminating connection", "the server of {name} has ended the connection; what was being saved is undone", "try again"),
    ("closed the connection", "the server of {name} has ended the connection; what was being saved is undone", "try again"),
    ("No space left on device", "no room is left on the server of {name}; what was being saved is undone", "make room there, then try again"),
)  # fmt: skip
