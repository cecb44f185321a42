"""Model to unsigned documents: plain dicts in the words of the standards, without a proof.

Signs nothing, reads nothing, decides nothing about who earned what.
"""

from badgesite.credentials.digests import content_digest
from badgesite.credentials.issuer import did_document, issuer_profile
from badgesite.credentials.open_badge import (
    START,
    Form,
    Related,
    achievement,
    created,
    digest_sri,
    document,
    form_and_values,
    form_of,
    open_badge,
    related,
    stub,
)
from badgesite.credentials.pathway_rules import pathway_rules, rules_digest, versioned_rules
from badgesite.credentials.status import status_list

__all__ = [
    "START",
    "Form",
    "Related",
    "achievement",
    "content_digest",
    "created",
    "did_document",
    "digest_sri",
    "document",
    "form_and_values",
    "form_of",
    "issuer_profile",
    "open_badge",
    "pathway_rules",
    "related",
    "rules_digest",
    "status_list",
    "stub",
    "versioned_rules",
]
