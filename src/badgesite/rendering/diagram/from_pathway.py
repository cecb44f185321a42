"""A pathway of the catalog as a chart: plain, or as it stands for one learner.

A level whose only step is a group is drawn as the members of the group, for that is what it asks
for. A group beside other steps is one node that shows what is in it.
"""

from msgspec.structs import replace

from badgesite.addresses import badge_path, pathway_path
from badgesite.languages import ENGLISH, Language
from badgesite.model import (
    BadgeNeeded,
    Catalog,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.progress import (
    pill,
    step_name,
)
from badgesite.progress.words import all_levels
from badgesite.rendering.diagram.chart import Chart, Lane, Node
from badgesite.rendering.durations import duration_text


def chart_of(catalog: Catalog, pathway: Pathway, language: Language = ENGLISH) -> Chart:
    """Return the pathway as a chart without a learner."""
    drawn, ids = spread(pathway)
    lanes = []
    for number, (level, whole) in enumerate(zip(drawn.levels, pathway.levels, strict=True), 1):
        nodes = tuple(
            replace(
                node_of(catalog, step, language),
                lines=_plain_lines(catalog, level, step, whole, language),
            )
            for step in level.steps
        )
        lanes.append(lane_of(number, level, nodes, rule_of(whole, language), language))
    final = final_of(catalog, pathway)
    if final is not None and lanes:
        lines = _final_lines(pathway, language)
        lanes[-1] = with_whole_rule(lanes[-1], pathway, language)
        lanes.append(final_lane(pathway, replace(final, lines=lines), language))
    return Chart(tuple(lanes), after_of(drawn, ids))


def spread(pathway: Pathway) -> tuple[Pathway, dict[str, tuple[str, ...]]]:
    """Return the pathway with a lone group of a level as steps, and what each step became."""
    ids: dict[str, tuple[str, ...]] = {}
    levels = []
    for level in pathway.levels:
        only = level.steps[0] if len(level.steps) == 1 else None
        if only is None or not isinstance(only.requirement, Group):
            ids |= {step.id: (step.id,) for step in level.steps}
            levels.append(level)
            continue
        group = only.requirement
        steps = tuple(
            Step(
                f"{only.id}/{number}", member, after=only.after, optional=group.credits is not None
            )
            for number, member in enumerate(group.of)
        )
        ids[only.id] = tuple(step.id for step in steps)
        levels.append(replace(level, steps=steps, any=group.any))
    if levels == list(pathway.levels):
        return pathway, ids
    return replace(pathway, levels=tuple(levels)), ids


def drawn_steps(pathway: Pathway) -> tuple[Step, ...]:
    """Return the steps that become nodes, with the ids of the nodes."""
    return tuple(step for level in spread(pathway)[0].levels for step in level.steps)


def after_of(drawn: Pathway, ids: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Return which node comes after which, by id."""
    return tuple(
        (one, step.id)
        for level in drawn.levels
        for step in level.steps
        for name in step.after
        for one in ids.get(name, ())
    )


def rule_of(level: Level, language: Language = ENGLISH) -> str:
    """Return the rule of a level, or of its lone group, for a pill."""
    only = level.steps[0] if len(level.steps) == 1 else None
    return pill(level if only is None else only.requirement, language)


def lane_of(
    number: int, level: Level, nodes: tuple[Node, ...], rule: str, language: Language = ENGLISH
) -> Lane:
    """Return a level as a lane with these nodes."""
    return Lane(language.gettext("Level {n}", n=number), level.name, nodes, rule)


def with_whole_rule(lane: Lane, pathway: Pathway, language: Language = ENGLISH) -> Lane:
    """Return the last lane with the rule of the whole on its pill, where it has none of its own."""
    if lane.pill or len(pathway.levels) < 2:
        return lane
    count = len(pathway.levels)
    if count == 2:
        return replace(lane, pill=language.gettext("both levels"))
    return replace(lane, pill=language.gettext("all {n} levels", n=count))


def final_lane(
    pathway: Pathway, node: Node, language: Language = ENGLISH, *, complete: bool = False
) -> Lane:
    """Return the lane of the final badge."""
    title = all_levels(len(pathway.levels), language)
    heading = language.gettext("Final credential")
    return Lane(heading, title[:1].upper() + title[1:], (node,), complete=complete, final=True)


def node_of(catalog: Catalog, step: Step, language: Language = ENGLISH) -> Node:
    """Return a step as a node, without words of state."""
    picture, path, more = _picture(catalog, step.requirement)
    name = step_name(step, catalog)
    if isinstance(step.requirement, Group) and not step.name and "/" in step.id:
        rule = pill(step.requirement, language)
        name = rule[:1].upper() + rule[1:] or name
    foreign = isinstance(step.requirement, ForeignNeeded)
    return Node(
        step.id, name, (), picture, path, optional=step.optional, more=more, foreign=foreign
    )


def _picture(catalog: Catalog, needed: Requirement) -> tuple[str, str, tuple[str, ...]]:
    if isinstance(needed, BadgeNeeded):
        return badge_path(needed.badge), badge_path(needed.badge), ()
    if isinstance(needed, PathwayNeeded):
        nested = catalog.pathway_at(needed.pathway, needed.version)
        final = nested.final if nested is not None else None
        return badge_path(final) if final else "", pathway_path(needed.pathway), ()
    if isinstance(needed, ForeignNeeded):
        return "", "", ()
    inside = tuple(p for p in (_picture(catalog, member)[0] for member in needed.of) if p)
    return "", "", inside[:3]


def final_of(catalog: Catalog, pathway: Pathway) -> Node | None:
    """Return the final badge as a node, or None."""
    badge = catalog.badges.get(pathway.final) if pathway.final is not None else None
    if badge is None:
        return None
    folder = badge_path(badge.id)
    return Node("/final", badge.name, (), folder, folder, final=True)


def _final_lines(pathway: Pathway, language: Language) -> tuple[tuple[str, str], ...]:
    if pathway.award == "by-hand":
        return (("", language.gettext("Given by the provider")),)
    if pathway.withdrawn == "lapse" and len(pathway.levels) > 1:
        levels = all_levels(len(pathway.levels), language)
        return (("", language.gettext("while {levels} are current", levels=levels)),)
    return ()


def _plain_lines(
    catalog: Catalog, level: Level, step: Step, whole: Level, language: Language
) -> tuple[tuple[str, str], ...]:
    _ = language.gettext
    said = [_kind(level, step, whole, language)]
    needed = step.requirement
    if isinstance(needed, BadgeNeeded):
        badge = catalog.badges.get(needed.badge)
        validity = badge.validity if badge is not None else None
        said.append(duration_text(validity, language) if validity else _("no expiry"))
    elif isinstance(needed, PathwayNeeded):
        said.append(_("a pathway of its own"))
    elif isinstance(needed, ForeignNeeded):
        said.append(_("from another issuer"))
    else:
        said.append(pill(needed, language))
    return (("", ", ".join(each for each in said if each)),)


def _kind(level: Level, step: Step, whole: Level, language: Language) -> str:
    asked = len(level.steps) if level.any is None else level.any
    if level.any is None and whole.steps != level.steps and not step.optional:
        return language.gettext("required")
    if level.any is None and step.optional and whole.steps == level.steps:
        return language.gettext("optional")
    elective = asked < len(level.steps) or whole.steps != level.steps
    return language.gettext("elective") if elective else language.gettext("required")
