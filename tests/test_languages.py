"""Languages: catalogues that are whole, plurals, days, lists, order, and pages that speak one."""

import gzip
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from badgesite.canonical import json_bytes
from badgesite.languages import (
    ENGLISH,
    browser_strings,
    language,
    own_name,
    right_to_left,
    sort_key,
)
from badgesite.languages.language import read_catalogue
from badgesite.languages.spelling import spelled
from badgesite.model import AwardKey
from badgesite.progress import Because, Ended, levels_open, sentence
from badgesite.rendering.durations import duration_text
from messages import CATALOGUES, all_said, collected, updated, written
from pathway_world import group, level, step

DAY = date(2026, 5, 3)


def test_the_day_is_written_as_the_language_writes_it() -> None:
    said = {code: language(code).day(DAY) for code in ("en", "de", "fr", "es", "en-US", "pt-BR")}
    assert said["en"] == "3 May 2026"
    assert said["de"] == "3. Mai 2026"
    assert said["fr"] == "3 mai 2026"
    assert said["es"] == "3 de mayo de 2026"
    assert said["en-US"] == "May 3, 2026"
    assert said["pt-BR"] == "3 May 2026"  # inside English sentences, for there is no catalogue


def test_a_short_day_fits_a_diagram() -> None:
    assert ENGLISH.short_day(date(2026, 9, 3)) == "3 Sep 2026"
    assert language("de").short_day(date(2026, 9, 3)) == "3. Sept. 2026"


def test_numbers_have_their_thousands_apart() -> None:
    assert ENGLISH.number(1234) == "1,234"
    assert language("de").number(1234.5) == "1.234,5"
    assert ENGLISH.ngettext("{n} credit", "{n} credits", 2.5) == "2.5 credits"
    assert ENGLISH.ngettext("{n} credit", "{n} credits", 1.0) == "1 credit"


def test_a_language_of_a_country_takes_the_catalogue_of_the_language() -> None:
    assert language("de-AT").spoken == "de"
    assert language("nl").spoken == "en"


def test_every_language_is_called_as_its_speakers_call_it() -> None:
    names = [own_name(code) for code in ("en", "de", "fr", "es", "ar", "xx")]
    assert names == ["English", "Deutsch", "Français", "Español", "العربية", "xx"]
    assert right_to_left("ar")
    assert right_to_left("ur-PK")
    assert not right_to_left("de")


def test_names_stand_where_a_reader_looks_for_them() -> None:
    names = ["Zora", "Ödön", "Oda", "Ñuria", "Nuria", "Nzinga", "anna", "Ana", "Élodie", "Eva"]
    german = ["Ana", "anna", "Élodie", "Eva", "Nuria", "Ñuria", "Nzinga", "Oda", "Ödön", "Zora"]
    assert sorted(names, key=lambda name: sort_key(name, "de")) == german
    spanish = sorted(names, key=lambda name: sort_key(name, "es"))
    assert spanish[4:8] == ["Nuria", "Nzinga", "Ñuria", "Oda"]
    swedish = sorted(["Zeta", "Ömer", "Åsa", "Ärla"], key=lambda name: sort_key(name, "sv"))
    assert swedish == ["Zeta", "Åsa", "Ärla", "Ömer"]


def test_a_duration_has_its_plural() -> None:
    assert duration_text("P1Y6M") == "1 year 6 months"
    assert duration_text("soon") == "soon"


def test_a_rule_in_words_never_reads_its_names_as_places() -> None:
    assert sentence(level(step(group("{n}", "{list}"), "one"))) == "Earn {n} and {list}."


TRANSLATED = sorted(path.stem for path in CATALOGUES.glob("*.po"))
PLACE = re.compile(r"%\([a-z]+\)s|\{[a-z]+\}|</?[a-z]+[^>]*>")


def of(code: str) -> Catalog:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_said_in_every_language(code: str) -> None:
    known = {(each.context, str(each.id)): each for each in of(code) if each.id}
    missing = [
        each.id
        for each in collected()
        if each.id and not ((found := known.get((each.context, str(each.id)))) and all_said(found))
    ]
    assert not missing, f"run `make messages` and fill {code}.po"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_places_and_the_markup_of_the_sentence(code: str) -> None:
    for each in of(code):
        if not each.id or each.fuzzy:
            assert not each.fuzzy or not each.id
            continue
        one, many = (each.id, each.id) if isinstance(each.id, str) else each.id
        forms = [each.string] if isinstance(each.string, str) else each.string
        for form in forms:
            said = set(PLACE.findall(form))
            # “The last check” needs no number where “The other {n} checks” does.
            assert set(PLACE.findall(one)) <= said | {"{n}"}, form
            assert said <= set(PLACE.findall(many)), form
            assert '"' not in PLACE.sub("", form), form  # it may stand in an attribute
            assert form == form.strip() or each.id != one.strip(), form


def test_no_catalogue_has_the_sentences_of_another() -> None:
    said = {
        code: {(each.context, str(each.id)): each.string for each in of(code) if each.id}
        for code in TRANSLATED
    }
    same = [
        (one, other, string)
        for one in TRANSLATED
        for other in TRANSLATED
        for key, string in said[one].items()
        if one < other and len(str(string).split()) > 2 and said[other].get(key) == string
    ]
    assert same == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_words_are_those_that_were_chosen(code: str) -> None:
    said = " ".join(str(each.string) for each in of(code) if each.id).lower()
    unwanted = {
        "de": r"\bdu\b|\bdein|widerruf|verifizier|manipulier|\bihr seid\b",
        "fr": r"\btu\b|\btes\b|révoqu|falsifi",
        "es": r"\btú\b|\btus?\b|revocad|verificar|manipulad",
    }
    assert not re.findall(unwanted[code], said)


def test_the_browser_gets_the_verifiers_sentences_and_no_others() -> None:
    strings = browser_strings("de")
    assert strings["This badge is genuine"] == "Dieses Badge ist echt"
    assert strings["{n} byte"] == {"one": "{n} Byte", "other": "{n} Bytes"}
    assert "How it works" not in strings
    assert browser_strings("fr")["{n} byte"]["one"] == "{n} octet"
    assert browser_strings("en") == {}
    assert all(
        len(gzip.compress(json_bytes(browser_strings(code)))) < 10_000 for code in TRANSLATED
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", "Erwerben Sie 2 dieser 3: A, B und C."),
        ("fr", "Obtenez 2 de ces 3\u00a0: A, B et C."),
        ("es", "Obtenga 2 de estas 3: A, B y C."),
    ],
)
def test_a_rule_is_a_sentence_in_every_language(code: str, words: str) -> None:
    assert sentence(level("a", "b", "c", any=2), language=language(code)) == words


def test_german_reasons_end_with_their_verb() -> None:
    german = language("de")
    assert levels_open([3, 4], german) == "die Stufen 3 und 4 nicht abgeschlossen sind"
    ended = Ended(AwardKey("a", "b", DAY, 1), "BLS", DAY)
    assert Because(ended=(ended,)).said(german) == "BLS am 3. Mai 2026 abgelaufen ist"


@pytest.mark.parametrize("code", ["en", *TRANSLATED])
def test_each_day_is_as_babel_writes_it_though_babel_is_not_asked(code: str) -> None:
    days = [date(2024, 1, 1) + timedelta(number) for number in range(366)]
    days += [date(1999, 12, 31), date(1987, 1, 23), date(2123, 2, 3), date(476, 9, 4)]
    said = language(code)
    assert [(said.day(day), said.short_day(day)) for day in days] == [
        (spelled(day, code, "long"), spelled(day, code, "short")) for day in days
    ], "run: python hatch_build.py"
    asked = (
        "import sys; from datetime import date; from badgesite.languages import language;"
        f"language({code!r}).day(date(2024, 5, 6)); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_was_compiled_on_installation_and_is_read_without_its_parser(code: str) -> None:
    asked = (
        "import sys; from badgesite.languages import language;"
        f"print(language({code!r}).gettext('Badges'), 'babel.messages' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    (said,) = (each.string for each in of(code) if each.id == "Badges" and not each.context)
    assert done.stdout.split() == [said, "False"], "run: python hatch_build.py"


def test_a_catalogue_edited_since_is_spoken_at_once(tmp_path: Path) -> None:
    edited = tmp_path / "de.po"
    text = (CATALOGUES / "de.po").read_text("utf-8")
    edited.write_text(text.replace('msgstr "Lernpfade"', 'msgstr "Wege"'), "utf-8")
    assert read_catalogue(CATALOGUES / "de.po").gettext("Pathways") == "Lernpfade"
    assert read_catalogue(edited).gettext("Pathways") == "Wege"


@pytest.mark.parametrize("code", TRANSLATED)
def test_collecting_again_changes_nothing(code: str) -> None:
    path = CATALOGUES / f"{code}.po"
    assert written(updated(path, collected())) == path.read_bytes(), "run: make messages"
