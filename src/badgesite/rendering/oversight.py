"""The private report as one HTML file: views of plain texts in, bytes out. It loads nothing."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from markupsafe import Markup
from msgspec import Struct

from badgesite.errors import ThemeError
from badgesite.rendering.stylesheet import minified, without_faces
from badgesite.rendering.theme import Theme
from badgesite.rendering.views import Frame

_SHEETS = ("badgesite.css", "pages.css")


class FigureView(Struct, frozen=True):
    """A number at the head of the report, and what it is to be compared with."""

    label: str
    figure: str
    note: str = ""


class BarView(Struct, frozen=True):
    """A bar: `share` of its chart from 0 to 1, None where the number is not told.

    `picture` is the SVG of a badge, drawn by us or cleaned by the gate.
    """

    name: str
    text: str
    share: float | None
    note: str = ""
    more: str = ""
    picture: bytes = b""


class ChartView(Struct, frozen=True):
    """Bars under a heading, with a remark below."""

    title: str
    bars: tuple[BarView, ...]
    remark: str = ""


class SpanView(Struct, frozen=True):
    """How long something took: low, middle and high on a scale from 0 to 1, if told."""

    name: str
    text: str
    span: tuple[float, float, float] | None = None


class CellView(Struct, frozen=True):
    """What stands in a cell, with the picture of a badge, or as a mark: `warn` or `dashed`."""

    text: str
    picture: bytes = b""
    mark: str = ""


class TableView(Struct, frozen=True):
    """A table: the first rows of what `file` has whole. `numeric` are columns set to the end."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]
    empty: str
    file: str
    total: str
    note: str = ""
    numeric: tuple[int, ...] = ()


class OversightView(Struct, frozen=True):
    """The report. `scale` are the marks of the spans, from 0 to its end, evenly apart."""

    on: str
    shareable: bool
    figures: tuple[FigureView, ...]
    funnels: tuple[ChartView, ...]
    spans: tuple[SpanView, ...]
    scale: tuple[str, ...]
    months: ChartView
    badges: ChartView
    tables: tuple[TableView, ...]


def oversight_page(
    theme: Theme, frame: Frame, view: OversightView, brand: bytes, icon: bytes
) -> bytes:
    """Return the report; its policy allows its own style sheet and nothing else, no script.

    Each picture stands in the style sheet once, however many rows show it.
    """
    sheets = theme.static_files()
    pictures = {svg: f"p{n}" for n, svg in enumerate(dict.fromkeys((icon, *_pictures(view))))}
    shown = "".join(
        f'.{name}{{background-image:url("{_inline(p)}")}}' for p, name in pictures.items()
    )
    own = minified(theme.page("oversight.css", {"frame": frame}).decode())
    style = without_faces(brand.decode()) + "".join(sheets[name].decode() for name in _SHEETS) + own
    style += shown
    if "</style" in style.lower():
        raise ThemeError("a style sheet of the theme holds '</style'", "take it out of static/")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return theme.page(
        "oversight.html",
        {
            "frame": frame,
            "view": view,
            "policy": Markup(policy),  # noqa: S704 - made above, quoted with '"'
            "style": Markup(style),  # noqa: S704 - the theme's own, without what could end it
            "icon": pictures[icon],
            "pictures": pictures,
        },
    )


def _pictures(view: OversightView) -> Iterator[bytes]:
    for chart in (*view.funnels, view.badges):
        yield from (bar.picture for bar in chart.bars if bar.picture)
    for table in view.tables:
        yield from (cell.picture for row in table.rows for cell in row if cell.picture)


def _inline(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
