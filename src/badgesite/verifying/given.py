"""Files that whoever checks gives beside the badges: issuers they know, lists they have seen."""

import json
from pathlib import Path

from badgesite.errors import BadgesiteError
from badgesite.verifying import dates
from badgesite.verifying.sources import known_issuers, read_bounded


def read_known(path: Path) -> dict[str, str]:
    """Return DID -> name; BadgesiteError when the file is no list of issuers."""
    found = known_issuers(json.dumps(_json(path, "a list of issuers")).encode())
    if not found:
        raise BadgesiteError(
            f"{path}: there is no issuer in this list",
            'write [{"did": "did:web:…", "name": "…"}], or give a registry of issuers: '
            '{"registry": {"did:web:…": {"name": "…"}}}',
        )
    return found


def read_seen(path: Path) -> dict[str, str]:
    """Return address -> date of status lists; none when there is no file yet."""
    if not path.exists():
        return {}
    found = _json(path, "what was remembered of status lists")
    if not isinstance(found, dict) or not all(map(_is_date, found.values())):
        raise BadgesiteError(
            f"{path}: this is not what was remembered of status lists",
            "name another file, or delete this one: then nothing is remembered",
        )
    return found


def newest(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return address -> the later of both dates."""
    merged = dict(one)
    for address, date in other.items():
        known = merged.get(address)
        if known is None or dates.parse(known) < dates.parse(date):
            merged[address] = date
    return merged


def _is_date(value: object) -> bool:
    try:
        dates.parse(value)
    except ValueError:
        return False
    return True


def _json(path: Path, what: str) -> object:
    try:
        return json.loads(read_bounded(path))
    except (OSError, ValueError, RecursionError):
        raise BadgesiteError(f"{path}: this cannot be read as {what}", "it must be JSON") from None
