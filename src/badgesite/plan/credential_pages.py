"""Outputs that belong to one credential each: the signed JSON, its page, what was baked."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from badgesite import credentials
from badgesite.addresses import (
    badge_path,
    credential_json_path,
    credential_path,
    embed_path,
    learner_address,
    learner_path,
    pathway_path,
    pathway_rules_path,
    share_card_path,
    status_list_path,
    withdrawal_path,
)
from badgesite.model import (
    Award,
    Badge,
    KeyState,
    Learner,
    Pathway,
    RegisterEntry,
    Site,
    Unlock,
    Visibility,
)
from badgesite.plan import foreign
from badgesite.plan.certificates import paper_view
from badgesite.plan.facts import Facts, Mode
from badgesite.plan.kinds import Kinds
from badgesite.plan.lasting import rule_holds_until
from badgesite.plan.outputs import Made, Output
from badgesite.plan.sharing import sharing_outputs
from badgesite.plan.tongues import Tongues
from badgesite.plan.withdrawn import withdrawal, withdrawn_view
from badgesite.plan.words import level_of, place_view
from badgesite.progress import expiry, levels_sentence, turns
from badgesite.progress.lapse import Became
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import (
    CredentialView,
    EmbedView,
    Frame,
    PartView,
    StackTurn,
    StackView,
    TombstoneView,
    WithdrawnView,
)
from badgesite.signing import Shaped, SigningKey


def learner_credentials(
    tongues: Tongues, learner: Learner, theme: Theme, key: SigningKey | None, kinds: Kinds
) -> Iterator[Output]:
    """Yield everything below credentials/ and embed/ that belongs to a learner with pages.

    A page is in the learner's language; what the credential says stands there as it says it.
    """
    facts, tongue = tongues.own.facts, tongues.of(learner)
    for award in facts.by_learner.get(learner.id, ()):
        view = view_of(tongues, award)
        yield Output(f"{view.path}index.html", pages.credential_page, (theme, tongue.frame, view))
        # What lies in one folder follows one another: so it is made once.
        if key is not None:
            yield from _signed(facts, award, key, kinds)
        yield from sharing_outputs(facts, tongues.own.frame, award, view)
        embed = _embed_view(facts, award, view)
        yield Output(f"{embed.path}index.html", pages.embed_page, (theme, tongue.frame, embed))


def view_of(tongues: Tongues, award: Award) -> CredentialView:
    """Return what page and certificate show, in the learner's language but for what is signed."""
    facts, tongue = tongues.own.facts, tongues.of(tongues.own.facts.catalog.learners[award.learner])
    view = credential_view(tongue.facts, award)
    if tongue is tongues.own:
        return view
    badge, language = facts.badge_of(award), facts.catalog.site.languages[0]
    return replace(view, badge=badge.name, description=badge.description, lang=language)


def signed_output(
    facts: Facts, award: Award, key: SigningKey, kinds: Kinds | None = None
) -> Output:
    """Return the output that signs the award's credential."""
    catalog, entry = facts.catalog, facts.entries[award.key]
    learner = catalog.learners[award.learner]
    addresses, contents = _related(facts, award)
    return Output(
        credential_json_path(entry.uuid),
        credential,
        (
            catalog.site,
            facts.badge_of(award),
            award,
            learner,
            entry,
            facts.expires(award),
            addresses,
            contents,
            tuple(
                each.multibase for each in catalog.keys if each.state is not KeyState.COMPROMISED
            ),
            key,
            kinds or Kinds(),
        ),
    )


def form_of(facts: Facts, award: Award) -> tuple[Badge, credentials.Form]:
    """Return what the award's credential has in common with all of its kind."""
    unlock = award.unlock
    related = 1 + len(unlock.parts) + len(unlock.foreign) if unlock else 0
    badge = facts.badge_of(award)
    return badge, credentials.form_of(award, expiry(award, badge), related)


def kind_of(facts: Facts, award: Award, kinds: Kinds) -> Shaped:
    """Return the kind of the award's credential, compiled."""
    return kinds.of_credential(facts.catalog.site, *form_of(facts, award))


def _signed(facts: Facts, award: Award, key: SigningKey, kinds: Kinds) -> Iterator[Output]:
    entry = facts.entries[award.key]
    yield signed_output(facts, award, key, kinds)
    folder, source = credential_path(entry.uuid), Made(credential_json_path(entry.uuid))
    for kind in facts.badge_of(award).baked:
        picture = Made(f"{badge_path(award.badge)}badge.{kind}")
        yield Output(f"{folder}badge.{kind}", _BAKERS[kind], (picture, source))
    withdrawn = withdrawn_view(facts, award.key)
    if withdrawn is not None:
        yield Output(withdrawal_path(entry.uuid), withdrawal, (withdrawn,))


def _related(facts: Facts, award: Award) -> tuple[tuple[str, ...], tuple[Made, ...]]:
    """Return the addresses of the rules and the parts of a stacked credential, and their bytes.

    The rules come first, then the learner's own parts, then those of other issuers.
    A part of a learner without pages is not published, so it cannot be named.
    """
    unlock = award.unlock
    if unlock is None:
        return (), ()
    paths = [pathway_rules_path(unlock.pathway, unlock.version)]
    paths += [credential_json_path(facts.entries[part].uuid) for part in unlock.parts]
    paths += foreign.paths_of(facts, award.learner, unlock.foreign)
    base = facts.catalog.site.url
    return tuple(base + path for path in paths), tuple(Made(path) for path in paths)


# ------------------------------------------------------------------ recipes
def credential(
    site: Site,
    badge: Badge,
    award: Award,
    learner: Learner,
    entry: RegisterEntry,
    expires: date | None,
    addresses: tuple[str, ...],
    contents: tuple[bytes, ...],
    published_keys: tuple[str, ...],
    key: SigningKey,
    kinds: Kinds,
) -> bytes:
    """Recipe: the award's credential, signed.

    A credential that a retired key signed keeps that proof while it still fits (DESIGN §6).
    """
    related = credentials.related(zip(addresses, contents, strict=True))
    form, values = credentials.form_and_values(
        site, award, learner, entry, expires=expires, related=related
    )
    return kinds.credential(site, badge, form, values, key, entry, published_keys)


def baked_png(picture: bytes, source: bytes) -> bytes:
    """Recipe: the badge's PNG with the credential inside."""
    from badgesite.credentials.baked import bake_png  # reads XML too; most sites bake nothing

    return bake_png(picture, source)


def baked_svg(picture: bytes, source: bytes) -> bytes:
    """Recipe: the badge's SVG with the credential inside."""
    from badgesite.credentials.baked import bake_svg

    return bake_svg(picture, source)


_BAKERS = {"png": baked_png, "svg": baked_svg}


# ------------------------------------------------------------------ pages
def credential_view(facts: Facts, award: Award) -> CredentialView:
    """Return what the credential's page shows before any check."""
    catalog, entry, badge = facts.catalog, facts.entries[award.key], facts.badge_of(award)
    learner = catalog.learners[award.learner]
    places = facts.places.get(badge.id, ())
    sharing, withdrawn = catalog.site.sharing, withdrawn_view(facts, award.key)
    stands = withdrawn is None
    return CredentialView(
        path=credential_path(entry.uuid),
        uuid=str(entry.uuid),
        badge=badge.name,
        badge_path=badge_path(badge.id),
        description=badge.description,
        learner=learner.name,
        awarded=award.awarded,
        expires=facts.expires(award),
        level=level_of(facts, badge),
        learner_path=learner_path(learner_address(catalog.site.salt, learner)),
        indexed=learner.visibility is Visibility.PUBLIC,
        evidence=award.evidence,
        narrative=award.narrative or "",
        result=award.result or "",
        waived=award.waived or "",
        place=place_view(places[0] if places else None),
        stack=_stack_view(facts, award),
        withdrawn=withdrawn,
        baked=badge.baked if facts.mode is not Mode.PREVIEW else (),
        paper=paper_view(catalog.site, badge),
        card=share_card_path(entry.uuid) if sharing.learner_cards and stands else "",
        oembed=sharing.oembed and stands and facts.mode is not Mode.PREVIEW,
        status_list=status_list_path(entry.list),
    )


def _stack_view(facts: Facts, award: Award) -> StackView | None:
    if award.unlock is None:
        return None
    pathway = _version_of(facts, award.unlock)
    parts = []
    for key in award.unlock.parts:
        path = credential_path(facts.entries[key].uuid)
        parts.append(PartView(facts.catalog.badges[key.badge].name, path, key.awarded))
    for other in foreign.recognised_by(facts, award.learner):
        if other.path in award.unlock.foreign:
            issuer = foreign.issuer_name(facts, other.issuer)
            path = foreign.path_of(facts, other)
            parts.append(PartView(other.name, path, other.awarded, issuer))
    found = turns(facts.catalog, award, facts.language)
    return StackView(
        pathway.name,
        pathway_path(pathway.id),
        levels_sentence(pathway, facts.language),
        tuple(parts),
        tuple(StackTurn(turn.day, turn.sentence, turn.became is Became.RENEWED) for turn in found),
        rule_holds_until(found),
    )


def _version_of(facts: Facts, unlock: Unlock) -> Pathway:
    current = facts.catalog.pathways[unlock.pathway]
    return facts.catalog.earlier_pathways.get((unlock.pathway, unlock.version), current)


def _embed_view(facts: Facts, award: Award, view: CredentialView) -> EmbedView:
    return EmbedView(
        path=embed_path(facts.entries[award.key].uuid),
        uuid=view.uuid,
        badge=view.badge,
        badge_path=view.badge_path,
        credential=view.path,
        learner=view.learner,
        awarded=view.awarded,
        expires=view.expires,
        withdrawn=view.withdrawn,
    )


# ------------------------------------------------------------------ tombstones
def tombstones(
    facts: Facts, entries: Iterable[RegisterEntry], theme: Theme, frame: Frame
) -> Iterator[Output]:
    """Yield the pages of credentials whose awards are no longer in the content."""
    for entry in entries:
        path, listed = credential_path(entry.uuid), status_list_path(entry.list)
        withdrawn = facts.assigned.is_withdrawn(entry)  # the page says what the signed list says
        view = TombstoneView(path, str(entry.uuid), listed, entry.place, withdrawn)
        yield Output(f"{view.path}index.html", pages.tombstone_page, (theme, frame, view))
        reason = facts.language.gettext("it is no longer in the issuer's records")
        said = WithdrawnView("revoked", None, reason)
        if withdrawn and facts.mode is not Mode.PREVIEW:
            yield Output(withdrawal_path(entry.uuid), withdrawal, (said,))
