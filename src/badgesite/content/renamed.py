"""The register as of today: awards under the ids that learners have now."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from badgesite.model import AwardKey, Learner, RegisterEntry
from badgesite.rolls import ENTRIES, Roll, rolled


def present_ids(learners: Mapping[str, Learner]) -> dict[str, str]:
    """Return by each id that a learner had once the one of now."""
    return {former: each.id for each in learners.values() for former in each.former_ids}


def to_present_ids(
    register: Roll[RegisterEntry], learners: Mapping[str, Learner]
) -> Roll[RegisterEntry]:
    """Return the register with awards of former ids as those of the learner who had them.

    A line keeps its own id where the present learner has a line for the same award already.
    """
    present = present_ids(learners)
    if not present:
        return register
    moving = sorted(
        (entry for each in {*present, *present.values()} for entry in register.of(each)),
        key=lambda entry: entry.origin.line,
    )
    moved = rolled(ENTRIES, list(_moved(moving, present)))
    return register.with_groups({each: moved.of(each) for each in {*present, *present.values()}})


def _moved(entries: list[RegisterEntry], present: dict[str, str]) -> Iterator[RegisterEntry]:
    taken = {entry.award for entry in entries}
    owner: dict[AwardKey, str] = {}
    for entry in entries:
        learner = entry.award.learner
        award = entry.award._replace(learner=present.get(learner, learner))
        if (
            learner in present
            and award not in taken
            and owner.setdefault(award, learner) == learner
        ):
            yield replace(entry, award=award, born=learner)
        else:
            yield entry
