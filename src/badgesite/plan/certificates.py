"""What certificates say beside the award: of the badge, else of the site; and their pictures."""

from badgesite.model import Badge, Catalog, Certificate, Site
from badgesite.rendering.views import PaperView, SignatureView


def paper_view(site: Site, badge: Badge) -> PaperView:
    """Return what a certificate of the badge says beside the award."""
    said = badge.certificate.over(site.certificate)
    return PaperView(
        title=said.title or "",
        signatures=tuple(
            SignatureView(each.name, each.role or "", _address(each.image))
            for each in said.signatures
        ),
        seal=_address(said.seal),
    )


def certificate_pictures(catalog: Catalog) -> frozenset[str]:
    """Return the paths below content/ of every signature and seal that some certificate shows."""
    all_: tuple[Certificate, ...] = (
        catalog.site.certificate,
        *(badge.certificate for badge in catalog.badges.values()),
    )
    named = {each.seal for each in all_}
    named |= {signature.image for each in all_ for signature in each.signatures}
    return frozenset(each for each in named if each)


def _address(picture: str | None) -> str:
    return f"assets/{picture}" if picture else ""
