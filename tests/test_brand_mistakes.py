"""A brand with everything wrong: each mistake is told at its place, and nothing is built."""

from datetime import UTC, datetime
from pathlib import Path

from badgesite.build import check_all
from provider import SITE, write

DAY = datetime(2026, 11, 24, tzinfo=UTC)
BRAND = """\
brand:
  colour: "teal"
  accent: "#12345"
  logo: logo.svg
  logo_dark: big.svg
  font: ours.woff2
"""
LEARNER = f"name: {'Ada ' * 100}\n"


def test_every_mistake_of_a_brand_is_told_at_its_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "site.yml": SITE + BRAND,
        "images/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0',
        "images/big.svg": b"<" + b" " * 10_000_000,
        "images/ours.woff2": b"wOFF, which is another format",
        "learners/ada.yml": LEARNER,
    }
    problems = check_all(write(tmp_path, files), DAY)
    told = {f"{each.origin.path}:{each.origin.line}": each.sentence for each in problems}
    assert told["content/images/big.svg:1"] == "it is larger than 5 MB"
    assert "is broken XML at line 1" in told["content/images/logo.svg:1"]
    assert "not a WOFF2 typeface" in told["content/images/ours.woff2:1"]
    assert told["content/site.yml:8"] == "'colour' is 'teal', which is not a colour"
    assert told["content/site.yml:9"] == "'accent' is '#12345', which is not a colour"
    # What names a file that was refused is not told of it once more.
    assert not {f"content/site.yml:{line}" for line in (10, 11, 12)} & told.keys()
    assert "399 characters long" in told["content/learners/ada.yml:1"]
    assert all(each.remedy for each in problems)
