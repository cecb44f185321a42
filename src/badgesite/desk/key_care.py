"""key rotate and key compromise: old badges stay valid, or are signed again at their addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from msgspec import Struct

from badgesite import addresses, register, signing
from badgesite.amounts import counted
from badgesite.build.checking import read
from badgesite.build.files import replace_files
from badgesite.build.keys import PRIVATE, PUBLIC, NewKey, public_keys_text, refuse_no_key
from badgesite.build.preparing import found_key
from badgesite.build.recording import REGISTER, recording_of, signed_again
from badgesite.desk.workspace import CONTENT, Done, Setting, Workspace, alone
from badgesite.errors import BadgesiteError
from badgesite.model import Catalog, KeyState, PublicKey, RegisterEntry
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.signing import SIGNER_VARIABLE, SigningKey

_BEFORE = "its signature was recorded before the key was replaced"
_NEXT = (
    "set the line above as a secret variable of your host, then\n"
    "      git add content && git commit -m '{}' && git push"
)
_NEXT_SIGNER = "badgesite build --signer-command …   ·   git add content && git commit -m '{}'"


class Changed(Struct, frozen=True):
    """What was done, and the new key where one was made here; it is secret and shown once."""

    done: Done
    secret: NewKey | None


@alone
def rotate(setting: Setting, *, encrypt: bool, public: str | None, reason: str | None) -> Changed:
    """Make a new key active and retire the old one; nothing that was signed changes."""
    work = Workspace(setting)
    old = _active(work.catalog)
    lines = _unrecorded(work, old)
    made = _Next(setting, encrypt, public)
    keys = signing.with_new_key(public_keys_text(setting.root), made.multibase, work.today, reason)
    work.drafts.say(f"{PUBLIC}: {old.multibase} is retired; all it signed stays valid")
    work.drafts.say(f"{PUBLIC}: {made.multibase} signs from now on")
    return _finish(work, made, keys, lines, "Replace our key")


@alone
def compromise(
    setting: Setting,
    *,
    which: str | None,
    on: date | None,
    reason: str,
    encrypt: bool,
    public: str | None,
) -> Changed:
    """End a key; with it gone, what it signed and still stands is signed again by another."""
    work = Workspace(setting)
    old = _named(work.catalog, which) if which else _active(work.catalog)
    day = on or work.today
    if day > work.today or day < old.created:
        raise BadgesiteError(
            f"{day} is not between {old.created}, when the key was made, and today",
            "give the day since when somebody else may have had it",
        )
    text = signing.with_compromised(public_keys_text(setting.root), old.multibase, day, reason)
    made = _Next(setting, encrypt, public) if old.state is KeyState.ACTIVE else None
    if made is not None:
        text = signing.with_new_key(text, made.multibase, work.today)
    catalog, _ = read(setting.root, instead={PUBLIC.removeprefix(CONTENT): text.encode()})
    key = made.key(catalog) if made else found_key(setting.root, catalog, setting.environment).key
    if key is None:
        raise BadgesiteError(
            "there is no key to sign the credentials again with",
            "run this where the active key is, in keys/ or BADGESITE_KEY",
        )
    lines = signed_again(catalog, key, {old.multibase}, reason, setting.jobs)
    work.drafts.say(f"{PUBLIC}: {old.multibase} is compromised since {day}")
    if made is not None:
        work.drafts.say(f"{PUBLIC}: {made.multibase} signs from now on")
    work.drafts.say(f"{len(lines)} credentials are signed again, each at its address")
    return _finish(work, made, text, lines, "Our key was compromised")


class _Next:
    """The key that signs from now on: made here, or held by a signer command."""

    def __init__(self, setting: Setting, encrypt: bool, public: str | None) -> None:
        if public is not None:
            refuse_no_key(public)
        self._setting = setting
        self._made = signing.new_key(encrypt=encrypt) if public is None else None
        self.multibase = public or (self._made.multibase if self._made else "")

    def key(self, catalog: Catalog) -> SigningKey:
        """Return the key itself, for signing now."""
        made = self._made
        if made is not None:
            return signing.read_key(made.pem, made.passphrase, "memory")
        found = found_key(self._setting.root, catalog, self._setting.environment)
        if found.key is None or not self._setting.environment.get(SIGNER_VARIABLE):
            raise BadgesiteError(
                "there is no signer to sign the credentials again with",
                f"set {SIGNER_VARIABLE} to the command that holds the new key",
            )
        return found.key

    @contextmanager
    def written(self) -> Iterator[NewKey | None]:
        """Write the private part, and take it back when what follows fails."""
        made = self._made
        if made is None:
            yield None
            return
        path = signing.write_private(self._setting.root / PRIVATE, made)
        try:
            yield NewKey(path, made.multibase, made.variable, made.passphrase)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _finish(
    work: Workspace,
    made: _Next | None,
    keys: str,
    lines: tuple[RegisterEntry, ...],
    message: str,
) -> Changed:
    setting = work.setting
    changes: dict[str, bytes | None] = {PUBLIC: keys.encode()}
    if lines:
        text = register.appended(work.drafts.text(REGISTER), lines)
        changes[REGISTER] = text.encode()
        work.drafts.say(f"{REGISTER}: {counted(len(lines), 'line')} added")
    inner = {path.removeprefix(CONTENT): data for path, data in changes.items()}
    catalog, _ = read(setting.root, instead=inner)
    following = _NEXT if made is not None and made._made else _NEXT_SIGNER
    secret = None
    if not setting.dry_run and made is not None:
        with made.written() as secret:
            replace_files(setting.root, changes)
    elif not setting.dry_run:
        replace_files(setting.root, changes)
    facts: Facts = facts_of(catalog, Mode.PREVIEW)
    told = tuple(work.drafts.told)
    done = Done(told, tuple(sorted(changes)), lines, facts, following.format(message))
    return Changed(done, secret)


def _unrecorded(work: Workspace, old: PublicKey) -> tuple[RegisterEntry, ...]:
    """Return lines with the signatures that the register lacks, while the old key is at hand.

    It lacks those that are published now: what the example key signed, or the old key for another
    address of the site, is in it and stands on no page.
    """
    setting = work.setting
    last = register.last_entries(work.catalog.register)
    key = found_key(setting.root, work.catalog, setting.environment).key
    new = recording_of(work.catalog, key, "", jobs=setting.jobs).entries
    if key is None or key.multibase != old.multibase:
        listed = {each.multibase for each in work.catalog.keys}
        unsigned = sum(entry.signed_by not in listed for entry in last.values())
        if unsigned:
            work.drafts.say(
                f"note: of {unsigned} credentials no signature is recorded and the old key is not"
                " here, so the new key signs them; copies stay valid"
            )
        return new
    if addresses.is_local(work.catalog.site.url):
        work.drafts.say(
            f"note: signatures are kept for {work.catalog.site.url}, the url in content/site.yml;"
            " if you publish at another address, take this back (git checkout content), put that"
            " address there and run it again"
        )
    retired = {each.multibase for each in work.catalog.keys if each.state is KeyState.RETIRED}
    signers = {entry.signed_by for entry in last.values()} - retired
    again = signed_again(work.catalog, key, signers, _BEFORE, setting.jobs, withdrawn=True)
    return (*new, *(each for each in again if each.proof != last[each.award].proof))


def _active(catalog: Catalog) -> PublicKey:
    if catalog.active_key is None:
        raise BadgesiteError(
            "content/keys.yml has no active key", "make one with: badgesite key new"
        )
    return catalog.active_key


def _named(catalog: Catalog, multibase: str) -> PublicKey:
    for key in catalog.keys:
        if key.multibase == multibase:
            if key.state is KeyState.COMPROMISED:
                raise BadgesiteError(f"{multibase} is compromised already", "nothing to do")
            return key
    raise BadgesiteError(
        f"content/keys.yml does not list {multibase[:60]}", "copy it from the page /keys/"
    )
