"""QR codes as the path of one SVG, small enough for a hundred thousand pages."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Return the QR code of an address as inline SVG with a label; error correction level M."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m", boost_error=False).matrix]
    size = len(rows)
    path = "".join(_row(row, number) for number, row in enumerate(rows))
    return Markup(
        '<svg class="qr" viewBox="-4 -4 {0} {0}" role="img" aria-label="QR code for {1}"'
        ' shape-rendering="crispEdges"><path d="{2}"/></svg>'
    ).format(size + 8, address, path)


def _row(row: bytes, number: int) -> str:
    """Return the dark runs of a row as strokes: an absolute start, then relative moves."""
    out: list[str] = []
    at = column = 0
    while (column := row.find(1, column)) >= 0:
        end = row.find(0, column)
        end = len(row) if end < 0 else end
        out.append(
            f"M{column} {number}.5h{end - column}"
            if not out
            else f"m{column - at} 0h{end - column}"
        )
        at = column = end
    return "".join(out)
