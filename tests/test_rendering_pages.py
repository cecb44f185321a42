"""Every kind of page: what must stand in it, what must never, and that hostile text stays text."""

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from msgspec import Struct, structs

from badgesite.rendering import Theme, pages
from badgesite.rendering.dated import of_these, over_time, soonest, turn, turns
from badgesite.rendering.dated_drawing import drawn_over_time
from badgesite.rendering.views import (
    LearnerPathwayView,
    MovedView,
    PathwayState,
    PathwaysView,
    StackTurn,
    Toward,
)
from page_views import (
    BACKPACK,
    CREDENTIAL,
    FINAL,
    FRAME,
    HOME,
    LEARNER_PATHWAY,
    PAGES,
    PATHS,
    PATHWAY,
    REVOKED,
    UUID,
)

THEME = Theme.load()
HOSTILE = "<script>alert(1)</script>\"' onload=x {{ 7*7 }} {% raw %} \u202eevil & Łukasz"


class Parsed(HTMLParser):
    """Elements with their attributes, and the text between them, as a browser sees them."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.scripts_with_text: list[str] = []
        self._inside: list[str] = []
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._inside and self._inside[-1] in ("script", "style") and data.strip():
            self.scripts_with_text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str | None:
        for each in self.all("meta"):
            if name in (each.get("name"), each.get("property"), each.get("http-equiv")):
                return each["content"]
        return None


@pytest.fixture(params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_page_carries_a_strict_policy_before_anything_is_loaded(name: str) -> None:
    page = Parsed(PAGES[name](THEME, FRAME))
    policy = page.meta("Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "*" not in policy
    for absent in ("frame-ancestors", "sandbox", "report-uri"):
        assert absent not in policy
    elsewhere = [each for each in policy.split("; ") if "https:" in each]
    assert elsewhere == (["connect-src 'self' https:"] if name == "verify" else [])
    tags = [tag for tag, _ in page.elements]
    loading = [place for place, tag in enumerate(tags) if tag in ("link", "script", "img")]
    meta = page.elements.index(
        ("meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    )
    assert meta < min(loading)


def test_a_page_has_no_inline_script_style_or_handler(name: str) -> None:
    page = Parsed(PAGES[name](THEME, FRAME))
    assert page.scripts_with_text == []
    assert page.all("style") == []
    for tag, attributes in page.elements:
        assert not [each for each in attributes if each.startswith("on") or each == "style"], tag
    for each in page.all("script"):
        assert each["src"]


def test_a_page_asks_no_other_host(name: str) -> None:
    page = Parsed(PAGES[name](THEME, FRAME))
    loaded = [each["src"] for tag in ("script", "img") for each in page.all(tag)]
    loaded += [
        each["href"]
        for each in page.all("link")
        if each["rel"] not in ("canonical", "alternate", "prev", "next")
    ]
    assert loaded
    for address in loaded:
        assert address.startswith("data:image/png;") or not urlsplit(address).netloc, address


def test_links_work_below_any_path(name: str) -> None:
    here = FRAME.base_url + PATHS[name]
    for each in Parsed(PAGES[name](THEME, FRAME)).all("a"):
        target = urljoin(here, each["href"])
        if urlsplit(each["href"]).netloc or target.startswith("mailto:"):
            continue
        assert target.startswith(FRAME.base_url), each["href"]


def test_a_page_is_light(name: str) -> None:
    size = len(PAGES[name](THEME, FRAME))
    assert size <= (9_000 if "credential" in name else 30_000)


def test_a_page_has_one_heading_a_title_a_language_and_described_pictures(name: str) -> None:
    page = Parsed(PAGES[name](THEME, FRAME))
    assert len(page.all("h1")) == 1
    assert len(page.all("title")) == 1
    assert page.all("html")[0]["lang"] == "en"
    assert all("alt" in each for each in page.all("img"))
    assert all(each.get("id") for each in page.all("main")) or name == "embed"
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_green_never_stands_in_a_static_credential_page() -> None:
    for view in (CREDENTIAL, FINAL, REVOKED):
        html = pages.credential_page(THEME, FRAME, view).decode()
        assert "verdict-ok" not in html
        assert "genuine</h1>" not in html


# ------------------------------------------------------------------ hostile text
def _with_hostile_texts(value: object) -> object:
    if isinstance(value, str):
        return HOSTILE if " " in value and not value.startswith("<") else value
    if isinstance(value, tuple):
        return tuple(_with_hostile_texts(each) for each in value)
    if isinstance(value, Struct):
        texts = {name: _with_hostile_texts(each) for name, each in structs.asdict(value).items()}
        return structs.replace(value, **texts)
    return value


def _hostile() -> Iterator[bytes]:
    frame = _with_hostile_texts(FRAME)
    for render, view in (
        (pages.credential_page, CREDENTIAL),
        (pages.credential_page, FINAL),
        (pages.credential_page, REVOKED),
        (pages.backpack_page, BACKPACK),
        (pages.learner_pathway_page, LEARNER_PATHWAY),
    ):
        yield render(THEME, frame, _with_hostile_texts(view))  # type: ignore[operator]


def test_hostile_text_is_shown_as_text() -> None:
    for made in _hostile():
        page = Parsed(made)
        assert "<script>alert(1)</script>" in page.text
        assert "{{ 7*7 }}" in page.text
        assert page.scripts_with_text == []
        for _, attributes in page.elements:
            assert "onload" not in attributes


# ------------------------------------------------------------------ the credential page
def test_the_head_of_a_credential_page_says_what_networks_read() -> None:
    page = Parsed(pages.credential_page(THEME, FRAME, CREDENTIAL))
    address = FRAME.base_url + CREDENTIAL.path
    assert [e["href"] for e in page.all("link") if e["rel"] == "canonical"] == [address]
    assert page.meta("og:url") == address
    assert page.meta("og:type") == "website"
    assert page.meta("og:title") == "Advanced Response, awarded to Florence Nightingale"
    assert page.meta("og:description") == CREDENTIAL.description
    assert page.meta("og:image") == FRAME.base_url + "badges/adv/card.png"
    assert page.meta("twitter:card") == "summary_large_image"


def test_the_linkedin_link_encodes_every_parameter() -> None:
    view = structs.replace(CREDENTIAL, badge="R&D: 100% + ümlaut / #1")
    page = Parsed(pages.credential_page(THEME, FRAME, view))
    (link,) = [e["href"] for e in page.all("a") if "/profile/add?" in e["href"]]
    assert not re.search(r"[ü+#/]", link.split("?", 1)[1])
    assert parse_qs(urlsplit(link).query, strict_parsing=True) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": [view.badge],
        "organizationName": ["Harbour First Aid"],
        "issueYear": ["2026"],
        "issueMonth": ["5"],
        "expirationYear": ["2028"],
        "expirationMonth": ["5"],
        "certUrl": [FRAME.base_url + view.path],
        "certId": [UUID],
    }


def test_there_is_one_link_to_post_and_one_to_the_signed_file() -> None:
    page = Parsed(pages.credential_page(THEME, FRAME, CREDENTIAL))
    posts = [e["href"] for e in page.all("a") if "linkedin.com/sharing/share-offsite/" in e["href"]]
    assert len(posts) == 1
    assert parse_qs(urlsplit(posts[0]).query)["url"] == [FRAME.base_url + CREDENTIAL.path]
    assert [e for e in page.all("a") if e["href"] == "credential.json"]


def test_a_known_organization_is_named_by_its_number() -> None:
    issuer = structs.replace(FRAME.issuer, linkedin_organization="12345")
    frame = structs.replace(FRAME, issuer=issuer)
    html = pages.credential_page(THEME, frame, CREDENTIAL).decode()
    assert "organizationId=12345" in html
    assert "organizationName" not in html


def test_the_page_carries_what_the_verifier_needs() -> None:
    (main,) = Parsed(pages.credential_page(THEME, FRAME, CREDENTIAL)).all("main")
    assert main["data-page"] == "credential"
    assert main["data-root"] == "../../"
    assert main["data-did"] == FRAME.did
    assert main["data-base"] == FRAME.base_url
    assert main["data-uuid"] == UUID


def test_only_a_stacked_credential_has_room_for_its_stack() -> None:
    assert b'id="stack"' in pages.credential_page(THEME, FRAME, FINAL)
    assert b'id="stack"' not in pages.credential_page(THEME, FRAME, CREDENTIAL)


def test_a_withdrawn_credential_is_not_shared_and_says_why() -> None:
    page = Parsed(pages.credential_page(THEME, FRAME, REVOKED))
    assert not [each for each in page.all("a") if "linkedin" in each["href"]]
    assert "The issuer withdrew this badge on 3\u00a0September 2026" in page.text
    assert "Reason given by Harbour First Aid: awarded in error." in page.text


def test_a_link_to_a_withdrawn_credential_does_not_praise_it() -> None:
    page = Parsed(pages.credential_page(THEME, FRAME, REVOKED))
    said = "The issuer withdrew this badge: Water Rescue Response, Henry Dunant"
    assert page.meta("og:title") == said
    assert f"<title>{said}</title>" in pages.credential_page(THEME, FRAME, REVOKED).decode()
    assert page.meta("og:description") == "Do not rely on it."


LAPSING = structs.replace(
    FINAL,
    stack=structs.replace(
        FINAL.stack,
        until=date(2028, 1, 8),
        turns=(
            StackTurn(date(2026, 10, 2), ""),
            StackTurn(date(2028, 1, 9), "Complete when awarded; lapsed since 9 January 2028"),
        ),
    ),
)


def test_a_final_badge_whose_rule_lapses_says_so_beside_its_verdict_from_the_next_day_on() -> None:
    html = pages.credential_page(THEME, FRAME, LAPSING).decode()
    (note,) = re.findall(
        r'<p class="callout[^"]* lapse"[^>]*data-after="2028-01-08" hidden>.*', html
    )
    assert "<span>Complete when awarded; lapsed since 9 January 2028.</span>" in note
    assert html.index('id="verdict"') < html.index(note) < html.index('class="cred"')
    page = Parsed(html.encode())
    marks = [a for t, a in page.elements if t == "span" and a.get("data-after") == "2028-01-08"]
    assert len(marks) == 1  # in the row of the day
    (share,) = [a for _, a in page.elements if "if-current" in a.get("class", "").split()]
    assert share["data-until"] == "2028-01-08"


def test_what_expires_before_its_rule_lapses_is_shared_to_the_earlier_day() -> None:
    assert LAPSING.last_day == date(2028, 1, 8)
    assert structs.replace(LAPSING, expires=date(2027, 1, 1)).last_day == date(2027, 1, 1)
    assert FINAL.last_day is None


# ------------------------------------------------------------------ what a shared link shows
def test_a_link_to_any_page_of_pathways_or_learners_has_a_card() -> None:
    card = f"{FRAME.base_url}badges/pro/card.png"
    for made, address in (
        (pages.home_page(THEME, FRAME, HOME), ""),
        (pages.pathways_page(THEME, FRAME, PathwaysView(HOME.pathways)), "pathways/"),
        (pages.pathway_page(THEME, FRAME, PATHWAY), PATHWAY.path),
        (pages.learner_pathway_page(THEME, FRAME, LEARNER_PATHWAY), LEARNER_PATHWAY.path),
        (pages.backpack_page(THEME, FRAME, BACKPACK), BACKPACK.path),
    ):
        page = Parsed(made)
        assert page.meta("og:url") == FRAME.base_url + address
        assert page.meta("og:title")
        assert page.meta("og:description")
        assert page.meta("description") == page.meta("og:description")
        assert re.fullmatch(r".*/badges/[a-z]+/card\.png", page.meta("og:image") or "")
        assert page.meta("twitter:card") == "summary_large_image"
    assert Parsed(pages.pathway_page(THEME, FRAME, PATHWAY)).meta("og:image") == card


def test_a_link_to_a_backpack_without_badges_does_not_count_them() -> None:
    view = structs.replace(BACKPACK, badges=0, tiles=(), foreign=())
    page = Parsed(pages.backpack_page(THEME, FRAME, view))
    assert (
        page.meta("og:description") == "No badges yet. Florence has started First Aid Professional."
    )
    assert page.meta("og:image") is None


def test_the_feed_is_named_once() -> None:
    page = Parsed(pages.home_page(THEME, FRAME, HOME))
    assert len([e for e in page.all("link") if e.get("type") == "application/atom+xml"]) == 1


def test_a_text_in_another_language_says_so() -> None:
    view = structs.replace(
        PATHWAY,
        lang="en",
        summary="For all.",
        summary_lang="en",
        description="Why.",
        description_lang="en",
    )
    html = pages.pathway_page(THEME, structs.replace(FRAME, language="de"), view).decode()
    assert '<p class="lede" lang="en">For all.</p>' in html
    assert '<div lang="en"><p>Why.</p>' in html
    card = structs.replace(HOME.pathways[0], summary_lang="en", summary="For all.")
    cards = pages.pathways_page(THEME, FRAME, PathwaysView((card,))).decode()
    assert '<p lang="en">For all.</p>' in cards


def test_the_question_before_another_host_is_asked_is_read_out() -> None:
    page = Parsed(PAGES["verify"](THEME, FRAME))
    assert [a["aria-live"] for _, a in page.elements if a.get("id") == "consent"] == ["polite"]


def test_values_in_a_table_that_is_stacked_say_what_they_are() -> None:
    page = Parsed(PAGES["keys"](THEME, FRAME))
    assert {a["data-l"] for _, a in page.elements if "data-l" in a} == {
        "Key",
        "In use since",
        "State",
    }


# ------------------------------------------------------------------ who may be found
@pytest.mark.parametrize("indexed", [True, False])
def test_an_unlisted_learner_is_not_indexed(indexed: bool) -> None:
    made = (
        pages.credential_page(THEME, FRAME, structs.replace(CREDENTIAL, indexed=indexed)),
        pages.backpack_page(THEME, FRAME, structs.replace(BACKPACK, indexed=indexed)),
        pages.learner_pathway_page(THEME, FRAME, structs.replace(LEARNER_PATHWAY, indexed=indexed)),
    )
    for html in made:
        assert Parsed(html).meta("robots") == (None if indexed else "noindex")


def test_a_former_address_leads_to_the_new_one_without_script() -> None:
    page = Parsed(pages.moved_page(THEME, FRAME, MovedView("learners/old/", "learners/new/")))
    assert page.meta("refresh") == "0; url=../../learners/new/"
    assert [e["href"] for e in page.all("link") if e["rel"] == "canonical"] == [
        FRAME.base_url + "learners/new/"
    ]
    assert [each for each in page.all("a") if each["href"] == "../../learners/new/"]


# ------------------------------------------------------------------ modes
def test_a_demo_says_so_on_every_page(name: str) -> None:
    html = PAGES[name](THEME, structs.replace(FRAME, mode="demo")).decode()
    assert "Demo: signed with the example key, which everybody has" in html


def test_a_preview_says_so_on_every_page_and_is_not_indexed(name: str) -> None:
    page = Parsed(PAGES[name](THEME, structs.replace(FRAME, mode="preview")))
    assert "Preview, unsigned" in page.text
    assert page.meta("robots") == "noindex"
    assert len([each for each in page.all("meta") if each.get("name") == "robots"]) == 1


def test_a_preview_of_a_credential_offers_no_file_and_no_sharing() -> None:
    frame = structs.replace(FRAME, mode="preview")
    page = Parsed(pages.credential_page(THEME, frame, CREDENTIAL))
    assert not [
        e for e in page.all("a") if "linkedin" in e["href"] or "credential.json" in e["href"]
    ]
    assert not [each for each in page.all("script") if "verify" in each["src"]]
    assert "This preview is not signed" in page.text


# ------------------------------------------------------------------ what depends on today
def test_a_badge_that_expires_carries_both_words_and_the_day() -> None:
    page = Parsed(pages.backpack_page(THEME, FRAME, BACKPACK))
    until = [a for t, a in page.elements if t == "span" and a.get("data-until") == "2026-06-14"]
    after = [a for t, a in page.elements if t == "span" and a.get("data-after") == "2026-06-14"]
    assert ["hidden" in each for each in until] == [True]
    assert ["hidden" in each for each in after] == [False]


def test_progress_carries_a_block_for_every_state() -> None:
    html = pages.backpack_page(THEME, FRAME, BACKPACK).decode()
    assert '<div class="prog" data-before="2028-01-09">' in html
    assert '<div class="prog" data-from="2028-01-09" hidden>' in html


def test_what_stays_the_same_over_time_is_written_once() -> None:
    html = pages.learner_pathway_page(THEME, FRAME, LEARNER_PATHWAY).decode()
    assert html.count("Basic Life Support</a>") == 1
    assert html.count("wat/badge-small.svg") == 1
    assert html.count("Water Rescue Response</a>") == 1


def test_a_long_timeline_keeps_the_page_below_its_limit() -> None:
    first = LEARNER_PATHWAY.states[0]
    opening, _, closing = first.diagram
    states = tuple(
        structs.replace(
            first,
            start=date(2026 + year, 5, 12),
            diagram=(opening, f"<text>{str(year) * 4_000}</text>", closing),
        )
        for year in range(10)
    )
    view = structs.replace(LEARNER_PATHWAY, states=states)
    made = pages.learner_pathway_page(THEME, FRAME, view)
    assert len(made) <= pages.LARGEST_PAGE
    assert made.count(b'class="diagram"') == 1
    assert b"0000" in made
    assert b"2222" in made
    assert b"9999" not in made


class _State(Struct, frozen=True):
    """A state with a value."""

    start: date
    v: tuple[int, int]


def yearly(*drawings: tuple[str, ...]) -> list[PathwayState]:
    """Return states that each begin with a year, of these drawings in pieces."""
    first = LEARNER_PATHWAY.states[0]
    return [
        structs.replace(first, start=date(2026 + year, 1, 1), diagram=pieces)
        for year, pieces in enumerate(drawings)
    ]


def test_diagrams_of_several_states_share_what_is_the_same() -> None:
    texts = (("a", "x"), ("a", "x"), ("b", "x"), ("b", "y"))
    drawings = [
        ("<svg>", "<rect/>", f"<b>{one}</b>", f"<i>{other}</i>", "", "</svg>")
        for one, other in texts
    ]
    (drawing,) = drawn_over_time(yearly(*drawings))
    assert (drawing.start, drawing.before) == (None, None)
    assert drawing.value == (
        '<svg><rect/><b data-turn="-2">a</b>'
        '<b data-turn="2-" display="none">b</b>'
        '<i data-turn="-3">x</i>'
        '<i data-turn="3-" display="none">y</i></svg>'
    )


def test_what_is_seen_together_keeps_its_order_and_the_rest_is_gathered() -> None:
    before, after = ("<svg>", "<b/>", "<i/>", "</svg>"), ("<svg>", "<u/>", "<s/>", "</svg>")
    (drawing,) = drawn_over_time(yearly(before, after))
    assert drawing.value == (
        '<svg><g data-turn="-1"><b/><i/></g><g data-turn="1-" display="none"><u/><s/></g></svg>'
    )


def test_lines_of_a_state_that_go_together_are_one_path() -> None:
    edge, tip = '<path class="edge done" d="{}"/>', '<path class="tip done" d="{}"/>'
    drawn = ("<svg>", edge.format("M1") + tip.format("M2"), edge.format("M3"), "", "</svg>")
    gone = ("<svg>", "", "", '<path class="edge wait" d="M4"/>', "</svg>")
    (drawing,) = drawn_over_time(yearly(drawn, gone))
    assert drawing.value == (
        '<svg><g data-turn="-1"><path class="edge done" d="M1M3"/>'
        '<path class="tip done" d="M2"/></g>'
        '<path data-turn="1-" display="none" class="edge wait" d="M4"/></svg>'
    )


def test_a_page_too_full_for_two_drawings_has_the_wide_one() -> None:
    states = tuple(
        structs.replace(state, narrow=("<svg>", "<text>narrow</text>", "</svg>"))
        for state in LEARNER_PATHWAY.states
    )

    def long(name: str) -> LearnerPathwayView:
        toward = (Toward(name, "pathways/data/", (("Triage", None),)),)
        return structs.replace(LEARNER_PATHWAY, states=states, toward=toward)

    made = pages.learner_pathway_page(THEME, FRAME, long("W"))
    assert b"narrow</text>" in made
    full = long("W" * (pages.LARGEST_PAGE - len(made) + 2))
    made = pages.learner_pathway_page(THEME, FRAME, full)
    assert b"narrow</text>" not in made
    assert b'<figure class="diagram">' in made

    route = structs.replace(PATHWAY, narrow="<svg><text>narrow</text></svg>")
    assert b'<figure class="diagram both">' in pages.pathway_page(THEME, FRAME, route)
    full_route = structs.replace(route, description="long " * 5_000)
    assert b"narrow</text>" not in pages.pathway_page(THEME, FRAME, full_route)


def test_only_what_differs_of_a_node_is_written_again() -> None:
    first = LEARNER_PATHWAY.states[0]
    last = first.levels[-1]
    states = []
    for year, reason in enumerate(("level 1 is open", "levels 1 and 2 are open")):
        node = structs.replace(last.nodes[0], because=reason)
        level = structs.replace(last, nodes=(node,))
        levels = (*first.levels[:-1], level)
        states.append(structs.replace(first, start=date(2026 + year, 1, 1), levels=levels))
    view = structs.replace(LEARNER_PATHWAY, states=tuple(states))
    html = pages.learner_pathway_page(THEME, FRAME, view).decode()
    assert html.count(">Instructor</a>") == 1
    assert ' data-turns="2027-01-01"' in html
    assert '<p data-turn="-1">Locked because level 1 is open.</p>' in html
    assert '<p data-turn="1-" hidden>Locked because levels 1 and 2 are open.</p>' in html


def test_what_ends_soon_is_named_once_for_as_long_as_it_is_among_the_first() -> None:
    first = LEARNER_PATHWAY.states[0]
    ends = tuple((name, date(2027 + year, 1, 1)) for year, name in enumerate("abcd"))
    states = [
        structs.replace(first, start=date(2026 + year, 1, 2), ends=ends[year:]) for year in range(5)
    ]
    days = turns(states)
    told = [
        (piece.value[0], turn(days, piece.start, piece.before), piece.shown)
        for piece in soonest(states, 3)
    ]
    assert told == [("a", "-1", True), ("b", "-2", True), ("c", "-3", True), ("d", "1-4", False)]


def test_neighbours_that_are_alike_are_one_piece() -> None:
    pieces = over_time(
        [_State(date(2026 + year, 1, 1), (year, year // 2)) for year in range(4)], "v"
    )
    assert len(pieces) == 4
    first, second = of_these(pieces, "1")
    assert (first.value, first.start, first.before, first.shown) == (
        0,
        None,
        date(2028, 1, 1),
        True,
    )
    assert (second.value, second.start, second.before) == (1, date(2028, 1, 1), None)


def test_drawings_of_another_outline_are_drawings_of_their_own() -> None:
    first = LEARNER_PATHWAY.states[0]
    states = [
        structs.replace(first, start=date(2026 + year, 1, 1), diagram=(tag, "<b/>", "</svg>"))
        for year, tag in enumerate(("<svg>", '<svg class="x">'))
    ]
    one, other = drawn_over_time(states)
    assert (one.value, one.before) == ("<svg><b/></svg>", date(2027, 1, 1))
    assert (other.value, other.start) == ('<svg class="x"><b/></svg>', date(2027, 1, 1))


def test_the_same_view_gives_the_same_bytes(name: str) -> None:
    assert PAGES[name](THEME, FRAME) == PAGES[name](Theme.load(), FRAME)
