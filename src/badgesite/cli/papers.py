"""keep and certificate: files that a learner keeps."""

import sys
from pathlib import Path

import click

from badgesite.cli import options
from badgesite.cli.console import say, tell


@click.command()
@click.argument("uuid")
@options.root_option
@click.option(
    "--to",
    "folder",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into (default: this one).",
)
def keep(uuid: str, root: Path, folder: Path) -> None:
    """Write the credential with that UUID as one HTML file that checks itself, offline, for good.

    \b
    badgesite list awards
    badgesite keep f7b2361d-1065-8ac2-8629-118dc704df81 --to ~/Desktop
    """
    from badgesite.build import kept_copy

    copy = kept_copy(root, options.environment(), uuid, options.now())
    path = folder / f"{uuid.strip().lower()}.html"
    if path.exists():
        tell(f"error: {path.name} is there already\n    move it away, or choose a folder with --to")
        sys.exit(1)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(copy.content)
    say(f"wrote {path.name} (today: {copy.verdict})")
