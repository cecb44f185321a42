"""What search engines and embedding sites read: schema.org as JSON-LD, and oEmbed.

JSON-LD lies beside a badge's page as a file of its own: no page has a script element without an
address, not even one that browsers would not run. The pages say the same as microdata.
"""

import json
from typing import Any

from markupsafe import escape

from badgesite.rendering.views import BadgeView, CredentialView, Frame

FRAME_WIDTH, FRAME_HEIGHT = 460, 160


def schema_org(frame: Frame, view: BadgeView) -> bytes:
    """Recipe: the badge as an `EducationalOccupationalCredential` of schema.org, in JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": frame.base_url + view.path,
        "name": view.name,
        "description": view.description,
        "url": frame.base_url + view.path,
        "image": f"{frame.base_url}{view.path}badge.png",
        "credentialCategory": "badge",
        "educationalLevel": f"Level {view.level}" if view.level else None,
        "competencyRequired": [
            _skill(each.name, each.url, each.framework, each.code) for each in view.skills
        ],
        "recognizedBy": {
            "@type": "EducationalOrganization",
            "name": frame.issuer.name,
            "url": frame.issuer.url or frame.base_url,
        },
    }
    return _written(_given(data))


def oembed(frame: Frame, view: CredentialView) -> bytes:
    """Recipe: the credential's oEmbed answer (oembed.com, version 1.0, type rich)."""
    card = f"{frame.base_url}embed/{view.uuid}/"
    title = f"{view.badge}, awarded to {view.learner}"
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": frame.site_name,
        "provider_url": frame.base_url,
        "thumbnail_url": f"{frame.base_url}{view.badge_path}badge.png",
        "thumbnail_width": 600,
        "thumbnail_height": 600,
        "width": FRAME_WIDTH,
        "height": FRAME_HEIGHT,
        "html": f'<iframe src="{escape(card)}" width="{FRAME_WIDTH}" height="{FRAME_HEIGHT}" '
        f'title="{escape(title)}" loading="lazy" style="border:0;max-width:100%" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
    }
    return _written(answer)


def _skill(name: str, url: str | None, framework: str | None, code: str | None) -> Any:
    if url is None:
        return name
    term = {"@type": "DefinedTerm", "name": name, "url": url, "termCode": code}
    return _given(term | {"inDefinedTermSet": framework})


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, [], "")}


def _written(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
