"""key: make the key that signs, replace it, and what to do when somebody else has it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite import surroundings
from badgesite.cli import options
from badgesite.cli.console import say
from badgesite.cli.done import dry_run_option, setting, show

if TYPE_CHECKING:
    from badgesite.build import NewKey
    from badgesite.desk.key_care import Changed


@click.group()
def key() -> None:
    """Make and look after the key that signs credentials."""


class PublicHalf(click.ParamType[str]):
    """The public half of a key that another program holds: its multibase, or a file with it."""

    name = "public half"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Return the multibase; what is neither is refused where it is used."""
        path = Path(str(value))
        if not path.is_file():
            return str(value)
        from badgesite.signing import read_public

        return read_public(path.read_bytes())


_PUBLIC = click.option(
    "--public",
    type=PublicHalf(),
    metavar="z6Mk…|FILE",
    help="The public half of a key that a signer command holds; no private part is made.",
)
_ENCRYPT = click.option(
    "--encrypt", is_flag=True, help="Encrypt the file with a passphrase made for it."
)


@key.command()
@options.root_argument
@_ENCRYPT
@_PUBLIC
def new(root: Path, encrypt: bool, public: str | None) -> None:
    """Make a key: the private part into keys/, never into git; the public into content/keys.yml.

    Prints the line for your host's secret variables. Keep it secret: who has it can award badges in
    your name.

    \b
    badgesite key new
    badgesite key new --encrypt
    badgesite key new --public badges.pub.pem
    """
    from badgesite.build.keys import add_key, add_public_key

    if public is not None:
        add_public_key(root, public, surroundings.now())
        _say_public(public)
        return
    made = add_key(root, surroundings.now(), encrypt=encrypt)
    _say_secret(made, root)
    say("  Next: set the line above as a secret variable of your host, then")
    say("        git add content/keys.yml && git commit -m 'Add our key'")


@key.command()
@options.root_argument
@_ENCRYPT
@_PUBLIC
@click.option("--reason", type=options.Reason(), help="Why, for the page with the key history.")
@dry_run_option
def rotate(
    root: Path, encrypt: bool, public: str | None, reason: str | None, dry_run: bool
) -> None:
    """Replace the key by a new one: what the old one signed stays as it is, and stays valid.

    Signatures of the old key that the register lacks are recorded first, while it is at hand.

    \b
    badgesite key rotate --reason "once a year"
    badgesite key rotate --public z6Mk… --reason "a token signs from now on"
    """
    from badgesite.desk import key_care

    made = key_care.rotate(setting(root, dry_run), encrypt=encrypt, public=public, reason=reason)
    _show(made, root, dry_run)


@key.command()
@options.root_argument
@click.option("--reason", type=options.Reason(), required=True, help="What happened; published.")
@click.option("--on", type=options.Day(), help="Since when it may not be trusted (default: today).")
@click.option("--key", "which", metavar="z6Mk…", help="Which key (default: the active one).")
@_ENCRYPT
@_PUBLIC
@dry_run_option
def compromise(
    root: Path,
    reason: str,
    on: date | None,
    which: str | None,
    encrypt: bool,
    public: str | None,
    dry_run: bool,
) -> None:
    """Somebody else may have the key: end it, make a new one, sign all good credentials again.

    Every credential keeps its address and its place in the status list. Copies signed with the old
    key are refused from the next build on; the key page says so and why.

    \b
    badgesite key compromise --reason "A laptop was stolen"
    badgesite key compromise --reason "A laptop was stolen" --on 2026-11-20 --dry-run
    """
    from badgesite.desk import key_care

    made = key_care.compromise(
        setting(root, dry_run),
        which=which,
        on=on,
        reason=reason,
        encrypt=encrypt,
        public=public,
    )
    _show(made, root, dry_run)


def _say_secret(made: "NewKey", root: Path) -> None:
    say(f"BADGESITE_KEY={made.variable}")
    if made.passphrase:
        say(f"BADGESITE_KEY_PASSPHRASE={made.passphrase}")
    say()
    say(f"  Private part  {made.path.relative_to(root).as_posix()} (stays on this machine)")
    say(f"  Public part   content/keys.yml: {made.multibase}")


def _say_public(public: str) -> None:
    say(f"  Public part   content/keys.yml: {public}")
    say("  Next: badgesite build --signer-command …   ·   git add content/keys.yml && git commit")


def _show(made: "Changed", root: Path, dry_run: bool) -> None:
    if made.secret is not None and not dry_run:
        _say_secret(made.secret, root)
    show(made.done, dry_run)
