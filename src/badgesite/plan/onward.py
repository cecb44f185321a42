"""What a learner's badges of one pathway are good for besides, and what of them ends when."""

from collections.abc import Mapping
from datetime import date

from badgesite.addresses import pathway_path
from badgesite.model import Learner, Pathway
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress, StepState, pathway_for, standings
from badgesite.rendering.views import Toward


def counts_toward(
    facts: Facts, learner: Learner, pathway: Pathway, begun: Mapping[str, str], day: date
) -> tuple[Toward, ...]:
    """Return the other pathways that ask for badges the learner holds on this one from a day on.

    Also by way of a pathway inside another. `begun` has the learner's own page of a pathway by its
    id, where there is one.
    """
    rules = standings(facts.catalog).rules
    mine = _lasting(facts, learner, pathway, day)
    found = []
    for other in facts.catalog.pathways.values():
        if other.id == pathway.id:
            continue
        asked = rules.asked(pathway_for(facts.catalog, learner.id, other.id))
        shared = [
            (facts.catalog.badges[badge].name, last) for badge, last in mine if badge in asked
        ]
        if shared:
            path = begun.get(other.id) or pathway_path(other.id)
            found.append(Toward(other.name, path, tuple(shared)))
    return tuple(found)


def _lasting(
    facts: Facts, learner: Learner, pathway: Pathway, day: date
) -> list[tuple[str, date | None]]:
    """Return the badges that count from the day on, with their last days, the last to end first."""
    asked = standings(facts.catalog).rules.asked(pathway)
    found: dict[str, date] = {}
    for award in facts.by_learner.get(learner.id, ()):
        if award.badge not in asked or award.key in facts.catalog.revocations:
            continue
        last = facts.expires(award) or date.max
        if last >= day:
            found[award.badge] = max(last, found.get(award.badge, last))
    ordered = sorted(found, key=lambda badge: facts.catalog.badges[badge].name)
    ordered.sort(key=found.__getitem__, reverse=True)
    return [(badge, None if found[badge] == date.max else found[badge]) for badge in ordered]


def ends_of(now: PathwayProgress) -> tuple[tuple[str, date], ...]:
    """Return the steps that are earned and end, with their last day, those first that end first."""
    ends = [
        (step.until, step.name)
        for step in now.steps
        if step.state is StepState.EARNED and step.until is not None
    ]
    return tuple((name, until) for until, name in sorted(ends))
