"""One picture within another: an SVG of ours, or a provider's that the gate has cleaned."""

import re

from badgesite.artwork.gate.inline import data_address
from badgesite.artwork.geometry import tenths
from badgesite.artwork.png_chunks import PNG_START

_ROOT = re.compile(rb"<svg\b[^>]*>")
_SIZES = re.compile(rb"\s(?:x|y|width|height|preserveAspectRatio)=(?:\"[^\"]*\"|'[^']*')")

Box = tuple[float, float, float, float]


def placed(picture: bytes, box: Box, align: str = "xMidYMid") -> bytes:
    """Return the picture within a box (x, y, width, height in pixels), its proportions kept."""
    x, y, width, height = (tenths(each) for each in box)
    sizes = (
        f' x="{x}" y="{y}" width="{width}" height="{height}" preserveAspectRatio="{align} meet"'
    ).encode()
    root = _ROOT.search(picture)
    if root is None:
        kind = "png" if picture.startswith(PNG_START) else "jpeg"
        return b"<image" + sizes + f' href="{data_address(kind, picture)}"/>'.encode()
    opened = _SIZES.sub(b"", root.group())
    return opened[:4] + sizes + opened[4:] + picture[root.end() :].strip()
