"""What became of what was issued: what the register lacks, what changed, ended or vanished."""

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from badgesite.errors import Origin, Problem, Severity
from badgesite.model import Catalog, PathwayNeeded, RegisterEntry
from badgesite.plan.facts import Facts
from badgesite.plan.kept_addresses import lost_addresses
from badgesite.register import Changed
from badgesite.rules.walk import requirements, steps

BROKEN_PROMISES = frozenset({"register-changed", "rule-changed", "final-ended", "address-lost"})
"""Warnings with which no site is published that others rely on.

A part that vanished is withdrawn, and stops no build: so what rests on it stops none either.
"""


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
        if change.parts == ("rules",):
            continue  # told once for the pathway
        if _rests_on_others(facts, change):
            found.append(_other_parts(change.entry))
            continue
        found.append(
            Problem(
                change.entry.origin,
                change.sentence,
                'undo the change, or accept it with: badgesite register --reissue "reason"',
                "register-changed",
                Severity.WARNING,
            )
        )
    found += _ended(facts)
    lost = (replace(each, severity=Severity.WARNING) for each in lost_addresses(facts))
    return (*found, *_changed_rules(facts), *lost)


def _rests_on_others(facts: Facts, change: Changed) -> bool:
    """Whether a rule gave the badge and gives it still, only by other awards than it did.

    That comes of a part that vanished, which is told of itself.
    """
    award = change.entry.award
    return change.parts == ("award",) and any(
        each.key == award and each.unlock is not None for each in facts.by_learner[award.learner]
    )


def _other_parts(entry: RegisterEntry) -> Problem:
    award = entry.award
    return Problem(
        entry.origin,
        f"since '{award.badge}' of '{award.learner}' ({award.awarded}) was given by a rule, the"
        " awards that it rests on changed; it is signed again, and names those that there are now",
        'put back what is gone, or accept it with: badgesite register --reissue "reason"',
        "parts-changed",
        Severity.WARNING,
    )


def _ended(facts: Facts) -> Iterator[Problem]:
    """Yield the badges that a rule gave, and that no rule gives any more, for no stated reason."""
    for entry in facts.assigned.ended:
        award = entry.award
        if award not in facts.catalog.revocations and award.learner in facts.catalog.learners:
            yield Problem(
                entry.origin,
                f"'{award.badge}' of '{award.learner}' ({award.awarded}) was given by a rule,"
                " and no rule gives it any more",
                "keep the old rule as ID@VERSION.md, beside the new one; or withdraw it:"
                f' badgesite revoke {award.learner} {award.badge} --reason "…"',
                "final-ended",
                Severity.WARNING,
            )


def _changed_rules(facts: Facts) -> Iterator[Problem]:
    """Yield the pathways whose rule is no longer the one by which badges were given."""
    changed = [each.entry.award for each in facts.assigned.changed if "rules" in each.parts]
    given = Counter(
        (award.unlock.pathway, award.unlock.version, award.badge)
        for key in changed
        for award in facts.by_learner[key.learner]
        if award.key == key and award.unlock is not None
    )
    for (id_, version, badge), count in sorted(given.items()):
        pathway = facts.catalog.pathway_at(id_, version)
        inner = sorted(_nested_in(facts.catalog, id_, version))
        yield Problem(
            facts.catalog.pathways[id_].origin if pathway is None else pathway.origin,
            f"the rule of '{id_}' is no longer the one by which its version {version} gave"
            f" '{badge}' to {count} learner{'s' * (count != 1)}"
            + (f"; inside it stands {' and '.join(inner)}" if inner else ""),
            f"keep the old rule as content/pathways/{id_}@{version}.md and give this one a new"
            " version"
            + ("; hold a pathway inside to its version with  version: …" if inner else "")
            + '; or accept it with: badgesite register --reissue "reason"',
            "rule-changed",
            Severity.WARNING,
        )


def _nested_in(catalog: Catalog, id_: str, version: str) -> set[str]:
    """Return the pathways that a rule asks for, without those that it holds to a version."""
    pathway = catalog.pathway_at(id_, version)
    return {
        f"'{each.pathway}'"
        for step in (steps(pathway) if pathway else ())
        for each in requirements(step.requirement)
        if isinstance(each, PathwayNeeded) and each.version is None
    }


def register_notes(facts: Facts) -> tuple[str, ...]:
    """Return what a build does by itself and somebody should know: it withdraws what vanished.

    Of what was erased nobody has to know again.
    """
    pending = len(facts.assigned.withdrawals)
    many = "1 withdrawal is" if pending == 1 else f"{pending} withdrawals are"
    notes = (f"{many} not in the register yet: badgesite register",) if pending else ()
    told = (
        *((each, _gone(each)) for each in facts.assigned.vanished if not each.is_erased),
        *((entry, _left(entry)) for entry in _left_behind(facts)),
    )
    return notes + tuple(f"{each.origin.path}:{each.origin.line}: {what}" for each, what in told)


def _left_behind(facts: Facts) -> Iterator[RegisterEntry]:
    """Yield the badges that a rule gave to learners who are gone, and that are not withdrawn."""
    for entry in facts.assigned.ended:
        stands = not facts.assigned.is_withdrawn(entry)
        if stands and entry.award.learner not in facts.catalog.learners:
            yield entry


def _left(entry: RegisterEntry) -> str:
    award = entry.award
    return (
        f"'{award.badge}' of '{award.learner}' ({award.awarded}) was given by a rule, and nobody of"
        " that id is in content/ any more; its credential is not withdrawn: if it is to be, put the"
        f" learner back, and take them out with: badgesite erase {award.learner}"
    )


def vanished(facts: Facts) -> Iterator[Problem]:
    """Yield what the next build withdraws, unless somebody has said that it shall be."""
    for entry in facts.assigned.vanished:
        if entry.withdrawn is None and entry.award not in facts.catalog.revocations:
            yield Problem(
                entry.origin,
                _gone(entry),
                "put its row back; or if it is to end, say why: badgesite revoke; an id is changed"
                " with badgesite rename-learner",
                "award-vanished",
                Severity.NOTE,
            )


def _gone(entry: RegisterEntry) -> str:
    award = entry.award
    return (
        f"'{award.badge}' of '{award.learner}' ({award.awarded}) is no longer in content/,"
        " so its credential is withdrawn"
    )
