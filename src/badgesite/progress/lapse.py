"""A final badge whose rule held when it was awarded and holds no more: since when, and why."""

from datetime import date, timedelta
from typing import NamedTuple

from badgesite.languages import ENGLISH, Language
from badgesite.model import AwardKey, Pathway
from badgesite.progress.holdings import Window, changes_after, counts
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


def lapse_of(known: Standings, learner_id: str, pathway: Pathway, on: date) -> Lapse | None:
    """Return the lapse of the learner's final badge as of a day, if there is one.

    None where the pathway keeps final badges, where none is held that counts, where the rule holds,
    and where it never held while the badge was there.
    """
    held = known.held(learner_id)
    finals = [part for part in held.get(pathway.final or "", ()) if counts(part, on)]
    if pathway.withdrawn == "keep" or not finals:
        return None
    final = finals[-1]
    inside = (pathway.id,)
    asked = {badge for _, stops in known.route(pathway).levels for s in stops for badge in s.asked}
    holdings = [part for badge in sorted(asked, key=str) for part in held.get(badge, ())]
    since, good = None, None
    for day in [final.awarded, *changes_after(holdings, final.awarded)]:
        if day > on:
            break
        parts = known.rules.levels(pathway.levels, Window(held, day), inside)
        if parts is not None:
            since, good = None, parts
        elif good is not None and since is None:
            since = day
    if since is None or good is None:
        return None
    # `good` are parts of the last day of change before; one that ended earlier may have been
    # followed by another way to meet the rule, so look again on the very last day.
    last = since - timedelta(days=1)
    good = known.rules.levels(pathway.levels, Window(held, last), inside) or good
    gone = tuple(ended(part, known.catalog, since) for part in good if not counts(part, since))
    return Lapse(final.key, since, gone)
