"""MkDocs' hooks for the documentation: the default theme's styles, and Markdown as it is written.

The pages are written to be read in the repository too; what is different on the site is here.
"""

import json
import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

from badgesite import artwork
from badgesite.package_files import built_folder
from badgesite.plan.script import with_words
from badgesite.plan.search import folded
from badgesite.rendering import search
from badgesite.rendering.stylesheet import brand_css, icons_css
from badgesite.rendering.theme import Theme
from badgesite.rendering.typefaces import typeface

ROOT = Path(__file__).parents[2]
COLOUR, ACCENT, FONT = "#0b5f80", "#f0b64a", "atkinson"
STATIC = ("badgesite.css", "pages.css", "search.css", "search.js")
TITLED = re.compile(r'^(```\w+) title="([^"]+?)(, in part)?"$', re.MULTILINE)
EXITS = re.compile(r"^(```\w+) exits=\d+$", re.MULTILINE)  # for who follows the page in a test
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(\]\()((?:\.\./)+)(CONTRIBUTING\.md|README\.md|LICENSE)\)")
HEADING = re.compile(r'<h[123] id="([^"]+)">(.*?)</h[123]>', re.DOTALL)
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SHORTEST = 3  # letters of a word by which a section is found

Section = tuple[str, str, str]  # the id of its heading, the heading, what stands below it
_found: dict[str, tuple[str, list[Section]]] = {}


def on_config(config: Any) -> Any:
    """Take tables and code as they are written here."""
    config.markdown_extensions += ["tables", "fenced_code", "def_list"]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add what lies outside docs/: the theme's styles and typeface, and how to contribute."""
    theme = Theme.load()
    static = theme.static_files()
    made: dict[str, bytes | str] = {f"assets/{name}": static[name] for name in STATIC}
    made["assets/site.js"] = with_words(static["site.js"], "en")
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


def on_nav(nav: Any, **_: Any) -> None:
    """Begin an index in the order in which the pages are to be read."""
    _found.clear()
    _found.update({each.url: ("", []) for each in nav.pages})


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Give files their names as captions, and links out of docs/ their pages."""
    here = posixpath.dirname(page.file.src_uri)

    def lead(found: re.Match[str]) -> str:
        target = "contributing.md" if found[3] == "CONTRIBUTING.md" else "index.md"
        return f"{found[1]}{posixpath.relpath(target, here or '.')})"

    return TITLED.sub(r"`\2`\3\n\n\1", EXITS.sub(r"\1", LINK.sub(lead, markdown)))


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Let wide tables and code scroll by themselves, by keyboard too; note what can be found."""
    _found[page.url] = (_words(page.title), list(_sections(html)))
    html = TABLE.sub(lambda found: f'<div class="wide" tabindex="0">{found[0]}</div>', html)
    return html.replace("<pre>", '<pre tabindex="0">').replace("<th></th>", "<td></td>")


# ------------------------------------------------------------------ search
def on_post_build(config: Any) -> None:
    """Write the index that the theme's own search box reads: every heading, and the words below."""
    words = dict(search.words("en")) | {"hint": "Pages and what stands in them"}
    items = []
    for url, (title, sections) in _found.items():
        words[url] = title
        for place, (anchor, name, text) in enumerate(sections):
            target = f"{url}#{anchor}" if place else url
            items.append((url if place else "page", name, target, _also(name, text)))
    index = {"items": items, "shards": [], "words": words | {"page": "Page"}}
    target = Path(config.site_dir) / "assets" / "search.en.json"
    target.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _sections(html: str) -> Iterator[Section]:
    headings = list(HEADING.finditer(html))
    ends = [each.start() for each in headings[1:]] + [len(html)]
    for heading, end in zip(headings, ends, strict=True):
        yield heading[1], _words(heading[2]), _words(html[heading.end() : end])


def _words(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def _also(name: str, text: str) -> str:
    """Return the words of a section that its heading lacks, each once, as the script folds them."""
    known = set(folded(name).split())
    words = dict.fromkeys(folded(text).split())
    return " ".join(each for each in words if len(each) >= SHORTEST and each not in known)
