"""Measure progress over many awards and the drawing of large pathways, in processor time.

PYTHONPATH=tests python tests/bench/pathways.py     100,000 awards over 50 pathways, 100 nodes
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import date, timedelta

from badgesite.model import Award, Catalog, Level, Pathway
from badgesite.progress import all_progress, derived_awards
from badgesite.rendering.diagram import (
    chart_of,
    draw,
    folded,
    layout,
    narrow_layout,
)
from pathway_world import badge, catalog, group, level, step

START, ON = date(2024, 1, 1), date(2026, 11, 24)


def route(number: int) -> Pathway:
    """Return a pathway of four levels, with electives, credits, `after`, months and validity."""
    b = [f"p{number:02}-{place}" for place in range(12)]
    inside = f">p{number - 1:02}" if number % 5 == 4 else b[11]
    levels = (
        level(b[0], id="one", milestone=f"m{number:02}"),
        level(b[1], b[2], b[3], id="two", any=2),
        level(
            step(group(b[4], b[5], b[6], credits=10), "sum"),
            step(b[7], after=("sum",)),
            id="three",
        ),
        level(step(group(b[8], b[9], any=1), "near", within_months=24), inside, id="four"),
    )
    return Pathway(f"p{number:02}", f"Pathway {number}", "1", f"f{number:02}", levels)


def world(awards: int, pathways: int) -> Catalog:
    """Return a catalog in which every learner has ten badges, mostly of one pathway."""
    dice = random.Random(1)
    routes = [route(number) for number in range(pathways)]
    badges = [
        badge(f"p{number:02}-{place}", credits=5, validity="P2Y" if place % 3 == 0 else None)
        for number in range(pathways)
        for place in range(12)
    ]
    given: dict[object, Award] = {}
    learner = 0
    while len(given) < awards:
        learner += 1
        mine = dice.randrange(pathways)
        for place in dice.sample(range(12), 10):
            of = mine if dice.random() < 0.9 else dice.randrange(pathways)
            awarded = START + timedelta(days=dice.randrange(1000))
            award = Award(f"learner-{learner:06}", f"p{of:02}-{place}", awarded)
            given[award.key] = award
    return catalog(routes, list(given.values())[:awards], badges=badges)


def best(of: int, run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some runs."""
    times = []
    for _ in range(of):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)


def progress(awards: int, pathways: int) -> None:
    known = world(awards, pathways)
    began = time.process_time()  # of this process: other work on the machine does not count
    given = derived_awards(known)
    middle = time.process_time()
    found = all_progress(known, ON)
    ended = time.process_time()
    print(f"{awards:,} awards over {pathways} pathways, {len(known.learners):,} learners")
    print(f"  badges that rules give  {middle - began:6.2f} s   {len(given):,} awards")
    print(
        f"  progress of everybody   {ended - middle:6.2f} s   {len(found):,} learners on pathways"
    )
    print(f"  together                {ended - began:6.2f} s")


def drawing(nodes: int) -> None:
    columns = 20
    rows = -(-nodes // columns)
    names = [[f"n{c:02}-{r}" for r in range(rows)] for c in range(columns)]
    steps = [
        Level(
            f"l{number}",
            f"Level {number}",
            tuple(
                step(name, after=(mine[place - 1],) if place % 2 else ())
                for place, name in enumerate(mine)
            ),
            any=max(1, rows - 1),
        )
        for number, mine in enumerate(names)
    ]
    path = Pathway("big", "Big", "1", None, tuple(steps))
    known = catalog([path])
    chart = chart_of(known, path)
    count = sum(len(lane.nodes) for lane in chart.lanes)
    print(f"{count} nodes in {columns} levels, best of 20")
    print(f"  layout                  {best(20, lambda: layout(chart)) * 1000:6.2f} ms")
    print(f"  layout, folded          {best(20, lambda: layout(folded(chart))) * 1000:6.2f} ms")
    wide = layout(chart)
    print(
        f"  layout, narrow          {best(20, lambda: narrow_layout(chart, wide)) * 1000:6.2f} ms"
    )
    whole = best(20, lambda: draw(layout(chart_of(known, path)), ""))
    print(f"  chart, layout and SVG   {whole * 1000:6.2f} ms")


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--awards", type=int, default=100_000)
    words.add_argument("--pathways", type=int, default=50)
    words.add_argument("--nodes", type=int, default=100)
    wanted = words.parse_args()
    progress(wanted.awards, wanted.pathways)
    drawing(wanted.nodes)


if __name__ == "__main__":
    main()
