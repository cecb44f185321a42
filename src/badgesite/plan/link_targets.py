"""What links in a provider's texts may name: badges, pathways, public learners, pictures."""

from badgesite.addresses import badge_path, learner_address, learner_path, pathway_path
from badgesite.editorial import Targets
from badgesite.model import Catalog, Visibility

_FIXED = ("badges", "pathways", "verify", "keys")


def link_targets(catalog: Catalog, prefix: str = "") -> Targets:
    """Return what may be named and where it lies; pages in a further language below its prefix.

    Learners, pictures and whatever else exists once lie where they always do. A learner may be
    named by a former id: what was written before somebody was renamed still leads there.
    """
    salt, badges, pathways = catalog.site.salt, catalog.badges, catalog.pathways
    addresses = {f"badge:{id_}": prefix + badge_path(id_) for id_ in badges}
    addresses |= {f"pathway:{id_}": prefix + pathway_path(id_) for id_ in pathways}
    addresses |= {
        f"learner:{id_}": learner_path(learner_address(salt, one))
        for one in catalog.learners.values()
        if one.visibility is Visibility.PUBLIC
        for id_ in (one.id, *one.former_ids)
    }
    addresses |= {"site:home": prefix, **{f"site:{each}": f"{prefix}{each}/" for each in _FIXED}}
    pictures = {f"badge:{id_}": f"{badge_path(id_)}badge.svg" for id_ in badges}
    pictures |= {f"pathway:{id_}": f"{pathway_path(id_)}pathway.svg" for id_ in pathways}
    pictures |= {each: f"assets/{each}" for each in catalog.pictures}
    return Targets(addresses=addresses, pictures=pictures)
