"""A published site as a stranger meets it: does it answer, say who it is, and let others check.

Asks the one host that it was told, within the limits of the verifier, and changes nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from badgesite.addresses import did_document_path, did_of, is_local
from badgesite.health.findings import Finding, bad, doubtful, good
from badgesite.publish import MANIFEST
from badgesite.verifying import OutOfReach, Verdict, verify
from badgesite.verifying.asking import Answer, Asking
from badgesite.verifying.https import OneHost

Choose = Callable[[Sequence[str]], str]

_TYPES = {
    ".html": ("text/html",),
    ".css": ("text/css",),
    ".js": ("text/javascript", "application/javascript"),
    ".json": ("application/json", "application/ld+json"),
    ".svg": ("image/svg+xml",),
    ".png": ("image/png",),
}
_HEADERS = {
    "content-security-policy": "what a page may load",
    "x-content-type-options": "that types are not guessed",
    "referrer-policy": "that addresses of learners are not told to others",
    "strict-transport-security": "that only https is used",
}
# A verdict that only a credential with a good signature, issuer and status list can get.
_SOUND = (
    Verdict.GENUINE,
    Verdict.EXPIRED,
    Verdict.NOT_YET_VALID,
    Verdict.REVOKED,
    Verdict.REPLACED,
)
_HEADERS_REMEDY = "let the host send what site/_headers says (docs/how-to/publishing.md)"


def look_from_outside(base: str, now: datetime, choose: Choose) -> Iterator[Finding]:
    """Yield how the site at a base address is; `choose` picks the credential to be verified."""
    web = Asking(own=did_of(base), base=base, local=is_local(base))
    home = web.ask(base)
    if isinstance(home, OutOfReach):
        yield bad("reach", f"{base} cannot be reached: {home.why}", "look at the host's own log")
        return
    if home.status != 200:
        yield bad(
            "reach", f"{base} answers {home.status}", "publish the site, or correct the address"
        )
        return
    yield _secure(base)
    yield from _headers(base, home)
    yield from _identity(web, base)
    files = _manifest(web, base)
    if not files:
        yield bad(
            "manifest",
            f"{MANIFEST} is not there, so nothing else could be looked at",
            "publish everything that site/ has",
        )
        return
    yield from _types(web, base, files)
    yield from _for_others(web, base, files)
    yield _missing(web, base)
    yield _one_credential(web, base, files, now, choose)


def _secure(base: str) -> Finding:
    if is_local(base):
        return doubtful(
            "tls", "this is a machine of your own, without TLS", "it will do for a trial"
        )
    return good("tls", f"{base} answers over https with a good certificate")


def _headers(base: str, home: Answer) -> Iterator[Finding]:
    for name, why in _HEADERS.items():
        if name == "strict-transport-security" and is_local(base):
            continue
        if home.headers.get(name):
            yield good("headers", f"the header {name} says {why}")
        elif (
            name == "content-security-policy"
            and b'http-equiv="Content-Security-Policy"' in home.data
        ):
            yield doubtful(
                "headers", "the content security policy stands in the pages alone", _HEADERS_REMEDY
            )
        else:
            yield doubtful("headers", f"no header {name} says {why}", _HEADERS_REMEDY)


# ------------------------------------------------------------------ who it is
def _identity(web: Asking, base: str) -> Iterator[Finding]:
    path, did = did_document_path(base), did_of(base)
    answer = web.ask(base + path)
    if isinstance(answer, OutOfReach) or answer.status != 200:
        why = answer.why if isinstance(answer, OutOfReach) else f"the answer is {answer.status}"
        yield bad(
            "identity",
            f"{path} is out of reach, so no badge can be checked: {why}",
            "publish hidden folders too; on GitHub: include-hidden-files: true",
        )
        return
    said = _json(answer.data)
    if not isinstance(said, dict) or said.get("id") != did:
        found = str(said.get("id"))[:200] if isinstance(said, dict) else "no DID document"
        yield bad(
            "identity",
            f"{path} says {found}, and this address is {did}",
            "build for this address: badgesite build --base-url URL, or set url in site.yml",
        )
        return
    keys = said.get("assertionMethod")
    if not keys:
        yield doubtful("identity", f"{did} has no key yet", "make one with: badgesite key new")
    else:
        yield good("identity", f"{did} leads to its {len(keys)} key{'s' * (len(keys) != 1)}")


def _manifest(web: Asking, base: str) -> Mapping[str, str]:
    answer = web.ask(base + MANIFEST)
    said = _json(answer.data) if isinstance(answer, Answer) and answer.status == 200 else None
    if not isinstance(said, dict):
        return {}
    return {path: digest for path, digest in said.items() if isinstance(digest, str)}


def _json(data: bytes) -> object:
    try:
        said: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said


# ------------------------------------------------------------------ what it serves
def _types(web: Asking, base: str, files: Mapping[str, str]) -> Iterator[Finding]:
    wrong = []
    for ending, right in _TYPES.items():
        path = next((each for each in sorted(files) if each.endswith(ending)), None)
        answer = None if path is None else web.ask(base + path)
        if answer is None:
            continue
        said = answer.headers.get("content-type", "") if isinstance(answer, Answer) else "nothing"
        if said.split(";")[0].strip().lower() not in right:
            wrong.append(f"{ending} as {said or 'nothing'}")
    if wrong:
        yield bad(
            "content-types",
            f"content types are wrong: {', '.join(wrong)}",
            "correct the types in the host's settings",
        )
    else:
        yield good("content-types", "content types are right")


def _for_others(web: Asking, base: str, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield whether other sites' verifiers may read what a check needs, and get it unchanged."""
    needed = {did_document_path(base)}
    for folder in ("status/", "credentials/"):
        needed |= set(sorted(each for each in files if _is_in(each, folder))[:1])
    closed, changed = [], []
    for path in sorted(needed):
        answer = web.ask(base + path)
        if not isinstance(answer, Answer) or answer.status != 200:
            closed.append(path)
            continue
        if answer.headers.get("access-control-allow-origin") != "*":
            closed.append(path)
        if path in files and sha256(answer.data).hexdigest() != files[path]:
            changed.append(path)
    if closed:
        yield bad(
            "cors",
            f"other sites' verifiers may not read {', '.join(closed)}",
            "send Access-Control-Allow-Origin: * with .json files (docs/how-to/publishing.md)",
        )
    else:
        yield good("cors", "other sites' verifiers may read keys, status and credentials")
    if changed:
        yield bad(
            "unchanged",
            f"the host changes {', '.join(changed)} on the way",
            "turn off what rewrites files, or publish site/ as one whole",
        )


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder) and path.endswith(".json") and "oembed" not in path


def _missing(web: Asking, base: str) -> Finding:
    answer = web.ask(base + "no-such-page-of-badgesite/")
    if isinstance(answer, Answer) and answer.status == 404:
        return good("not-found", "an address that is not there is answered with 404")
    return doubtful(
        "not-found",
        "an address that is not there is not answered with 404",
        "let the host serve 404.html with that status, or search engines keep what is gone",
    )


def _one_credential(
    web: Asking, base: str, files: Mapping[str, str], now: datetime, choose: Choose
) -> Finding:
    there = sorted(each for each in files if each.endswith("/credential.json"))
    if not there:
        return doubtful(
            "credential",
            "there is no signed credential yet",
            "award a badge and build with your key",
        )
    path = choose(there)
    answer = web.ask(base + path)
    if isinstance(answer, OutOfReach) or answer.status != 200:
        return bad("credential", f"{path} is out of reach", "publish everything that site/ has")
    report = verify(answer.data, OneHost(web), now, name=path)
    if report.verdict in _SOUND:
        return good("credential", f"{path} is checked from outside: {report.verdict}")
    return bad(
        "credential",
        f"{path} does not pass a check from outside: {report.verdict}",
        f"see why with: badgesite verify {base}{path}",
    )
