"""A pathway of the catalog as a chart with the states of one learner."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from badgesite.model import Catalog, Level, Pathway
from badgesite.progress import (
    Lapse,
    PathwayProgress,
    StepProgress,
    StepState,
    lapse,
    standings,
)
from badgesite.progress.words import STRINGS, listed
from badgesite.rendering.diagram.chart import Chart, Lane, Node
from badgesite.rendering.diagram.from_pathway import (
    after_of,
    final_lane,
    final_of,
    lane_of,
    node_of,
    rule_of,
    spread,
    with_whole_rule,
)

WORDS = {
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
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """Return `3 Feb 2025`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


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
        nodes = tuple(_stood(node_of(catalog, step), next(steps)) for step in level.steps)
        lane = replace(lane_of(number, level, nodes, rule_of(whole)), complete=level_stood.complete)
        lanes.append(_counted(lane, level, progress))
    final = final_of(catalog, pathway)
    if final is not None and lanes:
        lanes[-1] = with_whole_rule(lanes[-1], pathway)
        stood = _stood_final(final, progress, lapse(catalog, progress.learner, pathway, on))
        lanes.append(final_lane(pathway, stood, complete=progress.complete))
    return Chart(tuple(lanes), after_of(drawn, ids), with_learner=True)


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
