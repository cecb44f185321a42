"""Drawings of a learner's states: what many have alike is drawn once, and the words are put in."""

from datetime import date, timedelta
from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from badgesite.rendering import dated_drawing
from badgesite.rendering.dated_drawing import drawn_over_time
from badgesite.rendering.diagram import Chart, Drawn, Lane, Node, drawn, layout, narrow_layout
from badgesite.rendering.diagram.draw import narrow_pieces, pieces
from badgesite.rendering.diagram.sketch import sketched
from badgesite.rendering.views import PathwayState

CALM = settings(deadline=None, max_examples=150)
STATES = ("earned", "can-start", "locked", "expired", "revoked")
WORDS = (
    (),
    (("go", "Can start"),),
    (("ok", "Earned 3 Mar 2026"),),
    (("ok", "Earned 4 Mar 2026"), ("", "valid to 3 Mar 2028")),
    (("warn", "Abgelaufen am 24. September 2026"),),  # two lines
    (("", 'Locked: needs "A" & <text>B</text>'),),
)
FIRST = date(2026, 1, 1)


@st.composite
def charts(draw: st.DrawFn) -> list[Chart]:
    """Draw the charts of the states of one learner: one pathway, other states and words."""
    lanes = [
        Lane(
            f"Level {number}",
            draw(st.sampled_from(("One", "W" * 60))),
            tuple(
                Node(
                    f"n{number}-{place}",
                    draw(st.sampled_from(("Short", "A rather long name of a badge", "A\0002\0/>"))),
                    picture="badges/x/",
                    path=draw(st.sampled_from(("", "badges/x/"))),
                    optional=draw(st.booleans()),
                )
                for place in range(draw(st.integers(1, 3)))
            ),
            draw(st.sampled_from(("", "all of", "1 of 12 earned, long"))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]

    def stood(lane: Lane) -> Lane:
        nodes = tuple(
            replace(node, state=draw(st.sampled_from(STATES)), lines=draw(st.sampled_from(WORDS)))
            for node in lane.nodes
        )
        return replace(lane, nodes=nodes, complete=draw(st.booleans()))

    return [
        Chart(tuple(stood(lane) for lane in lanes), with_learner=True)
        for _ in range(draw(st.integers(1, 4)))
    ]


def states_of(drawings: list[Drawn], days: list[int]) -> list[PathwayState]:
    return [
        PathwayState(
            FIRST + timedelta(day), (), False, each.wide, narrow=each.narrow, words=each.words
        )
        for each, day in zip(drawings, days, strict=True)
    ]


@CALM
@given(charts())
def test_a_chart_in_two_parts_is_the_chart_drawn_whole(all_: list[Chart]) -> None:
    for chart in all_:
        found, wide = drawn(chart, "../", "../de/"), layout(chart)
        words = iter(found.words)
        whole = tuple(next(words) if piece is None else piece for piece in found.wide)
        assert whole == pieces(wide, "../", "../de/")
        assert list(words) == []
        assert found.narrow == narrow_pieces(narrow_layout(chart, wide), wide)


@CALM
@given(charts(), st.data())
def test_states_drawn_by_their_pattern_are_those_drawn_one_by_one(
    all_: list[Chart], data: st.DataObject
) -> None:
    count = len(all_)
    pauses = data.draw(st.lists(st.sampled_from((0, 1, 40)), min_size=count, max_size=count))
    days = list(accumulate(pauses))
    states = states_of([drawn(chart, "../", "../") for chart in all_], days)
    for kind in ("diagram", "narrow"):
        one_by_one = [
            dated_drawing._State(
                state.start, dated_drawing._filled(getattr(state, kind), state.words)
            )
            for state in states
        ]
        assert drawn_over_time(states, kind) == dated_drawing._plain(one_by_one)


def test_learners_who_differ_in_their_days_share_one_layout_and_one_pattern() -> None:
    sketched.cache_clear()
    dated_drawing._marked.cache_clear()
    made = set()
    for number in range(50):
        day = f"{number % 28 + 1} {'Jan' if number < 28 else 'Feb'} 2026"
        ways = ((("go", "Can start"),), "can-start"), ((("ok", f"Earned {day}"),), "earned")
        drawings = [
            drawn(
                Chart(
                    (Lane("Level 1", "One", (Node("a", "A", lines, "badges/a/", state=state),)),),
                    with_learner=True,
                ),
                "../",
                "../",
            )
            for lines, state in ways
        ]
        (one,) = drawn_over_time(states_of(drawings, [0, number + 1]))
        assert f">Earned {day}<" in one.value
        made.add(one.value)
    assert len(made) == 50
    assert sketched.cache_info().misses == 2  # open, earned
    assert dated_drawing._marked.cache_info().misses == 1
