"""key: make the key that signs."""

from pathlib import Path

import click

from badgesite.cli import options
from badgesite.cli.console import say


@click.group()
def key() -> None:
    """Make and look after the key that signs credentials."""


@key.command()
@options.root_argument
@click.option("--encrypt", is_flag=True, help="Encrypt the file with a passphrase made for it.")
def new(root: Path, encrypt: bool) -> None:
    """Make a key: the private part into keys/, never into git; the public into content/keys.yml.

    Prints the line for your host's secret variables. Keep it secret: who has it can award badges in
    your name.

    \b
    badgesite key new
    badgesite key new --encrypt
    """
    from badgesite.build import add_key

    made = add_key(root, options.today(), encrypt=encrypt)
    say(f"BADGESITE_KEY={made.variable}")
    if made.passphrase:
        say(f"BADGESITE_KEY_PASSPHRASE={made.passphrase}")
    say()
    say(f"  Private part  {made.path.relative_to(root).as_posix()} (stays on this machine)")
    say(f"  Public part   content/keys.yml: {made.multibase}")
    say("  Next: set the line above as a secret variable of your host, then")
    say("        git add content/keys.yml && git commit -m 'Add our key'")
