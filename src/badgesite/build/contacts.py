"""E-mail addresses: in one file at the top of the repository, which git ignores. Never published.

`contacts.csv` has `learner,email,language`; a learner with several addresses has several rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from badgesite.errors import BadgesiteError, ContentError, Origin, Problem

FILE = "contacts.csv"
COLUMNS = ("learner", "email", "language")
_BEFORE_AT, _AFTER_AT = 64, 192  # bytes of an address, and more (RFC 5321 §4.5.3.1)
# What stands before and behind the @: in letters of English, and of any script.
_FORMS = (
    (rb"[A-Za-z0-9._%+'-]+\Z", rb"[A-Za-z0-9.-]{1,190}[A-Za-z]"),
    (rb"[A-Za-z0-9._%+'\x80-\xff-]+\Z", rb"[A-Za-z0-9.\x80-\xff-]{1,190}[A-Za-z\x80-\xff]"),
)
_SIGNS = (b"@", b"%40")  # as it is, and in a link
_ENCRYPTED = r"age-encryption\.org/v1|-----BEGIN AGE ENCRYPTED FILE-----|ENC\[AES256_GCM|\"sops\":"


class Contacts(Struct, frozen=True):
    """Addresses by learner in the order of the file, and the language each prefers."""

    emails: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, str]

    @property
    def owners(self) -> Mapping[str, str]:
        """Return the learner of each address, the address in small letters."""
        return {each.casefold(): who for who, mine in self.emails.items() for each in mine}


def read_contacts(root: Path, file: Path | None = None) -> Contacts:
    """Return the contacts; BadgesiteError where git tracks them in plain, or they are encrypted."""
    path = file or root / FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if file is not None:
            raise BadgesiteError(f"there is no file '{file}'", "correct its name") from None
        return Contacts({}, {})
    except (OSError, UnicodeDecodeError):
        raise BadgesiteError(f"'{path.name}' is not UTF-8 text", "save it again") from None
    if re.search(_ENCRYPTED, text[:4_096]) or '"sops":' in text[-4_096:]:
        raise BadgesiteError(
            f"'{path.name}' is encrypted",
            "decrypt it first, for example: age -d -i KEY contacts.csv.age > contacts.csv",
        )
    refuse_tracked(root)
    return contacts_of(text, path.name)


def tracked_contacts(root: Path) -> Iterator[Problem]:
    """Yield that git keeps the contacts file, unless it is encrypted; nothing without git."""
    from badgesite.build.revision import tracked  # most repositories have no contacts

    if (root / FILE).is_file() and not _is_encrypted(root / FILE) and tracked(root, FILE):
        yield Problem(
            Origin(FILE),
            "git tracks this file, so everybody with the repository has the addresses in it",
            f"git rm --cached {FILE}; keep it out of git, or encrypted (docs/how-to/contacts.md)",
            "tracked-contacts",
        )


def refuse_tracked(root: Path) -> None:
    """Refuse a contacts file that git would keep for ever."""
    for problem in tracked_contacts(root):
        raise ContentError([problem])


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        text = file.read(4_096).decode("utf-8", "replace")
    return re.search(_ENCRYPTED, text) is not None


# ------------------------------------------------------------------ nothing of it is published
def private_addresses(root: Path) -> Mapping[str, str]:
    """Return the learner of each address of the contacts; nothing where they cannot be read."""
    try:
        return read_contacts(root).owners
    except BadgesiteError:
        return {}  # encrypted or tracked: said by who reads it, and a deploy has no such file


def refuse_addresses(private: Mapping[str, str], path: str, content: bytes) -> None:
    """Refuse to publish a file in which an address of the contacts stands."""
    if not private:
        return
    for address in addresses_in(content):
        if address in private:
            raise BadgesiteError(
                f"an e-mail address of '{private[address]}' stands in '{path}',"
                " so nothing was published",
                f"take it out of content/ or themes/; {FILE} has it, and it is private",
            )


def addresses_in(content: bytes) -> Iterator[str]:
    """Yield what may be e-mail addresses in a file, in small letters.

    Looked for from each @, of which most files have none: no letter is looked at elsewhere. A
    sentence may go on behind an address without a space, so a domain ends at each of its dots.
    """
    for sign in _SIGNS:
        at = content.find(sign)
        while at >= 0:
            after = at + len(sign)
            before, behind = (
                content[max(0, at - _BEFORE_AT) : at],
                content[after : after + _AFTER_AT],
            )
            for locals_, domains in _FORMS:
                local, domain = re.search(locals_, before), re.match(domains, behind)
                if local and domain:
                    yield from _ends(f"{_text(local[0])}@", _text(domain[0]).split("."))
                if before.isascii() and behind.isascii():
                    break
            at = content.find(sign, after)


def _ends(begin: str, names: Sequence[str]) -> Iterator[str]:
    for count in range(len(names), 0, -1):
        yield begin + ".".join(names[:count])


def _text(some: bytes) -> str:
    return some.decode(errors="replace").casefold()


def contacts_of(text: str, name: str = FILE) -> Contacts:
    """Return the contacts in a table."""
    from badgesite.editing import CsvText

    table = CsvText(text)
    if text.strip() and not table.has(("learner", "email")):
        raise BadgesiteError(
            f"'{name}' lacks a column", f"begin it with a line {','.join(COLUMNS)}"
        )
    emails: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    for _, row in table.rows():
        learner, email = row.get("learner", ""), row.get("email", "")
        if email and email not in emails.setdefault(learner, []):
            emails[learner].append(email)
        if row.get("language"):
            languages[learner] = row["language"]
    return Contacts({who: tuple(mine) for who, mine in emails.items()}, languages)


def rows_of(new: Iterable[tuple[str, tuple[str, ...], str]]) -> list[dict[str, str]]:
    """Return rows for these learners, their addresses and their language."""
    return [
        {"learner": learner, "email": email, "language": language}
        for learner, emails, language in new
        for email in emails
    ]
