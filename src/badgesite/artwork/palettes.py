"""One brand colour, and what the pages may use of it in light and dark.

Status colours, text and grounds are fixed and never the brand's. Nothing here passes a contrast
below 4.5:1: the colour is moved, and `notes` say so.
"""

from msgspec import Struct

from badgesite.artwork.colour import Oklch, checked_colour, contrast, hex_of, mixed, oklch

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
_WHITE = "#ffffff"
_DARK_GROUND = "#0f1318"
_NEAR_BLACK = "#04090d"
_DARK_LIGHTNESS = 0.81  # where a hue reads well on the dark ground, far above the least contrast
_STEP = 0.005
_A_HUE = 0.04  # chroma from which a colour is more than a grey, and a button not lost on white
_BRIGHT = 8.0  # contrast with dark words from which a colour is shown as it is


class Palette(Struct, frozen=True):
    """Tokens as `#rrggbb`; `brand_*` are readable on the ground, the panels and the soft panels.

    `fill` is the main button on light pages, `band` the ground behind the hero: of a bright colour
    they are the colour itself under dark words, for a yellow made dark is no longer that yellow.
    `notes` are sentences for people: which colour was moved, and where to.
    """

    brand_light: str
    brand_dark: str
    on_brand_light: str
    on_brand_dark: str
    surface_light: str
    surface_dark: str
    brand_soft_light: str
    brand_soft_dark: str
    brand_deep: str
    accent: str
    fill: str
    on_fill: str
    band: str
    on_band: str
    notes: tuple[str, ...] = ()


def palette(colour: str, accent: str) -> Palette:
    """Return the accessible tokens of a brand; ThemeError when a colour is not `#rrggbb`."""
    brand, second = checked_colour(colour), checked_colour(accent)
    dark = _lightened(brand)
    light_grounds = (_WHITE, mixed(dark, _WHITE, 0.09), mixed(dark, _WHITE, 0.24))
    dark_grounds = (_DARK_GROUND, mixed(dark, _DARK_GROUND, 0.05), mixed(dark, _DARK_GROUND, 0.14))
    light = _darkened(brand, light_grounds)
    deep = mixed(light, _NEAR_BLACK, 0.7)
    ink = hex_of(Oklch(0.2, oklch(brand).chroma * 0.3, oklch(brand).hue))
    bright = contrast(ink, brand) >= _BRIGHT and oklch(brand).chroma >= _A_HUE
    return Palette(
        brand_light=light,
        brand_dark=dark,
        on_brand_light=_WHITE,
        on_brand_dark=hex_of(Oklch(0.24, oklch(brand).chroma * 0.5, oklch(brand).hue)),
        surface_light=light_grounds[1],
        surface_dark=dark_grounds[1],
        brand_soft_light=light_grounds[2],
        brand_soft_dark=dark_grounds[2],
        brand_deep=deep,
        accent=second,
        fill=brand if bright else light,
        on_fill=ink if bright else _WHITE,
        band=brand if bright else deep,
        on_band=ink if bright else _WHITE,
        notes=_notes(brand, light),
    )


def _darkened(brand: str, grounds: tuple[str, ...]) -> str:
    """Return the brand, or its hue as dark as it must be to be read on every ground."""
    light, chroma, hue = oklch(brand)
    moved = brand
    while min(contrast(moved, ground) for ground in grounds) < LEAST_CONTRAST:
        light -= _STEP
        moved = hex_of(Oklch(light, chroma, hue))
    return moved


def _lightened(brand: str) -> str:
    """Return the brand's hue as light as dark pages need it; it holds on all their grounds."""
    light, chroma, hue = oklch(brand)
    return hex_of(Oklch(max(light, _DARK_LIGHTNESS), min(chroma, 0.13), hue))


def _notes(brand: str, light: str) -> tuple[str, ...]:
    if light == brand:
        return ()
    return (
        f"the brand colour {brand} was darkened to {light} on light pages,"
        f" so that words in it reach a contrast of {LEAST_CONTRAST:g}:1",
    )
