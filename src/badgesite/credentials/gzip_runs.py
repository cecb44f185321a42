"""gzip for long runs of equal bytes, written out here so that no machine writes it differently.

Compressors are free to choose, and do: zlib, zlib-ng and their versions give different bytes for
the same input. A status list is almost all zeros, so literals and runs in DEFLATE's fixed code
(RFC 1951 §3.2.6) are about as small as what they would find.
"""

import struct
import zlib
from itertools import groupby

_HEADER = b"\x1f\x8b\x08\x00" + b"\0\0\0\0" + b"\x02\xff"  # no name, no time, unknown system
_LONGEST = 258


def gzip(data: bytes) -> bytes:
    """Return the data as one gzip member (RFC 1952) that depends on nothing but the data."""
    return _HEADER + _deflated(data) + struct.pack("<II", zlib.crc32(data), len(data))


def _length_codes() -> dict[int, tuple[int, int, int]]:
    """Return run length -> (code, number of extra bits, their value) (RFC 1951 §3.2.5)."""
    codes, length = {}, 3
    for code in range(257, 285):
        extra = 0 if code < 265 else (code - 261) // 4
        for value in range(1 << extra):
            codes[length + value] = (code, extra, value)
        length += 1 << extra
    codes[_LONGEST] = (285, 0, 0)
    return codes


_LENGTHS = _length_codes()


class _Bits:
    """Bits in DEFLATE's order: from the lowest bit of each byte up."""

    def __init__(self) -> None:
        self._done = bytearray()
        self._pending = 0
        self._count = 0

    def number(self, value: int, count: int) -> None:
        """Append a number, lowest bit first."""
        self._pending |= value << self._count
        self._count += count
        while self._count >= 8:
            self._done.append(self._pending & 0xFF)
            self._pending >>= 8
            self._count -= 8

    def code(self, symbol: int) -> None:
        """Append a symbol in the fixed code, highest bit first."""
        value, count = _fixed(symbol)
        self.number(int(f"{value:0{count}b}"[::-1], 2), count)

    def finished(self) -> bytes:
        """Return all bytes, the last filled with zeros."""
        self.number(0, -self._count % 8)
        return bytes(self._done)


def _fixed(symbol: int) -> tuple[int, int]:
    if symbol < 144:
        return 0x30 + symbol, 8
    if symbol < 256:
        return 0x190 + symbol - 144, 9
    if symbol < 280:
        return symbol - 256, 7
    return 0xC0 + symbol - 280, 8


def _deflated(data: bytes) -> bytes:
    bits = _Bits()
    bits.number(1, 1)  # the last block
    bits.number(1, 2)  # in the fixed code
    for byte, run in groupby(data):
        left = len(tuple(run))
        bits.code(byte)
        left -= 1
        while left >= 3:
            length = min(left, _LONGEST)
            code, extra, value = _LENGTHS[length]
            bits.code(code)
            bits.number(value, extra)
            bits.number(0, 5)  # distance 1: the byte before
            left -= length
        for _ in range(left):
            bits.code(byte)
    bits.code(256)
    return bits.finished()
