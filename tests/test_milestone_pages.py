"""A milestone stands on the pathway that gives it: in the list, on its page, on credentials."""

import re

import pytest

from repositories import SITE, Repository, badge, write_provider

WAY = """\
---
name: The Way
version: "1"
final: skipper
levels:
  - id: one
    milestone: crew
    steps: [rope]
  - id: two
    steps: [boat]
---
Why.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    names = ("rope", "boat", "crew", "skipper", "swim")
    provider = write_provider(
        tmp_path_factory.mktemp("harbour"),
        {
            "site.yml": SITE,
            **{f"badges/{each}.md": badge(each.title()) for each in names},
            "pathways/way.md": WAY,
            "learners/crew.csv": "id,name\nada,Ada\n",
            "awards/2026.csv": "learner,badge,awarded\nada,rope,2026-01-05\n",
        },
    )
    provider.build()
    return provider


def test_the_list_of_badges_has_it_with_its_pathway(made: Repository) -> None:
    page = made.pages()["badges/index.html"]
    of_pathway, alone = page.split("On their own")
    assert "badges/crew/" in of_pathway or '"crew/' in of_pathway
    assert "swim/" in alone
    assert "crew/" not in alone


def test_its_page_says_which_level_gives_it(made: Repository) -> None:
    page = made.pages()["badges/crew/index.html"]
    assert "For completing level 1 of 2, The Way" in page
    where = page.split("Where it sits")[1]
    (marked,) = re.findall(r'<li class="here"[^>]*>(.*?)</li>', where)
    assert "badges/crew/badge-small.svg" in marked
    assert "<span>Crew</span>" in marked


def test_its_credential_says_which_level_gave_it(made: Repository) -> None:
    pages = [page for path, page in made.pages().items() if path.startswith("credentials/")]
    (page,) = [each for each in pages if "For completing level 1 of 2, The Way" in each]
    assert "pathways/way/" in page
    assert ", for completing level 1 of 2" in page


def test_the_pages_of_what_a_level_asks_for_say_so_as_before(made: Repository) -> None:
    page = made.pages()["badges/rope/index.html"]
    assert "Level 1 of 2, The Way" in page
    assert "crew/badge-small.svg" not in page
