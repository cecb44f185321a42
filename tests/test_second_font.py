"""A provider's own font for what the bundled ones lack: in badges, cards and certificates."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from badgesite import artwork
from badgesite.artwork import BadgeArt, SecondFont, ShareCard
from badgesite.canonical import digest
from conftest import NODE
from page_views import CREDENTIAL
from repositories import Repository, copied
from test_certificates import drawn, seen

pytestmark = [pytest.mark.node]

NAME = "அன்னை தெரசா"
FILE = "node_modules/@expo-google-fonts/noto-sans-tamil/400Regular/NotoSansTamil_400Regular.ttf"


@pytest.fixture(scope="module")
def tamil(node: Path) -> SecondFont:
    return SecondFont.of((NODE / FILE).read_bytes())


@pytest.fixture
def provider(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, tamil: SecondFont
) -> Iterator[Repository]:
    """A provider one of whose learners has a Tamil name."""
    made = copied(tmp_path_factory, tmp_path, built=False)
    crew = made.read("learners/crew.csv").replace("Henry Blogg", NAME)
    assert NAME in crew
    made.write("learners/crew.csv", crew)
    made.write("images/tamil.ttf", tamil.data)
    yield made


def with_font(provider: Repository, name: str = "tamil.ttf") -> None:
    site = provider.read("site.yml")
    assert "brand:" not in site
    provider.write("site.yml", f"{site}brand: {{second_font: {name}}}\n")


# ------------------------------------------------------------------ drawings
def test_a_badge_has_its_name_in_the_second_font(tamil: SecondFont) -> None:
    art = BadgeArt("முதலுதவி", "first-aid")
    helped = replace(art, second=tamil)
    assert "left out of its picture" in artwork.badge_notes(art)[0]
    assert artwork.badge_notes(helped) == ()
    assert len(artwork.badge_svg(helped)) > len(artwork.badge_svg(art)) + 1_000


def test_letters_are_shaped_and_signs_join_their_letters(tamil: SecondFont) -> None:
    with artwork.helped_by(tamil):
        assert artwork.unset(NAME) == ()
        joined = artwork.Pen(second=tamil).line("கொ", 0, 100, 100, 1_000)
    alone = artwork.Pen(second=tamil).line("க", 0, 100, 100, 1_000)
    # The sign `o` stands on both sides of its letter, so its outline begins before and ends after.
    assert str(joined).count("z") >= str(alone).count("z") + 2


def test_what_the_bundled_fonts_write_is_not_changed_by_a_second_one(tamil: SecondFont) -> None:
    for name in ("Grace Darling", "Łukasz", "नमस्ते", "שלום", "ประถมพยาบาล"):
        art = BadgeArt(name, "one")
        assert artwork.badge_svg(replace(art, second=tamil)) == artwork.badge_svg(art)


def test_it_helps_nobody_who_has_not_asked(tamil: SecondFont) -> None:
    artwork.badge_svg(BadgeArt("முதலுதவி", "first-aid", second=tamil))
    assert artwork.unset("முதல்")


def test_it_stands_in_a_key_by_its_digest_alone(tamil: SecondFont) -> None:
    same, other = SecondFont(tamil.sha256, b""), SecondFont("0" * 64, tamil.data)
    card = ShareCard("a", "b", "c", "d", second=tamil)
    assert digest(card) == digest(replace(card, second=same))
    assert digest(card) != digest(replace(card, second=other))


def test_a_certificate_shows_the_name(tamil: SecondFont) -> None:
    view = replace(CREDENTIAL, learner=NAME)
    where = (450, 250, 1_050, 460)  # of the name on the sheet

    def ink(font: SecondFont | None) -> int:
        picture = seen(drawn(view, second=font), 1188, "L").crop(where)
        return sum(picture.histogram()[:128])

    assert ink(tamil) > ink(None) + 1_000


# ------------------------------------------------------------------ the provider's repository
def test_certificates_and_cards_of_a_learner_are_drawn_with_it(provider: Repository) -> None:
    provider.append("site.yml", "sharing: {learner_cards: true}\n")
    ran = provider.run("certificate", "henry", "--badge", "rope", "--to", "papers")
    assert ran.code == 1
    assert "brand: second_font" in ran.err
    assert not (provider.root / "papers").exists()
    assert provider.run("build").code == 0
    uuid = provider.uuid_of("henry", "rope")
    plain = provider.published()[f"credentials/{uuid}/card.png"]

    with_font(provider)
    ran = provider.run("certificate", "henry", "--badge", "rope", "--to", "papers")
    assert (ran.code, ran.err) == (0, "")
    assert (provider.root / "papers/henry-rope-2026-03-02.pdf").is_file()
    assert provider.run("build").code == 0
    site = provider.published()
    assert site[f"credentials/{uuid}/card.png"] != plain
    assert not [path for path in site if path.endswith(".ttf")]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("none.ttf", None, r"content/site.yml:\d+: there is no typeface content/images/none.ttf"),
        ("cff.ttf", b"OTTO" + bytes(40), r"content/images/cff.ttf:1: this is not a TTF typeface"),
        (
            "odd.ttf",
            b"true" + b"\xff" * 400,
            r"content/images/odd.ttf:1: this typeface has no",
        ),
        ("woff.woff2", b"wOF2", r"content/site.yml:\d+: .*second_font"),
    ],
)
def test_a_second_font_that_is_none_is_a_sentence(
    name: str, content: bytes | None, sentence: str, provider: Repository
) -> None:
    if content is not None:
        provider.write(f"images/{name}", content)
    with_font(provider, name)
    ran = provider.run("check")
    assert ran.code == 1
    assert re.search(sentence, ran.err), ran.err
