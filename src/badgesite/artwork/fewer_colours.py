"""A PNG of our own drawings in 256 colours: a third of the size, and nobody sees the difference.

Where the difference could be seen, the picture stays as it is. Pillow is imported
here and in learner_cards alone.
"""

import struct
import zlib

from PIL import Image, ImageChops, ImageStat

from badgesite.artwork.png_chunks import PNG_START, chunk

_ALL = 256
_SEEN = 255  # the alpha of a solid pixel
_SOLID = 224  # colours of solid pixels; the edges, which shine through, share the others
_EDGES = 31
_CLEAR = 255  # the place of what is not there at all
_PACKING = 7  # of zlib; 9 takes three times as long for a fiftieth of the size
_WORST = 1.0  # mean difference of 255 that is still taken


def picture(pixels: bytes, width: int) -> Image.Image:
    """Return the rows of pixels that `raster.pixels` gives as a picture (RGBA)."""
    size = (width, len(pixels) // (4 * width))
    return Image.frombuffer("RGBA", size, pixels, "raw", "BGRa", 4 * width, 1)


def fewer_colours(full: Image.Image) -> bytes | None:
    """Return the picture as a PNG with a palette, or None when that would show."""
    made, palette = _indexed(full)
    return None if _difference(full, made, palette) > _WORST else _written(made, palette)


def _indexed(full: Image.Image) -> tuple[Image.Image, list[tuple[int, ...]]]:
    """Return a picture of places in a palette, and the palette as red, green, blue, alpha."""
    alpha = full.getchannel("A")
    if alpha.getextrema() == (_SEEN, _SEEN):  # a share card: nothing shines through
        solid = full.convert("RGB").quantize(_ALL, method=Image.Quantize.MEDIANCUT)
        made = Image.frombytes("L", full.size, solid.tobytes())
        return made, [(*colour, _SEEN) for colour in _triples(solid, _ALL, 3)]
    solid = full.convert("RGB").quantize(_SOLID, method=Image.Quantize.MEDIANCUT)
    see_through = full.copy()
    see_through.paste((0, 0, 0, 0), mask=alpha.point(lambda value: 255 * (value == _SEEN)))
    edges = see_through.quantize(_EDGES, method=Image.Quantize.FASTOCTREE)
    made = Image.frombytes("L", full.size, solid.tobytes())
    shifted = Image.frombytes("L", full.size, edges.tobytes()).point(
        lambda value: min(value + _SOLID, _CLEAR - 1)
    )
    made.paste(shifted, mask=alpha.point(lambda value: 255 * (value < _SEEN)))
    made.paste(_CLEAR, mask=alpha.point(lambda value: 255 * (value == 0)))
    palette = [(*colour, _SEEN) for colour in _triples(solid, _SOLID, 3)]
    palette += _triples(edges, _EDGES, 4)
    return made, [*palette, (0, 0, 0, 0)]


def _triples(picture: Image.Image, count: int, channels: int) -> list[tuple[int, ...]]:
    """Return the first `count` colours of a palette, filled up with black."""
    flat = picture.getpalette("RGB" if channels == 3 else "RGBA") or []
    flat = (flat + [0] * (count * channels))[: count * channels]
    return [tuple(flat[at : at + channels]) for at in range(0, len(flat), channels)]


def _difference(full: Image.Image, made: Image.Image, palette: list[tuple[int, ...]]) -> float:
    shown = [made.point([colour[channel] for colour in palette]) for channel in range(4)]
    apart = ImageChops.difference(full, Image.merge("RGBA", shown))
    return max(ImageStat.Stat(apart).mean)


def _written(made: Image.Image, palette: list[tuple[int, ...]]) -> bytes:
    width, height = made.size
    flat = made.tobytes()
    # Palettes pack best without row filters: each row begins with a zero.
    rows = b"".join(b"\0" + flat[at : at + width] for at in range(0, len(flat), width))
    colours = b"".join(bytes(colour[:3]) for colour in palette)
    return PNG_START + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            chunk(b"PLTE", colours),
            chunk(b"tRNS", bytes(colour[3] for colour in palette)),
            chunk(b"IDAT", zlib.compress(rows, _PACKING)),
            chunk(b"IEND", b""),
        )
    )
