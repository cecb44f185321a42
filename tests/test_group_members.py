"""A learner's pathway lists the members of a group, each as the learner stands with it."""

import re
from pathlib import Path

import pytest

from repositories import SITE, Repository, badge, write_provider

WAY = """\
---
name: The Way
version: "1"
levels:
  - id: one
    steps: [rope]
  - id: two
    steps:
      - id: craft
        name: Two crafts
        any: 2
        of: [boat, knot, tide]
---
Why.
"""


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    names = ("rope", "boat", "knot", "tide")
    return write_provider(
        tmp_path,
        {
            "site.yml": SITE,
            **{f"badges/{each}.md": badge(each.title(), "validity: P1Y\n") for each in names},
            "pathways/way.md": WAY,
            "learners/crew.csv": "id,name\nada,Ada\nbob,Bob\ncyd,Cyd\n",
            "awards/2026.csv": (
                "learner,badge,awarded\nada,rope,2026-01-05\nada,boat,2026-02-01\n"
                "bob,boat,2026-02-01\n"
                "cyd,rope,2026-01-05\ncyd,boat,2026-02-01\ncyd,knot,2026-02-02\n"
            ),
        },
    )


def page_of(made: Repository, learner: str) -> str:
    (page,) = [
        page
        for path, page in made.pages().items()
        if path.endswith("/way/index.html") and f"<bdi>{learner}</bdi> " in page
    ]
    return page


def shown(made: Repository, learner: str) -> list[tuple[str, str]]:
    """Name and chip of each of the three members, as of the last day of the content."""
    members = page_of(made, learner).partition('<div class="nodes members">')[2]
    linked = r'class="name"><a href="[^"]+">(\w+)</a>.*?class="chip[^"]*">(.*?)</span>'
    found = re.findall(linked, members.partition("</li>")[0], re.DOTALL)
    return [(name, re.sub("<[^>]+>", "", chip).strip()) for name, chip in found[:3]]


def test_each_member_is_listed_with_its_state_and_address(made: Repository) -> None:
    made.build()
    open_, locked = "Can start", "Locked"
    assert shown(made, "Ada") == [("Boat", "Earned"), ("Knot", open_), ("Tide", open_)]
    assert shown(made, "Bob") == [("Boat", "Earned"), ("Knot", locked), ("Tide", locked)]
    spare = ("Tide", "Not needed")
    assert shown(made, "Cyd") == [("Boat", "Earned"), ("Knot", "Earned"), spare]


def test_a_group_says_how_many_are_earned_while_more_must_be(made: Repository) -> None:
    made.build()
    first = {name: page_of(made, name).partition("members")[0] for name in ("Ada", "Bob", "Cyd")}
    says = {name: "1 of 2 earned." in page for name, page in first.items()}
    assert says == {"Ada": True, "Bob": True, "Cyd": False}


def test_a_member_that_has_expired_says_so(made: Repository) -> None:
    made.append("awards/2026.csv", "ada,rope,2027-03-01\n")
    made.build()
    assert shown(made, "Ada")[0] == ("Boat", "Expired")
