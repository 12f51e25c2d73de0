"""The record of what wrote to the database: runs and what they could not read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, update

from kptimeline.store.engine import writing
from kptimeline.store.models import Reject, Run
from kptimeline.store.rows import next_id


def start_run(
    connection: Connection,
    command: str,
    *,
    started_at: str,
    version: str,
    rules: str | None = None,
    model: str | None = None,
    actors: str | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> int:
    """Notes that a command starts to write; returns the run's id. Times are ISO; `actors` is the registry's fingerprint."""
    with writing(connection):
        run_id = next_id(connection, Run)
        row = {
            "id": run_id,
            "command": command,
            "started_at": started_at,
            "finished_at": None,
            "version": version,
            "rules": rules,
            "model": model,
            "actors": actors,
            "arguments": json.dumps(arguments or {}, ensure_ascii=False, sort_keys=True),
            "counts": "{}",
        }
        connection.execute(insert(Run), [row])
    return run_id


def finish_run(
    connection: Connection,
    run_id: int,
    *,
    finished_at: str | None,
    counts: Mapping[str, int],
    model: str | None = None,
) -> None:
    """Notes what a run counted, and that it came to its end; `finished_at` None: it was stopped before.

    `model`: where that was known only after it had started.
    """
    with writing(connection):
        told = json.dumps(dict(counts), sort_keys=True)
        row = {"finished_at": finished_at, "counts": told} | ({"model": model} if model else {})
        connection.execute(update(Run).where(Run.id == run_id).values(row))


def add_reject(
    connection: Connection, run_id: int, *, path: str, line: int | None, reason: str, hint: str | None = None
) -> None:
    """Notes an input that could not be read."""
    with writing(connection):
        row = {"id": next_id(connection, Reject), "run_id": run_id, "path": path, "line": line}
        connection.execute(insert(Reject), [row | {"reason": reason, "hint": hint}])
