"""Outputs that belong to the issuer: DID document, status lists, key history, known issuers."""

from collections.abc import Iterator
from datetime import date, timedelta

from badgesite import credentials, signing
from badgesite.addresses import did_document_path, status_list_path
from badgesite.canonical import json_bytes
from badgesite.days import begun_on
from badgesite.model import KeyState, KnownIssuer, PublicKey, Site
from badgesite.plan.census import census
from badgesite.plan.facts import Facts, Mode
from badgesite.plan.outputs import Output
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import (
    Frame,
    IssuerPageView,
    KeysView,
    KeyView,
    KnownIssuerView,
)
from badgesite.signing import SigningKey

_NO_DAY = date(1970, 1, 1)  # of a demo without anything dated: some day that has passed


def issuer_outputs(
    facts: Facts, theme: Theme, frame: Frame, key: SigningKey | None
) -> Iterator[Output]:
    """Yield what proves who the issuer is and what it has withdrawn."""
    site = facts.catalog.site
    keys = published_keys(facts, key)
    view = KeysView(tuple(_key_view(each) for each in reversed(keys)))
    yield Output("keys/index.html", pages.keys_page, (theme, frame, view))
    about = issuer_page_view(facts)
    yield Output(f"{about.path}index.html", pages.issuer_page, (theme, frame, about))
    yield Output("assets/known-issuers.json", known_issuers, (site.known_issuers,))
    if key is None:
        return
    yield Output(did_document_path(site.url), did_document, (site, keys))
    for number in facts.assigned.lists:
        places = tuple(sorted(facts.assigned.set_places.get(number, ())))
        # Who has seen a list refuses an earlier one. What is withdrawn without a day, or with one
        # before the last, dates the list later too: by a millisecond for each place.
        at = begun_on(_last_day(facts, number), site.timezone, len(places))
        yield Output(status_list_path(number), status_list, (site, number, places, at, key))


def issuer_page_view(facts: Facts) -> IssuerPageView:
    """Return what the page about the issuer shows; no award changes it but the very first."""
    catalog = facts.catalog
    return IssuerPageView(
        description=catalog.site.issuer.description or "",
        badges=len(catalog.badges),
        pathways=len(catalog.pathways),
        known=tuple(KnownIssuerView(each.name, each.did) for each in catalog.site.known_issuers),
        since=census(facts).first,
        description_lang=facts.foreign("issuer", "description"),
    )


def published_keys(facts: Facts, key: SigningKey | None) -> tuple[PublicKey, ...]:
    """Return the keys of the DID document, oldest first; a demo has the example key alone."""
    keys = facts.catalog.keys
    if facts.mode is Mode.DEMO and key is not None:
        return (PublicKey(key.multibase, _first_day(facts)),)
    return tuple(sorted(keys, key=lambda each: (each.created, each.multibase)))


def _last_day(facts: Facts, number: int) -> date:
    """Return the day of a status list: of its last withdrawal, or the one before the first key.

    That one has passed in every time zone. No award moves either, so none makes a list anew.
    """
    first = max(_NO_DAY, min((key.created for key in facts.catalog.keys), default=_NO_DAY))
    begun = first - timedelta(days=1)
    return max(begun, facts.assigned.last_days.get(number, begun))


def _first_day(facts: Facts) -> date:
    """Return the first day the content speaks of."""
    first = min((census(facts).first or date.max, *(key.created for key in facts.catalog.keys)))
    return _NO_DAY if first == date.max else first


def _key_view(key: PublicKey) -> KeyView:
    state = KeyState(key.state)
    return KeyView(key.multibase, key.created, str(state), key.changed, key.reason or "")


def did_document(site: Site, keys: tuple[PublicKey, ...]) -> bytes:
    """Recipe: the did:web document."""
    return json_bytes(credentials.did_document(site, keys))


def status_list(
    site: Site, number: int, places: tuple[int, ...], valid_from: str, key: SigningKey
) -> bytes:
    """Recipe: a signed status list."""
    document = credentials.status_list(site, number, places, valid_from)
    return json_bytes(signing.sign(document, key, valid_from))


def known_issuers(issuers: tuple[KnownIssuer, ...]) -> bytes:
    """Recipe: the other issuers this site vouches for."""
    return json_bytes([{"did": each.did, "name": each.name} for each in issuers])
