"""Making the key that signs: the private part into keys/, the public part into content/keys.yml."""

from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from badgesite import signing
from badgesite.build.files import replace_file
from badgesite.canonical import public_key_bytes
from badgesite.content import site_of
from badgesite.days import day_at
from badgesite.errors import BadgesiteError, CanonicalError

PUBLIC = "content/keys.yml"
PRIVATE = "keys"


class NewKey(Struct, frozen=True):
    """A key that was made. `variable` and `passphrase` are secret: shown once, kept nowhere."""

    path: Path
    multibase: str
    variable: str
    passphrase: str | None


def add_key(root: Path, on: date | datetime, *, encrypt: bool, reason: str | None = None) -> NewKey:
    """Make a key, write its private part with mode 0600, add its public part as active.

    An active key of before becomes retired: what it signed stays valid. An instant is its day in
    the site's time zone.
    """
    refuse_elsewhere(root)
    made = signing.new_key(encrypt=encrypt)
    public = root / PUBLIC
    after = signing.with_new_key(public_keys_text(root), made.multibase, _day(root, on), reason)
    path = signing.write_private(root / PRIVATE, made)
    replace_file(public, after.encode())
    return NewKey(path, made.multibase, made.variable, made.passphrase)


def add_public_key(
    root: Path, multibase: str, on: date | datetime, reason: str | None = None
) -> None:
    """Add a key whose private part is elsewhere as the active one; a former one is retired.

    An instant is its day in the site's time zone.
    """
    refuse_elsewhere(root)
    refuse_no_key(multibase)
    after = signing.with_new_key(public_keys_text(root), multibase, _day(root, on), reason)
    replace_file(root / PUBLIC, after.encode())


def _day(root: Path, on: date | datetime) -> date:
    """Return the day for the site; a key can be made before there is a site.yml to speak of."""
    if not isinstance(on, datetime):
        return on
    path = root / "content" / "site.yml"
    site = site_of(path.read_bytes()) if path.is_file() else None
    return day_at(on, "UTC" if site is None else site.timezone)


def public_keys_text(root: Path) -> str:
    """Return content/keys.yml as it is, empty when there is none; line ends stay."""
    path = root / PUBLIC
    return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""


def refuse_no_key(multibase: str) -> None:
    """Refuse what is no public Ed25519 key."""
    try:
        public_key_bytes(multibase)
    except CanonicalError:
        raise BadgesiteError(
            f"'{multibase[:60]}' is not a public Ed25519 key",
            "it begins with z6Mk; docs/how-to/signers.md says how to get it from a signer",
        ) from None


def refuse_elsewhere(root: Path) -> None:
    """Refuse to work where there is no content."""
    if not (root / "content").is_dir():
        raise BadgesiteError(
            "there is no content/ folder here",
            "go to your repository, or start one: badgesite init",
        )
