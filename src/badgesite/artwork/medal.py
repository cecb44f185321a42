"""The body of a badge: rim, field, band, sign, and the ribbon of a final credential."""

from badgesite.artwork.badge_art import Scheme
from badgesite.artwork.colour import Tones
from badgesite.artwork.geometry import path, tenths
from badgesite.artwork.guilloche import rosette
from badgesite.artwork.shapes import CENTRE, bevel, outline
from badgesite.artwork.tiles import sign


def gradients(it: Scheme) -> str:
    """Return the definitions the other parts refer to: field, metal, sheen, clip path."""
    metal, dark, light = _rim_tones(it)
    span = light - dark
    stops = (
        (0, metal(dark + span * 0.78)),
        (0.5, metal(dark + span * 0.4)),
        (1, metal(dark + span * 0.62)),
    )
    sheen = "".join(f'<stop offset="{at:g}" stop-color="{colour}"/>' for at, colour in stops)
    top, bottom = it.tone(it.rank.field_top), it.tone(it.rank.field_bottom)
    return (
        f'<defs><linearGradient id="{it.ref}f" x1="0" y1="0" x2=".25" y2="1">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/>'
        f'</linearGradient><linearGradient id="{it.ref}r" x1="0" y1="0" x2=".6" y2="1">{sheen}'
        f'</linearGradient><linearGradient id="{it.ref}g" x1="0" y1="0" x2="0" y2="1">'
        '<stop offset="0" stop-color="#fff" stop-opacity=".26"/>'
        '<stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>'
        f'<clipPath id="{it.ref}c"><path d="{path(outline(it.art.shape, 40))}"/></clipPath></defs>'
    )


def _rim_tones(it: Scheme) -> tuple[Tones, float, float]:
    if it.art.final:
        return it.gold, 0.52, 0.95
    return it.tone, it.rank.rim_dark, it.rank.rim_light


def rim(it: Scheme) -> str:
    """Outer bevel, flat metal, inner bevel cut the other way."""
    metal, dark, light = _rim_tones(it)
    shape = it.art.shape
    return (
        f'<path d="{path(outline(shape))}" fill="url(#{it.ref}r)"/>'
        + bevel(shape, 0, 9, dark - 0.08, light - 0.03, metal)
        + bevel(shape, 31, 39, light + 0.02, dark - 0.1, metal)
    )


def field(it: Scheme) -> str:
    """Gradient, fine lines, a sheet of light, and the band that carries the name."""
    rank, layout = it.rank, it.layout
    centre = layout.icon_y if it.words else layout.small_icon_y
    strength = ".17" if rank.lines > 0.6 else ".16"
    sheet = ".55" if rank.field_top > 0.8 else ".42"
    drawn = (
        f'<g clip-path="url(#{it.ref}c)"><path d="M0 0h6000v6000H0z" fill="url(#{it.ref}f)"/>'
        + rosette(it.art.id, centre, it.tone(rank.lines), strength, it.ref + "p")
        + '<ellipse cx="1800" cy="400" rx="4200" ry="2500" '
        f'fill="url(#{it.ref}g)" opacity="{sheet}"/>'
    )
    return drawn + (_band(it) if it.words else "") + "</g>"


def _band(it: Scheme) -> str:
    rank, top, bottom = it.rank, tenths(it.layout.band_top), tenths(it.layout.band_bottom)
    if it.art.final:
        fill, edge = it.gold(0.83), it.gold(0.95)
    elif rank.band > 0.9:
        fill, edge = it.tone(rank.band, 0.35), it.tone(0.72)
    else:
        fill, edge = it.tone(rank.band), it.tone(round(min(0.97, rank.band + 0.30), 6))
    return (
        f'<path d="M0 {top}h6000v{bottom - top}H0z" fill="{fill}"/>'
        f'<path d="M0 {top}h6000M0 {bottom}h6000" stroke="{edge}" stroke-width="30"/>'
    )


def sign_with_shadow(it: Scheme) -> str:
    """The icon, or the name's initials, and its soft shadow."""
    layout = it.layout
    y = layout.icon_y if it.words else layout.small_icon_y
    size = layout.icon_size if it.words else layout.small_icon_size
    box, bright = (CENTRE, y, size), it.rank.bright_ink
    shade = it.tone(round(max(0.12, it.rank.field_bottom - 0.16), 6)) if bright else "#fff"
    shadow = sign(it.art.icon, it.art.name, box, shade, None)
    return (
        f'<g opacity="{".38" if bright else ".75"}" '
        f'transform="translate(0 {50 if bright else 30})">{shadow}</g>'
        f"{sign(it.art.icon, it.art.name, box, it.ink, it.tone(it.rank.cut))}"
    )


def ribbon(it: Scheme) -> str:
    """Two tails with an accent edge; the medal covers their upper ends."""
    tone, gold = it.tone, it.gold
    return (
        f'<path d="M2140 3920 1280 5960l500-360 540 280 680-2160z" fill="{tone(0.46)}"/>'
        f'<path d="M3860 3920l860 2040-500-360-540 280-680-2160z" fill="{tone(0.4)}"/>'
        '<path d="M2140 3920 1280 5960l160-115 860-1805zM3860 3920l860 2040-160-115-860-1805z" '
        f'fill="{gold(0.8)}"/>'
    )
