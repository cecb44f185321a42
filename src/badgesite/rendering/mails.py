"""The words of a letter: a theme's templates in mail/, in the learner's language.

`<kind>.subject.txt`, `<kind>.txt` and `<kind>.html` of each kind. Texts are not escaped, HTML is.
"""

from datetime import date

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from msgspec import Struct

from badgesite.errors import ThemeError
from badgesite.languages import language, right_to_left
from badgesite.rendering.theme import Theme, prepare


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


def letter_words(theme: Theme, view: MailView) -> Words:
    """Return a letter in the learner's language; ThemeError names the template that is wrong."""
    return Words(
        _rendered(theme, f"{view.kind}.subject.txt", view).strip(),
        _rendered(theme, f"{view.kind}.txt", view).strip() + "\n",
        _rendered(theme, f"{view.kind}.html", view),
    )


def _rendered(theme: Theme, name: str, view: MailView) -> str:
    from jinja2 import ChoiceLoader, FileSystemLoader

    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(each / "templates/mail") for each in theme.folders]),
        autoescape=name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    prepare(environment, language(view.language))
    try:
        template = environment.get_template(name)
        return template.render(mail=view, rtl=right_to_left(view.language))
    except TemplateError as error:
        raise ThemeError(
            f"the template 'mail/{name}' does not work: {error.message or type(error).__name__}",
            "correct the template, or delete it to use the one of the default theme",
        ) from error
