"""Rules of looks: what belongs together looks alike."""

from collections.abc import Iterator

from badgesite.errors import Problem, Severity
from badgesite.model import Catalog
from badgesite.rules.walk import badges_of, listed, steps


def pathway_has_one_shape(catalog: Catalog) -> Iterator[Problem]:
    """The badges of a pathway that are drawn and name a shape name the same one."""
    for pathway in catalog.pathways.values():
        ids = {badge for step in steps(pathway) for badge in badges_of(step.requirement)}
        badges = [catalog.badges[each] for each in sorted(ids) if each in catalog.badges]
        shapes = {badge.shape for badge in badges if badge.shape and badge.image is None}
        if len(shapes) > 1:
            yield Problem(
                pathway.origin,
                f"the badges of '{pathway.id}' are drawn in several shapes: "
                f"{listed(sorted(shapes))}",
                "give them one shape, so that they read as one family",
                "shapes-differ",
                Severity.WARNING,
            )
