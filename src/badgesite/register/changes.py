"""What changed since a credential was issued, told from the digests of what it says."""

from collections.abc import Sequence

from msgspec import Struct

from badgesite.as_signed import ALWAYS
from badgesite.model import DIGESTED, RegisterEntry

_WORDS = {
    "badge": "the badge",
    "learner": "the learner's public name",
    "award": "the award (its dates, evidence, narrative, result or what unlocked it)",
    "site": "the site (its issuer, language, time zone or salt)",
    "rules": "the rule of its pathway, at the same version",
}


class Changed(Struct, frozen=True):
    """A credential that no longer says what was signed: its entry, and what changed."""

    entry: RegisterEntry
    sentence: str
    parts: tuple[str, ...] = ()


def changed_parts(before: str, now: str) -> tuple[str, ...]:
    """Return which of badge, learner, award, site and rules differ; none where one is unknown.

    The rules count where both sides know them.
    """
    was, is_ = before.split("-"), now.split("-")
    if min(len(was), len(is_)) < ALWAYS or max(len(was), len(is_)) > len(DIGESTED):
        return ()
    return tuple(name for name, a, b in zip(DIGESTED, was, is_, strict=False) if a != b)


def sentence_of(entry: RegisterEntry, parts: Sequence[str]) -> str:
    """Return what is said of a credential of which these parts changed."""
    *most, last = (_WORDS[part] for part in parts)
    what = f"{', '.join(most)} and {last}" if most else last
    award = entry.award
    return (
        f"since the credential of '{award.learner}' for '{award.badge}' ({award.awarded}) "
        f"was issued, {what} changed"
    )
