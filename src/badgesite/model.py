"""The words of the product as types: frozen, without input or output.

Every record remembers its `origin`, which takes no part in comparison: where a thing was written
does not change what it is, so adding a line above an award signs nothing again.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct, field

from badgesite.errors import Located


# ------------------------------------------------------------------ the site and who awards
class Visibility(StrEnum):
    """Who finds a learner: nobody without the link (default), everybody, or there is no page."""

    UNLISTED = "unlisted"
    PUBLIC = "public"
    PRIVATE = "private"


class Brand(Struct, frozen=True):
    """The provider's look: colours as `#rrggbb`, pictures as names of files in content/images/.

    `font` is a typeface that comes with badgesite, or a .woff2 file in content/images/;
    `second_font` a .ttf file there, for what the fonts of drawings lack.
    """

    colour: str = "#0b5f80"
    accent: str = "#f0b64a"
    logo: str | None = None
    logo_dark: str | None = None
    theme: str = "default"
    icon: str = "anchor"
    shape: str = "hexagon"
    mark: str = "chevron"
    font: str = "atkinson"
    second_font: str | None = None


class Issuer(Struct, frozen=True):
    """Who awards (Open Badges `Profile`)."""

    name: str
    url: str | None = None
    email: str | None = None
    linkedin_organization: str | None = None
    description: str | None = None
    address: str | None = None


class KnownIssuer(Struct, frozen=True):
    """Another issuer that this site vouches for."""

    did: str
    name: str


class Signature(Struct, frozen=True):
    """Who signs certificates; `image` is the path of a picture below content/."""

    name: str
    role: str | None = None
    image: str | None = None


class Certificate(Struct, frozen=True):
    """What a printed certificate says beside the award. Nothing of it is in the credential."""

    title: str | None = None
    signatures: tuple[Signature, ...] = ()
    seal: str | None = None

    def over(self, other: "Certificate") -> "Certificate":
        """Return this certificate with what it leaves open taken from another."""
        return Certificate(
            self.title or other.title,
            self.signatures or other.signatures,
            self.seal or other.seal,
        )


class Sharing(Struct, frozen=True):
    """What a site publishes for each credential only when it is asked to: a file more each."""

    learner_cards: bool = False
    oembed: bool = False


class Site(Located, frozen=True):
    """Base address, name, languages, brand, issuer and the salt of all addresses."""

    name: str
    url: str
    issuer: Issuer
    salt: str
    tagline: str = ""
    description: str = ""
    languages: tuple[str, ...] = ("en",)
    timezone: str = "UTC"
    brand: Brand = Brand()
    hosting: str | None = None
    known_issuers: tuple[KnownIssuer, ...] = ()
    certificate: Certificate = Certificate()
    sharing: Sharing = Sharing()


class KeyState(StrEnum):
    """`active` signs; `retired` is valid for what it signed; `compromised` is trusted no more."""

    ACTIVE = "active"
    RETIRED = "retired"
    COMPROMISED = "compromised"


class PublicKey(Located, frozen=True):
    """A public Ed25519 key: `multibase` is `z6Mk…`, which is also its id in the DID document."""

    multibase: str
    created: date
    state: KeyState = KeyState.ACTIVE
    changed: date | None = None
    reason: str | None = None


# ------------------------------------------------------------------ what can be earned
class Skill(Struct, frozen=True):
    """What a badge proves; with `url` it is an alignment to a framework's entry."""

    name: str
    url: str | None = None
    framework: str | None = None
    code: str | None = None


SLACK = 1e-6
"""Of sums of credits: decimals add up to a little more or less."""


class Badge(Located, frozen=True):
    """What can be earned (Open Badges `Achievement`); `criteria` is Markdown.

    `validity` is an ISO 8601 duration such as `P2Y`. `baked` lists `png` and `svg` when the build
    shall write baked pictures. `image` is a path below content/, else artwork is drawn.
    """

    id: str
    name: str
    description: str
    version: str
    criteria: str
    level: int | None = None
    skills: tuple[Skill, ...] = ()
    validity: str | None = None
    image: str | None = None
    icon: str | None = None
    shape: str | None = None
    colour: str | None = None
    credits: float | None = None
    earn_at: str | None = None
    duration: str | None = None
    price: str | None = None
    achievement_type: str = "Badge"
    baked: tuple[str, ...] = ()
    certificate: Certificate = Certificate()


# ------------------------------------------------------------------ pathways
class BadgeNeeded(Struct, frozen=True, tag=True):
    """Satisfied by one award of this badge."""

    badge: str


class PathwayNeeded(Struct, frozen=True, tag=True):
    """Satisfied when the named pathway is complete: the present one, or at a `version` for good."""

    pathway: str
    version: str | None = None


class ForeignNeeded(Struct, frozen=True, tag=True):
    """Satisfied by another issuer's badge, named by DID and achievement id."""

    issuer: str
    achievement: str
    name: str = ""


class Group(Struct, frozen=True, tag=True):
    """Satisfied by all of its members, by `any` of them, or by members worth `credits` together."""

    of: tuple["Requirement", ...]
    any: int | None = None
    credits: float | None = None


Requirement = BadgeNeeded | PathwayNeeded | ForeignNeeded | Group


class Step(Located, frozen=True):
    """A place on a pathway; `within_months`: its parts were earned at most so far apart."""

    id: str
    requirement: Requirement
    name: str | None = None
    after: tuple[str, ...] = ()
    optional: bool = False
    within_months: int | None = None


class Level(Located, frozen=True):
    """A stage of a pathway; open when the level before is complete. `any` steps of it, or all."""

    id: str
    name: str
    steps: tuple[Step, ...]
    any: int | None = None
    milestone: str | None = None


class Pathway(Located, frozen=True):
    """A route by stated rules to one final badge; `description` is Markdown.

    `order`: `advised` or `enforced`. `award`: `by-rule` or `by-hand`. `withdrawn`: what a part
    that is withdrawn later does to the final badge, `keep` or `lapse`. `grandfather`: whether
    learners who began under an older version, before the day `since`, `keep` it or `move`.
    `position` orders pathways.
    """

    id: str
    name: str
    version: str
    final: str | None
    levels: tuple[Level, ...]
    description: str = ""
    summary: str = ""
    order: str = "advised"
    award: str = "by-rule"
    withdrawn: str = "lapse"
    grandfather: str = "keep"
    since: date | None = None
    shape: str | None = None
    colour: str | None = None
    position: int = 1000

    @property
    def given_by_rule(self) -> tuple[tuple[str, tuple[Level, ...]], ...]:
        """Return each badge that the rule gives, with the levels to complete for it.

        `award: by-hand` is about the final badge: milestones are always given by rule.
        """
        final = self.final if self.award == "by-rule" and self.levels else None
        whole = () if final is None else ((final, self.levels),)
        return whole + tuple(
            (level.milestone, (level,)) for level in self.levels if level.milestone is not None
        )


# ------------------------------------------------------------------ people and what they earned
class AwardKey(NamedTuple):
    """What makes an award one award: this learner, this badge, this day, this issue."""

    learner: str
    badge: str
    awarded: date
    issue: int = 1


class Learner(Located, frozen=True, array_like=True):
    """The person: public name or pseudonym, visibility, address, language of the own pages.

    `slug` is an address the learner agreed to; `former_slugs` lead to the present one. `former_ids`
    are ids this learner had before, whose opaque addresses lead here too.
    """

    id: str
    name: str
    visibility: Visibility = Visibility.UNLISTED
    slug: str | None = None
    bio: str | None = None
    former_slugs: tuple[str, ...] = ()
    former_ids: tuple[str, ...] = ()
    language: str | None = None


class Unlock(Struct, frozen=True, array_like=True):
    """Why a final badge was given: the pathway at its version, and the awards that met its rule.

    `foreign` are the files, below content/, of other issuers' credentials among what met it.
    """

    pathway: str
    version: str
    parts: tuple[AwardKey, ...]
    foreign: tuple[str, ...] = ()


class ForeignAward(Located, frozen=True):
    """Another issuer's credential that was verified: whose, for what, its days, and its file.

    `name` is what its issuer calls the badge; `credential` is the JSON, taken out of its picture;
    `picture` the picture that came with it, unjudged, empty where none did.
    """

    learner: str
    issuer: str
    achievement: str
    awarded: date
    expires: date | None = None
    path: str = ""
    name: str = ""
    credential: bytes = b""
    picture: bytes = b""


class Award(Located, frozen=True, array_like=True):
    """A learner earned a badge on a day. `unlock` is set when a pathway's rule gave it."""

    learner: str
    badge: str
    awarded: date
    issue: int = 1
    expires: date | None = None
    evidence: tuple[str, ...] = ()
    narrative: str | None = None
    result: str | None = None
    waived: str | None = None
    unlock: Unlock | None = None

    @property
    def key(self) -> AwardKey:
        """Return what makes this award one award."""
        return AwardKey(self.learner, self.badge, self.awarded, self.issue)


class Withdrawal(StrEnum):
    """Kinds of revocation: taken back, or given again in a corrected form."""

    REVOKED = "revoked"
    REPLACED = "replaced"


class Revocation(Located, frozen=True):
    """An award withdrawn or replaced, when and why; never taken back."""

    award: AwardKey
    on: date
    kind: Withdrawal
    reason: str


DIGESTED = ("badge", "learner", "award", "site", "rules")
"""What the parts of a register entry's digest are about; the last of a stacked credential alone."""


ERASED = "erased-"
"""How the id begins that stands on a line of the register in place of a learner's."""


class RegisterEntry(Located, frozen=True, array_like=True):
    """One credential ever issued: its place in a status list, and what was signed.

    `digest` tells what the unsigned document was made of, as `DIGESTED` says, so a new key changes
    nothing in it.
    `signed_by` and `proof` (multibase key, proofValue) let a later build, which no longer holds a
    retired key, publish the same bytes again. `reissued` says why the content may differ from an
    earlier entry of the same award; the last entry of an award counts. `born` is the learner's id
    on the line itself, where the learner has another one now (renamed, or merged into another).
    `withdrawn` is the day on which it was withdrawn, as it was recorded: that is never taken back.
    """

    award: AwardKey
    uuid: UUID
    version: str = ""
    list: int = 1
    place: int = 0
    digest: str = ""
    signed_by: str = ""
    proof: str = ""
    reissued: str = ""
    born: str = ""
    withdrawn: date | None = None

    @property
    def issued(self) -> AwardKey:
        """Return the award under the id of when its uuid was made; the line keeps that for good."""
        return self.award._replace(learner=self.born) if self.born else self.award

    @property
    def bare_id(self) -> str:
        """Return the learner's id on the line once only a number is left of it."""
        return f"{ERASED}{self.uuid.hex[:12]}"

    @property
    def is_erased(self) -> bool:
        """Whether only a number is left of the line: its uuid and its place."""
        named = self.award.learner.startswith(ERASED)  # of very many lines nearly none
        return named and self.award == self.erased().award

    def erased(self) -> "RegisterEntry":
        """Return the line as a bare number: nothing of the person, the badge or the day."""
        award = AwardKey(self.bare_id, "erased", date(1900, 1, 1))
        digest = "0" * 64 if self.is_placed else ""
        return RegisterEntry(award, self.uuid, "", self.list, self.place, digest)

    @property
    def is_placed(self) -> bool:
        """Whether the line has more than its first columns: one of those only has no place yet."""
        return bool(self.digest or self.place or self.list != 1)


# ------------------------------------------------------------------ everything of one commit
class Page(Located, frozen=True):
    """An editorial page: path below content/pages/, and its Markdown with front matter.

    `language` is empty for the site's own; the path of another one's is that of the same page.
    """

    path: str
    text: str
    language: str = ""


TextKey = tuple[str, ...]
"""What a text belongs to: `("badges", id, "name")`, `("pathways", id, "levels", id, "name")` …"""


class Address(Located, frozen=True):
    """A path that was published. `leads_to`, or `gone` with `reason`, where nothing is there now.

    `whose` is the learner whose page it was.
    """

    path: str
    whose: str | None = None
    leads_to: str | None = None
    gone: date | None = None
    reason: str | None = None


class Catalog(Struct, frozen=True, dict=True):
    """All definitions of one commit, references resolved; nothing else reads content.

    `badges` and `pathways` are the current versions by id, pathways in order of position;
    `earlier_badges` and `earlier_pathways` are kept ones by (id, version). `awards` are the
    written ones, sorted by key; the derived ones come from `progress`. `register` is by learner,
    of each in the order of the file.
    `pictures` and `fonts` are paths below content/ with bytes;
    `foreign` are other issuers' credentials by learner id, unverified: path below content/, bytes;
    `recognised` are those that were verified since, which count on pathways.
    `texts` are names, descriptions and bodies in further languages, by language.
    """

    site: Site
    keys: tuple[PublicKey, ...]
    badges: Mapping[str, Badge]
    pathways: Mapping[str, Pathway]
    learners: Mapping[str, Learner]
    awards: Sequence[Award]
    revocations: Mapping[AwardKey, Revocation]
    register: Sequence[RegisterEntry]
    pages: tuple[Page, ...] = ()
    addresses: tuple[Address, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    earlier_badges: Mapping[tuple[str, str], Badge] = field(default_factory=dict)
    earlier_pathways: Mapping[tuple[str, str], Pathway] = field(default_factory=dict)
    foreign: Mapping[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)
    recognised: tuple[ForeignAward, ...] = ()
    texts: Mapping[str, Mapping[TextKey, str]] = field(default_factory=dict)

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What was worked out of this catalog, by what works it out; it goes when the catalog goes.

        Another one made by `replace` has none of it.
        """
        return {}

    @property
    def active_key(self) -> PublicKey | None:
        """Return the key that signs from now on; content has one at most."""
        return next((key for key in self.keys if key.state is KeyState.ACTIVE), None)

    @property
    def given_by_rule(self) -> frozenset[str]:
        """Return the badges that a pathway's rule gives, in any of its versions."""
        pathways = (*self.pathways.values(), *self.earlier_pathways.values())
        return frozenset(badge for each in pathways for badge, _ in each.given_by_rule)

    def badge_at(self, id_: str, version: str) -> Badge:
        """Return a badge in a version; the present one where none is named or it is not kept."""
        current = self.badges[id_]
        if version in ("", current.version):
            return current
        return self.earlier_badges.get((id_, version), current)

    def pathway_at(self, id_: str, version: str | None = None) -> Pathway | None:
        """Return a pathway at a version, the present one without; None where there is none."""
        current = self.pathways.get(id_)
        if version is None or (current is not None and current.version == version):
            return current
        return self.earlier_pathways.get((id_, version))
