"""The words of a letter: a theme's templates in mail/, in the learner's language.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` of each kind. Texts are not escaped, HTML is.
"""

from datetime import date

from jinja2 import ChoiceLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from badgesite.errors import ThemeError
from badgesite.languages import language, right_to_left
from badgesite.rendering.environments import Templates, prepare
from badgesite.rendering.theme import Theme


class MailView(Struct, frozen=True):
    """What a letter is about. `next_step` and `earn_at` are empty where there is none.

    `kind` is `announce`, `next-step` or `expires`. Addresses are whole.
    """

    kind: str
    learner: str
    badge: str
    description: str
    site_name: str
    issuer: str
    language: str
    colour: str
    link: str = ""
    linkedin: str = ""
    backpack: str = ""
    awarded: date | None = None
    expires: date | None = None
    pathway: str = ""
    final: str = ""
    next_step: str = ""
    earn_at: str = ""
    picture: str = "cid:badge-picture"


class Words(Struct, frozen=True):
    """A letter in words."""

    subject: str
    text: str
    html: str


class Letters:
    """A theme's letters; templates are compiled once for all letters in one language."""

    def __init__(self, theme: Theme) -> None:
        """Take the theme; its templates are compiled when they are needed."""
        self._loaders = [Templates(each, "templates/mail/") for each in theme.folders]
        self._environments: dict[tuple[str, bool], SandboxedEnvironment] = {}

    def words(self, view: MailView) -> Words:
        """Return a letter in the learner's language; ThemeError names a template that is wrong."""
        return Words(
            self._rendered(f"{view.kind}.subject.txt", view).strip(),
            self._rendered(f"{view.kind}.txt", view).strip() + "\n",
            self._rendered(f"{view.kind}.html", view),
        )

    def _rendered(self, name: str, view: MailView) -> str:
        try:
            template = self._environment(view.language, name.endswith(".html")).get_template(name)
            return template.render(mail=view, rtl=right_to_left(view.language))
        except TemplateError as error:
            why = error.message or type(error).__name__
            raise ThemeError(
                f"the template 'mail/{name}' does not work: {why}",
                "correct the template, or delete it to use the one of the default theme",
            ) from error

    def _environment(self, code: str, escaping: bool) -> SandboxedEnvironment:
        found = self._environments.get((code, escaping))
        if found is None:
            found = SandboxedEnvironment(
                loader=ChoiceLoader(self._loaders),
                autoescape=escaping,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                extensions=["jinja2.ext.i18n"],
            )
            found.policies["ext.i18n.trimmed"] = True
            prepare(found, language(code))
            self._environments[code, escaping] = found
        return found
