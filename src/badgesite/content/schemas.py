"""JSON Schemas for editors, out of the tables that also read the files."""

import json
from typing import Any

from badgesite.content.shapes import Shape

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _formats() -> tuple[tuple[str, str, Shape], ...]:
    from badgesite.content.forms.badge import BADGE
    from badgesite.content.forms.keys import KEYS
    from badgesite.content.forms.learner import LEARNER
    from badgesite.content.forms.pathway import PATHWAY
    from badgesite.content.forms.site import SITE

    return (
        ("site.yml", "content/site.yml", SITE),
        ("keys.yml", "content/keys.yml", KEYS),
        ("badge.md", "the front matter of content/badges/<id>.md", BADGE),
        ("pathway.md", "the front matter of content/pathways/<id>.md", PATHWAY),
        ("learner.yml", "content/learners/<id>.yml", LEARNER),
    )


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema (2020-12) of each YAML format by its name."""
    from badgesite.content.forms.pathway import REQUIREMENT

    made = {}
    for name, title, shape in _formats():
        made[name] = {"$schema": _DIALECT, "title": title, **shape.schema()}
    made["pathway.md"]["$defs"] = {"requirement": REQUIREMENT.schema()}
    return made


def schema_files() -> dict[str, bytes]:
    """Return the JSON Schemas as files by name: `badge.md.schema.json`."""
    return {
        f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"
        for name, schema in json_schemas().items()
    }
