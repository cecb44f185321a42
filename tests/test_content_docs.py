"""docs/reference/content.md names every field and column that the tables have."""

from pathlib import Path

import pytest

from badgesite.content.forms.award import AWARDS
from badgesite.content.forms.badge import BADGE, SKILL
from badgesite.content.forms.keys import KEY, KEYS
from badgesite.content.forms.learner import LEARNER, LEARNERS
from badgesite.content.forms.pathway import FOREIGN, LEVEL, MEMBER, PATHWAY, STEP
from badgesite.content.forms.register import REGISTER
from badgesite.content.forms.revocation import REVOCATIONS
from badgesite.content.forms.site import BRAND, ISSUER, KNOWN_ISSUER, SITE

REFERENCE = (Path(__file__).parent.parent / "docs" / "reference" / "content.md").read_text("utf-8")
SHAPES = (
    *(SITE, BRAND, ISSUER, KNOWN_ISSUER, KEYS, KEY, BADGE, SKILL, PATHWAY, LEVEL, STEP, MEMBER),
    *(FOREIGN, LEARNER, LEARNERS, AWARDS, REVOCATIONS, REGISTER),
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.what)
def test_every_field_is_in_the_reference(shape):
    words = set(REFERENCE.replace("`", " ").replace(":", " ").replace(",", " ").split())
    words |= {word.strip("{}()[].") for word in words}
    assert [name for name in shape.by_name if name not in words] == []
