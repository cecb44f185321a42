"""Pathways as diagrams: a chart, its numbers, its SVG. A layered layout of our own; no library."""

from collections.abc import Mapping

from badgesite.artwork.palettes import Palette
from badgesite.languages import ENGLISH, Language
from badgesite.model import Catalog, Pathway
from badgesite.rendering.diagram.chart import Chart, Lane, Node, folded, with_pictures
from badgesite.rendering.diagram.draw import draw, joined, narrow_pieces, pieces
from badgesite.rendering.diagram.from_pathway import chart_of, drawn_steps
from badgesite.rendering.diagram.layout import layout
from badgesite.rendering.diagram.measures import Diagram
from badgesite.rendering.diagram.mini import mini_svg
from badgesite.rendering.diagram.narrow import narrow_layout
from badgesite.rendering.diagram.sketch import Drawn, drawn
from badgesite.rendering.diagram.standalone import standalone
from badgesite.rendering.diagram.with_learner import learner_chart

__all__ = [
    "Chart",
    "Diagram",
    "Drawn",
    "Lane",
    "Node",
    "chart_of",
    "draw",
    "drawn",
    "drawn_steps",
    "folded",
    "joined",
    "layout",
    "learner_chart",
    "mini_diagram",
    "mini_svg",
    "narrow_layout",
    "narrow_pieces",
    "pathway_diagram",
    "pathway_pictures",
    "pathway_svg",
    "pieces",
    "standalone",
    "with_pictures",
]


def pathway_diagram(
    catalog: Catalog, pathway: Pathway, root: str, language: Language = ENGLISH, prefix: str = ""
) -> tuple[str, str]:
    """Return the inline SVG of a pathway, wide and narrow; the narrow one is of the wide's nodes.

    `root` leads from the page to the site's root.
    """
    chart = folded(chart_of(catalog, pathway, language), language=language)
    wide = layout(chart)
    narrow = joined("".join(narrow_pieces(narrow_layout(chart, wide), wide)))
    return draw(wide, root, root + prefix), narrow


def mini_diagram(catalog: Catalog, pathway: Pathway) -> str:
    """Return the inline SVG of a pathway for a card."""
    return mini_svg(folded(chart_of(catalog, pathway)))


def pathway_svg(
    diagram: Diagram, title: str, pictures: Mapping[str, str], palette: Palette
) -> bytes:
    """Return pathway.svg; `pictures` are the texts of badge-small.svg by `badges/<id>/`."""
    return standalone(diagram, title, pictures, palette)


def pathway_pictures(diagram: Diagram) -> tuple[str, ...]:
    """Return the folders of the badges that a diagram shows, each once."""
    shown = [folder for each in diagram.nodes for folder in (each.node.picture, *each.node.more)]
    return tuple(dict.fromkeys(folder for folder in shown if folder))
