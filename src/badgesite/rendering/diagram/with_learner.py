"""A pathway of the catalog as a chart with the states of one learner."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from badgesite.languages import ENGLISH, Language
from badgesite.model import Catalog, Level, Pathway
from badgesite.progress import (
    Lapse,
    PathwayProgress,
    StepProgress,
    StepState,
    lapse,
    standings,
)
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

_DAYS = 4096  # days of which the words are kept


def learner_chart(
    catalog: Catalog,
    pathway: Pathway,
    progress: PathwayProgress,
    on: date,
    language: Language = ENGLISH,
) -> Chart:
    """Return the pathway as a chart with the learner's states on that day."""
    outline = _outline(catalog, pathway, language)
    stood = {step.step: step for step in progress.steps}
    if outline.drawn is not pathway:
        spread_out = standings(catalog).progress(progress.learner, outline.drawn, on)
        stood = {step.step: step for step in spread_out.steps} | stood
    lanes = []
    levels = zip(outline.drawn.levels, pathway.levels, progress.levels, strict=True)
    for lane, (level, whole, level_stood) in zip(outline.lanes, levels, strict=True):
        group = None if level is whole else stood[whole.steps[0].id]
        nodes = tuple(
            [_stood(node, _in_group(stood[node.id], group), language) for node in lane.nodes]
        )
        lane = replace(lane, nodes=nodes, complete=level_stood.complete)
        lanes.append(_counted(lane, level, language))
    if outline.final is not None and lanes:
        lanes[-1] = with_whole_rule(lanes[-1], pathway, language)
        complete = progress.complete  # then nothing has lapsed, so it is not asked for
        lapsed = None if complete else lapse(catalog, progress.learner, pathway, on)
        node = _stood_final(outline.final, progress, lapsed, language)
        lanes.append(final_lane(pathway, node, language, complete=complete))
    return Chart(tuple(lanes), outline.after, with_learner=True)


class _Outline(Struct, frozen=True):
    """A pathway as it is drawn, for whoever is on it: lanes and nodes without states."""

    drawn: Pathway
    lanes: tuple[Lane, ...]
    final: Node | None
    after: tuple[tuple[str, str], ...]


def _outline(catalog: Catalog, pathway: Pathway, language: Language) -> _Outline:
    """Return the outline of a pathway, which is made once of a catalog."""
    outlines: dict[tuple[str, str, str], _Outline] = catalog.worked_out.setdefault(_Outline, {})
    key = (pathway.id, pathway.version, language.code)
    found = outlines.get(key)
    if found is None:
        found = outlines[key] = _outlined(catalog, pathway, language)
    return found


def _outlined(catalog: Catalog, pathway: Pathway, language: Language) -> _Outline:
    drawn, ids = spread(pathway)
    lanes = tuple(
        lane_of(
            number,
            level,
            tuple(node_of(catalog, step, language) for step in level.steps),
            rule_of(whole, language),
            language,
        )
        for number, (level, whole) in enumerate(zip(drawn.levels, pathway.levels, strict=True), 1)
    )
    return _Outline(drawn, lanes, final_of(catalog, pathway), after_of(drawn, ids))


def _in_group(member: StepProgress, group: StepProgress | None) -> StepProgress:
    """Return a member of a group that is drawn in its place: it opens when the group does."""
    if group is None or group.state is not StepState.LOCKED:
        return member
    if member.state is not StepState.CAN_START:
        return member
    return member._replace(state=StepState.LOCKED, because=group.because)


def _counted(lane: Lane, level: Level, language: Language) -> Lane:
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
    counted = language.gettext("{have} of {n} earned", have=have, n=asked)
    return replace(lane, pill=counted, lively=True)


def _stood(node: Node, step: StepProgress, language: Language) -> Node:
    return replace(node, state=str(step.state), lines=tuple(_lines(step, language)))


def _lines(step: StepProgress, language: Language) -> Iterator[tuple[str, str]]:
    _ = language.gettext
    if step.state is StepState.EARNED:
        yield "ok", _earned(step.since, language)
        if step.until is not None:
            yield "", _valid_to(step.until, language)
    elif step.state is StepState.CAN_START:
        yield "go", _("Can start")
    elif step.state is StepState.LOCKED:
        yield "", _locked(step, language)
    else:
        yield _ended(step, language)


def _ended(step: StepProgress, language: Language) -> tuple[str, str]:
    _ = language.gettext
    last = max((each.on for each in step.because.ended), default=None)
    day = None if last is None else language.short_day(last)
    if step.state is StepState.EXPIRED:
        return "warn", _("Expired") if day is None else _("Expired {day}", day=day)
    return "bad", _("Withdrawn") if day is None else _("Withdrawn {day}", day=day)


@lru_cache(maxsize=_DAYS)
def _earned(since: date | None, language: Language) -> str:
    if since is None:
        return language.gettext("Earned")
    return language.gettext("Earned {day}", day=language.short_day(since))


@lru_cache(maxsize=_DAYS)
def _valid_to(until: date, language: Language) -> str:
    return language.gettext("valid to {day}", day=language.short_day(until))


def _locked(step: StepProgress, language: Language) -> str:
    if step.because.levels:
        return _needs_levels(step.because.levels, language)
    if step.because.names:
        return language.gettext("Locked: needs {what}", what=language.listed(step.because.names))
    return language.gettext("Locked")


def _needs_levels(numbers: tuple[int, ...], language: Language) -> str:
    return language.ngettext(
        "Locked: needs level {list}",
        "Locked: needs levels {list}",
        len(numbers),
        list=language.listed(str(number) for number in numbers),
    )


def _stood_final(
    node: Node, progress: PathwayProgress, lapsed: Lapse | None, language: Language
) -> Node:
    if progress.complete:
        said = [("ok", _earned(progress.since, language))]
        if progress.until is not None:
            said.append(("", _valid_to(progress.until, language)))
        return replace(node, state="earned", lines=tuple(said))
    if lapsed is not None:
        since = language.short_day(lapsed.since)
        lines = (("warn", language.gettext("Lapsed {day}", day=since)),)
        return replace(node, state="expired", lines=lines)
    missing = tuple(n for n, level in enumerate(progress.levels, 1) if not level.complete)
    return replace(node, state="locked", lines=(("", _needs_levels(missing, language)),))
