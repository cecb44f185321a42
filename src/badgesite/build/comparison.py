"""What a change of the content means, as values: what `comparing` finds and a command words.

A learner who is not public is an id here, and has neither a name nor an address: what is said of
a pull request may be public.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from badgesite.errors import Problem
from badgesite.model import AwardKey


class Kind(StrEnum):
    """What became of a definition."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class How(StrEnum):
    """Why a credential is issued, withdrawn or signed again.

    Issued: `written` into content, or given `by-rule`. Withdrawn: `revoked`, `replaced`,
    `vanished` from content, or its rule `ended`; `unrecorded` ones vanish without a trace.
    Signed again: `accepted` in the register, `unaccepted` as yet, or never `unrecorded`; or because
    it rests on others that are, `with-parts`.
    """

    WRITTEN = "written"
    BY_RULE = "by-rule"
    REVOKED = "revoked"
    REPLACED = "replaced"
    VANISHED = "vanished"
    ENDED = "ended"
    ACCEPTED = "accepted"
    UNACCEPTED = "unaccepted"
    UNRECORDED = "unrecorded"
    WITH_PARTS = "with-parts"


class Person(Struct, frozen=True):
    """A learner: the name only of one who is public before and after."""

    id: str
    name: str | None = None


class Definition(Struct, frozen=True):
    """A badge or a pathway that changed: in what, and its versions before and after.

    `rules` are a pathway's rule before and after in words, empty where its rule is the same.
    """

    id: str
    name: str
    kind: Kind
    versions: tuple[str | None, str | None]
    changed: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def has_new_version(self) -> bool:
        """Whether the version is another one than before."""
        return self.versions[0] != self.versions[1]


class Standing(Struct, frozen=True):
    """A learner who completes more or less of a pathway: names of levels, and the pathway."""

    learner: Person
    pathway: str
    name: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    completes: bool = False
    loses: bool = False


class CredentialChange(Struct, frozen=True):
    """A credential to be issued, withdrawn or signed again; `parts`: what of it changed.

    `rests_on` are the names of the badges that it rests on and that are signed again.
    """

    learner: Person
    award: AwardKey
    badge: str
    how: How
    pathway: str | None = None
    parts: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


class AddressChange(Struct, frozen=True):
    """An address that leads to its page no more; paths are None where they would tell of a learner.

    `redirected`: the old address leads to the new one.
    """

    what: str
    learner: Person | None = None
    before: str | None = None
    after: str | None = None
    moved: bool = False
    redirected: bool = False


class KeyChange(Struct, frozen=True):
    """A public key (multibase) that is new, gone, or in another state."""

    multibase: str
    became: str


class Comparison(Struct, frozen=True):
    """Everything that a change means on a day; `problems` are to be mended before it is merged."""

    on: date
    problems: tuple[Problem, ...] = ()
    pathways: tuple[Definition, ...] = ()
    badges: tuple[Definition, ...] = ()
    standings: tuple[Standing, ...] = ()
    issued: tuple[CredentialChange, ...] = ()
    withdrawn: tuple[CredentialChange, ...] = ()
    resigned: tuple[CredentialChange, ...] = ()
    addresses: tuple[AddressChange, ...] = ()
    keys: tuple[KeyChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is published changes its meaning."""
        return self == Comparison(self.on)
