"""content/pathways/<id>.md: the rule language in front matter, and the description in Markdown."""

from badgesite.content.forms.artwork import COLOUR_FIELD, SHAPE_FIELD
from badgesite.content.forms.award import BADGE_ID
from badgesite.content.forms.badge import VERSION
from badgesite.content.forms.issuers import Did
from badgesite.content.kinds import Choice, Id, Kind, Pattern, Reference, Schema, Text
from badgesite.content.nodes import Node
from badgesite.content.notes import Notes
from badgesite.content.quantities import Amount, Day, Whole, Within, YesNo
from badgesite.content.shapes import Again, Field, ListOf, Record, Shape, Short
from badgesite.model import (
    BadgeNeeded,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)

PATHWAY_ID = Reference("pathway", "pathways", "add content/pathways/{id}.md")
NEEDS = ("badge", "pathway", "foreign", "of")

FOREIGN = Shape(
    "a badge of another issuer",
    Field("issuer", Did(), "the other issuer's DID", required=True),
    Field(
        "achievement",
        Pattern(r"(https?://|urn:)[^\s<>\"{}|\\^`]{1,1000}", "an id", "https://…", "achievement"),
        "the id of the badge in its credentials",
        required=True,
    ),
    Field("name", Text(), "what pages call it"),
)

_ONE_OF: Schema = {"oneOf": [{"required": [name]} for name in NEEDS]}
_RULE = (
    Field("badge", BADGE_ID, "one badge"),
    Field("pathway", PATHWAY_ID, "all of another pathway"),
    Field("version", VERSION, "of that pathway, for good; the present one unless given"),
    Field("foreign", FOREIGN, "a badge of another issuer"),
    Field(
        "of",
        ListOf(Again("requirement", lambda: REQUIREMENT), most=100),
        "a group: badges by id, or groups again",
    ),
    Field("any", Whole(1, 100), "this many of the group; all unless given"),
    Field("credits", Amount(), "badges of the group worth this many credits together"),
)

MEMBER = Shape("a part of a group", *_RULE, extra=_ONE_OF)
REQUIREMENT: Kind = Short("badge", MEMBER)

STEP = Shape(
    "a step",
    Field("id", Id("the id of a step"), "defaults to the id of its badge or pathway"),
    Field("name", Text(), "what it is called; else the name of what it asks for", translated=True),
    *_RULE,
    Field("after", ListOf(Id("the id of a step"), most=100, single=True), "steps to come first"),
    Field("optional", YesNo(), "true: the level is complete without it"),
    Field("within", Within(), "its parts are earned at most so far apart: 24 months"),
    extra=_ONE_OF,
)

LEVEL = Shape(
    "a level",
    Field("id", Id("the id of a level"), "its id", required=True),
    Field("name", Text(), "what it is called", translated=True),
    Field("any", Whole(1, 100), "this many of its steps; all unless given"),
    Field("milestone", BADGE_ID, "a badge given when the level is complete"),
    Field("steps", ListOf(Short("badge", STEP), most=100), "its steps", required=True),
)

PATHWAY = Shape(
    "a pathway",
    Field("name", Text(), "what it is called", required=True, translated=True),
    Field("version", VERSION, 'text such as "1"; a new one when its rule changes', required=True),
    Field("final", BADGE_ID, "the badge given when the last rule is met"),
    Field("summary", Text(500, lines=True), "a sentence for lists and cards", translated=True),
    Field("order", Choice("advised", "enforced"), "what an award out of order is"),
    Field("award", Choice("by-rule", "by-hand"), "whether the final badge is given by itself"),
    Field("withdrawn", Choice("keep", "lapse"), "the final badge when a part is withdrawn later"),
    Field("since", Day(), "the day from which this version holds, for who begins on or after it"),
    Field("grandfather", Choice("keep", "move"), "learners who began under an older version"),
    SHAPE_FIELD,
    COLOUR_FIELD,
    Field("position", Whole(1, 9_999), "place among the pathways; else by id after those with one"),
    Field("levels", ListOf(LEVEL, most=50), "in order", required=True),
)


def read_pathway(node: Node, body: str, pathway_id: str, notes: Notes) -> Pathway | None:
    """Return the pathway, or None when its rule could not be read whole."""
    record = PATHWAY.read(node, notes)
    if record is None:
        return None
    levels = tuple(_level(each, pathway_id, notes) for each in record.get("levels", ()))
    notes.translate(record.texts, "pathways", pathway_id)
    if not record.whole or notes.has_errors:
        return None
    values = {name: value for name, value in record.values.items() if name != "levels"}
    return Pathway(
        id=pathway_id,
        levels=levels,
        description=body,
        origin=notes.origin(record.place),
        final=values.pop("final", None),
        **values,
    )


def _level(record: Record, pathway_id: str, notes: Notes) -> Level:
    level_id = record.get("id", "?")
    above = ("pathways", pathway_id, level_id)
    notes.translate(record.texts, *above)
    steps = (_step(each, above, notes) for each in record.get("steps", ()))
    return Level(
        id=level_id,
        name=record.get("name", level_id.replace("-", " ").capitalize()),
        steps=tuple(step for step in steps if step is not None),
        any=record.get("any"),
        milestone=record.get("milestone"),
        origin=notes.origin(record.place),
    )


def _step(said: Record, above: tuple[str, ...], notes: Notes) -> Step | None:
    requirement = _requirement(said, "a step", notes)
    if requirement is None:
        return None
    step_id = said.get("id") or said.get("badge") or said.get("pathway")
    if step_id is None and "id" not in said.wrong:
        notes.error(
            said.place, "a step lacks 'id'", "add  id: …  (steps with a group need one)", "step-id"
        )
    if step_id is None:
        return None
    notes.translate(said.texts, *above, step_id)
    return Step(
        id=step_id,
        requirement=requirement,
        name=said.get("name"),
        after=said.get("after", ()),
        optional=said.get("optional", False),
        within_months=said.get("within"),
        origin=notes.origin(said.place),
    )


def _requirement(said: Record, what: str, notes: Notes) -> Requirement | None:
    given = [name for name in NEEDS if name in said.values]
    if len(given) != 1:
        _note_needs(said, given, what, notes)
        return None
    if "of" not in given:
        for name in ("any", "credits"):
            if name in said.values:
                sentence = f"'{name}' stands where there is no group"
                notes.error(said.where(name), sentence, "add  of: [..]  or delete it", "group")
    if "version" in said.values and "pathway" not in given:
        sentence = "'version' stands where there is no pathway"
        notes.error(said.where("version"), sentence, "add  pathway: …  or delete it", "group")
    if "badge" in given:
        return BadgeNeeded(said.get("badge"))
    if "pathway" in given:
        return PathwayNeeded(said.get("pathway"), said.get("version"))
    if "foreign" in given:
        foreign: Record = said.get("foreign")
        return ForeignNeeded(**foreign.values) if foreign.whole else None
    return _group(said, notes)


def _group(said: Record, notes: Notes) -> Group:
    if "any" in said.values and "credits" in said.values:
        sentence = "a group asks for 'any' and 'credits' at once"
        notes.error(said.where("credits"), sentence, "keep one of the two", "group")
    members = (_requirement(each, "a part of a group", notes) for each in said.get("of"))
    return Group(
        tuple(member for member in members if member is not None),
        any=said.get("any"),
        credits=said.get("credits"),
    )


def _note_needs(said: Record, given: list[str], what: str, notes: Notes) -> None:
    if given:
        listed = " and ".join(f"'{name}'" for name in given)
        notes.error(said.place, f"{what} asks for {listed} at once", "keep one", "step-needs")
    elif not said.wrong & {*NEEDS}:
        notes.error(
            said.place,
            f"{what} asks for nothing",
            "add  badge: …  or  pathway: …  or  of: [..]",
            "step-needs",
        )
