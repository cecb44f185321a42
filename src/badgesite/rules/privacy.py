"""Rules of privacy: what is written of a learner is published, so no address stands in it."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from badgesite.addresses import learner_path, opaque_address
from badgesite.errors import Origin, Problem
from badgesite.model import Catalog

# In a domain letters of any script may stand (RFC 6531 §3.3).
_ADDRESS = re.compile(r"[^\s@<>()\[\]:,;\"']{1,64}@[^\W_][\w-]{0,62}(\.[\w-]{1,63})+")


def no_address_of_a_learner_is_published(catalog: Catalog) -> Iterator[Problem]:
    """No name, text or reason about a learner has an e-mail address but the issuer's own in it."""
    own = (catalog.site.issuer.email or "").casefold()
    for what, text, origin in _texts(catalog):
        if "@" not in text and "%40" not in text:
            continue
        for found in _ADDRESS.finditer(unquote(text)):
            if found[0].casefold() != own:
                yield Problem(
                    origin,
                    f"an e-mail address stands in {what}, which is published",
                    "take it out; addresses of learners belong into contacts.csv alone",
                    "published-address",
                )
                break


def no_address_of_an_erased_learner_is_given_again(catalog: Catalog) -> Iterator[Problem]:
    """No slug or id is that of a learner who was erased: old links would lead to somebody else."""
    gone = {each.path for each in catalog.addresses if each.gone is not None}
    for learner in catalog.learners.values() if gone else ():
        ids = [("id", each) for each in (learner.id, *learner.former_ids)]
        slugs = [("address", each) for each in (learner.slug, *learner.former_slugs) if each]
        for what, name in (*ids, *slugs):
            if learner_path(opaque_address(catalog.site.salt, name)) in gone:
                yield Problem(
                    learner.origin,
                    f"the {what} '{name}' was that of a learner who was erased",
                    "choose another, or take out what came back; or, for the same person, take the"
                    " row that is gone since that day out of content/addresses.csv",
                    "erased-address",
                )


def _texts(catalog: Catalog) -> Iterator[tuple[str, str, Origin]]:
    for learner in catalog.learners.values():
        yield "the name", learner.name, learner.origin
        yield "the bio", learner.bio or "", learner.origin
    for award in catalog.awards:
        yield "the narrative", award.narrative or "", award.origin
        yield "the result", award.result or "", award.origin
        yield "the evidence", " ".join(award.evidence), award.origin
        yield "'waived'", award.waived or "", award.origin
    for revocation in catalog.revocations.values():
        yield "the reason", revocation.reason, revocation.origin
