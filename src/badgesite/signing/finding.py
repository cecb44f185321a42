"""Which key signs: the environment's, else one of keys/, else, on this machine only, the example's.

A real key signs only when content/keys.yml lists its public half as active, so that what is signed
can be checked with what is published.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from badgesite.addresses import is_local
from badgesite.errors import KeyFileError
from badgesite.model import KeyState, PublicKey
from badgesite.signing.keyfiles import read_key
from badgesite.signing.keys import SigningKey

KEY_VARIABLE = "BADGESITE_KEY"
SIGNER_VARIABLE = "BADGESITE_SIGNER_COMMAND"
PREVIEW_VARIABLE = "BADGESITE_PREVIEW"
"""Set where a host builds a change that nobody has accepted: never signed."""
PASSPHRASE_VARIABLE = "BADGESITE_KEY_PASSPHRASE"  # noqa: S105 - the name of it, not the thing


class FoundKey(Struct, frozen=True):
    """The key that signs, and whether it is the provider's own or the example's; or none."""

    key: SigningKey | None
    kind: Literal["real", "example"] | None


def find_key(
    environment: Mapping[str, str],
    keys_folder: Path,
    example_folder: Path,
    base_url: str,
    public_keys: Sequence[PublicKey],
) -> FoundKey:
    """Return the key that signs for `base_url`; the example key for a local address only.

    KeyFileError when a key is there but cannot be read or is not an active key of keys.yml.
    """
    if environment.get(PREVIEW_VARIABLE):
        return FoundKey(None, None)
    command = environment.get(SIGNER_VARIABLE, "").strip()
    if command:
        return FoundKey(_from_command(command, public_keys), "real")
    passphrase = environment.get(PASSPHRASE_VARIABLE) or None
    written = environment.get(KEY_VARIABLE, "").strip()
    if written:
        key = read_key(written, passphrase, KEY_VARIABLE)
        _refuse_unlisted(key, public_keys, KEY_VARIABLE)
        return FoundKey(key, "real")
    from_folder = _from_folder(keys_folder, passphrase, public_keys)
    if from_folder is not None:
        return FoundKey(from_folder, "real")
    if is_local(base_url):
        for path in _pem_files(example_folder):
            return FoundKey(read_key(_content(path), None, f"'{path.name}'"), "example")
    return FoundKey(None, None)


def _from_command(command: str, public_keys: Sequence[PublicKey]) -> SigningKey:
    active = max(_active(public_keys), key=lambda key: key.created, default=None)
    if active is None:
        raise KeyFileError(
            "content/keys.yml has no active key that the signer could sign with",
            "add its public half: badgesite key new --public FILE",
        )
    from badgesite.signing.command import CommandKey  # the only one that starts a process

    return CommandKey(command, active.multibase)


def _from_folder(
    folder: Path, passphrase: str | None, public_keys: Sequence[PublicKey]
) -> SigningKey | None:
    """Return the folder's newest active key; retired ones beside it are passed over."""
    newest_first = sorted(_active(public_keys), key=lambda key: key.created, reverse=True)
    order = {key.multibase: place for place, key in enumerate(newest_first)}
    paths = _pem_files(folder)
    # The file's name says which key it is, so that others need not be opened (and decrypted).
    opened = [path for path in paths if path.stem in order] or paths
    found = [read_key(_content(path), passphrase, f"'keys/{path.name}'") for path in opened]
    usable = [key for key in found if key.multibase in order]
    if found and not usable:
        _refuse_unlisted(found[0], public_keys, f"'keys/{opened[0].name}'")
    return min(usable, key=lambda key: order[key.multibase], default=None)


def _active(public_keys: Sequence[PublicKey]) -> list[PublicKey]:
    return [key for key in public_keys if key.state is KeyState.ACTIVE]


def _refuse_unlisted(key: SigningKey, public_keys: Sequence[PublicKey], source: str) -> None:
    state = next((each.state for each in public_keys if each.multibase == key.multibase), None)
    if state is KeyState.ACTIVE:
        return
    if state is None:
        raise KeyFileError(
            f"the key in {source} is not in content/keys.yml ({key.multibase})",
            "add its public half there, or use the key that is listed",
        )
    raise KeyFileError(
        f"the key in {source} is {state} and signs no more ({key.multibase})",
        "use the active key of content/keys.yml, or make one with: badgesite key new",
    )


def _pem_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".pem")
    except OSError:
        return []


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(65_536)
    except OSError as error:
        raise KeyFileError(
            f"'{path.name}' cannot be read: {error.strerror}", "make it readable for you"
        ) from None
