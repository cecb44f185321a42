"""Style sheets inside a picture, turned into attributes: plain rules only.

Drawing programs write `.cls-1{fill:#fff}`. Such rules are applied here once, so that what is
published needs no style sheet, and a rule can neither load nor hide anything.
"""

import re

from msgspec import Struct

from badgesite.artwork.gate.allowed import PROPERTIES
from badgesite.artwork.gate.refusal import RefusalError

REMEDY = "export it with presentation attributes instead of a style sheet"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"([.#]?)([A-Za-z_][\w-]*|\*)")
_RANK = {"": 0, ".": 1, "#": 2}


class Rule(Struct, frozen=True):
    """One selector of one rule: `kind` is `` for an element, `.` for a class, `#` for an id."""

    kind: str
    name: str
    declared: tuple[tuple[str, str], ...]

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        """Whether the rule is about this element."""
        if self.kind == ".":
            return self.name in attributes.get("class", "").split()
        if self.kind == "#":
            return self.name == attributes.get("id")
        return self.name in ("*", tag)


def rules(sheet: str) -> tuple[Rule, ...]:
    """Return the rules in the order they win; RefusalError for anything but plain ones."""
    text = _COMMENT.sub(" ", sheet).replace("<![CDATA[", "").replace("]]>", "")
    if "@" in text or "\\" in text:
        raise RefusalError(
            "has a style sheet that imports or defines more than plain rules", REMEDY
        )
    found: list[Rule] = []
    for block in text.split("}")[:-1]:
        selectors, brace, body = block.partition("{")
        if not brace:
            raise RefusalError("has a broken style sheet", REMEDY)
        declared = declarations(body)
        for selector in selectors.split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match is None:
                raise RefusalError(
                    f"has a style rule for '{selector.strip()[:40]}', which is not a plain one",
                    REMEDY,
                )
            found.append(Rule(match[1], match[2], declared))
    if len(found) > 500:
        raise RefusalError("has more than 500 style rules", REMEDY)
    return tuple(sorted(found, key=lambda rule: _RANK[rule.kind]))


def declarations(text: str) -> tuple[tuple[str, str], ...]:
    """Return property and value pairs that may stand in a picture; others are left out."""
    found = []
    for part in _COMMENT.sub(" ", text).split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip().lower() in PROPERTIES:
            found.append((name.strip().lower(), value.replace("!important", "").strip()))
    return tuple(found)


def styled(tag: str, attributes: dict[str, str], sheet: tuple[Rule, ...]) -> dict[str, str]:
    """Return the attributes with every rule and the `style` attribute applied, then removed."""
    applied = dict(attributes)
    for rule in sheet:
        if rule.fits(tag, attributes):
            applied.update(rule.declared)
    applied.update(declarations(attributes.get("style", "")))
    applied.pop("style", None)
    applied.pop("class", None)
    return applied
