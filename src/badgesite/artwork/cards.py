"""The picture a link shows in a feed, 1200 x 630: the badge, what it is, who gives it.

It never says that anything was checked and carries no date: feeds keep old pictures for months, and
only the page behind the link can tell the truth today.
"""

from html import escape

from msgspec import Struct
from msgspec.structs import replace

from badgesite.artwork import lettering, outlines
from badgesite.artwork.colour import Tones, checked_colour
from badgesite.artwork.guilloche import weave
from badgesite.artwork.placing import placed
from badgesite.artwork.second import SecondFont, helped_by
from badgesite.artwork.tiles import sign

_LEFT, _ROOM = 616.0, 514.0  # of the words, in pixels
_TITLE_SIZES = (72.0, 68.0, 56.0, 44.0)  # the largest size on one, two, three, four lines
_LEAST_TITLE = 40.0


class ShareCard(Struct, frozen=True):
    """What stands on a card. `who` is a whole line such as `Mary Seacole earned`, or empty.

    `icon` is the sign in the issuer's tile; without one it is the issuer's initials. `room` leaves
    the line of `who` free, for a name that is drawn later. `second` writes what the bundled fonts
    lack.
    """

    title: str
    line: str
    issuer: str
    domain: str
    brand: str = "#0b5f80"
    accent: str = "#f0b64a"
    who: str = ""
    icon: str | None = None
    room: bool = False
    second: SecondFont | None = None


def share_card_svg(card: ShareCard, badge: bytes) -> bytes:
    """Return the card with a badge's SVG on it (ours, or one the gate has cleaned)."""
    with helped_by(card.second):
        title = ", ".join(
            lettering.clean(each) for each in (card.who, card.title, card.issuer) if each
        )
        return _framed(_ground(card) + _upon(card, badge), f"<title>{escape(title)}</title>")


def share_card_layers(card: ShareCard, badge: bytes) -> tuple[bytes, bytes]:
    """Return two SVGs that make the card: a ground, and what lies upon it.

    The ground follows from the brand alone.
    """
    with helped_by(card.second):
        return _framed(_ground(card)), _framed(_upon(card, badge))


def _framed(drawn: bytes, title: str = "") -> bytes:
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12000 6300" width="1200" '
        f'height="630" role="img">{title}'
    )
    return head.encode() + drawn + b"</svg>\n"


def _ground(card: ShareCard) -> bytes:
    tone = Tones(checked_colour(card.brand))
    return (
        '<defs><linearGradient id="card-ground" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="{tone(0.36)}"/><stop offset="1" stop-color="{tone(0.23)}"/>'
        '</linearGradient></defs><path d="M0 0h12000v6300H0z" fill="url(#card-ground)"/>'
        '<g transform="translate(3120 3000) scale(1.72)" fill="none" stroke="#fff" '
        f'stroke-opacity=".1" stroke-width="8">{weave("card-weave", 7, 250, 24)}</g>'
    ).encode()


def _upon(card: ShareCard, badge: bytes) -> bytes:
    tone = Tones(checked_colour(card.brand))
    return _placed(badge) + (_words(card) + _footer(card, tone)).encode()


def _placed(badge: bytes) -> bytes:
    """Return the badge's SVG as a picture within the card, 480 pixels wide."""
    return placed(badge, (72, 70, 480, 480))


def who_band(card: ShareCard) -> tuple[int, int]:
    """Return the rows in which the line of `who` stands: the first, and how many."""
    return round(_top(replace(card, room=True))) - 6, 58


def who_path(who: str, card: ShareCard) -> str:
    """Return the line of `who` alone."""
    top = _top(replace(card, room=True))
    return _line(lettering.drawable(who), top + 34, 36, False, "#fff")


def _title(card: ShareCard) -> lettering.Block:
    title = lettering.drawable(card.title)
    return lettering.set_block(title, _ROOM, _TITLE_SIZES, _LEAST_TITLE, -0.02)[0]


def _top(card: ShareCard) -> float:
    """Return where the words begin, so that they stand in the middle."""
    title = _title(card)
    height = 58 * _has_who(card) + title.size * 1.1 * len(title.lines)
    return 290 - (height + 50 * bool(lettering.drawable(card.line))) / 2


def _has_who(card: ShareCard) -> bool:
    return card.room or bool(lettering.drawable(card.who))


def _words(card: ShareCard) -> str:
    who, line = lettering.drawable(card.who), lettering.drawable(card.line)
    title, y = _title(card), _top(card)
    step = title.size * 1.1
    drawn = []
    if who:
        drawn.append(_line(who, y + 34, 36, False, "#fff"))
    y += 58 * _has_who(card)
    for each in title.lines:
        y += step
        drawn.append(_line(each, y - step * 0.25, title.size, True, "#fff"))
    if line:
        bright = Tones(checked_colour(card.accent))(0.86)
        drawn.append(_line(line, y + 40, 30, False, bright))
    return "".join(drawn)


def _line(words: str, y: float, size: float, bold: bool, colour: str, left: float = _LEFT) -> str:
    """Return one line, smaller or shortened until it fits."""
    tracking = -0.02 if size > 40 else 0.0
    room = _LEFT + _ROOM - left
    fits = min(size, max(room / max(lettering.width(words, bold, tracking), 0.01), size * 0.7))
    shown = lettering.shortened(words, room / fits, bold, tracking)
    d = outlines.line_path(shown, x=left, y=y, size=fits, bold=bold, tracking=tracking, anchor=0)
    return f'<path d="{d}" fill="{colour}"/>'


def _footer(card: ShareCard, tone: Tones) -> str:
    issuer, domain = lettering.drawable(card.issuer), lettering.drawable(card.domain)
    return (
        '<path d="M6160 5200h5120" stroke="#fff" stroke-opacity=".25" stroke-width="15"/>'
        '<rect x="6160" y="5450" width="440" height="440" rx="110" fill="#fff"/>'
        + sign(card.icon, card.issuer, (638, 567, 30), tone(0.36), "#fff")
        + _line(issuer, 562 if domain else 574, 22, True, "#fff", 676)
        + f'<g opacity=".82">{_line(domain, 588, 19, False, "#fff", 676)}</g>'
    )
