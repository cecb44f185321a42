"""Web addresses by one pattern, and the host of one: libraries differ about the odd ones."""

import re

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?)(?:[/?#][!-~]*)?",
    re.IGNORECASE | re.ASCII,
)


def host_of(address: object) -> str | None:
    """Return host and port, in small letters, of an http(s) address; None for anything else."""
    found = _ADDRESS.fullmatch(address) if isinstance(address, str) else None
    return found["host"].lower() if found else None


def is_https(address: object) -> bool:
    """Whether it is a proper https address, its scheme in small letters."""
    return isinstance(address, str) and address.startswith("https://") and bool(host_of(address))
