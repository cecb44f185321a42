"""content/badges/<id>.md: front matter and the criteria in Markdown."""

import re

from badgesite.content.forms.artwork import COLOUR_FIELD, ICON_FIELD, SHAPE_FIELD
from badgesite.content.forms.certificate import CERTIFICATE_FIELD, certificate_of
from badgesite.content.forms.pictures import PicturePath
from badgesite.content.kinds import Choice, Pattern, Schema, Text, Word
from badgesite.content.nodes import Mapping, Node
from badgesite.content.notes import Known, Mistake, Notes, suggestion
from badgesite.content.quantities import Amount, Duration, Whole
from badgesite.content.shapes import Field, ListOf, Record, Shape, Short
from badgesite.content.whereabouts import Web
from badgesite.model import Badge, Skill

VERSION = Pattern(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", "a version", '"1", in quotes, or "2026.1"', "version"
)

# Open Badges 3.0 §B.6.1 AchievementType; an own one begins with ext:
_TYPES = (
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge "
    "BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency "
    "Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment "
    "JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate "
    "QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate "
    "SecondarySchoolDiploma"
)
TYPES = _TYPES.split()


class AchievementType(Word):
    """A word of the Open Badges vocabulary, or an own one that begins with `ext:`."""

    def parse(self, text: str, known: Known) -> str:
        """Return the word."""
        if text in TYPES or re.fullmatch(r"ext:[A-Za-z0-9._-]{1,80}", text):
            return text
        raise Mistake(
            "which is not a type of achievement that Open Badges knows",
            suggestion(text, TYPES, "write Badge, Certificate, Course, or an own one as ext:Camp"),
            "choice",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"anyOf": [{"enum": TYPES}, {"type": "string", "pattern": "^ext:"}]}


SKILL = Shape(
    "a skill",
    Field("name", Text(), "what it is called", required=True),
    Field("url", Web(), "its address in a framework"),
    Field("framework", Text(), "name of the framework"),
    Field("code", Text(), "its code in the framework"),
)

# The same in the words of the standard (Open Badges 3.0 §B.1.2, Alignment).
ALIGNMENT = Shape(
    "an alignment",
    Field("targetName", Text(), "what it is called", required=True),
    Field("targetUrl", Web(), "its address in a framework", required=True),
    Field("targetFramework", Text(), "name of the framework"),
    Field("targetCode", Text(), "its code in the framework"),
)


class SkillOrAlignment(Short):
    """A word, or an entry of a framework, with our names of its fields or with the standard's."""

    def __init__(self) -> None:
        super().__init__("name", SKILL)

    def read(self, node: Node, notes: Notes, label: str) -> Record | None:
        """Return the skill; fields of an alignment come under our names."""
        standard = isinstance(node, Mapping) and any(
            each in ALIGNMENT.by_name for each in node.entries
        )
        if not standard:
            return super().read(node, notes, label)
        record = ALIGNMENT.read(node, notes, label)
        if record is not None:
            record.values = {
                name.removeprefix("target").lower(): value for name, value in record.values.items()
            }
        return record

    def schema(self) -> Schema:
        """Return the JSON Schema of all three."""
        return {"anyOf": [*super().schema()["anyOf"], ALIGNMENT.schema()]}


BADGE = Shape(
    "a badge",
    Field("name", Text(), "what it is called", required=True, translated=True),
    Field("description", Text(2_000, lines=True), "one sentence", required=True, translated=True),
    Field("version", VERSION, 'text such as "1"; a new one when it changes', required=True),
    Field("level", Whole(1, 20), "how far up it is, from 1"),
    Field("skills", ListOf(SkillOrAlignment(), most=100), "words, or entries of a framework"),
    Field("validity", Duration(), "how long an award lasts, such as P2Y"),
    Field("image", PicturePath(), "own picture in content/images/, else artwork is drawn"),
    ICON_FIELD,
    SHAPE_FIELD,
    COLOUR_FIELD,
    Field("credits", Amount(), "what it counts on a pathway that sums credits"),
    Field("earn_at", Web(), "where to earn it"),
    Field("duration", Text(), "how long earning it takes, in words", translated=True),
    Field("price", Text(), "what earning it costs, in words", translated=True),
    Field("achievement_type", AchievementType(), "Open Badges type; Badge unless given"),
    Field(
        "baked",
        ListOf(Choice("png", "svg"), most=2, single=True),
        "write pictures with the credential inside: png, svg",
    ),
    CERTIFICATE_FIELD,
)


def read_badge(node: Node, body: str, badge_id: str, notes: Notes) -> Badge | None:
    """Return the badge, or None when a field it cannot do without is missing or wrong."""
    record = BADGE.read(node, notes)
    if record is None or not record.whole:
        return None
    if not body:
        notes.warn(
            record.place,
            "the criteria are missing, so that the description stands in for them",
            "write below the fields what a learner must do to earn it",
            "no-criteria",
        )
    values = record.values
    notes.translate(record.texts, "badges", badge_id)
    values["skills"] = tuple(
        Skill(**each.values) for each in record.get("skills", ()) if each.whole
    )
    values["baked"] = tuple(sorted(set(record.get("baked", ()))))
    values["certificate"] = certificate_of(record.get("certificate"))
    return Badge(
        id=badge_id,
        criteria=body or values["description"],
        origin=notes.origin(record.place),
        **values,
    )
