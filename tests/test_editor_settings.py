"""What `badgesite init` writes for the editor: schemas bound to files, mistakes on their lines."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from badgesite.cli.commands import commands
from test_content_schemas import fields

LEARNER = """name: Grace Hopper
visibility: public
awards:
  - {badge: first-course, awarded: 2026-03-01}
"""


@pytest.fixture
def guild(tmp_path: Path) -> Path:
    """A new repository with a file of each kind that is bound."""
    folder = tmp_path / "guild"
    run("init", str(folder), "--yes", "--name", "Guild")
    run("key", "new", str(folder))
    (folder / "content/learners/grace-hopper.yml").write_text(LEARNER)
    return folder


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(commands, words)
    assert result.exit_code == code, result.output
    return result.output


def settings(folder: Path) -> dict[str, str]:
    bound: dict[str, str] = json.loads((folder / ".vscode/settings.json").read_text())[
        "yaml.schemas"
    ]
    return bound


def files(folder: Path, pattern: str) -> list[Path]:
    """Return what an editor matches: the whole path below the folder."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and PurePosixPath(path.relative_to(folder).as_posix()).match(pattern)
    ]


def test_every_pattern_has_files_and_its_schema_takes_them(guild: Path) -> None:
    for name, pattern in settings(guild).items():
        schema = json.loads((guild / name).read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        found = files(guild, pattern)
        assert found, pattern
        for path in found:
            value = fields(path.read_text("utf-8"), path.name)
            assert [*Draft202012Validator(schema).iter_errors(value)] == []
            assert [*Draft202012Validator(schema).iter_errors({**value, "nmae": "x"})]


def test_every_yaml_file_of_the_content_is_bound_to_one_schema(guild: Path) -> None:
    bound = [path for pattern in settings(guild).values() for path in files(guild, pattern)]
    assert sorted(bound) == sorted((guild / "content").rglob("*.yml"))


def test_the_schemas_are_those_that_the_command_writes(guild: Path, tmp_path: Path) -> None:
    run("schema", "--to", str(tmp_path / "schema"))
    written = {path.name: path.read_bytes() for path in (tmp_path / "schema").iterdir()}
    assert written == {
        path.name: path.read_bytes() for path in (guild / ".vscode/schema").iterdir()
    }
    assert len(written) == 5


def test_the_extension_that_reads_the_settings_is_recommended(guild: Path) -> None:
    said = json.loads((guild / ".vscode/extensions.json").read_text())
    assert said["recommendations"] == ["redhat.vscode-yaml"]


def test_the_task_reads_place_and_sentence_of_every_problem(guild: Path) -> None:
    task = json.loads((guild / ".vscode/tasks.json").read_text())["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    _, *words = task["command"].split()
    badge = guild / "content/badges/second-course.md"
    warned = run(*words, str(guild))
    badge.write_text(badge.read_text().replace("level: 2", "levle: 2"))
    wrong = run(*words, str(guild), code=1)
    found = [
        tuple(match[pattern[part]] for part in ("file", "line", "severity", "message"))
        for line in (warned + wrong).splitlines()
        if (match := re.match(pattern["regexp"], line))
    ]
    places = {(file, line, severity) for file, line, severity, _ in found}
    assert ("content/register.csv", "1", "warning") in places
    assert ("content/badges/second-course.md", "5", None) in places
    assert any("'levle'" in message for *_, message in found)


def test_settings_that_are_there_stay_and_the_rest_is_written(tmp_path: Path) -> None:
    own = tmp_path / "guild/.vscode/settings.json"
    own.parent.mkdir(parents=True)
    own.write_text("{}")
    run("init", str(tmp_path / "guild"), "--yes", "--name", "Guild")
    assert [path for path in own.parent.rglob("*") if path.is_file()] == [own]
    assert own.read_text() == "{}"
    assert (tmp_path / "guild/content/site.yml").is_file()
