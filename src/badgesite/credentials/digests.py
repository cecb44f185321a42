"""What a credential says, as four digests that no base URL and no key changes.

The register keeps them, so that a later build can say what has changed since a credential was
issued: the badge, the learner, the award or the site; of a stacked one the rules of its pathway.
"""

from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from badgesite.addresses import subject_uuid
from badgesite.as_signed import DIGITS, award_digest
from badgesite.canonical import digest
from badgesite.credentials.issuer import issuer_profile
from badgesite.credentials.open_badge import open_badge
from badgesite.model import Award, Badge, Issuer, Learner, RegisterEntry, Site

_PLACEHOLDER = "https://base.invalid/"
_FROM_THE_SITE = ("creator", "inLanguage")


def content_digest(
    site: Site, badge: Badge, award: Award, learner: Learner, rules: str = ""
) -> str:
    """Return four digests joined by `-`, in the order of `DIGESTED`; with rules a fifth of them.

    Each is over the members of the unsigned credential that come from there, with a fixed base URL
    in place of the site's. What is not in the credential (a price, a picture) changes nothing. A
    stacked credential counts by its pathway, version and parts, and by the rules of that version.
    """
    return "-".join(
        (
            _badge_digest(badge, award.expires is None, award.result is not None),
            _short(learner.name),
            award_digest(award),
            _site_digest(site, subject_uuid(site.salt, award.key)),
            *((rules[:DIGITS],) if rules else ()),
        )
    )


def _short(*parts: object) -> str:
    return digest(*parts)[:DIGITS]


@lru_cache(maxsize=4_096)
def _badge_digest(badge: Badge, with_validity: bool, with_result: bool) -> str:
    """Digest what the credential says of the badge; its validity only where it sets the end."""
    said: dict[str, Any] = _blank_credential(badge, "A" if with_result else None)
    subject = said["credentialSubject"]
    meaning = {k: v for k, v in subject["achievement"].items() if k not in _FROM_THE_SITE}
    members = (said["name"], said["description"], said["image"], meaning)
    return _short(*members, subject.get("creditsEarned"), badge.validity if with_validity else None)


def _blank_credential(badge: Badge, result: str | None) -> dict[str, Any]:
    site = Site("Site", _PLACEHOLDER, Issuer("Issuer"), "salt")
    award = Award("learner", badge.id, date(2000, 1, 1), result=result)
    entry = RegisterEntry(award.key, UUID(int=0))
    return open_badge(site, badge, award, Learner("learner", "Learner"), entry)


@lru_cache(maxsize=16)
def _profile_digest(site: Site) -> str:
    return _short(issuer_profile(replace(site, url=_PLACEHOLDER)), site.timezone, site.languages[0])


def _site_digest(site: Site, subject: UUID) -> str:
    return _short(_profile_digest(site), subject)
