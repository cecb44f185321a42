"""What machines read beside the pages."""

from datetime import date

from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from badgesite.rendering import feeds
from badgesite.rendering.views import FeedEntry, FeedView
from page_views import FRAME, UUID

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_is_atom_with_absolute_addresses_and_hostile_names_as_text() -> None:
    name = 'R&D <b>"x"</b> \x0b'
    entry = FeedEntry(name, "Ada", f"credentials/{UUID}/", UUID, date(2026, 5, 12), "What")
    feed = fromstring(feeds.atom(FRAME, FeedView((entry,))))
    assert feed.findtext(f"{ATOM}updated") == "2026-05-12T00:00:00Z"
    found = feed.find(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}id") == f"urn:uuid:{UUID}"
    assert found.findtext(f"{ATOM}title") == 'R&D <b>"x"</b> : Ada'
    assert found.find(f"{ATOM}link").get("href") == f"{FRAME.base_url}credentials/{UUID}/"


def test_an_empty_feed_is_still_a_feed() -> None:
    assert fromstring(feeds.atom(FRAME, FeedView(()))).find(f"{ATOM}entry") is None


def test_the_sitemap_lists_absolute_addresses() -> None:
    made = feeds.sitemap(FRAME, (("", None), ("learners/ada/", date(2026, 5, 12))))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = list(fromstring(made))
    assert [each.findtext(f"{space}loc") for each in urls] == [
        FRAME.base_url,
        f"{FRAME.base_url}learners/ada/",
    ]
    assert urls[1].findtext(f"{space}lastmod") == "2026-05-12"


def test_a_preview_asks_robots_to_stay_away() -> None:
    assert b"Disallow: /\n" in feeds.robots(replace(FRAME, mode="preview"))
    assert b"Sitemap: https://harbour.example/badges-site/sitemap.xml" in feeds.robots(FRAME)
