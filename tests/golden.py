"""A provider with every part of the rule language, and what is published of it for machines.

`python tests/golden.py` writes tests/golden/ anew: read the difference before it is committed.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from badgesite.build import record  # noqa: E402 - the path is put first
from repositories import SITE, Repository, badge, write_provider  # noqa: E402

GOLDEN = HERE / "golden"
ON = "2026-11-24"

CONTENT = {
    "site.yml": SITE,
    "badges/rope.md": badge("Rope Rescue", "validity: P2Y\ncredits: 5\nskills: [Knots]\n"),
    "badges/boat.md": badge("Boat Handling", "credits: 2.5\n"),
    "badges/tide.md": badge("Tides"),
    "badges/fog.md": badge("Fog"),
    "badges/hand.md": badge("Deckhand"),
    "badges/mate.md": badge("Mate"),
    "badges/skipper.md": badge("Skipper"),
    "pathways/crew.md": (
        '---\nname: Crew\nversion: "1"\nfinal: mate\nlevels:\n'
        "  - {id: first, name: First, milestone: hand, steps: [rope]}\n"
        "  - {id: second, name: Second, any: 1, steps: [tide, fog]}\n---\nWhy.\n"
    ),
    "pathways/skipper.md": (
        '---\nname: Skipper\nversion: "2"\nfinal: skipper\norder: advised\nwithdrawn: keep\n'
        "levels:\n"
        "  - id: learn\n    name: Learn\n    steps:\n"
        '      - {pathway: crew, version: "1"}\n'
        "      - {id: sum, name: Seven credits, credits: 7, of: [rope, boat]}\n"
        "      - {id: near, within: 12 months, any: 1, of: [tide, {of: [fog, boat]}], after: sum}\n"
        "  - id: lead\n    name: Lead\n    steps:\n"
        "      - {badge: fog, id: again, optional: true}\n"
        "      - id: radio\n        foreign:\n"
        "          issuer: did:web:radio.example\n"
        "          achievement: https://radio.example/badges/short-range\n"
        "          name: Short Range Radio\n---\nWhy.\n"
    ),
    "learners/grace.yml": "name: Grace Darling\nvisibility: public\nslug: grace-darling\n",
    "learners/crew.csv": "id,name,visibility\nhenry,Henry Blogg,\n",
    "awards/2026.csv": (
        "learner,badge,awarded\ngrace,rope,2026-03-01\ngrace,tide,2026-03-08\n"
        "grace,boat,2026-03-08\nhenry,rope,2024-02-01\n"
    ),
    "revocations.csv": "learner,badge,awarded,on,kind,reason\n",
    "pages/index.md": "# Harbour\n",
}
LEARNER = "learners/grace-darling"


def published(root: Path) -> dict[str, str]:
    """Write and build the provider; return the name of each golden file and what it has to be."""
    made = write_provider(root, CONTENT)
    record(made.root, {}, reissue=None, dry_run=False)
    made.build()
    return {
        "progress.json": _pretty(made.run("progress", "--json", "--on", ON).out),
        **{
            name.replace("/", "."): _pretty((made.site / name).read_text("utf-8"))
            for name in (
                "pathways/crew/pathway.json",
                "pathways/crew/pathway-1.json",
                "pathways/skipper/pathway.json",
                "pathways/skipper/pathway-2.json",
                "pathways/skipper/pathway.jsonld",
                f"{LEARNER}/crew/transcript.json",
            )
        },
        "final.json": _pretty(_final(made)),
    }


def _final(made: Repository) -> str:
    path = made.site / f"credentials/{made.uuid_of('grace', 'mate')}/credential.json"
    return path.read_text("utf-8")


def _pretty(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        files = published(Path(folder) / "provider")
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    for name, text in files.items():
        (GOLDEN / name).write_text(text, "utf-8")
