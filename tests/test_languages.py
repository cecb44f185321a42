"""Languages: catalogues that are whole, plurals, days, lists, order, and pages that speak one."""

from datetime import date

import pytest

from badgesite.languages import ENGLISH, available, language, own_name, right_to_left, sort_key
from badgesite.progress import sentence
from badgesite.rendering.durations import duration_text
from messages import CATALOGUES, collected, updated, written
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
    assert available()[0] == "en"


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


@pytest.mark.parametrize("code", [code for code in available() if code != "en"])
def test_collecting_again_changes_nothing(code: str) -> None:
    path = CATALOGUES / f"{code}.po"
    assert written(updated(path, collected())) == path.read_bytes(), "run: make messages"
