"""Badges of other issuers in learners' folders: which of them are real, and so count on pathways.

Nothing is asked for over the network: a did:key is its own key, and for a did:web its did.json may
lie beside the badge. Expiry is a day like any other here, and withdrawal is for whoever checks.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from msgspec.structs import replace

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


def recognise(catalog: Catalog) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the catalog with the credentials of other issuers that were verified; problems.

    A file that was altered or is no badge is an error, one that cannot be checked a warning; it
    then counts for nothing. The same content gives the same answer on every day.
    """
    now = datetime.combine(last_day(catalog), time.max, UTC)
    found: list[ForeignAward] = []
    problems: list[Problem] = []
    for learner, files in sorted(catalog.foreign.items()):
        if learner not in catalog.learners:
            continue  # what is wrong with the learner's own file, or the folder's name, is told
        saved = Saved(_documents(files))
        for path, data in files:
            if not _is_document(path):
                report = verify(data, saved, now, name=path)
                award, told = _award(catalog, learner, report, data)
                found += [award] if award else []
                problems += told
    return replace(catalog, recognised=tuple(found)), tuple(problems)


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


def _award(
    catalog: Catalog, learner: str, report: Report, data: bytes
) -> tuple[ForeignAward | None, list[Problem]]:
    origin = Origin(f"content/{report.file}")
    broken = _first(report.checks, Result.FAILED)
    if broken is not None:
        remedy = "ask its holder for the file as it was issued, or take it out"
        return None, [Problem(origin, _sentence(headline(report)), remedy, "foreign-not-good")]
    unknown = _first(report.checks, Result.COULD_NOT_CHECK)
    if unknown is not None or report.facts is None or report.issuer is None:
        said = unknown.message if unknown else headline(report)
        return None, [
            _warning(
                origin,
                f"this badge could not be checked: {_sentence(said)}",
                f"save the issuer's did.json beside it, as {_DID}",
            )
        ]
    award = _verified(learner, report, report.facts, data)
    if award is None:
        return None, [
            _warning(
                origin,
                "this badge does not say what was achieved and when",
                "take it out: it counts for nothing",
            )
        ]
    return _fitting(catalog, award, origin, report.facts)


def _verified(
    learner: str, report: Report, facts: Mapping[str, object], data: bytes
) -> ForeignAward | None:
    achievement, begins = facts["achievement"], _day(facts["validFrom"])
    if achievement is None or begins is None or report.issuer is None:
        return None
    credential = _json_of(data)
    return ForeignAward(
        learner,
        report.issuer,
        str(achievement),
        begins,
        _day(facts["validUntil"]),
        report.file,
        name=str(facts["badge"] or ""),
        credential=credential,
        picture=_embedded(credential) if credential is data else data,
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
    catalog: Catalog, award: ForeignAward, origin: Origin, facts: Mapping[str, object]
) -> tuple[ForeignAward | None, list[Problem]]:
    """Refuse what was awarded to somebody else: whoever checked a stack on it would too."""
    name, mine = facts["learner"], catalog.learners[award.learner].name
    if name is None:
        said = "this badge does not name its holder, so a final badge that rests on it cannot be"
        return award, [
            _warning(
                origin, f"{said} checked by others", "ask the issuer for one with the name in it"
            )
        ]
    if name != mine:
        said = f"this badge was awarded to '{name}', and the learner is called '{mine}'"
        remedy = "move it to its holder's folder, or take it out"
        return None, [Problem(origin, said, remedy, "foreign-name")]
    return award, []


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
