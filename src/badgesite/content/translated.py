"""A file in another language: some of the fields of what it translates, and the body."""

from collections.abc import Collection

from badgesite.content.kinds import Text
from badgesite.content.layout import TranslatedFile
from badgesite.content.notes import START, Notes
from badgesite.content.shapes import Field, Shape
from badgesite.content.text import split_front_matter
from badgesite.content.translations import is_code, note_language, parted
from badgesite.content.yaml_reader import read_yaml


def read_translation(
    text: str, file: TranslatedFile, shape: Shape, body_name: str, notes: Notes
) -> None:
    """Keep what a file says: fields that the shape has in several languages, and the body."""
    if not note_language(file.language, START, "this file", notes):
        return
    fields, body = _parts(text, shape, notes)
    given = fields | ({body_name: body} if body else {})
    keyed = {(file.language, name): said for name, said in given.items()}
    folder = file.path.split("/")[0]
    notes.translate(keyed, folder, file.id)


def page_language(path: str, pages: Collection[str], notes: Notes) -> tuple[str, str]:
    """Return the page that a file is, and its language where it is not the site's own."""
    name = path.removeprefix("pages/").removesuffix(".md")
    base, code = parted(name)
    if code in notes.known.languages[1:]:
        return f"{base}.md", code
    if f"pages/{base}.md" in pages and is_code(code):
        note_language(code, START, "this file", notes)
    return f"{name}.md", ""


def _parts(text: str, shape: Shape, notes: Notes) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text.strip()
    parts = split_front_matter(text, notes)
    node = read_yaml(parts[0], notes, 1) if parts is not None else None
    if parts is None or node is None:
        return {}, ""
    record = _in_one_language(shape).read(node, notes)
    return {} if record is None else record.values, parts[1]


def _in_one_language(shape: Shape) -> Shape:
    fields = (each for each in shape.fields if each.translated and isinstance(each.kind, Text))
    what = f"{shape.what} in another language"
    return Shape(what, *(Field(each.name, each.kind, each.about) for each in fields))
