"""What became of a badge that a rule gave: since when, and why, the rule holds no more."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from badgesite.languages import ENGLISH, Language
from badgesite.model import Award, AwardKey, Level, Pathway, Unlock
from badgesite.progress.evaluate import Parts
from badgesite.progress.holdings import Held, Holding, Window, changes_after, counts
from badgesite.progress.standing import ended
from badgesite.progress.standings import Standings
from badgesite.progress.states import Because, Ended


class Lapse(NamedTuple):
    """The final award, the first day without the rule, and the awards that ended."""

    award: AwardKey
    since: date
    ended: tuple[Ended, ...]

    def said(self, language: Language = ENGLISH) -> str:
        """Return `Complete when awarded; lapsed since 4 May 2026 because …` as text."""
        return language.gettext(
            "Complete when awarded; lapsed since {day} because {why}",
            day=language.day(self.since),
            why=Because(ended=self.ended).said(language),
        )

    @property
    def sentence(self) -> str:
        """Return it in English, for the command line."""
        return self.said()


class Became(StrEnum):
    """How a badge that a rule gave stands: as awarded, or since some of its parts ended."""

    COMPLETE = "complete"
    RENEWED = "renewed"
    KEPT = "kept"
    LAPSED = "lapsed"


class Turn(NamedTuple):
    """How a badge that a rule gave stands from a day on; the sentence is empty while complete."""

    day: date
    became: Became
    sentence: str = ""


def lapse_of(known: Standings, learner_id: str, pathway: Pathway, on: date) -> Lapse | None:
    """Return the lapse of the learner's final badge as of a day, if there is one.

    None where the pathway keeps final badges, where none is held that counts, where the rule holds,
    and where it never held while the badge was there.
    """
    held = known.held(learner_id)
    finals = [part for part in held.get(pathway.final or "", ()) if counts(part, on)]
    if pathway.withdrawn == "keep" or not finals:
        return None
    rule = _Rule(known, pathway, pathway.levels, held)
    since, held_once = None, False
    for day in rule.days(finals[-1].awarded):
        if day > on:
            break
        if rule.parts(day) is not None:
            since, held_once = None, True
        elif held_once and since is None:
            since = day
    return None if since is None else rule.lapse(finals[-1].key, since)


def turns_of(
    known: Standings, award: Award, pathway: Pathway, language: Language
) -> Iterator[Turn]:
    """Yield how an award that a pathway gave stands: from its own day on, then for each change.

    Parts that ended are renewed when others meet the rule in their place.
    """
    unlock = award.unlock
    if unlock is None:
        return
    held = known.held(award.learner)
    levels = tuple(level for level in pathway.levels if level.milestone == award.badge)
    levels = pathway.levels if award.badge == pathway.final else levels
    rule = _Rule(known, pathway, levels, held, language)
    named = _named(held, unlock)
    before, since = None, None
    for day in rule.days(award.awarded):
        parts = rule.parts(day)
        since = None if parts is not None else (since or day)
        turn = rule.turn(award.key, named, parts, day, since)
        if before is None or turn[1:] != before[1:]:
            yield turn
        before = turn


def _named(held: Held, unlock: Unlock) -> tuple[Holding, ...]:
    return tuple(
        part
        for holdings in held.values()
        for part in holdings
        if (part.key in unlock.parts if part.file is None else part.file in unlock.foreign)
    )


class _Rule:
    """The levels that give a badge, and what a learner holds of what they ask for."""

    def __init__(
        self,
        known: Standings,
        pathway: Pathway,
        levels: tuple[Level, ...],
        held: Held,
        language: Language = ENGLISH,
    ) -> None:
        self.known = known
        self.language = language
        self.pathway = pathway
        self.levels = levels
        self.held = held
        asked = {
            badge
            for level, stops in known.route(pathway).levels
            if level in levels
            for stop in stops
            for badge in stop.asked
        }
        self.holdings = [part for each in sorted(asked, key=str) for part in held.get(each, ())]

    def days(self, start: date) -> list[date]:
        """Return the first day, and each later one that may change what holds."""
        return [start, *changes_after(self.holdings, start)]

    def parts(self, day: date) -> Parts | None:
        """Return what meets the rule on that day."""
        return self.known.rules.levels(self.levels, Window(self.held, day), (self.pathway.id,))

    def lapse(self, award: AwardKey, since: date) -> Lapse:
        """Return the lapse that began on a day: what met the rule the day before and ended."""
        good = self.parts(since - timedelta(days=1)) or ()
        return Lapse(award, since, self._ended(good, since))

    def turn(
        self,
        award: AwardKey,
        named: tuple[Holding, ...],
        parts: Parts | None,
        day: date,
        since: date | None,
    ) -> Turn:
        """Return how the award stands that day, by what meets the rule then, if anything does."""
        gone = self._ended(named, day)
        if not gone:
            return Turn(day, Became.COMPLETE)
        if parts is not None:
            instead = [part for part in parts if part not in named]
            if not instead:
                return Turn(day, Became.COMPLETE)
            return Turn(day, Became.RENEWED, self._renewed(gone, instead, day))
        if self.pathway.withdrawn == "keep":
            said = self.language.gettext(
                "Complete when awarded, and by its rules it stays so although {why}",
                why=Because(ended=gone).said(self.language),
            )
            return Turn(day, Became.KEPT, said)
        lapse = self.lapse(award, since or day)
        return Turn(day, Became.LAPSED, lapse.said(self.language) if lapse.ended else "")

    def _renewed(self, gone: tuple[Ended, ...], instead: list[Holding], day: date) -> str:
        names = self.language.listed(
            self.language.gettext(
                "{badge} of {day}",
                badge=ended(part, self.known.catalog, day).name,
                day=self.language.day(part.awarded),
            )
            for part in instead
        )
        return self.language.ngettext(
            "Complete: {why}, and {list} counts in place of it",
            "Complete: {why}, and {list} count in place of it",
            len(instead),
            why=Because(ended=gone).said(self.language),
            list=names,
        )

    def _ended(self, parts: Parts, on: date) -> tuple[Ended, ...]:
        return tuple(ended(part, self.known.catalog, on) for part in parts if not counts(part, on))
