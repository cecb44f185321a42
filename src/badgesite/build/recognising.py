"""Badges of other issuers in learners' folders: which of them are real, and so count on pathways.

Nothing is asked for over the network: a did:key is its own key, and for a did:web its did.json may
lie beside the badge. Expiry is a day like any other here, and withdrawal is for whoever checks.
"""

import base64
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from badgesite.cache import Cache
from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.errors import Origin, Problem, Severity
from badgesite.model import Catalog, ForeignAward
from badgesite.progress import last_day
from badgesite.verifying import Check, Report, Result, Saved, verify
from badgesite.verifying.findings import Finding
from badgesite.verifying.headline import headline
from badgesite.verifying.issuer import document_url
from badgesite.verifying.svg import unbake_svg
from badgesite.verifying.unbake import is_png, unbake_png

_PROVING = ("format", "signature", "issuer-key")
_DID = "did.json"

Files = Iterable[tuple[str, bytes]]


class _Said(Struct, frozen=True):
    """What a genuine badge says, by whoever signed it; `holder` is whom it names."""

    issuer: str
    achievement: str
    begins: date
    ends: date | None
    badge: str
    holder: str | None


def recognise(catalog: Catalog, cache: Cache) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the catalog with the credentials of other issuers that were verified; problems.

    A file that was altered or is no badge is an error, one that cannot be checked a warning; it
    then counts for nothing. The same content gives the same answer on every day. What is genuine
    whenever somebody looks is not verified again where the cache knows it.
    """
    now = datetime.combine(last_day(catalog), time.max, UTC)
    found: list[ForeignAward] = []
    problems: list[Problem] = []
    new: list[tuple[str, bytes]] = []
    for learner, files in sorted(catalog.foreign.items()):
        if learner not in catalog.learners:
            continue  # what is wrong with the learner's own file, or the folder's name, is told
        documents = _documents(files)
        lasts = not any(map(_ends, documents.values()))
        for path, data in files:
            if _is_document(path):
                continue
            key = digest(code_identity(), "recognised", data, sorted(documents.items()))
            said: _Said | Problem | None = _known(cache, key) if lasts else None
            if said is None:
                said = _judged(verify(data, Saved(documents), now), path)
                if lasts and isinstance(said, _Said):
                    new.append((key, msgspec.json.encode(said)))
            award, told = _fitting(catalog, learner, said, path, data)
            found += [award] if award else []
            problems += told
    cache.put(new)
    return replace(catalog, recognised=tuple(found)), tuple(problems)


def rest_on_the_day(catalog: Catalog) -> bool:
    """Whether on some later day other badges than now may be recognised of the same files."""
    genuine = {each.path for each in catalog.recognised}
    return any(
        _ends(data) if _is_document(path) else path not in genuine
        for files in catalog.foreign.values()
        for path, data in files
    )


def _known(cache: Cache, key: str) -> _Said | None:
    made = cache.get(key)
    try:
        return None if made is None else msgspec.json.decode(made, type=_Said)
    except msgspec.MsgspecError:
        return None


@lru_cache(maxsize=64)  # one issuer's document lies beside the badges of very many learners
def _ends(document: bytes) -> bool:
    """Whether a key in an issuer's document may end: then what it signed is good until a day."""
    try:
        return _says(json.loads(document), {"expires", "revoked"})
    except (ValueError, RecursionError):
        return True


def _says(value: object, names: set[str]) -> bool:
    if isinstance(value, dict):
        return not names.isdisjoint(value) or any(_says(each, names) for each in value.values())
    return isinstance(value, list) and any(_says(each, names) for each in value)


def _is_document(path: str) -> bool:
    return path.rsplit("/", 1)[-1].endswith(_DID)


def _documents(files: Files) -> dict[str, bytes]:
    """Return the issuers' documents that lie beside the badges, by the address they are for."""
    found = {}
    for path, data in files:
        try:
            document = json.loads(data) if _is_document(path) else None
            if isinstance(document, dict):
                found[document_url(str(document.get("id")))] = data
        except (ValueError, RecursionError, Finding):
            continue  # the badge then says that its issuer's document is out of reach
    return found


def _judged(report: Report, path: str) -> _Said | Problem:
    """Return what a genuine badge says, or what is wrong with another file."""
    origin = Origin(f"content/{path}")
    broken = _first(report.checks, Result.FAILED)
    if broken is not None:
        remedy = "ask its holder for the file as it was issued, or take it out"
        return Problem(origin, _sentence(headline(report)), remedy, "foreign-not-good")
    unknown = _first(report.checks, Result.COULD_NOT_CHECK)
    if unknown is not None or report.facts is None or report.issuer is None:
        said = unknown.message if unknown else headline(report)
        return _warning(
            origin,
            f"this badge could not be checked: {_sentence(said)}",
            f"save the issuer's did.json beside it, as {_DID}",
        )
    facts = report.facts
    begins = _day(facts["validFrom"])
    if facts["achievement"] is None or begins is None:
        return _warning(
            origin,
            "this badge does not say what was achieved and when",
            "take it out: it counts for nothing",
        )
    return _Said(
        report.issuer,
        str(facts["achievement"]),
        begins,
        _day(facts["validUntil"]),
        str(facts["badge"] or ""),
        facts["learner"],
    )


def _json_of(data: bytes) -> bytes:
    """Return the credential of a file that was verified, as its issuer wrote it."""
    if is_png(data):
        return unbake_png(data)
    return unbake_svg(data) if data.lstrip()[:1] == b"<" else data


_PICTURE = re.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})")


def _embedded(credential: bytes) -> bytes:
    """Return the picture inside a credential (Open Badges 3.0 `achievement.image`), if one is.

    One that lies at an address is not asked for.
    """
    try:
        image = json.loads(credential)["credentialSubject"]["achievement"]["image"]["id"]
        found = _PICTURE.fullmatch(image)
        return b"" if found is None else base64.b64decode(found[1], validate=True)
    except (ValueError, LookupError, TypeError):
        return b""


def _fitting(
    catalog: Catalog, learner: str, said: _Said | Problem, path: str, data: bytes
) -> tuple[ForeignAward | None, list[Problem]]:
    """Refuse what was awarded to somebody else: whoever checked a stack on it would too."""
    if isinstance(said, Problem):
        return None, [said]
    origin, mine = Origin(f"content/{path}"), catalog.learners[learner].name
    if said.holder is not None and said.holder != mine:
        sentence = f"this badge was awarded to '{said.holder}', and the learner is called '{mine}'"
        remedy = "move it to its holder's folder, or take it out"
        return None, [Problem(origin, sentence, remedy, "foreign-name")]
    credential = _json_of(data)
    award = ForeignAward(
        learner,
        said.issuer,
        said.achievement,
        said.begins,
        said.ends,
        path,
        name=said.badge,
        credential=credential,
        picture=_embedded(credential) if credential is data else data,
    )
    if said.holder is not None:
        return award, []
    sentence = "this badge does not name its holder, so a final badge that rests on it cannot be"
    remedy = "ask the issuer for one with the name in it"
    return award, [_warning(origin, f"{sentence} checked by others", remedy)]


def _first(checks: Iterable[Check], result: Result) -> Check | None:
    """Return the first of the proving checks with this result; dates and status prove nothing."""
    return next((c for c in checks if c.code in _PROVING and c.result is result), None)


def _day(moment: object) -> date | None:
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None


def _sentence(said: str) -> str:
    """Return a sentence the way problems are written: lower case, no full stop."""
    said = said.removesuffix(".")
    return said[:1].lower() + said[1:]


def _warning(origin: Origin, sentence: str, remedy: str) -> Problem:
    return Problem(origin, sentence, remedy, "foreign-unchecked", Severity.WARNING)
