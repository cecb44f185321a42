"""A pathway of the catalog as a chart: plain, or as it stands for one learner.

A level whose only step is a group is drawn as the members of the group, for that is what it asks
for. A group beside other steps is one node that shows what is in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from badgesite.addresses import badge_path, pathway_path
from badgesite.days import is_duration
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
    Lapse,
    PathwayProgress,
    StepProgress,
    StepState,
    lapse,
    pill,
    standings,
    step_name,
)
from badgesite.progress.words import STRINGS, all_levels, listed
from badgesite.rendering.diagram.chart import Chart, Lane, Node

WORDS = {
    "level": "Level {n}",
    "final": "Final credential",
    "required": "required",
    "elective": "elective",
    "optional": "optional",
    "pathway": "a pathway of its own",
    "foreign": "from another issuer",
    "no-expiry": "no expiry",
    "while": "while {levels} are current",
    "all-levels": "all {n} levels",
    "both-levels": "both levels",
    "earned": "Earned {day}",
    "done": "Earned",
    "valid": "valid to {day}",
    "start": "Can start",
    "expired": "Expired {day}",
    "withdrawn": "Withdrawn {day}",
    "locked": "Locked",
    "locked-levels": "Locked: needs {what}",
    "one": "level {n}",
    "several": "levels {list}",
    "lapsed": "Lapsed {day}",
    "by-hand": "Given by the provider",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """Return `3 Feb 2025`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# ------------------------------------------------------------------ plain
def chart_of(catalog: Catalog, pathway: Pathway) -> Chart:
    """Return the pathway as a chart without a learner."""
    drawn, ids = spread(pathway)
    lanes = []
    for number, (level, whole) in enumerate(zip(drawn.levels, pathway.levels, strict=True), 1):
        nodes = tuple(
            replace(_node(catalog, step), lines=_plain_lines(catalog, level, step, whole))
            for step in level.steps
        )
        lanes.append(_lane(number, level, nodes, _rule(whole)))
    final = _final(catalog, pathway)
    if final is not None and lanes:
        lines = _final_lines(pathway)
        lanes[-1] = _with_whole_rule(lanes[-1], pathway)
        lanes.append(_final_lane(pathway, replace(final, lines=lines)))
    return Chart(tuple(lanes), _after(drawn, ids))


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


def _after(drawn: Pathway, ids: dict[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one, step.id)
        for level in drawn.levels
        for step in level.steps
        for name in step.after
        for one in ids.get(name, ())
    )


def _rule(level: Level) -> str:
    only = level.steps[0] if len(level.steps) == 1 else None
    return pill(level) if only is None else pill(only.requirement)


def _lane(number: int, level: Level, nodes: tuple[Node, ...], rule: str) -> Lane:
    return Lane(WORDS["level"].format(n=number), level.name, nodes, rule)


def _with_whole_rule(lane: Lane, pathway: Pathway) -> Lane:
    if lane.pill or len(pathway.levels) < 2:
        return lane
    count = len(pathway.levels)
    rule = WORDS["both-levels"] if count == 2 else WORDS["all-levels"].format(n=count)
    return replace(lane, pill=rule)


def _final_lane(pathway: Pathway, node: Node, *, complete: bool = False) -> Lane:
    title = all_levels(len(pathway.levels))
    return Lane(
        WORDS["final"], title[:1].upper() + title[1:], (node,), complete=complete, final=True
    )


def _node(catalog: Catalog, step: Step) -> Node:
    picture, path, more = _picture(catalog, step.requirement)
    name = step_name(step, catalog)
    if isinstance(step.requirement, Group) and not step.name and "/" in step.id:
        name = pill(step.requirement).capitalize() or name
    return Node(step.id, name, (), picture, path, optional=step.optional, more=more)


def _picture(catalog: Catalog, needed: Requirement) -> tuple[str, str, tuple[str, ...]]:
    if isinstance(needed, BadgeNeeded):
        return badge_path(needed.badge), badge_path(needed.badge), ()
    if isinstance(needed, PathwayNeeded):
        nested = catalog.pathways.get(needed.pathway)
        final = nested.final if nested is not None else None
        return badge_path(final) if final else "", pathway_path(needed.pathway), ()
    if isinstance(needed, ForeignNeeded):
        return "", "", ()
    inside = tuple(p for p in (_picture(catalog, member)[0] for member in needed.of) if p)
    return "", "", inside[:3]


def _final(catalog: Catalog, pathway: Pathway) -> Node | None:
    badge = catalog.badges.get(pathway.final) if pathway.final is not None else None
    if badge is None:
        return None
    folder = badge_path(badge.id)
    return Node("/final", badge.name, (), folder, folder, final=True)


def _final_lines(pathway: Pathway) -> tuple[tuple[str, str], ...]:
    if pathway.award == "by-hand":
        return (("", WORDS["by-hand"]),)
    if pathway.withdrawn == "lapse" and len(pathway.levels) > 1:
        return (("", WORDS["while"].format(levels=all_levels(len(pathway.levels)))),)
    return ()


def _plain_lines(
    catalog: Catalog, level: Level, step: Step, whole: Level
) -> tuple[tuple[str, str], ...]:
    asked = len(level.steps) if level.any is None else level.any
    kind = "elective" if asked < len(level.steps) or whole.steps != level.steps else "required"
    if level.any is None and step.optional and whole.steps == level.steps:
        kind = "optional"
    if whole.steps != level.steps and level.any is None and not step.optional:
        kind = "required"
    said = [WORDS[kind]]
    needed = step.requirement
    if isinstance(needed, BadgeNeeded):
        badge = catalog.badges.get(needed.badge)
        validity = badge.validity if badge is not None else None
        said.append(duration_text(validity) if validity else WORDS["no-expiry"])
    elif isinstance(needed, PathwayNeeded):
        said.append(WORDS["pathway"])
    elif isinstance(needed, ForeignNeeded):
        said.append(WORDS["foreign"])
    else:
        said.append(pill(needed))
    return (("", ", ".join(each for each in said if each)),)


def duration_text(duration: str) -> str:
    """Return `24 months` or `3 years` for an ISO 8601 duration of one unit, else the duration."""
    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    number = duration[1:-1]
    if not is_duration(duration) or not number.isdigit():
        return duration
    unit = units[duration[-1]]
    return f"{int(number)} {unit}{'' if int(number) == 1 else 's'}"


# ------------------------------------------------------------------ with a learner
def learner_chart(catalog: Catalog, pathway: Pathway, progress: PathwayProgress, on: date) -> Chart:
    """Return the pathway as a chart with the learner's states on that day."""
    drawn, ids = spread(pathway)
    if drawn is not pathway:
        steps = iter(standings(catalog).progress(progress.learner, drawn, on).steps)
    else:
        steps = iter(progress.steps)
    lanes = []
    for number, (level, whole) in enumerate(zip(drawn.levels, pathway.levels, strict=True), 1):
        level_stood = progress.levels[number - 1]
        nodes = tuple(_stood(_node(catalog, step), next(steps)) for step in level.steps)
        lane = replace(_lane(number, level, nodes, _rule(whole)), complete=level_stood.complete)
        lanes.append(_counted(lane, level, progress))
    final = _final(catalog, pathway)
    if final is not None and lanes:
        lanes[-1] = _with_whole_rule(lanes[-1], pathway)
        stood = _stood_final(final, progress, lapse(catalog, progress.learner, pathway, on))
        lanes.append(_final_lane(pathway, stood, complete=progress.complete))
    return Chart(tuple(lanes), _after(drawn, ids), with_learner=True)


def _counted(lane: Lane, level: Level, progress: PathwayProgress) -> Lane:
    """Let the pill count what is earned, on a level where something but not all is."""
    asked = level.any
    if asked is None:
        asked = sum(not step.optional for step in level.steps)
    have = sum(
        node.state == "earned"
        for node, step in zip(lane.nodes, level.steps, strict=True)
        if level.any is not None or not step.optional
    )
    if not lane.pill or lane.complete or not 0 < have < asked:
        return lane
    return replace(lane, pill=STRINGS["pill-earned"].format(have=have, n=asked), lively=True)


def _stood(node: Node, step: StepProgress) -> Node:
    return replace(node, state=str(step.state), lines=tuple(_lines(step)))


def _lines(step: StepProgress) -> Iterator[tuple[str, str]]:
    if step.state is StepState.EARNED:
        day = (
            WORDS["done"]
            if step.since is None
            else WORDS["earned"].format(day=short_day(step.since))
        )
        yield "ok", day
        if step.until is not None:
            yield "", WORDS["valid"].format(day=short_day(step.until))
    elif step.state is StepState.CAN_START:
        yield "go", WORDS["start"]
    elif step.state is StepState.LOCKED:
        yield "", _locked(step)
    else:
        expired = step.state is StepState.EXPIRED
        ended = max((each.on for each in step.because.ended), default=None)
        word = WORDS["expired" if expired else "withdrawn"]
        yield (
            "warn" if expired else "bad",
            word.format(day="" if ended is None else short_day(ended)).strip(),
        )


def _locked(step: StepProgress) -> str:
    if step.because.levels:
        return WORDS["locked-levels"].format(what=_levels(step.because.levels))
    if step.because.names:
        return WORDS["locked-levels"].format(what=listed(step.because.names))
    return WORDS["locked"]


def _levels(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return WORDS["one"].format(n=numbers[0])
    return WORDS["several"].format(list=listed(str(number) for number in numbers))


def _stood_final(node: Node, progress: PathwayProgress, lapsed: Lapse | None) -> Node:
    if progress.complete:
        said = [("ok", WORDS["done"])]
        if progress.since is not None:
            said = [("ok", WORDS["earned"].format(day=short_day(progress.since)))]
        if progress.until is not None:
            said.append(("", WORDS["valid"].format(day=short_day(progress.until))))
        return replace(node, state="earned", lines=tuple(said))
    if lapsed is not None:
        lines = (("warn", WORDS["lapsed"].format(day=short_day(lapsed.since))),)
        return replace(node, state="expired", lines=lines)
    missing = tuple(n for n, level in enumerate(progress.levels, 1) if not level.complete)
    lines = (("", WORDS["locked-levels"].format(what=_levels(missing))),)
    return replace(node, state="locked", lines=lines)
