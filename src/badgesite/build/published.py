"""The next build against the site that is out there: every address, key or status it would lose.

Asked for are site-manifest.json, did.json and the status lists of the published site, nothing
else. The next build is made in memory and written nowhere.
"""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from msgspec import Struct

from badgesite import register
from badgesite.addresses import (
    credential_json_path,
    did_document_path,
    former_addresses,
    learner_address,
    learner_path,
    opaque_address,
)
from badgesite.build.whole import Draft, pour
from badgesite.content import present_ids
from badgesite.errors import BadgesiteError, Origin, Problem, Severity
from badgesite.model import Catalog, Visibility
from badgesite.plan.facts import Mode
from badgesite.plan.make import Meter
from badgesite.publish import Row
from badgesite.rebuilding import Request
from badgesite.verifying import Found
from badgesite.verifying.bits import unpack
from badgesite.verifying.findings import Finding
from badgesite.verifying.https import Https

_MANIFEST = "site-manifest.json"
_LARGEST = 200_000_000
_HERE = Origin("content/addresses.csv")
_REGISTER = Origin("content/register.csv")
_KEYS = Origin("content/keys.yml")
# What nobody keeps the address of: it belongs to a page, or is found by looking.
_PASSING = re.compile(
    r"assets/.*|(\w+(-\w+)*/)?(learners/([^/]+/badges|page)[-/]\d+/.*|badges/page\.\d+/.*)"
    r"|(\w+(-\w+)*/)?(learners/index\.html|404\.html)"
    r"|[^/]*\.(xml|txt|webmanifest)"
    r"|_headers|\.nojekyll|_redirects"
)
_TRANSCRIPT = "/transcript.json"
_ISSUED = ("credentials/", "embed/")
_FOR_EVER = re.compile(r"pathways/[^/]+/pathway-[^/]+\.json")


def losses(request: Request, url: str, meter: Meter) -> tuple[Problem, ...]:
    """Return what the published site has and the next build would not; BadgesiteError unreached."""
    live = _Live(url)
    manifest = live.manifest()
    kept = _Kept({})
    draft = pour(request, kept, meter)
    files = kept.files
    signed = draft.prepared.facts.mode is not Mode.PREVIEW
    gone = _Gone(draft.prepared.catalog)
    found = [*_addresses(manifest, files, signed, gone), *_rules(manifest, files)]
    if signed:
        found += _credentials(manifest, draft, files)
        found += _keys(live, draft, files)
        found += _status(live, manifest, files)
    else:
        found.append(
            Problem(
                _KEYS,
                "without a key only pages were compared, no credentials, keys and lists",
                "run this where the key is",
                "unsigned-comparison",
                Severity.WARNING,
            )
        )
    return tuple(found)


class _Kept(Struct, frozen=True):
    """A sink that keeps the next build in memory."""

    files: dict[str, bytes]

    def put(self, path: str, content: bytes) -> Row:
        """Keep a file."""
        self.files[path] = content
        return Row(path, sha256(content).digest(), len(content), 0)


class _Live:
    """The published site: a few of its files, each asked for once."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._from = Https(local=True, most=_LARGEST)

    def file(self, path: str) -> bytes | None:
        """Return a file of the site, or None where there is none."""
        answer = self._from.get(self._url + path)
        return answer.data if isinstance(answer, Found) else None

    def manifest(self) -> Mapping[str, str]:
        """Return path to digest of every published file."""
        answer = self._from.get(self._url + _MANIFEST)
        if not isinstance(answer, Found):
            raise BadgesiteError(
                f"there is no {_MANIFEST} at {self._url}: {answer.why}",
                "give the address of a site that badgesite built and that is published",
            )
        try:
            said = json.loads(answer.data)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise BadgesiteError(f"{self._url}{_MANIFEST} is not badgesite's", "check the address")
        return {str(path): str(digest) for path, digest in said.items()}


def _problem(origin: Origin, sentence: str, remedy: str, code: str) -> Problem:
    return Problem(origin, sentence, remedy, code)


def _addresses(
    manifest: Mapping[str, str], files: Mapping[str, bytes], signed: bool, gone: "_Gone"
) -> Iterator[Problem]:
    for path in sorted(manifest.keys() - files.keys()):
        if _PASSING.fullmatch(path) or not (signed or path.endswith(".html")):
            continue
        if gone.is_let_go(path) or _beside(path) in files:
            continue
        shown = path.removesuffix("index.html")
        yield _problem(
            _REGISTER if path.startswith(_ISSUED) else _HERE,
            f"'{shown}' is published, and the next build would not have it",
            gone.remedy(path),
            "published-address-lost",
        )


def _beside(path: str) -> str:
    """Return the page that leads to a transcript while there is one; empty for anything else."""
    return f"{path.removesuffix(_TRANSCRIPT)}/index.html" if path.endswith(_TRANSCRIPT) else ""


class _Gone:
    """What was taken away on purpose: of a learner who is gone or private, or by a withdrawal.

    A chosen address is known by what the salt makes of it; the register has the number of each
    credential of which nothing else is left.
    """

    def __init__(self, catalog: Catalog) -> None:
        people = catalog.learners.values()
        self._salt = catalog.site.salt
        hidden = {each.id: each for each in people if each.visibility is Visibility.PRIVATE}
        former = present_ids(catalog.learners)
        self._addresses = {row.path for row in catalog.addresses if row.gone is not None}
        for each in hidden.values():
            mine = (learner_address(self._salt, each), *former_addresses(self._salt, each))
            self._addresses |= {learner_path(address) for address in mine}
        self._credentials: set[str] = set()
        self._withdrawn: set[str] = set()
        self._registered: set[str] = set()
        for entry in catalog.register:
            uuid = str(entry.uuid)
            self._registered.add(uuid)
            if entry.is_erased or entry.award.learner in hidden:
                self._credentials.add(uuid)
            if entry.withdrawn is not None or entry.award.learner in former:
                self._withdrawn.add(uuid)

    def is_let_go(self, path: str) -> bool:
        """Whether nobody has to put it back."""
        folder, name, *rest = [*path.split("/"), "", ""]
        if folder == "learners" and rest[0]:
            chosen = learner_path(opaque_address(self._salt, name))
            return not {learner_path(name), chosen}.isdisjoint(self._addresses)
        if not path.startswith(_ISSUED):
            return False
        document = rest[0] == "credential.json"
        return name in self._credentials or (document and name in self._withdrawn)

    def remedy(self, path: str) -> str:
        """Return what mends the loss of a path."""
        if not path.startswith(_ISSUED):
            return "put back what was there, or say in content/addresses.csv where it leads"
        if path.split("/")[1] in self._registered:
            return "put its award back; or if it is to end, say why then: badgesite revoke"
        return (
            "put its award and its line in content/register.csv back: only what is there can be"
            " withdrawn, with badgesite revoke"
        )


def _rules(manifest: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[Problem]:
    for path in sorted(manifest.keys() & files.keys()):
        if _FOR_EVER.fullmatch(path) and manifest[path] != sha256(files[path]).hexdigest():
            yield _problem(
                Origin("content/pathways"),
                f"'{path}' is published, and the next build would change it",
                "give the changed pathway a new version, and keep the old one as ID@VERSION.md",
                "published-rules-changed",
            )


def _credentials(
    manifest: Mapping[str, str], draft: Draft, files: Mapping[str, bytes]
) -> Iterator[Problem]:
    """Yield credentials whose bytes would change without a reason in the register."""
    facts = draft.prepared.facts
    last = register.last_entries(facts.catalog.register)
    # A withdrawal is a line of its own, and says nothing of what was accepted before it.
    accepted = {(each.award, each.digest) for each in facts.catalog.register if each.reissued}
    for award in facts.awards:
        entry = facts.entries[award.key]
        path = credential_json_path(entry.uuid)
        if path not in manifest or path not in files or award.unlock is not None:
            continue
        if award.key in last and (award.key, last[award.key].digest) in accepted:
            continue
        if manifest[path] != sha256(files[path]).hexdigest():
            yield _problem(
                entry.origin if entry.origin.path.startswith("content/") else _REGISTER,
                f"'{path}' is published, and the next build would change it",
                'undo the change, or accept it with: badgesite register --reissue "reason"',
                "published-credential-changed",
            )


def _keys(live: _Live, draft: Draft, files: Mapping[str, bytes]) -> Iterator[Problem]:
    catalog = draft.prepared.catalog
    path = did_document_path(catalog.site.url)
    now = _trusted(files.get(path))
    listed = {key.multibase for key in catalog.keys}
    for key in sorted(_trusted(live.file(path)) - now):
        if key in listed:
            continue  # compromised: said in keys.yml, with day and reason
        yield _problem(
            _KEYS,
            f"the key {key} is published, and content/keys.yml has it no more",
            "put it back as  state: retired,  or nothing it signed can be checked",
            "published-key-lost",
        )


def _trusted(document: bytes | None) -> set[str]:
    try:
        said = json.loads(document or b"{}")
        return {str(each).rpartition("#")[2] for each in said.get("assertionMethod", [])}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return set()


def _status(
    live: _Live, manifest: Mapping[str, str], files: Mapping[str, bytes]
) -> Iterator[Problem]:
    """Yield places that say withdrawn out there, and would say good again."""
    for path in sorted(each for each in manifest if re.fullmatch(r"status/\d+\.json", each)):
        before, after = _bits(live.file(path)), _bits(files.get(path))
        for place in sorted(before - after):
            yield _problem(
                _REGISTER,
                f"place {place} of '{path}' says withdrawn, and the next build would take it back",
                "put the revocation back: it is final; award it anew instead",
                "published-status-lost",
            )


def _bits(document: bytes | None) -> set[int]:
    try:
        bits = unpack(json.loads(document or b"{}")["credentialSubject"]["encodedList"])
    except (ValueError, KeyError, TypeError, RecursionError, Finding):
        return set()
    return {
        8 * at + bit
        for at, byte in enumerate(bits)
        if byte
        for bit in range(8)
        if byte >> (7 - bit) & 1
    }
