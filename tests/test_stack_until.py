"""A final credential's page says until when what it was built from lasts, as pathway pages do."""

import re
from pathlib import Path

import pytest

from repositories import SITE, Repository, badge, write_provider

WAY = """\
---
name: The Way
version: "1"
final: skipper
{more}levels:
  - id: one
    steps: [rope, boat]
---
Why.
"""
AWARDS = "learner,badge,awarded\nada,rope,2026-01-05\nada,boat,2026-02-01\n"


def provider(folder: Path, more: str = "", awards: str = AWARDS) -> Repository:
    made = write_provider(
        folder,
        {
            "site.yml": SITE,
            "badges/rope.md": badge("Rope", "validity: P2Y\n"),
            "badges/boat.md": badge("Boat"),
            "badges/skipper.md": badge("Skipper"),
            "pathways/way.md": WAY.format(more=more),
            "learners/crew.csv": "id,name\nada,Ada\n",
            "awards/2026.csv": awards,
        },
    )
    made.build()
    return made


def page_of(made: Repository) -> str:
    (page,) = [page for page in made.pages().values() if 'id="stack"' in page]
    return page


def test_the_day_on_which_the_first_part_ends_is_named(tmp_path: Path) -> None:
    page = untimed(page_of(provider(tmp_path)))
    assert (
        "<dd><span>5 January 2028, unless what it was built from is renewed</span> <span " in page
    )
    assert 'class="chip chip-warn" data-after="2028-01-05" hidden' in page
    assert "No expiry date set" not in page


def untimed(page: str) -> str:
    return re.sub("</?time[^>]*>", "", page).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("more", "awards"),
    [("withdrawn: keep\n", AWARDS), ("", AWARDS + "ada,rope,2027-06-01\n")],
)
def test_what_stays_or_was_renewed_meanwhile_is_told_as_it_is(
    tmp_path: Path, more: str, awards: str
) -> None:
    page = untimed(page_of(provider(tmp_path, more, awards)))
    ends = "<span>1 June 2029, unless what it was built from is renewed"
    assert f"<dd>{'No expiry date set' if more else ends}" in page


def test_the_backpack_says_that_a_final_badge_lapsed(tmp_path: Path) -> None:
    made = provider(tmp_path)
    (tile,) = [
        line
        for page in made.pages().values()
        for line in page.splitlines()
        if 'class="tile"' in line and "<b>Skipper</b>" in line and "credentials/" in line
    ]
    assert 'data-lapses="2028-01-05"' in tile
    assert re.search(r'<span class="chip" [^>]*data-until="2028-01-05">.*Current', tile)
    assert re.search(r'<span class="chip chip-warn" data-after="2028-01-05" hidden>.*Lapsed', tile)
    assert "Expired" not in tile
