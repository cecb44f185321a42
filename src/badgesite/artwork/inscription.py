"""The words on a badge: who gives it, above; its name, on the band."""

from badgesite.artwork import lettering, outlines
from badgesite.artwork.badge_art import BadgeArt, Scheme
from badgesite.artwork.shapes import CENTRE, LAYOUTS, Layout

NAME_ROOM = 0.9  # of the band's width: words that touch its ends look cramped
NAME_SIZES = (50.0, 44.0, 30.0)  # the largest size of a name on one, two and three lines
_SMALLEST_NAME, _SMALLEST_ISSUER = 19.0, 12.5
_STRAIGHT, _LOWER = 250.0, 36.0  # a straight line in a round shape: its room, and how far below


def words(it: Scheme) -> str:
    """Return issuer and name as outlines; nothing on a picture without words."""
    return _issuer(it) + _name(it) if it.words else ""


def issuer_line(art: BadgeArt) -> tuple[str, float] | None:
    """Return the issuer in capitals and its size, or None when it cannot be written or read."""
    text = lettering.drawable(art.issuer.upper())
    if not text:
        return None
    layout = LAYOUTS[art.shape]
    straight_in_round = layout.rim > 0 and not _on_rim(text, layout)
    room = _STRAIGHT if straight_in_round else layout.issuer_width
    size = min(22.0, room / lettering.width(text, True, 0.14))
    return (text, size) if size >= _SMALLEST_ISSUER else None


def _on_rim(text: str, layout: Layout) -> bool:
    return layout.rim > 0 and outlines.stands_alone(text)


def _issuer(it: Scheme) -> str:
    line = issuer_line(it.art)
    if line is None:
        return ""
    text, size = line
    if _on_rim(text, it.layout):
        middle = (CENTRE, CENTRE)
        d = outlines.arc_path(text, centre=middle, radius=it.layout.rim, size=size, tracking=0.14)
    else:
        y = it.layout.issuer_y + (_LOWER if it.layout.rim else 0)
        d = outlines.line_path(text, x=CENTRE, y=y, size=size, tracking=0.14)
    return f'<path d="{d}" fill="{it.ink}" opacity=".92"/>'


def name_block(name: str, layout: Layout) -> tuple[lettering.Block, bool]:
    """Return the name on its lines, and whether it had to be shortened."""
    return lettering.set_block(
        name, layout.name_width * NAME_ROOM, NAME_SIZES, _SMALLEST_NAME, -0.008
    )


def _name(it: Scheme) -> str:
    block, _ = name_block(lettering.drawable(it.art.name), it.layout)
    rank = it.rank
    colour = it.tone(0.24) if it.art.final else it.tone(rank.words, 0.3 if rank.words > 0.9 else 1)
    middle = (it.layout.band_top + it.layout.band_bottom) / 2 + block.size * 0.36
    drawn = []
    for at, line in enumerate(block.lines):
        y = middle + (at - (len(block.lines) - 1) / 2) * block.size * 1.08
        drawn.append(outlines.line_path(line, x=CENTRE, y=y, size=block.size, tracking=-0.008))
    return f'<path d="{"".join(drawn)}" fill="{colour}"/>'
