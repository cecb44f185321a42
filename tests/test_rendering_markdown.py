"""Markdown of a provider: clean, bounded, and with headings that fit the page."""

import time

import pytest

from badgesite.rendering.markdown import MOST_CHARACTERS, to_html, to_text


def test_headings_start_at_the_level_given_and_none_is_skipped() -> None:
    assert to_html("# A\n\n### B", 3) == "<h3>A</h3>\n<h4>B</h4>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<p onclick=x style='color:red' class=verdict>x</p>",
        "![x](https://tracker.example/p.png)",
        "![x](//tracker.example/p.png)",
        "<iframe src=/x></iframe><style>*{}</style><form action=/x><input></form>",
        "<svg><script>alert(1)</script></svg>",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_active_and_no_other_host_survives(text: str) -> None:
    html = to_html(text)
    for unwanted in (
        "<script",
        "javascript:",
        "on",
        "style",
        "class",
        "tracker",
        "<iframe",
        "<form",
    ):
        assert f"{unwanted}=" not in html
        assert not unwanted.startswith("<") or unwanted not in html
    assert "javascript:" not in html
    assert "tracker" not in html


def test_links_say_nothing_of_where_they_came_from() -> None:
    assert 'rel="noopener noreferrer"' in to_html("[x](https://a.example/)")


@pytest.mark.parametrize(
    "text",
    [
        "x" * (MOST_CHARACTERS + 1),
        "> " * 5000 + "x",
        "[" * 20_000,
        "*a " * 10_000,
        "\n".join(" " * (4 * n) + "- x" for n in range(200)),
        "`" * 39_000,
        "<" * 39_000,
        "![" * 19_000 + "](" * 500,
    ],
)
def test_hostile_markdown_is_text_in_bounded_time(text: str) -> None:
    started = time.process_time()
    assert to_html(text)
    assert time.process_time() - started < 2


def test_text_for_the_head_has_no_markup() -> None:
    assert to_text("Hold *it*\n\n- and [go](https://a.example)") == "Hold it and go"
