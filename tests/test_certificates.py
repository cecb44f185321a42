"""Certificates as PDF, what they say, and what is refused calmly; files that sharing asks for."""

import io
import json
import re
import zlib
from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from badgesite import artwork
from badgesite.artwork import BadgeArt, ShareCard
from badgesite.build import certificates
from badgesite.rendering import Theme
from badgesite.rendering.certificate import PAPERS, certificate_svg
from badgesite.rendering.views import CredentialView, Frame, PaperView, SignatureView
from page_views import CREDENTIAL, FRAME
from repositories import Repository, copied, files

BRAND = "#0b5f80"
BADGE = artwork.badge_svg(BadgeArt("Advanced Response", "adv", "Harbour First Aid"), "full")
NAMES = [
    "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Theodora Constantia Maximiliane",
    "José Łukasiewicz-Ångström O’Śulliván the Younger of Great Yarmouth and Ely",
    "فلورنس نايتنجيل بنت الممرضة الكبيرة",
    "שלום בן־יהודה Florence",
    "e\u0301le\u0300ve n\u0303a\u0308 Zalgo\u0301\u0302\u0303",
    "फ़्लोरेंस नाइटिंगेल",
    "X" * 300,
    '<script>alert(1)</script> & "quotes"',
]


def drawn(
    view: CredentialView = CREDENTIAL,
    paper: str = "a4",
    frame: Frame = FRAME,
    second: artwork.SecondFont | None = None,
) -> bytes:
    return certificate_svg(Theme.load(), frame, view, PAPERS[paper], BRAND, BADGE, {}, second)


def seen(svg: bytes, width: int, mode: str) -> Image.Image:
    return Image.open(io.BytesIO(artwork.png(svg, width))).convert("RGBA").convert(mode)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


# ------------------------------------------------------------------ the drawing
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_that_can_be_written_fits_on_one_sheet(name: str) -> None:
    for paper in PAPERS:
        svg = drawn(replace(CREDENTIAL, learner=name), paper)
        assert b"<text" not in svg and b"<script" not in svg
        pdf = artwork.pdf(svg)
        assert pages(pdf) == 1
        picture = seen(svg, 1188, "L")
        # Nothing is written over the frame at the right, where a name that is too long would go.
        names = picture.crop((1188 - 105, 330, 1188 - 82, 460))
        assert names.getextrema() == (255, 255)


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("letter", (792, 612))])
def test_the_sheet_has_its_size_and_the_same_bytes_twice(paper: str, size: tuple[int, int]) -> None:
    pdf = artwork.pdf(drawn(paper=paper))
    assert pdf == artwork.pdf(drawn(paper=paper))
    box = re.search(rb"/MediaBox \[ ?0 0 ([0-9.]+) ([0-9.]+)", pdf)
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == size
    assert b"CreationDate (D:20000101000000" in pdf


def test_the_code_leads_to_the_page_and_a_learner_without_pages_has_none() -> None:
    picture = seen(drawn(), 2376, "L")
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == FRAME.base_url + CREDENTIAL.path
    assert zxingcpp.read_barcodes(seen(drawn(replace(CREDENTIAL, path="")), 2376, "L")) == []


def test_signatures_and_seal_stand_in_it() -> None:
    signature = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>'
    )
    seal = io.BytesIO()
    Image.new("RGB", (40, 40), "#aa2222").save(seal, "PNG")
    paper = PaperView(
        "Diploma", (SignatureView("E. B.", "Head", "assets/s.svg"),), "assets/seal.png"
    )
    view = replace(CREDENTIAL, paper=paper)
    pictures = {"assets/s.svg": signature, "assets/seal.png": seal.getvalue()}
    sheet = PAPERS["a4"]
    svg = certificate_svg(Theme.load(), FRAME, view, sheet, BRAND, BADGE, pictures)
    assert b'<path d="M0 0h9v9"/>' in svg
    assert b"data:image/png;base64," in svg
    picture = seen(svg, 1188, "RGB")
    assert (0xAA, 0x22, 0x22) in {colour for _, colour in picture.getcolors(1 << 24) or []}


# ------------------------------------------------------------------ the command
@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider whose pictures are drawn already; no site."""
    return copied(tmp_path_factory, tmp_path, built=False)


def test_the_command_writes_one_file_for_each_award_that_stands(provider: Repository) -> None:
    ran = provider.run("certificate", "--to", "papers")
    assert ran.code == 0
    made = sorted(path.name for path in (provider.root / "papers").iterdir())
    assert "grace-rope-2026-03-01.pdf" in made
    assert "sam-rope-2026-03-02.pdf" in made  # private, for the learner's own hands
    assert not [name for name in made if name.startswith("henry-boat")]  # withdrawn
    assert all((provider.root / "papers" / name).read_bytes().startswith(b"%PDF-") for name in made)


def test_a_certificate_is_in_the_learners_language(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.write("site.yml", provider.read("site.yml") + "languages: [en, de]\n")
    grace = provider.read("learners/grace.yml")
    provider.write("learners/grace.yml", f"{grace}language: de\n")
    provider.write("badges/rope.de.md", "---\nname: Seilrettung\n---\nTu es.\n")
    made: list[tuple[str, str, str]] = []

    def draw(theme: Theme, frame: Frame, view: CredentialView, *rest: object) -> bytes:
        made.append((view.learner, frame.language, view.badge))
        return certificate_svg(theme, frame, view, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(certificates, "certificate_svg", draw)
    assert provider.run("certificate", "--badge", "rope", "--to", "papers").code == 0
    # What is signed stands there as it was signed.
    assert ("Grace Darling", "de", "Rope Rescue") in made
    assert ("Henry Blogg", "en", "Rope Rescue") in made


def test_the_command_takes_a_learner_a_badge_or_a_uuid(provider: Repository) -> None:
    uuid = provider.uuid_of("grace", "boat")
    assert provider.run("certificate", uuid, "--to", "one").code == 0
    assert [path.name for path in (provider.root / "one").iterdir()] == [
        "grace-boat-2026-03-08.pdf"
    ]
    assert provider.run("certificate", "grace", "--badge", "rope", "--to", "two").code == 0
    assert [path.name for path in (provider.root / "two").iterdir()] == [
        "grace-rope-2026-03-01.pdf"
    ]
    for who, says in (("nobody", "no learner is called"), ("may", "no award that stands fits")):
        ran = provider.run("certificate", who)
        assert ran.code == 1
        assert says in ran.err


def test_no_certificate_is_written_over_a_file_that_is_there(provider: Repository) -> None:
    papers = provider.root / "papers"
    papers.mkdir()
    (papers / "sam-rope-2026-03-02.pdf").write_text("signed by hand")
    ran = provider.run("certificate", "--badge", "rope", "--to", "papers")
    assert ran.code == 1
    assert "sam-rope-2026-03-02.pdf is there already" in ran.err and "--to" in ran.err
    assert files(papers) == {"sam-rope-2026-03-02.pdf": b"signed by hand"}


def test_ctrl_c_says_that_what_was_written_stays(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*drawn: object) -> bytes:
        if list(provider.root.glob("papers/*.pdf")):
            raise KeyboardInterrupt
        return certificate_svg(*drawn)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(certificates, "certificate_svg", draw)
    ran = provider.run("certificate", "--to", "papers")
    assert ran.code == 130
    (made,) = (provider.root / "papers").iterdir()
    assert ran.out == f"wrote papers/{made.name}\n"
    assert ran.err == "stopped: what is named above is in papers/, the others are not written\n"


def test_a_name_no_font_has_is_a_sentence_and_the_others_are_written(
    provider: Repository,
) -> None:
    crew = provider.read("learners/crew.csv").replace("Henry Blogg", "李雷")
    provider.write("learners/crew.csv", crew)
    ran = provider.run("certificate", "--badge", "rope", "--to", "papers")
    assert ran.code == 1
    assert "henry-rope-2026-03-02.pdf cannot be drawn, the fonts lack: 李雷" in ran.err
    made = {path.name for path in (provider.root / "papers").iterdir()}
    assert "grace-rope-2026-03-01.pdf" in made
    assert not [name for name in made if name.startswith("henry")]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("certificate: {seal: images/none.svg}\n", "there is no picture content/images/none.svg"),
        ("certificate: {titel: x}\n", "the certificate has no field 'titel'"),
        ("certificate: {signatures: [{role: x}]}\n", "a signature lacks 'name'"),
        ("certificate: {signatures: [a, b, c, d]}\n", "'signatures' lists more than 3"),
        ("sharing: {learner_cards: maybe}\n", "learner_cards"),
    ],
)
def test_a_mistake_is_a_sentence_with_its_line(
    more: str, sentence: str, provider: Repository
) -> None:
    line = len(provider.read("site.yml").splitlines()) + 1
    provider.append("site.yml", more)
    ran = provider.run("check")
    assert ran.code == 1
    assert f"content/site.yml:{line}: " in ran.err
    assert sentence in ran.err


def test_a_signature_that_is_no_safe_picture_is_refused(provider: Repository) -> None:
    provider.append("site.yml", "certificate: {signatures: [{name: A, image: images/s.svg}]}\n")
    provider.write("images/s.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    ran = provider.run("build")
    assert ran.code == 1
    assert "content/images/s.svg" in ran.err
    assert not provider.site.exists()


def test_a_badge_says_something_else_than_the_site(provider: Repository) -> None:
    provider.append("site.yml", "certificate: {title: Of the site, signatures: [Head]}\n")
    rope = provider.read("badges/rope.md")
    provider.write(
        "badges/rope.md",
        rope.replace("validity: P2Y", "validity: P2Y\ncertificate: {title: Of the badge}"),
    )
    assert provider.run("build").code == 0
    for badge, title in (("rope", "Of the badge"), ("boat", "Of the site")):
        uuid = provider.uuid_of("grace", badge)
        page = (provider.site / f"credentials/{uuid}/index.html").read_text("utf-8")
        assert title in page
        assert "<b>Head</b>" in page


# ------------------------------------------------------------------ cards with names, oEmbed
def files_of(provider: Repository, uuid: str) -> set[str]:
    return {path.name for path in (provider.site / "credentials" / uuid).iterdir()}


def test_a_credential_has_two_files_unless_more_are_asked_for(provider: Repository) -> None:
    assert provider.run("build").code == 0
    uuid, gone = provider.uuid_of("grace", "rope"), provider.uuid_of("henry", "boat")
    assert files_of(provider, uuid) == {"index.html", "credential.json"}
    provider.append("site.yml", "sharing: {learner_cards: true, oembed: true}\n")
    assert provider.run("build").code == 0
    assert files_of(provider, uuid) == {
        "index.html", "credential.json", "card.png", "oembed.json",
    }  # fmt: skip
    assert files_of(provider, gone) == {"index.html", "credential.json", "withdrawn.json"}
    page = (provider.site / f"credentials/{uuid}/index.html").read_text("utf-8")
    image = re.search(r'property="og:image" content="([^"]+)"', page)
    assert image and image[1].endswith(f"/credentials/{uuid}/card.png")
    picture = Image.open(provider.site / f"credentials/{uuid}/card.png")
    picture.load()
    assert picture.size == (1200, 630)
    assert "application/json+oembed" in page
    answer = json.loads((provider.site / f"credentials/{uuid}/oembed.json").read_bytes())
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert f"/embed/{uuid}/" in answer["html"] and "<script" not in answer["html"]


def test_a_badge_is_described_for_search_engines_beside_its_page(provider: Repository) -> None:
    assert provider.run("build").code == 0
    said = json.loads((provider.site / "badges/rope/schema.jsonld").read_bytes())
    assert said["@type"] == "EducationalOccupationalCredential"
    assert said["name"] == "Rope Rescue"
    page = (provider.site / "badges/rope/index.html").read_text("utf-8")
    assert 'href="schema.jsonld"' in page
    assert "schema.org/EducationalOccupationalCredential" in page


def test_a_spliced_card_is_a_whole_png_with_the_name_and_nothing_else_changed() -> None:
    card = ShareCard("Advanced Response", "Level 2", "Harbour", "harbour.example", icon="anchor")
    ada = artwork.learner_card_png(replace(card, who="Ada Lovelace earned"), BADGE, b"plain")
    bob = artwork.learner_card_png(replace(card, who="Bob earned"), BADGE, b"plain")
    one, other = (Image.open(io.BytesIO(each)).convert("RGB") for each in (ada, bob))
    different = [
        row
        for row in range(630)
        if one.crop((0, row, 1200, row + 1)).tobytes()
        != other.crop((0, row, 1200, row + 1)).tobytes()
    ]
    assert 10 < len(different) < 60
    assert len(ada) < 1_000_000
    body = b"".join(
        ada[at + 8 : at + 8 + length]
        for at, length in chunks(ada)
        if ada[at + 4 : at + 8] == b"IDAT"
    )
    assert len(zlib.decompress(body)) == 630 * 1201
    assert artwork.learner_card_png(replace(card, who="李雷 earned"), BADGE, b"plain") == b"plain"


def chunks(png: bytes) -> list[tuple[int, int]]:
    at, found = 8, []
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        found.append((at, length))
        at += 12 + length
    return found
