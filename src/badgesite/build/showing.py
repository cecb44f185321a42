"""What the whole site says of learners whom everybody may find, told anew without the others.

A whole build has the ledger keep what that takes: the home page, the newest awards, the pages of
the directory. In a site of several languages that is said in each, and it takes a whole build.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import MsgspecError, json
from msgspec.structs import replace

from badgesite.addresses import credential_path, credential_uuid, learner_address, learner_path
from badgesite.build.differing import Unsure
from badgesite.model import AwardKey
from badgesite.plan.facts import Facts
from badgesite.plan.people_pages import card_in_directory
from badgesite.plan.shown import Shown, places_of_learner, shown_anew, shown_of
from badgesite.plan.units import Units
from badgesite.publish import Ledger
from badgesite.rendering import pages
from badgesite.rendering.views import DirectoryView, HomeView

if TYPE_CHECKING:
    from badgesite.plan.outputs import Plan

_SHOWN, _DIRECTORY = "shown", "directory "


def remember_shown(ledger: Ledger, shared: "Plan", facts: Facts) -> None:
    """Have the ledger keep what the plan of the whole site says of public learners."""
    ledger.unsay(_SHOWN)
    ledger.unsay(_DIRECTORY)
    if len(facts.catalog.site.languages) > 1:
        return
    for output in shared.outputs:
        view = output.arguments[-1] if output.arguments else None
        if isinstance(view, HomeView):
            ledger.say(_SHOWN, json.encode(shown_of(view, facts)).decode())
        elif isinstance(view, DirectoryView):
            ledger.say(f"{_DIRECTORY}{view.path}", json.encode(view).decode())


def told_anew(
    units: Units,
    learners: Collection[str],
    gone: Collection[AwardKey],
    site: Mapping[str, bytes],
    ledger: Ledger,
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what the whole site says of these public learners as they are now.

    `gone` are awards they had and have no more; `site` has the files as they were published.
    Raises Unsure.
    """
    facts, theme, frame = units.facts, units.theme, units.tongues.own.frame
    shown = _shown(ledger, facts, learners)
    yield "index.html", pages.home_page(theme, frame, shown.home)
    from badgesite.rendering import feeds

    yield "feed.xml", feeds.atom(frame, shown.feed)
    catalog = facts.catalog
    people = [catalog.learners[name] for name in learners]
    entries = dict(each for one in people for each in places_of_learner(facts, one))
    left = [credential_path(credential_uuid(catalog.site.salt, key)) for key in gone]
    yield "sitemap.xml", feeds.sitemap_amended(frame, site["sitemap.xml"], entries, left)
    for view in _directory(ledger, facts, learners):
        yield f"{view.path}index.html", pages.directory_page(theme, frame, view)


def _shown(ledger: Ledger, facts: Facts, learners: Collection[str]) -> Shown:
    try:
        before = json.decode(ledger.said(_SHOWN) or "", type=Shown)
    except MsgspecError:
        raise Unsure from None
    now = shown_anew(before, facts, learners)
    if now is None:
        raise Unsure
    ledger.say(_SHOWN, json.encode(now).decode())
    return now


def _directory(ledger: Ledger, facts: Facts, learners: Collection[str]) -> Iterator[DirectoryView]:
    """Yield the pages of the directory on which these learners are."""
    salt = facts.catalog.site.salt
    views: dict[str, DirectoryView] = {}
    for name in learners:
        learner = facts.catalog.learners[name]
        path = learner_path(learner_address(salt, learner))
        found = ledger.said_with(_DIRECTORY, f'"{path}"')
        if found is None:
            raise Unsure
        view = views.get(found[0]) or json.decode(found[1], type=DirectoryView)
        card = card_in_directory(facts, learner)
        cards = tuple(card if each.path == path else each for each in view.learners)
        views[found[0]] = replace(view, learners=cards)
    for said, view in views.items():
        ledger.say(said, json.encode(view).decode())
        yield view
