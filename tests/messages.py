"""Collect the sentences for people from templates, Python and TypeScript into the catalogues.

python tests/messages.py     writes src/badgesite/languages/catalogues/*.po anew (`make messages`)

What is translated already stays; what is new is empty; what is gone is taken out. Run twice, it
changes nothing the second time.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).parent.parent
CATALOGUES = REPOSITORY / "src/badgesite/languages/catalogues"
HEADER = (
    "# Sentences of badgesite in another language. `make messages` collects what there is to say."
)
IN_HEADER = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_": None,
    "NN_": (1, 2),
    "t": None,
    "parts": None,
    "nodes": None,
    "tn": (1, 2),
}
JINJA = {
    "extensions": "badgesite.rendering.environments.Unindented",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
# folder, what in it, how it is read
SOURCES = (
    ("src/badgesite", [("cli/**", "ignore"), ("**.py", "python")]),
    ("themes", [("**/templates/**.html", "jinja2"), ("**/templates/mail/**.txt", "jinja2")]),
    (
        "src/verifier",
        [
            ("**.test.ts", "ignore"),
            ("node_modules/**", "ignore"),
            ("reasons.ts", "messages:sentences_of_a_table"),
            ("strings.ts", "messages:sentences_of_a_table"),
            ("**.ts", "javascript"),
        ],
    ),
)


def sentences_of_a_table(
    file: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield every value of the tables of a file, and what it passes to t()."""
    text = file.read().decode()
    for found in re.finditer(r'(?:[\w"-]+:\s*|\bt\(|\?\?\s*)"([^"\n]+)"', text):
        yield text.count("\n", 0, found.start()) + 1, "gettext", found[1], []


@cache
def collected() -> Catalog:
    """Return every sentence for people that stands in the sources, with the files it stands in."""
    catalogue = Catalog(project="badgesite", charset="utf-8")
    for folder, methods in SOURCES:
        found = extract_from_dir(
            REPOSITORY / folder,
            method_map=methods,
            options_map={"**/templates/**.html": JINJA, "**/templates/mail/**.txt": JINJA},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for path, _line, message, comments, context in found:
            catalogue.add(
                message,
                locations=[(f"{folder}/{Path(path).as_posix()}", 1)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def updated(path: Path, template: Catalog) -> Catalog:
    """Return the catalogue of a language with the sentences there are now."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a file: sorted, without dates and names, so that changes are small."""
    file = BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    head, blank, rest = file.getvalue().decode().partition("\n\n")
    kept = [
        line
        for line in head.split("\n")
        if not line.startswith('"') or line[1:].startswith(IN_HEADER)
    ]
    return ("\n".join(kept) + blank + rest).encode()


def main() -> None:
    """Write every catalogue anew and say what is missing."""
    template = collected()
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = updated(path, template)
        path.write_bytes(written(catalogue))
        missing = [each for each in catalogue if each.id and not all_said(each)]
        print(f"{path.stem}: {len(catalogue)} sentences, {len(missing)} to be translated")
        for each in missing:
            print(f"    {each.id}")


def all_said(message: object) -> bool:
    """Whether a message has its translation, in every number."""
    said = message.string  # type: ignore[attr-defined]
    return bool(said) and (isinstance(said, str) or all(said))


if __name__ == "__main__":
    main()
