"""Bytes to text, and text to front matter and body. Refuses what cannot be read or be seen."""

import re

from badgesite.content.notes import START, Notes, Place

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_KEEP = "keep one of the two sides; of a table the rows of both, and delete the marks alone"
_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
# Characters that nobody sees and that make one name look like another: bidi embeddings, overrides
# and isolates, zero-width spaces, fillers, deprecated and language-tag controls. The joiners
# (U+200C, U+200D) and the marks (U+200E, U+200F, U+061C) stay: scripts and emoji need them.
_HIDDEN = re.compile(
    "[\u00ad\u115f\u1160\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0001]"
)

# What a letter in UTF-8 becomes for whoever takes it for Windows-1252: Ã¼ for ü. Letters that
# words really have beside each other, and quotes, are left out.
_MISREAD = re.compile(
    "[\u00c2\u00c3][\u00a1-\u00ba\u00bc-\u00bf]|\u00c3[\u0178\u201e\u0153\u0160]"
    "|\u00e2\u20ac[\u2122\u0153\u02dc\u201c\u201d\u00a6\u00a2]"
)
LOST = "\ufffd"  # what a program writes in place of a letter that it could not read
# What Excel, LibreOffice and Google show for a formula without a value, in several languages.
SPREADSHEET_ERRORS = frozenset(
    ("#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
     "#ERROR!", "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#¡VALOR!",
     "#¡REF!", "#¿NOMBRE?", "#¡NUM!", "#¡DIV/0!")
)  # fmt: skip


def decode(data: bytes, notes: Notes) -> str | None:
    """Return the text with plain newlines, without byte-order mark; None after a note."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        notes.error(
            (line, column),
            "this is not UTF-8 text",
            "save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8')",
            "not-utf-8",
        )
        return None
    text = text.replace("\r\n", "\n")
    _warn_of_misread(text, notes)
    return checked(text, notes)


def _warn_of_misread(text: str, notes: Notes) -> None:
    """Warn once of a file in which letters are what another encoding makes of them."""
    found = _MISREAD.search(text)
    if found is None:
        return
    letter = found[0].encode("cp1252").decode()
    notes.warn(
        _place_of(text, found.start()),
        f"'{found[0]}' stands here, which is what another encoding makes of '{letter}'",
        "write the letters that are meant, here and elsewhere in the file, and save it as UTF-8",
        "misread",
    )


def _place_of(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def checked(text: str, notes: Notes) -> str | None:
    """Return a text with plain newlines; None after a note where it holds what nobody can see."""
    if found := _CONTROLS.search(text):
        _note_controls(text, found, notes)
        return None
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        notes.error((line, 1), "an unresolved merge conflict", _KEEP, "conflict")
        return None
    return text


def _note_controls(text: str, found: re.Match[str], notes: Notes) -> None:
    if found[0] == "\r":
        sentence, remedy = "lines end in an old way (CR alone)", "save the file with LF or CRLF"
    else:
        sentence = f"a control character (U+{ord(found[0]):04X}), which nobody can see"
        remedy = "delete it: only tabs and newlines may stand in text"
    notes.error(_place_of(text, found.start()), sentence, remedy, "control-character")


def control_character(text: str) -> str | None:
    """Return the first control character of a text, which an escape may have brought in."""
    found = _CONTROLS.search(text)
    return found[0] if found else None


def hidden_character(text: str) -> str | None:
    """Return the first character that must not stand in a name because nobody sees it."""
    found = _HIDDEN.search(text)
    return found[0] if found else None


def split_front_matter(text: str, notes: Notes) -> tuple[str, str, int] | None:
    """Return front matter, body and the body's first line; None (and a note) if there is none."""
    if not text.startswith("---\n"):
        notes.error(
            START,
            "the fields at the top are missing",
            "begin the file with a line ---, then the fields, then a line ---",
            "front-matter",
        )
        return None
    end = re.compile(r"^---[ \t]*$", re.MULTILINE).search(text, 4)
    if end is None:
        notes.error(
            START,
            "the fields at the top have no end",
            "close them with a line that is just ---",
            "front-matter",
        )
        return None
    head, body = text[4 : end.start()], text[end.end() :]
    first = text.count("\n", 0, end.end()) + 1
    return head, body.strip(), first
