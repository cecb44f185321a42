"""One brand colour becomes tokens that can be read, in light and dark."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.artwork import palette
from badgesite.artwork.colour import Tones, contrast, hex_of, is_colour, mixed, oklch
from badgesite.errors import ThemeError

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_brand_of_the_design_is_not_moved():
    made = palette("#0b5f80", "#f0b64a")
    assert made.brand_light == "#0b5f80"
    assert made.brand_deep == "#0d435a"
    assert made.accent == "#f0b64a"
    assert made.notes == ()


def test_a_pale_brand_is_darkened_and_the_notes_say_to_what():
    made = palette("#f5d142", "#f0b64a")
    assert made.brand_light != "#f5d142"
    assert "#f5d142" in made.notes[0]
    assert made.brand_light in made.notes[0]


def test_capitals_are_the_same_colour():
    assert palette("#0B5F80", "#F0B64A") == palette("#0b5f80", "#f0b64a")


@settings(max_examples=300, deadline=None)
@given(COLOURS)
def test_every_brand_can_be_read_wherever_pages_use_it(colour):
    made = palette(colour, "#f0b64a")
    for ground in ("#ffffff", made.surface_light, made.brand_soft_light):
        assert contrast(made.brand_light, ground) >= 4.5
    for ground in ("#0f1318", made.surface_dark, made.brand_soft_dark):
        assert contrast(made.brand_dark, ground) >= 4.5
    assert contrast(made.on_brand_light, made.brand_light) >= 4.5
    assert contrast(made.on_brand_dark, made.brand_dark) >= 4.5
    assert contrast("#ffffff", made.brand_deep) >= 4.5


@settings(max_examples=300, deadline=None)
@given(COLOURS)
def test_a_colour_survives_the_way_to_oklch_and_back(colour):
    there_and_back = hex_of(oklch(colour))
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(there_and_back[1:]), strict=True)
    assert all(abs(one - other) <= 1 for one, other in pairs)


@settings(max_examples=100, deadline=None)
@given(COLOURS, st.floats(0, 1))
def test_every_tone_is_a_colour(colour, light):
    assert is_colour(Tones(colour)(light))


def test_mixing_all_of_a_colour_is_the_colour():
    assert mixed("#0b5f80", "#ffffff", 1) == "#0b5f80"
    assert mixed("#0b5f80", "#ffffff", 0) == "#ffffff"


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    "text", ["", "blue", "#fff", "0b5f80", "#0b5f8", "#0b5f800", "#0b5f8g", "#0b5f80;x", "url(x)"]
)
def test_what_is_no_colour_is_said_in_one_sentence(text):
    with pytest.raises(ThemeError) as caught:
        palette(text, "#f0b64a")
    assert f"'{text}'" in str(caught.value)
    assert "#0b5f80" in caught.value.remedy


@pytest.mark.parametrize("colour", ["#ffd400", "#7fc8a9", "#e8b4d0"])
def test_a_bright_colour_is_shown_as_it_is_under_dark_words(colour: str) -> None:
    found = palette(colour, "#f0b64a")
    assert (found.fill, found.band) == (colour, colour)
    assert contrast(found.fill, found.on_fill) >= 7
    assert found.brand_light != colour  # words in it on white are another matter


@pytest.mark.parametrize("colour", ["#0b5f80", "#ff6a00", "#0a0a0a", "#ffffff", "#bbbbbb"])
def test_any_other_colour_carries_white_words_where_it_is_dark_enough(colour: str) -> None:
    found = palette(colour, "#f0b64a")
    assert found.on_fill == found.on_band == "#ffffff"
    assert contrast(found.fill, "#ffffff") >= 4.5
    assert contrast(found.band, "#ffffff") >= 4.5
