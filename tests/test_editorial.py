"""Editorial pages: Markdown in, whole clean pages out, every mistake with file and line."""

import os
import sys
from collections.abc import Mapping
from subprocess import run as run_process
from typing import Any

import jinja2
import pytest

from badgesite.editorial import Astray, Editorial, Led, Targets, render, resolve
from badgesite.errors import Origin, Problem
from badgesite.model import Page
from badgesite.rendering import markdown

TEMPLATES = {
    "main.html": "<title>{{ page.title }}</title>{{ root }}|{{ page.meta.get('description', '') }}|"
    "{{ page.content|safe }}",
    "wide.html": "<title>wide {{ page.title }}</title>{{ page.content|safe }}",
    "landing.html": '{% extends "wide.html" %}',
    "badge.html": "<title>{{ view.name }}</title>",
    "broken.html": "{{ page.content }}{{ nobody.knows.this }}",
}
TARGETS = Targets(
    addresses={
        "badge:bls": "badges/bls/",
        "pathway:first-aid": "pathways/first-aid/",
        "learner:ada": "learners/ada/",
        "site:home": "",
        "site:verify": "verify/",
    },
    pictures={
        "badge:bls": "badges/bls/badge.svg",
        "images/quay.jpg": "assets/images/quay.jpg",
    },
)


def environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.DictLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )


def context_of(path: str) -> Mapping[str, Any]:
    return {"root": "../" * path.count("/")}


def rendered(**pages: str) -> Editorial:
    """Render pages; `index=…` is index.md, `a__b=…` is a/b.md."""
    made = []
    for name, text in pages.items():
        path = f"{name.replace('__', '/')}.md"
        made.append(Page(path, text, origin=Origin(f"content/pages/{path}")))
    return render(
        tuple(made),
        environment=environment(),
        context_of=context_of,
        clean=markdown.clean,
        targets=TARGETS,
    )


def page(text: str, **more: str) -> str:
    made = rendered(about=f"---\ndescription: d\n---\n{text}", **more)
    assert made.problems == ()
    return made.files["about/index.html"].decode()


def problems(text: str, **more: str) -> list[Problem]:
    made = rendered(about=text, **more)
    assert made.files == {}
    return list(made.problems)


# ------------------------------------------------------------------ pages
def test_a_page_lies_in_a_folder_of_its_name() -> None:
    made = rendered(about="# A", courses__rope="# B", courses__index="# C")
    assert sorted(made.files) == [
        "about/index.html",
        "courses/index.html",
        "courses/rope/index.html",
    ]


def test_the_title_is_of_the_front_matter_else_of_the_first_heading_else_of_the_name() -> None:
    front = "---\ndescription: d\n"
    made = rendered(
        a=f"{front}title: 'Yes: no'\n---\n# Other",
        b=f"{front}---\n# Heading",
        how_we_check=f"{front}---\nx",
    )
    assert b"<title>Yes: no</title>" in made.files["a/index.html"]
    assert b"<title>Heading</title>" in made.files["b/index.html"]
    assert b"<title>How we check</title>" in made.files["how_we_check/index.html"]


def test_a_page_without_a_heading_gets_its_title_as_one() -> None:
    assert "<h1>About</h1>\n<p>Just words.</p>" in page("Just words.")


def test_another_template_of_the_theme_may_be_named() -> None:
    made = rendered(about="---\ntemplate: wide.html\n---\n# A")
    assert b"<title>wide A</title>" in made.files["about/index.html"]


def test_index_is_text_for_the_home_page_and_no_page() -> None:
    made = rendered(index="---\nheadline: Hello\nlede: World\n---\n## Where\n\n[a](badge:bls)")
    assert made.files == {}
    assert made.home is not None
    assert (made.home.headline, made.home.lede) == ("Hello", "World")
    assert '<a href="badges/bls/"' in made.home.content


def test_without_pages_mkdocs_is_not_even_imported() -> None:
    code = (
        "import sys\nfrom badgesite.editorial import render\n"
        "render((), environment=None, context_of=dict, clean=str, targets=None)\n"
        "sys.exit('mkdocs' in sys.modules)"
    )
    assert run_process([sys.executable, "-c", code], env=os.environ).returncode == 0


def test_what_is_made_survives_the_cache() -> None:
    made = rendered(index="Hi ☃ ![q](../images/quay.jpg)", about="---\ndescription: d\n---\n# Ü")
    assert made.problems == ()
    assert Editorial.from_bytes(made.to_bytes()) == made


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = {"about": "---\ndescription: d\n---\n# A\n\n## B\n\nText.", "privacy": "# P"}
    assert rendered(**pages).to_bytes() == rendered(**pages).to_bytes()


def test_nothing_is_logged_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    rendered(about="[x](nowhere.md) [y](#nowhere)")
    assert capfd.readouterr() == ("", "")


# ------------------------------------------------------------------ links
@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("badge:bls", "../badges/bls/"),
        ("badge:bls#how", "../badges/bls/#how"),
        ("pathway:first-aid", "../pathways/first-aid/"),
        ("site:verify", "../verify/"),
        ("site:home", "../"),
        ("privacy.md", "../privacy/"),
        ("privacy.md#what-you-can-ask", "../privacy/#what-you-can-ask"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("mailto:hello@example.org", "mailto:hello@example.org"),
    ],
)
def test_a_link_leads_there_from_the_page(written: str, href: str) -> None:
    made = page(f"[x]({written})", privacy="# P\n\n## What you can ask\n\nx")
    assert f'href="{href}"' in made


def test_links_of_the_home_page_start_at_the_base() -> None:
    assert resolve("site:verify", "index.md", "", TARGETS) == Led("verify/")


def test_links_from_a_folder_climb_out_of_it() -> None:
    led = resolve("badge:bls", "courses/rope.md", "courses/rope/", TARGETS)
    assert led == Led("../../badges/bls/")


def test_a_picture_of_content_is_shown_and_reported() -> None:
    made = rendered(about="---\ndescription: d\n---\n![The quay](../images/quay.jpg)")
    assert b'src="../assets/images/quay.jpg"' in made.files["about/index.html"]
    assert made.pictures == ("images/quay.jpg",)


def test_a_badge_is_shown_by_its_name_and_is_no_picture_of_content() -> None:
    made = rendered(about="---\ndescription: d\n---\n![Basic life support](badge:bls)")
    assert b'src="../badges/bls/badge.svg"' in made.files["about/index.html"]
    assert made.pictures == ()


@pytest.mark.parametrize("written", ["site:verify", "learner:ada"])
def test_what_has_no_picture_is_not_shown(written: str) -> None:
    found = problems(f"![x]({written})")
    assert found[0].sentence == f"'{written}' is no picture"
    assert "badge:ID" in found[0].remedy


def test_from_a_page_in_another_language_links_climb_to_what_exists_once() -> None:
    made = render(
        (
            Page(
                "about.md",
                "![q](../images/quay.jpg) [a](learner:ada)",
                origin=Origin("about.de.md"),
            ),
        ),
        environment=environment(),
        context_of=context_of,
        clean=markdown.clean,
        targets=TARGETS,
        prefix="de/",
    )
    html = made.files["about/index.html"].decode()
    assert 'src="../../assets/images/quay.jpg"' in html
    assert 'href="../../learners/ada/"' in html


def test_a_mistake_is_told_where_it_is_and_not_where_code_shows_the_same() -> None:
    text = "`badge:no`\n\n```\n[x](badge:no)\n```\n\n[x](badge:no)"
    assert [each.origin.line for each in problems(text)] == [7]


def test_headings_keep_the_anchors_that_links_use() -> None:
    assert '<h2 id="how-we-assess">How we assess</h2>' in page(
        "# A\n\n## How we assess\n\n[x](#how-we-assess)"
    )


def test_code_is_no_link() -> None:
    assert "[x](badge:nope)" in page("`[x](badge:nope)`")


@pytest.mark.parametrize(
    ("written", "sentence", "remedy"),
    [
        ("badge:blz", "the link 'badge:blz' leads nowhere", "did you mean 'badge:bls'?"),
        ("site:check", "the link 'site:check' leads nowhere", "site:verify"),
        ("privcy.md", "the link 'privcy.md' leads nowhere", "did you mean 'privacy.md'?"),
        ("../images/quai.jpg", "leads nowhere", "did you mean '../images/quay.jpg'?"),
        ("../../../etc/passwd", "leads nowhere", "write a page as about.md"),
        ("/verify/", "leaves out where the site lies", "another site with https://"),
        ("//evil.example/x", "leaves out where the site lies", "https://"),
        ("javascript:alert(1)", "is of a kind that pages do not take", "links begin with"),
        ("data:text/html,x", "is of a kind that pages do not take", "links begin with"),
        ("http://[", "is not a web address", "correct the link"),
        ("privacy.md#nowhere", "leads to no heading", "hyphens for spaces"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_problem_on_its_line(
    written: str, sentence: str, remedy: str
) -> None:
    found = problems(f"# About\n\nFirst.\n\nThen [x]({written}).", privacy="# P")
    assert [each.origin for each in found] == [Origin("content/pages/about.md", 5)]
    assert sentence in found[0].sentence
    assert remedy in found[0].remedy


def test_all_mistakes_of_all_pages_are_told_together() -> None:
    made = rendered(a="[x](badge:p)\n\n[y](badge:q)", b="---\ntitel: B\n---\n[z](/w)")
    places = [(each.origin.path, each.origin.line) for each in made.problems]
    assert places == [
        ("content/pages/a.md", 1),
        ("content/pages/a.md", 3),
        ("content/pages/b.md", 2),
        ("content/pages/b.md", 4),
    ]


# ------------------------------------------------------------------ front matter
@pytest.mark.parametrize(
    ("front", "sentence", "remedy"),
    [
        ("titel: A", "a page has no field 'titel'", "did you mean 'title'?"),
        ("title: [a, b]", "'title' is not a text", "write title: and a sentence"),
        ("template: nope.html", "there is no template 'nope.html' that works", "delete the line"),
        (
            "template: badge.html",
            "the template 'badge.html' has no place for a page's text",
            "name a template of your theme that extends main.html",
        ),
        ("template: ../../../etc/passwd", "there is no template", "delete the line"),
        ("just words", "are not fields", "write each as"),
        ("title: {{", "are not fields", "write each as"),
    ],
)
def test_a_wrong_field_is_a_problem(front: str, sentence: str, remedy: str) -> None:
    found = problems(f"---\n{front}\n---\n# A")
    assert sentence in found[0].sentence
    assert remedy in found[0].remedy


def test_fields_without_an_end_are_a_problem_and_not_a_part_of_the_page() -> None:
    (found,) = problems("---\ntitle: Our team\ndescription: hi\n\nText.")
    assert found.sentence == "the fields at the top have no end"
    assert (found.origin.line, found.code) == (1, "front-matter")


@pytest.mark.parametrize("text", ["---\n\nText: and more", "---\nText.", "---\nNote:this"])
def test_a_page_may_begin_with_a_rule(text: str) -> None:
    assert "<hr>" in page(text)


def test_a_template_that_extends_one_of_pages_is_one() -> None:
    made = rendered(about="---\ntemplate: landing.html\n---\n# A")
    assert not made.problems


def test_a_template_that_fails_is_a_problem_of_the_page_that_names_it() -> None:
    found = problems("---\ntemplate: broken.html\n---\n# A", privacy="# P")
    assert found[0].origin.path == "content/pages/about.md"
    assert "'nobody' is undefined" in found[0].sentence


# ------------------------------------------------------------------ hostile pages
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<iframe src=https://evil.example></iframe>",
        '<a href="javascript:alert(1)">x</a>',
        '<form action="https://evil.example"><input name=a></form>',
        '<p style="position:fixed" class="verdict verdict-ok" id="verdict">Genuine</p>',
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<svg onload=alert(1)><script>x</script></svg>",
        "<img src=https://evil.example/pixel.png>",
    ],
)
def test_html_is_cleaned(text: str) -> None:
    made = page(f"# A\n\n{text}\n").split("</h1>")[1]
    for bad in (
        "<script",
        "onerror",
        "onload",
        "<iframe",
        "javascript:",
        "<form",
        "style=",
        "<svg",
    ):
        assert bad not in made
    assert "class=" not in made
    assert 'id="verdict"' not in made
    assert "http-equiv" not in made
    assert 'src="https://evil' not in made


def test_template_marks_in_a_page_are_text() -> None:
    assert "{{ 7 * 7 }}" in page("# {{ 7 * 7 }}\n\n{% include 'x' %}")


def test_a_hostile_title_is_escaped() -> None:
    made = rendered(about="---\ntitle: '</title><script>alert(1)</script>'\ndescription: d\n---\nx")
    assert b"<script>" not in made.files["about/index.html"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "*a_ " * 30_000,
        "![" * 20_000,
        ">" * 5_000 + "x",
        "    " * 500 + "x",
        "<div>" * 20_000,
        "`" * 50_000,
        "x" * 300_000,
        "&#" * 40_000,
        ("[" * 1_000 + "\n\n") * 100,
    ],
)
def test_a_page_that_would_take_for_ever_is_refused(text: str) -> None:
    assert problems(text)[0].origin.path == "content/pages/about.md"


def test_two_pages_with_one_address_are_a_problem() -> None:
    found = rendered(about="# A", about__index="# B").problems
    assert "have the same address" in found[0].sentence


def test_a_page_in_a_folder_called_templates_is_a_page() -> None:
    assert "templates/letter/index.html" in rendered(templates__letter="# L").files


def test_own_links_are_never_resolved_to_something_outside_the_site() -> None:
    found = resolve("badge:../../x", "about.md", "about/", TARGETS)
    assert isinstance(found, Astray)
