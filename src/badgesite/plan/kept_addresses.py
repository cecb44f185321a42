"""Addresses that were published and whose thing is left: pages that say where to go, or since when.

Of what content/addresses.csv and the register remember, these are those that nothing else
publishes. A learner who became private has no page, and none that says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from badgesite.addresses import embed_path, learner_path, opaque_address
from badgesite.errors import Origin, Problem
from badgesite.model import Address, RegisterEntry
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output
from badgesite.plan.published import published
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import Frame, GoneView, MovedView

_COMPUTED = re.compile(r"learners/[a-z2-7]{26}/")


Kept = MovedView | GoneView
NOBODY = ""


def kept_views(facts: Facts) -> Mapping[str, tuple[Kept, ...]]:
    """Return a view for each remembered address that leads elsewhere or has nothing in its place.

    By the id of the learner whose it is or was, NOBODY for what is nobody's.
    """
    views: defaultdict[str, list[Kept]] = defaultdict(list)
    begun = _begun(facts)
    for path, (row, owner) in sorted(_left(facts).items()):
        if not path.endswith("/"):
            continue  # a file has no page; whoever reads it is a program
        if row.leads_to is not None:
            views[owner].append(MovedView(path, row.leads_to))
        elif row.gone is not None or row.whose is not None:
            below = ("", *(f"{pathway}/" for pathway in begun.get(owner, ())))
            views[owner] += [GoneView(path + each, row.gone, row.reason or "") for each in below]
    for entry in _gone_entries(facts):
        views[entry.award.learner].append(GoneView(embed_path(entry.uuid), None, ""))
    return {owner: tuple(found) for owner, found in views.items()}


def kept_outputs(views: Iterable[Kept], theme: Theme, frame: Frame) -> Iterator[Output]:
    """Yield the pages of these views."""
    for view in views:
        recipe = pages.moved_page if isinstance(view, MovedView) else pages.gone_page
        yield Output(f"{view.path}index.html", recipe, (theme, frame, view))


def _gone_entries(facts: Facts) -> Iterator[RegisterEntry]:
    """Yield what was issued and is in the content no more, but of learners without pages."""
    for entry in (*facts.assigned.vanished, *facts.assigned.ended):
        learner = facts.catalog.learners.get(entry.award.learner)
        if learner is None or facts.is_published(learner):
            yield entry


def _begun(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return the pathways that each learner of the register had pages on, by what they earned."""
    found: dict[str, set[str]] = {}
    for entry in _gone_entries(facts):
        places = facts.places.get(entry.award.badge, ())
        found.setdefault(entry.award.learner, set()).update(each.pathway.id for each in places)
    return {learner: tuple(sorted(pathways)) for learner, pathways in found.items()}


def lost_addresses(facts: Facts) -> Iterator[Problem]:
    """Yield the remembered addresses at which there would be nothing, and nobody said why."""
    for path, (row, _) in sorted(_left(facts).items()):
        if row.leads_to is None and row.gone is None and row.whose is None:
            yield Problem(
                row.origin,
                f"the address '{path}' was published, and nothing is there any more",
                "put back what was there; or write in this row where it leads (leads_to),"
                " or since when it is gone, and the reason",
                "address-lost",
            )


def _left(facts: Facts) -> Mapping[str, tuple[Address, str]]:
    """Return what is remembered and not published, with whose it is; not of private learners."""
    now = {path for path, _ in published(facts)}
    learners = facts.catalog.learners
    rows = {row.path: row for row in facts.catalog.addresses}
    for path, learner in _vanished(facts):
        rows.setdefault(path, Address(path, learner, origin=Origin("content/register.csv")))
    if any(_COMPUTED.fullmatch(path) for path in rows):
        now |= set(_computed(facts))
    left = {}
    for path, row in rows.items():
        owner = learners.get(row.whose or "")
        if path not in now and (owner is None or facts.is_published(owner)):
            rest = row if owner is None else replace(row, whose=None)  # it was a slug
            left[path] = (rest, row.whose or NOBODY)
    return left


def _computed(facts: Facts) -> Iterator[str]:
    """Yield the computed addresses of all learners, also those that lead to a slug."""
    salt = facts.catalog.site.salt
    for learner in facts.catalog.learners.values():
        for id_ in (learner.id, *learner.former_ids):
            yield learner_path(opaque_address(salt, id_))


def _vanished(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the computed address of each learner whom only the register still knows."""
    salt = facts.catalog.site.salt
    former = {each for one in facts.catalog.learners.values() for each in one.former_ids}
    gone = (*facts.assigned.vanished, *facts.assigned.ended)
    for learner in sorted({e.award.learner for e in gone if not e.is_erased} - former):
        if learner in facts.catalog.learners:
            continue
        yield learner_path(opaque_address(salt, learner)), learner
