"""A certificate as a drawing, for PDF: the theme's certificate.svg, its words as outlines."""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from badgesite import artwork
from badgesite.rendering.qr import qr_path, qr_side
from badgesite.rendering.theme import Theme
from badgesite.rendering.views import CredentialView, Frame

PIXELS = 4  # in a millimetre
_MARGIN = 40.0
_TILE = 36.0


class Paper(Struct, frozen=True):
    """A sheet: its sides in millimetres, the long one first."""

    name: str
    width: float
    height: float


PAPERS = {each.name: each for each in (Paper("a4", 297, 210), Paper("letter", 279.4, 215.9))}


def certificate_svg(
    theme: Theme,
    frame: Frame,
    view: CredentialView,
    paper: Paper,
    brand: str,
    badge: bytes,
    pictures: Mapping[str, bytes],
    second: "artwork.SecondFont | None" = None,
) -> bytes:
    """Return the certificate; `pictures` are logo, signatures and seal by their path in the site.

    Without an address (`view.path` empty: a learner without pages) there is no code to scan.
    """
    width, height = paper.width * PIXELS, paper.height * PIXELS
    url = frame.base_url + view.path if view.path else ""

    def picture(path: str, x: float, y: float, w: float, h: float, align: str) -> Markup:
        data = badge if path == "badge" else pictures.get(path, b"")
        return Markup(artwork.placed(data, (x, y, w, h), align).decode() if data else "")  # noqa: S704 - cleaned by the gate

    border = artwork.frame(brand, width * 10 - 800, height * 10 - 800, _TILE * 10)
    return theme.page(
        "certificate.svg",
        {
            "frame": frame,
            "view": view,
            "paper": paper,
            "width": width,
            "height": height,
            "url": url,
            "border": Markup(border),  # noqa: S704 - drawn by us
            "margin": _MARGIN,
            "pen": artwork.Pen("#000000", second),
            "grey": artwork.Pen("#444444", second),
            "ink": artwork.Pen(artwork.palette(brand, brand).brand_light, second),
            "picture": picture,
            "qr_path": qr_path,
            "qr_side": qr_side,
        },
    )
