"""keep and certificate: files that a learner keeps."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite import surroundings
from badgesite.cli import handing, options
from badgesite.cli.console import say, tell, when_stopped

if TYPE_CHECKING:
    from badgesite.build.certificates import CertificateFile


@click.command()
@click.argument("uuid")
@options.root_option
@handing.folder_option
def keep(uuid: str, root: Path, to: Path) -> None:
    """Write the credential with that UUID as one HTML file that checks itself, offline, for good.

    \b
    badgesite list awards
    badgesite keep f7b2361d-1065-8ac2-8629-118dc704df81 --to ~/Desktop
    """
    from badgesite.build import kept_copy

    copy = kept_copy(root, surroundings.environment(), uuid, surroundings.now())
    name = f"{uuid.strip().lower()}.html"
    handing.hand_over(to, {name: copy.content})
    say(f"wrote {name} (today: {copy.verdict})")


@click.command()
@click.argument("who", required=False, metavar="[LEARNER|UUID]")
@options.root_option
@click.option("--badge", help="Only this badge.")
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="The sheet.",
)
@handing.to_option(
    handing.FOLDER,
    "The folder to write into (default: certificates).",
    default="certificates",
    formerly="--out",
)
def certificate(who: str | None, root: Path, badge: str | None, paper: str, to: Path) -> None:
    """Write certificates as PDF: of one learner, of one credential, or of everybody.

    An image PDF: its words are outlines, so it looks the same everywhere and cannot be read aloud.
    For one that can be, print the page of the credential.

    \b
    badgesite certificate florence-nightingale --badge basic-life-support
    badgesite certificate --paper letter --to ~/Desktop/certificates
    """
    from badgesite.build.certificates import certificates

    left_out = 0
    asked = certificates(root, surroundings.environment(), who, badge, paper)
    handing.refuse_taken(to, asked.names)
    with when_stopped(f"what is named above is in {to.name}/, the others are not written"):
        for made in asked.files:
            if made.lacking:
                left_out += 1
                _tell_lacking(made)
                continue
            handing.hand_over(to, {made.name: made.content})
            say(f"wrote {to / made.name}")
    if left_out:
        sys.exit(1)


def _tell_lacking(made: "CertificateFile") -> None:
    tell(
        f"error: {made.name} cannot be drawn, the fonts lack: {made.lacking[:40]}\n"
        "    name a font that has them (brand: second_font in content/site.yml), or print "
        "the page of the credential: browsers have more fonts"
    )
