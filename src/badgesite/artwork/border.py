"""The border of a certificate: fine waves between two lines, a rosette in each corner.

One square of nine tiles is a border image for print; the same tiles laid side by side frame a
drawn certificate. Coordinates are tenths, as in all drawings.
"""

from badgesite.artwork.colour import Tones, checked_colour
from badgesite.artwork.geometry import number, path
from badgesite.artwork.guilloche import ring

TILE = 1000
_WAVES = 4  # in one tile, so that tiles meet without a seam
_PHASES = 5


def border_svg(brand: str) -> bytes:
    """Return nine tiles, 300 x 300: what `border-image` slices at 100."""
    corners = "".join(_use("corner", x, y) for x in (0, 2) for y in (0, 2))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3000 3000" width="300" height="300" '
        f'aria-hidden="true">{_tiles(brand)}{corners}'
        f"{_use('edge', 1, 0)}{_use('edge', 1, 2, 180)}"
        f"{_use('edge', 0, 1, 270)}{_use('edge', 2, 1, 90)}</svg>\n"
    ).encode()


def frame(brand: str, width: float, height: float, tile: float) -> str:
    """Return the frame of a rectangle as SVG, in tenths; tiles are stretched until they meet."""
    across = max(1, round(width / tile) - 2)
    down = max(1, round(height / tile) - 2)
    x, y = width / (across + 2) / TILE, height / (down + 2) / TILE
    last = across + 1, down + 1
    laid = [_use("corner", c, r) for c in (0, last[0]) for r in (0, last[1])]
    for c in range(1, across + 1):
        laid += [_use("edge", c, 0), _use("edge", c, last[1], 180)]
    for r in range(1, down + 1):
        laid += [_use("edge", 0, r, 270), _use("edge", last[0], r, 90)]
    return f'{_tiles(brand)}<g transform="scale({number(x, 4)} {number(y, 4)})">{"".join(laid)}</g>'


def _use(tile: str, column: int, row: int, turn: int = 0) -> str:
    turned = f" rotate({turn} {TILE // 2} {TILE // 2})" if turn else ""
    return (
        f'<use href="#frame-{tile}" transform="translate({column * TILE} {row * TILE}){turned}"/>'
    )


def _tiles(brand: str) -> str:
    tone = Tones(checked_colour(brand))
    dark, fine = tone(0.45), tone(0.62)
    step = TILE // _WAVES
    waves = "".join(
        f"M{shift} 500q{step // 4} {reach} {step // 2} 0" + f"t{step // 2} 0" * (2 * _WAVES - 1)
        for shift, reach in ((0, 10 * 32 * (at - _PHASES // 2)) for at in range(_PHASES))
        if reach
    )
    lines = '<path d="M0 90h1000" stroke-width="46"/><path d="M0 880h1000" stroke-width="16"/>'
    rosette = "".join(
        f'<use href="#frame-ring" transform="translate(500 500) rotate({15 * at})"/>'
        for at in range(4)
    )
    return (
        f'<defs><g id="frame-edge" fill="none" stroke="{dark}">{lines}'
        f'<path d="{waves}" stroke="{fine}" stroke-width="13"/></g>'
        f'<path id="frame-ring" d="{path(ring(27, 6, 0.34))}"/>'
        f'<g id="frame-corner" fill="none" stroke="{dark}">'
        '<path d="M90 90h820v820h-820z" stroke-width="46"/>'
        f'<g stroke="{fine}" stroke-width="14">{rosette}</g></g></defs>'
    )
