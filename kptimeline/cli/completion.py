"""`kptimeline completion`: commands and options completed by the shell."""

from __future__ import annotations

import click

from kptimeline.cli import options

VARIABLE = "_KPTIMELINE_COMPLETE"  # click's name for what asks this program for completions


@click.command(
    "completion",
    epilog=options.examples(
        "kptimeline completion bash >> ~/.bashrc",
        "kptimeline completion zsh >> ~/.zshrc",
        "kptimeline completion fish > ~/.config/fish/completions/kptimeline.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> int:
    """Print the script that completes commands in a shell.

    Commands, options and their values; the examples say where each shell reads it.
    """
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    assert complete, shell
    root = ctx.find_root()
    script = complete(root.command, {}, "kptimeline", VARIABLE)
    # Not `source()`, which runs bash to ask for its version: the script may be for another machine.
    click.echo(script.source_template % script.source_vars())
    return 0
