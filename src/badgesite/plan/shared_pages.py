"""Outputs that belong to the whole site: home, editorial pages, lists, feeds, assets, headers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from badgesite import artwork, editorial
from badgesite.addresses import (
    badge_path,
    page_path,
    pathway_path,
)
from badgesite.cache import Cache
from badgesite.canonical import digest, json_bytes
from badgesite.code import code_identity
from badgesite.errors import ContentError
from badgesite.languages import browser_strings
from badgesite.model import Brand, Visibility
from badgesite.package_files import built_folder
from badgesite.plan.badge_pages import badges_pages
from badgesite.plan.certificates import certificate_pictures
from badgesite.plan.facts import Facts, Mode
from badgesite.plan.frame import pages_of
from badgesite.plan.keeping import kept_skeleton
from badgesite.plan.link_targets import link_targets
from badgesite.plan.looks import art_of
from badgesite.plan.outputs import Output
from badgesite.plan.script import SCRIPT, with_words
from badgesite.plan.shown import feed_view, latest_awards, places_of_learner
from badgesite.plan.skill_pages import skills_views
from badgesite.plan.words import pathway_card
from badgesite.rendering import Theme, feeds, markdown, pages, stylesheet, typefaces
from badgesite.rendering.views import (
    Frame,
    HeroPicture,
    HomeView,
    NotFoundView,
    PathwaysView,
    VerifyView,
)

HERO = 5  # badges in the hero
HOME = "index.html"
BADGE_CARD = "badge-card.js"  # at the site's root, for other people's pages to name


def asset_outputs(
    facts: Facts, theme: Theme, frame: Frame, written: editorial.Editorial, notes: list[str]
) -> Iterator[Output]:
    """Yield everything below assets/, and what programs ask for at the root."""
    for picture in sorted({*written.pictures, *certificate_pictures(facts.catalog)}):
        content = facts.catalog.pictures[picture]
        yield Output(f"assets/{picture}", own_logo, (content, picture))
    yield Output("robots.txt", feeds.robots, (frame,))
    folders = {path.split("/")[0] for path in written.files if "/" in path}
    folders -= set(frame.languages)
    yield Output("_headers", feeds.headers, (frame, tuple(sorted(folders))))
    yield Output(".nojekyll", as_it_is, (b"",))
    yield from _assets(facts, theme, frame, notes)


def page_outputs(
    facts: Facts, theme: Theme, frame: Frame, written: editorial.Editorial
) -> Iterator[Output]:
    """Yield editorial pages, the list of pathways, the page that checks, and 404."""
    for path, content in written.files.items():
        yield Output(facts.prefix + path, as_it_is, (content,))
    cards = PathwaysView(tuple(pathway_card(facts, p) for p in facts.catalog.pathways.values()))
    yield Output("pathways/index.html", pages.pathways_page, (theme, frame, cards))
    yield Output("verify/index.html", pages.verify_page, (theme, frame, VerifyView()))
    yield Output("404.html", pages.not_found_page, (theme, frame, NotFoundView()))


def home_outputs(
    facts: Facts, theme: Theme, frame: Frame, written: editorial.Editorial
) -> Iterator[Output]:
    """Yield the home page, which shows the newest awards."""
    yield Output(HOME, pages.home_page, (theme, frame, home_view(facts, written.home)))


def as_it_is(content: bytes) -> bytes:
    """Recipe: bytes that are made already."""
    return content


# ------------------------------------------------------------------ editorial pages
def editorial_pages(facts: Facts, theme: Theme, frame: Frame, cache: Cache) -> editorial.Editorial:
    """Return the pages that MkDocs renders, taken from the cache while nothing of them changed.

    Of the learners only those count whom the pages name.
    """
    targets = link_targets(facts.catalog, facts.prefix)
    mine = pages_of(facts)
    copies = _copies(facts)
    addresses = targets.addresses
    lasting = {each: addresses[each] for each in addresses if not each.startswith("learner:")}
    links = (lasting, targets.pictures)
    key = digest(code_identity(), "editorial", mine, theme.identity, frame, *links, copies)
    found = cache.get(key)
    if found is not None:
        made = editorial.Editorial.from_bytes(found)
        if made.learners.items() <= targets.addresses.items():
            return made
    made = editorial.render(
        mine,
        environment=theme.environment(frame.language),
        context_of=lambda path: theme.context(
            frame, facts.prefix + path, copies=copies.get(path, frame.languages[:1])
        ),
        clean=markdown.clean,
        targets=targets,
        prefix=facts.prefix,
    )
    if made.problems:
        raise ContentError(made.problems)
    cache.put([(key, made.to_bytes())])
    return made


def _copies(facts: Facts) -> dict[str, tuple[str, ...]]:
    """Return the languages in which each editorial page is there, by its address."""
    own, *others = facts.catalog.site.languages
    if facts.prefix:
        own, others = others[0], [own, *others[1:]]
    found: dict[str, tuple[str, ...]] = {}
    for page in facts.catalog.pages:
        if page.language in others:
            address = page_path(page.path)
            found[address] = (*found.get(address, (own,)), page.language)
    return found


# ------------------------------------------------------------------ home
def home_view(facts: Facts, text: editorial.HomeText | None) -> HomeView:
    """Return what the home page shows; index.md may give headline, lede and more."""
    catalog = facts.catalog
    finals = [p.final for p in catalog.pathways.values() if p.final is not None]
    others = [id_ for id_ in catalog.badges if id_ not in finals]
    chosen = [catalog.badges[id_] for id_ in [*finals[:1], *others][:HERO]]
    headline, lede, content = (text.headline, text.lede, text.content) if text else ("", "", "")
    translated = any(each.path == "index.md" and each.language for each in pages_of(facts))
    written = "" if translated else facts.foreign("pages", "index.md")
    return HomeView(
        headline=headline or catalog.site.tagline or frame_name(facts),
        headline_lang=written
        if headline
        else facts.foreign("site", "tagline" if catalog.site.tagline else "name"),
        lede=lede or catalog.site.description,
        lede_lang=written if lede else facts.foreign("site", "description"),
        content=content,
        content_lang=written,
        pathways=tuple(pathway_card(facts, pathway) for pathway in catalog.pathways.values()),
        pictures=tuple(HeroPicture(badge_path(badge.id), badge.name) for badge in chosen),
        latest=latest_awards(facts),
    )


def frame_name(facts: Facts) -> str:
    """Return the site's name."""
    return facts.catalog.site.name


# ------------------------------------------------------------------ feeds
def feed_outputs(facts: Facts, frame: Frame, written: editorial.Editorial) -> Iterator[Output]:
    """Yield what tells programs of the site's pages: the feed and the sitemap."""
    yield Output("feed.xml", feeds.atom, (frame, feed_view(facts)))
    yield Output(
        "sitemap.xml", feeds.sitemap, (frame, sitemap_entries(facts, tuple(written.files)))
    )


def sitemap_entries(
    facts: Facts, editorial_paths: tuple[str, ...]
) -> tuple[tuple[str, date | None], ...]:
    """Return path and last change of every page that search engines may know, sorted."""
    catalog = facts.catalog
    found: dict[str, date | None] = dict.fromkeys(("", "pathways/", "verify/", "keys/", "issuer/"))
    found |= {view.path: None for view in badges_pages(facts)}
    found |= {view.path: None for view in skills_views(facts)}
    found |= {badge_path(id_): None for id_ in catalog.badges}
    found |= {pathway_path(id_): None for id_ in catalog.pathways}
    found |= {path.removesuffix("index.html"): None for path in editorial_paths}
    for learner in catalog.learners.values():
        if learner.visibility is not Visibility.PUBLIC:
            continue
        found["learners/"] = None
        found |= dict(places_of_learner(facts, learner))
    return tuple(sorted(found.items()))


# ------------------------------------------------------------------ assets
def _assets(facts: Facts, theme: Theme, frame: Frame, notes: list[str]) -> Iterator[Output]:
    for name, content in theme.static_files().items():
        said = frame.languages if name == SCRIPT else ()
        yield Output(f"assets/{name}", with_words if said else as_it_is, (content, *said))
    for path in sorted((built_folder() / "verifier").iterdir()):
        target = path.name if path.name == BADGE_CARD else f"assets/{path.name}"
        yield Output(target, as_it_is, (path.read_bytes(),))
    if facts.mode is not Mode.PREVIEW:  # an unsigned site has nothing to keep
        yield kept_skeleton(facts.catalog.site.brand, theme, frame)
    for code in frame.languages:
        strings = browser_strings(code)
        if strings:
            yield Output(f"assets/verify-{code}.json", verifier_strings, (strings,))
    brand = facts.catalog.site.brand
    yield from _fonts(facts, brand.font)
    notes.extend(artwork.palette(brand.colour, brand.accent).notes)
    for badge in facts.catalog.badges.values():
        if badge.image is None:
            notes.extend(artwork.badge_notes(art_of(facts, badge)))
    yield Output("assets/brand.css", brand_css, (brand,))
    yield Output("assets/icons.css", icons_css, (_icons(theme),))
    yield Output("assets/icon.svg", icon, (frame.site_name, brand))
    yield Output("assets/hero.svg", hero, ())
    yield Output("assets/frame.svg", frame_picture, (brand,))
    for name in sorted({each for each in (brand.logo, brand.logo_dark) if each}):
        picture = facts.catalog.pictures[f"images/{name}"]
        target = f"assets/{name.rsplit('/', 1)[-1]}"
        yield Output(target, own_logo, (picture, name))
    if facts.mode is Mode.PREVIEW:
        notes.append("this is an unsigned preview: no credential was written")


def _fonts(facts: Facts, font: str) -> Iterator[Output]:
    own = facts.catalog.fonts.get(f"images/{font}")
    folder = built_folder() / "fonts"
    files = [face.file for face in typefaces.typeface(font).faces]
    for file in files:
        content = own if own is not None else (folder / file).read_bytes()
        yield Output(f"assets/fonts/{file}", as_it_is, (content,))
    for licence in sorted(folder.glob("*-OFL.txt")):
        if any(file.startswith(licence.name.removesuffix("OFL.txt")) for file in files):
            yield Output(f"assets/fonts/{licence.name}", as_it_is, (licence.read_bytes(),))


def _icons(theme: Theme) -> tuple[tuple[str, str], ...]:
    bundled = sorted((built_folder() / "icons").glob("*.svg"))
    drawn = {path.stem: path.read_text(encoding="utf-8") for path in bundled}
    return tuple(sorted((drawn | dict(theme.icons())).items()))


def verifier_strings(strings: dict[str, Any]) -> bytes:
    """Recipe: what the verifier says in a language."""
    return json_bytes(strings)


def brand_css(brand: Brand) -> bytes:
    """Recipe: the brand's tokens as a style sheet."""
    return stylesheet.brand_css(artwork.palette(brand.colour, brand.accent), brand.font)


def icons_css(icons: tuple[tuple[str, str], ...]) -> bytes:
    """Recipe: the icons of pages as a style sheet."""
    return stylesheet.icons_css(dict(icons))


def icon(name: str, brand: Brand) -> bytes:
    """Recipe: the site's icon."""
    return artwork.favicon_svg(name, brand.icon, brand.colour)


def hero() -> bytes:
    """Recipe: the fine lines behind the bands of brand."""
    return artwork.hero_svg()


def frame_picture(brand: Brand) -> bytes:
    """Recipe: the border of certificates."""
    return artwork.border_svg(brand.colour)


def own_logo(data: bytes, name: str) -> bytes:
    """Recipe: the provider's logo, cleaned."""
    return artwork.own_logo(data, name)
