"""A theme: templates, static files, and what is around the content of every page.

A provider's `themes/<name>/` lies over `themes/default/`, template by template and file by file.
Jinja is loaded with the first page: most commands make none.
"""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

from badgesite.errors import ThemeError
from badgesite.languages import language, right_to_left
from badgesite.package_files import themes_folder
from badgesite.rendering.around import Around, Choice
from badgesite.rendering.many import Many
from badgesite.rendering.of_many import OfMany
from badgesite.rendering.policy import Policy
from badgesite.rendering.theme_files import ThemeFolder, own_folder, shipped_folder
from badgesite.rendering.views import PREVIEW, Frame

if TYPE_CHECKING:
    from jinja2 import Environment

ContextOf = Callable[[Any], dict[str, Any]]
"""Returns the names of a page's template, of its view."""


class Shell(Struct, frozen=True):
    """What is the same on all pages of a section: links in the head, header, bar and footer."""

    head: Markup
    header: Markup
    footer: Markup


class Theme:
    """Templates and static files of one theme; `digest` changes when any of them does."""

    def __init__(
        self,
        folders: tuple[ThemeFolder, ...],
        digest: str,
        bytecode: Path | None = None,
    ) -> None:
        self.folders = folders
        self.digest = digest
        self._bytecode = bytecode
        self._environments: dict[str, Environment] = {}
        self._shells: dict[tuple[Frame, str, str, tuple[Choice, ...]], Shell] = {}
        self._followed: dict[str, Environment] = {}
        self._of_many: dict[tuple[Any, ...], OfMany] = {}

    def environment(self, code: str) -> "Environment":
        """Return the templates' environment that speaks a language, made once."""
        found = self._environments.get(code)
        if found is None:
            from badgesite.rendering.environments import environment_of  # not all make pages

            found = environment_of(self.folders, language(code), self._bytecode)
            self._environments[code] = found
        return found

    @classmethod
    def load(
        cls, name: str = "default", themes: Path | None = None, bytecode: Path | None = None
    ) -> "Theme":
        """Return the theme: `themes/<name>/` of the provider, then the one of badgesite, default.

        `bytecode` is a folder that keeps compiled templates between runs. ThemeError when there is
        no theme of that name, ContentError with every file of the provider's that cannot be used.
        """
        own = own_folder(themes, name) if themes is not None else None
        places = [themes_folder() / each for each in dict.fromkeys((name, "default"))]
        shipped = [each for each in places if each.is_dir() and (own is None or each != own.path)]
        folders = (*([own] if own else ()), *(shipped_folder(each) for each in shipped))
        if not any(each.path.name == name for each in folders):
            raise ThemeError(
                f"there is no theme called '{name}'",
                f"add the folder themes/{name}/ or take theme out of the brand in content/site.yml",
            )
        return cls(folders, _digest(folders), bytecode)

    @property
    def identity(self) -> str:
        """Return what stands for the theme in the key of a page."""
        return self.digest

    def static_files(self) -> Mapping[str, bytes]:
        """Return the files of static/, by name below assets/; style sheets without white space.

        What a theme has in add/ stands at the end of the sheet of the same name.
        """
        found: dict[str, bytes] = {}
        for folder in reversed(self.folders):
            found.update(folder.below("static/"))
            for name, data in folder.below("add/").items():
                if "/" in name or not name.endswith(".css"):
                    continue
                if name not in found:
                    raise ThemeError(
                        f"add/{name} of the theme adds to a style sheet that there is not",
                        "name it after one of static/, such as badgesite.css",
                    )
                found[name] += b"\n" + data
        return {name: _served(name, found[name]) for name in sorted(found)}

    def icons(self) -> Mapping[str, str]:
        """Return the drawings in icons/ by name: what the bundled set lacks or a theme changes."""
        found: dict[str, bytes] = {}
        for folder in reversed(self.folders):
            found.update(folder.below("icons/"))
        drawn = sorted(name for name in found if name.endswith(".svg") and "/" not in name)
        return {name.removesuffix(".svg"): found[name].decode("utf-8", "replace") for name in drawn}

    def shell(self, frame: Frame, root: str, section: str, around: Around) -> Shell:
        """Return the surroundings of a page, made once for each section, depth and switch."""
        key = (frame, root, section, around.switch)
        shell = self._shells.get(key)
        if shell is None:
            names = {"root": root, "section": section, "to": around.to, "switch": around.switch}
            parts = {
                name: Markup(  # noqa: S704 - the templates escape
                    self._run(f"{name}.html", frame, **names)
                )
                for name in ("head", "header", "footer")
            }
            shell = self._shells[key] = Shell(**parts)
        return shell

    def context(
        self,
        frame: Frame,
        path: str,
        section: str = "",
        policy: Policy = Policy.PAGE,
        *,
        copies: tuple[str, ...] | None = None,
        root: str | None = None,
    ) -> dict[str, Any]:
        """Return the names that base.html needs, for the page at a path below the base URL.

        `copies` are the languages that the page's text is in, where not in every one; `root` is the
        way to the site's root where the page is read at any depth.
        """
        around = Around.of(frame, path, root, copies)
        root = around.root
        return {
            "frame": frame,
            "root": root,
            "url": frame.base_url + path,
            "shell": self.shell(frame, root, section, around),
            "to": around.to,
            "many": Many(self, frame, root, around.to),
            "stem": around.stem,
            "own": around.own,
            "alternates": around.alternates,
            "text_lang": around.text_lang,
            "policy": Markup(policy.text),  # noqa: S704 - our own constant, quoted with '"'
            "noindex": frame.mode == PREVIEW,
            "rtl": right_to_left(frame.language),
        }

    def page(self, template: str, context: Mapping[str, Any]) -> bytes:
        """Return the bytes of a page; ThemeError names the template and line that is wrong."""
        return self._run(template, **context).encode("utf-8", "replace")

    def of_many(
        self, template: str, frame: Frame, surroundings: tuple[Any, ...], context_of: ContextOf
    ) -> OfMany:
        """Return what makes the pages of a template that differ in their view alone.

        `surroundings` tell one `context_of` from another.
        """
        said = (template, frame, *surroundings)
        found = self._of_many.get(said)
        if found is None:

            def render(view: Any, environment: "Environment | None") -> str:
                if environment is None:
                    return self._run(template, **context_of(view))
                from badgesite.rendering.splicing import followed

                context = context_of(view)
                context |= {name: followed(context[name]) for name in ("to", "many")}
                return environment.get_template(template).render(context)

            found = self._of_many[said] = OfMany(render, partial(self._beside, frame.language))
        return found

    def _beside(self, code: str) -> "Environment":
        """Return the environment for stand-ins beside that of a language, made once."""
        from badgesite.rendering.splicing import following

        found = self._followed.get(code)
        if found is None:
            found = self._followed[code] = following(self.environment(code), language(code).form)
        return found

    def _run(self, template: str, frame: Frame, **context: Any) -> str:
        from badgesite.rendering.environments import rendered

        return rendered(self.environment(frame.language), template, {**context, "frame": frame})


def _digest(folders: tuple[ThemeFolder, ...]) -> str:
    digest = sha256()
    for folder in folders:
        for name, data in folder.files.items():
            said = name.encode("utf-8", "surrogateescape")
            digest.update(b"%d:%s%d:%s" % (len(said), said, len(data), data))
        digest.update(b"|")
    return digest.hexdigest()


def _served(name: str, data: bytes) -> bytes:
    if not name.endswith(".css"):
        return data
    from badgesite.rendering.stylesheet import minified

    return minified(data.decode()).encode()
