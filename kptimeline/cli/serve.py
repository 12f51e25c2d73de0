"""`kptimeline serve`: the pages on this computer."""

from __future__ import annotations

from datetime import date

import click

from kptimeline.cli import options


@click.command(
    "serve",
    epilog=options.examples(
        "kptimeline serve --open",
        "kptimeline serve --database peninsula.db --port 8080",
    ),
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="The address to listen at; any but this computer's own lets others read.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="The port to listen at; 0 takes any that is free.",
)
@click.option("--open", "is_opened", is_flag=True, help="Show the front page in the browser.")
@click.option(
    "--as-of",
    callback=options.iso_day,
    metavar="DATE",
    help="The day that stands for today where a period is typed as last week.  [default: today]",
)
@options.database
def command(*, host: str, port: int, is_opened: bool, as_of: str | None, database: str) -> int:
    """Show the database as pages in the browser.

    A front page, chronologies with filters, every event with the sentences that tell it, every actor; the
    same as JSON, CSV and SQL by Datasette (docs/web.md). It reads and never writes; what others save
    meanwhile is shown with the next page. Only this computer reaches it unless --host says otherwise.
    Ctrl-C ends it. Needs: pip install "kptimeline[web]"
    """
    from kptimeline.web import server

    def this_day() -> str:
        return as_of or date.today().isoformat()  # noqa: DTZ011 - the day of the person at the keyboard

    def ready(address: str) -> None:
        click.echo(f"{address} shows {database}; Ctrl-C ends it")
        if not server.is_loopback(host):
            click.echo("warning: others can read it at this address; there is no password", err=True)
        if is_opened:
            import webbrowser

            webbrowser.open_new_tab(address)

    server.serve(database, host=host, port=port, this_day=this_day, ready=ready)
    return 0
