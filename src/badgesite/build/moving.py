"""Addresses that a change takes away or moves: what links and credentials out there point to.

Told are what people and other programs keep: pages, JSON of badges and rules, backpacks,
credentials. Of a learner who is not public it is said that an address goes, never which.
"""

from collections.abc import Iterator

from msgspec import Struct

from badgesite.addresses import (
    achievement_path,
    badge_path,
    credential_path,
    former_addresses,
    learner_address,
    learner_path,
    page_path,
    pathway_path,
    pathway_rules_path,
)
from badgesite.build.comparison import AddressChange, Person
from badgesite.model import Learner, Visibility
from badgesite.plan.facts import Facts


class _Thing(Struct, frozen=True):
    """Something with an address, recognised by `what` and the learner's id on both sides."""

    path: str
    what: str
    learner: str | None = None
    former: bool = False


def moves(before: Facts, after: Facts) -> tuple[AddressChange, ...]:
    """Return the addresses of before that after has no more, or that only lead elsewhere."""
    then, now = list(_things(before)), list(_things(after))
    homes = {thing.path for thing in now if not thing.former}
    formers = {thing.path for thing in now if thing.former}
    places = {(thing.what, thing.learner): thing.path for thing in now if not thing.former}
    found = list(_site(before, after))
    for thing in then:
        redirected = thing.path in formers
        if thing.path in homes or (redirected and thing.former):
            continue
        place = None if thing.former else places.get((thing.what, thing.learner))
        found.append(_change(thing, place, redirected, before, after))
    return tuple(found)


def _change(
    thing: _Thing, place: str | None, redirected: bool, before: Facts, after: Facts
) -> AddressChange:
    moved = place is not None
    if thing.learner is None:
        return AddressChange(thing.what, None, thing.path, place, moved, redirected)
    person = person_of(thing.learner, before, after)
    if person.name is None:
        return AddressChange(thing.what, person, None, None, moved, redirected)
    return AddressChange(thing.what, person, thing.path, place, moved, redirected)


def person_of(learner: str, *sides: Facts) -> Person:
    """Return the learner, by name only where every side that knows the learner is public."""
    known = [each for side in sides if (each := side.catalog.learners.get(learner)) is not None]
    public = all(each.visibility is Visibility.PUBLIC for each in known)
    return Person(learner, known[-1].name if known and public else None)


def _site(before: Facts, after: Facts) -> Iterator[AddressChange]:
    then, now = before.catalog.site.url, after.catalog.site.url
    if then != now:
        yield AddressChange("the whole site", None, then, now, moved=True)


def _things(facts: Facts) -> Iterator[_Thing]:
    yield from _definitions(facts)
    for page in facts.catalog.pages:
        yield _Thing(page_path(page.path), f"the page '{page.path}'")
    published = [each for each in facts.catalog.learners.values() if facts.is_published(each)]
    for learner in published:
        yield from _backpack(facts, learner)
    shown = {learner.id for learner in published}
    gone = (*facts.assigned.vanished, *facts.assigned.ended)  # they keep a page that says so
    for entry in (*facts.entries.values(), *gone):
        award = entry.award
        if award.learner in shown or award.learner not in facts.catalog.learners:
            what = f"the credential for '{award.badge}' ({award.awarded}, issue {award.issue})"
            yield _Thing(credential_path(entry.uuid), what, award.learner)


def _definitions(facts: Facts) -> Iterator[_Thing]:
    catalog = facts.catalog
    for badge in catalog.badges.values():
        yield _Thing(badge_path(badge.id), f"the badge '{badge.id}'")
        yield _Thing(
            achievement_path(badge.id, badge.version, badge.version),
            f"the achievement of '{badge.id}'",
        )
    for id_, version in catalog.earlier_badges:
        path = achievement_path(id_, version, catalog.badges[id_].version)
        yield _Thing(path, f"the achievement of '{id_}', version {version}")
    for pathway in catalog.pathways.values():
        yield _Thing(pathway_path(pathway.id), f"the pathway '{pathway.id}'")
        yield _rules(pathway.id, pathway.version)
    for id_, version in catalog.earlier_pathways:
        yield _rules(id_, version)


def _rules(id_: str, version: str) -> _Thing:
    return _Thing(pathway_rules_path(id_, version), f"the rules of '{id_}', version {version}")


def _backpack(facts: Facts, learner: Learner) -> Iterator[_Thing]:
    salt = facts.catalog.site.salt
    home = learner_path(learner_address(salt, learner))
    yield _Thing(home, "the backpack", learner.id)
    for address in former_addresses(salt, learner):
        yield _Thing(learner_path(address), "a former address of the backpack", learner.id, True)
