"""Making the key that signs: the private part into keys/, the public part into content/keys.yml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from badgesite import signing
from badgesite.build.files import replace_file
from badgesite.errors import BadgesiteError

PUBLIC = "content/keys.yml"
PRIVATE = "keys"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was made. `variable` and `passphrase` are secret: shown once, kept nowhere."""

    path: Path
    multibase: str
    variable: str
    passphrase: str | None


def add_key(root: Path, created: date, *, encrypt: bool) -> NewKey:
    """Make a key, write its private part with mode 0600, add its public part as active.

    An active key of before becomes retired: what it signed stays valid.
    """
    if not (root / "content").is_dir():
        raise BadgesiteError(
            "there is no content/ folder here",
            "go to your repository, or start one: badgesite init",
        )
    made = signing.new_key(encrypt=encrypt)
    public = root / PUBLIC
    before = public.read_text("utf-8-sig") if public.is_file() else ""
    after = signing.with_new_key(before, made.multibase, created)
    path = signing.write_private(root / PRIVATE, made)
    replace_file(public, after.encode())
    return NewKey(path, made.multibase, made.variable, made.passphrase)
