"""content/keys.yml: the public keys that sign or signed. Private keys have no place in content."""

from badgesite.canonical.multibase import public_key_bytes
from badgesite.content.kinds import Choice, Text, Word
from badgesite.content.nodes import Node
from badgesite.content.notes import Known, Mistake, Notes
from badgesite.content.quantities import Day
from badgesite.content.shapes import Field, ListOf, Record, Shape
from badgesite.errors import CanonicalError
from badgesite.model import KeyState, PublicKey


class Multibase(Word):
    """A public Ed25519 key as a Multikey: `z`, then base58 of two bytes and the 32 of the key."""

    def parse(self, text: str, known: Known) -> str:
        """Return the key as written, which is its only form."""
        try:
            public_key_bytes(text)
        except CanonicalError:
            raise Mistake(
                "which is not a public Ed25519 key",
                "copy it from the output of badgesite key new; it begins with z6Mk",
                "public-key",
            ) from None
        return text

    def schema(self) -> dict[str, object]:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$"}


KEY = Shape(
    "a key",
    Field("id", Multibase(), "the same as multibase, which is the key's id in did.json"),
    Field("multibase", Multibase(), "the public key, z6Mk…", required=True),
    Field("created", Day(), "the day it was made", required=True),
    Field("state", Choice(*KeyState, make=KeyState), "active (signs), retired or compromised"),
    Field("changed", Day(), "the day it was retired or found compromised"),
    Field("reason", Text(1_000, lines=True), "why, for the key history"),
)

KEYS = Shape("keys.yml", Field("keys", ListOf(KEY, most=200), "all keys, newest first or last"))


def read_keys(node: Node, notes: Notes) -> tuple[PublicKey, ...]:
    """Return the good keys in the order they are written."""
    root = KEYS.read(node, notes)
    records: tuple[Record, ...] = root.get("keys", ()) if root else ()
    keys: dict[str, PublicKey] = {}
    for record in records:
        if not record.whole:
            continue
        _check(record, keys, notes)
        values = record.given("multibase", "created", "state", "changed", "reason")
        key = PublicKey(**values, origin=notes.origin(record.place))
        keys.setdefault(key.multibase, key)
    _check_active(tuple(keys.values()), notes)
    return tuple(keys.values())


def _check(record: Record, before: dict[str, PublicKey], notes: Notes) -> None:
    multibase, state = record.get("multibase"), record.get("state", KeyState.ACTIVE)
    if multibase in before:
        first = before[multibase].origin.line
        sentence = f"this key is listed twice, first on line {first}"
        notes.error(record.place, sentence, "keep one of the two", "key-twice")
    if record.get("id", multibase) != multibase:
        sentence = "'id' is not the key's multibase, which is its id"
        notes.error(record.where("id"), sentence, "delete 'id', or copy 'multibase'", "key-id")
    changed = record.get("changed")
    if changed is None and state is not KeyState.ACTIVE:
        sentence = f"a {state} key lacks 'changed'"
        notes.error(record.place, sentence, "add  changed: …  (the day)", "missing-field")
    if changed is not None and changed < record.get("created"):
        sentence = "'changed' is before 'created'"
        notes.error(record.where("changed"), sentence, "correct one of the two", "dates-order")


def _check_active(keys: tuple[PublicKey, ...], notes: Notes) -> None:
    """Note that not exactly one key signs."""
    active = [key for key in keys if key.state is KeyState.ACTIVE]
    for key in active[1:]:
        notes.error(
            (key.origin.line, key.origin.column),
            f"two keys are active, the other on line {active[0].origin.line}",
            "give the older one  state: retired  and  changed: …",
            "two-active-keys",
        )
    if keys and not active:
        notes.warn(
            (keys[-1].origin.line, keys[-1].origin.column),
            "no key is active, so that nothing can be signed",
            "make one: badgesite key new",
            "no-active-key",
        )
