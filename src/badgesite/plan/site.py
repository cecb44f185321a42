"""The whole site as a plan: who puts what where."""

from collections.abc import Iterator
from pathlib import Path

from badgesite.cache import Cache
from badgesite.plan.badge_pages import badge_outputs
from badgesite.plan.credential_pages import credential_outputs
from badgesite.plan.documents import issuer_outputs
from badgesite.plan.facts import Facts
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.outputs import Output, Plan, plan_of
from badgesite.plan.pathway_pages import pathway_outputs
from badgesite.plan.people_pages import people_outputs
from badgesite.plan.search import search_outputs
from badgesite.plan.shared_pages import shared_outputs
from badgesite.plan.skill_pages import skill_outputs, skill_paths
from badgesite.signing import SigningKey


def make_plan(facts: Facts, key: SigningKey | None, root: Path, cache: Cache) -> Plan:
    """Return every output of the site.

    Reads the theme's files below `root`; renders the editorial pages, through the cache, to learn
    their paths.
    """
    theme = theme_of(facts, root)
    frame = frame_of(facts)
    notes: list[str] = []

    def outputs() -> Iterator[Output]:
        yield from badge_outputs(facts, theme, frame, skill_paths(facts))
        yield from skill_outputs(facts, theme, frame)
        yield from search_outputs(facts)
        yield from pathway_outputs(facts, theme, frame)
        yield from people_outputs(facts, theme, frame, key)
        yield from credential_outputs(facts, theme, frame, key)
        yield from issuer_outputs(facts, theme, frame, key)
        yield from shared_outputs(facts, theme, frame, cache, notes)

    return plan_of(outputs(), notes)
