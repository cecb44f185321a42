"""How long a learner's badges last, and what they prove for so long."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile

from badgesite.addresses import credential_path
from badgesite.languages import folded_words
from badgesite.model import Award, AwardKey
from badgesite.plan.facts import Facts
from badgesite.progress import Turn, turns
from badgesite.progress.lapse import Became
from badgesite.rendering.views import SkillCount, SkillState


def rule_holds_until(found: Sequence[Turn]) -> date | None:
    """Return the day before the lapse with which the turns of an award end, if they do."""
    lapsed = [*takewhile(lambda turn: turn.became is Became.LAPSED, reversed(found))]
    return lapsed[-1].day - timedelta(days=1) if lapsed else None


def lapses(facts: Facts, award: Award) -> date | None:
    """Return the last day of the rule that gave the award, where it lapses before it expires."""
    until = rule_holds_until(turns(facts.catalog, award, facts.language))
    expires = facts.expires(award)
    return None if until is None or (expires is not None and expires <= until) else until


def skill_counts(
    facts: Facts,
    awards: Sequence[Award],
    lapsing: Mapping[AwardKey, date | None],
    day: date,
) -> tuple[SkillCount, ...]:
    """Return each skill that badges prove from a day on, the most proved first."""
    proofs: dict[str, list[tuple[date, Award]]] = {}
    names: dict[str, str] = {}
    for award in sorted(awards, key=lambda each: each.badge):  # named as in the list of skills
        last = lapsing[award.key] or facts.expires(award) or date.max
        if last >= day:
            for skill in facts.catalog.badges[award.badge].skills:
                key = folded_words(skill.name)
                names.setdefault(key, skill.name)
                proofs.setdefault(key, []).append((last, award))
    found = [_count(facts, names[key], each, day) for key, each in proofs.items()]
    return tuple(sorted(found, key=lambda skill: (-skill.states[0].count, skill.name)))


def _count(facts: Facts, name: str, proofs: list[tuple[date, Award]], day: date) -> SkillCount:
    """Return by how many badges a skill is proved: a renewed one counts once."""
    until, longest = max(proofs, key=lambda proof: proof[0])
    starts = [day, *sorted({last + timedelta(days=1) for last, _ in proofs if last < until})]
    return SkillCount(
        name,
        credential_path(facts.entries[longest.key].uuid),
        tuple(
            SkillState(start, len({award.badge for last, award in proofs if last >= start}))
            for start in starts
        ),
        None if until == date.max else until,
    )
