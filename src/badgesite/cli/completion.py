"""completion: what makes a shell complete commands and options."""

import click

from badgesite.cli.console import say

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands and options.

    \b
    badgesite completion bash > ~/.badgesite-completion
    badgesite completion fish > ~/.config/fish/completions/badgesite.fish
    """
    from click.shell_completion import get_completion_class

    from badgesite.cli.commands import commands

    maker = get_completion_class(shell)
    if maker is None:  # pragma: no cover - the choice has only those that there are
        raise click.UsageError(f"'{shell}' is not known")
    made = maker(commands, {}, "badgesite", "_BADGESITE_COMPLETE")
    say(made.source_template % made.source_vars())
