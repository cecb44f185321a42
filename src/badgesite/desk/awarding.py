"""award, renew, replace and revoke: awards are added and withdrawn, never changed or deleted."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from badgesite.desk.tables import add_award, add_revocation
from badgesite.desk.workspace import Done, Setting, Workspace, alone
from badgesite.editing import with_scalar
from badgesite.errors import BadgesiteError
from badgesite.model import Award, AwardKey, Learner
from badgesite.progress import derived_awards, expires

_SAID = ("awarded", "expires", "evidence", "narrative", "result", "waived")
_COMMIT = "badgesite build   ·   git add content && git commit -m '{}'"


class Wish(Struct, frozen=True):
    """What is asked of a new award; None is "as it was", or "not given" for a first one."""

    on: date | None = None
    expires: date | None = None
    evidence: tuple[str, ...] | None = None
    narrative: str | None = None
    result: str | None = None
    waived: str | None = None


@alone
def award(setting: Setting, learner: str, badge: str, wish: Wish) -> Done:
    """Add an award; a second one of the same badge and day is a mistake while the first stands."""
    work = Workspace(setting, about=learner)
    person = work.learner(learner)
    given = work.awards_of(person.id, badge)
    day = wish.on or work.today
    if any(each.awarded == day for each in given):
        raise BadgesiteError(
            f"'{person.id}' has '{badge}' of {day} already",
            f'a corrected one takes its place: badgesite replace {person.id} {badge} --reason "…"',
        )
    key = AwardKey(person.id, badge, day)
    by_rule = {each.key for each in derived_awards(work.catalog).of(person.id)}
    if key in by_rule and key not in work.catalog.revocations:
        raise BadgesiteError(
            f"'{person.id}' has '{badge}' of {day} already: a rule gave it",
            "leave it as it is; a row beside it would take its parts from it",
        )
    made = _new(key, wish, work)
    path = add_award(work, made)
    work.drafts.say(f"{path}: {_said(made)}")
    return work.finish(_COMMIT.format(f"Award {badge}"))


@alone
def renew(setting: Setting, learner: str, badge: str, wish: Wish) -> Done:
    """Add an award of a badge that the learner holds or held, of a later day."""
    work = Workspace(setting, about=learner)
    person = work.learner(learner)
    given = work.awards_of(person.id, badge)
    if not given:
        raise BadgesiteError(
            f"'{person.id}' has no '{badge}' that could be renewed",
            f"award it: badgesite award {person.id} {badge}",
        )
    last, day = given[-1], wish.on or work.today
    if day <= last.awarded:
        raise BadgesiteError(
            f"'{badge}' of '{person.id}' is of {last.awarded}, and a renewal is of a later day",
            "give the day of the renewal with --on",
        )
    made = _new(AwardKey(person.id, badge, day), wish, work)
    path = add_award(work, made)
    ended = expires(work.catalog, last)
    was = f", valid to {ended}" if ended else ""
    work.drafts.say(f"{path}: {_said(made)}, after that of {last.awarded}{was}")
    return work.finish(_COMMIT.format(f"Renew {badge}"))


@alone
def revoke(
    setting: Setting, learner: str, badge: str, awarded: date | None, on: date | None, reason: str
) -> Done:
    """Withdraw an award for good; its page stays and says so."""
    work = Workspace(setting, about=learner)
    person = work.learner(learner)
    old = _chosen(work, person.id, badge, awarded, by_rule=True)
    add_revocation(work, old.key, (on or work.today).isoformat(), "revoked", reason)
    return work.finish(_COMMIT.format(f"Withdraw {badge}"), reissue=reason, whose=[person.id])


@alone
def replace_award(
    setting: Setting,
    learner: str,
    badge: str,
    awarded: date | None,
    wish: Wish,
    reason: str,
    name: str | None = None,
) -> Done:
    """Give a corrected credential in place of one; the page of the old one leads to the new one."""
    work = Workspace(setting, about=learner)
    person = work.learner(learner)
    old = _chosen(work, person.id, badge, awarded)
    if name is None and wish == Wish():
        raise BadgesiteError(
            "nothing is corrected", "say what: --name, --on, --evidence, --expires, --result …"
        )
    day = wish.on or old.awarded
    base = replace(old, awarded=day, issue=1)
    issue = max(issues_of(work, base.key), default=0) + 1
    made = replace(_with(base, wish, work), issue=issue)
    if name in (None, person.name) and all(
        getattr(made, each) == getattr(old, each) for each in _SAID
    ):
        raise BadgesiteError(
            "nothing is corrected: this is what the credential says already",
            "say what is another: --name, --on, --evidence, --expires, --result …",
        )
    own = old.origin.path
    path = add_award(work, made, own if own.startswith("content/awards/") else None)
    add_revocation(work, old.key, work.today.isoformat(), "replaced", reason)
    work.drafts.say(f"{path}: {_said(made)}")
    if name is not None:
        set_name(work, person, name)
    return work.finish(_COMMIT.format(f"Correct {badge}"), reissue=reason, whose=[person.id])


def set_name(work: Workspace, person: Learner, name: str) -> None:
    """Write the learner's name where it stands."""
    set_field(work, person, "name", name)
    work.drafts.say(f"{person.origin.path}: '{person.name}' is now '{name}'")


def set_field(work: Workspace, person: Learner, field: str, value: str) -> None:
    """Write one field of a learner, in the own file or the row of a table."""
    path = person.origin.path
    if path.endswith(".yml"):
        work.drafts.put(path, with_scalar(work.drafts.text(path), field, value))
        return
    table = work.drafts.table(path).with_columns([field])
    line = next(line for line, row in table.rows() if row.get("id") == person.id)
    work.drafts.put(path, table.with_changes({line: {field: value}}).text)


def issues_of(work: Workspace, key: AwardKey) -> set[int]:
    """Return the issues that were ever given of an award."""
    keys = [award.key for award in work.catalog.awards]
    keys += [entry.award for entry in work.catalog.register]
    return {each.issue for each in keys if each[:3] == key[:3]}


def _chosen(
    work: Workspace, learner: str, badge: str, awarded: date | None, *, by_rule: bool = False
) -> Award:
    """Return the one award that is meant."""
    given = work.awards_of(learner, badge, by_rule=by_rule)
    if awarded is not None:
        given = [each for each in given if each.awarded == awarded]
    if len(given) == 1:
        return given[0]
    if not given:
        of = f" of {awarded}" if awarded else ""
        raise BadgesiteError(
            f"'{learner}' has no '{badge}'{of} that stands",
            "see who has what: badgesite list awards",
        )
    listed = ", ".join(str(each.awarded) for each in given)
    raise BadgesiteError(
        f"'{learner}' has '{badge}' {len(given)} times: {listed}",
        f"say which: --awarded {given[-1].awarded}",
    )


def _new(key: AwardKey, wish: Wish, work: Workspace) -> Award:
    """Return an award of that day, in its first issue that is not withdrawn."""
    while key in work.catalog.revocations:
        key = key._replace(issue=key.issue + 1)
    return _with(Award(*key), wish, work)


def _said(award: Award) -> str:
    which = f", issue {award.issue}" if award.issue > 1 else ""
    return f"'{award.badge}' for '{award.learner}' of {award.awarded}{which}"


def _with(award: Award, wish: Wish, work: Workspace) -> Award:
    if award.awarded > work.today:
        raise BadgesiteError(
            f"{award.awarded} is a day to come", "award it on the day, or give an earlier one"
        )
    return replace(
        award,
        expires=wish.expires or award.expires,
        evidence=wish.evidence if wish.evidence is not None else award.evidence,
        narrative=wish.narrative or award.narrative,
        result=wish.result or award.result,
        waived=wish.waived or award.waived,
    )
