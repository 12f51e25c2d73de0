"""What an upgrade leaves to be done: mentions of an older kptimeline are compared and grouped anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import Connection


def compare_waiting(connection: Connection) -> int:
    """Groups what waits, and says so on stderr; returns how many mentions that were. Stopped, it goes on next time."""
    from kptimeline.store import waiting

    count = waiting.waiting(connection)
    if not count:
        return 0
    from kptimeline.cli.intake import plural
    from kptimeline.store.check import registry_of

    of_them = "it" if count == 1 else "them"
    click.echo(
        f"{plural(count, 'mention')} of before the upgrade: comparing {of_them}, and grouping {of_them} into events",
        err=True,
    )
    return max(waiting.compare_waiting(connection, registry_of(connection)), default=0)
