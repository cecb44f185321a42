"""Diagrams: what is drawn, and that it can be read. Geometry is checked on random charts."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from badgesite.artwork import palette
from badgesite.model import ForeignNeeded
from badgesite.progress import pathway_progress
from badgesite.rendering.diagram import (
    Chart,
    Diagram,
    Lane,
    Node,
    chart_of,
    draw,
    folded,
    layout,
    learner_chart,
    mini_svg,
    narrow_layout,
    narrow_pieces,
    pathway_diagram,
    pathway_pictures,
    pathway_svg,
)
from badgesite.rendering.diagram.layers import columns_of, crossings
from badgesite.rendering.diagram.measures import PlacedNode, pill_width
from badgesite.rendering.diagram.text import lines, width
from pathway_world import award, badge, catalog, day, group, level, pathway, step, withdrawn

ROUTE = pathway(
    level("bls", id="one"),
    level("ped", "sim", "wat", id="two", any=2),
    level("ins", id="three"),
)
CALM = settings(deadline=None, max_examples=60)


# ------------------------------------------------------------------ random charts
@st.composite
def charts(draw: st.DrawFn) -> Chart:
    lanes, names = [], []
    for number in range(draw(st.integers(1, 5))):
        nodes = tuple(
            Node(
                f"n{number}-{place}",
                draw(st.sampled_from(("Short", "A rather long name of a badge", "W" * 60))),
                (("", draw(st.sampled_from(("required", "elective, valid for 24 months", "")))),),
                "badges/x/",
                optional=draw(st.booleans()),
            )
            for place in range(draw(st.integers(1, 6)))
        )
        names += [node.id for node in nodes]
        rule = draw(st.sampled_from(("", "all of", "any 2 of 3", "1 of 12 earned, long")))
        lanes.append(Lane(f"Level {number}", draw(st.sampled_from(("One", "W" * 60))), nodes, rule))
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return Chart(tuple(lanes), tuple(draw(st.lists(pairs, max_size=10, unique=True))))


def drawings(chart: Chart) -> tuple[str, str, str]:
    wide = layout(chart)
    narrow = "".join(narrow_pieces(narrow_layout(chart, wide), wide))
    return draw(wide, "../"), narrow, mini_svg(chart)


def art_box(placed: PlacedNode) -> tuple[float, float, float, float]:
    half = placed.size / 2
    return placed.x - half, placed.y - half, placed.x + half, placed.y + half


def word_box(placed: PlacedNode) -> tuple[float, float, float, float]:
    half = max(
        [width(line, 15) for line in placed.name]
        + [width(line, 13) for _, line in placed.lines]
    ) / 2  # fmt: skip
    top = placed.y + placed.size / 2 + 10
    return placed.x - half, top, placed.x + half, placed.bottom


def touches(one, other, box):
    left, top, right, bottom = box
    (x1, y1), (x2, y2) = one, other
    return max(x1, x2) > left and min(x1, x2) < right and max(y1, y2) > top and min(y1, y2) < bottom


def edges_through_nodes(diagram: Diagram) -> list[tuple[object, str]]:
    boxes = [(each.node.id, art_box(each)) for each in diagram.nodes]
    boxes += [(each.node.id, word_box(each)) for each in diagram.nodes]
    return [
        (edge.points, name)
        for edge in diagram.edges
        for one, other in pairwise(edge.points)
        for name, box in boxes
        if touches(one, other, box)
    ]


@CALM
@given(charts())
def test_no_edge_crosses_a_node_or_its_words(chart):
    assert edges_through_nodes(layout(chart)) == []
    assert edges_through_nodes(narrow_layout(chart, layout(chart))) == []


@CALM
@given(charts())
def test_edges_turn_at_right_angles_and_stay_inside(chart):
    found = layout(chart)
    for edge in found.edges:
        for (x1, y1), (x2, y2) in pairwise(edge.points):
            assert (x1 == x2) != (y1 == y2)
        for x, y in edge.points:
            assert 0 <= x <= found.width
            assert 0 <= y <= found.height


ELECTIVE = (("", "elective, valid for 24 months"),)
CROWDED = Chart(
    (
        Lane(
            "1",
            "",
            tuple(Node(f"a{n}", ("A", "W" * 60)[n == 1], ELECTIVE) for n in range(4)),
            "any 2 of 3",
        ),
        Lane("2", "", (Node("b0", "B"),)),
        Lane("3", "", (Node("c0", "C"), Node("c1", "C"))),
    ),
    (("a3", "c0"), ("a1", "c0"), ("a0", "c1")),
)
"""The trunk is the leftmost of several tracks, beside words that fill their column."""


@CALM
@given(charts())
@example(CROWDED)
def test_no_pill_covers_words_or_artwork(chart):
    found = layout(chart)
    for pill in found.pills:
        ends = ((pill.x - pill.width / 2, pill.y - 13.9), (pill.x + pill.width / 2, pill.y + 13.9))
        for each in found.nodes:
            assert not touches(*ends, art_box(each)), (pill, each)
            assert not touches(*ends, word_box(each)), (pill, each)


@CALM
@given(charts())
def test_nodes_and_their_words_stay_in_their_lane_and_apart(chart):
    found = layout(chart)
    lane_of = {node.id: n for n, lane in enumerate(chart.lanes) for node in lane.nodes}
    for each in found.nodes:
        lane = found.lanes[lane_of[each.node.id]]
        left, _, right, bottom = word_box(each)
        assert lane.x <= left
        assert right <= lane.x + lane.width
        assert bottom <= lane.height
    for lane in found.lanes:
        assert all(width(line, 16) <= lane.width - 32 for line in lane.title)
    boxes = [(*art_box(each)[:3], each.bottom) for each in found.nodes]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert not touches(one[:2], one[2:], other)


@CALM
@given(charts())
def test_the_narrow_drawing_keeps_nodes_in_their_lane_and_apart(chart):
    found = narrow_layout(chart, layout(chart))
    lane_of = {node.id: n for n, lane in enumerate(chart.lanes) for node in lane.nodes}
    boxes = []
    for each in found.nodes:
        lane = found.lanes[lane_of[each.node.id]]
        left, _, right, bottom = word_box(each)
        assert left >= 0
        assert right <= found.width
        assert lane.y <= each.y - each.size / 2
        assert bottom <= lane.y + lane.height
        boxes.append((*art_box(each)[:3], each.bottom))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert not touches(one[:2], one[2:], other)
    for lane in found.lanes:
        head = lane.x + 16, lane.y + 15, lane.x + 168, lane.y + 48 + 20 * (len(lane.title) - 1)
        assert not any(touches(box[:2], box[2:], head) for box in boxes)


def test_a_second_line_of_a_name_has_its_room_with_and_without_words_of_a_state():
    (node, *_) = layout(chart_of(catalog([ROUTE]), ROUTE)).nodes
    one, two = replace(node, name=("a",)), replace(node, name=("a", "b"))
    for words in range(3):
        assert two.bottom_of(words) - one.bottom_of(words) == 19


@CALM
@given(charts())
def test_the_narrow_drawing_uses_each_node_of_the_wide_one_once(chart):
    wide, narrow, _ = drawings(chart)
    ids = re.findall(r' id="([^"]+)"', wide)
    assert len(ids) == len(set(ids)) == sum(len(lane.nodes) for lane in chart.lanes)
    assert sorted(re.findall(r'<use href="#(n[^"]+)"', narrow)) == sorted(ids)


@CALM
@given(charts())
def test_the_same_chart_gives_the_same_drawing(chart):
    again = Chart(chart.lanes, chart.after, chart.with_learner)
    assert draw(layout(chart), "../") == draw(layout(again), "../")


@CALM
@given(charts())
def test_every_drawing_is_well_formed_without_style_or_script(chart):
    for text in drawings(chart):
        root = ET.fromstring(text)
        assert root.get("aria-hidden") == "true"
        assert not any("style" in each.attrib for each in root.iter())
        assert {each.tag for each in root.iter()} <= {
            *("svg", "g", "a", "rect", "circle", "path", "text", "image", "use")
        }


# ------------------------------------------------------------------ the guide's geometry
def test_a_single_badge_of_a_level_sits_on_the_spine():
    found = layout(chart_of(catalog([ROUTE]), ROUTE))
    heights = {each.node.id: each.y for each in found.nodes}
    assert heights["bls"] == heights["sim"] == heights["ins"] == heights["/final"] == 284
    assert (heights["ped"], heights["wat"]) == (114, 454)
    assert [lane.x for lane in found.lanes] == [0, 220, 440, 660]
    assert (found.width, found.height) == (836, 590)


def test_five_columns_make_1056_and_edges_stop_short_of_the_artwork():
    path = pathway(*(level(x, id=f"l{x}") for x in "abcd"))
    found = layout(chart_of(catalog([path]), path))
    assert found.width == 1056
    assert found.edges[0].points == ((128, found.nodes[0].y), (262, found.nodes[0].y))
    assert [pill.text for pill in found.pills] == ["all 4 levels"]


def test_a_short_pathway_is_drawn_at_the_scale_of_the_others_in_the_middle():
    text, _ = pathway_diagram(catalog([ROUTE]), ROUTE, "")
    assert 'viewBox="-110 0 1056 590"' in text


def test_the_rule_stands_on_the_trunk():
    found = layout(chart_of(catalog([ROUTE]), ROUTE))
    assert [(each.text, each.y) for each in found.pills] == [
        ("any 2 of 3", 284),
        ("all 3 levels", 284),
    ]


def test_what_comes_after_another_step_of_its_level_stands_right_of_it():
    path = pathway(level("a", step("b", after=("a",)), step("c", after=("b",))))
    found = layout(chart_of(catalog([path]), path))
    places = {each.node.id: each.x for each in found.nodes}
    assert places["a"] < places["b"] < places["c"] < places["/final"]
    assert found.lanes[0].width == 176 * 3 + 44 * 2


def test_a_lone_group_is_drawn_as_its_members():
    path = pathway(level(step(group("a", "b", any=1))), level(step(group("c", "d")), "e", id="two"))
    found = chart_of(catalog([path]), path)
    assert [[node.name for node in lane.nodes] for lane in found.lanes] == [
        ["A", "B"],
        ["Pick", "E"],
        ["DONE"],
    ]
    assert [lane.pill for lane in found.lanes] == ["any 1 of 2", "all of", ""]


def test_other_pathways_and_issuers_are_named():
    inner = pathway(level("a"), id="inner", final="inner-done")
    path = pathway(level(step(">inner"), step(ForeignNeeded("did:web:x", "urn:x", "Nurse"), "n")))
    nodes = chart_of(catalog([path, inner]), path).lanes[0].nodes
    assert (nodes[0].name, nodes[0].path) == ("Inner", "pathways/inner/")
    assert nodes[0].picture == "badges/inner-done/"
    assert (nodes[1].name, nodes[1].lines) == ("Nurse", (("", "required, from another issuer"),))


def test_more_than_seven_nodes_are_folded():
    path = pathway(level(*"abcdefghij", any=3))
    found = folded(chart_of(catalog([path]), path))
    assert [node.name for node in found.lanes[0].nodes][-2:] == ["F", "and 4 more"]
    seven = pathway(level(*"abcdefg"))
    assert len(folded(chart_of(catalog([seven]), seven)).lanes[0].nodes) == 7


# ------------------------------------------------------------------ with a learner
AWARDS = [
    award("bls", "2026-01-01"),
    award("ped", "2026-02-01", expires=day("2028-02-01")),
    award("wat", "2025-01-01", expires=day("2026-01-31")),
]


def learner_text(awards=AWARDS, **more):
    known = catalog([ROUTE], awards, **more)
    on = day("2026-06-01")
    progress = pathway_progress(known, "ada", ROUTE, on)
    return known, progress, learner_chart(known, ROUTE, progress, on)


def test_states_are_said_in_words_and_marked_by_shape():
    _, _, chart = learner_text()
    said = {node.name: (node.state, node.lines) for lane in chart.lanes for node in lane.nodes}
    assert said["BLS"] == ("earned", (("ok", "Earned 1 Jan 2026"),))
    assert said["PED"][1] == (("ok", "Earned 1 Feb 2026"), ("", "valid to 1 Feb 2028"))
    assert said["SIM"] == ("can-start", (("go", "Can start"),))
    assert said["WAT"] == ("expired", (("warn", "Expired 31 Jan 2026"),))
    assert said["INS"] == ("locked", (("", "Locked: needs level 2"),))
    assert said["DONE"] == ("locked", (("", "Locked: needs levels 2 and 3"),))
    text = draw(layout(chart), "../")
    for kind in ("ok", "go", "warn", "lock"):
        assert f'href="#m-{kind}"' in text
    assert 'class="halo"' in text
    assert "badges/ins/badge-ghost.svg" in text


def test_the_pill_counts_what_is_earned_and_edges_show_the_way():
    _, _, chart = learner_text()
    found = layout(chart)
    assert (found.pills[0].text, found.pills[0].lively) == ("1 of 2 earned", True)
    assert {edge.state for edge in found.edges} == {"done", "next", "wait"}
    text = draw(found, "")
    assert text.index("edge wait") < text.index("edge next") < text.index("edge done")


def test_what_comes_after_a_sum_of_credits_opens_when_the_sum_is_reached():
    worth = [badge(each, credits=10) for each in "ab"]
    sums = level(step(group("a", "b", credits=20), "sum"))
    path = pathway(
        sums, level("c", id="two"), level(step(group("d", "e", any=1), "one"), id="three")
    )
    on = day("2026-06-01")

    def states(*held):
        known = catalog([path], [award(each, "2026-01-01") for each in held], badges=worth)
        chart = learner_chart(known, path, pathway_progress(known, "ada", path, on), on)
        return [node.state for lane in chart.lanes for node in lane.nodes]

    assert states("a") == ["earned", "can-start", "locked", "locked", "locked", "locked"]
    assert states("a", "b") == ["earned", "earned", "can-start", "locked", "locked", "locked"]
    assert states("a", "b", "c")[2:] == ["earned", "can-start", "can-start", "locked"]


def test_a_withdrawn_badge_says_so():
    gone = [withdrawn(AWARDS[0].key, "2026-03-01")]
    _, _, chart = learner_text(revocations=gone)
    assert chart.lanes[0].nodes[0].lines == (("bad", "Withdrawn 1 Mar 2026"),)


def test_a_final_badge_that_lapsed_says_so():
    awards = [
        award("bls", "2025-01-01", expires=day("2026-05-02")),
        *(award(each, "2025-02-01") for each in ("ped", "sim", "ins")),
    ]
    _, _, chart = learner_text(awards)
    final = chart.lanes[-1].nodes[0]
    assert (final.state, final.lines) == ("expired", (("warn", "Lapsed 3 May 2026"),))


# ------------------------------------------------------------------ words and links
def test_hostile_names_are_text():
    name = '<script>alert("x")</script> & "more"'
    chart = Chart((Lane("<b>", "</text>", (Node("n", name, (("", "<i>"),), 'a"b/', "c&d/"),)),))
    for text in drawings(chart):
        ET.fromstring(text)
        assert "<script" not in text
        assert "<b>" not in text


def test_links_leave_the_tab_order_and_lead_from_the_page():
    text, _ = pathway_diagram(catalog([ROUTE]), ROUTE, "../../")
    assert 'aria-hidden="true"' in text
    links = re.findall(r"<a [^>]*>", text)
    assert len(links) == 6
    assert all('tabindex="-1"' in each and 'href="../../badges/' in each for each in links)


@pytest.mark.parametrize(
    "name",
    [
        "W" * 60,
        "a " * 30,
        "Strategic Interpretation of Numbers for People who Run Services",
        "応急手当普及員講習修了証応急手当普及員講習修了証",
        "إسعافات أولية متقدمة للأطفال والرضع في المنزل",
        "🚑" * 30,
    ],
)
def test_names_take_two_lines_of_twenty_letters_at_most(name):
    found = lines(name, 15, 168, 2, 20)
    assert 1 <= len(found) <= 2
    assert all(len(line) <= 20 and width(line, 15) <= 168 for line in found)


def test_pills_are_as_wide_as_their_letters() -> None:
    assert pill_width("any 2 of 3") == 88
    assert pill_width("3つのうち2つ") > pill_width("2 of 3 xx")  # as many letters
    assert pill_width("応急手当") >= 4 * 13 + 16
    assert pill_width("🚑🚒") >= 2 * 1.25 * 13 + 16
    assert pill_width("❤️") >= 1.25 * 13 + 16
    assert pill_width("e\u0301") == pill_width("é")
    assert pill_width("أي 2 من 3") == pill_width("abc 2 def"[:9])


def test_short_names_are_kept_whole_and_balanced():
    assert lines("Advanced Scenario Simulation", 15, 168, 2, 20) == (
        "Advanced Scenario",
        "Simulation",
    )
    assert lines("Basic Life Support", 15, 168, 2, 20) == ("Basic Life Support",)
    assert lines("", 15, 168) == ()


# ------------------------------------------------------------------ as a file of its own
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><title>x</title><defs>'
    '<linearGradient id="g"/><path id="g2" d="M0 0"/></defs><rect fill="url(#g)"/>'
    '<use href="#g2"/></svg>'
)


def test_the_file_has_its_pictures_inside_with_ids_of_their_own():
    found = layout(chart_of(catalog([ROUTE]), ROUTE))
    pictures = {folder: PICTURE for folder in pathway_pictures(found)}
    text = pathway_svg(found, "A <route>", pictures, palette("#0b5f80", "#f0b64a")).decode()
    root = ET.fromstring(text)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 12
    assert root.find("{*}title").text == "A <route>"
    for name in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text):
        assert (name[0] or name[1]) in ids
    assert "prefers-color-scheme:dark" in text
    assert "<image" not in text
    assert 'class="edge" fill="none" stroke="#6b7685"' in text


def test_a_picture_that_is_no_svg_gives_an_outline():
    found = layout(chart_of(catalog([ROUTE]), ROUTE))
    text = pathway_svg(found, "x", {}, palette("#0b5f80", "#f0b64a"))
    ET.fromstring(text)
    assert text.count(b'class="halo"') == 6


# ------------------------------------------------------------------ crossings
def random_chart(seed: int) -> Chart:
    number = seed

    def following(limit: int) -> int:
        nonlocal number
        number = (number * 1103515245 + 12345) % 2**31
        return number // 65536 % limit

    lanes = tuple(
        Lane(f"{n}", "", tuple(Node(f"{n}-{k}", "x") for k in range(3 + following(4))))
        for n in range(4 + following(3))
    )
    after = set()
    for n in range(len(lanes) - 1):
        for node in lanes[n + 1].nodes:
            for _ in range(1 + following(2)):
                before = lanes[n].nodes
                after.add((before[following(len(before))].id, node.id))
    return Chart(lanes, tuple(sorted(after)))


def test_crossings_are_about_as_few_as_those_of_igraph():
    igraph = pytest.importorskip("igraph")
    ours = theirs = plain = 0
    for seed in range(30):
        chart = random_chart(seed)
        found = columns_of(chart)
        ours += crossings(found.order, found.links)
        in_order = [sorted(column) for column in found.order]
        plain += crossings(in_order, found.links)
        slots = [slot for column in found.order for slot in column]
        place = {slot: number for number, slot in enumerate(slots)}
        graph = igraph.Graph([(place[a], place[b]) for a, b in found.links], directed=True)
        graph.add_vertices(len(slots) - graph.vcount())
        drawn = graph.layout_sugiyama(layers=[slot[1] for slot in slots], maxiter=100)
        order = [sorted(column, key=lambda s: drawn[place[s]][0]) for column in found.order]
        theirs += crossings(order, found.links)
    assert ours <= theirs * 1.1
    assert ours < plain / 2
