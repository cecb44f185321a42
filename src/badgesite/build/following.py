"""Earlier content under the ids that learners have now: who was renamed is not somebody else."""

from types import MappingProxyType

from msgspec.structs import replace

from badgesite.addresses import learner_address
from badgesite.model import AwardKey, Catalog, Learner


def followed(before: Catalog, after: Catalog) -> Catalog:
    """Return the earlier catalog with later ids; addresses stay those of then.

    Of two learners who were made one, the one whose id stayed keeps it; the other's awards are
    that learner's too, but for those of the same badge and day.
    """
    renamed = {
        former: each.id
        for each in after.learners.values()
        for former in each.former_ids
        if former in before.learners and former not in after.learners
    }
    if not renamed:
        return before
    awards = {each.key: each for each in before.awards if each.learner not in renamed}
    for award in before.awards:
        moved = replace(award, learner=renamed.get(award.learner, award.learner))
        awards.setdefault(moved.key, moved)
    revocations = {
        _under(key, renamed): replace(each, award=_under(key, renamed))
        for key, each in before.revocations.items()
    }
    taken = {entry.award for entry in before.register}
    register = tuple(
        entry
        if (present := _under(entry.award, renamed)) in taken
        else replace(entry, award=present, born=entry.issued.learner)
        for entry in before.register
    )
    return replace(
        before,
        learners=MappingProxyType(_learners(before, renamed)),
        awards=tuple(awards[key] for key in sorted(awards)),
        revocations=MappingProxyType(revocations),
        register=register,
    )


def _under(key: AwardKey, renamed: dict[str, str]) -> AwardKey:
    return key._replace(learner=renamed.get(key.learner, key.learner))


def _learners(before: Catalog, renamed: dict[str, str]) -> dict[str, Learner]:
    found = {id_: each for id_, each in before.learners.items() if id_ not in renamed}
    for old, new in renamed.items():
        learner = before.learners[old]
        address = learner_address(before.site.salt, learner)
        former = tuple(each for each in learner.former_ids if each != new)
        found.setdefault(new, replace(learner, id=new, slug=address, former_ids=former))
    return dict(sorted(found.items()))
