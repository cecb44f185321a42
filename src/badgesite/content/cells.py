"""What content would say of one cell, for whoever is about to write it."""

from badgesite.content.forms.award import AWARDS
from badgesite.content.forms.learner import LEARNERS
from badgesite.content.kinds import Word
from badgesite.content.notes import Known, Mistake
from badgesite.content.shapes import ListOf

_OWN = {
    **{name: LEARNERS.by_name[name].kind for name in ("id", "name", "visibility")},
    **{name: LEARNERS.by_name["name"].kind for name in ("first", "last")},
    **{name: AWARDS.by_name[name].kind for name in ("evidence", "narrative", "result")},
}


def fault_of(field: str, text: str) -> str | None:
    """Return why a field of a learner or an award cannot hold the text; None where it can."""
    kind = _OWN.get(field)
    parts = [text]
    if isinstance(kind, ListOf):
        kind, parts = kind.kind, text.split()
    if not isinstance(kind, Word):
        return None
    try:
        for part in parts:
            kind.parse(part, Known())
    except Mistake as mistake:
        return f"{mistake.sentence(field, text)}; {mistake.remedy}"
    return None
