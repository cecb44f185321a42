"""What people and programs keep the address of: pages, rules and JSON of badges, chosen addresses.

Credentials and computed addresses of learners are not among them: the register remembers those.
"""

from collections.abc import Iterator

from badgesite.addresses import (
    achievement_path,
    badge_path,
    learner_path,
    page_path,
    pathway_path,
    pathway_rules_path,
)
from badgesite.plan.facts import Facts


def published(facts: Facts) -> Iterator[tuple[str, str | None]]:
    """Yield path and learner (None: nobody's) of everything that is kept an address of."""
    catalog = facts.catalog
    for badge in catalog.badges.values():
        yield badge_path(badge.id), None
        yield achievement_path(badge.id, badge.version, badge.version), None
    for id_, version in catalog.earlier_badges:
        yield achievement_path(id_, version, catalog.badges[id_].version), None
    for pathway in catalog.pathways.values():
        yield pathway_path(pathway.id), None
        yield pathway_rules_path(pathway.id, pathway.version), None
    for id_, version in catalog.earlier_pathways:
        yield pathway_rules_path(id_, version), None
    for page in catalog.pages:
        yield page_path(page.path), None
    for learner in catalog.learners.values():
        slugs = (learner.slug, *learner.former_slugs)
        if any(slugs) and facts.is_published(learner):
            yield from ((learner_path(slug), learner.id) for slug in slugs if slug)
