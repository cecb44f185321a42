"""A whole site in one run: badgesite against the site generators that are installed. Prints only.

python tests/bench/sites.py                  10,000 published credentials against 10,000 pages

`make bench-peers` installs Hugo and MkDocs with Material into `.venv-peers`. Their pages are
shorter than a credential's and nothing of theirs is signed or drawn: they have the easier task.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from machine import cpu_seconds, machine
from providers import Size, name_of, write

ROOT = Path(__file__).parent.parent.parent
PEERS = ROOT / ".venv-peers/bin"
FEWER = 500  # pages of a generator that takes milliseconds for each


@dataclass(frozen=True)
class Took:
    """What a generator took, for how many pages, and what it took scaled to all of them."""

    name: str
    pages: int
    seconds: float
    processor: float
    all_pages: int

    @property
    def scaled(self) -> float:
        """Return seconds for all pages, were each page to take the same."""
        return self.seconds * self.all_pages / self.pages


def _ran(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a program; return seconds of the clock and of the processors."""
    used, began = cpu_seconds(), time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "DISABLE_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        sys.exit(f"{Path(command[0]).name} ended with {done.returncode}\n{done.stderr[-800:]}")
    return time.perf_counter() - began, cpu_seconds() - used


# ------------------------------------------------------------------ ours
def badgesite(folder: Path, pages: int) -> Iterator[Took]:
    """Build a provider with so many published credentials: first with nothing drawn before.

    Then again into nothing, with the pictures of the badges and the shapes in the cache.
    """
    learners = pages // 5  # five awards and one given by rule; one learner in six is private
    root = write(folder / "provider", Size(learners, 5))
    entry = "from badgesite.cli import program; program()"
    _ran([sys.executable, "-c", entry, "register"], root)
    shutil.rmtree(root / ".badgesite", ignore_errors=True)
    for name in ("badgesite, cold, signed and drawn", "badgesite, signed, pictures kept"):
        seconds, processor = _ran([sys.executable, "-c", entry, "build"], root)
        made = sum(1 for _ in (root / "site/credentials").iterdir())
        yield Took(name, made, seconds, processor, pages)
        shutil.rmtree(root / "site")
        shutil.rmtree(root / ".badgesite/sites")


# ------------------------------------------------------------------ theirs
def _text(number: int) -> str:
    return (
        f"{name_of(number)} earned *Welding Practice* on 2026-03-01.\n\n"
        "To earn this badge the learner\n\n- explains what can go wrong;\n"
        "- does the task alone, in front of an assessor;\n- leaves the place tidy.\n\n"
        "Evidence: <https://evidence.guild.example/welding-2>\n"
    )


def _written(folder: Path, pages: int, page: Callable[[int], str]) -> None:
    folder.mkdir(parents=True)
    for number in range(pages):
        (folder / f"credential-{number:06}.md").write_text(page(number), "utf-8")


_LAYOUT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width"><link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}"><meta property="og:url" content="{{ .Permalink }}">
<link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">City Guild of Trades</a>
<nav><a href="/pathways/">Pathways</a><a href="/badges/">Badges</a></nav></header>
<main><h1>{{ .Title }}</h1>{{ .Content }}</main>
<footer><a href="/keys/">Keys</a></footer></body></html>
"""


def hugo(folder: Path, pages: int) -> Took | None:
    """Let Hugo make so many pages, one Markdown file each, without lists, feeds or a sitemap."""
    if not (PEERS / "hugo").exists():
        return None
    root = folder / "hugo"
    _written(root / "content", pages, lambda n: f"---\ntitle: {name_of(n)}\n---\n{_text(n)}")
    (root / "layouts").mkdir()
    (root / "layouts/page.html").write_text(_LAYOUT)
    (root / "hugo.toml").write_text(
        'baseURL = "https://guild.example/"\n'
        'disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "404"]\n'
    )
    seconds, processor = _ran([str(PEERS / "hugo"), "--quiet"], root)
    made = sum(1 for _ in (root / "public").rglob("index.html"))
    return Took("Hugo, the pages alone", made, seconds, processor, pages)


def mkdocs(folder: Path, pages: int, name: str, plain: bool) -> Took | None:
    """Let MkDocs with Material make a few pages; as it comes, or without navigation and search."""
    if not (PEERS / "mkdocs").exists():
        return None
    root = folder / f"mkdocs-{plain}"
    _written(root / "docs", FEWER, lambda n: f"# {name_of(n)}\n\n{_text(n)}")
    (root / "docs/index.md").write_text("# City Guild of Trades\n")
    more = "nav: [index.md]\nplugins: []\n" if plain else ""
    (root / "mkdocs.yml").write_text(f"site_name: Guild\ntheme: {{name: material}}\n{more}")
    seconds, processor = _ran([str(PEERS / "mkdocs"), "build", "--quiet"], root)
    return Took(name, FEWER, seconds, processor, pages)


def all_of(folder: Path, pages: int) -> Iterator[Took]:
    """Yield what each took."""
    yield from badgesite(folder, pages)
    others = (
        hugo(folder, pages),
        mkdocs(folder, pages, "MkDocs Material, no nav, no search", plain=True),
        mkdocs(folder, pages, "MkDocs Material as it comes", plain=False),
    )
    yield from (each for each in others if each is not None)


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--pages", type=int, default=10_000)
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(all_of(Path(folder), wanted.pages))
    ours = rows[0].scaled
    print(machine())
    print(f"{'a whole site':<38}{'pages':>8}{'clock':>10}{'processors':>12}{'times ours':>12}")
    for row in rows:
        scaled = "" if row.pages >= row.all_pages * 0.98 else f"  scaled to {row.all_pages:,} pages"
        print(
            f"{row.name:<38}{row.pages:>8,}{row.seconds:>8.2f} s{row.processor:>10.2f} s"
            f"{row.scaled / ours:>12.2f}{scaled}"
        )
    if len(rows) < 5:
        print("Hugo and MkDocs are not installed: make bench-peers")


if __name__ == "__main__":
    main()
