"""What a QR code of level M and mask 3 is before anything is said (ISO/IEC 18004).

How large it is, which modules are dark whatever it says, in which order bits fill the others, and
how codewords are checked.
"""

from functools import cache
from typing import NamedTuple

# By version from 1: check codewords of a block, blocks, data codewords (table 9, level M).
_SIZES = (
    (10, 1, 16), (16, 1, 28), (26, 1, 44), (18, 2, 64), (24, 2, 86), (16, 4, 108), (18, 4, 124),
    (22, 4, 154), (22, 5, 182), (26, 5, 216), (30, 5, 254), (22, 8, 290), (22, 9, 334),
    (24, 9, 365), (24, 10, 415), (28, 10, 453), (28, 11, 507), (26, 13, 563), (26, 14, 627),
    (26, 16, 669), (26, 17, 714), (28, 17, 782), (28, 18, 860), (28, 20, 914), (28, 21, 1000),
    (28, 23, 1062),
)  # fmt: skip
LONGEST = 1_000  # bytes of text: no camera reads a code that dense
_LEVEL_AND_MASK = 0b00_011
_FORMAT_BCH, _FORMAT_XOR, _VERSION_BCH = 0x537, 0x5412, 0x1F25

Module = tuple[int, int]
"""Row and column."""


class Layout(NamedTuple):
    """A version: `dark` are modules that the mask or a pattern makes so; `data` take bits."""

    version: int
    side: int
    checks: int
    blocks: tuple[int, ...]
    dark: frozenset[Module]
    data: tuple[Module, ...]

    @property
    def counted_in(self) -> int:
        """How many bytes the length of the text takes."""
        return 1 if self.version < 10 else 2


def codewords(layout: Layout, text: bytes) -> list[int]:
    """Return the data codewords of a text: mode, length, text, end, padding."""
    said = b"\x04" + len(text).to_bytes(layout.counted_in, "big") + text
    # All of it stands half a byte further left: the mode has four bits, and so has the end.
    packed = (int.from_bytes(said, "big") << 4).to_bytes(len(said), "big")
    rest = sum(layout.blocks) - len(packed)
    # The first byte of padding is zero, as in segno's codes: those on printed paper stay the same.
    return [*packed, *(b"\0" + b"\xec\x11" * rest)[:rest]]


@cache
def layout_for(length: int) -> Layout:
    """Return the smallest version that holds a text of so many bytes, at most LONGEST."""
    for version, (checks, blocks, data) in enumerate(_SIZES, 1):
        if length <= data - (2 if version < 10 else 3):
            return _layout(version, checks, blocks, data)
    raise ValueError(f"no code for {length} bytes")


def _layout(version: int, checks: int, blocks: int, data: int) -> Layout:
    side = 17 + 4 * version
    fixed = _patterns(version, side)
    free = tuple(each for each in _zigzag(side) if each not in fixed)
    masked = {(row, column) for row, column in free if (row + column) % 3 == 0}
    short, longer = divmod(data, blocks)
    sizes = (short,) * (blocks - longer) + (short + 1,) * longer
    dark = frozenset(masked | {each for each, is_dark in fixed.items() if is_dark})
    return Layout(version, side, checks, sizes, dark, free)


# ------------------------------------------------------------------ patterns
def _patterns(version: int, side: int) -> dict[Module, bool]:
    """Return every module that holds no data, and whether it is dark."""
    found = {(6, at): at % 2 == 0 for at in range(side)}  # timing
    found |= {(at, 6): at % 2 == 0 for at in range(side)}
    for row, column in ((3, 3), (3, side - 4), (side - 4, 3)):
        found |= _rings(row, column, 4, {2, 4}, side)
    places = _alignment(version, side)
    corners = {(6, 6), (6, side - 7), (side - 7, 6)}
    for centre in {(row, column) for row in places for column in places} - corners:
        found |= _rings(*centre, 2, {1}, side)
    found |= _format(side)
    return found | (_version(version, side) if version >= 7 else {})


def _rings(row: int, column: int, reach: int, light: set[int], side: int) -> dict[Module, bool]:
    """Return squares around a centre, as far as they lie in the code."""
    span = range(-reach, reach + 1)
    return {
        (row + down, column + right): max(abs(down), abs(right)) not in light
        for down in span
        for right in span
        if 0 <= row + down < side and 0 <= column + right < side
    }


def _alignment(version: int, side: int) -> list[int]:
    """Return the rows, and columns, in which alignment patterns have their centres (annex E)."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = -(-(side - 13) // (2 * count - 2)) * 2
    return [6, *(side - 7 - step * number for number in range(count - 1))]


def _format(side: int) -> dict[Module, bool]:
    """Return level and mask, which stand there twice (7.9), and the module that is always dark."""
    said = (_LEVEL_AND_MASK << 10 | _remainder(_LEVEL_AND_MASK, _FORMAT_BCH, 10)) ^ _FORMAT_XOR
    bits = [bool(said >> number & 1) for number in range(15)]
    one = [*((row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)), (8, 7)]
    one += [(8, column) for column in range(5, -1, -1)]
    other = [*((8, side - 1 - at) for at in range(8)), *((side - 7 + at, 8) for at in range(7))]
    said_twice = dict(zip((*one, *other), (*bits, *bits), strict=True))
    return {**said_twice, (side - 8, 8): True}


def _version(version: int, side: int) -> dict[Module, bool]:
    """Return the version, which stands there twice (7.10)."""
    said = version << 12 | _remainder(version, _VERSION_BCH, 12)
    found = {}
    for number in range(18):
        far, near = side - 11 + number % 3, number // 3
        found[far, near] = found[near, far] = bool(said >> number & 1)
    return found


def _remainder(value: int, generator: int, bits: int) -> int:
    """Return the check bits of a BCH code."""
    rest = value
    for _ in range(bits):
        rest = rest << 1 ^ (rest >> (bits - 1) & 1) * generator
    return rest & (1 << bits) - 1


def _zigzag(side: int) -> list[Module]:
    """Return all modules in the order in which bits fill them, where they may (7.7.3)."""
    columns = [*range(side - 1, 6, -2), *range(5, 0, -2)]
    return [
        (row, column)
        for turn, right in enumerate(columns)
        for row in (range(side - 1, -1, -1) if turn % 2 == 0 else range(side))
        for column in (right, right - 1)
    ]


# ------------------------------------------------------------------ checks
def _powers() -> tuple[list[int], list[int]]:
    """Return powers of 2 and their logarithms in GF(256) as QR codes use it."""
    powers, logarithms, value = [0] * 510, [0] * 256, 1
    for number in range(255):
        powers[number] = powers[number + 255] = value
        logarithms[value] = number
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, logarithms


_POWERS, _LOGARITHMS = _powers()


def times(a: int, b: int) -> int:
    """Return the product in that field."""
    return _POWERS[_LOGARITHMS[a] + _LOGARITHMS[b]] if a and b else 0


def remainders(checks: int, count: int) -> list[list[int]]:
    """Return x^(checks + k) modulo the generator of so many check codewords, for k below count."""
    generator = [1]
    for power in range(checks):
        scaled = [0, *(times(each, _POWERS[power]) for each in generator)]
        generator = [a ^ b for a, b in zip([*generator, 0], scaled, strict=True)]
    found = [generator[1:]]
    while len(found) < count:
        lead, *rest = found[-1]
        found.append([a ^ times(lead, b) for a, b in zip([*rest, 0], generator[1:], strict=True)])
    return found
