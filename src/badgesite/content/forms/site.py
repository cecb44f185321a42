"""content/site.yml: base address, name, languages, brand, issuer, salt, known issuers."""

import re

from badgesite.content.forms.artwork import COLOUR, ICON_FIELD, MARKS, SHAPE_FIELD
from badgesite.content.forms.certificate import CERTIFICATE_FIELD, certificate_of
from badgesite.content.forms.issuers import KNOWN_ISSUER, known_issuers
from badgesite.content.kinds import Id, Pattern, Schema, Text
from badgesite.content.nodes import Node, Scalar, Sequence
from badgesite.content.notes import Notes, nearest, shown
from badgesite.content.quantities import YesNo
from badgesite.content.shapes import Field, ListOf, Record, Shape
from badgesite.content.translations import note_language
from badgesite.content.whereabouts import Base, Language, Timezone, Web
from badgesite.model import Brand, Issuer, Sharing, Site

HOSTS = ("netlify", "github-pages", "cloudflare-pages", "gitlab-pages")
EMAIL = Pattern(
    r"[^\s@<>\"'(),:;\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}",
    "an e-mail address",
    "hello@example.org",
    "email",
)
PICTURE_NAME = Pattern(
    r"(images/)?[A-Za-z0-9][A-Za-z0-9._/-]{0,120}",
    "the name of a file in content/images/",
    "logo.svg",
    "picture-name",
)
FONT = Pattern(
    r"atkinson|inter|source-serif|system|(images/)?[A-Za-z0-9][A-Za-z0-9._/-]{0,120}\.woff2",
    "a typeface that comes along (atkinson, inter, source-serif, system) or a .woff2 file",
    "source-serif",
    "font",
)


SECOND_FONT = Pattern(
    r"(images/)?[A-Za-z0-9][A-Za-z0-9._/-]{0,120}\.ttf",
    "the name of a .ttf file in content/images/",
    "NotoSansTamil.ttf",
    "font",
)


class _Digits(Pattern):
    """A number that is a name: taken with and without quotes."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Take it with and without quotes."""


class _Languages(ListOf):
    """The site's languages: every one good and there once, or none of them is known."""

    def __init__(self) -> None:
        super().__init__(Language(), most=20, single=True)

    def read(self, node: Node, notes: Notes, label: str) -> tuple[str, ...] | None:
        """Return the languages, or None after noting what is wrong with any of them."""
        if isinstance(node, Scalar) and len(codes := re.split(r"[\s,;]+", node.text.strip())) > 1:
            sentence = f"'{label}' is {shown(node.text)}, which is no list"
            notes.error(node.place, sentence, f"write {label}: [{', '.join(codes)}]", "wrong-type")
            return None
        found = super().read(node, notes, label)
        items = node.items if isinstance(node, Sequence) else [node]
        if not items:
            remedy = "write the site's own one first, or delete the field for en"
            notes.error(node.place, f"'{label}' lists no language", remedy, "empty")
        if not found or len(found) < len(items):
            return None
        for index, code in enumerate(found):
            if code in found[:index]:
                sentence = f"'{label}' lists '{code}' twice"
                notes.error(items[index].place, sentence, "delete one of the two", "language-twice")
                return None
        return found

    def schema(self) -> Schema:
        """Return the JSON Schema of the list."""
        code, made = super().schema()["anyOf"]
        return {"anyOf": [code, {**made, "minItems": 1, "uniqueItems": True}]}


BRAND = Shape(
    "the brand",
    Field("colour", COLOUR, "the one colour of the brand, as #rrggbb in quotes"),
    Field("accent", COLOUR, "a second colour, for final badges"),
    Field("logo", PICTURE_NAME, "a picture in content/images/"),
    Field("logo_dark", PICTURE_NAME, "the logo on dark ground"),
    Field("theme", Id("the name of a theme"), "a folder in themes/"),
    ICON_FIELD,
    SHAPE_FIELD,
    Field("mark", MARKS, "marks that count the levels on drawn artwork"),
    Field("font", FONT, "the typeface of the pages, or a .woff2 file in content/images/"),
    Field("second_font", SECOND_FONT, "a .ttf file in content/images/ for drawn names"),
)

ISSUER = Shape(
    "the issuer",
    Field("name", Text(), "who awards", required=True),
    Field("url", Web(), "the issuer's own web page"),
    Field("email", EMAIL, "published in the issuer's profile"),
    Field(
        "linkedin_organization",
        _Digits("[0-9]{1,20}", "the number of a LinkedIn page", "1337", "linkedin"),
        "number of the LinkedIn page, for 'Add to LinkedIn'",
    ),
    Field("description", Text(2_000, lines=True), "a sentence about the issuer"),
    Field("address", Text(500, lines=True), "postal address, shown on pages"),
)

SHARING = Shape(
    "sharing",
    Field("learner_cards", YesNo(), "a picture for shared links with the learner's name, each"),
    Field("oembed", YesNo(), "an oEmbed file for each credential"),
)

SITE = Shape(
    "site.yml",
    Field("name", Text(), "name of the site", required=True),
    Field("url", Base(), "base address; badgesite build --base-url replaces it", required=True),
    Field("issuer", ISSUER, "who awards", required=True),
    Field("salt", Text(500), "secret text that makes addresses; never change it", required=True),
    Field("tagline", Text(), "a few words under the name", translated=True),
    Field("description", Text(2_000, lines=True), "a sentence about the site", translated=True),
    Field("languages", _Languages(), "the first is the site's own"),
    Field("timezone", Timezone(), "decides when a day begins and ends; UTC unless given"),
    Field("brand", BRAND, "colours, logo, artwork"),
    Field(
        "hosting",
        Text(),
        f"where the site lies: {', '.join(HOSTS)}",
    ),
    Field("known_issuers", ListOf(KNOWN_ISSUER), "others' DIDs that this site vouches for"),
    CERTIFICATE_FIELD,
    Field("sharing", SHARING, "what is published for each credential, a file more each"),
)


def read_site(node: Node, notes: Notes) -> Site | None:
    """Return the site, or None when a field it cannot do without is missing or wrong."""
    record = SITE.read(node, notes)
    if record is None or not record.whole:
        return None
    issuer = record.get("issuer")
    if not issuer.whole:
        return None
    if "languages" not in record.wrong:
        notes.known.languages = record.get("languages", ("en",))
    for code, name in record.texts:
        note_language(code, record.where(f"{name}.{code}"), f"'{name}.{code}'", notes)
    notes.translate(record.texts, "site")
    salt = record.get("salt")
    if len(salt) < 16:
        notes.warn(
            record.where("salt"),
            "'salt' is short, so that addresses could be guessed",
            "use at least 16 random characters before the first award is published",
            "short-salt",
        )
    _check_host(record, notes)
    return Site(
        issuer=Issuer(**issuer.values),
        brand=_brand(record.get("brand"), notes),
        known_issuers=known_issuers(record.get("known_issuers", ()), notes),
        certificate=certificate_of(record.get("certificate")),
        sharing=_sharing(record.get("sharing")),
        origin=notes.origin(record.place),
        **record.given("name", "url", "salt", "tagline", "description", "timezone", "hosting"),
        **record.given("languages"),
    )


def _check_host(record: Record, notes: Notes) -> None:
    """Warn of a host that reads like one of ours; any other is a place that we do not know."""
    host = record.get("hosting")
    near = nearest(host, HOSTS) if host and host not in HOSTS else None
    if near:
        notes.warn(
            record.where("hosting"),
            f"'hosting' is '{host}', whose limits are not known here",
            f"did you mean '{near}'?",
            "unknown-hosting",
        )


def _sharing(record: Record | None) -> Sharing:
    return Sharing(**record.values) if record is not None else Sharing()


def _brand(record: Record | None, notes: Notes) -> Brand:
    if record is None:
        return Brand()
    for name in ("logo", "logo_dark"):
        if name in record.values:
            given = record.values[name].removeprefix("images/")
            record.values[name] = given
            _check_picture(f"images/{given}", record, name, notes)
    font = record.values.get("font", "")
    if font.endswith(".woff2"):
        record.values["font"] = font.removeprefix("images/")
        _check_font(f"images/{record.values['font']}", record, notes)
    if "second_font" in record.values:
        given = record.values["second_font"] = record.values["second_font"].removeprefix("images/")
        _check_font(f"images/{given}", record, notes, "second_font")
    return Brand(**record.values)


def _check_picture(path: str, record: Record, name: str, notes: Notes) -> None:
    if path not in notes.known.pictures:
        notes.error(
            record.where(name),
            f"there is no picture content/{path}",
            f"put it there, or delete '{name}'",
            "unknown-picture",
        )


def _check_font(path: str, record: Record, notes: Notes, name: str = "font") -> None:
    if path not in notes.known.fonts:
        known = "write one that comes along: atkinson, inter, source-serif, system"
        notes.error(
            record.where(name),
            f"there is no typeface content/{path}",
            f"put it there, or {known if name == 'font' else f'delete {name!r}'}",
            "unknown-font",
        )
