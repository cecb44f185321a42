"""The sentences of the search box, which a script puts on the page when it is opened."""

from badgesite.languages import language


def words(code: str) -> tuple[tuple[str, str], ...]:
    """Return the sentences by the names that assets/search.js knows."""
    _ = language(code).gettext
    return (
        ("title", _("Search")),
        ("hint", _("Pathways, badges, skills and people")),
        ("close", _("Close")),
        ("pathway", _("Pathway")),
        ("badge", _("Badge")),
        ("skill", _("Skill")),
        ("learner", _("Learner")),
        ("one", _("1 result")),
        ("many", _("{n} results")),
        ("none", _("Nothing is called that. Try a shorter word.")),
        ("failed", _("The list could not be fetched. You may be offline.")),
        ("keys", _("Arrow keys to choose, Enter to open, Escape to close")),
    )
