"""The tables of the report's page: the first rows of what the CSV files have whole. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from badgesite.amounts import counted
from badgesite.languages import ENGLISH
from badgesite.model import Award
from badgesite.overseeing import sheets
from badgesite.overseeing.floor import Floor
from badgesite.overseeing.numbers import Numbers
from badgesite.overseeing.pictures import picture_of
from badgesite.overseeing.waiting import WINDOWS
from badgesite.plan.facts import Facts
from badgesite.rendering.oversight import CellView, TableView

MOST = 50
_WHEN = {30: "within 30 days", 60: "31 to 60 days", 90: "61 to 90 days"}
_GIVEN_ON = "Counts alone; small ones are not told."


def tables_of(numbers: Numbers, floor: Floor) -> tuple[TableView, ...]:
    """Return the tables in the order of what a provider can do about them."""
    if floor.shareable:
        return (
            _waiting_counts(numbers, floor),
            _ending(numbers, floor),
            _withdrawn_counts(numbers, floor),
            _waiver_counts(numbers, floor),
        )
    told = () if numbers.unannounced is None else (_unannounced(numbers, numbers.unannounced),)
    return (
        _waiting(numbers),
        _ending(numbers, floor),
        *told,
        _revocations(numbers),
        _waivers(numbers),
    )


def _table(
    title: str,
    heads: tuple[str, ...],
    rows: Sequence[tuple[str | CellView, ...]],
    empty: str,
    file: str,
    numeric: tuple[int, ...] = (),
    note: str = "",
) -> TableView:
    return TableView(
        id=file.removesuffix(".csv"),
        title=title,
        heads=heads,
        rows=tuple(tuple(map(_cell, row)) for row in rows[:MOST]),
        empty=empty,
        file=file,
        total=f"All {ENGLISH.number(len(rows))} as CSV" if len(rows) > MOST else "As CSV",
        note=note,
        numeric=numeric,
    )


def _cell(said: str | CellView) -> CellView:
    return said if isinstance(said, CellView) else CellView(said)


def _badge(facts: Facts, id_: str | None, text: str = "") -> CellView:
    """Return a badge's name, or another text for it, with its picture; its id if it is no more."""
    known = facts.catalog.badges.get(id_ or "")
    return CellView(text or (known.name if known else id_ or ""), picture_of(facts, id_))


def _waiting(numbers: Numbers) -> TableView:
    catalog = numbers.facts.catalog
    rows = [
        (
            catalog.learners[each.learner].name,
            _badge(numbers.facts, each.badge, each.needs),
            catalog.pathways[each.pathway].name,
            ENGLISH.day(each.last),
            counted(each.waiting, "day"),
        )
        for each in numbers.waiting
    ]
    heads = ("Learner", "Needs", "To complete", "Last award", "Waiting")
    return _table("One step away", heads, rows, "Nobody.", sheets.WAITING, (4,))


def _waiting_counts(numbers: Numbers, floor: Floor) -> TableView:
    names = numbers.facts.catalog.pathways
    found = ((names[each.pathway].name, each.needs) for each in numbers.waiting)
    rows = sheets.counted(floor, found)
    heads = ("To complete", "Needs", "Learners")
    return _table("One step away", heads, rows, "Nobody.", sheets.WAITING, (2,), _GIVEN_ON)


def _ending(numbers: Numbers, floor: Floor) -> TableView:
    facts = numbers.facts
    badges = facts.catalog.badges
    groups: defaultdict[tuple[int, str, str], Counter[str]] = defaultdict(Counter)
    for each in numbers.endings:
        id_ = each.award.badge
        group = groups[each.window, badges[id_].name, id_]
        group["all"] += 1
        group["renewed"] += each.renewed
        group["lapses"] += each.lapses
    ordered = sorted(groups.items())
    rows: list[tuple[str | CellView, ...]]
    if floor.shareable:
        said = floor.all_said([group["all"] for _, group in ordered])
        rows = [
            (_when(window), _badge(facts, id_), text)
            for ((window, _, id_), _), text in zip(ordered, said, strict=True)
        ]
        heads: tuple[str, ...] = ("When", "Badge", "Awards")
    else:
        rows = [
            (
                _when(window),
                _badge(facts, id_),
                str(group["all"]),
                str(group["renewed"]),
                _lapses(group["lapses"]),
            )
            for (window, _, id_), group in ordered
        ]
        heads = ("When", "Badge", "Awards", "Renewed already", "What lapses with it")
    empty = f"Nothing ends within {WINDOWS[-1]} days."
    return _table("Expiring soon", heads, rows, empty, sheets.ENDING, (2, 3))


def _when(window: int) -> CellView:
    return CellView(_WHEN[window], mark="warn" if window == WINDOWS[0] else "dashed")


def _lapses(count: int) -> str:
    return counted(count, "pathway completion") if count else "nothing"


def _unannounced(numbers: Numbers, found: tuple[Award, ...]) -> TableView:
    newest = sorted(found, key=lambda each: each.awarded, reverse=True)
    rows = [_award(numbers, each) for each in newest]
    return _table(
        "Not announced yet",
        ("Learner", "Badge", "Awarded"),
        rows,
        "Every learner was told.",
        sheets.UNANNOUNCED,
        note="badgesite notify tells them.",
    )


def _revocations(numbers: Numbers) -> TableView:
    rows = [
        (
            _name(numbers, each.award.learner),
            _badge(numbers.facts, each.award.badge),
            str(each.kind),
            ENGLISH.day(each.on),
            each.reason,
        )
        for each in numbers.revocations
    ]
    heads = ("Learner", "Badge", "Kind", "On", "Reason")
    return _table("Withdrawn and replaced", heads, rows, "Nothing.", sheets.REVOCATIONS)


def _withdrawn_counts(numbers: Numbers, floor: Floor) -> TableView:
    found = ((str(each.kind), each.award.badge) for each in numbers.revocations)
    counted = sheets.counted(floor, found)
    rows = [(kind, _badge(numbers.facts, badge), said) for kind, badge, said in counted]
    heads = ("Kind", "Badge", "Number")
    return _table(
        "Withdrawn and replaced", heads, rows, "Nothing.", sheets.REVOCATIONS, (2,), _GIVEN_ON
    )


def _waivers(numbers: Numbers) -> TableView:
    rows = [(*_award(numbers, each), each.waived or "") for each in numbers.waivers]
    heads = ("Learner", "Badge", "Awarded", "Why")
    return _table("Awarded out of order, by waiver", heads, rows, "Nothing.", sheets.WAIVERS)


def _waiver_counts(numbers: Numbers, floor: Floor) -> TableView:
    counted = sheets.counted(floor, ((each.badge,) for each in numbers.waivers))
    rows = [(_badge(numbers.facts, badge), said) for badge, said in counted]
    title = "Awarded out of order, by waiver"
    return _table(title, ("Badge", "Number"), rows, "Nothing.", sheets.WAIVERS, (1,), _GIVEN_ON)


def _award(numbers: Numbers, award: Award) -> tuple[str | CellView, ...]:
    badge = _badge(numbers.facts, award.badge)
    return _name(numbers, award.learner), badge, ENGLISH.day(award.awarded)


def _name(numbers: Numbers, learner: str) -> str:
    known = numbers.facts.catalog.learners.get(learner)
    return learner if known is None else known.name
