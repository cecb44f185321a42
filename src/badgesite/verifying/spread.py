"""What one argument stands for: a file, or every credential of a site's folder or address."""

import re
from collections.abc import Iterator
from pathlib import Path

from badgesite.verifying.findings import Finding
from badgesite.verifying.https import Https
from badgesite.verifying.many import is_address, is_local
from badgesite.verifying.sources import Found
from badgesite.verifying.strict_json import read

_MANIFEST = "site-manifest.json"
_CREDENTIAL = re.compile(r"credentials/[0-9a-f-]{36}/credential\.json")
_MOST = 200  # of an address: each is a request to somebody's host


def spread(given: str) -> Iterator[str]:
    """Yield the files or addresses of an argument; itself when it is one, or nothing is found."""
    found = _of_site(given) if is_address(given) else _of_folder(given)
    yield from found or [given]


def _of_folder(given: str) -> list[str]:
    try:
        found = Path(given).glob("credentials/*/credential.json") if given else ()
        return sorted(map(str, found))
    except (OSError, ValueError):
        return []


def _of_site(given: str) -> list[str]:
    """Return the addresses that a site's manifest names; a site's address ends with a slash."""
    if not given.endswith("/") or "/credentials/" in given:
        return []
    answer = Https(local=is_local(given)).get(given + _MANIFEST)
    try:
        listed = read(answer.data, 10_000) if isinstance(answer, Found) else {}
    except Finding:
        return []
    names = sorted(listed) if isinstance(listed, dict) else []
    return [given + name for name in names if _CREDENTIAL.fullmatch(name)][:_MOST]
