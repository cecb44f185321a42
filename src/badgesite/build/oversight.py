"""report: a private page and tables beside the repository, never inside what is published."""

from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from badgesite.build.checking import read
from badgesite.build.contacts import read_contacts
from badgesite.build.files import replace_files
from badgesite.build.places import folder_around
from badgesite.days import day_at
from badgesite.errors import BadgesiteError
from badgesite.notifying import Journal, State, mark_of
from badgesite.notifying.journal import FILE as JOURNAL
from badgesite.overseeing import Floor, numbers_of, oversight_view, sheets_of
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.shared_pages import brand_css, icon
from badgesite.publish import MANIFEST
from badgesite.rendering.oversight import oversight_page

PAGE = "oversight.html"
FOLDER = "reports"
SHAREABLE = "reports/shareable"


class Report(Struct, frozen=True):
    """Where a report was written, and its files."""

    folder: Path
    files: tuple[str, ...]


def write_report(
    root: Path,
    on: date | datetime,
    folder: Path | None = None,
    *,
    shareable: bool = False,
    jobs: int = 1,
) -> Report:
    """Write the report as of a day and say where; a table that it lacks is taken away.

    An instant is its day in the site's time zone. ContentError when the content has mistakes;
    BadgesiteError for a folder that is published or read. Nothing is written then.
    """
    folder = folder or root / (SHAREABLE if shareable else FOLDER)
    refuse_published(root, folder)
    catalog, _ = read(root, jobs=jobs)
    if isinstance(on, datetime):
        on = day_at(on, catalog.site.timezone)
    facts = facts_of(catalog, Mode.PREVIEW, jobs=jobs)
    numbers, floor = numbers_of(facts, on, _announced(root, facts)), Floor(shareable)
    view, brand = oversight_view(numbers, floor), brand_css(catalog.site.brand)
    frame = frame_of(facts)
    mark = icon(frame.site_name, catalog.site.brand)
    page = oversight_page(theme_of(facts, root), frame, view, brand, mark)
    files = {PAGE: page, **sheets_of(numbers, floor)}
    replace_files(folder, files)
    return Report(folder, tuple(name for name, content in files.items() if content is not None))


def _announced(root: Path, facts: Facts) -> frozenset[str] | None:
    """Return the uuids of credentials that learners were told of; None where nothing is known."""
    try:
        emails = read_contacts(root).emails
    except BadgesiteError:
        return None  # encrypted, or tracked: said by badgesite notify
    if not emails or not (root / JOURNAL).is_file():
        return None
    states, salt = Journal(root / JOURNAL).states, facts.catalog.site.salt
    told = (State.SENT, State.WRITTEN, State.BEGUN)
    uuids = ((award.learner, str(facts.entries[award.key].uuid)) for award in facts.awards)
    return frozenset(
        uuid
        for learner, uuid in uuids
        for to in emails.get(learner, ())
        if states.get(mark_of(salt, "announce", uuid, to.casefold())) in told
    )


def refuse_published(root: Path, folder: Path) -> None:
    """Refuse a folder whose files are or will be published, or read as content: BadgesiteError."""
    place = folder.resolve()
    inside = folder_around(root, ("content", "site"), folder)
    published = any((each / MANIFEST).exists() for each in (place, *place.parents))
    if inside or published:
        where = f"{inside}/" if inside else "a published site"
        raise BadgesiteError(
            f"the report names learners and does not belong into {where}",
            f"leave --to away for {FOLDER}/, or name a folder elsewhere",
        )
