"""The picture of another issuer's badge: the one that came with it, judged, or an outline."""

from badgesite.artwork.gate import PictureRefused, own_picture_svg, safe_picture

_OUTLINE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">'
    b'<g fill="none" stroke="#7b8794" stroke-width="14" stroke-linejoin="round">'
    b'<circle cx="300" cy="300" r="270" stroke-dasharray="44 30"/>'
    b'<path d="M300 165 410 208V305C410 372 366 418 300 445 234 418 190 372 190 305V208Z"/>'
    b"</g></svg>\n"
)


def others_picture_svg(data: bytes) -> bytes:
    """Return the picture as an SVG of 600 x 600; an outline for none, and for one that is refused.

    Whoever gave the badge drew it, so what is wrong with it is no mistake of the provider's.
    """
    name = "of another issuer's badge"
    if not data or isinstance(safe_picture(data, name), PictureRefused):
        return _OUTLINE
    return own_picture_svg(data, name)
