"""Everything that follows from a catalog before any file is thought of, worked out once.

Derived awards, places in the status lists, where a badge stands on its pathway. Pure.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from badgesite import credentials, register
from badgesite.days import add_duration
from badgesite.languages import ENGLISH, Language, language
from badgesite.model import (
    Award,
    AwardKey,
    Badge,
    BadgeNeeded,
    Catalog,
    Group,
    Learner,
    Pathway,
    RegisterEntry,
    Requirement,
    TextKey,
    Visibility,
)
from badgesite.progress import derived_awards


class Mode(StrEnum):
    """How the site is signed: by the provider's key, by the example pair, or not at all."""

    SIGNED = "signed"
    DEMO = "demo"
    PREVIEW = "preview"

    @property
    def sentence(self) -> str:
        """Return the mode in words."""
        return {
            Mode.SIGNED: "signed with your key",
            Mode.DEMO: "demo, signed with the example key that everybody has (localhost only)",
            Mode.PREVIEW: "preview, unsigned: there is no key (badgesite key new makes one)",
        }[self]


class Place(Struct, frozen=True):
    """Where a badge stands: a level of a pathway, counted from 1, or (level None) its end."""

    pathway: Pathway
    level: int | None
    levels: int


class Facts(Struct, frozen=True):
    """What follows from the catalog; `awards` are the written and the derived ones, by key.

    `language` is the one in which texts for people are composed; `prefix` is where the pages in it
    lie, empty for the site's own; `translated` are the texts that there are in another one.
    """

    catalog: Catalog
    mode: Mode
    awards: tuple[Award, ...]
    entries: Mapping[AwardKey, RegisterEntry]
    assigned: register.Assigned
    by_learner: Mapping[str, tuple[Award, ...]]
    places: Mapping[str, tuple[Place, ...]]
    language: Language = ENGLISH
    prefix: str = ""
    translated: frozenset[TextKey] = frozenset()

    def badge_of(self, award: Award) -> Badge:
        """Return the badge in the version that the award was given under."""
        current = self.catalog.badges[award.badge]
        entry = self.entries.get(award.key)
        version = entry.version if entry else ""
        if version in ("", current.version):
            return current
        return self.catalog.earlier_badges.get((award.badge, version), current)

    def expires(self, award: Award) -> date | None:
        """Return the award's last valid day, or None when it does not expire."""
        return expiry(award, self.badge_of(award))

    def is_published(self, learner: Learner) -> bool:
        """Whether the learner has pages at all."""
        return learner.visibility is not Visibility.PRIVATE

    def foreign(self, kind: str, id_: str) -> str:
        """Return the language of a thing's name where it is not that of the page; else nothing."""
        if not self.prefix or (kind, id_, "name") in self.translated:
            return ""
        return self.catalog.site.languages[1]

    def is_final(self, badge_id: str) -> bool:
        """Whether the badge ends a pathway."""
        return any(place.level is None for place in self.places.get(badge_id, ()))


def expiry(award: Award, badge: Badge) -> date | None:
    """Return the last valid day: the award's own, else from the badge's validity, else None."""
    if award.expires is not None or badge.validity is None:
        return award.expires
    return add_duration(award.awarded, badge.validity)


def facts_of(catalog: Catalog, mode: Mode, taken: register.Taken = register.all_read) -> Facts:
    """Return the facts of a checked catalog; `taken` tells of a register's lines not in it."""
    awards = tuple(sorted((*catalog.awards, *derived_awards(catalog)), key=lambda award: award.key))
    assigned = register.assign(catalog, awards, _digests(catalog, awards), taken)
    grouped: defaultdict[str, list[Award]] = defaultdict(list)
    for award in awards:
        grouped[award.learner].append(award)
    return Facts(
        catalog,
        mode,
        awards,
        assigned.entries,
        assigned,
        MappingProxyType({learner: tuple(group) for learner, group in grouped.items()}),
        MappingProxyType(places_of(catalog)),
        language(catalog.site.languages[0]),
    )


def _digests(catalog: Catalog, awards: tuple[Award, ...]) -> dict[AwardKey, str]:
    """Return what each award's credential says, as digests that no base URL changes."""
    versions = {entry.award: entry.version for entry in catalog.register}
    rules = {each: _rules_digest(catalog, *each) for each in _unlocking(awards)}
    found = {}
    born = {entry.award: entry for entry in catalog.register if entry.born}
    for award in awards:
        said = register.as_issued(award, born) if born else award
        badge = catalog.badges[award.badge]
        version = versions.get(award.key, "") or badge.version
        badge = catalog.earlier_badges.get((badge.id, version), badge)
        found[award.key] = credentials.content_digest(
            catalog.site,
            badge,
            said,
            catalog.learners[award.learner],
            "" if award.unlock is None else rules[award.unlock.pathway, award.unlock.version],
        )
    return found


def _unlocking(awards: tuple[Award, ...]) -> set[tuple[str, str]]:
    """Return the pathways at the versions that gave something by rule."""
    unlocks = (award.unlock for award in awards)
    return {(each.pathway, each.version) for each in unlocks if each is not None}


def _rules_digest(catalog: Catalog, pathway_id: str, version: str) -> str:
    pathway = catalog.pathway_at(pathway_id, version)
    return "" if pathway is None else credentials.rules_digest(catalog, pathway)


def places_of(catalog: Catalog) -> dict[str, tuple[Place, ...]]:
    """Return where each badge stands, by its id."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for pathway in catalog.pathways.values():
        total = len(pathway.levels)
        for number, level in enumerate(pathway.levels, 1):
            for step in level.steps:
                for badge in badges_in(step.requirement):
                    place = Place(pathway, number, total)
                    if place not in found[badge]:
                        found[badge].append(place)
        if pathway.final is not None:
            found[pathway.final].append(Place(pathway, None, total))
    return {badge: tuple(places) for badge, places in found.items()}


def badges_in(requirement: Requirement) -> tuple[str, ...]:
    """Return the ids of the badges that a requirement names itself, in order."""
    if isinstance(requirement, BadgeNeeded):
        return (requirement.badge,)
    if isinstance(requirement, Group):
        return tuple(badge for part in requirement.of for badge in badges_in(part))
    return ()


def renamed(catalog: Catalog, url: str) -> Catalog:
    """Return the catalog for another base URL."""
    return replace(catalog, site=replace(catalog.site, url=url))
