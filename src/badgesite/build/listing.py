"""What the content defines and where learners stand, as rows for tables and JSON."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from badgesite.addresses import (
    badge_path,
    credential_path,
    learner_address,
    learner_path,
    pathway_path,
)
from badgesite.build.checking import read
from badgesite.build.naming import learner_called
from badgesite.days import day_at
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.progress import PathwayProgress, all_progress

Row = dict[str, Any]


def listing(root: Path, what: str, jobs: int = 1) -> list[Row]:
    """Return one row for each badge, pathway, learner or award, with its address on the site."""
    catalog, _ = read(root, jobs=jobs)
    return _LISTS[what](facts_of(catalog, Mode.PREVIEW, jobs=jobs))


def _badges(facts: Facts) -> list[Row]:
    base = facts.catalog.site.url
    return [
        {"badge": b.id, "name": b.name, "version": b.version, "address": base + badge_path(b.id)}
        for b in facts.catalog.badges.values()
    ]


def _pathways(facts: Facts) -> list[Row]:
    base = facts.catalog.site.url
    return [
        {
            "pathway": p.id,
            "name": p.name,
            "version": p.version,
            "address": base + pathway_path(p.id),
        }
        for p in facts.catalog.pathways.values()
    ]


def _learners(facts: Facts) -> list[Row]:
    site = facts.catalog.site
    return [
        {
            "learner": one.id,
            "name": one.name,
            "visibility": str(one.visibility),
            "awards": len(facts.by_learner.get(one.id, ())),
            "address": site.url + learner_path(learner_address(site.salt, one))
            if facts.is_published(one)
            else None,
        }
        for one in facts.catalog.learners.values()
    ]


def _awards(facts: Facts) -> list[Row]:
    rows = []
    for award in facts.awards:
        entry, expires = facts.entries[award.key], facts.expires(award)
        withdrawn = facts.catalog.revocations.get(award.key)
        published = facts.is_published(facts.catalog.learners[award.learner])
        address = facts.catalog.site.url + credential_path(entry.uuid)
        rows.append(
            {
                "learner": award.learner,
                "badge": award.badge,
                "awarded": award.awarded.isoformat(),
                "issue": award.issue,
                "expires": expires.isoformat() if expires else None,
                "withdrawn": str(withdrawn.kind) if withdrawn else None,
                "uuid": str(entry.uuid),
                "address": address if published else None,
            }
        )
    return rows


_LISTS: dict[str, Callable[[Facts], list[Row]]] = {
    "badges": _badges,
    "pathways": _pathways,
    "learners": _learners,
    "awards": _awards,
}


def standing(
    root: Path, on: date | datetime, learner: str | None = None, jobs: int = 1
) -> list[Row]:
    """Return where each learner with an award that a pathway asks for stands on that day.

    An instant is taken as its day in the site's time zone. One learner is named by id or e-mail
    address.
    """
    catalog, _ = read(root, jobs=jobs)
    who = None if learner is None else learner_called(root, catalog, learner).id
    if isinstance(on, datetime):
        on = day_at(on, catalog.site.timezone)
    found = all_progress(catalog, on)
    return [_standing(each) for each in found if who in (None, each.learner)]


def _standing(progress: PathwayProgress) -> Row:
    return {
        "learner": progress.learner,
        "pathway": progress.pathway,
        "version": progress.version,
        "complete": progress.complete,
        "current": progress.current,
        "levels": [{"level": each.level, "complete": each.complete} for each in progress.levels],
        "steps": [{"step": each.step, "state": str(each.state)} for each in progress.steps],
    }
