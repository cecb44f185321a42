"""An ordinary MkDocs site with badgesite in it, for tests that run MkDocs or a fork of it.

What its badges look like is drawn once: the cache of the first build goes along with later ones.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from badgesite import scaffold
from repositories import command

HOME = """# The guild's own home

Begin with [the course](badge:first-course), then [the programme][p] and [the check](site:verify).

| Course | Picture |
| --- | --- |
| [In a table](badge:first-course#criteria) | ![In a table](badge:first-course) |

<p><a class="raw" href='badge:second-course'>Raw HTML</a></p>

By its file: [file](badges/second-course/index.html).

```html
[x](badge:in-code) <a href="badge:in-code">
```

[p]: pathway:programme "All of it"
"""
GUIDE = """# Deeper

[Up to the course](badge:first-course), [its file](../../badges/first-course/index.html),
[home](../../index.md). ![The programme](pathway:programme)
"""
THEMES = {
    "mkdocs": "{name: mkdocs, highlightjs: false}",
    "material": "{name: material, font: false, features: [navigation.instant, navigation.tabs]}",
}
NAVIGATION = """nav:
  - Home: index.md
  - Deeper: guide/deep/down.md
  - Awards:
      - site:badges
      - Begin: badge:first-course
      - badges/second-course/index.html
  - Check: site:verify
"""


def project(folder: Path, *, theme: str = "mkdocs", url: str = "http://localhost:8000/") -> Path:
    """Write documentation with badges beside it, all awards recorded; return its folder."""
    answers = {
        "name": "Leeds Bakers Guild",
        "url": "http://localhost:8000",
        "colour": "#7a3b00",
        "host": "other",
        "salt": "a salt of more than thirty-two characters",
    }
    for path, content in scaffold.files(answers).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    shutil.rmtree(folder / "content/pages")
    (folder / "docs/guide/deep").mkdir(parents=True)
    (folder / "docs/index.md").write_text(HOME)
    (folder / "docs/guide/deep/down.md").write_text(GUIDE)
    (folder / "mkdocs.yml").write_text(
        f"site_name: Guild\nsite_url: {url}\ntheme: {THEMES[theme]}\n"
        f"plugins: [search, badgesite]\n{NAVIGATION}"
    )
    recorded = command("register", folder=folder)
    assert recorded.code == 0, recorded.said
    if _drawn:
        (folder / CACHE).parent.mkdir(exist_ok=True)
        (folder / CACHE).write_bytes(_drawn[0])
    return folder


CACHE = ".badgesite/cache.sqlite"
_drawn: list[bytes] = []


def run(program: str, task: str, folder: Path, *options: str) -> "subprocess.CompletedProcess":
    """Run an installed program in the folder."""
    ran = subprocess.run(
        [Path(sys.executable).parent / program, task, *options],
        cwd=folder,
        env=environment(),
        text=True,
        capture_output=True,
    )
    if not _drawn and ran.returncode == 0:
        _drawn.append((folder / CACHE).read_bytes())
    return ran


def environment() -> dict[str, str]:
    """Return an environment in which nothing is said about the future of MkDocs."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}


def built(folder: Path, *options: str, program: str = "mkdocs") -> Path:
    """Return the site that a strict build makes, without a single warning."""
    ran = run(program, "build", folder, "--strict", "-f", "mkdocs.yml", *options)
    assert ran.returncode == 0, ran.stderr
    return folder / "site"
