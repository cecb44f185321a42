"""Rules of awards and revocations: each refers to something that was given."""

from collections.abc import Iterator

from badgesite.errors import Problem, Severity
from badgesite.model import AwardKey, Catalog, Withdrawal
from badgesite.progress import derived_awards
from badgesite.register import last_entries
from badgesite.rolls import AWARDS, ENTRIES, rolled


class _Given:
    """The awards of each learner: those there are, and those there ever were."""

    def __init__(self, catalog: Catalog) -> None:
        self._awards, self._derived = rolled(AWARDS, catalog.awards), derived_awards(catalog)
        self._register = rolled(ENTRIES, catalog.register)

    def there(self, learner: str) -> set[AwardKey]:
        """Return the awards that are written, or given by a rule."""
        return {each.key for each in (*self._awards.of(learner), *self._derived.of(learner))}

    def ever(self, learner: str) -> set[AwardKey]:
        """Return every award there is or ever was: written, given by a rule, or in the register."""
        return self.there(learner) | {entry.award for entry in self._register.of(learner)}


def revocation_has_its_award(catalog: Catalog) -> Iterator[Problem]:
    """What is withdrawn was given: written, recorded in the register, or given by a rule."""
    if not catalog.revocations:
        return
    known = _Given(catalog)
    for revocation in catalog.revocations.values():
        key = revocation.award
        given = known.ever(key.learner)
        if key in given:
            continue
        days = sorted(
            f"{each.awarded}" + (f" (issue {each.issue})" if each.issue > 1 else "")
            for each in given
            if each.badge == key.badge
        )
        issue = f" (issue {key.issue})" if key.issue > 1 else ""
        yield Problem(
            revocation.origin,
            f"'{key.learner}' has no '{key.badge}' of {key.awarded}{issue} to withdraw",
            f"there is one of {', '.join(days)}" if days else "correct the row, or delete it",
            "revocation-without-award",
        )


def revocation_stays(catalog: Catalog) -> Iterator[Problem]:
    """What the register remembers as withdrawn is withdrawn: that is never taken back."""
    known = _Given(catalog)
    silent = (
        entry
        for _, entries in rolled(ENTRIES, catalog.register).groups()
        for entry in last_entries(entries).values()
        if entry.withdrawn is not None and entry.award not in catalog.revocations
    )
    for entry in silent:
        key = entry.award
        if key not in known.there(key.learner):
            continue  # what vanished is withdrawn anyway
        row = f"{key.learner},{key.badge},{key.awarded},{entry.withdrawn}"
        issue = f", issue {key.issue}" if key.issue > 1 else ""
        yield Problem(
            entry.origin,
            f"'{key.badge}' of '{key.learner}' ({key.awarded}{issue}) was withdrawn on"
            f" {entry.withdrawn}, and content/revocations.csv no longer says so",
            f"a revocation is final: put the row back ({row},KIND,REASON); give the badge again"
            f" with  issue: {key.issue + 1}",
            "revocation-taken-back",
        )


def replaced_award_has_another(catalog: Catalog) -> Iterator[Problem]:
    """For what is replaced, the learner has another award of the same badge."""
    awards = rolled(AWARDS, catalog.awards)
    by_rule = catalog.given_by_rule
    for revocation in catalog.revocations.values():
        key = revocation.award
        if revocation.kind is not Withdrawal.REPLACED or key.badge in by_rule:
            continue
        mine = (each for each in awards.of(key.learner) if each.badge == key.badge)
        if all(each.key in catalog.revocations for each in mine):
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
    known = _Given(catalog)
    for award in later:
        before = award.key._replace(issue=award.issue - 1)
        if before not in known.ever(award.learner):
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
