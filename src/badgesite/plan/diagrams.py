"""Pathways as diagrams: what rendering.diagram needs, taken from the facts."""

from badgesite.model import Pathway
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress


def pathway_diagram(facts: Facts, pathway: Pathway) -> str:
    """Return the inline diagram of a pathway's page."""
    return ""


def learner_diagram(facts: Facts, pathway: Pathway, progress: PathwayProgress) -> str:
    """Return the inline diagram of a learner's page on a pathway."""
    return ""
