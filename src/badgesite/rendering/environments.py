"""Jinja environments: where a theme's templates are found, what they may call, how they fail.

Autoescape is on, and a name that no page passes is an error and not an empty place.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.ext import Extension

from badgesite.errors import ThemeError
from badgesite.languages import Language, has_catalogue
from badgesite.rendering import markdown, marks, sharing, words
from badgesite.rendering.dated import (
    final_over_time,
    levels_over_time,
    of_these,
    over_time,
    soonest,
    turn,
    turns,
)
from badgesite.rendering.dated_drawing import drawn_over_time, shows
from badgesite.rendering.qr import qr
from badgesite.rendering.theme_files import TEMPLATES, ThemeFolder


class Unindented(Extension):
    """Takes the indentation out of templates, which is for people; text in `pre` keeps it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template's source without white space at the start of lines."""
        if "<pre" in source or "<textarea" in source:
            return source
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


class Templates(BaseLoader):
    """Finds templates below a part of a theme's folder, such as `templates/`."""

    def __init__(self, folder: ThemeFolder, part: str = TEMPLATES) -> None:
        """Take the folder as it was read."""
        self._folder, self._part = folder, part

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Return text and place of a template."""
        data = self._folder.files.get(self._part + template)
        if data is None:
            raise TemplateNotFound(template)
        text = data.decode().replace("\r\n", "\n")
        return text, str(self._folder.path / self._part / template), None


def environment_of(
    folders: tuple[ThemeFolder, ...], spoken: Language, bytecode: Path | None
) -> Environment:
    """Return the environment of a theme's templates in a language; `bytecode` keeps compiled ones.

    That is a folder, made when it is not there.
    """
    made = Environment(
        loader=_loader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_bytecode_cache(bytecode),
        extensions=[Unindented, "jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    prepare(made, spoken)
    return made


def _loader(folders: tuple[ThemeFolder, ...]) -> BaseLoader:
    """Return where templates are found: `default/x.html` is always the one that comes along."""
    loaders = [Templates(each) for each in folders]
    return ChoiceLoader([*loaders, PrefixLoader({"default": loaders[-1]})])


def prepare(environment: Environment, spoken: Language) -> None:
    """Give an environment the strings of a language, and what the templates use."""
    environment.install_gettext_translations(spoken.strings, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        day=words.days(spoken),
        day_text=words.day_texts(spoken),
        number=spoken.number,
        markdown=markdown.to_html,
        plain=markdown.to_text,
        short_name=words.short_name,
        name_size=words.name_size,
        shows=shows,
    )
    environment.tests["spoken"] = has_catalogue
    environment.globals.update(
        icon=marks.icon,
        seal=marks.seal,
        avatar=marks.avatar,
        ring=marks.rings(spoken),
        qr=qr,
        drawn_over_time=drawn_over_time,
        final_over_time=final_over_time,
        levels_over_time=levels_over_time,
        of_these=of_these,
        over_time=over_time,
        soonest=soonest,
        turn=turn,
        turns=turns,
        lang=words.lang_attribute,
        linkedin_profile=sharing.linkedin_profile,
        linkedin_post=sharing.linkedin_post,
        mail=sharing.mail,
    )


def rendered(environment: Environment, template: str, context: Mapping[str, Any]) -> str:
    """Return what a template makes; ThemeError names the template and line that is wrong."""
    try:
        return environment.get_template(template).render(context)
    except TemplateSyntaxError as error:
        raise ThemeError(
            f"{error.name or template}:{error.lineno}: {error.message}",
            "correct the template, or delete it to use the one of the default theme",
        ) from error
    except TemplateError as error:
        raise ThemeError(
            f"the template '{template}' does not work: {error.message or type(error).__name__}",
            "correct the template, or delete it to use the one of the default theme",
        ) from error


def _bytecode_cache(folder: Path | None) -> BytecodeCache | None:
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
