"""The register as of today: awards under the ids that learners have now."""

from msgspec.structs import replace

from badgesite.model import AwardKey, Learner, RegisterEntry


def to_present_ids(
    register: tuple[RegisterEntry, ...], learners: dict[str, Learner]
) -> tuple[RegisterEntry, ...]:
    """Return the register with awards of former ids as those of the learner who had them.

    A line keeps its own id where the present learner has a line for the same award already.
    """
    present = {former: each.id for each in learners.values() for former in each.former_ids}
    if not present:
        return register
    taken = {entry.award for entry in register}
    owner: dict[AwardKey, str] = {}
    found = []
    for entry in register:
        learner = entry.award.learner
        award = entry.award._replace(learner=present.get(learner, learner))
        if (
            learner in present
            and award not in taken
            and owner.setdefault(award, learner) == learner
        ):
            entry = replace(entry, award=award, born=learner)
        found.append(entry)
    return tuple(found)
