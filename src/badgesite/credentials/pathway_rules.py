"""pathway.json: a pathway's rules at one version, for whoever applies them again.

Self-contained: the rules of a pathway inside another stand inside, at their version of the day;
where that pathway has a final badge, this badge alone will do as well. The format is documented in
docs/reference/pathways.md.
"""

from typing import Any

from msgspec.structs import replace

from badgesite.addresses import did_of, pathway_rules_path
from badgesite.canonical import digest
from badgesite.credentials.open_badge import achievement_id
from badgesite.errors import BadgesiteError
from badgesite.model import (
    BadgeNeeded,
    Catalog,
    ForeignNeeded,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)

MOST_DEEP = 8
"""So many pathways inside one another; each stands inside whole, so the file grows with them."""

Words = dict[str, str]
"""The rule in words: by level id, by `level/step`, and under the empty key for the whole."""


def versioned_rules(catalog: Catalog, pathway: Pathway) -> dict[str, Any]:
    """Return the rules alone, without any name or sentence.

    Final credentials name these bytes by their digest, for good: neither a better wording nor
    another release of badgesite may change them.
    """
    return dict(_without_words(pathway_rules(catalog, pathway, {"": ""})))


def _without_words(rules: Any) -> Any:
    if isinstance(rules, dict):
        kept = (each for each in rules.items() if each[0] not in ("name", "sentence"))
        return {name: _without_words(value) for name, value in kept}
    return [_without_words(each) for each in rules] if isinstance(rules, list) else rules


def rules_digest(catalog: Catalog, pathway: Pathway) -> str:
    """Return a digest of the rules that no base URL and no word changes, pathways inside too."""
    site = replace(catalog.site, url="https://base.invalid/")
    return digest(versioned_rules(replace(catalog, site=site), pathway))


def pathway_rules(catalog: Catalog, pathway: Pathway, words: Words) -> dict[str, Any]:
    """Return the rules with names and words, which whoever composes them hands in."""
    site = catalog.site
    return {
        "type": "Pathway",
        "id": site.url + pathway_rules_path(pathway.id, pathway.version),
        "pathway": pathway.id,
        "name": pathway.name,
        "version": pathway.version,
        "issuer": did_of(site.url),
        "order": pathway.order,
        "withdrawn": pathway.withdrawn,
        "final": None if pathway.final is None else _badge(catalog, pathway.final),
        "sentence": words[""],
        "levels": [_level(catalog, level, words, (pathway.id,)) for level in pathway.levels],
    }


def _level(catalog: Catalog, level: Level, words: Words, inside: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": level.id, "name": level.name}
    if level.id in words and len(inside) == 1:
        found["sentence"] = words[level.id]
    if level.any is not None:
        found["any"] = level.any
    if level.milestone is not None:
        found["milestone"] = _badge(catalog, level.milestone)
    found["steps"] = [_step(catalog, level, step, words, inside) for step in level.steps]
    return found


def _step(
    catalog: Catalog, level: Level, step: Step, words: Words, inside: tuple[str, ...]
) -> dict[str, Any]:
    found: dict[str, Any] = {"id": step.id}
    if step.name:
        found["name"] = step.name
    said = words.get(f"{level.id}/{step.id}")
    if said and len(inside) == 1:
        found["sentence"] = said
    if step.optional:
        found["optional"] = True
    if step.after:
        found["after"] = list(step.after)
    if step.within_months is not None:
        found["withinMonths"] = step.within_months
    found["needs"] = _needs(catalog, step.requirement, inside)
    return found


def _needs(catalog: Catalog, needed: Requirement, inside: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(needed, BadgeNeeded):
        badge = catalog.badges[needed.badge]
        found: dict[str, Any] = {"badge": achievement_id(catalog.site, badge), "name": badge.name}
        if badge.credits is not None:
            found["credits"] = badge.credits
        return found
    if isinstance(needed, ForeignNeeded):
        wanted = {"issuer": needed.issuer, "achievement": needed.achievement}
        return {"foreign": wanted, "name": needed.name}
    if isinstance(needed, PathwayNeeded):
        nested = catalog.pathway_at(needed.pathway, needed.version)
        if nested is None:
            raise BadgesiteError(
                f"there is no version {needed.version} of the pathway '{needed.pathway}'",
                "keep it, or ask for another version",
            )
        return _nested(catalog, nested, inside)
    found = {"of": [_needs(catalog, each, inside) for each in needed.of]}
    if needed.any is not None:
        found["any"] = needed.any
    if needed.credits is not None:
        found["credits"] = needed.credits
    return found


def _nested(catalog: Catalog, pathway: Pathway, inside: tuple[str, ...]) -> dict[str, Any]:
    if pathway.id in inside:
        raise BadgesiteError(f"the pathway '{pathway.id}' leads to itself", "take one step out")
    if len(inside) > MOST_DEEP:
        raise BadgesiteError(
            f"the pathway '{inside[0]}' nests more than {MOST_DEEP} pathways", "take some out"
        )
    address = catalog.site.url + pathway_rules_path(pathway.id, pathway.version)
    deeper = (*inside, pathway.id)
    rules = {
        "pathway": address,
        "name": pathway.name,
        "levels": [_level(catalog, level, {}, deeper) for level in pathway.levels],
    }
    if pathway.final is None:
        return rules
    # Held without the parts: prior learning that the provider recognised.
    final = catalog.badges[pathway.final]
    badge = {"badge": achievement_id(catalog.site, final), "name": final.name}
    return {"of": [rules, badge], "any": 1}


def _badge(catalog: Catalog, badge_id: str) -> dict[str, str]:
    badge = catalog.badges[badge_id]
    return {"achievement": achievement_id(catalog.site, badge), "name": badge.name}
