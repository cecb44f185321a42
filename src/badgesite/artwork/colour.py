"""Colours as OKLCH: one hue, many tones, and how well two of them can be told apart.

Knows nothing of brands or badges. Every number is rounded once, on its way to `#rrggbb`.
"""

import math
import re
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from badgesite.errors import ThemeError

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_CHROMA_STEP = 0.004


class Oklch(NamedTuple):
    """Lightness 0 to 1, chroma from 0, hue in radians (Ottosson, "A perceptual color space")."""

    light: float
    chroma: float
    hue: float


def is_colour(text: str) -> bool:
    """Whether the text is a colour of the form `#rrggbb`."""
    return _HEX.fullmatch(text) is not None


def checked_colour(text: str) -> str:
    """Return the colour in lower case; ThemeError when it is not `#rrggbb`."""
    if not is_colour(text):
        raise ThemeError(f"'{text}' is not a colour", "write it as # and six digits, like #0b5f80")
    return text.lower()


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _linear_rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _oklab(colour: str) -> tuple[float, float, float]:
    r, g, b = _linear_rgb(checked_colour(colour))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def oklch(colour: str) -> Oklch:
    """Return the OKLCH form of `#rrggbb`."""
    light, a, b = _oklab(colour)
    return Oklch(light, math.hypot(a, b), math.atan2(b, a))


def _rgb_of_oklab(light: float, a: float, b: float) -> tuple[float, float, float]:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _hex(rgb: tuple[float, float, float]) -> str:
    digits = []
    for value in rgb:
        held = min(1.0, max(0.0, value))
        curved = held * 12.92 if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
        # Half up with a hair's breadth to spare: the last bit of a power, which machines may
        # compute differently, never decides a digit.
        digits.append(math.floor(255 * curved + 0.5 + 1e-7))
    return "#{:02x}{:02x}{:02x}".format(*digits)


def hex_of(colour: Oklch) -> str:
    """Return `#rrggbb`, giving up chroma until the colour fits the screen."""
    chroma = colour.chroma
    while True:
        rgb = _rgb_of_oklab(
            colour.light, chroma * math.cos(colour.hue), chroma * math.sin(colour.hue)
        )
        if chroma <= 0.001 or all(-0.0005 <= value <= 1.0005 for value in rgb):
            return _hex(rgb)
        chroma = max(0.0, chroma - _CHROMA_STEP)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of the colour in the ground, as CSS `color-mix(in oklab, …)` does."""
    front, back = _oklab(colour), _oklab(ground)
    light, a, b = (share * f + (1 - share) * g for f, g in zip(front, back, strict=True))
    return _hex(_rgb_of_oklab(light, a, b))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = _linear_rgb(checked_colour(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Tones(Struct, frozen=True):
    """All tones of one colour's hue: `tones(.95)` is nearly paper, `tones(.25)` nearly ink."""

    colour: str

    def __call__(self, light: float, strength: float = 1.0) -> str:
        """Return the tone of this lightness; near paper and near ink there is less chroma."""
        return _tone(self.colour, light, strength)


@cache
def _tone(colour: str, light: float, strength: float) -> str:
    _, chroma, hue = oklch(colour)
    room = 1 - abs(light - 0.55) * 1.25
    return hex_of(Oklch(light, chroma * strength * max(0.16, min(1.0, room + 0.25)), hue))
