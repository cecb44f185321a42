"""artwork: how every badge looks, on one sheet."""

from pathlib import Path

import click

from badgesite.cli import handing, options
from badgesite.cli.console import say


@click.command()
@options.root_argument
@handing.to_option(
    handing.FILE, "The file to write (default: ROOT/artwork.html).", formerly="--output"
)
def artwork(root: Path, to: Path | None) -> None:
    """Write a contact sheet: every badge at three sizes, on light and on dark.

    \b
    badgesite artwork
    badgesite artwork --to badges.html
    """
    from badgesite.build import contact_sheet, refuse_place
    from badgesite.build.files import replace_file

    target = to or root / "artwork.html"
    refuse_place(root, target)
    replace_file(target, contact_sheet(root))
    say(f"{target}: open it in a browser")
