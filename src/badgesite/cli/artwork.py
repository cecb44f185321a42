"""artwork: how every badge looks, on one sheet."""

from pathlib import Path

import click

from badgesite.cli import options
from badgesite.cli.console import say


@click.command()
@options.root_argument
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: ROOT/artwork.html).",
)
def artwork(root: Path, output: Path | None) -> None:
    """Write a contact sheet: every badge at three sizes, on light and on dark.

    \b
    badgesite artwork
    badgesite artwork --output badges.html
    """
    from badgesite.build import contact_sheet, refuse_place

    target = output or root / "artwork.html"
    refuse_place(root, target)
    sheet = contact_sheet(root)
    try:
        target.write_bytes(sheet)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}") from None
    say(f"{target}: open it in a browser")
