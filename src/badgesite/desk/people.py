"""rename-learner and merge-learners: every old address leads to the new one, no credential ends."""

from msgspec.structs import replace

from badgesite.build.contacts import FILE as CONTACTS
from badgesite.desk.awarding import issues_of, set_field, set_name
from badgesite.desk.tables import (
    add_award,
    change_rows,
    every_table,
    own_file,
)
from badgesite.desk.workspace import CONTENT, Done, Setting, Workspace, alone
from badgesite.editing import added_to_list
from badgesite.errors import BadgesiteError
from badgesite.model import Award, AwardKey, Learner

_COMMIT = "badgesite build   ·   git add -A content && git commit -m 'Change a learner'"


@alone
def rename(
    setting: Setting,
    learner: str,
    *,
    name: str | None,
    slug: str | None,
    new_id: str | None,
    reason: str,
) -> Done:
    """Change name, address or id of a learner; credentials keep their addresses."""
    work = Workspace(setting)
    person = work.learner(learner)
    if name is None and slug is None and new_id is None:
        raise BadgesiteError("nothing is changed", "say what: --name, --slug or --id")
    if name is not None:
        set_name(work, person, name)
    if slug is not None and slug != person.slug:
        if person.slug:
            _remember(work, person, "former_slugs", (person.slug,))
        set_field(work, person, "slug", slug)
        work.drafts.say(f"{person.origin.path}: the address is now learners/{slug}/")
    if new_id is not None:
        _refuse_taken(work, person, new_id)
        _remember(work, person, "former_ids", (person.id,))
        _call(work, person, new_id)
    return work.finish(_COMMIT, reissue=reason if name else None, whose=[new_id or person.id])


@alone
def merge(setting: Setting, gone: str, into: str, reason: str) -> Done:
    """Make two learners one: awards and addresses of `gone` become those of `into`."""
    work = Workspace(setting)
    old, kept = work.learner(gone), work.learner(into)
    if old.id == kept.id:
        raise BadgesiteError("the two are one already", "name two learners")
    if old.name != kept.name:
        work.drafts.say(f"'{old.name}' becomes '{kept.name}' on the credentials of '{old.id}'")
    _refuse_foreign(work, old)
    _drop_doubles(work, old, kept)
    _move_awards(work, old, kept)
    _remember(work, kept, "former_ids", (old.id, *old.former_ids))
    slugs = tuple(each for each in (old.slug, *old.former_slugs) if each)
    if slugs:
        _remember(work, kept, "former_slugs", slugs)
    if old.origin.path.endswith(".yml"):
        work.drafts.put(old.origin.path, None)
        work.drafts.say(f"{old.origin.path}: taken away, with the comments in it")
    else:
        change_rows(work, old.origin.path, "id", old.id, None)
    if work.drafts.text(CONTACTS):
        change_rows(work, CONTACTS, "learner", old.id, kept.id)
    return work.finish(_COMMIT, reissue=reason, whose=[kept.id])


def _remember(work: Workspace, person: Learner, field: str, values: tuple[str, ...]) -> None:
    """Add former ids or slugs, which lead to the learner's page from then on."""
    path = person.origin.path
    if path.endswith(".yml"):
        work.drafts.put(path, added_to_list(work.drafts.text(path), field, values))
        return
    table = work.drafts.table(path).with_columns([field])
    line, row = next((line, row) for line, row in table.rows() if row.get("id") == person.id)
    joined = " ".join((*row.get(field, "").split(), *values))
    work.drafts.put(path, table.with_changes({line: {field: joined}}).text)


def _call(work: Workspace, person: Learner, new: str) -> None:
    """Write another id wherever the learner's stands."""
    path = person.origin.path
    if path.endswith(".yml"):
        work.drafts.put(own_file(new), work.drafts.text(path))
        work.drafts.put(path, None)
        work.drafts.say(f"{path} is now {own_file(new)}")
    else:
        change_rows(work, path, "id", person.id, new)
    for table in every_table(work):
        change_rows(work, table, "learner", person.id, new)
    if work.drafts.text(CONTACTS):
        change_rows(work, CONTACTS, "learner", person.id, new)
    for place, data in work.catalog.foreign.get(person.id, ()):
        inner = place.removeprefix(CONTENT)
        work.moves[CONTENT + inner.replace(f"/{person.id}/", f"/{new}/", 1)] = data
        work.moves[CONTENT + inner] = None


def _move_awards(work: Workspace, old: Learner, kept: Learner) -> None:
    for table in every_table(work):
        change_rows(work, table, "learner", old.id, kept.id)
    own = old.origin.path
    for award in work.catalog.awards:
        if award.learner == old.id and award.origin.path == own:
            if _moved(award, kept).key in _keys_of(work, kept.id):
                continue
            path = add_award(work, _moved(award, kept))
            work.drafts.say(f"{path}: '{award.badge}' of {award.awarded} for '{kept.id}'")


def _drop_doubles(work: Workspace, old: Learner, kept: Learner) -> None:
    """Take out the awards that both have of one day; what was issued of them is withdrawn.

    Where only that of `old` stood, it is given again, so that nobody loses a badge.
    """
    mine, off = _keys_of(work, kept.id), work.catalog.revocations
    for award in work.catalog.awards:
        moved = _moved(award, kept)
        if award.learner != old.id or moved.key not in mine:
            continue
        work.drafts.say(
            f"both have '{award.badge}' of {award.awarded}: that of '{old.id}' is withdrawn"
        )
        for table in every_table(work):
            _take_out(work, table, award.key)
        standing = any(key[:3] == moved.key[:3] and key not in off for key in mine)
        if award.key not in off and not standing:
            issue = 1 + max(*issues_of(work, moved.key), *issues_of(work, award.key))
            mine.add(replace(moved, issue=issue).key)
            path = add_award(work, replace(moved, issue=issue))
            work.drafts.say(
                f"{path}: '{award.badge}' of {award.awarded} for '{kept.id}', issue {issue},"
                " for the one there was withdrawn before"
            )


def _take_out(work: Workspace, path: str, key: AwardKey) -> None:
    table = work.drafts.table(path)
    gone = [
        line
        for line, row in table.rows()
        if (row.get("learner"), row.get("badge"), row.get("awarded"), row.get("issue") or "1")
        == (key.learner, key.badge, key.awarded.isoformat(), str(key.issue))
    ]
    work.drafts.put(path, table.with_changes(dict.fromkeys(gone)).text)


def _keys_of(work: Workspace, learner: str) -> set[AwardKey]:
    return {award.key for award in work.catalog.awards if award.learner == learner}


def _moved(award: Award, kept: Learner) -> Award:
    return replace(award, learner=kept.id)


def _refuse_taken(work: Workspace, person: Learner, new: str) -> None:
    if new == person.id:
        raise BadgesiteError(f"the learner is called '{new}' already", "say another one after --id")
    if new in work.catalog.learners:
        raise BadgesiteError(
            f"another learner is called '{new}'",
            f"make the two one: badgesite merge-learners OLD {new}",
        )


def _refuse_foreign(work: Workspace, old: Learner) -> None:
    if work.catalog.foreign.get(old.id):
        raise BadgesiteError(
            f"badges of other issuers lie in content/learners/{old.id}/",
            "move them into the other learner's folder first",
        )
