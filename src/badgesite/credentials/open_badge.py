"""The Open Badges 3.0 documents: the credential of an award, and the achievement of a badge.

Multi-valued members are lists even with one entry; members without a value are left out
(Open Badges 3.0 §6). No `credentialSchema`: its type is not defined in our two contexts.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from badgesite.addresses import (
    achievement_path,
    badge_path,
    did_of,
    status_list_path,
    subject_uuid,
)
from badgesite.contexts import OPEN_BADGE_CONTEXTS
from badgesite.credentials.issuer import issuer_profile
from badgesite.days import first_second, last_second
from badgesite.model import Award, Badge, Learner, RegisterEntry, Site, Skill

START = 1
"""The value of a credential that is its first second: also the day its proof is made."""

_TYPES = ("VerifiableCredential", "OpenBadgeCredential")
_MEDIA_TYPE = "application/json"  # of everything that a stacked credential rests on


class Related(Struct, frozen=True):
    """What a stacked credential rests on: an address, and the digest of the bytes it serves."""

    url: str
    digest_sri: str


def digest_sri(data: bytes) -> str:
    """Return `sha256-` and the base64 of the SHA-256 (Subresource Integrity §3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def related(files: Iterable[tuple[str, bytes]]) -> tuple[Related, ...]:
    """Return what a stacked credential rests on: each address once, in order."""
    return tuple(Related(url, digest_sri(data)) for url, data in dict(files).items())


class Form(Struct, frozen=True):
    """Which of the members that belong to one award a credential has; its values are apart.

    All credentials of one badge version and one form are the same but for their values.
    """

    expires: bool = False
    narrative: bool = False
    result: bool = False
    evidence: int = 0
    related: int = 0

    @property
    def slots(self) -> int:
        """How many values a credential of this form has."""
        ends, says = int(self.expires), int(self.narrative) + int(self.result)
        return 6 + ends + says + self.evidence + 2 * self.related


def open_badge(
    site: Site,
    badge: Badge,
    award: Award,
    learner: Learner,
    entry: RegisterEntry,
    *,
    expires: date | None = None,
    related: tuple[Related, ...] = (),
) -> dict[str, Any]:
    """Return the award's `OpenBadgeCredential` without a proof (Open Badges 3.0, VCDM 2.0).

    `badge` is the version the award was given under, `expires` the last valid day. Days become the
    first and last second of that day in the site's time zone.
    """
    form, values = form_and_values(site, award, learner, entry, expires=expires, related=related)
    return document(site, badge, form, values)


def form_and_values(
    site: Site,
    award: Award,
    learner: Learner,
    entry: RegisterEntry,
    *,
    expires: date | None = None,
    related: tuple[Related, ...] = (),
) -> tuple[Form, tuple[str, ...]]:
    """Return all that one award adds to a credential: its form, and the values in their order.

    The uuid comes first, the first second is number START.
    """
    end = None if expires is None else last_second(expires, site.timezone)
    given = (end, award.narrative or None, award.result)
    values = (
        str(entry.uuid),
        first_second(award.awarded, site.timezone),
        str(subject_uuid(site.salt, entry.issued)),
        learner.name,
        site.url + status_list_path(entry.list),
        str(entry.place),
        *(value for value in given if value is not None),
        *dict.fromkeys(award.evidence),
        *(value for each in related for value in (each.url, each.digest_sri)),
    )
    return form_of(award, expires, len(related)), values


def form_of(award: Award, expires: date | None, related: int) -> Form:
    """Return the form of an award's credential that rests on so many others."""
    return Form(
        expires is not None,
        bool(award.narrative),
        award.result is not None,
        len(dict.fromkeys(award.evidence)),
        related,
    )


def document(site: Site, badge: Badge, form: Form, values: Sequence[str]) -> dict[str, Any]:
    """Return the credential of this badge and form that says these values, without a proof."""
    if len(values) != form.slots:
        raise ValueError("a credential's form and its values do not belong together")
    uuid, start, subject, name, status, place, *rest = values
    left = iter(rest)
    end = next(left) if form.expires else None
    narrative = next(left) if form.narrative else None
    result = next(left) if form.result else None
    return _given(
        {
            **stub(uuid),
            "name": badge.name,
            "description": badge.description,
            "image": _image(site, badge),
            "issuer": issuer_profile(site),
            "validFrom": start,
            "validUntil": end,
            "awardedDate": start,
            "credentialSubject": _subject(site, badge, subject, name, narrative, result),
            "evidence": [{"id": next(left), "type": ["Evidence"]} for _ in range(form.evidence)],
            "credentialStatus": _status_entry(status, place),
            "relatedResource": [
                _related_resource(next(left), next(left)) for _ in range(form.related)
            ],
        }
    )


def stub(uuid: str) -> dict[str, Any]:
    """Return the least document that stands for a credential: what it is, and its identifier."""
    return {
        "@context": list(OPEN_BADGE_CONTEXTS),
        "id": f"urn:uuid:{uuid}",
        "type": list(_TYPES),
    }


def created(document: dict[str, Any]) -> str:
    """Return when the document's proof is said to be made: when it becomes valid, not a clock."""
    moment: str = document["validFrom"]
    return moment


def achievement(site: Site, badge: Badge) -> dict[str, Any]:
    """Return what the badge stands for, as the file of its own that `achievement.id` points to."""
    return {"@context": list(OPEN_BADGE_CONTEXTS), **_achievement(site, badge, with_result=False)}


def achievement_id(site: Site, badge: Badge) -> str:
    """Return the badge's identifier: the address of its current JSON, the same for all versions."""
    return site.url + achievement_path(badge.id, badge.version, badge.version)


def _subject(
    site: Site, badge: Badge, uuid: str, name: str, narrative: str | None, result: str | None
) -> dict[str, Any]:
    said = [{"type": ["Result"], "resultDescription": _result_id(site, badge), "value": result}]
    return _given(
        {
            "id": f"urn:uuid:{uuid}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": name,
                    "identityType": "name",
                }
            ],
            "narrative": narrative,
            "creditsEarned": badge.credits,
            "achievement": _achievement(site, badge, with_result=result is not None),
            "result": said if result is not None else None,
        }
    )


def _achievement(site: Site, badge: Badge, *, with_result: bool) -> dict[str, Any]:
    description = {
        "id": _result_id(site, badge),
        "type": ["ResultDescription"],
        "name": "Result",
        "resultType": "Result",
    }
    return _given(
        {
            "id": achievement_id(site, badge),
            "type": ["Achievement"],
            "achievementType": badge.achievement_type,
            "name": badge.name,
            "description": badge.description,
            "criteria": {"id": site.url + badge_path(badge.id), "narrative": badge.criteria},
            "image": _image(site, badge),
            "tag": list(dict.fromkeys(skill.name for skill in badge.skills if not skill.url)),
            "inLanguage": site.languages[0],
            "version": badge.version,
            "creditsAvailable": badge.credits,
            "creator": {
                "id": did_of(site.url),
                "type": ["Profile"],
                "name": site.issuer.name,
            },
            "alignment": [_alignment(skill) for skill in badge.skills if skill.url],
            "resultDescription": [description] if with_result else None,
        }
    )


def _alignment(skill: Skill) -> dict[str, Any]:
    return _given(
        {
            "type": ["Alignment"],
            "targetName": skill.name,
            "targetUrl": skill.url,
            "targetFramework": skill.framework,
            "targetCode": skill.code,
            "targetType": "ceasn:Competency",
        }
    )


def _image(site: Site, badge: Badge) -> dict[str, Any]:
    return {
        "id": f"{site.url}{badge_path(badge.id)}badge.png",
        "type": "Image",
        "caption": badge.name,
    }


def _result_id(site: Site, badge: Badge) -> str:
    return achievement_id(site, badge) + "#result"


def _status_entry(status: str, place: str) -> dict[str, Any]:
    """Return the place in the status list (W3C Bitstring Status List §2.1); the index is text."""
    return {
        "id": f"{status}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": place,
        "statusListCredential": status,
    }


def _related_resource(url: str, digest_sri: str) -> dict[str, Any]:
    return {"id": url, "digestSRI": digest_sri, "mediaType": _MEDIA_TYPE}


def _given(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value: null and empty lists are not signed by anybody."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
