"""What an award says as it was signed: under the learner's id of then, and as a digest."""

from collections.abc import Mapping

from msgspec.structs import replace

from badgesite.canonical import digest
from badgesite.model import DIGESTED, Award, AwardKey, RegisterEntry

ALWAYS = len(DIGESTED) - 1  # the rules are a part of what a rule gave alone
DIGITS = 16  # hexadecimal ones: 64 bits tell changes apart; nobody gains by forging them here


def as_issued(award: Award, register: Mapping[AwardKey, RegisterEntry]) -> Award:
    """Return the award under the learner's id of when it was issued, its parts too.

    `register` has the entries that were born under another id. Who is renamed keeps every
    credential as it was signed.
    """
    entry = register.get(award.key)
    unlock = award.unlock
    if unlock is not None:
        parts = tuple(register[part].issued if part in register else part for part in unlock.parts)
        unlock = replace(unlock, parts=parts)
    if entry is not None and unlock is not None and unlock.foreign:
        old, new = f"learners/{award.learner}/", f"learners/{entry.born}/"
        unlock = replace(unlock, foreign=tuple(p.replace(old, new, 1) for p in unlock.foreign))
    return replace(award, learner=entry.born if entry else award.learner, unlock=unlock)


def award_digest(award: Award) -> str:
    """Return the digest of what the award itself says, of a stacked one by what unlocked it."""
    evidence = tuple(dict.fromkeys(award.evidence))
    unlock = award.unlock
    stack: tuple[object, ...] | None = None
    if unlock is not None:
        stack = (unlock.pathway, unlock.version, unlock.parts)
        stack += (unlock.foreign,) if unlock.foreign else ()
    said = (award.awarded, award.expires, evidence, award.narrative, award.result, stack)
    return digest(*said)[:DIGITS]


def signed_digest(entry: RegisterEntry) -> str:
    """Return what `award_digest` was when the entry was signed; empty where that is unknown."""
    parts = entry.digest.split("-")
    return parts[DIGESTED.index("award")] if len(parts) >= ALWAYS else ""


def was_by_rule(entry: RegisterEntry) -> bool | None:
    """Whether a rule gave what was signed; None where the digest is unknown."""
    parts = len(entry.digest.split("-"))
    return parts == len(DIGESTED) if parts >= ALWAYS else None
