"""A comparison in words: as text, as Markdown for a pull request, as JSON. Pure.

Names come from content that somebody proposes: in Markdown they are escaped, so that a comment
loads no picture and calls nobody; in text nothing but printable characters remains.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, to_builtins

from badgesite.build.comparison import (
    AddressChange,
    Comparison,
    CredentialChange,
    Definition,
    How,
    Kind,
    Person,
    Standing,
)
from badgesite.languages import ENGLISH

_MOST = 40  # lines of a section in Markdown: a comment has room for 65,536 characters
_NOTHING = "Nothing changes for badges, pathways, learners or credentials."
_REISSUE = 'badgesite register --reissue "REASON"'
_HOW = {
    How.WRITTEN: "",
    How.BY_RULE: "by the rule of {pathway}",
    How.REVOKED: "revoked",
    How.REPLACED: "replaced",
    How.VANISHED: "no longer in content; the register keeps it as withdrawn",
    How.ENDED: "no rule gives it any more; its page says so",
    How.UNRECORDED: "not in the register",
    How.ACCEPTED: "accepted in the register",
    How.UNACCEPTED: "to be accepted with {command}",
    How.WITH_PARTS: "it rests on {parts}",
}
_PARTS = {
    "badge": "the badge",
    "learner": "the learner's public name",
    "award": "the award",
    "site": "the site",
    "rules": "the rule of its pathway",
}
_FIELDS = {
    "levels": "levels and steps",
    "final": "final badge",
    "inside": "what it takes from elsewhere: a pathway inside, or the credits of a badge",
    "award": "how the final badge is given",
    "withdrawn": "what a withdrawn part does",
    "earn_at": "where to earn it",
    "image": "picture",
    "achievement_type": "type",
}
_KEYS = {"added": "added", "removed": "removed", "active": "active again"}


class Style(Struct, frozen=True):
    """How a form writes what comes from content: `name` for texts, `code` for ids and paths."""

    name: Callable[[str], str]
    code: Callable[[str], str]


class _Item(Struct, frozen=True):
    text: str
    under: tuple[str, ...] = ()


Section = tuple[str, list[_Item]]


def as_text(comparison: Comparison, against: str) -> str:
    """Return the comparison for a terminal."""
    lines = [_heading(comparison, against, _PLAIN)]
    for title, items in _sections(comparison, _PLAIN):
        lines += ["", f"{title} ({len(items):,})"]
        for item in items:
            lines += [f"  {item.text}", *(f"      {each}" for each in item.under)]
    if comparison.is_empty:
        lines += ["", _NOTHING]
    return "\n".join(lines)


def as_markdown(comparison: Comparison, against: str) -> str:
    """Return the comparison for a comment on a pull request, long sections shortened."""
    lines = ["### What this change means", "", _heading(comparison, against, _MARKDOWN)]
    for title, items in _sections(comparison, _MARKDOWN):
        lines += ["", f"#### {title} ({len(items):,})", ""]
        for item in items[:_MOST]:
            lines += [f"- {item.text}", *(f"  - {each}" for each in item.under)]
        if len(items) > _MOST:
            lines.append(f"- … and {len(items) - _MOST:,} more: `badgesite diff` shows all")
    if comparison.is_empty:
        lines += ["", _NOTHING]
    return "\n".join(lines)


def as_json(comparison: Comparison, against: str) -> str:
    """Return the comparison as JSON: the fields of `Comparison`, days as YYYY-MM-DD."""
    facts = to_builtins(comparison)
    for kind in ("issued", "withdrawn", "resigned"):
        for row in facts[kind]:
            award = row["award"]
            row["award"] = {"badge": award[1], "awarded": award[2], "issue": award[3]}
    return json.dumps({"against": against, **facts}, ensure_ascii=False, indent=2)


# ------------------------------------------------------------------ styles
def _printable(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, mention, reference or link."""
    escaped = re.sub(r"([\\`*_{}\[\]()<>#!|~&$])", r"\\\1", _printable(text))
    escaped = re.sub(r"^(\d*)([-+=.])", r"\1\\\2", escaped)  # would begin a list
    # Hosts look for @name, #1 and addresses after Markdown: an empty comment parts the words.
    return re.sub(r"@|\\#|://|(?<=www)\.", r"\g<0><!-- -->", escaped)


def _in_code(text: str) -> str:
    return f"`{_printable(text).replace('`', chr(39))}`"


_PLAIN = Style(_printable, _printable)
_MARKDOWN = Style(_escaped, _in_code)


# ------------------------------------------------------------------ sections
def _heading(comparison: Comparison, against: str, style: Style) -> str:
    on = ENGLISH.day(comparison.on)
    return f"Compared with {style.code(against)}; progress as of {on}."


def _sections(comparison: Comparison, style: Style) -> Iterator[Section]:
    found: tuple[tuple[str, Iterable[_Item]], ...] = (
        ("To be mended", _problems(comparison, style)),
        ("Pathways", (_definition(each, style) for each in comparison.pathways)),
        ("Badges", (_definition(each, style) for each in comparison.badges)),
        ("Learners", (_standing(each, style) for each in comparison.standings)),
        ("Credentials to be issued", _credentials(comparison.issued, style)),
        ("Credentials withdrawn", _credentials(comparison.withdrawn, style)),
        ("Credentials to be signed again", _credentials(comparison.resigned, style)),
        ("Addresses", (_address(each, style) for each in comparison.addresses)),
        (
            "Keys",
            (_Item(f"{style.code(k.multibase)}: {_became(k.became)}") for k in comparison.keys),
        ),
    )
    for title, items in found:
        listed_items = list(items)
        if listed_items:
            yield title, listed_items


def _became(state: str) -> str:
    return _KEYS.get(state, state)


def _problems(comparison: Comparison, style: Style) -> Iterator[_Item]:
    for each in comparison.problems:
        at = style.code(f"{each.origin.path}:{each.origin.line}")
        yield _Item(f"{at}: {style.name(each.sentence)}", (style.name(each.remedy),))


def _definition(change: Definition, style: Style) -> _Item:
    before, after = (each and style.name(each) for each in change.versions)
    said = f"{style.name(change.name)} ({style.code(change.id)}): {change.kind}"
    if change.kind is not Kind.CHANGED:
        said += f", version {after or before}"
        return _Item(said, tuple(style.name(each) for each in change.rules))
    if change.has_new_version:
        said += f", version {before} to {after}"
    else:
        said += f", still version {after}"
    if change.changed:
        names = (_FIELDS.get(each, each).replace("_", " ") for each in change.changed)
        said += f" ({ENGLISH.listed(names)})"
    return _Item(said, tuple(_rules(change.rules, style)))


def _rules(rules: Sequence[str], style: Style) -> Iterator[str]:
    if len(rules) == 2 and rules[0] == rules[1]:
        yield f"in words as before: {style.name(rules[0])}"
    elif len(rules) == 2:
        yield f"before: {style.name(rules[0])}"
        yield f"now: {style.name(rules[1])}"


def _standing(change: Standing, style: Style) -> _Item:
    said = []
    for verb, pathway, levels in (
        ("gains", change.completes, change.gained),
        ("loses", change.loses, change.lost),
    ):
        what = ["the whole pathway"] if pathway else []
        if levels:
            word = "the level" if len(levels) == 1 else "the levels"
            what.append(f"{word} {ENGLISH.listed(style.name(each) for each in levels)}")
        if what:
            said.append(f"{verb} {ENGLISH.listed(what)}")
    return _Item(f"{_who(change.learner, style)} on {style.name(change.name)}: {'; '.join(said)}")


def _who(person: Person, style: Style) -> str:
    if person.name is None:
        return style.code(person.id)
    return f"{style.name(person.name)} ({style.code(person.id)})"


def _credentials(changes: Iterable[CredentialChange], style: Style) -> Iterator[_Item]:
    for change in changes:
        words = {
            "pathway": style.code(change.pathway or ""),
            "command": style.code(_REISSUE),
            "parts": ENGLISH.listed(style.name(each) for each in change.rests_on),
        }
        why = _HOW[change.how].format(**words)
        if change.parts:
            why = f"{ENGLISH.listed(_PARTS[each] for each in change.parts)} changed; {why}"
        issue = f", issue {change.award.issue}" if change.award.issue > 1 else ""
        yield _Item(
            f"{_who(change.learner, style)}: {style.name(change.badge)}, "
            f"awarded {ENGLISH.day(change.award.awarded)}{issue}" + (f" — {why}" if why else "")
        )


def _address(change: AddressChange, style: Style) -> _Item:
    whose = f" of {_who(change.learner, style)}" if change.learner else ""
    at = f" {style.code(change.before)}" if change.before else ""
    if not change.moved and change.redirected:
        said = "only leads elsewhere"
    elif not change.moved:
        said = "disappears"
    else:
        said = f"moves to {style.code(change.after)}" if change.after else "moves"
        said += "; the old address leads there" if change.redirected else "; the old one is gone"
    return _Item(f"{style.name(change.what)}{whose}{at}: {said}")
