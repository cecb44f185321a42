"""What other programs read of pathways: byte for byte what it was, and in its documented form."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import Example
from golden import GOLDEN, published

ROOT = Path(__file__).parent.parent
SCHEMA: Any = json.loads((ROOT / "docs/reference/pathway.schema.json").read_text("utf-8"))
NAMES = sorted(path.name for path in GOLDEN.iterdir())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return published(tmp_path_factory.mktemp("golden") / "provider")


def test_nothing_is_published_that_has_no_golden_file(files: dict[str, str]) -> None:
    assert sorted(files) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_is_what_it_was(files: dict[str, str], name: str) -> None:
    """If the change is meant: python tests/golden.py, and read the difference."""
    assert files[name] == (GOLDEN / name).read_text("utf-8")


# ------------------------------------------------------------------ the schema of pathway.json
def valid(document: object) -> list[str]:
    return [each.message for each in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if ".pathway" in name and "ld" not in name]
)
def test_golden_rules_fit_the_documented_schema(name: str) -> None:
    assert valid(json.loads((GOLDEN / name).read_text("utf-8"))) == []


def test_the_rules_of_the_example_fit_the_documented_schema(example: Example) -> None:
    found = sorted(example.site.glob("pathways/*/pathway*.json"))
    assert len(found) >= 6
    assert {path.name: valid(json.loads(path.read_text("utf-8"))) for path in found} == {
        path.name: [] for path in found
    }


def test_the_rules_of_the_vectors_fit_the_documented_schema() -> None:
    vectors = json.loads((ROOT / "tests/vectors/pathway-rules.json").read_text("utf-8"))
    assert [each["name"] for each in vectors["cases"] if valid(each["rules"])] == []


@pytest.mark.parametrize(
    "change",
    [
        {"levels": []},
        {"order": "strict"},
        {"final": "a badge"},
        {"levels": [{"id": "a", "steps": [{"id": "b", "needs": {}}]}]},
        {"levels": [{"id": "a", "steps": [{"id": "b", "needs": {"badge": "x", "any": 1}}]}]},
        {
            "levels": [
                {"id": "a", "steps": [{"id": "b", "needs": {"of": [{"badge": "x"}], "any": 0}}]}
            ]
        },
    ],
)
def test_other_forms_do_not_fit(change: dict[str, object]) -> None:
    rules = json.loads((GOLDEN / "pathways.crew.pathway.json").read_text("utf-8"))
    assert valid({**rules, **change})


def test_every_member_of_the_schema_is_told_in_the_documentation() -> None:
    told = (ROOT / "docs/reference/pathways.md").read_text("utf-8")

    def members(schema: Any) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(members, schema))
        if not isinstance(schema, dict):
            return set()
        own = set(schema.get("properties", {}))
        return own.union(*map(members, schema.values()))

    assert [name for name in sorted(members(SCHEMA)) if f'"{name}"' not in told] == []
