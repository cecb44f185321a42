"""One function for each kind of page: theme, frame and view in, bytes out.

Each is a recipe: it sees only its arguments, so the digest of them is the key of its page. A page
stays below 30 KB: of a pathway's diagrams only those are drawn that fit. The list has it all.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from badgesite.rendering.policy import Policy
from badgesite.rendering.sharing import root_of
from badgesite.rendering.theme import Theme
from badgesite.rendering.views import (
    BackpackView,
    BadgesView,
    BadgeView,
    CredentialView,
    DirectoryView,
    EmbedView,
    Frame,
    GoneView,
    HomeView,
    IssuerPageView,
    KeysView,
    LearnerPathwayView,
    MovedView,
    NotFoundView,
    PathwayState,
    PathwaysView,
    PathwayView,
    SkillsView,
    TombstoneView,
    VerifyView,
)

LARGEST_PAGE = 30_000

_PathView = (
    BackpackView
    | BadgesView
    | BadgeView
    | CredentialView
    | DirectoryView
    | EmbedView
    | GoneView
    | HomeView
    | IssuerPageView
    | KeysView
    | LearnerPathwayView
    | MovedView
    | PathwaysView
    | PathwayView
    | SkillsView
    | TombstoneView
    | VerifyView
)


def home_page(theme: Theme, frame: Frame, view: HomeView) -> bytes:
    """Return the home page, where the provider has written none."""
    return _page(theme, frame, view, "home.html", "home")


def badges_page(theme: Theme, frame: Frame, view: BadgesView) -> bytes:
    """Return the list of all badges."""
    return _page(theme, frame, view, "badges.html", "badges")


def badge_page(theme: Theme, frame: Frame, view: BadgeView) -> bytes:
    """Return a badge's page: meaning, criteria, skills, and where it sits."""
    return _page(theme, frame, view, "badge.html", "badges")


def skills_page(theme: Theme, frame: Frame, view: SkillsView) -> bytes:
    """Return a page of the skills: each with the badges that prove it."""
    return _page(theme, frame, view, "skills.html", "skills")


def issuer_page(theme: Theme, frame: Frame, view: IssuerPageView) -> bytes:
    """Return the page about who awards."""
    return _page(theme, frame, view, "issuer.html", "issuer")


def pathways_page(theme: Theme, frame: Frame, view: PathwaysView) -> bytes:
    """Return the list of all pathways."""
    return _page(theme, frame, view, "pathways.html", "pathways")


def pathway_page(theme: Theme, frame: Frame, view: PathwayView) -> bytes:
    """Return a pathway's page: the diagrams, and the same as an ordered list."""
    made = _page(theme, frame, view, "pathway.html", "pathways")
    if len(made) <= LARGEST_PAGE:
        return made
    return _page(theme, frame, replace(view, narrow=""), "pathway.html", "pathways")


def directory_page(theme: Theme, frame: Frame, view: DirectoryView) -> bytes:
    """Return a page of the public learners."""
    return _page(theme, frame, view, "directory.html", "learners")


def backpack_page(theme: Theme, frame: Frame, view: BackpackView) -> bytes:
    """Return a learner's page: progress, credentials, skills."""
    return _of_many(theme, frame, view, "backpack.html", "learners", indexed=view.indexed)


def learner_pathway_page(theme: Theme, frame: Frame, view: LearnerPathwayView) -> bytes:
    """Return a learner's progress on one pathway, with as many dated diagrams as fit.

    The narrow ones go first, then those of the latest days.
    """
    made = b""
    for states in _fewer_drawings(view.states):
        made = _of_many(
            theme,
            frame,
            replace(view, states=states),
            "learner-pathway.html",
            "learners",
            indexed=view.indexed,
        )
        if len(made) <= LARGEST_PAGE:
            break
    return made


def _fewer_drawings(states: tuple[PathwayState, ...]) -> Iterator[tuple[PathwayState, ...]]:
    """Yield the states with all their drawings, then with fewer and fewer."""
    yield states
    wide = tuple(replace(state, narrow=()) for state in states)
    for keep in range(len(states), -1, -1):
        yield (*wide[:keep], *(replace(state, diagram=()) for state in wide[keep:]))


def moved_page(theme: Theme, frame: Frame, view: MovedView) -> bytes:
    """Return the page at a former address, which leads to the present one."""
    return _of_many(theme, frame, view, "moved.html", indexed=False)


def gone_page(theme: Theme, frame: Frame, view: GoneView) -> bytes:
    """Return the page at an address that has nothing any more."""
    return _page(theme, frame, view, "gone.html", indexed=False)


def credential_page(theme: Theme, frame: Frame, view: CredentialView) -> bytes:
    """Return a credential's page as published; the visitor's browser does the checking."""
    return _of_many(
        theme, frame, view, "credential.html", policy=Policy.CHECK, indexed=view.indexed
    )


def tombstone_page(theme: Theme, frame: Frame, view: TombstoneView) -> bytes:
    """Return the page of a credential whose award is no longer in the content."""
    return _of_many(theme, frame, view, "tombstone.html", policy=Policy.CHECK, indexed=False)


def embed_page(theme: Theme, frame: Frame, view: EmbedView) -> bytes:
    """Return the small card for frames on other sites, without script."""
    return _of_many(theme, frame, view, "embed.html", policy=Policy.EMBED)


def verify_page(theme: Theme, frame: Frame, view: VerifyView) -> bytes:
    """Return the page that checks any badge."""
    return _page(theme, frame, view, "verify.html", "verify", Policy.VERIFY)


def keys_page(theme: Theme, frame: Frame, view: KeysView) -> bytes:
    """Return the key history."""
    return _page(theme, frame, view, "keys.html")


def not_found_page(theme: Theme, frame: Frame, view: NotFoundView) -> bytes:
    """Return the page for unknown addresses; hosts serve it at any depth, so links are absolute."""
    context = theme.context(frame, view.path, root=frame.base_path)
    return theme.page("404.html", context | {"view": view, "noindex": True})


def _of_many(
    theme: Theme,
    frame: Frame,
    view: _PathView,
    template: str,
    section: str = "",
    policy: Policy = Policy.PAGE,
    *,
    indexed: bool = True,
) -> bytes:
    """Return the same as `_page`, for a template of which a site has many pages."""
    here = view.path

    def context_of(seen: Any) -> dict[str, Any]:
        context = theme.context(frame, here, section, policy)
        context["noindex"] |= not indexed
        return context | {"url": frame.base_url + seen.path, "stem": seen.path, "view": seen}

    if frame.prefix and here.startswith(frame.prefix):
        return _page(theme, frame, view, template, section, policy, indexed=indexed)
    surroundings = (root_of(here), section, policy, indexed)
    of_many = theme.of_many(template, frame, surroundings, context_of)
    return of_many.page(view).encode("utf-8", "replace")


def _page(
    theme: Theme,
    frame: Frame,
    view: _PathView,
    template: str,
    section: str = "",
    policy: Policy = Policy.PAGE,
    *,
    indexed: bool = True,
) -> bytes:
    context = theme.context(frame, view.path, section, policy)
    context["view"] = view
    context["noindex"] |= not indexed
    return theme.page(template, context)
