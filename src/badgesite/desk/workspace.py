"""A repository that somebody is about to change: its catalog, its drafts, and the moment of truth.

Nothing is written before the content as it would be has been read and checked as a whole.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from msgspec import Struct

from badgesite.amounts import counted
from badgesite.build.checking import read
from badgesite.build.differing import Unsure
from badgesite.build.few import Few, few_with
from badgesite.build.files import replace_files
from badgesite.build.locking import one_at_a_time
from badgesite.build.naming import alike, id_called, learner_called
from badgesite.build.preparing import found_key
from badgesite.build.recording import REGISTER, Recording, kinds_of, recording_of
from badgesite.build.remembering import FILE as ADDRESSES
from badgesite.build.remembering import remembered
from badgesite.days import day_at
from badgesite.editing import Drafts
from badgesite.errors import BadgesiteError, Problem
from badgesite.model import Award, Catalog, Learner, RegisterEntry
from badgesite.plan.facts import Facts
from badgesite.progress import derived_awards
from badgesite.rebuilding import Request
from badgesite.register import Taken, all_read

CONTENT = "content/"


class Setting(Struct, frozen=True):
    """Where, as of when, and by which variables a task works; `dry_run` writes nothing."""

    root: Path
    now: datetime
    environment: Mapping[str, str]
    dry_run: bool = False
    jobs: int = 1


class Done(Struct, frozen=True):
    """What a task changed, in words; the files it changed or would; the facts after it."""

    told: tuple[str, ...]
    files: tuple[str, ...]
    issued: tuple[RegisterEntry, ...]
    facts: Facts
    next: str = ""


_Asked = ParamSpec("_Asked")
_Made = TypeVar("_Made")


def alone(
    task: Callable[Concatenate[Setting, _Asked], _Made],
) -> Callable[Concatenate[Setting, _Asked], _Made]:
    """Have nobody else change or build the repository while the task runs.

    What a task writes rests on what it read, from the first file on: of two at once the second
    would put back what the first has just changed.
    """

    @wraps(task)
    def held(setting: Setting, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Made:
        with one_at_a_time(setting.root):
            return task(setting, *asked, **named)

    return held


class Workspace:
    """The catalog as it is, and the files as they are going to be.

    A task `about` one learner, by id or address, has a catalog of that learner alone where the last
    build checked everybody else.
    """

    def __init__(self, setting: Setting, about: str | None = None) -> None:
        self.setting = setting
        self._few: Few | None = None
        self.catalog: Catalog
        self.catalog, self._warnings = self._apart(about) or read(setting.root, jobs=setting.jobs)
        self.drafts = Drafts(self._text)
        self.moves: dict[str, bytes | None] = {}

    @property
    def today(self) -> date:
        """Return the day it is in the site's time zone."""
        return day_at(self.setting.now, self.catalog.site.timezone)

    def _apart(self, about: str | None) -> tuple[Catalog, tuple[Problem, ...]] | None:
        """Read the learner, and whom that takes; None where it takes everybody."""
        if about is None:
            return None
        setting, learner = self.setting, id_called(self.setting.root, about)
        few = few_with(frozenset({learner}), Request(setting.root, environment=setting.environment))
        if few is None:
            return None
        try:
            found = few.read()
        except Unsure:
            return None
        if learner not in found[0].learners:
            return None
        self._few = few
        return found

    def _text(self, path: str) -> str | None:
        try:
            return (self.setting.root / path).read_bytes().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise BadgesiteError(
                f"{path} cannot be read as UTF-8 text", "correct the file, or its permissions"
            ) from None

    def tables(self, folder: str) -> list[str]:
        """Return the tables of a folder of content, by path below the repository."""
        found = (self.setting.root / CONTENT / folder).glob("*.csv")
        return sorted(path.relative_to(self.setting.root).as_posix() for path in found)

    def learner(self, name: str) -> Learner:
        """Return the learner of that id or e-mail address; BadgesiteError names one alike."""
        return learner_called(self.setting.root, self.catalog, name)

    def awards_of(self, learner: str, badge: str, *, by_rule: bool = False) -> list[Award]:
        """Return the learner's awards of a badge that stand, in order; those by rule if asked."""
        badges = self.catalog.badges
        if badge not in badges:
            raise BadgesiteError(f"no badge is called '{badge}'", alike(badge, badges))
        found = {award.key: award for award in self.catalog.awards}
        if by_rule:  # what a rule gave, also where it gives it no more
            issued = [entry.award for entry in self.catalog.register]
            found = {key: Award(*key) for key in issued} | found
            found = {award.key: award for award in derived_awards(self.catalog)} | found
        return [
            award
            for key, award in sorted(found.items())
            if key[:2] == (learner, badge) and key not in self.catalog.revocations
        ]

    # ------------------------------------------------------------ the moment of truth
    def finish(
        self,
        next_step: str = "",
        *,
        reissue: str | None = None,
        whose: Collection[str] = (),
        register: str | None = None,
    ) -> Done:
        """Check the content as it would be, record what is new in it, write all files or none.

        ContentError shows what would be wrong; nothing has changed then. `reissue` accepts that
        credentials of `whose` say something else now. `register` is the register's text to add to,
        where it is not the present one.
        """
        setting = self.setting
        changes = {**self.drafts.changed, **self.moves}
        if register is not None:
            changes[REGISTER] = register.encode()
        before = register if register is not None else self._text(REGISTER) or ""
        warnings, recording = self._as_changed(changes, before, reissue, set(whose))
        if recording.entries:
            changes[REGISTER] = recording.text.encode()
            self.drafts.say(f"{REGISTER}: {counted(len(recording.entries), 'line')} added")
        self._warn(recording, warnings)
        listed = self._text(ADDRESSES) or ""
        kept = remembered(recording.facts, self.drafts.text(ADDRESSES))
        if kept != listed:
            changes[ADDRESSES] = kept.encode()
        if not setting.dry_run:
            replace_files(setting.root, changes)
        return Done(
            tuple(self.drafts.told),
            tuple(sorted(changes)),
            recording.entries,
            recording.facts,
            next_step,
        )

    def _as_changed(
        self,
        changes: Mapping[str, bytes | None],
        register: str,
        reissue: str | None,
        whose: Collection[str],
    ) -> tuple[tuple[Problem, ...], Recording]:
        """Return the warnings of the content as it would be, and what is to be recorded of it."""
        setting = self.setting
        inner = {
            path.removeprefix(CONTENT): data
            for path, data in changes.items()
            if path.startswith(CONTENT)
        }

        def recording(catalog: Catalog, taken: Taken = all_read) -> Recording:
            key = found_key(setting.root, catalog, setting.environment).key
            return recording_of(
                catalog,
                key,
                register,
                reissue=reissue,
                whose=whose,
                taken=taken,
                kinds=kinds_of(setting.root),
                jobs=setting.jobs,
            )

        if self._few is not None:
            try:
                catalog, warnings = self._few.read(setting.now, inner)
                found = recording(catalog, self._few.taken)
                self._few.be_sure(found.facts)
            except Unsure:
                _, self._warnings = read(setting.root, jobs=setting.jobs)
            else:
                return warnings, found
        catalog, warnings = read(setting.root, now=setting.now, instead=inner, jobs=setting.jobs)
        return warnings, recording(catalog)

    def _warn(self, recording: Recording, warnings: tuple[Problem, ...]) -> None:
        """Say what somebody should look at now, and which credentials changed unaccepted."""
        said = {(each.code, each.sentence) for each in self._warnings}
        for each in warnings:
            if (each.code, each.sentence) not in said:
                at = f"{each.origin.path}:{each.origin.line}"
                self.drafts.say(f"note: {at}: {each.sentence}; {each.remedy}")
        accepted = {entry.award for entry in recording.entries}
        for change in recording.facts.assigned.changed:
            if change.entry.award not in accepted:
                self.drafts.say(
                    f"note: {change.sentence}; accept it with: badgesite register --reissue …"
                )
