"""What the whole site says of learners whom everybody may find, told anew without the others.

A whole build has the ledger keep what that takes: in each of the site's languages the home page,
the newest awards and the pages of the directory.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import MsgspecError, json
from msgspec.structs import replace

from badgesite.addresses import credential_path, credential_uuid, learner_address, learner_path
from badgesite.build.differing import Unsure
from badgesite.model import AwardKey
from badgesite.plan.people_pages import card_in_directory
from badgesite.plan.shown import Shown, places_of_learner, shown_anew, shown_of
from badgesite.plan.tongues import Tongue, Tongues
from badgesite.plan.units import Units
from badgesite.publish import Ledger
from badgesite.rendering import pages
from badgesite.rendering.views import DirectoryView, HomeView

if TYPE_CHECKING:
    from badgesite.plan.outputs import Plan

_SHOWN, _DIRECTORY = "shown ", "directory "  # each with the path of the page


def remember_shown(ledger: Ledger, shared: "Plan", tongues: Tongues) -> None:
    """Have the ledger keep what the plan of the whole site says of public learners."""
    ledger.unsay(_SHOWN)
    ledger.unsay(_DIRECTORY)
    by_home = {tongue.frame.prefix: tongue for tongue in tongues}
    for output in shared.outputs:
        view = output.arguments[-1] if output.arguments else None
        if isinstance(view, HomeView):
            shown = shown_of(view, by_home[view.path].facts)
            ledger.say(f"{_SHOWN}{view.path}", json.encode(shown).decode())
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
    from badgesite.rendering import feeds

    theme, own = units.theme, units.tongues.own
    for tongue in units.tongues:
        shown = _shown(ledger, tongue, learners)
        yield f"{shown.home.path}index.html", pages.home_page(theme, tongue.frame, shown.home)
        for view in _directory(ledger, tongue, learners):
            yield f"{view.path}index.html", pages.directory_page(theme, tongue.frame, view)
        if tongue is own:
            yield "feed.xml", feeds.atom(own.frame, shown.feed)
    catalog = own.facts.catalog
    people = [catalog.learners[name] for name in learners]
    entries = dict(each for one in people for each in places_of_learner(own.facts, one))
    left = [credential_path(credential_uuid(catalog.site.salt, key)) for key in gone]
    yield "sitemap.xml", feeds.sitemap_amended(own.frame, site["sitemap.xml"], entries, left)


def _shown(ledger: Ledger, tongue: Tongue, learners: Collection[str]) -> Shown:
    name = f"{_SHOWN}{tongue.frame.prefix}"
    try:
        before = json.decode(ledger.said(name) or "", type=Shown)
    except MsgspecError:
        raise Unsure from None
    now = shown_anew(before, tongue.facts, learners)
    if now is None:
        raise Unsure
    ledger.say(name, json.encode(now).decode())
    return now


def _directory(
    ledger: Ledger, tongue: Tongue, learners: Collection[str]
) -> Iterator[DirectoryView]:
    """Yield the pages of the directory on which these learners are."""
    facts, begins = tongue.facts, f"{_DIRECTORY}{tongue.frame.prefix}learners/"
    salt = facts.catalog.site.salt
    views: dict[str, DirectoryView] = {}
    for name in learners:
        learner = facts.catalog.learners[name]
        path = learner_path(learner_address(salt, learner))
        found = ledger.said_with(begins, f'"{path}"')
        if found is None:
            raise Unsure
        view = views.get(found[0]) or json.decode(found[1], type=DirectoryView)
        card = card_in_directory(facts, learner)
        cards = tuple(card if each.path == path else each for each in view.learners)
        views[found[0]] = replace(view, learners=cards)
    for said, view in views.items():
        ledger.say(said, json.encode(view).decode())
        yield view
