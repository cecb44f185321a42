"""What a file is called that is made for one award and handed to somebody."""

from badgesite.model import AwardKey


def file_of(award: AwardKey, form: str) -> str:
    """Return a name that no other award of the site has; `form` is png, svg or pdf."""
    issue = f"-{award.issue}" if award.issue > 1 else ""
    return f"{award.learner}-{award.badge}-{award.awarded}{issue}.{form}"
