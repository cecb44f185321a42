"""Fine lines as on a banknote: one wavy ring, turned and drawn again and again."""

import math
from hashlib import sha256

from badgesite.artwork.geometry import Piece, number, path, polar, tenths
from badgesite.artwork.shapes import CENTRE


def ring(reach: float, waves: int, depth: float) -> tuple[Piece, ...]:
    """Return a closed wavy ring around the origin, `reach` at its farthest."""

    def radius(angle: float) -> tuple[float, float]:
        far = reach * (1 - depth + depth * math.sin(waves * angle))
        return far, reach * depth * waves * math.cos(waves * angle)

    return polar((0.0, 0.0), radius, waves * 8)


def rosette(seed: str, y: float, colour: str, strength: str, ref: str) -> str:
    """Return a rosette around `y` of the 600 field whose figure comes from the seed."""
    digest = sha256(seed.encode()).digest()
    waves, copies = 6 + digest[0] % 5, 14
    depth = 0.24 + digest[1] % 8 / 100
    uses = "".join(
        f'<use href="#{ref}" transform="rotate({number(360 / waves / copies * at, 2)}) '
        f'scale({number(1 - at * 0.042)})"/>'
        for at in range(copies)
    )
    return (
        f'<defs><path id="{ref}" d="{path(ring(268, waves, depth))}"/></defs>'
        f'<g transform="translate({tenths(CENTRE)} {tenths(y)})" fill="none" stroke="{colour}" '
        f'stroke-width="15" stroke-opacity="{strength}">{uses}</g>'
    )


def weave(ref: str, waves: int, reach: float, copies: int) -> str:
    """Return the wide weave of bands and cards around the origin, in tenths: `defs` and uses."""
    uses = "".join(
        f'<use href="#{ref}" transform="rotate({number(360 / waves / copies * at, 2)})"/>'
        for at in range(copies)
    )
    return f'<defs><path id="{ref}" d="{path(ring(reach, waves, 0.27))}"/></defs>{uses}'
