"""QR codes as small PNG pictures inside the page, quick enough for a hundred thousand pages.

A QR code with a fixed mask is linear over GF(2): flipping a bit of the text flips a fixed set of
modules (its own, and those of its error correction). So segno encodes one code for each length of
address, and every other code of that length is that one with the differences flipped. The picture
is an uncompressed PNG, because compressors differ from machine to machine and bytes must not.
"""

from base64 import b64encode
from functools import lru_cache
from itertools import groupby
from struct import pack
from typing import Any
from zlib import adler32, crc32

import segno
from markupsafe import Markup
from segno import consts

_MASK = 3  # any of the eight is valid; one for all codes makes them comparable
_LONGEST = 1000
_QUIET = 4  # modules of white around the code (ISO/IEC 18004, 9.1)
_DATA = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)
_REFERENCE = b"0"


def qr(address: str) -> Markup:
    """Return the QR code of an address as an image; error correction level M.

    An address of more than 1,000 bytes has none: no camera reads a code that dense.
    """
    text = address.encode("utf-8", "replace")
    if len(text) > _LONGEST:
        return Markup()
    picture = b64encode(_symbol(len(text)).png(text)).decode()
    return Markup(
        '<img class="qr" src="data:image/png;base64,{}" alt="QR code" width="120" height="120">'
    ).format(picture)


def qr_path(address: str) -> str:
    """Return the dark modules of the code, one unit each, as the `d` of a path; with its margin."""
    code = segno.make_qr(address, error="m")
    runs = []
    for y, row in enumerate(code.matrix_iter(border=_QUIET)):
        x = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(runs)


def qr_side(address: str) -> int:
    """Return how many units wide the code of `qr_path` is."""
    return int(segno.make_qr(address, error="m").symbol_size(border=_QUIET)[0])


@lru_cache(maxsize=16)
def _symbol(length: int) -> "_Symbol":
    return _Symbol(length)


class _Symbol:
    """All codes for texts of one length, as scan lines of a PNG with one bit a module."""

    def __init__(self, length: int) -> None:
        code = segno.make_qr(
            _REFERENCE * length, error="m", mode="byte", mask=_MASK, boost_error=False
        )
        modules = [list(row) for row in code.matrix_iter(border=_QUIET, verbose=True)]
        self.side = len(modules)
        self._stride = 8 * (1 + (self.side + 7) // 8)  # a filter byte, then the modules
        self._bits = self._stride * self.side
        light = [
            self._bit(row, column)
            for row, line in enumerate(modules)
            for column, kind in enumerate(line)
            if not kind >> 8
        ]
        self._reference = sum(light)
        self._places = [self._bit(row, column) for row, column in _zigzag(modules)]
        self._header = 12 if int(code.version) < 10 else 20  # mode and length come first
        self._blocks(int(code.version))
        self._flips: dict[tuple[int, int], int] = {}

    def _bit(self, row: int, column: int) -> int:
        return 1 << (self._bits - 1 - row * self._stride - 8 - column)

    def _blocks(self, version: int) -> None:
        """Say for each data codeword where it is sent, and which codewords check it."""
        table: Any = consts.ECC
        groups = table[version][consts.ERROR_LEVEL_M]
        sizes = [group.num_data for group in groups for _ in range(group.num_blocks)]
        self._checks = groups[0].num_total - groups[0].num_data
        self._remainders = _remainders(self._checks, max(sizes))
        self._block = [(b, at) for b, size in enumerate(sizes) for at in range(size)]
        sent = sorted(range(len(self._block)), key=lambda k: (self._block[k][1], self._block[k][0]))
        self._sent = {codeword: place for place, codeword in enumerate(sent)}
        self._sizes = sizes

    def png(self, text: bytes) -> bytes:
        """Return the code of a text of this length."""
        bits, flips = self._reference, self._flips
        for position, character in enumerate(text):
            change = character ^ _REFERENCE[0]
            if change:
                flip = flips.get((position, change))
                if flip is None:
                    flip = flips[position, change] = self._flip(position, change)
                bits ^= flip
        return _png(self.side, bits.to_bytes(self._bits // 8, "big"))

    def _flip(self, position: int, change: int) -> int:
        """Return the modules that turn when the byte at the position changes by these bits."""
        modules = 0
        for bit in range(8):
            if change & 0x80 >> bit:
                codeword, place = divmod(self._header + 8 * position + bit, 8)
                modules ^= self._codeword(self._sent[codeword], 0x80 >> place)
                block, at = self._block[codeword]
                remainder = self._remainders[self._sizes[block] - 1 - at]
                for row, factor in enumerate(remainder):
                    sent = len(self._block) + row * len(self._sizes) + block
                    modules ^= self._codeword(sent, _times(factor, 0x80 >> place))
        return modules

    def _codeword(self, sent: int, value: int) -> int:
        return sum(self._places[8 * sent + bit] for bit in range(8) if value & 0x80 >> bit)


def _zigzag(modules: list[list[int]]) -> list[tuple[int, int]]:
    """Return the data modules in the order in which bits fill them (ISO/IEC 18004, 7.7.3)."""
    first, last = _QUIET, len(modules) - 1 - _QUIET
    # Format information takes the last eight modules of the ninth row; segno names a ninth so.
    misnamed = (first + 8, last - 8)
    columns = [c for c in range(last, first, -2) if c > first + 6]
    columns += [c for c in range(first + 5, first, -2)]
    found = []
    for turn, right in enumerate(columns):
        rows = range(last, first - 1, -1) if turn % 2 == 0 else range(first, last + 1)
        found += [
            (r, c)
            for r in rows
            for c in (right, right - 1)
            if modules[r][c] in _DATA or (r, c) == misnamed
        ]
    return found


def _times(a: int, b: int) -> int:
    """Return the product in GF(256) as QR codes use it."""
    if not a or not b:
        return 0
    return consts.GALIOS_EXP[(consts.GALIOS_LOG[a] + consts.GALIOS_LOG[b]) % 255]


def _remainders(checks: int, count: int) -> list[list[int]]:
    """Return x^(checks + k) modulo the generator of so many check codewords, for k below count."""
    generator = [1]
    for power in range(checks):
        root = consts.GALIOS_EXP[power]
        shifted = [*generator, 0]
        scaled = [0, *(_times(each, root) for each in generator)]
        generator = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    found = [generator[1:]]
    while len(found) < count:
        lead, *rest = found[-1]
        found.append([a ^ _times(lead, b) for a, b in zip([*rest, 0], generator[1:], strict=True)])
    return found


def _png(side: int, lines: bytes) -> bytes:
    """Return a PNG of one grey bit a pixel; its data are stored, not compressed."""
    stored = b"\x78\x01\x01" + pack("<HH", len(lines), len(lines) ^ 0xFFFF) + lines
    data = stored + pack(">I", adler32(lines))
    header = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(body)) + name + body + pack(">I", crc32(name + body))
        for name, body in chunks
    )
