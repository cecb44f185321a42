"""The members of groups on a pathway: how far a learner is with each of them."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from badgesite.model import Catalog, Group, Pathway, Step
from badgesite.progress import PathwayProgress, StepProgress, StepState, standings
from badgesite.progress.states import NO_REASON

Members = tuple[tuple[Step, StepProgress], ...]


def members_of(
    catalog: Catalog, pathway: Pathway, progress: PathwayProgress, on: date
) -> Mapping[str, Members]:
    """Return the members of each step that is a group, as the learner stands with them that day."""
    apart = _apart(catalog, pathway)
    if apart is None:
        return {}
    stood = {
        each.step: each for each in standings(catalog).progress(progress.learner, apart, on).steps
    }
    groups = {each.step: each for each in progress.steps}
    found: dict[str, list[tuple[Step, StepProgress]]] = {}
    for level in apart.levels:
        for member in level.steps:
            group = groups[member.id.rpartition("/")[0]]
            found.setdefault(group.step, []).append((member, _inside(stood[member.id], group)))
    return {step: tuple(members) for step, members in found.items()}


def _apart(catalog: Catalog, pathway: Pathway) -> Pathway | None:
    """Return a pathway with the members of all groups as its steps; None without groups.

    It is made once of a catalog: what is worked out of it is remembered by what it is.
    """
    known: dict[tuple[str, str], Pathway | None] = catalog.worked_out.setdefault(_apart, {})
    key = (pathway.id, pathway.version)
    if key not in known:
        levels = [replace(level, steps=_members(level.steps), any=None) for level in pathway.levels]
        some = tuple(level for level in levels if level.steps)
        known[key] = replace(pathway, levels=some) if some else None
    return known[key]


def _members(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(
        Step(f"{step.id}/{number}", member)
        for step in steps
        if isinstance(step.requirement, Group)
        for number, member in enumerate(step.requirement.of)
    )


def _inside(member: StepProgress, group: StepProgress) -> StepProgress:
    """Return a member as it stands in its group: it is open when the group is."""
    if member.state not in (StepState.CAN_START, StepState.LOCKED):
        return member
    if group.state is StepState.LOCKED:
        return member._replace(state=StepState.LOCKED, because=group.because)
    return member._replace(state=StepState.CAN_START, because=NO_REASON)
