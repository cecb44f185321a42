"""PNG and JPEG from outside: walked chunk by chunk without decoding, and written anew.

Only what is needed to show the pixels is kept: comments, camera data and places go.
"""

import zlib

from badgesite.artwork.gate.refusal import Limits, RefusalError
from badgesite.artwork.png_chunks import PNG_START

JPEG_START = b"\xff\xd8\xff"
_REMEDY = "open it in an image editor and save it again as PNG or JPEG"
_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"))
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_MOST_CHUNKS = 5_000
_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length


def clean_raster(data: bytes, limits: Limits) -> tuple[str, bytes, int, int]:
    """Return `png` or `jpeg`, the cleaned file, width and height; RefusalError otherwise."""
    if len(data) > limits.bytes:
        raise RefusalError(f"is larger than {limits.bytes // 1_000_000} MB", "make it smaller")
    if data.startswith(PNG_START):
        return "png", *_png(data, limits)
    if data.startswith(JPEG_START):
        return "jpeg", *_jpeg(data, limits)
    raise RefusalError("is not an SVG, PNG or JPEG", "save it in one of these forms")


def _sized(width: int, height: int, limits: Limits) -> None:
    if not (0 < width <= limits.side and 0 < height <= limits.side):
        raise RefusalError(
            f"is {width} x {height} pixels, and {limits.side} is the most", "make it smaller"
        )


# ------------------------------------------------------------------ PNG (W3C PNG, third edition)
def _png(data: bytes, limits: Limits) -> tuple[bytes, int, int]:
    kept, pixels, at, count = [data[:8]], [], 8, 0
    header = b""
    while True:
        count += 1
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        whole = data[at : at + 12 + length]
        if len(whole) != 12 + length or count > _MOST_CHUNKS:
            raise RefusalError("is a broken PNG (cut short)", _REMEDY)
        if zlib.crc32(kind + body) != int.from_bytes(whole[-4:], "big"):
            raise RefusalError("is a broken PNG (a checksum is wrong)", _REMEDY)
        if (count == 1) != (kind == b"IHDR"):
            raise RefusalError("is a broken PNG (its header is not first)", _REMEDY)
        if kind == b"IHDR":
            header = body
            _png_header(body, limits)
        if kind == b"IDAT":
            pixels.append(body)
        if kind in _KEPT:
            kept.append(whole)
        at += 12 + length
        if kind == b"IEND":
            break
    _png_pixels(header, pixels)
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    return b"".join(kept), width, height


def _png_header(body: bytes, limits: Limits) -> None:
    if len(body) != 13:
        raise RefusalError("is a broken PNG (its header is wrong)", _REMEDY)
    _sized(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"), limits)
    depth, colour, packing, filtering, interlace = body[8:]
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise RefusalError("is a broken PNG (its header is wrong)", _REMEDY)


def _png_pixels(header: bytes, pixels: list[bytes]) -> None:
    """Unpack in small pieces, keeping none, and refuse more or less than the header promises."""
    left = _unpacked_size(header)
    unpacker = zlib.decompressobj()
    try:
        for part in pixels:
            waiting = part
            while waiting:
                left -= len(unpacker.decompress(waiting, 65_536))
                waiting = unpacker.unconsumed_tail
                if left < 0:
                    raise RefusalError("unpacks to more than its size", _REMEDY)
        left -= len(unpacker.flush())
    except zlib.error:
        raise RefusalError("is a broken PNG (its pixels cannot be unpacked)", _REMEDY) from None
    if left:
        raise RefusalError("is a broken PNG (pixels are missing)", _REMEDY)


def _unpacked_size(header: bytes) -> int:
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    bits = header[8] * _CHANNELS[header[9]]
    passes = _ADAM7 if header[12] else ((0, 0, 1, 1),)
    total = 0
    for x, y, across, down in passes:
        columns, rows = -(-(width - x) // across), -(-(height - y) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


# ------------------------------------------------------------------ JPEG (ITU-T T.81, annex B)
def _jpeg(data: bytes, limits: Limits) -> tuple[bytes, int, int]:
    kept, at = [b"\xff\xd8"], 2
    size: tuple[int, int] | None = None
    for _ in range(_MOST_CHUNKS):
        marker, at = _marker(data, at)
        if marker == 0xD9:
            break
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        whole = b"\xff" + bytes([marker]) + data[at : at + length]
        if length < 2 or len(whole) != length + 2:
            raise RefusalError("is a broken JPEG (cut short)", _REMEDY)
        if marker in _FRAMES and length >= 8:
            size = int.from_bytes(whole[7:9], "big"), int.from_bytes(whole[5:7], "big")
            _sized(*size, limits)
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(whole)
        at += length
        if marker == 0xDA:
            end = _end_of_scan(data, at)
            kept.append(data[at:end])
            at = end
    else:
        raise RefusalError("is a broken JPEG (too many parts)", _REMEDY)
    if size is None:
        raise RefusalError("is a JPEG of a kind that browsers do not show", _REMEDY)
    return b"".join([*kept, b"\xff\xd9"]), *size


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker that stands at a place, and where its content begins."""
    if data[at : at + 1] != b"\xff":
        raise RefusalError("is a broken JPEG (cut short)", _REMEDY)
    while data[at : at + 1] == b"\xff":
        at += 1
    if at >= len(data):
        raise RefusalError("is a broken JPEG (cut short)", _REMEDY)
    return data[at], at + 1


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the packed pixels end: at the next marker that is no restart or stuffing."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise RefusalError("is a broken JPEG (cut short)", _REMEDY)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
