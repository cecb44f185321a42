"""Every kind of page of the built example is valid HTML, by html-validate."""

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from badgesite.build.oversight import write_report
from conftest import NODE

pytestmark = [pytest.mark.node, pytest.mark.slow]

RULES = {
    "extends": ["html-validate:standard", "html-validate:a11y"],
    "rules": {
        "long-title": "off",  # names are as long as they are
        "no-inline-style": "error",
        "require-sri": "off",  # everything is of the site itself
        "void-style": ["error", {"style": "omit"}],
        "attribute-boolean-style": "off",
        "attribute-empty-style": "off",
        "no-trailing-whitespace": "off",
        "no-implicit-button-type": "off",
        "prefer-native-element": "off",
        "no-redundant-role": "off",
        "unique-landmark": "error",
        "svg-focusable": "off",
        "tel-non-breaking": "off",
        "no-utf8-bom": "error",
    },
}


def one_of_each(site: Path) -> list[Path]:
    """Return the shared pages in every language, and some of each kind that there are many of."""
    many = ("credentials/*", "embed/*", "learners/*", "learners/*/*")
    found = {each for pattern in many for each in sorted(site.glob(f"{pattern}/index.html"))[:12]}
    shared = {
        path
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] not in ("credentials", "embed", "learners")
    }
    return sorted(found | shared)


def test_pages_are_valid_html(example: Any, node: Path, tmp_path: Path) -> None:
    pages = one_of_each(example.site)
    assert len(pages) > 60
    assert mistakes(pages, example.site, node, tmp_path) == []


@pytest.mark.parametrize("shareable", [False, True])
def test_the_report_is_valid_html(
    example: Any, node: Path, tmp_path: Path, shareable: bool
) -> None:
    folder = tmp_path / "reports"
    write_report(example.root, date(2026, 11, 24), folder, shareable=shareable)
    assert mistakes([folder / "oversight.html"], folder, node, tmp_path) == []


def mistakes(pages: list[Path], root: Path, node: Path, tmp_path: Path) -> list[object]:
    """Return place, line and sentence of what is wrong with pages, the first of them."""
    config = tmp_path / "html-validate.json"
    config.write_text(json.dumps({"root": True, **RULES}))
    program = NODE / "node_modules/html-validate/bin/html-validate.mjs"
    report = tmp_path / "report.json"
    command = [node, program, "--config", config, "--formatter", f"json={report}", *pages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert report.is_file(), done.stderr
    told = {
        (Path(each["filePath"]).relative_to(root), one["line"], one["message"])
        for each in json.loads(report.read_text("utf-8"))
        for one in each["messages"]
    }
    return sorted(told)[:40]
