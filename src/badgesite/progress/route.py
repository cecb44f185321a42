"""A pathway made ready for many learners: names, and what each step asks for, worked out once."""

from collections.abc import Iterator

from msgspec import Struct, field

from badgesite.model import (
    BadgeNeeded,
    Catalog,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import ForeignKey, Window
from badgesite.progress.states import NO_REASON, Because, StepProgress, StepState
from badgesite.progress.words import step_name


class Stop(Struct, frozen=True):
    """A step with its name and every badge that it asks for."""

    step: Step
    name: str
    asked: frozenset[str | ForeignKey]


class Route(Struct, frozen=True):
    """A pathway's levels with their stops; `untouched` remembers steps nothing is held for."""

    pathway: Pathway
    levels: tuple[tuple[Level, tuple[Stop, ...]], ...]
    names: dict[str, str]
    untouched: dict[tuple[str, Because], StepProgress] = field(default_factory=dict)


def route_of(pathway: Pathway, catalog: Catalog, rules: Rules) -> Route:
    """Return the pathway made ready."""
    levels = tuple(
        (
            level,
            tuple(
                Stop(
                    step,
                    step_name(step, catalog),
                    rules.asked_by(step.requirement, (pathway.id,)),
                )
                for step in level.steps
            ),
        )
        for level in pathway.levels
    )
    names = {stop.step.id: stop.name for _, stops in levels for stop in stops}
    return Route(pathway, levels, names)


# ------------------------------------------------------------------ what is still to do
def not_begun(
    stop: Stop, locked: Because, rules: Rules, window: Window, route: Route
) -> StepProgress:
    """Return a step that is locked, or that can start, with the badges to earn for it."""
    if locked is not NO_REASON:
        return StepProgress(
            stop.step.id, stop.name, StepState.LOCKED, locked, optional=stop.step.optional
        )
    return StepProgress(
        stop.step.id,
        stop.name,
        StepState.CAN_START,
        open=open_badges(stop.step, rules, window, route),
        optional=stop.step.optional,
    )


def open_badges(step: Step, rules: Rules, window: Window, route: Route) -> tuple[str, ...]:
    """Return the badges that can be earned now toward a step, each once, in the rule's order.

    Where all are held, and too far apart for its months, each of them can be earned again.
    """
    needed, inside = step.requirement, (route.pathway.id,)
    if step.within_months is not None and rules.requirement(needed, window, inside) is not None:
        window = window._replace(held={})
    return tuple(dict.fromkeys(_lacking(needed, rules, window, inside)))


def _lacking(
    needed: Requirement, rules: Rules, window: Window, inside: tuple[str, ...]
) -> Iterator[str]:
    if rules.requirement(needed, window, inside) is not None:
        return
    if isinstance(needed, BadgeNeeded):
        yield needed.badge
    elif isinstance(needed, Group):
        for member in needed.of:
            yield from _lacking(member, rules, window, inside)
    elif isinstance(needed, PathwayNeeded):
        nested = rules.nested(needed)
        if nested is not None and nested.id not in inside:
            yield from _lacking_on(nested, rules, window, (*inside, nested.id))


def _lacking_on(
    nested: Pathway, rules: Rules, window: Window, inside: tuple[str, ...]
) -> Iterator[str]:
    """Yield what the first open level of a nested pathway lacks."""
    for level in nested.levels:
        if rules.level(level, window, inside) is None:
            for step in level.steps:
                if not step.optional or level.any is not None:
                    yield from _lacking(step.requirement, rules, window, inside)
            return


_TO_DO = (StepState.CAN_START, StepState.EXPIRED, StepState.REVOKED)


def next_steps(
    pathway: Pathway, steps: tuple[StepProgress, ...], current: str
) -> tuple[StepProgress, ...]:
    """Return the steps of the current level to take now: to start first, then to renew."""
    first = 0
    for level in pathway.levels:
        of_level = steps[first : first + len(level.steps)]
        first += len(level.steps)
        if level.id == current:
            to_do = [
                step
                for step in of_level
                if step.state in _TO_DO and (not step.optional or level.any is not None)
            ]
            return tuple(sorted(to_do, key=lambda step: _TO_DO.index(step.state)))
    return ()
