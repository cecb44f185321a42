"""SVG of our own making to PNG, by CairoSVG. The only importer of cairosvg.

Pictures from outside never come here: `pictures` draws them in a child process.
"""

import base64
import binascii
import re
import zlib
from functools import cache
from typing import Any

from badgesite.artwork.png_chunks import PNG_START, chunk
from badgesite.errors import BadgesiteError

_CREATED = re.compile(rb"(/CreationDate \(D:)[0-9]{14}")
_NO_DAY = rb"\g<1>20000101000000"  # as long, so that places within the file stay
_INLINE = ("data:image/png;base64,", "data:image/jpeg;base64,")


def png(svg: bytes, width: int, upon: bytes | None = None) -> bytes:
    """Return the drawing as a PNG of this width in pixels, the height in proportion.

    It is drawn upon these pixels of the same size, or upon nothing. Nothing outside the drawing is
    ever opened: `data:` PNG and JPEG apart, every reference is refused. The same drawing gives the
    same bytes with the same cairo and Pillow.
    BadgesiteError when the system library cairo is missing.
    """
    if b"<image" not in svg:  # photographs need all their colours
        from badgesite.artwork.fewer_colours import fewer_colours, picture

        small = fewer_colours(picture(pixels(svg, width, upon), width))
        if small is not None:
            return small
    return packed(_drawn(svg, width, _surface(), upon))


def pixels(svg: bytes, width: int, upon: bytes | None = None) -> bytes:
    """Return the drawing's rows: of each pixel blue, green and red times alpha, and alpha.

    Cairo's memory as it is (of little-endian machines); to pack it as PNG and to unpack that takes
    longer than to draw.
    """
    return _drawn(svg, width, _unpacked(), upon)


def _drawn(svg: bytes, width: int, surface: Any, upon: bytes | None) -> bytes:
    kind = surface if upon is None else _begun(surface, upon)
    made: bytes = kind.convert(
        bytestring=svg, output_width=width, url_fetcher=_inline_only, unsafe=False
    )
    return made


def pdf(svg: bytes) -> bytes:
    """Return the drawing as a PDF of one page, its size the drawing's own; words are outlines.

    The same drawing gives the same bytes with the same cairo: the day on which it was made, which
    cairo writes down, is taken out.
    """
    _surface()
    from cairosvg.surface import PDFSurface

    made: bytes = PDFSurface.convert(bytestring=svg, url_fetcher=_inline_only, unsafe=False)
    return _CREATED.sub(_NO_DAY, made)


def require_cairo() -> None:
    """Load what draws; BadgesiteError with the command to run when cairo is missing."""
    _surface()


@cache
def _surface() -> Any:
    try:
        from cairosvg.surface import PNGSurface
    except OSError:  # cairocffi found no library to open
        raise BadgesiteError(
            "the system library cairo, which draws PNG pictures, is not installed",
            "run: apt-get install libcairo2 (Debian, Ubuntu) or: brew install cairo (macOS)",
        ) from None
    return PNGSurface


@cache
def _unpacked() -> Any:
    class Unpacked(_surface()):  # type: ignore[misc]  # cairosvg has no types
        def finish(self) -> None:
            self.cairo.flush()
            self.output.write(bytes(self.cairo.get_data()))
            self.cairo.finish()

    return Unpacked


def _begun(surface: Any, upon: bytes) -> Any:
    """Return the kind of surface on which these pixels are already."""

    class Begun(surface):  # type: ignore[misc]  # cairosvg has no types
        def _create_surface(self, width: float, height: float) -> Any:
            made = super()._create_surface(width, height)
            made[0].get_data()[:] = upon
            made[0].mark_dirty()
            return made

    return Begun


def _inline_only(url: str, resource_type: str) -> bytes:
    for prefix in _INLINE:
        if url.startswith(prefix):
            try:
                return base64.b64decode(url[len(prefix) :], validate=True)
            except binascii.Error:
                break
    raise BadgesiteError(
        "a picture refers to something outside itself", "put it inside or remove it"
    )


def packed(drawn: bytes) -> bytes:
    """Return cairo's PNG with nothing but its pixels, packed by Python's zlib at its best.

    What libpng's own settings and extra chunks would change from machine to machine is gone.
    """
    header, pixels, at = b"", [], len(PNG_START)
    while at < len(drawn):
        length = int.from_bytes(drawn[at : at + 4], "big")
        kind, data = drawn[at + 4 : at + 8], drawn[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = data
        elif kind == b"IDAT":
            pixels.append(data)
        at += 12 + length
    body = zlib.compress(zlib.decompress(b"".join(pixels)), 9)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return PNG_START + b"".join(chunk(kind, data) for kind, data in chunks)
