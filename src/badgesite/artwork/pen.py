"""Words on a drawn page, as outlines, for templates: one line that fits, or lines below each other.

What no font can write is left out; `unset` says before which letters those are.
"""

from markupsafe import Markup
from msgspec import Struct

from badgesite.artwork import lettering, outlines
from badgesite.artwork.second import SecondFont, helped_by


class Pen(Struct, frozen=True):
    """Sets words in one colour; all measures in pixels. `second` helps the bundled fonts."""

    colour: str = "#000000"
    second: SecondFont | None = None

    def line(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        room: float,
        *,
        bold: bool = False,
        anchor: float = 0,
    ) -> Markup:
        """Return one line on the baseline `y`: smaller, then shortened, until it fits `room`."""
        with helped_by(self.second):
            words = lettering.drawable(text)
            fits = min(size, max(room / max(lettering.width(words, bold), 0.01), size * 0.6))
            shown = lettering.shortened(words, room / fits, bold)
            return self._path(shown, x, y, fits, bold, anchor)

    def name(self, text: str, x: float, y: float, sizes: tuple[float, ...], room: float) -> Markup:
        """Return a name on as many lines as `sizes` allow, its last baseline `y`."""
        with helped_by(self.second):
            block, _ = lettering.set_block(lettering.drawable(text), room, sizes, sizes[-1] * 0.5)
            step = block.size * 1.15
            first = y - step * (len(block.lines) - 1)
            return Markup().join(
                self._path(each, x, first + step * at, block.size, True, 0)
                for at, each in enumerate(block.lines)
            )

    def text(
        self, text: str, x: float, y: float, size: float, room: float, most: int = 5
    ) -> Markup:
        """Return lines of words below each other, the first on `y`, at most so many."""
        with helped_by(self.second):
            lines = _wrapped(lettering.drawable(text), room / size)
            if len(lines) > most:
                lines = [
                    *lines[: most - 1],
                    lettering.shortened(lines[most - 1] + " …", room / size, False),
                ]
            return Markup().join(
                self._path(each, x, y + size * 1.42 * at, size, False, 0)
                for at, each in enumerate(lines)
            )

    def _path(
        self, text: str, x: float, y: float, size: float, bold: bool, anchor: float
    ) -> Markup:
        d = outlines.line_path(text, x=x, y=y, size=size, bold=bold, anchor=anchor)
        return Markup('<path d="{}" fill="{}"/>').format(d, self.colour)


def _wrapped(text: str, room: float) -> list[str]:
    """Return the words on lines no wider than `room` at size one; a wide word stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and lettering.width(longer, False) <= room:
            lines[-1] = longer
        else:
            lines.append(lettering.shortened(word, room, False))
    return lines
