"""A small provider's repository as a dictionary, and the ways tests change and read it."""

from collections.abc import Mapping
from pathlib import Path

from badgesite.content import Loaded, load
from badgesite.rules import check

Files = Mapping[str, str | bytes | None]


def badge(name: str, more: str = "") -> str:
    return f'---\nname: {name}\ndescription: What it is.\nversion: "1"\n{more}---\nDo it.\n'


def pathway(levels: str, more: str = "final: crown\n") -> str:
    return f'---\nname: The Way\nversion: "1"\n{more}levels:\n{levels}---\nWhy.\n'


SITE = """\
name: Harbour First Aid
url: http://localhost:8000
salt: an example salt of some length
issuer:
  name: Harbour First Aid Training
  url: https://harbour.example.org
"""

PROVIDER: dict[str, str | bytes | None] = {
    "site.yml": SITE,
    "badges/rope.md": badge("Rope Rescue", "credits: 5\n"),
    "badges/tide.md": badge("Tides", "credits: 3\n"),
    "badges/boat.md": badge("Boat Handling"),
    "badges/crown.md": badge("Crown"),
    "pathways/way.md": pathway(
        "  - id: one\n    steps: [rope]\n  - id: two\n    steps:\n      - badge: boat\n"
    ),
    "learners/grace.yml": "name: Grace Darling\nawards:\n  - {badge: rope, awarded: 2026-03-01}\n",
    "learners/crew.csv": "id,name\nhenry,Henry Blogg\n",
    "awards/2026.csv": "learner,badge,awarded\nhenry,tide,2026-03-02\n",
    "revocations.csv": "learner,badge,awarded,on,kind,reason\n",
    "pages/index.md": "# Harbour\n",
}


def write(root: Path, files: Files) -> Path:
    """Write the provider with these files changed (None: left out) and return its folder."""
    for path, text in {**PROVIDER, **files}.items():
        if text is None:
            continue
        target = root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def loaded(root: Path, files: Files) -> Loaded:
    """Return what is read of the provider with these files changed."""
    return load(write(root, files))


def told(root: Path, files: Files) -> list[str]:
    """Return every problem as `path:line:column code`, path below content/, warnings marked."""
    result = loaded(root, files)
    problems = list(result.problems)
    if result.catalog is not None:
        whole = not any(problem.is_error for problem in problems)
        problems += check(result.catalog, whole=whole)
    return [
        f"{each.origin.path.removeprefix('content/')}:{each.origin.line}:{each.origin.column}"
        f" {each.code}{'' if each.is_error else ' (warning)'}"
        for each in problems
    ]
