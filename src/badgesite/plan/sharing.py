"""Outputs for each credential that a site has to ask for: cards with names, oEmbed."""

from collections.abc import Iterator

from msgspec.structs import replace

from badgesite import artwork
from badgesite.addresses import badge_path, oembed_path, share_card_path
from badgesite.model import Award
from badgesite.plan.badge_pages import card_of
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Made, Output
from badgesite.rendering import structured
from badgesite.rendering.views import CredentialView, Frame

_DRAWN = 2  # weight of drawing a name, against a page


def sharing_outputs(
    facts: Facts, frame: Frame, award: Award, view: CredentialView
) -> Iterator[Output]:
    """Yield the opted-in files of one credential; of a withdrawn one there are none."""
    uuid, folder = facts.entries[award.key].uuid, badge_path(award.badge)
    if view.card:
        card = replace(card_of(facts, facts.badge_of(award)), who=f"{view.learner} earned")
        made = (Made(f"{folder}badge.svg"), Made(f"{folder}card.png"))
        yield Output(share_card_path(uuid), learner_card, (card, *made), _DRAWN)
    if view.oembed:
        yield Output(oembed_path(uuid), structured.oembed, (frame, view))


def learner_card(card: "artwork.ShareCard", badge: bytes, plain: bytes) -> bytes:
    """Recipe: the picture that a shared link of one credential shows."""
    return artwork.learner_card_png(card, badge, plain)
