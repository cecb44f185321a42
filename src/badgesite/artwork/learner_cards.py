"""Share cards with a learner's name, drawn as one band of rows between rows that never change.

All cards of a badge differ only where the name stands. What is above and below is packed once; for
each learner only the band is drawn, packed and put between (RFC 1950 lets checksums be joined).
"""

import zlib
from functools import lru_cache
from struct import pack

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageStat

from badgesite.artwork import lettering
from badgesite.artwork.card_pictures import CARD_WIDTH, share_card_pixels
from badgesite.artwork.cards import ShareCard, who_band, who_path
from badgesite.artwork.colour import mixed
from badgesite.artwork.fewer_colours import picture
from badgesite.artwork.png_chunks import PNG_START, chunk
from badgesite.artwork.raster import pixels
from badgesite.artwork.second import helped_by

_WIDTH, _HEIGHT = CARD_WIDTH, 630
_LEFT = 616  # of the words
_COLOURS = 224  # of the card; the rest of the 256 lead from the ground to the name's white
_SHADES = 32
_STORED = 65521  # the modulus of Adler-32 (RFC 1950, 9)


def learner_card_png(card: ShareCard, badge: bytes, plain: bytes) -> bytes:
    """Return the card with its `who` line as PNG; `plain`, the badge's own, if none can be set."""
    with helped_by(card.second):
        return _drawn(card, badge, plain)


def _drawn(card: ShareCard, badge: bytes, plain: bytes) -> bytes:
    if not lettering.drawable(card.who):
        return plain
    return _base(replace(card, who="", room=True), badge).with_name(card.who)


class _Base(Struct, frozen=True):
    """One badge's card without a name: packed rows above and below the band, and the band."""

    card: ShareCard
    head: bytes
    above: tuple[bytes, int]
    below: tuple[bytes, int, int]
    band: Image.Image

    def with_name(self, who: str) -> bytes:
        shades, band = _shades(who, self.card), self.band.copy()
        ramp = shades.point([_COLOURS + (shade >> 3) for shade in range(256)])
        band.paste(ramp, mask=shades.point([255 * (shade > 7) for shade in range(256)]))
        rows = _rows(band.tobytes())
        sum_ = _joined(_joined(self.above[1], zlib.adler32(rows), len(rows)), *self.below[1:])
        body = b"\x78\xda" + self.above[0] + _packed(rows) + self.below[0] + pack(">I", sum_)
        return self.head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@lru_cache(maxsize=64)
def _base(card: ShareCard, badge: bytes) -> _Base:
    full = picture(share_card_pixels(card, badge), _WIDTH).convert("RGB")
    few = full.quantize(_COLOURS, dither=Image.Dither.NONE)
    top, count = who_band(card)
    band = full.crop((_LEFT, top, _WIDTH, top + count))
    ground = "#" + bytes(round(each) for each in ImageStat.Stat(band).mean).hex()
    ramp = [mixed("#ffffff", ground, (shade + 0.5) / _SHADES) for shade in range(_SHADES)]
    colours = bytes(few.getpalette("RGB") or ())[: 3 * _COLOURS].ljust(3 * _COLOURS, b"\0")
    colours += b"".join(bytes.fromhex(each[1:]) for each in ramp)
    flat = few.tobytes()
    above = _rows(flat[: top * _WIDTH])
    below = _rows(flat[(top + count) * _WIDTH :])
    header = pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    return _Base(
        card,
        PNG_START + chunk(b"IHDR", header) + chunk(b"PLTE", colours),
        (_packed(above), zlib.adler32(above)),
        (_packed(below, last=True), zlib.adler32(below), len(below)),
        Image.frombytes("L", (_WIDTH, count), flat[top * _WIDTH : (top + count) * _WIDTH]),
    )


def _rows(pixels: bytes) -> bytes:
    """Return the rows as PNG has them, each behind a byte that says it is not filtered."""
    starts = range(0, len(pixels), _WIDTH)
    return b"".join(b"\0" + pixels[start : start + _WIDTH] for start in starts)


def _shades(who: str, card: ShareCard) -> Image.Image:
    """Return how white each pixel of the band is where the name stands."""
    top, count = who_band(card)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top * 10} {_WIDTH * 10} '
        f'{count * 10}" width="{_WIDTH}" height="{count}">{who_path(who, card)}</svg>'
    )
    return picture(pixels(svg.encode(), _WIDTH), _WIDTH).getchannel("A")


def _packed(rows: bytes, *, last: bool = False) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(rows) + packer.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _joined(first: int, second: int, length: int) -> int:
    """Return the Adler-32 of two pieces from theirs; `length` is that of the second."""
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % _STORED
    high = ((first >> 16) + (second >> 16) + length * ((first & 0xFFFF) - 1)) % _STORED
    return high << 16 | low
