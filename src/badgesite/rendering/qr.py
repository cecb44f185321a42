"""QR codes as small PNG pictures inside the page, quick enough for a hundred thousand pages.

A QR code with a fixed mask is linear over GF(2): flipping a bit of the text flips a fixed set of
modules (its own, and those of its error correction). So one code is worked out for each length of
address, and every other code of that length is that one with the differences flipped. The picture
is an uncompressed PNG, because compressors differ from machine to machine and bytes must not.
"""

from base64 import b64encode
from itertools import groupby
from struct import pack
from zlib import adler32, crc32

from markupsafe import Markup

from badgesite.rendering.qr_layout import LONGEST, codewords, layout_for, remainders, times

_QUIET = 4  # modules of white around the code (ISO/IEC 18004, 9.1)


def qr(address: str) -> Markup:
    """Return the QR code of an address as an image; error correction level M.

    An address of more than 1,000 bytes has none: no camera reads a code that dense.
    """
    text = address.encode("utf-8", "replace")
    if len(text) > LONGEST:
        return Markup()
    symbol = _symbols.get(len(text))
    if symbol is None:
        symbol = _symbols[len(text)] = _Symbol(text)
    picture = b64encode(symbol.png(text)).decode()
    return Markup(  # noqa: S704 - base64 alone
        f'<img class="qr" src="data:image/png;base64,{picture}" alt="QR code"'
        ' width="120" height="120">'
    )


def qr_path(address: str) -> str:
    """Return the dark modules of the code, one unit each, as the `d` of a path; with its margin."""
    import segno  # knows all modes and brings much along; pages of one award have no such path

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
    import segno

    return int(segno.make_qr(address, error="m").symbol_size(border=_QUIET)[0])


class _Symbol:
    """All codes for texts of one length, as scan lines of a PNG with one bit a module."""

    def __init__(self, text: bytes) -> None:
        """Work out the code of one of the texts: the others are like it but for some bits."""
        layout = self._layout = layout_for(len(text))
        self._side = layout.side + 2 * _QUIET
        self._stride = 8 * (1 + (self._side + 7) // 8)  # a filter byte, then the modules
        self._bits = self._stride * self._side
        self._places = [self._bit(row, column) for row, column in layout.data]
        self._remainders = remainders(layout.checks, max(layout.blocks))
        self._block = [(b, at) for b, size in enumerate(layout.blocks) for at in range(size)]
        sent = sorted(range(len(self._block)), key=lambda k: (self._block[k][1], self._block[k][0]))
        self._sent = {codeword: place for place, codeword in enumerate(sent)}
        self._turns: dict[tuple[int, int], int] = {}
        self._flips: dict[int, int] = {}  # by place and change in one number: asked for most
        self._text = int.from_bytes(text, "big")
        self._code = self._first(codewords(layout, text))

    def _bit(self, row: int, column: int) -> int:
        """Return the pixel of a module, which is dark when its bit is not set."""
        at = (row + _QUIET) * self._stride + 8 + column + _QUIET
        return 1 << (self._bits - 1 - at)

    def _first(self, data: list[int]) -> int:
        """Return the code of these data codewords."""
        layout = self._layout
        line = ((1 << self._side) - 1) << (self._stride - 8 - self._side)  # a row that is light
        code = int.from_bytes(line.to_bytes(self._stride // 8, "big") * self._side, "big")
        code ^= sum([self._bit(*each) for each in layout.dark])
        checks = [[0] * layout.checks for _ in layout.blocks]
        for value, (block, at) in zip(data, self._block, strict=True):
            row = self._remainders[layout.blocks[block] - 1 - at]
            checks[block] = [a ^ times(b, value) for a, b in zip(checks[block], row, strict=True)]
        for codeword, value in enumerate(data):
            code ^= self._codeword(self._sent[codeword], value)
        for block, values in enumerate(checks):
            for number, value in enumerate(values):
                code ^= self._codeword(self._check(block, number), value)
        return code

    def png(self, text: bytes) -> bytes:
        """Return the code of a text of this length."""
        code, flips = self._code, self._flips
        apart = (int.from_bytes(text, "big") ^ self._text).to_bytes(len(text), "big")
        for position, change in enumerate(apart):
            if change:
                flip = flips.get(position << 8 | change)
                if flip is None:
                    flip = flips[position << 8 | change] = self._flip(position, change)
                code ^= flip
        return _png(self._side, code.to_bytes(self._bits // 8, "big"))

    def _flip(self, position: int, change: int) -> int:
        """Return the modules that turn when the byte at the position changes by these bits."""
        first = self._layout.counted_in + position  # the mode has pushed it on by half a byte
        modules = 0
        for bit in range(8):
            if change & 0x80 >> bit:
                modules ^= self._turn(*((first, bit + 4) if bit < 4 else (first + 1, bit - 4)))
        return modules

    def _turn(self, codeword: int, bit: int) -> int:
        """Return the modules that turn with one bit of a data codeword."""
        found = self._turns.get((codeword, bit))
        if found is None:
            value, (block, at) = 0x80 >> bit, self._block[codeword]
            found = self._codeword(self._sent[codeword], value)
            row = self._remainders[self._layout.blocks[block] - 1 - at]
            for number, factor in enumerate(row):
                found ^= self._codeword(self._check(block, number), times(factor, value))
            self._turns[codeword, bit] = found
        return found

    def _check(self, block: int, number: int) -> int:
        """Return where a check codeword is sent: after all data, one of each block in turn."""
        return len(self._block) + number * len(self._layout.blocks) + block

    def _codeword(self, sent: int, value: int) -> int:
        modules, place = 0, 8 * sent + 7
        while value:
            if value & 1:
                modules ^= self._places[place]
            value, place = value >> 1, place - 1
        return modules


_symbols: dict[int, _Symbol] = {}
"""By the length of the text; which of them came first changes no other code."""


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
