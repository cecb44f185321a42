"""The list of skills and the search index: what stands in them, and who never does."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.addresses import skill_anchor
from badgesite.languages import folded_words
from badgesite.plan.facts import Mode, facts_of
from badgesite.plan.lasting import skill_counts
from badgesite.plan.outputs import Output
from badgesite.plan.search import MOST_TOGETHER, folded, search_outputs, shard_key
from badgesite.plan.skill_pages import SKILLS_PAGE, skill_links, skill_paths, skills_views
from conftest import Example
from provider import PROVIDER, badge, loaded

NODE = shutil.which(
    "node", path=f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
)
SKILLED = {
    "badges/rope.md": badge("Rope Rescue", "skills: [Knots, Élan vital, 'Élan vital']\n"),
    "badges/tide.md": badge(
        "Tides", "skills: [Knots, {name: Tides, url: 'https://f.example/t', framework: F}]\n"
    ),
    "learners/crew.csv": "id,name,visibility,slug\nhenry,Henry Blogg,public,henry-blogg\n"
    "ann,Ann Secret,unlisted,\njoe,Joe Hidden,private,\n",
}


def facts(tmp_path: Path, more: dict[str, str | bytes | None] | None = None):
    found = loaded(tmp_path, {**SKILLED, **(more or {})})
    assert not [each for each in found.problems if each.is_error], found.problems
    return facts_of(found.catalog, Mode.PREVIEW)


def made(output: Output) -> dict[str, object]:
    return json.loads(output.recipe(*output.arguments))


def test_a_skill_names_the_badges_that_prove_it_and_the_ways_there(tmp_path: Path) -> None:
    (view,) = skills_views(facts(tmp_path))
    shown = {entry.skill.name: entry for entry in view.skills}
    assert list(shown) == ["Élan vital", "Knots", "Tides"]
    assert [each.name for each in shown["Knots"].badges] == ["Rope Rescue", "Tides"]
    assert [each.name for each in shown["Élan vital"].badges] == ["Rope Rescue"]
    assert [each.path for each in shown["Knots"].pathways] == ["pathways/way/"]
    assert shown["Tides"].skill.framework == "F"
    assert not shown["Tides"].pathways


def test_many_skills_stand_on_several_pages_and_each_is_found(tmp_path: Path) -> None:
    names = [f"Skill {number:03}" for number in range(2 * SKILLS_PAGE + 1)]
    world = facts(tmp_path, {"badges/rope.md": badge("Rope", f"skills: {json.dumps(names)}\n")})
    views = list(skills_views(world))
    assert [view.path for view in views] == ["skills/", "skills/page-2/", "skills/page-3/"]
    assert (views[0].before, views[0].after) == (None, "skills/page-2/")
    assert (views[2].before, views[2].after) == ("skills/page-2/", None)
    for name, path in skill_paths(world).items():
        page, _, anchor = path.partition("#")
        (view,) = (view for view in views if view.path == page)
        assert [e.skill.name for e in view.skills if e.anchor == anchor] == [name]


def test_a_skill_that_badges_write_in_several_ways_is_one(tmp_path: Path) -> None:
    ways = ["First Aid", "first aid", "first-aid", "First  Aid", "E\u0301lan", "\u00c9lan"]
    skills = {
        "badges/rope.md": badge("Rope", f"skills: {json.dumps(ways[::2])}\n"),
        "badges/tide.md": badge("Tides", f"skills: {json.dumps(ways[1::2])}\n"),
        "awards/2026.csv": "learner,badge,awarded\nhenry,rope,2026-03-01\nhenry,tide,2026-03-02\n",
    }
    world = facts(tmp_path, skills)
    (view,) = skills_views(world)
    assert [entry.skill.name for entry in view.skills] == ["E\u0301lan", "First Aid"]
    assert [len(entry.badges) for entry in view.skills] == [2, 2]
    links = skill_links(world)
    assert {links[way] for way in ways[:4]} == {"skills/#first-aid"}
    assert links[ways[4]] == links[ways[5]]
    (output,) = search_outputs(world)
    found = [name for kind, name, _ in made(output)["items"] if kind == "skill"]
    assert found == ["E\u0301lan", "First Aid"]
    held = world.by_learner["henry"]
    counts = skill_counts(world, held, dict.fromkeys(each.key for each in held), date(2026, 6, 1))
    said = [(each.name, each.states[0].count) for each in counts]
    assert said == [("E\u0301lan", 2), ("First Aid", 2)]


@given(st.lists(st.text("aAé -1ß", max_size=7), min_size=2, max_size=2))
def test_skills_with_one_anchor_are_one(pair: list[str]) -> None:
    one, other = pair
    if skill_anchor(one) == skill_anchor(other):
        assert folded_words(one) == folded_words(other)


@pytest.mark.parametrize(
    "pair", [("Erste Hilfe", "Erste Hilfe!"), ("急救", "救急"), ("a" * 70, "a" * 71)]
)
def test_no_two_skills_share_an_anchor(pair: tuple[str, str]) -> None:
    one, other = (skill_anchor(name) for name in pair)
    assert one != other
    assert re.fullmatch("[a-z][a-z0-9-]{0,70}", one)
    assert skill_anchor("Bleeding control") == "bleeding-control"


def test_no_skill_no_page(tmp_path: Path) -> None:
    plain = {name: PROVIDER[name] for name in ("badges/rope.md", "badges/tide.md")}
    assert not list(skills_views(facts(tmp_path, plain)))


def test_the_index_holds_what_is_public_and_nobody_else(tmp_path: Path) -> None:
    (output,) = search_outputs(facts(tmp_path))
    assert output.path == "assets/search.en.json"
    index = made(output)
    assert ["learner", "Henry Blogg", "learners/henry-blogg/"] in index["items"]
    assert ["skill", "Knots", "skills/#knots"] in index["items"]
    assert ["pathway", "The Way", "pathways/way/"] in index["items"]
    told = output.recipe(*output.arguments).decode()
    assert "Secret" not in told
    assert "Hidden" not in told
    assert index["shards"] == []


def test_many_learners_stand_in_small_files_by_the_words_of_their_names(tmp_path: Path) -> None:
    count = MOST_TOGETHER + 1
    rows = [f"l{n},Zoë Ünal {n},public,l{n}" for n in range(count - 1)]
    crew = "\n".join(["id,name,visibility,slug", "henry,Åsa Öberg,public,asa", *rows]) + "\n"
    index, *shards = search_outputs(facts(tmp_path, {"learners/crew.csv": crew}))
    told = made(index)
    assert not [item for item in told["items"] if item[0] == "learner"]
    assert told["shards"] == sorted(Path(each.path).stem for each in shards)
    by_key = {Path(each.path).stem: made(each)["items"] for each in shards}
    assert by_key[shard_key(folded("Öb"))] == [["learner", "Åsa Öberg", "learners/asa/"]]
    assert len(by_key[shard_key("zoe")]) == count - 1


def test_an_award_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    before = [each.arguments for each in search_outputs(facts(tmp_path / "a"))]
    more = {
        "awards/2026.csv": "learner,badge,awarded\nhenry,tide,2026-03-02\nhenry,boat,2026-04-02\n"
    }
    assert [each.arguments for each in search_outputs(facts(tmp_path / "b", more))] == before


WORDS = [
    "Zoë Ünal",
    "İstanbul",
    "STRASSE straße",
    "O’Neill-Smith 3rd",
    "محمد",
    "हिन्दी",
    "東京 タワー",
    "ﬁne",
    "x²",
]


@pytest.mark.node
def test_the_browser_folds_words_as_the_build_does() -> None:
    script = (Path(__file__).parent.parent / "themes/default/static/search.js").read_text()
    letters = re.search(r"const letters = .*?;\n", script, re.DOTALL)
    key = re.search(r"const keyOf = .*?;\n", script, re.DOTALL)
    assert letters and key
    told = "w => [letters(w), letters(w).map(keyOf)]"
    asked = f"console.log(JSON.stringify({json.dumps(WORDS)}.map({told})))"
    program = f"{letters.group()}{key.group()}{asked}"
    ran = subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True)
    for word, (found, keys) in zip(WORDS, json.loads(ran.stdout), strict=True):
        assert found == folded(word).split(), word
        assert keys == [shard_key(each) for each in found], word


def test_every_item_of_the_example_is_a_page_that_exists(example: Example) -> None:
    index = json.loads((example.site / "assets/search.en.json").read_text())
    assert {item[0] for item in index["items"]} == {"pathway", "badge", "skill", "learner"}
    for _, name, path in index["items"]:
        page, _, anchor = path.partition("#")
        html = (example.site / page / "index.html").read_text()
        assert not anchor or f'id="{anchor}"' in html, name
