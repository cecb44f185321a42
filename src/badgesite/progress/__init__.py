"""Pathways, awards and a day give states; rules give final badges; rules are said in words. Pure.

Nothing here is stored: progress is derived from the catalog each time it is asked for.
"""

from datetime import date

from badgesite.languages import ENGLISH, Language
from badgesite.model import Award, Catalog, Pathway
from badgesite.progress.holdings import Expiries, expiry
from badgesite.progress.lapse import Lapse, Turn, lapse_of, turns_of
from badgesite.progress.standings import Standings
from badgesite.progress.states import (
    Because,
    Ended,
    LevelProgress,
    PathwayProgress,
    StepProgress,
    StepState,
)
from badgesite.progress.words import levels_open, levels_sentence, pill, sentence, step_name
from badgesite.rolls import ENTRIES, Roll, rolled

__all__ = [
    "Because",
    "Ended",
    "Lapse",
    "LevelProgress",
    "PathwayProgress",
    "Standings",
    "StepProgress",
    "StepState",
    "Turn",
    "all_progress",
    "derived_awards",
    "expires",
    "expiry",
    "lapse",
    "last_day",
    "levels_open",
    "levels_sentence",
    "pathway_for",
    "pathway_progress",
    "pill",
    "reword",
    "sentence",
    "standings",
    "step_name",
    "timeline",
    "turns",
]


def standings(catalog: Catalog, jobs: int = 1) -> Standings:
    """Return the catalog indexed, once for as long as there is this catalog.

    A large one is indexed by so many processes.
    """
    found: Standings | None = catalog.worked_out.get(Standings)
    if found is None:
        found = catalog.worked_out[Standings] = Standings(catalog, jobs)
    return found


def reword(catalog: Catalog, other: Catalog) -> None:
    """Let another catalog, with other names alone, be asked about without deriving anything."""
    other.worked_out[Standings] = standings(catalog).reworded(other)


def derived_awards(catalog: Catalog) -> Roll[Award]:
    """Return the final badges and milestones that rules give, each with its Unlock, by key."""
    return standings(catalog).derived


def expires(catalog: Catalog, award: Award) -> date | None:
    """Return the award's last day, by the version of its badge that the register has it under."""
    return Expiries(catalog, rolled(ENTRIES, catalog.register).of(award.learner))(award)


def pathway_progress(
    catalog: Catalog, learner_id: str, pathway: Pathway, on: date
) -> PathwayProgress:
    """Return where the learner stands on the pathway that day."""
    return standings(catalog).progress(learner_id, pathway, on)


def pathway_for(catalog: Catalog, learner_id: str, pathway_id: str) -> Pathway:
    """Return the version of the pathway that the learner is on: the current, or an earlier one."""
    return standings(catalog).pathway_for(learner_id, pathway_id)


def all_progress(catalog: Catalog, on: date) -> tuple[PathwayProgress, ...]:
    """Return the progress of each learner with an award that a pathway asks for.

    By learner, then pathway, each on the version that they are on. An award of a later day is
    none yet.
    """
    return tuple(standings(catalog).all_progress(on))


def timeline(
    catalog: Catalog, learner_id: str, pathway: Pathway, start: date
) -> tuple[tuple[date, PathwayProgress], ...]:
    """Return (day, progress) from `start` on, and again for each later day that changes it."""
    return tuple(standings(catalog).timeline(learner_id, pathway, start))


def lapse(catalog: Catalog, learner_id: str, pathway: Pathway, on: date) -> Lapse | None:
    """Return since when and why the learner's final badge rests on a rule that holds no more."""
    known = standings(catalog)
    return known.remembered(
        "lapse", learner_id, pathway, on, lambda: lapse_of(known, learner_id, pathway, on)
    )


def turns(catalog: Catalog, award: Award, language: Language = ENGLISH) -> tuple[Turn, ...]:
    """Return how an award that a rule gave stands from its day on, and from each later change."""
    unlock = award.unlock
    pathway = None if unlock is None else catalog.pathway_at(unlock.pathway, unlock.version)
    if pathway is None:
        return ()
    known = standings(catalog)
    return known.remembered(
        f"turns of {award.badge} {award.issue} in {language.code}",
        award.learner,
        pathway,
        award.awarded,
        lambda: tuple(turns_of(known, award, pathway, language)),
    )


def last_day(catalog: Catalog) -> date:
    """Return the latest day of an award or revocation; of a key where there is neither."""
    given = max((award.awarded for award in catalog.awards), default=None)
    days = [revocation.on for revocation in catalog.revocations.values()]
    days += [] if given is None else [given]
    return max(days or [key.created for key in catalog.keys], default=date(1970, 1, 1))
