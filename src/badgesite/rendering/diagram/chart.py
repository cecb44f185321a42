"""What a diagram shows, before any number: lanes, nodes, rules and what follows what."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from badgesite.languages import ENGLISH, Language


class Node(Struct, frozen=True):
    """A badge, pathway or group on the chart.

    `lines` are (kind, text) below the name: kind is empty, `ok`, `go`, `warn` or `bad`. `picture`
    is the folder of a badge below the site's root, `path` a page there; both may be empty.
    `state` is a step state of INTERFACES, or empty where no learner is shown. `more` pictures
    make a group's; `count` is how many a fold stands for. `foreign` is another issuer's badge.
    """

    id: str
    name: str
    lines: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    path: str = ""
    state: str = ""
    optional: bool = False
    final: bool = False
    more: tuple[str, ...] = ()
    count: int = 0
    foreign: bool = False


class Lane(Struct, frozen=True):
    """A level: its number, its name, its nodes in the order of the rule, and the rule for a pill.

    `complete` is for a learner; `lively` whether the pill counts what is earned.
    """

    heading: str
    title: str
    nodes: tuple[Node, ...]
    pill: str = ""
    complete: bool = False
    lively: bool = False
    final: bool = False


class Chart(Struct, frozen=True):
    """A pathway as lanes from left to right; `after` are pairs of node ids."""

    lanes: tuple[Lane, ...]
    after: tuple[tuple[str, str], ...] = ()
    with_learner: bool = False


def with_pictures(chart: Chart, pictures: Mapping[str, str]) -> Chart:
    """Return the chart with these folders as pictures of the nodes, by id."""
    lanes = tuple(
        replace(
            lane,
            nodes=tuple(
                replace(node, picture=pictures.get(node.id, node.picture)) for node in lane.nodes
            ),
        )
        for lane in chart.lanes
    )
    return replace(chart, lanes=lanes)


MOST_IN_COLUMN = 7
"""More than so many nodes of a level are folded into one (ux: trees with too many leaves)."""


def folded(chart: Chart, most: int = MOST_IN_COLUMN, language: Language = ENGLISH) -> Chart:
    """Return the chart with the last nodes of a long lane folded into one that counts them."""
    instead: dict[str, str] = {}
    lanes = tuple(_folded(lane, most, instead, language) for lane in chart.lanes)
    after = dict.fromkeys(
        (instead.get(one, one), instead.get(other, other)) for one, other in chart.after
    )
    return Chart(lanes, tuple(p for p in after if p[0] != p[1]), chart.with_learner)


def _folded(lane: Lane, most: int, instead: dict[str, str], language: Language) -> Lane:
    if len(lane.nodes) <= most:
        return lane
    kept, rest = lane.nodes[: most - 1], lane.nodes[most - 1 :]
    fold = f"{rest[0].id}+"
    instead.update({node.id: fold for node in rest})
    earned = sum(node.state == "earned" for node in rest)
    text = language.ngettext("{n} of them earned", "{n} of them earned", earned)
    lines = (("ok", text),) if earned else (("", language.gettext("see the list")),)
    more = tuple(node.picture for node in rest if node.picture)[:3]
    name = language.ngettext("and {n} more", "and {n} more", len(rest))
    node = Node(fold, name, lines, more=more, count=len(rest))
    return Lane(
        lane.heading,
        lane.title,
        (*kept, node),
        lane.pill,
        lane.complete,
        lane.lively,
        lane.final,
    )
