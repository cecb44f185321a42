"""Which awards count on a day, which stand for good, and which a later one has taken over. Pure."""

from datetime import date

from badgesite.model import Award
from badgesite.plan.facts import Facts


def counts(facts: Facts, award: Award, on: date) -> bool:
    """Whether the award counts on that day: given by then, not ended before, not withdrawn."""
    withdrawn, expires = facts.catalog.revocations.get(award.key), facts.expires(award)
    return (
        award.awarded <= on
        and (withdrawn is None or withdrawn.on > on)
        and (expires is None or on <= expires)
    )


def stands(facts: Facts, award: Award, on: date) -> bool:
    """Whether it counts on that day, and neither it nor what unlocked it is ever withdrawn.

    Of such awards learners are told.
    """
    parts = award.unlock.parts if award.unlock is not None else ()
    gone = facts.catalog.revocations
    return counts(facts, award, on) and not any(key in gone for key in (award.key, *parts))


def is_renewed(facts: Facts, award: Award) -> bool:
    """Whether the learner has another award of the badge, not withdrawn, that lasts longer."""
    expires = facts.expires(award)
    if expires is None:
        return False
    ends = [
        facts.expires(other)
        for other in facts.by_learner[award.learner]
        if other.badge == award.badge and other.key not in facts.catalog.revocations
    ]
    return any(end is None or end > expires for end in ends)
