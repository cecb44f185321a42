"""The Open Badges 3.0 documents: the credential of an award, and the achievement of a badge.

Multi-valued members are lists even with one entry; members without a value are left out
(Open Badges 3.0 §6). No `credentialSchema`: its type is not defined in our two contexts.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Related:
    """What a stacked credential rests on: an address, and the digest of the bytes it serves."""

    url: str
    digest_sri: str
    media_type: str = "application/json"


def digest_sri(data: bytes) -> str:
    """Return `sha256-` and the base64 of the SHA-256 (Subresource Integrity §3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def related(files: Iterable[tuple[str, bytes]]) -> tuple[Related, ...]:
    """Return what a stacked credential rests on: each address once, in order."""
    return tuple(Related(url, digest_sri(data)) for url, data in dict(files).items())


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
    start = first_second(award.awarded, site.timezone)
    document = {
        "@context": list(OPEN_BADGE_CONTEXTS),
        "id": f"urn:uuid:{entry.uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.name,
        "description": badge.description,
        "image": _image(site, badge),
        "issuer": issuer_profile(site),
        "validFrom": start,
        "validUntil": last_second(expires, site.timezone) if expires else None,
        "awardedDate": start,
        "credentialSubject": _subject(site, badge, award, learner),
        "evidence": [{"id": url, "type": ["Evidence"]} for url in dict.fromkeys(award.evidence)],
        "credentialStatus": _status_entry(site, entry),
        "relatedResource": [_related_resource(each) for each in related],
    }
    return _given(document)


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


def _subject(site: Site, badge: Badge, award: Award, learner: Learner) -> dict[str, Any]:
    result = [
        {
            "type": ["Result"],
            "resultDescription": _result_id(site, badge),
            "value": award.result,
        }
    ]
    return _given(
        {
            "id": f"urn:uuid:{subject_uuid(site.salt, award.key)}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": learner.name,
                    "identityType": "name",
                }
            ],
            "narrative": award.narrative,
            "creditsEarned": badge.credits,
            "achievement": _achievement(site, badge, with_result=award.result is not None),
            "result": result if award.result is not None else None,
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


def _status_entry(site: Site, entry: RegisterEntry) -> dict[str, Any]:
    """Return the place in the status list (W3C Bitstring Status List §2.1); the index is text."""
    address = site.url + status_list_path(entry.list)
    return {
        "id": f"{address}#{entry.place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(entry.place),
        "statusListCredential": address,
    }


def _related_resource(each: Related) -> dict[str, Any]:
    return {"id": each.url, "digestSRI": each.digest_sri, "mediaType": each.media_type}


def _given(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has no value: null and empty lists are not signed by anybody."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
