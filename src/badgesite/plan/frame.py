"""What surrounds every page of one build: the theme and the site-wide facts."""

from pathlib import Path

from badgesite.addresses import did_of
from badgesite.model import Page, Visibility
from badgesite.plan.facts import Facts
from badgesite.rendering import Theme
from badgesite.rendering.views import FooterLink, Frame, IssuerView

BYTECODE = ".badgesite/templates"
HOME = "index.md"
NOT_IN_FOOTER = {HOME, "404.md"}


def theme_of(facts: Facts, root: Path) -> Theme:
    """Return the provider's theme over the default one."""
    return Theme.load(facts.catalog.site.brand.theme, root / "themes", root / BYTECODE)


def frame_of(facts: Facts) -> Frame:
    """Return what surrounds every page; nothing in it changes with an award."""
    catalog = facts.catalog
    site, brand = catalog.site, catalog.site.brand
    learners = catalog.learners.values()
    own = site.languages[1] if facts.prefix else ""
    return Frame(
        site_name=site.name,
        base_url=site.url,
        did=did_of(site.url),
        issuer=IssuerView(
            site.issuer.name,
            site.url.split("://", 1)[1].rstrip("/"),
            site.issuer.url,
            site.issuer.email,
            site.issuer.address,
            site.issuer.linkedin_organization,
        ),
        mode=str(facts.mode),
        language=site.languages[0],
        languages=site.languages,
        logo=_asset(brand.logo),
        logo_dark=_asset(brand.logo_dark),
        has_public_learners=any(one.visibility is Visibility.PUBLIC for one in learners),
        has_skills=any(badge.skills for badge in catalog.badges.values()),
        footer=tuple(
            FooterLink(
                _title(page.text, page.path),
                _address(page.path),
                "" if page.language else own,
            )
            for page in pages_of(facts)
            if page.path not in NOT_IN_FOOTER and "/" not in page.path
        ),
        timezone=site.timezone,
        prefix=facts.prefix,
    )


def pages_of(facts: Facts) -> tuple[Page, ...]:
    """Return the editorial pages as they are for a language: each once."""
    pages = facts.catalog.pages
    return pages if facts.prefix else tuple(page for page in pages if not page.language)


def _asset(picture: str | None) -> str | None:
    return f"assets/{picture.rsplit('/', 1)[-1]}" if picture else None


def _address(path: str) -> str:
    return f"{path.removesuffix('.md')}/"


def _title(text: str, path: str) -> str:
    """Return a page's title: of its front matter, else its first heading, else its name."""
    for line in text.splitlines():
        for start in ("title:", "# "):
            if line.startswith(start):
                return line.removeprefix(start).strip().strip("\"'")
    return path.removesuffix(".md").replace("-", " ").capitalize()
