"""What the whole site says of the awards of public learners: home, feed and sitemap.

A few records of the newest awards are enough to tell it anew when some learners' awards change.
"""

from collections.abc import Collection, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from badgesite.addresses import badge_path, credential_path, learner_address, learner_path
from badgesite.model import Award, AwardKey, Learner
from badgesite.plan.census import NEWEST, census, is_shown, place
from badgesite.plan.facts import Facts
from badgesite.rendering.views import FeedEntry, FeedView, HomeView, LatestAward

LATEST = 6  # awards on the home page
FEED = 50  # awards in the feed
_KEPT = NEWEST - 1  # twice the feed, so that half can go before it takes all awards to tell


class Newest(Struct, frozen=True):
    """One of the newest public awards: its place in their order, and what is said of it."""

    place: tuple[int, AwardKey]
    entry: FeedEntry

    @property
    def latest(self) -> LatestAward:
        """Return the award as the home page shows it."""
        said = self.entry
        picture = badge_path(self.place[1].badge)
        return LatestAward(said.badge, said.learner, said.path, picture, said.awarded)


class Shown(Struct, frozen=True):
    """The home page, and the newest public awards; `more` says whether there are older ones."""

    home: HomeView
    newest: tuple[Newest, ...]
    more: bool

    @property
    def feed(self) -> FeedView:
        """Return the newest awards as the feed has them."""
        return FeedView(tuple(each.entry for each in self.newest[:FEED]))


def shown_of(home: HomeView, facts: Facts) -> Shown:
    """Return what there is to remember beside the home page."""
    awards = census(facts).newest
    newest = tuple(_newest(facts, award) for award in awards[:_KEPT])
    return Shown(home, newest, len(awards) > _KEPT)


def shown_anew(before: Shown, facts: Facts, learners: Collection[str]) -> Shown | None:
    """Return the same with the awards of these learners as they are now.

    `facts` may be of them alone. None when it takes the awards of others to tell.
    """
    found = [each for each in before.newest if each.place[1].learner not in learners]
    own = (each for each in facts.awards if each.learner in learners)
    found += [_newest(facts, each) for each in own if is_shown(facts, each)]
    found.sort(key=lambda each: each.place)
    if before.more:
        last = before.newest[-1].place
        found = [each for each in found if each.place <= last]
        if len(found) < FEED:
            return None
    latest = tuple(each.latest for each in found[:LATEST])
    more = before.more or len(found) > _KEPT
    return Shown(replace(before.home, latest=latest), tuple(found[:_KEPT]), more)


def latest_awards(facts: Facts) -> tuple[LatestAward, ...]:
    """Return the newest public awards as the home page shows them."""
    return tuple(_newest(facts, award).latest for award in census(facts).newest[:LATEST])


def feed_view(facts: Facts) -> FeedView:
    """Return the newest public awards as the feed has them."""
    return FeedView(tuple(_newest(facts, award).entry for award in census(facts).newest[:FEED]))


def places_of_learner(facts: Facts, learner: Learner) -> Iterator[tuple[str, date | None]]:
    """Yield path and last change of a public learner's pages that search engines may know."""
    awards = facts.by_learner.get(learner.id, ())
    home = learner_path(learner_address(facts.catalog.site.salt, learner))
    yield home, max((award.awarded for award in awards), default=None)
    for award in awards:
        yield credential_path(facts.entries[award.key].uuid), award.awarded


def _newest(facts: Facts, award: Award) -> Newest:
    badge, uuid = facts.badge_of(award), facts.entries[award.key].uuid
    entry = FeedEntry(
        badge=badge.name,
        learner=facts.catalog.learners[award.learner].name,
        path=credential_path(uuid),
        uuid=str(uuid),
        awarded=award.awarded,
        description=badge.description,
    )
    return Newest(place(award), entry)
