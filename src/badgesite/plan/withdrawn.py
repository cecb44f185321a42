"""What is said of a withdrawal: when, why, and what stands in place of what was replaced."""

from badgesite.canonical import json_bytes
from badgesite.model import AwardKey, Revocation, Withdrawal
from badgesite.plan.facts import Facts
from badgesite.rendering.views import WithdrawnView


def withdrawal(view: WithdrawnView) -> bytes:
    """Recipe: what the issuer says of a withdrawal; the status list says the same in one bit."""
    return json_bytes(
        {
            "kind": view.kind,
            "on": view.on.isoformat() if view.on else None,
            "reason": view.reason,
            "replacedBy": view.replaced_by,
        }
    )


def withdrawn_view(facts: Facts, key: AwardKey) -> WithdrawnView | None:
    """Return what is said of the award's withdrawal, or None."""
    revocation = facts.catalog.revocations.get(key)
    if revocation is None:
        return None
    return WithdrawnView(
        str(revocation.kind), revocation.on, revocation.reason, _replacement(facts, revocation)
    )


def _replacement(facts: Facts, revocation: Revocation) -> str | None:
    """Return the uuid of the award that stands in place of a replaced one.

    Where that was replaced too, of the one in its place, and so on: nobody is led to a badge only
    to be led on from there.
    """
    if revocation.kind is not Withdrawal.REPLACED:
        return None
    following = _next_after(facts, revocation.award)
    if following is None:
        return None
    off = facts.catalog.revocations.get(following)
    further = None if off is None else _replacement(facts, off)
    return further or str(facts.entries[following].uuid)


def _next_after(facts: Facts, old: AwardKey) -> AwardKey | None:
    """Return the same day's next issue, else the learner's first later award of the same badge.

    Else one from before that still stands.
    """
    mine = [each.key for each in facts.by_learner.get(old.learner, ()) if each.badge == old.badge]
    later = [key for key in mine if (key.awarded, key.issue) > (old.awarded, old.issue)]
    earlier = [key for key in mine if key not in later and key != old]
    standing = [key for key in earlier if key not in facts.catalog.revocations]
    return next(iter(later or standing), None)
