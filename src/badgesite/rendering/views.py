"""What each kind of page needs, and no more: the narrow arguments of the page functions.

Frozen, slotted, made of plain values, so that the digest of a view is the key of its page. Paths
are below the base URL without a leading slash (`badges/bls/`); a page turns them into relative
links. Texts are plain unless a field says Markdown; the templates escape them. A `picture` is the
folder of a badge, where badge.svg, badge-small.svg, badge-ghost.svg and card.png lie. A `lang` is
the language of the name where it is not translated into that of the page, and `..._lang` that of
another text.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from badgesite.languages import has_catalogue

SIGNED, DEMO, PREVIEW = "signed", "demo", "preview"

EARNED, CAN_START, LOCKED, EXPIRED, REVOKED = (
    "earned",
    "can-start",
    "locked",
    "expired",
    "revoked",
)
SPARE = "spare"  # one of a group that is complete without it


# ------------------------------------------------------------------ what every page shares
class IssuerView(Struct, frozen=True):
    """Who awards: `domain` is the host of the site, which is what a check proves."""

    name: str
    domain: str
    url: str | None = None
    email: str | None = None
    address: str | None = None
    linkedin_organization: str | None = None


class FooterLink(Struct, frozen=True):
    """A link at the foot of every page, to an editorial page such as privacy.

    `lang` is its language where it is not that of the page.
    """

    text: str
    path: str
    lang: str = ""


class Frame(Struct, frozen=True):
    """What surrounds every page. Nothing in it changes with an award.

    `mode` is `signed`, `demo` or `preview`. `logo` and `logo_dark` are paths in the site; without
    them the generated assets/icon.svg stands beside the name.
    `prefix` is where the shared pages of the language lie: empty for the site's own, else `de/`.
    """

    site_name: str
    base_url: str
    did: str
    issuer: IssuerView
    mode: str = SIGNED
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    logo: str | None = None
    logo_dark: str | None = None
    has_public_learners: bool = False
    has_skills: bool = False
    footer: tuple[FooterLink, ...] = ()
    timezone: str = "UTC"
    prefix: str = ""

    @property
    def spoken(self) -> str:
        """Return the language of the interface: the page's, else (no catalogue) English."""
        return self.language if has_catalogue(self.language) else "en"

    @property
    def base_path(self) -> str:
        """Return the path of the base URL, with a slash at both ends."""
        return "/" + self.base_url.split("://", 1)[1].partition("/")[2]

    @property
    def did_document(self) -> str:
        """Return where did.json lies below the base URL."""
        return ".well-known/did.json" if self.base_path == "/" else "did.json"


class Fact(Struct, frozen=True):
    """A short fact under a heading, such as `4 levels` `6 badges`, with an icon's name."""

    icon: str
    strong: str
    text: str = ""


class PathwayPlace(Struct, frozen=True):
    """Where a badge sits: `Level 2 of 4, First Aid Professional`. No level: the final badge.

    A milestone is given for completing the level.
    """

    name: str
    path: str
    level: int | None = None
    levels: int = 0
    milestone: bool = False


# ------------------------------------------------------------------ home
class Stage(Struct, frozen=True):
    """One picture in the small row that shows a pathway."""

    label: str
    picture: str
    final: bool = False
    here: bool = False


class PathwayCard(Struct, frozen=True):
    """A pathway on the home page and in the list; `mini` is its small inline SVG."""

    name: str
    path: str
    summary: str
    stages: tuple[Stage, ...]
    facts: tuple[Fact, ...] = ()
    lang: str = ""
    mini: str = ""
    summary_lang: str = ""


class LatestAward(Struct, frozen=True):
    """A public award in the list of the latest, newest first."""

    badge: str
    learner: str
    path: str
    picture: str
    awarded: date


class HeroPicture(Struct, frozen=True):
    """A badge in the hero; the first one stands in the middle."""

    picture: str
    name: str


class HomeView(Struct, frozen=True):
    """The home page; `pictures` are up to five badges, the final one first.

    `content` is HTML of the provider's own page, made from Markdown and cleaned.
    """

    headline: str
    lede: str
    pathways: tuple[PathwayCard, ...]
    pictures: tuple[HeroPicture, ...] = ()
    latest: tuple[LatestAward, ...] = ()
    content: str = ""
    path: str = ""
    headline_lang: str = ""
    lede_lang: str = ""
    content_lang: str = ""


# ------------------------------------------------------------------ badges
class BadgeCard(Struct, frozen=True):
    """A badge in the list."""

    name: str
    path: str
    description: str
    level: int | None = None
    final: bool = False
    lang: str = ""


class BadgeGroup(Struct, frozen=True):
    """The badges of one pathway, or those that stand alone (no path)."""

    name: str
    path: str
    badges: tuple[BadgeCard, ...]


class BadgesView(Struct, frozen=True):
    """The list of all badges in groups, or a page of it; `before` and `after` are beside it."""

    groups: tuple[BadgeGroup, ...]
    path: str = "badges/"
    before: str | None = None
    after: str | None = None


class SkillLink(Struct, frozen=True):
    """What a badge proves; with `url` an entry of a recognised framework.

    `path` is where the list of skills names it.
    """

    name: str
    url: str | None = None
    framework: str | None = None
    code: str | None = None
    path: str = ""


class BadgePlace(Struct, frozen=True):
    """A pathway that asks for the badge or gives it, as a row of pictures with one marked."""

    place: PathwayPlace
    stages: tuple[Stage, ...]


class BadgeView(Struct, frozen=True):
    """A badge's page; `criteria` is Markdown."""

    path: str
    name: str
    description: str
    version: str
    criteria: str
    level: int | None = None
    final: bool = False
    facts: tuple[Fact, ...] = ()
    skills: tuple[SkillLink, ...] = ()
    places: tuple[BadgePlace, ...] = ()
    earn_at: str | None = None
    achievement: str = "achievement.json"
    lang: str = ""
    description_lang: str = ""
    criteria_lang: str = ""


# ------------------------------------------------------------------ skills
class SkillPathway(Struct, frozen=True):
    """A pathway that leads to a badge that proves the skill."""

    name: str
    path: str


class SkillEntry(Struct, frozen=True):
    """A skill, the badges that prove it, and the pathways that lead there; `anchor` is its id."""

    anchor: str
    skill: SkillLink
    badges: tuple[BadgeCard, ...]
    pathways: tuple[SkillPathway, ...]


class SkillsView(Struct, frozen=True):
    """One page of the skills by name; `before` and `after` are the pages beside it."""

    skills: tuple[SkillEntry, ...]
    total: int
    path: str = "skills/"
    before: str | None = None
    after: str | None = None


# ------------------------------------------------------------------ pathways
class PathwaysView(Struct, frozen=True):
    """The list of all pathways."""

    pathways: tuple[PathwayCard, ...]
    path: str = "pathways/"


class StepView(Struct, frozen=True):
    """A step, or a member of a group: `rule` is the requirement in words where it is a group.

    `picture` is empty for what has none (a group, another issuer's badge, which is `foreign`);
    `path` is empty where there is nothing to link to. `meta` are short lines such as `2 days` and
    `valid 24 months`.
    """

    name: str
    path: str = ""
    picture: str = ""
    text: str = ""
    rule: str = ""
    optional: bool = False
    meta: tuple[str, ...] = ()
    members: tuple["StepView", ...] = ()
    foreign: bool = False
    lang: str = ""
    text_lang: str = ""


class LevelView(Struct, frozen=True):
    """A level with its rule as a sentence and its steps in order."""

    number: int
    name: str
    sentence: str
    steps: tuple[StepView, ...]
    milestone: str = ""
    milestone_path: str = ""


class PathwayView(Struct, frozen=True):
    """A pathway's page. `description` is Markdown; `diagram` is inline SVG of rendering.diagram.

    `narrow` is the same for narrow screens, of the nodes of the other.
    """

    path: str
    name: str
    summary: str
    description: str
    version: str
    levels: tuple[LevelView, ...]
    diagram: str
    final: StepView | None = None
    final_sentence: str = ""
    facts: tuple[Fact, ...] = ()
    rules: str = "pathway.json"
    lang: str = ""
    narrow: str = ""
    summary_lang: str = ""
    description_lang: str = ""


# ------------------------------------------------------------------ learners
class LearnerCard(Struct, frozen=True):
    """A public learner in the directory."""

    name: str
    path: str
    bio: str = ""
    badges: int = 0


class DirectoryView(Struct, frozen=True):
    """One page of the public learners; `before` and `after` are the pages beside it."""

    learners: tuple[LearnerCard, ...]
    path: str = "learners/"
    before: str | None = None
    after: str | None = None


class Tile(Struct, frozen=True):
    """A credential on the wall of a backpack; withdrawn ones are not there.

    `lapses` is the last day of the rule that gave it, where that is before the day it expires.
    """

    name: str
    path: str
    picture: str
    awarded: date
    expires: date | None = None
    level: int | None = None
    final: bool = False
    lapses: date | None = None


class ForeignTile(Struct, frozen=True):
    """A badge of another issuer on the wall: `path` is its file, `issuer` a name or identifier.

    `picture` is the folder of `badge-small.svg`.
    """

    name: str
    path: str
    issuer: str
    awarded: date
    expires: date | None = None
    picture: str = ""


class CardState(Struct, frozen=True):
    """Progress on a pathway from `start` on, until the next state's start.

    `levels` holds `on`, `half`, `lapsed` or `off` for each level. `next_name` is what the learner
    can start; `renew_name` and `renew_by` what must be renewed for the pathway to stay complete.
    Without `levels` it says no more than that things have changed.
    """

    start: date
    levels: tuple[str, ...]
    complete: bool = False
    since: date | None = None
    next_name: str = ""
    next_path: str = ""
    renew_name: str = ""
    renew_by: date | None = None


class ProgressCard(Struct, frozen=True):
    """A learner's pathway on the backpack; `states` in order of their start, at least one.

    `transcript` is whether a signed transcript lies beside the learner's page of the pathway.
    """

    name: str
    path: str
    states: tuple[CardState, ...]
    transcript: bool = False


def _latest(days: Sequence[date | None]) -> date | None:
    """Return the latest of the days; None stands for one that never comes."""
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


class SkillState(Struct, frozen=True):
    """From a day on so many of a learner's badges prove a skill."""

    start: date
    count: int


class SkillCount(Struct, frozen=True):
    """A skill and how many of the learner's badges prove it: some until `until`, if that ends.

    `path` is the credential that lasts longest; `states` in order of their start, at least one.
    """

    name: str
    path: str
    states: tuple[SkillState, ...]
    until: date | None = None


class BackpackView(Struct, frozen=True):
    """A learner's page, newest credential first.

    `as_of` is the learner's own latest day, for the state shown without JavaScript: a day of
    somebody else's award would change every page. What does not fit on one page is on further
    ones, below `home`; `badges`, `routes` and `first` (the day of the first badge) count them all.
    """

    path: str
    learner: str
    as_of: date
    home: str = ""
    badges: int = 0
    routes: int = 0
    first: date | None = None
    page: int = 1
    pages: int = 1
    bio: str = ""
    indexed: bool = False
    tiles: tuple[Tile, ...] = ()
    pathways: tuple[ProgressCard, ...] = ()
    skills: tuple[SkillCount, ...] = ()
    foreign: tuple[ForeignTile, ...] = ()

    @property
    def skills_until(self) -> date | None:
        """Return the last day on which a badge proves one of the skills here, if that ends."""
        return _latest([each.until for each in self.skills])

    @property
    def best(self) -> list[Tile]:
        """Return three credentials to show large, final badges first; fewer if there are fewer."""
        return sorted(self.tiles, key=lambda tile: not tile.final)[:3]


class NodeState(Struct, frozen=True):
    """A step of a learner: `state` as in INTERFACES, days of the award that decides it.

    A member of a group that is complete without it is `spare`.
    `because` finishes the sentence `Locked because …` (no full stop). A final badge may be
    `lapsed`; then `because` is the sentence itself.
    """

    name: str
    state: str
    path: str = ""
    picture: str = ""
    earned: date | None = None
    until: date | None = None
    because: str = ""
    rule: str = ""
    optional: bool = False
    members: tuple["NodeState", ...] = ()
    waived: str = ""
    foreign: bool = False

    @property
    def drawn(self) -> str:
        """Return how its badge is drawn: `ghost` while it is locked or not needed, else `small`."""
        return "ghost" if self.state in (LOCKED, SPARE) else "small"


class LevelState(Struct, frozen=True):
    """A level of a learner: `state` is `done`, `now` or `later`; `sentence` is its rule."""

    number: int
    name: str
    state: str
    sentence: str
    nodes: tuple[NodeState, ...]

    @property
    def asks(self) -> bool:
        """Return whether it is not complete, so that its rule is still to be met."""
        return self.state != "done"


class NextStep(Struct, frozen=True):
    """What the learner can start now."""

    name: str
    path: str
    picture: str
    text: str = ""
    earn_at: str | None = None


class PathwayState(Struct, frozen=True):
    """Where the learner stands from `start` on. All states of a page have the same levels.

    `ends` are steps that are earned and end, with their last day, those first that end first.
    `diagram` is its SVG in pieces, so that the states of a page share what is the same, None for
    each of its `words`; `narrow` is that for narrow screens.
    """

    start: date
    levels: tuple[LevelState, ...]
    complete: bool
    diagram: tuple[str | None, ...] = ()
    final: NodeState | None = None
    next: NextStep | None = None
    ends: tuple[tuple[str, date], ...] = ()
    narrow: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """Return how many levels are complete."""
        return sum(level.state == "done" for level in self.levels)


class Toward(Struct, frozen=True):
    """Another pathway that the learner's badges count toward, and which of them do.

    Each with its last day, if it has one; those that end last come first.
    """

    name: str
    path: str
    badges: tuple[tuple[str, date | None], ...]


class LearnerPathwayView(Struct, frozen=True):
    """A learner's progress on one pathway; `states` in order of their start, at least one.

    `transcript` is whether a signed transcript lies beside the page.
    """

    path: str
    learner: str
    learner_path: str
    pathway: str
    pathway_path: str
    as_of: date
    states: tuple[PathwayState, ...]
    indexed: bool = False
    final_sentence: str = ""
    transcript: bool = False
    toward: tuple[Toward, ...] = ()

    @property
    def toward_until(self) -> date | None:
        """Return the last day on which a badge counts toward another pathway, if that ends."""
        return _latest([each.badges[0][1] for each in self.toward])


class MovedView(Struct, frozen=True):
    """An address that leads to another: a learner's former one."""

    path: str
    to: str


class GoneView(Struct, frozen=True):
    """An address at which there is nothing any more: since when, and why, where it is known."""

    path: str
    on: date | None
    reason: str


# ------------------------------------------------------------------ credentials
class WithdrawnView(Struct, frozen=True):
    """What the issuer says: `revoked`, or `replaced` by the credential with that uuid."""

    kind: str
    on: date | None = None
    reason: str = ""
    replaced_by: str | None = None


class PartView(Struct, frozen=True):
    """A credential that a final one was built from; `issuer` when it is not this site's own."""

    name: str
    path: str
    awarded: date
    issuer: str = ""


class StackTurn(Struct, frozen=True):
    """How a stacked credential stands from a day on, in words, by what the site publishes.

    `stays`: no check of the credential can find that out, for it names its parts alone.
    """

    start: date
    sentence: str
    stays: bool = False

    @property
    def said(self) -> tuple[str, bool]:
        """Return what the page says, and whether it goes on saying so after the check."""
        return self.sentence, self.stays


class StackView(Struct, frozen=True):
    """What unlocked a final credential: the pathway's rule, the parts that met it, and since.

    `until` is the last day on which the rule holds by what there is, where that is known.
    """

    pathway: str
    path: str
    sentence: str
    parts: tuple[PartView, ...]
    turns: tuple[StackTurn, ...] = ()
    until: date | None = None


class SignatureView(Struct, frozen=True):
    """Who signs a certificate; `picture` is the path of the drawn signature, or empty."""

    name: str
    role: str = ""
    picture: str = ""


class PaperView(Struct, frozen=True):
    """What a printed certificate says beside the award."""

    title: str = ""
    signatures: tuple[SignatureView, ...] = ()
    seal: str = ""


class CredentialView(Struct, frozen=True):
    """A credential's page: what the issuer published, before any check.

    `badge_path` is the folder of the badge. `learner_path` is None where there is no backpack.
    `lang` is the language of badge and description where it is not that of the page.
    `baked` names the baked pictures (`png`, `svg`) that lie beside the page. `waived` says why the
    award may stand out of its pathway's order. `card` is the picture that a shared link shows,
    `badge_path` with card.png unless given; `oembed` whether oembed.json lies beside the page.
    `status_list` is asked for before the signed file has come that names it.
    """

    path: str
    uuid: str
    badge: str
    badge_path: str
    description: str
    learner: str
    awarded: date
    expires: date | None = None
    level: int | None = None
    learner_path: str | None = None
    indexed: bool = False
    evidence: tuple[str, ...] = ()
    narrative: str = ""
    result: str = ""
    place: PathwayPlace | None = None
    stack: StackView | None = None
    withdrawn: WithdrawnView | None = None
    baked: tuple[str, ...] = ()
    waived: str = ""
    paper: PaperView = PaperView()
    card: str = ""
    oembed: bool = False
    lang: str = ""
    status_list: str = ""

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it neither has expired nor its rule has lapsed, if any."""
        days = (self.expires, self.stack.until if self.stack else None)
        return min((each for each in days if each), default=None)


class TombstoneView(Struct, frozen=True):
    """The page of a credential that is in the register and no longer in the content.

    Of what a rule gave the status list may say that it is not `withdrawn`.
    """

    path: str
    uuid: str
    status_list: str
    place: int
    withdrawn: bool = True


class EmbedView(Struct, frozen=True):
    """A small card for other people's pages, without script."""

    path: str
    uuid: str
    badge: str
    badge_path: str
    credential: str
    learner: str
    awarded: date
    expires: date | None = None
    withdrawn: WithdrawnView | None = None


# ------------------------------------------------------------------ checking and keys
class VerifyView(Struct, frozen=True):
    """The page on which any badge is checked."""

    path: str = "verify/"


class KeyView(Struct, frozen=True):
    """A public key: `state` is `active`, `retired` or `compromised`."""

    multibase: str
    created: date
    state: str
    changed: date | None = None
    reason: str = ""


class KeysView(Struct, frozen=True):
    """The key history, newest first."""

    keys: tuple[KeyView, ...]
    path: str = "keys/"


class KnownIssuerView(Struct, frozen=True):
    """Another issuer that this one vouches for."""

    name: str
    did: str


class IssuerPageView(Struct, frozen=True):
    """Who awards, and how a badge of theirs is told from another's; counts of what there is."""

    description: str
    badges: int
    pathways: int
    known: tuple[KnownIssuerView, ...] = ()
    since: date | None = None
    path: str = "issuer/"
    description_lang: str = ""


class NotFoundView(Struct, frozen=True):
    """The page for an address that is none of ours; its links start at the base path."""

    path: str = "404.html"


# ------------------------------------------------------------------ feeds
class FeedEntry(Struct, frozen=True):
    """A public award in feed.xml."""

    badge: str
    learner: str
    path: str
    uuid: str
    awarded: date
    description: str = ""


class FeedView(Struct, frozen=True):
    """The public awards, newest first."""

    entries: tuple[FeedEntry, ...]
    path: str = "feed.xml"
