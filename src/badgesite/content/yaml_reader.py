"""YAML to nodes: the only importer of yaml. Takes the part of YAML that cannot surprise.

One document; no aliases, anchors, tags or duplicate keys; bounded depth and size. Read from
libyaml's events one by one, so nothing recurses and nothing is built twice.
"""

import re
from typing import Any

import yaml

from badgesite.content.nodes import Mapping, Node, Scalar, Sequence
from badgesite.content.notes import Notes, Place
from badgesite.content.yaml_slips import slip_of
from badgesite.errors import BadgesiteError

MOST_DEPTH = 32
MOST_VALUES = 200_000

_LOST_COLOUR = re.compile(r"\s*:\s+(#[0-9a-fA-F]{3,8})\s*$")


class _Refused(Exception):
    def __init__(self, mark: yaml.Mark, sentence: str, remedy: str, code: str) -> None:
        super().__init__(sentence)
        self.mark, self.sentence, self.remedy, self.code = mark, sentence, remedy, code


def read_yaml(text: str, notes: Notes, offset: int = 0) -> Node | None:
    """Return the document's root, or None with a note; an empty text is an empty mapping.

    `offset` is how many lines of the file stand before the text.
    """
    parser = _parser(text)
    try:
        return _Builder(notes, offset, text).build(parser)
    except _Refused as refused:
        place = (refused.mark.line + 1 + offset, refused.mark.column + 1)
        notes.error(place, refused.sentence, refused.remedy, refused.code)
    except yaml.YAMLError as error:
        slip = slip_of(error, text)
        place = (slip.place[0] + offset, slip.place[1])
        notes.error(place, slip.sentence, slip.remedy, "yaml")
    return None


def _parser(text: str) -> Any:
    if not yaml.__with_libyaml__:
        raise BadgesiteError(
            "PyYAML came without libyaml, which makes reading ten times slower",
            "install a wheel of PyYAML: pip install --force-reinstall --only-binary :all: pyyaml",
        )
    return yaml.cyaml.CParser(text)  # type: ignore[attr-defined]


class _Builder:
    """Builds nodes from events with a stack of its own."""

    def __init__(self, notes: Notes, offset: int, text: str) -> None:
        self._notes = notes
        self._text = text
        self._offset = offset
        self._stack: list[Sequence | Mapping] = []
        self._keys: list[tuple[str, Place] | None] = []
        self._root: Node | None = None
        self._count = 0

    def build(self, parser: Any) -> Node:
        documents = 0
        while True:
            event = parser.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(event, Mapping({}, self._place(event)))
            elif kind is yaml.SequenceStartEvent:
                self._open(event, Sequence([], self._place(event)))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._stack.pop()
                self._keys.pop()
            elif kind is yaml.AliasEvent:
                self._refuse(event, "an alias (*), which may not be used", "write the value again")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins here", "keep one to a file")
            elif kind is yaml.StreamEndEvent:
                return self._root or Mapping({}, (1 + self._offset, 1))

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return (mark.line + 1 + self._offset, mark.column + 1)

    def _refuse(self, event: Any, sentence: str, remedy: str) -> None:
        raise _Refused(event.start_mark, sentence, remedy, "yaml")

    def _check(self, event: Any) -> None:
        self._count += 1
        if event.anchor is not None:
            self._refuse(event, "an anchor (&), which may not be used", "take it away")
        if event.tag is not None:
            self._refuse(event, "a tag (!), which may not be used", "put quotes around the text")
        if self._count > MOST_VALUES:
            self._refuse(event, f"more than {MOST_VALUES:,} values", "split the file, or use CSV")

    def _scalar(self, event: Any) -> None:
        self._check(event)
        plain = not event.style
        scalar = Scalar(event.value, plain, self._place(event))
        if self._stack and type(self._stack[-1]) is Mapping and self._keys[-1] is None:
            self._keys[-1] = (scalar.text, scalar.place)
        else:
            if plain and not scalar.text and self._keys:
                self._check_comment(self._keys[-1])
            self._add(scalar)

    def _check_comment(self, waiting: tuple[str, Place] | None) -> None:
        """Note a colour that is no value, for `#` begins a comment."""
        if waiting is None:
            return
        key, (line, column) = waiting
        written = self._text.splitlines()[line - 1 - self._offset]
        found = _LOST_COLOUR.match(written, column - 1 + len(key))
        if found:
            self._notes.error(
                (line, column),
                f"'{key}' is empty, because # begins a comment",
                f'put quotes around the colour: {key}: "{found[1]}"',
                "lost-colour",
            )

    def _open(self, event: Any, node: Sequence | Mapping) -> None:
        self._check(event)
        if self._stack and type(self._stack[-1]) is Mapping and self._keys[-1] is None:
            self._refuse(event, "a field's name is a list or a group", "write a word and a colon")
        if len(self._stack) >= MOST_DEPTH:
            self._refuse(
                event, f"groups inside groups, deeper than {MOST_DEPTH}", "make it flatter"
            )
        self._add(node)
        self._stack.append(node)
        self._keys.append(None)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        waiting = self._keys[-1]
        self._keys[-1] = None
        if waiting is None:
            return
        key, place = waiting
        if key in parent.entries:
            first = parent.entries[key][0][0]
            self._notes.error(
                place,
                f"'{key[:60]}' is given twice, first on line {first}",
                "keep one of the two",
                "duplicate-key",
            )
        else:
            parent.entries[key] = (place, node)
