"""One language: its catalogue, and what Babel knows of its days and numbers."""

from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from msgspec import Struct, json

from badgesite.languages.marker import N_
from badgesite.package_files import built_folder

_Spellings = dict[str, dict[str, list[str]]]
"""By language and length the days of twelve months; see `spellings`."""


class _Written(Struct):
    days: _Spellings


_CATALOGUES = Path(__file__).parent / "catalogues"


class Language:
    """What is said in one language. Two of the same code are the same object (see `language`).

    `code` is what was asked for; `spoken` the language of the strings, `en` where there is no
    catalogue.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        path = catalogue_path(code)
        self.spoken = path.stem if path is not None else "en"
        self.strings = NullTranslations() if path is None else read_catalogue(path)

    def gettext(self, message: str, **values: object) -> str:
        """Return the sentence with `{name}` filled in."""
        text = self.strings.gettext(message)
        return text.format(**values) if values else text

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Return the sentence as it is said in a context (`verb`, `chip` …)."""
        text = self.strings.pgettext(context, message)
        return text.format(**values) if values else text

    def ngettext(self, one: str, many: str, n: float, **values: object) -> str:
        """Return the sentence in the number that `n` asks for; `{n}` is written in it."""
        # The rules of plurals are for whole numbers; 2.5 credits are said as several are.
        whole = n if isinstance(n, int) else int(n) if float(n).is_integer() else 2
        text = self.strings.ngettext(one, many, int(whole))
        return text.format(**({"n": self.number(n)} | values))

    def form(self, n: int) -> tuple[int, bool]:
        """Return which form of a sentence a number asks for: of a translated one, and of ours."""
        plural = getattr(self.strings, "plural", None)  # a catalogue has it, no catalogue has not
        return 0 if plural is None else plural(n), n == 1

    # -------------------------------------------------------------- days and numbers
    @cached_property
    def _regional(self) -> str:
        # Strings and days are of one language, also where it is not the one asked for.
        return self.code if self.code.split("-")[0] == self.spoken.split("-")[0] else "en"

    @lru_cache(maxsize=8192)  # noqa: B019 - there are few languages, and they live as long as the build
    def day(self, day: date) -> str:
        """Return `12 May 2026`."""
        return self._day(day, "long")

    @lru_cache(maxsize=8192)  # noqa: B019 - as above
    def short_day(self, day: date) -> str:
        """Return `3 Feb 2025`."""
        return self._day(day, "short")

    def _day(self, day: date, length: str) -> str:
        known = _spellings().get(self._regional)
        if known is not None:
            return known[length][day.month - 1].format(d=day.day, y=day.year)
        from badgesite.languages.spelling import spelled

        return spelled(day, self._regional, length)

    def number(self, number: float) -> str:
        """Return a number with thousands apart and no needless decimals."""
        if isinstance(number, int) and number < 1000:
            return str(number)
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self._regional.replace("-", "_"))

    # -------------------------------------------------------------- lists
    def listed(self, items: Iterable[str]) -> str:
        """Return `A, B and C`."""
        found = list(items)
        if len(found) < 2:
            return "".join(found)
        first, last = self.gettext(N_(", ")).join(found[:-1]), found[-1]
        return self.gettext(N_("{list} and {last}"), list=first, last=last)


@cache
def catalogue_path(code: str) -> Path | None:
    """Return a language's catalogue, else that of it without a country; None for English."""
    for name in dict.fromkeys((code, code.split("-")[0])):
        path = _CATALOGUES / f"{name}.po"
        if path.is_file():
            return path
    return None


def has_catalogue(code: str) -> bool:
    """Whether pages can be in this language: English, or one with a catalogue."""
    return code.split("-")[0] == "en" or catalogue_path(code) is not None


@cache
def _spellings() -> _Spellings:
    """Return how days are written in the languages that were written down on installation."""
    path = built_folder() / "catalogues/days.json"
    return json.decode(path.read_bytes(), type=_Written).days if path.is_file() else {}


def read_catalogue(path: Path) -> GNUTranslations:
    """Return a catalogue: as it was compiled on installation, else (edited since) compiled now."""
    source = path.read_bytes()
    compiled = built_folder() / "catalogues" / f"{sha256(source).hexdigest()}.mo"
    made = compiled.read_bytes() if compiled.is_file() else _compiled(source)
    return GNUTranslations(BytesIO(made))


def _compiled(source: bytes) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source)))
    return compiled.getvalue()


@cache
def language(code: str) -> Language:
    """Return the language of a code such as `de` or `pt-BR`."""
    return Language(code)


ENGLISH = language("en")
