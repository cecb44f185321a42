"""What a change of the content means for credentials: issued, withdrawn, signed again. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from badgesite import register
from badgesite.build.comparison import CredentialChange, How
from badgesite.build.moving import person_of
from badgesite.model import AwardKey, Withdrawal
from badgesite.plan.facts import Facts


def issued(before: Facts, after: Facts) -> Iterator[CredentialChange]:
    """Yield the credentials that are new."""
    for award in after.awards:
        if award.key in before.entries:
            continue
        by_rule = award.unlock is not None
        pathway = award.unlock.pathway if award.unlock is not None else None
        how = How.BY_RULE if by_rule else How.WRITTEN
        yield _credential(award.key, how, before, after, pathway)


def withdrawn(before: Facts, after: Facts) -> Iterator[CredentialChange]:
    """Yield the credentials that are there no more: revoked, replaced, vanished, ended."""
    already = before.catalog.revocations
    for key, revocation in sorted(after.catalog.revocations.items()):
        if key not in already:
            replaced = revocation.kind is Withdrawal.REPLACED
            yield _credential(key, How.REPLACED if replaced else How.REVOKED, before, after)
    vanished = {entry.award for entry in after.assigned.vanished}
    ended = {entry.award for entry in after.assigned.ended}
    for key in sorted(before.entries.keys() - after.entries.keys() - already.keys()):
        how = How.VANISHED if key in vanished else How.ENDED if key in ended else How.UNRECORDED
        yield _credential(key, how, before, after)


def resigned(before: Facts, after: Facts) -> tuple[CredentialChange, ...]:
    """Return the credentials that say something else now, then those that rest on them."""
    changed = tuple(_changed(before, after))
    return (*changed, *_stacked(before, after, changed))


def _changed(before: Facts, after: Facts) -> Iterator[CredentialChange]:
    was, now = _present(before), _present(after)
    unaccepted = {each.entry.award for each in after.assigned.reissues}
    pending = {each.entry.award for each in before.assigned.reissues}
    unrecorded = {entry.award for entry in after.assigned.missing}
    for key in sorted(was.keys() & now.keys()):
        parts = register.changed_parts(was[key], now[key])
        if not parts and key in pending - unaccepted:  # changed before, and accepted only now
            parts = register.changed_parts(before.entries[key].digest, now[key])
        if not parts:
            continue
        how = How.UNACCEPTED if key in unaccepted else How.ACCEPTED
        how = How.UNRECORDED if key in unrecorded else how
        yield _credential(key, how, before, after, None, parts)


def _stacked(
    before: Facts, after: Facts, changed: tuple[CredentialChange, ...]
) -> Iterator[CredentialChange]:
    """Yield the credentials that name others which are signed again: their digests differ then."""
    again = {each.award for each in changed}
    known = before.entries
    waiting = [a for a in after.awards if a.unlock and a.key in known and a.key not in again]
    while True:
        found = [a for a in waiting if a.unlock and not again.isdisjoint(a.unlock.parts)]
        if not found:
            return
        for award in found:
            parts = award.unlock.parts if award.unlock else ()
            names = dict.fromkeys(
                _badge_name(each, before, after) for each in parts if each in again
            )
            change = _credential(award.key, How.WITH_PARTS, before, after)
            yield replace(change, rests_on=tuple(names))
        again |= {award.key for award in found}
        waiting = [award for award in waiting if award.key not in again]


def _present(facts: Facts) -> dict[AwardKey, str]:
    """Return the digest of what each credential says now, whatever the register has."""
    changed = {each.entry.award: each.entry.digest for each in facts.assigned.reissues}
    return {key: changed.get(key, entry.digest) for key, entry in facts.entries.items()}


def _credential(
    key: AwardKey,
    how: How,
    before: Facts,
    after: Facts,
    pathway: str | None = None,
    parts: tuple[str, ...] = (),
) -> CredentialChange:
    name = _badge_name(key, before, after)
    return CredentialChange(person_of(key.learner, before, after), key, name, how, pathway, parts)


def _badge_name(key: AwardKey, before: Facts, after: Facts) -> str:
    sides = (after.catalog.badges, before.catalog.badges)
    return next((side[key.badge].name for side in sides if key.badge in side), key.badge)
