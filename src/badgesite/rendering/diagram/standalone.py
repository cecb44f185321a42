"""pathway.svg: the diagram as a file of its own, with its pictures inside and its own style.

The light colours are presentation attributes, so the file is right even where its style sheet is
not applied; the style sheet adds the dark ones. Pictures come as SVG text from our own artwork or
through its gate; their ids are made different, for one document has each id once.
"""

import re
from collections.abc import Mapping
from html import escape

from badgesite.artwork.palettes import Palette
from badgesite.rendering.diagram.draw import body
from badgesite.rendering.diagram.measures import Diagram

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_ROOT = r"(?s)<svg\b(?P<attributes>[^>]*)>(?P<inside>.*)</svg>\s*\Z"
_BOX = r'\bviewBox="([0-9.eE+\- ,]+)"'
_ID = r'\bid="([^"]+)"'
_CLASS = r'class="([a-z -]+)"'
_TITLE = r"(?s)<title\b.*?</title>"

_LIGHT = {"bg": "#ffffff", "text": "#14181f", "muted": "#525b69", "control": "#6b7685"}
_LIGHT |= {"ok": "#0b6b3a", "warn": "#7a4b00", "bad": "#a3151a", "line": "#c7ced8"}
_DARK = {"bg": "#0f1318", "text": "#eef1f5", "muted": "#a9b3c1", "control": "#8a95a5"}
_DARK |= {"ok": "#6fdc9b", "warn": "#ffc766", "bad": "#ff9b98", "line": "#3d4654"}

# class -> (what is filled, what is stroked, everything else)
_STYLES: dict[str, tuple[str, str, str]] = {
    "lane": ("surface", "", ""),
    "lane lane-final": ("soft", "", ""),
    "lv": ("brand", "", 'font-size="12.5" font-weight="600"'),
    "lt": ("text", "", 'font-size="16" font-weight="650"'),
    "nm": ("text", "", 'font-size="15" font-weight="620" text-anchor="middle"'),
    "st": ("muted", "", 'font-size="13" text-anchor="middle"'),
    "st ok": ("ok", "", 'font-size="13" font-weight="600" text-anchor="middle"'),
    "st warn": ("warn", "", 'font-size="13" font-weight="600" text-anchor="middle"'),
    "st bad": ("bad", "", 'font-size="13" font-weight="600" text-anchor="middle"'),
    "st go": ("brand", "", 'font-size="13" font-weight="650" text-anchor="middle"'),
    "edge": ("", "control", 'stroke-width="1.75" stroke-linejoin="round"'),
    "edge done": ("", "brand", 'stroke-width="3.5" stroke-linejoin="round"'),
    "edge next": ("", "brand", 'stroke-width="2" stroke-dasharray="6 5"'),
    "edge wait": ("", "line", 'stroke-width="1.75" stroke-linejoin="round"'),
    "tip": ("control", "", ""),
    "tip done": ("brand", "", ""),
    "tip next": ("brand", "", ""),
    "tip wait": ("line", "", ""),
    "pill": ("text", "control", 'stroke-width="1.25" text-anchor="middle"'),
    "pill go": ("brand", "brand", 'stroke-width="1.75" text-anchor="middle"'),
    "halo": ("soft", "brand", 'stroke-width="2" stroke-dasharray="6 5"'),
    "foreign": ("", "brand", 'stroke-width="2" stroke-linejoin="round"'),
}


def standalone(
    diagram: Diagram, title: str, pictures: Mapping[str, str], palette: Palette
) -> bytes:
    """Return the diagram as a file. `pictures` are the small artworks by folder below the site.

    A folder without a picture, or with one that is not an SVG we understand, gets an outline.
    """
    used: list[str] = []

    def picture(folder: str, variant: str, x: float, y: float, size: float) -> str:
        found = re.search(_ROOT, pictures.get(folder, ""))
        place = f'x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}"'
        if found is None:
            return f'<rect class="halo" {place} rx="16"/>'
        opacity = ".3" if variant == "ghost" else "1"
        head = f"<svg {place}"
        box = re.search(_BOX, found["attributes"])
        view = f' viewBox="{box[1]}"' if box else ""
        used.append(
            f'<g opacity="{opacity}">{head}{view}>{_own(found["inside"], len(used))}</svg></g>'
        )
        return f"\0{len(used) - 1}\0"

    drawn = re.sub(_CLASS, lambda found: _styled(found[1], palette), body(diagram, picture, None))
    drawn = drawn.replace("<rect x=", f'<rect fill="{_LIGHT["bg"]}" class="pill-box" x=')
    drawn = drawn.replace("<text x=", '<text font-size="13" font-weight="620" stroke="none" x=')
    drawn = re.sub("\0([0-9]+)\0", lambda found: used[int(found[1])], drawn)
    width, height = diagram.width + 48, diagram.height + 48
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="-24 -24 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img"'
        f' font-family="{FONT}"><title>{escape(title)}</title><style>{_dark(palette)}</style>'
        f'<rect class="ground" x="-24" y="-24" width="{width:g}" height="{height:g}"'
        f' fill="{_LIGHT["bg"]}"/>{drawn}</svg>\n'
    ).encode()


def _colours(palette: Palette, dark: bool) -> dict[str, str]:
    if dark:
        return _DARK | {
            "brand": palette.brand_dark,
            "surface": palette.surface_dark,
            "soft": palette.brand_soft_dark,
        }
    return _LIGHT | {
        "brand": palette.brand_light,
        "surface": palette.surface_light,
        "soft": palette.brand_soft_light,
    }


def _styled(kind: str, palette: Palette) -> str:
    fill, stroke, more = _STYLES.get(kind, ("", "", ""))
    colours = _colours(palette, dark=False)
    filled = f'fill="{colours[fill]}"' if fill else 'fill="none"'
    stroked = f' stroke="{colours[stroke]}"' if stroke else ""
    return f'class="{kind}" {filled}{stroked} {more}'.rstrip()


def _dark(palette: Palette) -> str:
    """Return the style sheet: the dark colours by class, where the reader wants them."""
    colours = _colours(palette, dark=True)
    rules = [f".ground,.pill-box{{fill:{colours['bg']}}}"]
    for kind, (fill, stroke, _) in _STYLES.items():
        said = f"fill:{colours[fill]};" if fill else ""
        said += f"stroke:{colours[stroke]};" if stroke else ""
        selector = "." + kind.replace(" ", ".")
        rules.append(f"{selector}{{{said.rstrip(';')}}}")
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _own(inside: str, number: int) -> str:
    """Return a picture's inside with ids of its own, and without its title."""
    inside = re.sub(_TITLE, "", inside)
    for name in sorted(set(re.findall(_ID, inside)), key=len, reverse=True):
        new = f"n{number}-{name}"
        inside = inside.replace(f'id="{name}"', f'id="{new}"')
        inside = inside.replace(f'="#{name}"', f'="#{new}"').replace(
            f"url(#{name})", f"url(#{new})"
        )
    return inside
