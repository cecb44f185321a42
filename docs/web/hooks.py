"""MkDocs' hooks for the documentation: the default theme's styles, and Markdown as it is written.

The pages are written to be read in the repository too; what is different on the site is here.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from badgesite import artwork
from badgesite.package_files import built_folder
from badgesite.rendering.stylesheet import brand_css, icons_css
from badgesite.rendering.theme import Theme
from badgesite.rendering.typefaces import typeface

ROOT = Path(__file__).parents[2]
COLOUR, ACCENT, FONT = "#0b5f80", "#f0b64a", "atkinson"
STYLES = ("badgesite.css", "pages.css")
TITLED = re.compile(r'^(```\w+) title="([^"]+?)(, in part)?"$', re.MULTILINE)
EXITS = re.compile(r"^(```\w+) exits=\d+$", re.MULTILINE)  # for who follows the page in a test
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(\]\()((?:\.\./)+)(CONTRIBUTING\.md|README\.md|LICENSE)\)")
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def on_config(config: Any) -> Any:
    """Take tables and code as they are written here."""
    config.markdown_extensions += ["tables", "fenced_code", "def_list"]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add what lies outside docs/: the theme's styles and typeface, and how to contribute."""
    theme = Theme.load()
    static = theme.static_files()
    made: dict[str, bytes | str] = {f"assets/{name}": static[name] for name in STYLES}
    made["assets/site.js"] = static["site.js"]
    made["assets/brand.css"] = brand_css(artwork.palette(COLOUR, ACCENT), FONT)
    made["assets/icons.css"] = icons_css(_icons(theme))
    made["assets/icon.svg"] = artwork.favicon_svg("badgesite", "shield", COLOUR)
    made["assets/docs.css"] = (Path(__file__).parent / "docs.css").read_bytes()
    for face in typeface(FONT).faces:
        made[f"assets/fonts/{face.file}"] = (built_folder() / "fonts" / face.file).read_bytes()
    made["contributing.md"] = (ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("(docs/", "(")
    for path, content in made.items():
        files.append(File.generated(config, path, content=content))
    return files


def _icons(theme: Theme) -> dict[str, str]:
    shipped = built_folder().joinpath("icons")
    drawn = {path.stem: path.read_text("utf-8") for path in shipped.glob("*.svg")}
    return {**drawn, **theme.icons()}


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Give files their names as captions, and links out of docs/ their pages."""
    here = posixpath.dirname(page.file.src_uri)

    def lead(found: re.Match[str]) -> str:
        target = "contributing.md" if found[3] == "CONTRIBUTING.md" else "index.md"
        return f"{found[1]}{posixpath.relpath(target, here or '.')})"

    return TITLED.sub(r"`\2`\3\n\n\1", EXITS.sub(r"\1", LINK.sub(lead, markdown)))


def on_page_content(html: str, **_: Any) -> str:
    """Let wide tables and code scroll by themselves, by keyboard too."""
    html = TABLE.sub(lambda found: f'<div class="wide" tabindex="0">{found[0]}</div>', html)
    return html.replace("<pre>", '<pre tabindex="0">').replace("<th></th>", "<td></td>")
