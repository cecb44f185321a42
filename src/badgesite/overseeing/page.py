"""The report's page out of its numbers: every number in words, and how long its bar is. Pure."""

from datetime import date
from itertools import pairwise

from badgesite.amounts import counted
from badgesite.languages import ENGLISH
from badgesite.model import Pathway
from badgesite.overseeing.floor import Floor
from badgesite.overseeing.numbers import Numbers
from badgesite.overseeing.pictures import picture_of
from badgesite.overseeing.reaching import Funnel, Pace
from badgesite.overseeing.tables import tables_of
from badgesite.plan.facts import Facts, badges_in
from badgesite.rendering.oversight import (
    BarView,
    ChartView,
    FigureView,
    OversightView,
    SpanView,
)

_MONTH = 365.25 / 12
_MOST_BADGES = 12


def oversight_view(numbers: Numbers, floor: Floor) -> OversightView:
    """Return what the page shows; where it is given on, without names and small numbers."""
    facts = numbers.facts
    end = _scale(numbers, floor)
    return OversightView(
        on=ENGLISH.day(numbers.on),
        shareable=floor.shareable,
        figures=_figures(numbers, floor),
        funnels=tuple(_funnel(facts, each, floor) for each in numbers.funnels),
        spans=tuple(_span(each, floor, end) for each in numbers.paces),
        scale=(*(str(end * part // 4) for part in range(4)), f"{end} months"),
        months=_months(numbers, floor),
        badges=_badges(numbers, floor),
        tables=tables_of(numbers, floor),
    )


def _figures(numbers: Numbers, floor: Floor) -> tuple[FigureView, ...]:
    back = numbers.had_a_year > 0 and not (
        floor.hides(numbers.back) or floor.hides(numbers.had_a_year - numbers.back)
    )
    ending = len(numbers.endings)
    open_ = sum(not each.renewed for each in numbers.endings)
    told = not floor.hides(ending) and not (ending > open_ and floor.hides(ending - open_))
    return (
        FigureView(
            "Badges awarded, 12 months",
            floor.said(numbers.year),
            f"{floor.said(numbers.year_before)} the year before",
        ),
        FigureView(
            "Learners who came back",
            f"{100 * numbers.back / numbers.had_a_year:.0f}%" if back else "not known yet",
            "took a second level within a year",
        ),
        FigureView(
            "One step from the end",
            floor.said(len({(each.learner, each.pathway) for each in numbers.waiting})),
            "of a pathway",
        ),
        FigureView(
            "Expire in the next 90 days",
            floor.said(ending),
            f"{floor.said(open_)} not renewed yet" if told else "",
        ),
    )


# ------------------------------------------------------------------ pathways
def _funnel(facts: Facts, funnel: Funnel, floor: Floor) -> ChartView:
    pathway = funnel.pathway
    bars = []
    before, said_before = funnel.begun, "of those who began"
    for stage in funnel.stages:
        badge = _badge_of(pathway, stage.level)
        shown = not floor.hides(stage.reached)
        note = "level 1" if stage.level == 1 else ""
        if shown and before:
            note = f"{100 * stage.reached / before:.0f}% {said_before}"
        bars.append(
            BarView(
                name=stage.name,
                text=floor.said(stage.reached),
                share=_share(stage.reached, funnel.begun) if shown else None,
                note=note,
                more=_standing(stage.reached, stage.standing, floor),
                picture=picture_of(facts, badge),
            )
        )
        before, said_before = stage.reached, f"of level {stage.level}"
    return ChartView(funnel.name, tuple(bars), _gap(funnel, floor))


def _standing(reached: int, standing: int, floor: Floor) -> str:
    if reached == standing or floor.hides(reached) or floor.hides(reached - standing):
        return ""
    return f"{floor.said(standing)} today"


def _gap(funnel: Funnel, floor: Floor) -> str:
    """Return where most learners are, of those who have not finished."""
    if not funnel.begun:
        return "Nobody has begun yet."
    counts = [funnel.begun, *(stage.reached for stage in funnel.stages)]
    began = f"{floor.said(funnel.begun)} began.".capitalize()
    lost = [(one - two, place) for place, (one, two) in enumerate(pairwise(counts))]
    most, place = max(lost, key=lambda each: (each[0], -each[1]))
    if most <= 0:
        return f"{began} Everyone who began completed the pathway."
    if any(floor.hides(each) for each in (most, counts[place], counts[place + 1])):
        return began
    stage = funnel.stages[place]
    what = f"level {stage.level}, {stage.name}" if stage.level else "the end"
    return f"{began} The widest gap is before {what}: {ENGLISH.number(most)} did not reach it."


def _badge_of(pathway: Pathway, level: int) -> str | None:
    if not level:
        return pathway.final
    found = (
        badge for step in pathway.levels[level - 1].steps for badge in badges_in(step.requirement)
    )
    return next(found, None)


# ------------------------------------------------------------------ time
def _scale(numbers: Numbers, floor: Floor) -> int:
    """Return how many months the scale has: so many that all bands fit, a multiple of four."""
    told = [each for each in numbers.paces if each.days and not floor.hides(len(each.days))]
    longest = max((each.quantile(0.75) for each in told), default=0) / _MONTH
    return max(4, -4 * (-int(longest + 1) // 4))


def _span(pace: Pace, floor: Floor, end: int) -> SpanView:
    name = f"{pace.name}: {pace.start} to {pace.end}"
    if not pace.days:
        return SpanView(name, floor.said(0) if floor.shareable else "nobody yet")
    if floor.hides(len(pace.days)):
        return SpanView(name, floor.said(len(pace.days)))
    low, middle, high = (
        each / _MONTH / end for each in (pace.quantile(0.25), pace.middle, pace.quantile(0.75))
    )
    return SpanView(name, _long(pace.middle), (low, min(middle, 1), min(high, 1)))


def _long(days: float) -> str:
    if days < 2 * _MONTH:
        return counted(round(days), "day")
    return f"{days / _MONTH:.0f} months"


# ------------------------------------------------------------------ awards
def _months(numbers: Numbers, floor: Floor) -> ChartView:
    counts = [count for _, count in numbers.by_month]
    told, said = floor.all_told(counts), floor.all_said(counts)
    most = max(counts, default=0)
    bars = tuple(
        BarView(
            _month(month),
            text if count else "",
            None if shown is None else _share(shown, most),
        )
        for (month, count), shown, text in zip(numbers.by_month, told, said, strict=True)
    )
    return ChartView(
        "By month", bars, "A badge that was given again in a corrected form counts once."
    )


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{date(int(year), int(number), 1):%b} {year[2:]}"


def _badges(numbers: Numbers, floor: Floor) -> ChartView:
    facts, found = numbers.facts, numbers.by_badge
    counts = [count for _, count in found]
    told, said = floor.all_told(counts), floor.all_said(counts)
    bars = tuple(
        BarView(
            facts.catalog.badges[badge].name,
            text,
            None if shown is None else _share(shown, counts[0]),
            picture=picture_of(facts, badge),
        )
        for (badge, _), shown, text in zip(found, told, said, strict=True)
    )[:_MOST_BADGES]
    more = len(found) - len(bars)
    remark = f"{more} more in awards-per-badge.csv." if more else ""
    return ChartView("By badge, 12 months", bars, remark or ("" if bars else "No award yet."))


def _share(count: int, whole: int) -> float:
    return count / whole if whole else 0.0
