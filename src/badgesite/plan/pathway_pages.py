"""Outputs that belong to pathways: their pages, diagrams, rules and machine-readable copies."""

from collections.abc import Iterator

from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output
from badgesite.rendering import Theme
from badgesite.rendering.views import Frame


def pathway_outputs(facts: Facts, theme: Theme, frame: Frame) -> Iterator[Output]:
    yield from ()


def rules_outputs(facts: Facts) -> Iterator[Output]:
    yield from ()
