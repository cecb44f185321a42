"""Kinds of values that name a place or a language: web addresses, time zones, language tags."""

import re
from urllib.parse import urlsplit

from badgesite import days
from badgesite.addresses import normal_base
from badgesite.content.kinds import Schema, Word
from badgesite.content.languages import timezones
from badgesite.content.nodes import Scalar
from badgesite.content.notes import Known, Mistake, suggestion
from badgesite.content.translations import is_code, proper_code
from badgesite.errors import BadgesiteError

# What nearly all addresses look like, for a table may hold a hundred thousand.
_USUAL = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(/[A-Za-z0-9._~/?=&%+-]{0,200})?")
# Addresses in one, or the end of one in a list, for commas and semicolons part nothing here.
_SEVERAL = re.compile(r"https?://.*?(?:[\s,;](https?://)|[,;]$)")


class Web(Word):
    """An http or https address, without a password in it."""

    def parse(self, text: str, known: Known) -> str:
        """Return the address as written."""
        if _USUAL.fullmatch(text):
            return text
        fits = len(text) <= 2_000 and not re.search(r'[\s<>"{}|\\^`]', text) and text.isprintable()
        try:
            parts = urlsplit(text)
            parts.port  # noqa: B018  (reading it checks it)
        except ValueError:
            fits = False
        else:
            fits = fits and parts.scheme in ("http", "https") and bool(parts.hostname)
            fits = fits and parts.username is None
            fits = fits and not re.search(r"^\.|\.\.", parts.hostname or "")
        if several := _SEVERAL.match(text):
            what = "which is more than one address" if several[1] else f"which ends in {text[-1]}"
            remedy = "write one; where several may stand, part them by a space (in YAML: a list)"
            raise Mistake(what, remedy, "web-address")
        if not fits and re.fullmatch(r"https?://[^\s]+( +[^\s]+)+", text):
            raise Mistake(
                "which has a space in it", "write %20 in place of the space", "web-address"
            )
        if not fits:
            raise Mistake(
                "which is not a web address",
                "write a whole address that begins with https://",
                "web-address",
            )
        return text

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "format": "uri", "pattern": "^https?://"}


class Base(Web):
    """The base address of a site, with exactly one slash at its end."""

    def parse(self, text: str, known: Known) -> str:
        """Return the base address in its one form."""
        try:
            return normal_base(super().parse(text, known))
        except BadgesiteError as error:
            raise Mistake(str(error), error.remedy, "site-url", whole=True) from None


class Timezone(Word):
    """A time zone of the pinned tzdata package."""

    def parse(self, text: str, known: Known) -> str:
        """Return the name of the zone."""
        try:
            days.zone(text)
        except (KeyError, ValueError, OSError):
            raise Mistake(
                "which is not a time zone",
                suggestion(text, timezones(), "write it as Europe/London, or UTC"),
                "timezone",
            ) from None
        return text


class Language(Word):
    """A language as BCP 47 writes it: `en`, `pt-BR`."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Take a code without quotes, even `no` for Norwegian."""

    def parse(self, text: str, known: Known) -> str:
        """Return the language tag."""
        if is_code(text):
            return text
        proper = proper_code(text)
        remedy = f"write it as {proper}" if proper else "write its code: en, de, fr, es, pt-BR"
        raise Mistake("which is not a language", remedy, "language")

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"}
