"""An award comes after what its pathway asks for first, unless it says why it may not."""

from collections.abc import Iterator
from typing import NamedTuple

from badgesite.errors import Problem, Severity
from badgesite.model import Award, Catalog, Level, Pathway, Step
from badgesite.progress import standings
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import Window
from badgesite.rules.walk import badges_of

MOST_WARNINGS = 200


def award_follows_the_order(catalog: Catalog) -> Iterator[Problem]:
    """On the day of an award all earlier levels are complete, and the steps of `after` are earned.

    A badge stands alone, so this is a warning, and an error where the pathway says
    `order: enforced`. What says `waived`, and what is withdrawn, is left alone. An award in order
    by an earlier version of the pathway is in order.
    """
    places = _places(catalog)
    known = standings(catalog)
    warnings = 0
    for award in catalog.awards:
        if award.badge not in places or award.waived or award.key in catalog.revocations:
            continue
        window = Window(known.held(award.learner), award.awarded)
        for pathway_id, found in places[award.badge].items():
            missing = [_missing(known.rules, place, window) for place in found]
            if not all(missing):
                continue
            problem = _problem(award, catalog.pathways[pathway_id], missing[0])
            warnings += not problem.is_error
            if problem.is_error or warnings <= MOST_WARNINGS:
                yield problem


class _Place(NamedTuple):
    """Where a badge stands on one version of a pathway, and what comes before it there."""

    pathway: Pathway
    levels: tuple[Level, ...]
    steps: tuple[Step, ...]


def _places(catalog: Catalog) -> dict[str, dict[str, list[_Place]]]:
    """Return by badge and pathway every place of the badge; none where one has nothing before it.

    The places of the present version come first.
    """
    found: dict[str, dict[str, list[_Place]]] = {}
    for pathway in (*catalog.pathways.values(), *catalog.earlier_pathways.values()):
        if pathway.id not in catalog.pathways:
            continue
        by_id = {step.id: step for level in pathway.levels for step in level.steps}
        for number, level in enumerate(pathway.levels):
            for step in level.steps:
                before = tuple(by_id[name] for name in step.after if name in by_id)
                for badge in badges_of(step.requirement):
                    place = _Place(pathway, pathway.levels[:number], before)
                    found.setdefault(badge, {}).setdefault(pathway.id, []).append(place)
        if pathway.final is not None:
            place = _Place(pathway, pathway.levels, ())
            found.setdefault(pathway.final, {}).setdefault(pathway.id, []).append(place)
    kept = {
        badge: {
            pathway: places
            for pathway, places in by_pathway.items()
            if all(place.levels or place.steps for place in places)
        }
        for badge, by_pathway in found.items()
    }
    return {badge: by_pathway for badge, by_pathway in kept.items() if by_pathway}


def _missing(rules: Rules, place: _Place, window: Window) -> str:
    """Return what was not there on the day, in words, or nothing."""
    inside = (place.pathway.id,)
    for level in place.levels:
        if rules.level(level, window, inside) is None:
            return f"the level '{level.name}'"
    for step in place.steps:
        if rules.step(step, window, inside) is None:
            return f"the step '{step.name or step.id}'"
    return ""


def _problem(award: Award, pathway: Pathway, first: str) -> Problem:
    enforced = pathway.order == "enforced"
    return Problem(
        award.origin,
        f"'{award.learner}' earned '{award.badge}' on {award.awarded},"
        f" and on the pathway '{pathway.id}' {first} comes first",
        "correct the day, or say why it may stand:  waived: …",
        "award-out-of-order",
        Severity.ERROR if enforced else Severity.WARNING,
    )
