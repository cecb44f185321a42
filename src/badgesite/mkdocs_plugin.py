"""badgesite inside an existing MkDocs site: `plugins: [badgesite]` in its mkdocs.yml.

The pages of badgesite are added to what MkDocs has built; where both have a file (the home page,
the 404 page), that of MkDocs stays. Nothing of content/ passes through MkDocs.
"""

import os
from pathlib import Path
from typing import Any

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from badgesite.build import Request, pour
from badgesite.errors import BadgesiteError, ContentError
from badgesite.plan.make import Silent
from badgesite.publish import Row

log = get_plugin_logger("badgesite")

# What speaks for the whole host is the existing site's to say: our policy for every page would
# break its own.
LEFT_OUT = frozenset({"_headers", "robots.txt", "site-manifest.json", ".nojekyll"})


class _Options(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own is untyped
    """`root`: the folder that has content/, relative to mkdocs.yml."""

    root = config_options.Type(str, default=".")


class BadgesitePlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]  # the same
    """Adds badges, pathways, backpacks, credentials and the check page to a MkDocs site."""

    def on_config(self, config: MkDocsConfig, **_: Any) -> MkDocsConfig:
        """Have MkDocs watch the content."""
        if not config.site_url:
            raise PluginError("badgesite needs site_url in mkdocs.yml: credentials name it")
        config.watch = [*config.watch, str(self._root(config) / "content")]
        return config

    def on_post_build(self, config: MkDocsConfig, **_: Any) -> None:
        """Write what badgesite makes beside what MkDocs has built."""
        # As on the command line, the environment holds the key; a plugin has nobody to hand it in.
        known = {n: v for n, v in os.environ.items() if n.startswith("BADGESITE_")}  # noqa: TID251
        request = Request(
            self._root(config), base_url=config.site_url, strict=config.strict, environment=known
        )
        try:
            draft = pour(request, _Beside(Path(config.site_dir)), Silent())
        except ContentError as error:
            lines = [
                f"{p.origin.path}:{p.origin.line}: {p.sentence}\n    {p.remedy}"
                for p in error.problems
            ]
            raise PluginError("\n".join(lines)) from None
        except BadgesiteError as error:
            raise PluginError(f"{error}\n    {error.remedy}") from None
        for problem in draft.prepared.warnings:
            log.warning("%s:%s: %s", problem.origin.path, problem.origin.line, problem.sentence)

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.root


class _Beside:
    """A sink that adds files to the site MkDocs has built, and replaces none of it."""

    def __init__(self, site: Path) -> None:
        self._site = site

    def put(self, path: str, content: bytes) -> Row:
        """Write the file unless there is one."""
        target = self._site / path
        made = path not in LEFT_OUT and not target.exists()
        if made:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return Row(path, b"", len(content), 0, made)
