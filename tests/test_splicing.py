"""Pages made from their kind are the pages that their templates make, whatever the values are."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from msgspec.structs import replace

from badgesite.build.places import cache_of
from badgesite.build.whole import drafted
from badgesite.languages import language
from badgesite.plan.make import OnDemand
from badgesite.rebuilding import Request
from badgesite.rendering import Theme, pages
from badgesite.rendering.of_many import _UNTRACED
from badgesite.rendering.splicing import Spliced, compiling, following
from badgesite.rendering.splicing import pages as splicing_pages
from badgesite.rendering.splicing.compiling import compiled
from badgesite.rendering.splicing.markers import marker, spots
from badgesite.rendering.splicing.tree import Node, Unit
from badgesite.rendering.views import (
    BackpackView,
    CredentialView,
    Frame,
    LearnerPathwayView,
    LevelState,
    NodeState,
    PathwayState,
    SkillCount,
    SkillState,
    Tile,
    WithdrawnView,
)
from conftest import Example
from page_views import FRAME
from repositories import Repository
from test_determinism import many

NAMES = (
    "Ada Lovelace",
    'Siân "Dai" O\'Brien & `Sons`',
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} %s %(x)s 100 %",
    "\ue000<1>&\" '/é\ue001 private use",
    "Zoë 🧑🏽‍🚒",
    "李 雷",
    "e\u0301 \u202e right to left",
)
VIEW = CredentialView(
    path="credentials/0/", uuid="0", badge="Rope", badge_path="badges/rope/", description="Ropes.",
    learner="Ada", awarded=date(2026, 3, 1), expires=None,
)  # fmt: skip


def spliced(template: str) -> Spliced:
    loader = DictLoader({"page": template})
    environment = Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters["shout"] = lambda text: text.upper() + "!"
    environment.globals["address"] = lambda text, more="": f"mailto:?subject={text}&body={more}"
    beside = following(environment, language("en").form)

    def render(view: Any, other: Environment | None) -> str:
        return (other or environment).get_template("page").render(view=view)

    return Spliced(render, beside)


def runs_of(pages: Spliced) -> list[Any]:
    """Return the views, as they come, that the template is run for from now on."""
    runs: list[Any] = []
    original = pages._render

    def counted(view: Any, environment: Environment | None) -> str:
        runs.append(view)
        return original(view, environment)

    pages._render = counted
    return runs


def plain(pages: Spliced, view: Any) -> str:
    return pages._render(view, None)


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.learner }}",
        '<a href="{{ view.learner|urlencode }}" title="{{ view.learner }}">{{ view.badge|shout }}',
        "{% if view.expires %}until {{ view.expires }}{% else %}for ever{% endif %}",
        "{% for each in view.evidence %}{{ loop.index }} {{ each }}, {% endfor %}",
        "{% if view.learner == 'Ada Lovelace' %}first{% endif %} {{ view.learner|length }}",
        "{{ address(_('%(a)s has %(b)s', a=view.learner, b=view.badge), view.path) }}",
        "{% trans a=view.learner, b=view.badge %}{{ a }} has {{ b }}{% endtrans %}",
        "{{ view.awarded.year }}-{{ view.awarded.isoformat() }} {{ 'x' ~ view.learner }}",
        "{% set name = view.learner.split(' ') %}{{ name[0] }} of {{ name|length }} 100 %",
        "{% macro m(who) %}<b>{{ who }}</b>{% endmacro %}{{ m(view.learner) }}{{ m(view.badge) }}",
        "{{ view.learner|safe }} {{ (view.learner|e)|upper }}",
        "{% if view.withdrawn %}{{ view.withdrawn.reason.rstrip('.') }}{% endif %}",
        "{{ view.learner[:3] }} {{ view.evidence|join(', ') }} {{ view.level is none }}",
    ],
)
@pytest.mark.parametrize("worth_compiling", [3, 1_000])
def test_a_page_made_from_its_kind_is_that_of_the_template(
    template: str, worth_compiling: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splicing_pages, "_WORTH_COMPILING", worth_compiling)
    pages = spliced(template)
    for again in range(6):
        for number, name in enumerate(NAMES):
            view = replace(
                VIEW,
                learner=name,
                badge=NAMES[number - 1],
                evidence=tuple(f"https://e.example/?{name}" for _ in range(number % 3)),
                expires=date(2027, 1, number + 1) if number % 2 else None,
                level=number if number % 3 else None,
                withdrawn=WithdrawnView("revoked", None, f"{name}..") if number == 4 else None,
            )
            assert pages.page(view) == plain(pages, view), (again, name)


def test_a_template_is_not_run_again_for_a_page_of_a_known_kind() -> None:
    pages = spliced("{% if view.level %}{{ view.level }}{% endif %}{{ view.learner }}")
    runs = runs_of(pages)
    for number in range(50):
        pages.page(replace(VIEW, learner=f"Learner {number}", level=number % 2))
    # Of each kind: the page, its trace, two that are compared, and the first that is compiled.
    assert len(runs) == 2 * (2 + 2 + 1)


def test_the_way_to_a_kind_is_compiled_once_it_is_met_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways: list[int] = []

    def counted(way: Sequence[Node]) -> Unit:
        ways.append(len(way))
        return compiled(way)

    monkeypatch.setattr(compiling, "compiled", counted)
    pages = spliced(
        "{% if view.expires %}{% if view.level %}1{% endif %}{% endif %}{{ view.badge }}"
    )
    some = (replace(VIEW, badge=f"Badge {number}") for number in range(1_000))
    for one in islice(some, 14):
        pages.page(one)
    assert ways == []
    for one in islice(some, 10):
        pages.page(one)
    assert ways == [2]  # the question and the leaf
    dated = [replace(one, expires=date(2027, 1, 1)) for one in islice(some, 100)]
    for one in dated:
        assert pages.page(one) == plain(pages, one)
    assert ways == [2, 2]  # from the other answer on: the way there is known
    for one in dated:
        assert pages.page(replace(one, level=2)) == f"1{one.badge}"
    assert ways == [2, 2, 1]


def test_names_that_python_reads_otherwise_are_looked_up_as_they_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Odd:
        def __init__(self, number: int) -> None:
            self.__dict__.update({"\ufb01": f"<{number}", "fi": "another", "class": number % 2})

    monkeypatch.setattr(splicing_pages, "_WORTH_COMPILING", 3)
    pages = spliced("{{ view.\ufb01 }} {{ view.class }}{{ view.class + 1 }}")
    for number in range(8):
        assert pages.page(Odd(number)) == plain(pages, Odd(number))
    assert pages._compiled
    assert not pages._plainly


def test_only_so_much_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splicing_pages, "_MOST_COMPILED", 6)
    pages = spliced("{% if view.level == 1 %}1{% elif view.level == 2 %}2{% endif %}")
    for number in range(400):
        view = replace(VIEW, level=number % 3 + 1)
        assert pages.page(view) == plain(pages, view)
    assert 0 < pages._compiled <= 6


def test_the_first_page_of_a_compiled_way_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        compiling, "compiled", lambda way: lambda results: (way[-1], "something else")
    )
    pages = spliced("{{ view.learner }}")
    assert {pages.page(VIEW) for _ in range(100)} == {"Ada"}
    assert pages._plainly


def test_of_many_pages_one_in_a_thousand_is_compared() -> None:
    pages = spliced("{{ view.learner }}" + "the same foot " * 40)
    for number in range(100):
        pages.page(replace(VIEW, learner=f"Learner {number}"))
    runs = runs_of(pages)
    for number in range(10_000):
        pages.page(replace(VIEW, learner=f"Somebody {number}"))
    assert 3 < len(runs) < 30


def test_of_many_pages_that_are_alike_one_is_compared() -> None:
    pages = spliced("{{ view.learner }}")
    runs = runs_of(pages)
    for _ in range(1_000):
        assert pages.page(replace(VIEW, learner="")) == ""  # the checksum of nothing is chosen
    # The page, its trace, two that are compared, the chosen one, the first that is compiled.
    assert len(runs) <= 2 + 2 + 1 + 1


def test_what_cannot_be_traced_is_rendered_plainly() -> None:
    pages = spliced("{{ {'a': 1}.get(view.learner, 2) }}{{ '%s'|format(view.badge) }}")
    for name in NAMES:
        view = replace(VIEW, learner=name)
        assert pages.page(view) == plain(pages, view)


def test_a_difference_ends_the_use_of_kinds() -> None:
    pages = spliced("{{ view.learner }}")
    pages.page(VIEW)
    ((node),) = [pages._root]
    assert node.kind is not None
    node.kind.texts = ("wrong ", "")
    assert pages.page(VIEW) == "Ada"
    assert pages._plainly


def test_markers_tell_how_they_were_escaped() -> None:
    (spot,) = spots(f"<b>{marker(7)}</b>")
    assert (spot.number, spot.way("<")) == (7, "<")
    from markupsafe import escape

    (spot,) = spots(f"<b>{escape(marker(8))}</b>")
    assert (spot.number, spot.way("<")) == (8, "&lt;")


def test_all_pages_of_learners_are_the_same_without_splicing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = many(tmp_path / "many", 40)
    one = units_files(made)
    monkeypatch.setattr(splicing_pages, "_WORTH_COMPILING", 3)
    assert units_files(made) == one
    monkeypatch.setattr(Spliced, "page", lambda self, view: self._render(view, None))
    assert units_files(made) == one
    assert len(one) > 150


def test_a_pathway_page_has_no_kind_of_its_own_for_each_way_in_which_steps_stand_together() -> None:
    states = ("earned", "can-start", "expired", "locked")
    views = [
        LearnerPathwayView(
            f"learners/0/{number}/", NAMES[number % 8], "learners/0/", "Rope", "pathways/rope/",
            date(2026, 3, 1), (PathwayState(date(2026, 3, 1), levels_of(together), False),),
        )
        for number, together in enumerate(product(states, repeat=3))
    ]  # fmt: skip
    theme = Theme.load()
    made, runs = made_and_runs(pages.learner_pathway_page, theme, views, "learner-pathway.html")
    assert runs <= _UNTRACED + 5  # the first ones, and the one kind five times
    assert made == [pages.learner_pathway_page(Theme.load(), FRAME, view) for view in views]


def levels_of(states: Sequence[str]) -> tuple[LevelState, ...]:
    return tuple(
        LevelState(
            place + 1, f"Level {place}", "done" if state == "earned" else "now", "Earn it.",
            (NodeState(f"Badge {place}", state, "badges/b/", "badges/b/", date(2026, 2, 1)),),
        )
        for place, state in enumerate(states)
    )  # fmt: skip


def made_and_runs(
    page: Callable[[Theme, Frame, Any], bytes], theme: Theme, views: Sequence[Any], counted: str
) -> tuple[list[bytes], int]:
    """Return the pages of the views, and how often the counted template was run for them."""
    run, runs = Theme._run, 0

    def counting(self: Theme, template: str, frame: Frame, **context: Any) -> str:
        nonlocal runs
        runs += template == counted
        return run(self, template, frame, **context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "_run", counting)
        return [page(theme, FRAME, view) for view in views], runs


@pytest.mark.parametrize("code", ["en", "de", "fr", "es"])
def test_a_sentence_with_a_number_has_as_many_kinds_as_forms(code: str) -> None:
    theme, frame = Theme.load(), replace(FRAME, language=code)
    views = [
        BackpackView(f"learners/{n}/", f"Learner {n}", date(2026, 3, 1), badges=n, routes=n % 4)
        for n in range(80)
    ]
    made = [pages.backpack_page(theme, frame, view) for view in views]
    assert made == [pages.backpack_page(Theme.load(), frame, view) for view in views]
    (spliced,) = (
        each.spliced for (name, *_), each in theme._of_many.items() if name == "backpack.html"
    )
    assert spliced is not None
    assert not spliced._plainly
    # One badge or several (French says none like one), and no pathway, one or several.
    assert spliced._kinds <= 2 * 3


@pytest.mark.slow
def test_no_page_of_the_example_has_to_be_rendered_plainly(example: Example) -> None:
    """Each page of which a site has many would else take ten times as long."""
    _, theme = units_files_and_theme(Repository(example.root))
    spliced = {name: each.spliced for (name, *_), each in theme._of_many.items() if each.spliced}
    assert [name for name, each in spliced.items() if each._plainly] == []
    assert len(theme._of_many) > 6


@pytest.mark.parametrize("tiles", [1, 30])
def test_a_part_has_no_kind_of_its_own_for_each_number_of_them(tiles: int) -> None:
    theme = Theme.load()
    badges = [
        Tile(NAMES[n % 8], f"credentials/{n}/", "badges/rope/", date(2026, 1, 1 + n), None, n % 3)
        for n in range(30)
    ]
    views = [
        BackpackView(
            path=f"learners/{n}/", learner=f"Learner {n}", as_of=date(2026, 3, 1), badges=7,
            tiles=tuple(badges[: 3 + (n % tiles)]),
            skills=tuple(
                SkillCount(f"Skill {m}", "credentials/1/", (SkillState(date(2026, 3, 1), m),))
                for m in range(n % tiles)
            ),
        )
        for n in range(100)
    ]  # fmt: skip
    made, runs = made_and_runs(pages.backpack_page, theme, views, "backpack.html")
    # The first ones, and each kind (with skills, without) five times: nothing for each number.
    assert runs <= _UNTRACED + 2 * 5
    assert made == [pages.backpack_page(Theme.load(), FRAME, view) for view in views]


def units_files(made: Repository) -> dict[str, bytes]:
    return units_files_and_theme(made)[0]


def units_files_and_theme(made: Repository) -> tuple[dict[str, bytes], Theme]:
    request = Request(made.root, use_cache=False)
    with cache_of(request) as cache:
        draft = drafted(request, cache)
        places = {o.path: made.site / o.path for o in draft.plan.shared.outputs}
        shared = {path: p.read_bytes() if p.is_file() else b"" for path, p in places.items()}
        units = [OnDemand(draft.plan.units.outputs(n), shared) for n in draft.plan.units.names]
        made_of = {path: content for files in units for path, content in files.items()}
        return made_of, draft.plan.units.theme
