"""The JSON Schemas for editors say what the reader takes, out of the same tables."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from badgesite.content import json_schemas
from provider import PROVIDER, badge, pathway, told

SCHEMAS = json_schemas()
EXAMPLE = Path(__file__).parent.parent / "content"
KINDS = {
    "site.yml": "site.yml",
    "keys.yml": "keys.yml",
    "badges/*.md": "badge.md",
    "pathways/*.md": "pathway.md",
    "learners/*.yml": "learner.yml",
}


class Words(yaml.CSafeLoader):
    """Reads as editors do, by YAML 1.2, in which a day is text."""


Words.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def fields(text: str, path: str) -> object:
    if path.endswith(".md"):
        text = text.split("---\n")[1]
    return yaml.load(text, Words)


def errors(kind: str, value: object) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(value)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name):
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_file_of_the_example_fits_its_schema():
    found = 0
    for pattern, kind in KINDS.items():
        for path in sorted(EXAMPLE.glob(pattern)):
            if "." in path.stem:
                continue  # a translation has some of the fields
            found += 1
            assert errors(kind, fields(path.read_text("utf-8"), path.name)) == [], path
    assert found > 15


MISTAKES = {
    "an unknown field": ("badges/rope.md", badge("R", "nmae: x\n")),
    "a missing field": ("badges/rope.md", badge("R").replace("name: R\n", "")),
    "a number for a text": ("badges/rope.md", badge("R").replace('"1"', "1")),
    "a text for a number": ("badges/rope.md", badge("R", "level: 'two'\n")),
    "a colour by name": ("badges/rope.md", badge("R", "colour: red\n")),
    "no duration": ("badges/rope.md", badge("R", "validity: 2 years\n")),
    "a word not of the choice": ("learners/grace.yml", "name: G\nvisibility: open\n"),
    "an id out of pattern": ("learners/grace.yml", "name: G\nslug: Grace D\n"),
    "a day out of form": (
        "learners/grace.yml",
        "name: G\nawards: [{badge: rope, awarded: 1.3.2026}]\n",
    ),
    "a step that asks for two things": (
        "pathways/way.md",
        pathway("  - {id: a, steps: [{badge: rope, of: [boat]}]}\n"),
    ),
    "a group deep inside": (
        "pathways/way.md",
        pathway("  - {id: a, steps: [{id: b, of: [rope, {of: [boat, {anny: 1, of: [rope]}]}]}]}\n"),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_the_schema_refuses_the_reader_refuses_too(tmp_path, name):
    path, text = MISTAKES[name]
    kind = KINDS[f"{path.split('/')[0]}/*.{path.split('.')[-1]}"]
    assert errors(kind, fields(text, path))
    assert not errors(kind, fields(str(PROVIDER[path]), path))
    assert any(each.startswith(path) for each in told(tmp_path, {path: text}))


def test_every_field_has_a_description_for_editors():
    def walk(schema: object) -> None:
        if isinstance(schema, dict):
            for name, each in schema.get("properties", {}).items():
                assert each["description"], name
            for each in schema.values():
                walk(each)
        elif isinstance(schema, list):
            for each in schema:
                walk(each)

    walk(SCHEMAS)
