"""Pathways as diagrams: a chart, its numbers, its SVG. A layered layout of our own; no library."""

from datetime import date

from badgesite.model import Catalog, Pathway
from badgesite.progress import PathwayProgress
from badgesite.rendering.diagram.chart import Chart, Lane, Node, folded
from badgesite.rendering.diagram.draw import draw
from badgesite.rendering.diagram.from_pathway import chart_of, learner_chart
from badgesite.rendering.diagram.layout import Diagram, layout

__all__ = [
    "Chart",
    "Diagram",
    "Lane",
    "Node",
    "chart_of",
    "draw",
    "folded",
    "layout",
    "learner_chart",
    "learner_diagram",
    "pathway_diagram",
]


def pathway_diagram(catalog: Catalog, pathway: Pathway, root: str) -> str:
    """Return the inline SVG of a pathway; `root` leads from the page to the site's root."""
    return draw(layout(folded(chart_of(catalog, pathway))), root)


def learner_diagram(
    catalog: Catalog, pathway: Pathway, progress: PathwayProgress, on: date, root: str
) -> str:
    """Return the inline SVG of a pathway with a learner's states on that day."""
    return draw(layout(folded(learner_chart(catalog, pathway, progress, on))), root)
