"""Fields put together: a shape reads a group of fields, and is the JSON Schema of it.

One table for each format says which fields there are; reading, messages and schema come from it.
"""

from collections.abc import Callable
from collections.abc import Sequence as Items
from typing import Any

from msgspec import Struct, field

from badgesite.content.kinds import Kind, Schema
from badgesite.content.nodes import Mapping, Node, Scalar, Sequence, is_nothing, kind_of
from badgesite.content.notes import Notes, Place, nearest
from badgesite.content.translations import note_language, parted


class Field(Struct, frozen=True):
    """One field: its name, what it may hold, a sentence about it for editors.

    A `translated` one may also be given in further languages, as `name.de`.
    """

    name: str
    kind: Kind
    about: str
    required: bool = False
    translated: bool = False


class Record(Struct):
    """The good values of a group by field, and where each is written.

    `wrong` are the fields whose value was no good, which is already noted. `whole` is false when
    a required field is missing or wrong: then there is nothing to build. `texts` are values in
    further languages, by (language, field).
    """

    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    whole: bool = True
    texts: dict[tuple[str, str], Any] = field(default_factory=dict)

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return a field's value, or what stands for "not given"."""
        return self.values.get(name, otherwise)

    def where(self, name: str) -> Place:
        """Return where a field's value is written, or where the group begins."""
        return self.places.get(name, self.place)

    def given(self, *names: str) -> dict[str, Any]:
        """Return the values of these fields that are given, as arguments for the model."""
        return {name: self.values[name] for name in names if name in self.values}


class Shape:
    """A group of fields; unknown ones are mistakes, for a misspelt field must not mean "never"."""

    def __init__(self, what: str, *fields: Field, extra: Schema | None = None) -> None:
        self.what = what
        self.fields = fields
        self.by_name = {each.name: each for each in fields}
        self._extra = extra or {}

    def read(self, node: Node, notes: Notes, label: str = "") -> Record | None:
        """Return the group's good values, or None after noting that it is no group."""
        if not isinstance(node, Mapping):
            where = f"'{label}' is" if label else "here is"
            notes.error(
                node.place,
                f"{where} {kind_of(node)}, where {self.what} with its fields is meant",
                f"write fields such as  {self.fields[0].name}: …",
                "wrong-type",
            )
            return None
        record = Record(node.place)
        for name, (place, value) in node.entries.items():
            each = self.by_name.get(name)
            if each is None:
                if not self._translated(name, place, value, record, notes):
                    self._unknown(name, place, notes)
            elif not is_nothing(value):
                got = each.kind.read(value, notes, name)
                if got is None:
                    record.wrong.add(name)
                else:
                    record.values[name] = got
                    record.places[name] = value.place
        self._check_required(record, notes)
        return record

    def _translated(
        self, name: str, place: Place, value: Node, record: Record, notes: Notes
    ) -> bool:
        """Whether it is a field in another language; then it is read, or what is wrong noted."""
        base, code = parted(name)
        each = self.by_name.get(base)
        if not code or each is None or not each.translated:
            return False
        if note_language(code, place, f"'{name[:60]}'", notes) and not is_nothing(value):
            got = each.kind.read(value, notes, name)
            if got is not None:
                record.texts[code, base] = got
                record.places[name] = place
        return True

    def _unknown(self, name: str, place: Place, notes: Notes) -> None:
        near = nearest(name, self.by_name)
        listed = ", ".join(self.by_name)
        notes.error(
            place,
            f"{self.what} has no field '{name[:60]}'",
            f"did you mean '{near}'?" if near else f"the fields are: {listed}",
            "unknown-field",
        )

    def _check_required(self, record: Record, notes: Notes) -> None:
        for each in self.fields:
            if not each.required or each.name in record.values:
                continue
            record.whole = False
            if each.name not in record.wrong:
                notes.error(
                    record.place,
                    f"{self.what} lacks '{each.name}'",
                    f"add  {each.name}: …  ({each.about})",
                    "missing-field",
                )

    def schema(self) -> Schema:
        """Return the JSON Schema of the group."""
        properties = {
            each.name: {**each.kind.schema(), "description": each.about} for each in self.fields
        }
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        translated = [each for each in self.fields if each.translated]
        if translated:
            made["patternProperties"] = {
                rf"^{each.name}\.[a-z]{{2,3}}(-[A-Z][a-z]{{3}})?(-[A-Z]{{2}})?$": {
                    **each.kind.schema(),
                    "description": f"{each.about}, in another language of the site",
                }
                for each in translated
            }
        required = [each.name for each in self.fields if each.required]
        if required:
            made["required"] = required
        return made | self._extra


class ListOf:
    """A list of things of one kind; with `single` one thing alone stands for a list of one."""

    def __init__(self, kind: Kind, *, most: int = 1_000, single: bool = False) -> None:
        self.kind = kind
        self.most = most
        self.single = single

    def read(self, node: Node, notes: Notes, label: str) -> tuple[Any, ...] | None:
        """Return the good things of the list, or None after noting that it is no list."""
        items: Items[Node]
        if isinstance(node, Sequence):
            items = node.items
        elif self.single and isinstance(node, Scalar):
            items = [node]
        else:
            notes.error(
                node.place,
                f"'{label}' is {kind_of(node)}, where a list is meant",
                f"write {label}: [one, another], or a line for each, beginning with a hyphen",
                "wrong-type",
            )
            return None
        if len(items) > self.most:
            notes.error(
                items[self.most].place,
                f"'{label}' lists more than {self.most:,}",
                "list fewer",
                "too-many",
            )
        read = (self.kind.read(item, notes, label) for item in items[: self.most])
        return tuple(value for value in read if value is not None)

    def schema(self) -> Schema:
        """Return the JSON Schema of the list."""
        items = self.kind.schema()
        made: Schema = {"type": "array", "items": items, "maxItems": self.most}
        return {"anyOf": [items, made]} if self.single else made


class Short:
    """A group of fields for which a word alone may stand: it is then the value of one field."""

    def __init__(self, name: str, group: Shape) -> None:
        self.name = name
        self.group = group

    def read(self, node: Node, notes: Notes, label: str) -> Record | None:
        """Return the group, or a group of the one field."""
        if not isinstance(node, Scalar):
            return self.group.read(node, notes, label)
        value = self.group.by_name[self.name].kind.read(node, notes, label)
        if value is None:
            return None
        return Record(node.place, {self.name: value}, {self.name: node.place})

    def schema(self) -> Schema:
        """Return the JSON Schema of both."""
        return {"anyOf": [self.group.by_name[self.name].kind.schema(), self.group.schema()]}


class Again:
    """A kind that contains itself, by the name it has among the schema's definitions."""

    def __init__(self, name: str, find: Callable[[], Kind]) -> None:
        self.name = name
        self.find = find

    def read(self, node: Node, notes: Notes, label: str) -> Any:
        """Return what the kind reads."""
        return self.find().read(node, notes, label)

    def schema(self) -> Schema:
        """Return a reference to the definition."""
        return {"$ref": f"#/$defs/{self.name}"}
