"""notify: who has not been told yet, in words of their language; each letter at most once.

Announced are credentials that the register has, that stand and are valid, of learners with a page
and an address. With days to look ahead also: who is one step away, and whose badge ends soon.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.addresses import badge_path, learner_address, learner_path
from badgesite.build.checking import read
from badgesite.build.contacts import Contacts, read_contacts
from badgesite.cache import CACHE, FileCache
from badgesite.days import day_at
from badgesite.desk.workspace import Setting
from badgesite.errors import BadgesiteError
from badgesite.model import Award, Learner
from badgesite.notifying import Journal, Letter, State, mark_of
from badgesite.notifying.journal import FILE
from badgesite.plan.badge_pages import badge_pictures
from badgesite.plan.counting import is_renewed, stands
from badgesite.plan.credential_pages import credential_view
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.make import Silent, make
from badgesite.plan.outputs import plan_of
from badgesite.progress import PathwayProgress, all_progress, pathway_for
from badgesite.rendering.mails import Letters, MailView
from badgesite.rendering.sharing import linkedin_profile

_DONE = (State.SENT, State.WRITTEN)


class Ask(Struct, frozen=True):
    """Who is written to: awards from a day on; with `nudge` also who may be encouraged."""

    since: date | None = None
    nudge: int | None = None
    contacts: Path | None = None
    base_url: str | None = None


class Due(Struct, frozen=True):
    """Letters to write; what was begun and never answered; learners nobody can write to."""

    letters: tuple[Letter, ...]
    unsure: int
    without_address: tuple[str, ...]
    private: tuple[str, ...]
    journal: Journal
    site_name: str
    sender: str
    today: date


class _Wish(Struct, frozen=True):
    """One letter before it has words."""

    mark: str
    learner: Learner
    to: str
    badge: str
    about: str
    view: MailView


def due(setting: Setting, ask: Ask) -> Due:
    """Return what there is to write, in the order of the register; nothing is written."""
    catalog, _ = read(setting.root, ask.base_url)
    contacts = read_contacts(setting.root, ask.contacts)
    if not contacts.emails:
        raise BadgesiteError(
            "there are no addresses to write to",
            "write contacts.csv with learner,email, or import them: badgesite import",
        )
    facts = facts_of(catalog, Mode.SIGNED)
    journal = Journal(setting.root / FILE)
    today = day_at(setting.now, catalog.site.timezone)
    work = _Writing(facts, contacts, journal, today, ask)
    wishes = list(work.wishes())
    letters = _worded(setting, facts, wishes)
    site = catalog.site
    return Due(
        tuple(letters),
        work.unsure,
        tuple(sorted(work.without)),
        tuple(sorted(work.private)),
        journal,
        site.issuer.name,
        site.issuer.email or "",
        today,
    )


class _Writing:
    def __init__(
        self, facts: Facts, contacts: Contacts, journal: Journal, today: date, ask: Ask
    ) -> None:
        self.facts, self.contacts, self.today, self.ask = facts, contacts, today, ask
        self.states = journal.states
        self.frame = frame_of(facts)
        self.unsure = 0
        self.without: set[str] = set()
        self.private: set[str] = set()
        self.standing: dict[str, list[PathwayProgress]] = {}
        for each in all_progress(facts.catalog, today):
            self.standing.setdefault(each.learner, []).append(each)

    def wishes(self) -> Iterator[_Wish]:
        """Yield every letter that is due."""
        recorded = {entry.award for entry in self.facts.catalog.register}
        for award in sorted(self.facts.awards, key=lambda each: (each.awarded, each.key)):
            if award.key in recorded and self._counts(award):
                yield from self._announcement(award)
        if self.ask.nudge is not None:
            yield from self._ending(self.today + timedelta(days=self.ask.nudge))
            yield from self._one_step_away()

    def _counts(self, award: Award) -> bool:
        since = self.ask.since
        return (since is None or award.awarded >= since) and stands(self.facts, award, self.today)

    def _wish(
        self, learner: Learner, kind: str, thing: str, badge: str, about: str, view: MailView
    ) -> Iterator[_Wish]:
        """Yield the letter unless it was sent, or somebody may have got it already."""
        if not self.facts.is_published(learner):
            self.private.add(learner.id)
            return
        to = next(iter(self.contacts.emails.get(learner.id, ())), None)
        if to is None:
            self.without.add(learner.id)
            return
        mark = mark_of(self.facts.catalog.site.salt, kind, thing, to.casefold())
        state = self.states.get(mark)
        if state is State.BEGUN:
            self.unsure += 1
        elif state not in _DONE:
            yield _Wish(mark, learner, to, badge, about, view)

    # ------------------------------------------------------------ what is said
    def _view(self, learner: Learner, kind: str, badge_id: str) -> MailView:
        catalog = self.facts.catalog
        site, badge = catalog.site, catalog.badges[badge_id]
        language = self.contacts.languages.get(learner.id) or site.languages[0]
        backpack = learner_path(learner_address(site.salt, learner))
        return MailView(
            kind=kind,
            learner=learner.name,
            badge=badge.name,
            description=badge.description,
            site_name=site.name,
            issuer=site.issuer.name,
            language=language,
            colour=site.brand.colour,
            backpack=site.url + backpack,
            earn_at=badge.earn_at or "",
        )

    def _announcement(self, award: Award) -> Iterator[_Wish]:
        learner = self.facts.catalog.learners[award.learner]
        shown = credential_view(self.facts, award)
        pathway, step, earn_at = self._next(award)
        view = replace(
            self._view(learner, "announce", award.badge),
            link=self.frame.base_url + shown.path,
            linkedin=linkedin_profile(self.frame, shown),
            awarded=award.awarded,
            expires=shown.expires,
            pathway=pathway,
            next_step=step,
            earn_at=earn_at,
        )
        about = f"{award.badge} of {award.awarded}"
        yield from self._wish(learner, "announce", shown.uuid, award.badge, about, view)

    def _next(self, award: Award) -> tuple[str, str, str]:
        """Return pathway, step and where to earn it: what can be begun after this badge."""
        badges = self.facts.catalog.badges
        for progress in self.standing.get(award.learner, []):
            mine = any(award.key in step.parts for step in progress.steps)
            if not mine or progress.complete:
                continue
            for step in progress.steps:
                if step.open and not step.optional:
                    pathway = pathway_for(self.facts.catalog, award.learner, progress.pathway)
                    earn_at = badges[step.open[0]].earn_at if step.open[0] in badges else None
                    return pathway.name, step.name, earn_at or ""
        return "", "", ""

    def _ending(self, last: date) -> Iterator[_Wish]:
        """Yield letters about badges that end within the days, and were not renewed yet."""
        for learner_id, awards in sorted(self.facts.by_learner.items()):
            learner = self.facts.catalog.learners[learner_id]
            for award in awards:
                expires = self.facts.expires(award)
                if expires is None or not self._counts(award) or expires > last:
                    continue
                if is_renewed(self.facts, award):
                    continue
                shown = credential_view(self.facts, award)
                view = replace(
                    self._view(learner, "expires", award.badge),
                    link=self.frame.base_url + shown.path,
                    expires=expires,
                )
                about = f"{award.badge} ends {expires}"
                thing = f"{shown.uuid} {expires}"
                yield from self._wish(learner, "expires", thing, award.badge, about, view)

    def _one_step_away(self) -> Iterator[_Wish]:
        for learner_id, found in sorted(self.standing.items()):
            learner = self.facts.catalog.learners[learner_id]
            for progress in found:
                pathway = pathway_for(self.facts.catalog, learner_id, progress.pathway)
                step = last_badge(progress)
                if step is None or pathway.final is None:
                    continue
                badges = self.facts.catalog.badges
                view = replace(
                    self._view(learner, "next-step", step),
                    pathway=pathway.name,
                    final=badges[pathway.final].name,
                    next_step=badges[step].name,
                )
                thing = f"{pathway.id} {pathway.version} {step}"
                about = f"one step from {pathway.final}"
                yield from self._wish(learner, "next-step", thing, step, about, view)


def last_badge(progress: PathwayProgress) -> str | None:
    """Return the one badge that completes the pathway; None where more is missing, or a choice."""
    if not progress.one_step_away:
        return None
    open_ = {badge for step in progress.next_steps for badge in step.open}
    return open_.pop() if len(open_) == 1 else None


def _worded(setting: Setting, facts: Facts, wishes: Sequence[_Wish]) -> Iterator[Letter]:
    letters = Letters(theme_of(facts, setting.root))
    pictures = _pictures(setting, facts, sorted({wish.badge for wish in wishes}))
    for wish in wishes:
        words = letters.words(wish.view)
        yield Letter(
            wish.mark,
            wish.to,
            wish.learner.name,
            f"{wish.learner.id}: {wish.about}",
            words.subject,
            words.text,
            words.html,
            pictures[wish.badge],
        )


def _pictures(setting: Setting, facts: Facts, badges: Sequence[str]) -> dict[str, bytes]:
    outputs = [
        output
        for badge in badges
        for output in badge_pictures(facts, facts.catalog.badges[badge])
        if output.path.startswith(f"{badge_path(badge)}badge.")
    ]
    with FileCache(setting.root / CACHE) as cache:
        made = make(plan_of(outputs), cache, Silent(), setting.jobs).files
    return {badge: made[f"{badge_path(badge)}badge.png"] for badge in badges}
