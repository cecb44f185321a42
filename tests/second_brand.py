"""A second brand for the example's content: one colour, an accent, a logo, and another theme."""

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
FIRST = {"colour": "#0b5f80", "accent": "#f0b64a"}
COLOUR, ACCENT = "#7a2048", "#c9a227"
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36" width="36" height="36">
<path fill="#7a2048" d="M18 2 34 34H2z"/></svg>
"""


def write(root: Path, *, theme: str = "default") -> Path:
    """Write the example with its first brand's colour and logo replaced; return its folder."""
    for name in ("content", "keys.example"):
        shutil.copytree(REPOSITORY / name, root / name)
    return rebrand(root, theme=theme)


def rebrand(root: Path, *, theme: str = "default") -> Path:
    """Replace colour and logo of the example that lies there; return its folder."""
    (root / "content/images/logo.svg").write_text(LOGO)
    (root / "content/images/logo-dark.svg").unlink()
    site = root / "content/site.yml"
    text = site.read_text()
    text = text.replace(FIRST["colour"], COLOUR).replace(FIRST["accent"], ACCENT)
    text = text.replace("  logo_dark: logo-dark.svg\n", f"  theme: {theme}\n  font: source-serif\n")
    site.write_text(text)
    return root
