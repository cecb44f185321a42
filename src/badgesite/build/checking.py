"""Content that may be built: read and checked, with every problem told together."""

from dataclasses import replace
from pathlib import Path

from badgesite.addresses import normal_base
from badgesite.content import load
from badgesite.errors import ContentError, Origin, Problem, Severity, in_order
from badgesite.model import Catalog
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.rules import check


def read(root: Path, base_url: str | None = None) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the checked catalog and its warnings; ContentError with every problem otherwise."""
    catalog, problems = _loaded(root)
    if catalog is None or any(problem.is_error for problem in problems):
        raise ContentError(problems)
    url = normal_base(base_url if base_url is not None else catalog.site.url)
    return replace(catalog, site=replace(catalog.site, url=url)), problems


def check_all(root: Path) -> tuple[Problem, ...]:
    """Return every problem of the content, those of the register included, in order."""
    catalog, problems = _loaded(root)
    if catalog is None or any(problem.is_error for problem in problems):
        return problems
    facts = facts_of(catalog, Mode.PREVIEW)
    return in_order((*problems, *register_problems(facts)))


def _loaded(root: Path) -> tuple[Catalog | None, tuple[Problem, ...]]:
    loaded = load(root)
    problems = loaded.problems
    if loaded.catalog is not None:
        whole = not any(problem.is_error for problem in problems)
        problems = (*problems, *check(loaded.catalog, whole=whole))
    return loaded.catalog, in_order(problems)


def register_problems(facts: Facts) -> tuple[Problem, ...]:
    """Return warnings about awards the register lacks, and credentials whose content changed."""
    found = []
    missing = facts.assigned.missing
    if missing:
        one = len(missing) == 1
        found.append(
            Problem(
                Origin("content/register.csv"),
                f"{'1 award is' if one else f'{len(missing)} awards are'} not in the register",
                f"record {'it' if one else 'them'} with: badgesite register",
                "register-missing",
                Severity.WARNING,
            )
        )
    for change in facts.assigned.changed:
        found.append(
            Problem(
                change.entry.origin,
                change.sentence,
                'undo the change, or accept it with: badgesite register --reissue "reason"',
                "register-changed",
                Severity.WARNING,
            )
        )
    return tuple(found)
