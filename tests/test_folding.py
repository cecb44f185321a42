"""A backpack with very many badges goes on over several pages, each of them light."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from badgesite.plan.folding import folded, folded_badges, folded_learners
from badgesite.rendering import Theme, pages
from badgesite.rendering.pages import LARGEST_PAGE
from badgesite.rendering.views import (
    BackpackView,
    BadgeCard,
    BadgeGroup,
    BadgesView,
    CardState,
    DirectoryView,
    LearnerCard,
    PathwaysView,
    ProgressCard,
    SkillCount,
    SkillState,
    Tile,
)
from page_views import ADDRESS, BACKPACK, FRAME, UUID
from page_views import HOME as HOME_PAGE

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
    counts = (SkillState(DAY, 2), SkillState(DAY + timedelta(1), 1))
    skills = tuple(
        SkillCount(f"{n} {name}", f"credentials/{UUID}/", counts, DAY + timedelta(n))
        for n in range(300)
    )
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


# ------------------------------------------------------------------ the list of badges
def _badges(name: str, groups: int, each: int) -> BadgesView:
    return BadgesView(
        tuple(
            BadgeGroup(
                f"{name} & {way}",
                f"pathways/way-{way}/",
                tuple(
                    BadgeCard(f"{name} '{n}'", f"badges/badge-{way}-{n}/", "", 12, False, "en")
                    for n in range(each)
                ),
            )
            for way in range(groups)
        )
    )


@pytest.mark.parametrize("name", ["Rope", "水" * 190, "&" * 80])
@pytest.mark.parametrize(("groups", "each"), [(1, 203), (203, 1), (7, 60)])
def test_every_page_of_the_list_of_badges_is_light_and_leads_to_the_next(
    name: str, groups: int, each: int
) -> None:
    view, theme = _badges(name, groups, each), Theme.load()
    parts = folded_badges(view)
    made = [pages.badges_page(theme, FRAME, part).decode() for part in parts]
    assert max(len(page.encode()) for page in made) <= LARGEST_PAGE
    listed = [
        (group.name, badge) for part in parts for group in part.groups for badge in group.badges
    ]
    assert listed == [(group.name, badge) for group in view.groups for badge in group.badges]
    assert all(group.badges for part in parts for group in part.groups)
    assert (parts[0].path, parts[1].path) == ("badges/", "badges/page.2/")
    for page, following in zip(made, parts[1:], strict=False):
        assert f'badges/{following.path.removeprefix("badges/")}" rel="next"' in page


def test_a_short_list_of_badges_is_one_page() -> None:
    for view in (_badges("Rope", 2, 3), BadgesView(())):
        assert folded_badges(view) == (view,)


@pytest.mark.parametrize("words", ["Ada Lovelace", "水" * 190, "&<" * 100])
def test_every_page_of_a_long_directory_is_light_and_nobody_is_left_out(words: str) -> None:
    cards = [
        LearnerCard(f"{n} {words}", f"learners/{n:026}/", words, badges=n % 7) for n in range(300)
    ]
    parts, theme = folded_learners(cards), Theme.load()
    assert [card for part in parts for card in part] == cards
    assert len(parts) > 1
    for number, part in enumerate(parts, 1):
        view = DirectoryView(part, f"learners/page-{number}/", "learners/", "learners/page-9/")
        assert len(pages.directory_page(theme, FRAME, view)) <= LARGEST_PAGE


def test_a_directory_of_nobody_is_one_page() -> None:
    assert folded_learners([]) == [()]


def test_a_list_of_many_pathways_shows_the_first_whole_and_names_the_others() -> None:
    first = HOME_PAGE.pathways[0]
    many = tuple(
        replace(
            first, name=f"Pathway {n}", path=f"pathways/p{n}/", summary="水" * 60, mini="<svg/>"
        )
        for n in range(100)
    )
    theme = Theme.load()
    listed = pages.pathways_page(theme, FRAME, PathwaysView(many))
    assert len(listed) <= LARGEST_PAGE
    assert all(f'href="../pathways/p{n}/"'.encode() in listed for n in range(100))
    home = pages.home_page(theme, FRAME, replace(HOME_PAGE, pathways=many))
    assert len(home) <= LARGEST_PAGE
    assert b'href="pathways/"' in home
