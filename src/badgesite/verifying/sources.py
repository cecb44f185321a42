"""Where bytes come from: a site's folder, saved files, the network if allowed, or nowhere.

A source answers with bytes or says why it has none; it judges nothing that it hands over.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

from badgesite import addresses
from badgesite.errors import BadgesiteError
from badgesite.verifying import issuer

MAX_FILE = 5_000_000


class Found(Struct, frozen=True):
    """What is at an address."""

    data: bytes


class OutOfReach(Struct, frozen=True):
    """Why there is nothing: a part of a sentence for people."""

    why: str = "nothing was asked for over the network"


class Sources(Protocol):
    """What a verification may look at beside the file itself.

    `own` is the DID of the site that checks (its own issuer is known to it), `base` its address,
    `known` the identifiers of further issuers that it knows, with their names. `seen` has the
    newest date that the list at an address had when it was looked at before.
    """

    @property
    def own(self) -> str | None: ...  # noqa: D102
    @property
    def base(self) -> str | None: ...  # noqa: D102
    @property
    def known(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def seen(self) -> Mapping[str, str]: ...  # noqa: D102

    def get(self, url: str) -> Found | OutOfReach:
        """Return what is at the address; never raises."""


class Saved(Struct, frozen=True):
    """Answers from a mapping of addresses to bytes; without one it has nothing at all."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    own: str | None = None
    base: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    def get(self, url: str) -> Found | OutOfReach:
        """Return the bytes saved for the address."""
        return Found(self.files[url]) if url in self.files else OutOfReach()


class SiteFolder(Struct, frozen=True):
    """A built or saved site: answers for that site's own addresses only, from the folder."""

    folder: Path
    own: str | None
    base: str | None
    known: Mapping[str, str]
    seen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        folder: Path,
        known: Mapping[str, str] | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> "SiteFolder":
        """Read whose site it is from its did.json; its own list of known issuers counts too."""
        root = folder.resolve()
        did, base = _identity(root)
        listed = known_issuers(_read_inside(root, "assets/known-issuers.json") or b"[]")
        return cls(root, did, base, {**listed, **(known or {})}, seen or {})

    def get(self, url: str) -> Found | OutOfReach:
        """Return the file of one of the site's own addresses."""
        if self.base is None or not url.startswith(self.base):
            return OutOfReach("it is not in the folder of this site")
        parts = urlsplit(url[len(self.base) :])
        if parts.scheme or parts.netloc or parts.query or parts.fragment:
            return OutOfReach("it is not in the folder of this site")
        data = _read_inside(self.folder, unquote(parts.path))
        return (
            OutOfReach("the folder of this site has no such file") if data is None else Found(data)
        )


class Several(Struct, frozen=True):
    """Asks one source after the other; whose site it is, the first one says."""

    first: Sources
    second: Sources

    @property
    def own(self) -> str | None:
        """Return the first source's DID, else the second's."""
        return self.first.own or self.second.own

    @property
    def base(self) -> str | None:
        """Return the first source's address, else the second's."""
        return self.first.base or self.second.base

    @property
    def known(self) -> Mapping[str, str]:
        """Return the issuers that either knows."""
        return {**self.second.known, **self.first.known}

    @property
    def seen(self) -> Mapping[str, str]:
        """Return the dates of lists that either remembers."""
        return {**self.second.seen, **self.first.seen}

    def get(self, url: str) -> Found | OutOfReach:
        """Return the first answer that is there."""
        answer = self.first.get(url)
        return answer if isinstance(answer, Found) else self.second.get(url)


def read_bounded(path: Path, limit: int = MAX_FILE) -> bytes:
    """Return the bytes of a regular file, at most one more than `limit`; OSError as ever.

    A file that is too long is cut, and `verify` refuses it by its length.
    """
    if not path.is_file():
        path.stat()  # says it when there is nothing at all
        raise OSError("it is not a file")
    with path.open("rb") as file:
        return file.read(limit + 1)


def _identity(root: Path) -> tuple[str | None, str | None]:
    """Return DID and base address by the did.json of a site's folder."""
    for place in (".well-known/did.json", "did.json"):
        data = _read_inside(root, place)
        if data is None:
            continue
        document = _lenient(data)
        did = document.get("id") if isinstance(document, dict) else None
        if isinstance(document, dict) and isinstance(did, str):
            return did, _base(did, document.get("alsoKnownAs"))
    return None, None


def _base(did: str, also_known_as: object) -> str | None:
    for url in also_known_as if isinstance(also_known_as, list) else []:
        try:
            if isinstance(url, str) and addresses.did_of(addresses.normal_base(url)) == did:
                return addresses.normal_base(url)
        except (BadgesiteError, ValueError):
            continue
    return issuer.web_base(did)


def known_issuers(data: bytes) -> dict[str, str]:
    """Return DID -> name of a list of known issuers; nothing when it cannot be read.

    Ours is `[{"did", "name"}]`; the public registries' is `{"registry": {"<did>": {"name"}}}`.
    """
    return _issuers(_lenient(data))


def _issuers(found: object) -> dict[str, str]:
    if isinstance(found, dict):
        registry = found.get("registry", found)
        pairs = registry.items() if isinstance(registry, dict) else ()
        return {did: str(_name(each) or did) for did, each in pairs if did.startswith("did:")}
    entries = found if isinstance(found, list) else []
    return {
        each["did"]: str(each.get("name") or each["did"])
        for each in entries
        if isinstance(each, dict) and isinstance(each.get("did"), str)
    }


def _name(entry: object) -> object:
    return entry.get("name") if isinstance(entry, dict) else None


def _lenient(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _read_inside(root: Path, place: str) -> bytes | None:
    """Return the bytes of a regular file inside the folder, however its path is spelt."""
    try:
        path = (root / place).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return None
        return read_bounded(path)
    except (OSError, ValueError, RuntimeError):
        return None
