"""Which column says what: by its head, in the words people use, or as whoever imports maps it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from msgspec import Struct

from badgesite.errors import BadgesiteError
from badgesite.importing.sheet import letter
from badgesite.languages import folded

# What a column may say, and the heads it is known by, in small letters without signs.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "learner", "learnerid", "studentid", "participantid", "memberid"),
    "name": (
        "name", "fullname", "learnername", "studentname", "participant", "recipient",
        "recipientname", "displayname", "teilnehmer", "nomcomplet", "nombrecompleto",
    ),
    "first": ("firstname", "givenname", "forename", "vorname", "prenom", "nombre", "nome", "imie"),
    "last": ("lastname", "surname", "familyname", "nachname", "nom", "apellidos", "cognome"),
    "email": (
        "email", "emails", "emailaddress", "mail", "emailadresse", "recipientemail",
        "correo", "correoelectronico", "courriel", "adressemail",
    ),
    "badge": ("badge", "badgeid", "badgename", "course", "certificate", "credential", "kurs"),
    "awarded": (
        "awarded", "date", "dateawarded", "awardedon", "issued", "issuedon", "issuedate",
        "completed", "completedon", "completiondate", "datum", "fecha",
    ),
    "expires": ("expires", "expireson", "expiry", "expirydate", "expirationdate", "validuntil"),
    "evidence": ("evidence", "evidenceurl", "url", "link"),
    "narrative": ("narrative", "description", "comment"),
    "result": ("result", "grade", "mark", "score", "note"),
    "visibility": ("visibility",),
    "language": ("language", "lang", "locale", "sprache"),
}  # fmt: skip


class Columns(Struct, frozen=True):
    """Columns by what they say, counted from 0; and the heads that nothing was made of."""

    by_field: Mapping[str, int]
    unused: tuple[str, ...]

    def has(self, *fields: str) -> bool:
        """Whether there is a column for any of these."""
        return any(field in self.by_field for field in fields)


def columns_of(heads: Sequence[str], wished: Mapping[str, str]) -> Columns:
    """Return what each column says; BadgesiteError for a wish that fits none, or two at once.

    `wished` are fields by head of column, or by letter, as the command line has them.
    """
    found: dict[str, int] = {}
    for head, field in wished.items():
        if field not in FIELDS:
            raise BadgesiteError(
                f"'{field}' is nothing a column can say", f"it is one of: {', '.join(FIELDS)}"
            )
        found[field] = _column(heads, head)
    taken = set(found.values())
    for number, head in enumerate(heads):
        if number in taken:
            continue
        guess = _field(head)
        if guess is None or guess in wished.values():
            continue
        if guess in found:
            raise BadgesiteError(
                f"columns {letter(found[guess])} and {letter(number)} both seem to say '{guess}'",
                f'say which: --map "{head}={guess}"',
            )
        found[guess] = number
    used = set(found.values())
    unused = tuple(
        f"{letter(number)} '{head}'"
        for number, head in enumerate(heads)
        if number not in used and head
    )
    return Columns(found, unused)


def _column(heads: Sequence[str], wished: str) -> int:
    same = [number for number, head in enumerate(heads) if folded(head) == folded(wished)]
    if len(same) == 1:
        return same[0]
    letters = [letter(number) for number in range(len(heads))]
    if wished.upper() in letters and not same:
        return letters.index(wished.upper())
    listed = ", ".join(f"{letter(number)} '{head}'" for number, head in enumerate(heads))
    what = "is the head of several columns" if same else "is the head of no column"
    raise BadgesiteError(f"'{wished}' {what}", f"the columns are: {listed}")


def _field(head: str) -> str | None:
    plain = unicodedata.normalize("NFKD", head).casefold()
    plain = re.sub(r"[^a-z0-9]", "", plain)
    return next((field for field, words in FIELDS.items() if plain in words), None)
