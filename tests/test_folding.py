"""A backpack with very many badges goes on over several pages, each of them light."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from badgesite.plan.folding import folded
from badgesite.rendering import Theme, pages
from badgesite.rendering.pages import LARGEST_PAGE
from badgesite.rendering.views import BackpackView, CardState, ProgressCard, SkillCount, Tile
from page_views import ADDRESS, BACKPACK, FRAME, UUID

DAY = date(2025, 1, 1)
HOME = f"learners/{ADDRESS}/"


def _card(name: str, states: int) -> ProgressCard:
    each = (
        CardState(DAY + timedelta(n), ("on", "off", "off", "off"), next_name=f"{name} {n}")
        for n in range(states)
    )
    return ProgressCard(name, f"{HOME}way/", tuple(each))


def _many(name: str) -> BackpackView:
    tiles = tuple(
        Tile(f"{n} {name}", f"credentials/{UUID}/", f"badges/b{n}/", DAY + timedelta(n), DAY, 1)
        for n in range(150)
    )
    skills = tuple(SkillCount(f"{n} {name}", 1, f"badges/b{n}/") for n in range(300))
    cards = tuple(_card(f"{n} {name}", 40) for n in range(12))
    return replace(BACKPACK, tiles=tiles, skills=skills, pathways=cards, badges=150)


@pytest.mark.parametrize("name", ["Rope", "水" * 190])
def test_every_page_of_a_very_full_backpack_is_light_and_nothing_is_left_out(name: str) -> None:
    view, theme = _many(name), Theme.load()
    parts = folded(view)
    sizes = [len(pages.backpack_page(theme, FRAME, part)) for part in parts]
    assert max(sizes) <= LARGEST_PAGE, sizes
    assert [tile for part in parts for tile in part.tiles] == list(view.tiles)
    assert [skill for part in parts for skill in part.skills] == list(view.skills)
    assert [card.name for part in parts for card in part.pathways] == [
        card.name for card in view.pathways
    ]


def test_further_pages_have_addresses_of_their_own_and_the_first_leads_to_all() -> None:
    parts = folded(_many("Rope"))
    paths = [HOME, *(f"{HOME}badges/{n}/" for n in range(2, len(parts) + 1))]
    assert [part.path for part in parts] == paths
    first = pages.backpack_page(Theme.load(), FRAME, parts[0]).decode()
    assert all(f'href="../../{path}"' in first for path in paths[1:])
    assert "<b>150</b> badges" in first


def test_a_backpack_that_fits_is_one_page() -> None:
    (only,) = folded(BACKPACK)
    assert only == BACKPACK
    empty = replace(BACKPACK, tiles=(), skills=(), pathways=())
    assert folded(empty) == (empty,)


def test_a_card_shows_its_next_states_and_then_says_where_today_s_is() -> None:
    (one,) = folded(replace(BACKPACK, tiles=(), skills=(), pathways=(_card("Way", 40),)))
    states = one.pathways[0].states
    assert len(states) == 8
    assert states[-1].levels == ()
    html = pages.backpack_page(Theme.load(), FRAME, one).decode()
    assert html.count("This has changed") == 1


def test_states_that_show_the_same_are_one() -> None:
    card = ProgressCard("Way", "x/", (CardState(DAY, ("on",)), CardState(date.max, ("on",))))
    (one,) = folded(replace(BACKPACK, pathways=(card,)))
    assert one.pathways[0].states == card.states[:1]


def test_what_will_be_complete_is_not_said_to_be_so_since_then() -> None:
    later = date(2199, 3, 1)
    card = ProgressCard("Way", "x/", (CardState(later, ("on",), complete=True, since=later),))
    html = pages.backpack_page(Theme.load(), FRAME, replace(BACKPACK, pathways=(card,))).decode()
    assert '<span data-from="2199-03-01">Complete since' in html
    assert '<span data-before="2199-03-01" hidden>Complete from' in html
