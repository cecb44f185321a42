"""What texts of another site may name, for a site that ours lies in."""

from pathlib import Path

from badgesite.content import load
from badgesite.editorial import Targets
from badgesite.errors import ContentError
from badgesite.plan.link_targets import link_targets as targets_of


def link_targets(root: Path) -> Targets:
    """Return what links may name, and where it lies below the base."""
    loaded = load(root)
    if loaded.catalog is None:  # somebody is writing in it just now
        raise ContentError(loaded.problems)
    return targets_of(loaded.catalog)
