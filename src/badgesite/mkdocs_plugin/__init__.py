"""badgesite inside an existing MkDocs site: `plugins: [badgesite]` in its mkdocs.yml.

All files are made before MkDocs empties its folder, so a mistake in content leaves the site as it
was. MkDocs is then told of the pages that can be named, for its navigation and its check of links;
the files themselves pass through no theme and no plugin and are laid beside its own at the end.
Where both have a file (the home page, the 404 page), that of MkDocs stays.
"""

import os
from pathlib import Path
from typing import Any

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from badgesite import surroundings
from badgesite.build import Request
from badgesite.editorial import line_of
from badgesite.errors import BadgesiteError, ContentError, Problem
from badgesite.mkdocs_plugin.beside import Beside, make_beside
from badgesite.mkdocs_plugin.links import Dead, Links

log = get_plugin_logger("badgesite")

_EVERYWHERE = ("://0.0.0.0", "://[::]")  # where `mkdocs serve` may listen; no page lies there


class _Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own is untyped
    """`root`: the folder that has content/, relative to mkdocs.yml."""

    root = config_options.Type(str, default=".")


class BadgesitePlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]  # the same
    """Adds badges, pathways, backpacks, credentials and the check page to a MkDocs site."""

    _serving = False
    _last: Beside | None = None
    _beside: Beside
    _links: Links
    _files: Files

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is served: one plugin then lives through many builds."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig, **_: Any) -> MkDocsConfig:
        """Make all files, in a folder of our own; stop MkDocs if the content has a mistake.

        While serving, a mistake is told and the badges stay as they were: MkDocs would answer
        nobody until it is mended.
        """
        if not config.site_url:
            raise PluginError("badgesite needs site_url in mkdocs.yml: credentials name it")
        root = self._root(config)
        _refuse_published_content(root, Path(config.docs_dir).resolve())
        watched = (root / each for each in ("content", "themes"))
        config.watch = [*config.watch, *(str(each) for each in watched if each.is_dir())]
        try:
            made = make_beside(_request(root, config))
        except BadgesiteError as error:
            if self._last is None or not self._serving:
                raise PluginError(_all_told(error)) from None
            log.error(_all_told(error))
            made = self._last
        else:
            for problem in made.warnings:
                log.warning(_told(problem))
        self._last = self._beside = made
        self._links = Links(self._beside.targets, directories=config.use_directory_urls)
        return config

    @event_priority(-100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Tell MkDocs of what can be named, unless the site has a file there."""
        folder = self._beside.folder
        for path in sorted(self._links.files - _written(files)):
            at = str(folder / path)
            never = InclusionLevel.NOT_IN_NAV  # unless mkdocs.yml says so
            files.append(File.generated(config, path, abs_src_path=at, inclusion=never))
        self._files = files
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Lead the entries of mkdocs.yml to our pages, and name those that have no name."""
        for item in nav.items:
            self._enter(item, config)
        return nav

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Lead the links of a page to our pages: its own, those of excerpts and those of a theme.

        What leads nowhere stays as it is and is a warning, which `--strict` makes an error.
        """
        changed, dead = self._links.in_html(output, page.file.src_uri, page.file.url)
        for each in dead:
            file = page.file
            at = file.abs_src_path and os.path.relpath(file.abs_src_path, _folder(config))
            text = file.content_string if at else ""
            _warn(at or file.src_uri, text, each)
        return changed

    @event_priority(-50)
    def on_post_build(self, config: MkDocsConfig, **_: Any) -> None:
        """Lay our files beside what MkDocs has built."""
        theirs = _written(self._files, without=self._beside.folder)
        theirs |= config.theme.static_templates
        try:
            kept_back = self._beside.lay(Path(config.site_dir), theirs)
        except OSError as error:
            raise PluginError(f"badgesite could not write its files: {error}") from None
        for path in kept_back:
            tell = log.info if path.endswith(".html") else log.warning
            tell(f"'{path}' is a file of your own site, and badgesite's was left out")

    def _enter(self, item: Any, config: MkDocsConfig) -> None:
        for child in item.children or ():
            self._enter(child, config)
        if item.is_link:
            target = item.url
            item.url, title, dead = self._links.in_navigation(target)
            item.title = item.title or self._beside.title(title)
            if dead:
                named = Path(config.config_file_path)
                _warn(named.name, named.read_text("utf-8"), dead)
        elif item.is_page and item.title is None and item.file.src_uri in self._links.files:
            item.title = self._beside.title(item.file.src_uri)

    def _root(self, config: MkDocsConfig) -> Path:
        return (_folder(config) / self.config.root).resolve()


def _folder(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent.resolve()


def _request(root: Path, config: MkDocsConfig) -> Request:
    url = str(config.site_url)
    for each in _EVERYWHERE:
        url = url.replace(each, "://localhost")
    return Request(
        root,
        base_url=url,
        strict=bool(config.strict),
        require_key=surroundings.is_production_deploy(),
        environment=surroundings.environment(),
        now=surroundings.now(),
    )


def _refuse_published_content(root: Path, docs: Path) -> None:
    """Refuse content that MkDocs would copy into the site: the learners' names, and more."""
    if (root / "content").is_relative_to(docs):
        raise PluginError(
            f"content/ lies inside '{docs.name}', so MkDocs would publish what it holds of learners"
            "\n    move it beside mkdocs.yml, or say where it is with the option root"
        )


def _written(files: Files, without: Path | None = None) -> set[str]:
    """Return the paths in the site of all files that MkDocs writes, but for those of a folder."""
    own = str(without) + os.sep if without else None
    return {
        file.dest_uri
        for file in files
        if file.inclusion.is_included()  # type: ignore[no-untyped-call]  # MkDocs' own
        and not (own and (file.abs_src_path or "").startswith(own))
    }


def _all_told(error: BadgesiteError) -> str:
    if isinstance(error, ContentError):
        return "\n".join(map(_told, error.problems))
    return f"{error}\n    {error.remedy}"


def _told(problem: Problem) -> str:
    at = problem.origin
    return f"{at.path}:{at.line}: {problem.sentence}\n    {problem.remedy}"


def _warn(path: str, text: str, dead: Dead) -> None:
    line = line_of(text, dead.target)
    log.warning(f"{path}:{line}: {dead.astray.sentence}\n    {dead.astray.remedy}")
