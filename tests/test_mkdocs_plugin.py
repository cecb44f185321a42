"""badgesite inside an existing MkDocs site: badges are added, MkDocs' own pages stay."""

import json
import shutil
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config.base import load_config
from mkdocs.exceptions import Abort

from badgesite import scaffold
from badgesite.mkdocs_plugin import BadgesitePlugin

REPOSITORY = Path(__file__).parent.parent

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def docs_site(tmp_path: Path) -> Path:
    answers = {
        "name": "Leeds Bakers Guild",
        "url": "http://localhost:8000",
        "colour": "#7a3b00",
        "host": "other",
        "salt": "a salt of more than thirty-two characters",
    }
    for path, content in scaffold.files(answers).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    shutil.rmtree(tmp_path / "content/pages")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# The guild's own home\n")
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Guild\nsite_url: http://localhost:8000/\nplugins: []\n"
    )
    return tmp_path


def run(folder: Path, **options: object) -> Path:
    config = load_config(str(folder / "mkdocs.yml"))
    plugin = BadgesitePlugin()
    errors, _ = plugin.load_config(options, config_file_path=str(folder / "mkdocs.yml"))
    assert not errors
    config.plugins["badgesite"] = plugin
    build(config)
    return Path(config.site_dir)


def test_badges_stand_beside_the_pages_of_mkdocs(docs_site: Path) -> None:
    site = run(docs_site)
    assert "The guild's own home" in (site / "index.html").read_text()
    achievement = json.loads((site / "badges/first-course/achievement.json").read_text())
    assert achievement["name"] == "First Course"
    assert list(site.glob("credentials/*/credential.json"))
    assert (site / ".well-known/did.json").is_file()


def test_headers_for_the_whole_host_are_left_to_the_site(docs_site: Path) -> None:
    assert not (run(docs_site) / "_headers").exists()


def test_a_mistake_in_content_stops_mkdocs_with_file_and_line(
    docs_site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (docs_site / "content/awards/awards.csv").write_text(
        "learner,badge,awarded\nexample-learner,frist-course,2026-01-15\n"
    )
    with pytest.raises(Abort):
        run(docs_site)
    assert "content/awards/awards.csv:2: no badge is called 'frist-course'" in caplog.text


def test_mkdocs_finds_the_plugin_where_the_package_says_it_is() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    place = project["entry-points"]["mkdocs.plugins"]["badgesite"]
    module, _, name = place.partition(":")
    assert getattr(import_module(module), name) is BadgesitePlugin
