"""How a learner's final badge stands on a pathway: given, expired, lapsed, or not yet."""

from datetime import date

from badgesite.addresses import badge_path, credential_path
from badgesite.model import Award, Learner, Pathway
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress, lapse
from badgesite.progress.words import levels_open
from badgesite.rendering.views import NodeState


def final_node(
    facts: Facts, learner: Learner, pathway: Pathway, now: PathwayProgress, on: date
) -> NodeState | None:
    """Return how the learner's final badge stands that day, or None where the pathway has none."""
    if pathway.final is None:
        return None
    finals = [
        award
        for award in facts.by_learner.get(learner.id, ())
        if award.badge == pathway.final and award.key not in facts.catalog.revocations
    ]
    if finals:
        return _given(facts, learner, pathway, finals[-1], now, on)
    badge = facts.catalog.badges[pathway.final]
    return NodeState(
        name=badge.name,
        state="locked",
        path=badge_path(badge.id),
        picture=badge_path(badge.id),
        because=_open(facts, [n for n, each in enumerate(now.levels, 1) if not each.complete]),
    )


def _given(
    facts: Facts, learner: Learner, pathway: Pathway, award: Award, now: PathwayProgress, on: date
) -> NodeState:
    until = facts.expires(award)
    expired = until is not None and until < on
    may_have_lapsed = not (expired or now.complete)
    lapsed = lapse(facts.catalog, learner.id, pathway, on) if may_have_lapsed else None
    return NodeState(
        name=facts.catalog.badges[award.badge].name,
        state="expired" if expired else "lapsed" if lapsed else "earned",
        path=credential_path(facts.entries[award.key].uuid),
        picture=badge_path(award.badge),
        earned=award.awarded,
        until=until,
        because=lapsed.said(facts.language) if lapsed else "",
    )


def _open(facts: Facts, numbers: list[int]) -> str:
    if not numbers:
        return facts.language.gettext("the provider gives it by hand")
    return levels_open(numbers, facts.language)
