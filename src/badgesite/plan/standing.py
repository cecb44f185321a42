"""Where learners stand on pathways, as views: cards of the backpack, pages of their own.

A timeline is what somebody's progress is from a day on, and from each later day that changes it.
"""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from badgesite.addresses import badge_path, credential_path, pathway_path
from badgesite.model import (
    BadgeNeeded,
    ForeignNeeded,
    Group,
    Learner,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.plan.facts import Facts
from badgesite.plan.final_nodes import final_node
from badgesite.plan.foreign import folder_of, held, issuer_name, path_of
from badgesite.plan.group_members import Members, members_of
from badgesite.plan.onward import counts_toward, ends_of
from badgesite.progress import (
    LevelProgress,
    PathwayProgress,
    StepProgress,
    StepState,
    levels_sentence,
    sentence,
    standings,
)
from badgesite.rendering.views import (
    CAN_START,
    EARNED,
    LOCKED,
    SPARE,
    CardState,
    LearnerPathwayView,
    LevelState,
    NextStep,
    NodeState,
    PathwayState,
    ProgressCard,
)

Timeline = tuple[tuple[date, PathwayProgress], ...]


def pathways_of(facts: Facts, learner: Learner) -> tuple[Pathway, ...]:
    """Return the pathways that the learner has begun, in the version they are on.

    Withdrawn awards count: a page that was published does not go because a badge is taken back.
    """
    known = standings(facts.catalog)
    return tuple(known.pathway_for(learner.id, each) for each in known.begun(learner.id))


def own_path(home: str, pathway: Pathway) -> str:
    """Return the folder of a learner's page on one pathway."""
    return f"{home}{pathway.id}/"


# ------------------------------------------------------------------ the card on the backpack
def card_of(
    facts: Facts, pathway: Pathway, home: str, times: Timeline, *, transcript: bool
) -> ProgressCard:
    """Return the pathway as a card, with every state it will have."""
    states = tuple(_card_state(facts, pathway, start, now) for start, now in times)
    return ProgressCard(pathway.name, own_path(home, pathway), states, transcript)


def _card_state(facts: Facts, pathway: Pathway, start: date, now: PathwayProgress) -> CardState:
    coming = _next(facts, now)
    renew = _renewal(facts, now)
    return CardState(
        start=start,
        levels=tuple(
            _segment(level, progress, now)
            for level, progress in zip(pathway.levels, now.levels, strict=True)
        ),
        complete=now.complete,
        since=now.since if now.complete else None,
        next_name=coming.name if coming else "",
        next_path=coming.path if coming else "",
        renew_name=renew[0] if renew else "",
        renew_by=renew[1] if renew else None,
    )


def _segment(level: Level, progress: LevelProgress, now: PathwayProgress) -> str:
    if progress.complete:
        return "on"
    if progress.earned:
        return "half"
    mine = {step.id for step in level.steps}
    lapsed = any(
        step.state in (StepState.EXPIRED, StepState.REVOKED)
        for step in now.steps
        if step.step in mine
    )
    return "lapsed" if lapsed and level.id == now.current else "off"


def _renewal(facts: Facts, now: PathwayProgress) -> tuple[str, date] | None:
    """Return what must be renewed first for the pathway to stay complete, and by when."""
    if not now.complete or now.until is None:
        return None
    ends = [step for step in now.steps if step.until == now.until]
    return (ends[0].name, now.until) if ends else None


# ------------------------------------------------------------------ the learner's pathway page
def learner_pathway_view(
    facts: Facts,
    learner: Learner,
    pathway: Pathway,
    paths: Mapping[str, str],
    times: Timeline,
    *,
    transcript: bool,
) -> LearnerPathwayView:
    """Return a learner's page on one pathway, with every state it will have.

    `paths` has the folder of the learner's page on each pathway begun, by its id.
    """
    return LearnerPathwayView(
        path=paths[pathway.id],
        learner=learner.name,
        learner_path=paths[pathway.id].removesuffix(f"{pathway.id}/"),
        pathway=pathway.name,
        pathway_path=pathway_path(pathway.id),
        as_of=times[0][0],
        states=tuple(_state(facts, learner, pathway, start, now) for start, now in times),
        indexed=learner.visibility == "public",
        final_sentence=levels_sentence(pathway, facts.language),
        toward=counts_toward(facts, learner, pathway, paths, times[0][0]),
        transcript=transcript,
    )


def _state(
    facts: Facts, learner: Learner, pathway: Pathway, start: date, now: PathwayProgress
) -> PathwayState:
    steps = {step.step: step for step in now.steps}
    members = members_of(facts.catalog, pathway, now, start)
    parts = zip(pathway.levels, now.levels, _sentences(facts, pathway), strict=True)
    levels = tuple(
        _level_state(facts, learner, number, level, progress, now, steps, members, said)
        for number, (level, progress, said) in enumerate(parts, 1)
    )
    return PathwayState(
        start=start,
        levels=levels,
        complete=now.complete,
        final=final_node(facts, learner, pathway, now, start),
        next=_next(facts, now),
        ends=ends_of(now),
    )


def _level_state(
    facts: Facts,
    learner: Learner,
    number: int,
    level: Level,
    progress: LevelProgress,
    now: PathwayProgress,
    steps: dict[str, StepProgress],
    members: Mapping[str, Members],
    said: str,
) -> LevelState:
    state = "done" if progress.complete else "now" if now.current == level.id else "later"
    return LevelState(
        number=number,
        name=level.name,
        state=state,
        sentence=said,
        nodes=tuple(
            _with_members(facts, learner, step, steps[step.id], members.get(step.id, ()))
            for step in level.steps
        ),
    )


def _sentences(facts: Facts, pathway: Pathway) -> tuple[str, ...]:
    """Return the rule of each level in words, which are put once of a catalog."""
    said: dict[tuple[str, str], tuple[str, ...]] = facts.catalog.worked_out.setdefault(
        _sentences, {}
    )
    key = (pathway.id, pathway.version)
    if key not in said:
        said[key] = tuple(
            sentence(level, facts.catalog, facts.language) for level in pathway.levels
        )
    return said[key]


def _node(facts: Facts, learner: Learner, step: Step, progress: StepProgress) -> NodeState:
    return NodeState(
        name=progress.name,
        state=str(progress.state),
        path=_path_of(facts, learner, step.requirement, progress),
        picture=_picture(facts, learner, step.requirement),
        earned=progress.since,
        until=_end(progress),
        because=progress.because.said(facts.language),
        rule=_rule(facts, step),
        optional=step.optional,
        waived=_waived(facts, progress),
        foreign=isinstance(step.requirement, ForeignNeeded),
    )


def _with_members(
    facts: Facts, learner: Learner, step: Step, stood: StepProgress, members: Members
) -> NodeState:
    """Return a step's node, a group's with its members, and how many are earned while more must."""
    node, group = _node(facts, learner, step, stood), step.requirement
    if not members:
        return node
    rule = node.rule
    if isinstance(group, Group) and group.credits is None and node.state != EARNED:
        asked = group.any or len(group.of)
        have = sum(progress.state is StepState.EARNED for _, progress in members)
        if 0 < have < asked:
            earned = facts.language.gettext("{have} of {n} earned", have=have, n=asked)
            rule += f" {earned}."
    nodes = [_node(facts, learner, each, progress) for each, progress in members]
    if node.state == EARNED:
        nodes = [
            replace(each, state=SPARE, because="") if each.state in (CAN_START, LOCKED) else each
            for each in nodes
        ]
    return replace(node, rule=rule, members=tuple(nodes))


def _rule(facts: Facts, step: Step) -> str:
    """Return what the step's name does not say: a group's rule, who else gives the badge."""
    if isinstance(step.requirement, ForeignNeeded):
        issuer = issuer_name(facts, step.requirement.issuer)
        return facts.language.gettext("Given by {issuer}", issuer=issuer) + "."
    if isinstance(step.requirement, Group) or step.within_months is not None:
        return sentence(step, facts.catalog, facts.language)
    return ""


def _waived(facts: Facts, progress: StepProgress) -> str:
    """Return why an award that earned the step may stand out of order, where it says so."""
    reasons = [
        award.waived
        for part in progress.parts
        for award in facts.by_learner.get(part.learner, ())
        if award.waived and award.key == part
    ]
    return " ".join(reasons)


def _end(progress: StepProgress) -> date | None:
    if progress.because.ended:
        return progress.because.ended[0].on
    return progress.until


def _picture(facts: Facts, learner: Learner, needed: Requirement) -> str:
    """Return the folder of the one badge that stands for the step, or nothing."""
    if isinstance(needed, PathwayNeeded):
        nested = facts.catalog.pathway_at(needed.pathway, needed.version)
        return badge_path(nested.final) if nested and nested.final else ""
    if isinstance(needed, ForeignNeeded):
        other = held(facts, learner.id, needed)
        return folder_of(facts, other) if other else ""
    return badge_path(needed.badge) if isinstance(needed, BadgeNeeded) else ""


def _path_of(facts: Facts, learner: Learner, needed: Requirement, progress: StepProgress) -> str:
    """Return where a step leads: to the credential that earned it, else to what can be earned."""
    if isinstance(needed, ForeignNeeded):
        other = held(facts, learner.id, needed)
        return path_of(facts, other) if other else ""
    if progress.state is StepState.EARNED and len(progress.parts) == 1:
        return credential_path(facts.entries[progress.parts[0]].uuid)
    if isinstance(needed, BadgeNeeded):
        return badge_path(needed.badge)
    if isinstance(needed, PathwayNeeded):
        return pathway_path(needed.pathway)
    return ""


def _next(facts: Facts, now: PathwayProgress) -> NextStep | None:
    """Return the first badge of ours to earn now; a step may be for one of another issuer."""
    for step in now.next_steps:
        if step.open:
            badge = facts.catalog.badges[step.open[0]]
            return NextStep(
                badge.name, badge_path(badge.id), badge_path(badge.id), badge.description,
                badge.earn_at,
            )  # fmt: skip
    return None
