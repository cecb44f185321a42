"""Rules of awards and revocations: each refers to something that was given."""

from collections.abc import Iterator

from badgesite.errors import Problem, Severity
from badgesite.model import AwardKey, Catalog, Withdrawal
from badgesite.progress import derived_awards


def _given(catalog: Catalog) -> set[AwardKey]:
    """Return every award there is or ever was: written, given by a rule, or in the register."""
    there = {award.key for award in (*catalog.awards, *derived_awards(catalog))}
    return there | {entry.award for entry in catalog.register}


def _by_rule(catalog: Catalog) -> set[str]:
    """Return the badges that pathways give by themselves."""
    found: set[str] = set()
    for pathway in (*catalog.pathways.values(), *catalog.earlier_pathways.values()):
        if pathway.award == "by-rule":
            ends = (pathway.final, *(level.milestone for level in pathway.levels))
            found.update(each for each in ends if each is not None)
    return found


def revocation_has_its_award(catalog: Catalog) -> Iterator[Problem]:
    """What is withdrawn was given: written, recorded in the register, or given by a rule."""
    if not catalog.revocations:
        return
    given = _given(catalog)
    for revocation in catalog.revocations.values():
        key = revocation.award
        if key in given:
            continue
        days = sorted(
            f"{each.awarded}" + (f" (issue {each.issue})" if each.issue > 1 else "")
            for each in given
            if (each.learner, each.badge) == (key.learner, key.badge)
        )
        issue = f" (issue {key.issue})" if key.issue > 1 else ""
        yield Problem(
            revocation.origin,
            f"'{key.learner}' has no '{key.badge}' of {key.awarded}{issue} to withdraw",
            f"there is one of {', '.join(days)}" if days else "correct the row, or delete it",
            "revocation-without-award",
        )


def replaced_award_has_another(catalog: Catalog) -> Iterator[Problem]:
    """For what is replaced, the learner has another award of the same badge."""
    standing = {
        (award.learner, award.badge)
        for award in catalog.awards
        if award.key not in catalog.revocations
    }
    by_rule = _by_rule(catalog)
    for revocation in catalog.revocations.values():
        key = revocation.award
        if revocation.kind is not Withdrawal.REPLACED or key.badge in by_rule:
            continue
        if (key.learner, key.badge) not in standing:
            yield Problem(
                revocation.origin,
                f"'{key.badge}' of '{key.learner}' is replaced, and nothing takes its place",
                f"add the award that replaces it (the same day with  issue: {key.issue + 1},"
                " or another day)",
                "replaced-by-nothing",
                Severity.WARNING,
            )


def issue_follows_an_issue(catalog: Catalog) -> Iterator[Problem]:
    """An award with issue 2 or more stands in place of the issue before it, which is replaced."""
    later = [award for award in catalog.awards if award.issue > 1]
    given = _given(catalog) if later else set()
    for award in later:
        before = award.key._replace(issue=award.issue - 1)
        if before not in given:
            sentence = (
                f"issue {award.issue} of this award, and issue {before.issue} was never given"
            )
            remedy = f"correct 'issue', or keep the award with  issue: {before.issue}"
        elif before not in catalog.revocations:
            sentence = f"issue {award.issue} is here, and issue {before.issue} still stands"
            remedy = "add issue " + str(before.issue) + " to content/revocations.csv as replaced"
        else:
            continue
        yield Problem(award.origin, sentence, remedy, "issue-order", Severity.WARNING)
