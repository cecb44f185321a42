"""The rules of the house that no linter checks: who may import what, and how large things grow."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "src" / "badgesite"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300  # lines that say something; what is longer does two things
VOCABULARY = {"model.py", "rendering/views.py"}  # lists of types, one after the other

# What only one place may import, so that one place changes when the library goes.
ONLY = {
    "pyld": ("canonical",),
    "jinja2": ("rendering",),
    "yaml": ("content",),
    "mkdocs": ("editorial/adapter.py", "mkdocs_plugin/__init__.py"),
    "cairosvg": ("artwork",),
    "nh3": ("rendering",),
    "click": ("cli",),
    "rich": ("cli",),
    "watchfiles": ("serve",),
    "segno": ("rendering",),
    "openpyxl": ("importing/xlsx.py",),
    "sqlite3": ("cache.py", "publish/ledger.py"),
    "smtplib": ("notifying/smtp.py",),
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return frozenset(found)


@pytest.mark.parametrize("library", sorted(ONLY))
def test_a_library_is_imported_in_one_place(library: str) -> None:
    users = [
        name_of(path)
        for path in MODULES
        if any(each == library or each.startswith(f"{library}.") for each in imports(path))
    ]
    assert users, f"nobody imports {library} any more: take it out"
    assert [each for each in users if not each.startswith(ONLY[library])] == []


def test_no_page_can_touch_a_key() -> None:
    pages = [path for path in MODULES if name_of(path).startswith(("rendering/", "editorial/"))]
    touching = [
        name_of(path)
        for path in pages
        if any(each.startswith(("badgesite.signing", "cryptography")) for each in imports(path))
    ]
    assert touching == []


def test_nothing_opens_a_socket_but_serving_and_fetching() -> None:
    network = (
        "smtplib",
        "socket",
        "http.client",
        "http.server",
        "urllib.request",
        "ssl",
        "requests",
    )
    users = [
        name_of(path)
        for path in MODULES
        if any(
            each == lib or each.startswith(f"{lib}.") for each in imports(path) for lib in network
        )
    ]
    allowed = ("serve", "verifying/", "notifying/smtp.py", "cli/")
    assert [each for each in users if not each.startswith(allowed)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(parsed(path))
    said = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(said) <= LONGEST or name_of(path) in VOCABULARY


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_checks_do_not_vanish_with_optimisation(path: Path) -> None:
    asserts = [each.lineno for each in ast.walk(parsed(path)) if isinstance(each, ast.Assert)]
    assert asserts == []


def test_no_module_is_called_by_what_it_is_not() -> None:
    vague = {"utils", "util", "common", "helpers", "helper", "misc", "base"}
    assert [name_of(path) for path in MODULES if path.stem in vague] == []


def layers() -> dict[str, int]:
    """Return the layer of each part of the package, from below, as import-linter holds it."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    said = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name: number
        for number, layer in enumerate(reversed(said))
        for name in re.findall(r"badgesite\.([a-z_]+)", layer)
    }


def test_the_table_of_layers_is_the_one_that_is_checked() -> None:
    text = (REPOSITORY / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9]+) \| ((?:`[a-z_/]+`(?:, )?)+) \|", text, re.MULTILINE)
    told = {name: int(n) for n, row in rows for name in re.findall(r"`([a-z_]+)/?`", row)}
    assert told == layers()


def test_every_part_of_the_package_stands_in_a_layer() -> None:
    parts = {name_of(path).split("/")[0].removesuffix(".py") for path in MODULES} - {"__init__"}
    parts -= {"_built", "__main__"}
    assert parts == set(layers())
