"""Everything that follows from a catalog before any file is thought of, worked out once.

Derived awards, places in the status lists, where a badge stands on its pathway. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from badgesite import credentials, register
from badgesite.as_signed import as_issued
from badgesite.errors import ContentError, Problem
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
    Unlock,
    Visibility,
)
from badgesite.progress import derived_awards, expiry
from badgesite.rolls import AWARDS, ENTRIES, Roll, Stretch, in_turn, rolled

_LATEST = 32  # learners


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


KEY_REMEDY = "put its file into keys/, or set BADGESITE_KEY"


class Place(Struct, frozen=True):
    """Where a badge stands: a level of a pathway, counted from 1, or (level None) its end.

    A milestone is not asked for at the level, but given when it is complete.
    """

    pathway: Pathway
    level: int | None
    levels: int
    milestone: bool = False


class Facts(Struct, frozen=True):
    """What follows from the catalog; `awards` are the written and the derived ones, by key.

    `language` is the one in which texts for people are composed; `prefix` is where the pages in it
    lie, empty for the site's own; `translated` are the texts that there are in another one.
    """

    catalog: Catalog
    mode: Mode
    awards: Sequence[Award]
    entries: Mapping[AwardKey, RegisterEntry]
    assigned: register.Assigned
    by_learner: Mapping[str, tuple[Award, ...]]
    places: Mapping[str, tuple[Place, ...]]
    language: Language = ENGLISH
    prefix: str = ""
    translated: frozenset[TextKey] = frozenset()

    def badge_of(self, award: Award) -> Badge:
        """Return the badge in the version that the award was given under."""
        if not self.catalog.earlier_badges:
            return self.catalog.badges[award.badge]  # asked for very often; few sites keep one
        entry = self.entries.get(award.key)
        return self.catalog.badge_at(award.badge, entry.version if entry else "")

    def expires(self, award: Award) -> date | None:
        """Return the award's last valid day, or None when it does not expire."""
        return expiry(award, self.badge_of(award))

    def is_published(self, learner: Learner) -> bool:
        """Whether the learner has pages at all."""
        return learner.visibility is not Visibility.PRIVATE

    @property
    def signed(self) -> str:
        """Return in words whether the site is signed, and by which key."""
        away = self.catalog.active_key
        if away is None or self.mode is not Mode.PREVIEW:
            return self.mode.sentence
        return f"preview, unsigned: the key {away.multibase[:12]}… is not here ({KEY_REMEDY})"

    def foreign(self, *key: str) -> str:
        """Return the language of what a `TextKey` names where it is not that of the page."""
        if not self.prefix or key in self.translated:
            return ""
        return self.catalog.site.languages[1]

    def is_final(self, badge_id: str) -> bool:
        """Whether the badge ends a pathway."""
        return any(place.level is None for place in self.places.get(badge_id, ()))


def facts_of(
    catalog: Catalog, mode: Mode, taken: register.Taken = register.all_read, jobs: int = 1
) -> Facts:
    """Return the facts of a checked catalog; `taken` tells of a register's lines not in it.

    Those of very many learners are worked out by so many processes. Raises ContentError where what
    was erased is given again: it has its number, which is withdrawn for good.
    """
    derived = derived_awards(catalog)
    awards = _with_derived(rolled(AWARDS, catalog.awards), derived, jobs)
    digests = _Digests(catalog, awards, _unlocking(derived))
    assigned = register.assign(catalog, awards, digests, taken, jobs)
    if assigned.erased:
        raise ContentError(_given_again(entry.award, awards) for entry in assigned.erased)
    return Facts(
        catalog,
        mode,
        awards,
        assigned.entries,
        assigned,
        ByLearner(awards),
        MappingProxyType(places_of(catalog)),
        language(catalog.site.languages[0]),
    )


def _given_again(key: AwardKey, awards: Roll[Award]) -> Problem:
    award = next(each for each in awards.of(key.learner) if each.key == key)
    by_rule = award.unlock is not None
    return Problem(
        award.origin,
        f"'{key.badge}' of '{key.learner}' ({key.awarded}) was erased, and its number is withdrawn"
        " for good",
        "award what gives it on another day, or take out what gives it"
        if by_rule
        else f"give it another day, or  issue: {key.issue + 1};  or take out what came back",
        "erased-award",
    )


def _with_derived(given: Roll[Award], derived: Roll[Award], jobs: int) -> Roll[Award]:
    def both(stretch: Stretch) -> Iterator[tuple[str, list[Award]]]:
        for learner in in_turn(given.learners(stretch), derived.learners(stretch)):
            mine = (*given.of(learner), *derived.of(learner))
            yield learner, sorted(mine, key=lambda award: award.key)

    return Roll.made(AWARDS, both, given.stretches(jobs), jobs)


class ByLearner(Mapping[str, tuple[Award, ...]]):
    """The awards of each learner who has any."""

    def __init__(self, awards: Roll[Award]) -> None:
        """Take all awards."""
        self._awards = awards

    def __getitem__(self, learner: str) -> tuple[Award, ...]:
        """Return a learner's awards, by key."""
        found = self._awards.of(learner)
        if not found:
            raise KeyError(learner)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the learners."""
        return self._awards.learners()

    def __len__(self) -> int:
        """Return how many learners have awards."""
        return sum(1 for _ in self)


class _Digests(Mapping[AwardKey, str]):
    """What each award's credential says, as digests that no base URL changes."""

    def __init__(
        self, catalog: Catalog, awards: Roll[Award], unlocking: set[tuple[str, str]]
    ) -> None:
        self._catalog, self._awards = catalog, awards
        self._register = rolled(ENTRIES, catalog.register)
        self._rules = {each: _rules_digest(catalog, *each) for each in unlocking}
        self._of = lru_cache(_LATEST)(self._found)

    def _found(self, learner: str) -> dict[AwardKey, str]:
        catalog, entries = self._catalog, self._register.of(learner)
        versions = {entry.award: entry.version for entry in entries}
        born = {entry.award: entry for entry in entries if entry.born}
        found = {}
        for award in self._awards.of(learner):
            said = as_issued(award, born) if born else award
            found[award.key] = credentials.content_digest(
                catalog.site,
                catalog.badge_at(award.badge, versions.get(award.key, "")),
                said,
                catalog.learners[award.learner],
                "" if award.unlock is None else self._rules[_rule_of(award.unlock)],
            )
        return found

    def __getitem__(self, key: AwardKey) -> str:
        return self._of(key.learner)[key]

    def __iter__(self) -> Iterator[AwardKey]:
        return (award.key for award in self._awards)

    def __len__(self) -> int:
        return len(self._awards)


def _unlocking(awards: Iterable[Award]) -> set[tuple[str, str]]:
    """Return the pathways at the versions that gave something by rule."""
    return {_rule_of(award.unlock) for award in awards if award.unlock is not None}


def _rule_of(unlock: Unlock) -> tuple[str, str]:
    return unlock.pathway, unlock.version


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
            if level.milestone is not None:
                found[level.milestone].append(Place(pathway, number, total, milestone=True))
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
