"""Long lists on several pages, so that no page weighs too much."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar

from msgspec.structs import replace

from badgesite.rendering.views import (
    BackpackView,
    BadgeCard,
    BadgeGroup,
    BadgesView,
    CardState,
    ForeignTile,
    LearnerCard,
    ProgressCard,
    SkillCount,
    Tile,
)

_Item = TypeVar("_Item")

# In bytes of HTML; with the rest of a backpack, about 7 kB, below 30 kB.
_PAGE, _CARDS, _SKILLS = 22_000, 9_000, 3_000
_MOST_STATES = 7
_LEARNER = 510  # bytes of a learner in the directory, without the words


def folded(view: BackpackView) -> tuple[BackpackView, ...]:
    """Return the backpack as pages: one, unless it holds more than a page should weigh.

    The first is the backpack itself; the others go on with its pathways, badges and skills.
    """
    cards = [_few_states(card) for card in view.pathways]
    tiles: list[Tile | ForeignTile] = [*view.tiles, *view.foreign]
    skills = list(view.skills)
    parts: list[BackpackView] = []
    while cards or tiles or skills or not parts:
        some, used = _taken(cards, _card_weight, _CARDS)
        wall, more = _taken(tiles, _tile_weight, _PAGE - used - _SKILLS)
        few, _ = _taken(skills, _skill_weight, _PAGE - used - more)
        parts.append(
            replace(
                view,
                path=f"{view.home}badges/{len(parts) + 1}/" if parts else view.path,
                tiles=tuple(each for each in wall if isinstance(each, Tile)),
                foreign=tuple(each for each in wall if isinstance(each, ForeignTile)),
                pathways=tuple(some),
                skills=tuple(few),
                page=len(parts) + 1,
            )
        )
    return tuple(replace(part, pages=len(parts)) for part in parts)


def folded_badges(view: BadgesView) -> tuple[BadgesView, ...]:
    """Return the list of badges as pages: one, unless it is longer than a page should weigh.

    A group that does not fit goes on, under its name, on the next page. The address of a further
    page has a dot, which no badge's id has.
    """
    parts: list[list[BadgeGroup]] = [[]]
    used = 0
    for group in view.groups:
        left = list(group.badges)
        while left:
            some, more = _taken(left, _badge_weight, _PAGE - used - _group_weight(group))
            used += _group_weight(group) + more
            if used > _PAGE and parts[-1]:  # even one is too much for what is left of the page
                parts.append([])
                used = 0
                left = [*some, *left]
                continue
            parts[-1].append(replace(group, badges=tuple(some)))
    paths = [view.path, *(f"{view.path}page.{number}/" for number in range(2, len(parts) + 1))]
    beside = zip(paths, [None, *paths], [*paths[1:], None], strict=False)
    return tuple(
        BadgesView(tuple(groups), *places) for groups, places in zip(parts, beside, strict=True)
    )


def _taken(
    items: list[_Item], weight: Callable[[_Item], int], most: int
) -> tuple[list[_Item], int]:
    """Take from the front as many as weigh at most so much, at least one; and their weight."""
    taken: list[_Item] = []
    total = 0
    while items and (not taken or total + weight(items[0]) <= most):
        total += weight(items[0])
        taken.append(items.pop(0))
    return taken, total


def _few_states(card: ProgressCard) -> ProgressCard:
    """Return the card with its next states only, then one that says no more than where to look."""
    states = _merged(card.states)
    if len(states) > _MOST_STATES:
        later = CardState(states[_MOST_STATES].start, levels=())
        states = (*states[:_MOST_STATES], later)
    return replace(card, states=states)


def _merged(states: Sequence[CardState]) -> tuple[CardState, ...]:
    """Return the states without those that show the same as the one before."""
    kept: list[CardState] = []
    for state in states:
        if not kept or replace(state, start=kept[-1].start) != kept[-1]:
            kept.append(state)
    return tuple(kept)


def _tile_weight(tile: Tile | ForeignTile) -> int:
    lapsing = isinstance(tile, Tile) and tile.lapses is not None
    return 700 + 130 * lapsing + _bytes(tile.name)


def _badge_weight(badge: BadgeCard) -> int:
    return 240 + 2 * len(badge.path) + _bytes(escape(badge.name))


def _group_weight(group: BadgeGroup) -> int:
    return 140 + len(group.path) + _bytes(escape(group.name))


def _card_weight(card: ProgressCard) -> int:
    names = sum(_bytes(state.next_name) + _bytes(state.renew_name) for state in card.states)
    return 200 + (750 + _bytes(card.name)) * len(card.states) + names


def _skill_weight(skill: SkillCount) -> int:
    return 72 + 72 * len(skill.states) + _bytes(skill.name)


def _bytes(text: str) -> int:
    return len(text.encode())


def folded_learners(cards: Iterable[LearnerCard]) -> list[tuple[LearnerCard, ...]]:
    """Return the learners of the directory in pages that are light; one page if there is nobody."""
    parts: list[list[LearnerCard]] = [[]]
    total = 0
    for card in cards:
        weight = _LEARNER + len(escape(card.name + card.bio).encode("utf-8", "replace"))
        if parts[-1] and total + weight > _PAGE:
            parts.append([])
            total = 0
        parts[-1].append(card)
        total += weight
    return [tuple(part) for part in parts]
