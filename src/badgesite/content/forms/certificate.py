"""What certificates of the site, or of one badge, say beside the award: title, signers, seal."""

from badgesite.content.forms.pictures import PicturePath
from badgesite.content.kinds import Text
from badgesite.content.shapes import Field, ListOf, Record, Shape, Short
from badgesite.model import Certificate, Signature

SIGNATURE = Shape(
    "a signature",
    Field("name", Text(), "who signs", required=True),
    Field("role", Text(), "as what, such as Head of assessment"),
    Field("image", PicturePath(), "the signature as a picture in content/images/"),
)

CERTIFICATE = Shape(
    "the certificate",
    Field("title", Text(80), "its heading, such as Certificate of competence"),
    Field("signatures", ListOf(Short("name", SIGNATURE), most=3), "who signs, at most three"),
    Field("seal", PicturePath(), "a seal as a picture in content/images/"),
)

CERTIFICATE_FIELD = Field("certificate", CERTIFICATE, "what printed certificates say")


def certificate_of(record: Record | None) -> Certificate:
    """Return what was read, or nothing of it."""
    if record is None:
        return Certificate()
    signatures = (each for each in record.get("signatures", ()) if each.whole)
    return Certificate(
        signatures=tuple(Signature(**each.values) for each in signatures),
        **record.given("title", "seal"),
    )
