"""Pathways as diagrams: what rendering.diagram needs, taken from the facts."""

from datetime import date

from msgspec.structs import replace

from badgesite.languages import language
from badgesite.model import ForeignNeeded, Learner, Pathway
from badgesite.plan.facts import Facts
from badgesite.plan.foreign import folder_of, held
from badgesite.progress import PathwayProgress
from badgesite.rendering import Theme, diagram, pages
from badgesite.rendering.diagram import Chart
from badgesite.rendering.views import Frame, LearnerPathwayView

_PATHWAY_ROOT = "../../"  # from pathways/<id>/ to the base
_LEARNER_ROOT = "../../../"  # from learners/<address>/<pathway>/ to the base


def pathway_diagram(facts: Facts, pathway: Pathway) -> tuple[str, str]:
    """Return the inline diagrams of a pathway's page, wide and narrow."""
    root = "../" * facts.prefix.count("/") + _PATHWAY_ROOT
    return diagram.pathway_diagram(facts.catalog, pathway, root, facts.language, facts.prefix)


def learner_chart(
    facts: Facts, learner: Learner, pathway: Pathway, progress: PathwayProgress, on: date
) -> Chart:
    """Return what the diagram of a learner's page on a pathway shows, as of a day."""
    chart = diagram.learner_chart(facts.catalog, pathway, progress, on, facts.language)
    pictures = {
        step.id: folder_of(facts, other)
        for step in diagram.drawn_steps(pathway)
        if isinstance(step.requirement, ForeignNeeded)
        and (other := held(facts, learner.id, step.requirement)) is not None
    }
    return diagram.with_pictures(chart, pictures) if pictures else chart


def learner_page(
    theme: Theme, frame: Frame, view: LearnerPathwayView, charts: tuple[Chart, ...]
) -> bytes:
    """Recipe: a learner's page on a pathway, with the chart of each state drawn.

    Drawing is a third of the work of planning a large site, and is needed for new pages only.
    """
    spoken = language(frame.language)
    links = _LEARNER_ROOT + frame.prefix
    states = []
    for state, chart in zip(view.states, charts, strict=True):
        drawn = diagram.drawn(diagram.folded(chart, language=spoken), _LEARNER_ROOT, links)
        states.append(replace(state, diagram=drawn.wide, words=drawn.words, narrow=drawn.narrow))
    return pages.learner_pathway_page(theme, frame, replace(view, states=tuple(states)))
