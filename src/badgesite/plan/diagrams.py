"""Pathways as diagrams: what rendering.diagram needs, taken from the facts."""

from datetime import date

from badgesite.model import Pathway
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress
from badgesite.rendering import diagram

_PATHWAY_ROOT = "../../"  # from pathways/<id>/ to the base
_LEARNER_ROOT = "../../../"  # from learners/<address>/<pathway>/ to the base


def pathway_diagram(facts: Facts, pathway: Pathway) -> str:
    """Return the inline diagram of a pathway's page."""
    return diagram.pathway_diagram(facts.catalog, pathway, _PATHWAY_ROOT)


def learner_diagram(facts: Facts, pathway: Pathway, progress: PathwayProgress, on: date) -> str:
    """Return the inline diagram of a learner's page on a pathway, as of a day."""
    return diagram.learner_diagram(facts.catalog, pathway, progress, on, _LEARNER_ROOT)
