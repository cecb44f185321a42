"""A learner's transcript of one pathway: a Comprehensive Learner Record 2.0, without a proof.

It holds the learner's own badges as they were signed, says how the pathway's badges build on each
other, and lists those that are still to be earned.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from badgesite.addresses import transcript_uuid
from badgesite.contexts import TRANSCRIPT_CONTEXTS
from badgesite.credentials.issuer import issuer_profile
from badgesite.credentials.open_badge import achievement, achievement_id
from badgesite.days import first_second
from badgesite.model import Badge, Learner, Pathway, Site

_MOST_NODES = 180  # below the 200 unnamed nodes at which verifiers, ours too, give a document up
_NODES_OF_PART = 4  # the holder's name, the result, the proof and the graph it stands in


class Course(Struct, frozen=True):
    """A pathway as a transcript tells it: its badges in order, and which come before which.

    `before` are pairs of badge ids: the first is asked for before the second.
    """

    pathway: Pathway
    badges: tuple[Badge, ...]
    before: tuple[tuple[str, str], ...]


TRANSCRIPT_VALUES = 4
"""How many values a transcript has beside the credentials in it; number START is its moment."""


def transcript(
    site: Site,
    learner: Learner,
    course: Course,
    parts: Sequence[dict[str, Any]],
    *,
    earned: Iterable[str],
    day: date,
    partial: bool,
) -> dict[str, Any]:
    """Return the `ClrCredential` without a proof (CLR 2.0, VCDM 2.0).

    `parts` are signed credentials, embedded unchanged; at least one. `earned` are the ids of their
    badges; the course's other badges are listed as achievements. `day` is the last day of which the
    transcript speaks. `partial`: the issuer knows of badges of this learner that are not in it.
    There is no status entry: every badge in it has its own, and a new transcript has the same id
    and a later `validFrom`.
    """
    values = transcript_values(site, learner, course, day)
    return transcript_of(site, course, tuple(earned), partial, values, parts)


def transcript_values(
    site: Site, learner: Learner, course: Course, day: date
) -> tuple[str, str, str, str]:
    """Return all that one learner adds to a transcript but the credentials."""
    pathway = course.pathway.id
    return (
        str(transcript_uuid(site.salt, learner.id, pathway)),
        first_second(day, site.timezone),
        str(transcript_uuid(site.salt, learner.id, f"{pathway} subject")),
        learner.name,
    )


def transcript_of(
    site: Site,
    course: Course,
    earned: Collection[str],
    partial: bool,
    values: Sequence[str],
    parts: Sequence[Any],
) -> dict[str, Any]:
    """Return the transcript that says these values and holds these parts, without a proof."""
    uuid, start, subject_uuid, name = values
    pathway = course.pathway
    missing = [badge for badge in course.badges if badge.id not in earned]
    subject = {
        "id": f"urn:uuid:{subject_uuid}",
        "type": ["ClrSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": name,
                "identityType": "name",
            }
        ],
        "achievement": [_bare(achievement(site, badge)) for badge in missing],
        "verifiableCredential": list(parts),
        "association": _associations(site, course),
    }
    return {
        "@context": list(TRANSCRIPT_CONTEXTS),
        "id": f"urn:uuid:{uuid}",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": f"{name}: {pathway.name}",
        "description": f"The badges of {name} on the pathway {pathway.name}.",
        "partial": partial,
        "issuer": issuer_profile(site),
        "validFrom": start,
        "credentialSubject": {name: value for name, value in subject.items() if value != []},
    }


def fits(course: Course, earned: Collection[str]) -> bool:
    """Whether a transcript with these badges is small enough to be signed and read by others."""
    nodes = 1 + _NODES_OF_PART * len(earned) + len(course.before) + len(course.badges)
    nodes += sum(1 for badge in course.badges for skill in badge.skills if skill.url)
    return nodes <= _MOST_NODES


def _bare(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "@context"}


def _associations(site: Site, course: Course) -> list[dict[str, str]]:
    """Return how the badges hang together: source `isPartOf` target, source `precedes` target."""
    final = course.pathway.final
    ids = {badge.id: achievement_id(site, badge) for badge in course.badges}
    pairs = [("isPartOf", each, final) for each in ids if final is not None and each != final]
    pairs += [("precedes", first, then) for first, then in course.before]
    return [
        {
            "type": "Association",
            "associationType": kind,
            "sourceId": ids[source],
            "targetId": ids[target],
        }
        for kind, source, target in pairs
    ]
