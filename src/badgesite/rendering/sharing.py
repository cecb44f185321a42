"""Addresses with parameters: LinkedIn, X, Facebook, mail, and how one page links to another.

Every parameter is percent-encoded whole. Nothing is ever requested from these hosts; a link is
followed when a person clicks it.
"""

from functools import lru_cache
from urllib.parse import quote

from badgesite.rendering.views import CredentialView, Frame


def root_of(path: str) -> str:
    """Return the relative way from a page's folder to the site's root: empty, or `../../`."""
    return "../" * path.count("/")


def linkedin_profile(frame: Frame, view: CredentialView) -> str:
    """Return the link that adds the credential to a LinkedIn profile."""
    issuer = frame.issuer
    organization = (
        ("organizationId", issuer.linkedin_organization)
        if issuer.linkedin_organization
        else ("organizationName", issuer.name)
    )
    parameters = [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", view.badge),
        organization,
        ("issueYear", str(view.awarded.year)),
        ("issueMonth", str(view.awarded.month)),
    ]
    if view.expires:
        parameters += [
            ("expirationYear", str(view.expires.year)),
            ("expirationMonth", str(view.expires.month)),
        ]
    parameters += [("certUrl", frame.base_url + view.path), ("certId", view.uuid)]
    return "https://www.linkedin.com/profile/add?" + _encoded(parameters)


def linkedin_post(address: str) -> str:
    """Return the link that shares an address in a LinkedIn post."""
    return "https://www.linkedin.com/sharing/share-offsite/?" + _encoded([("url", address)])


def mail(subject: str, address: str) -> str:
    """Return a mailto link with subject and address."""
    return "mailto:?" + _encoded([("subject", subject), ("body", address)])


def _encoded(parameters: list[tuple[str, str]]) -> str:
    return "&".join([f"{name}={_quoted(value)}" for name, value in parameters])


def _quoted(text: str) -> str:
    """Return the text percent-encoded; the parts of an address, for most of them are met again."""
    return "%2F".join([_quoted_part(part) for part in text.split("/")])


@lru_cache(maxsize=4096)
def _quoted_part(text: str) -> str:
    return quote(text, safe="", errors="replace")
