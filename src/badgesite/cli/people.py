"""rename-learner, merge-learners, export and erase."""

from pathlib import Path

import click

from badgesite.amounts import counted
from badgesite.cli import handing, options
from badgesite.cli.console import say
from badgesite.cli.done import dry_run_option, setting, show


@click.command("rename-learner")
@click.argument("learner")
@click.option("--name", help="The public name from now on.")
@click.option("--slug", help="The address from now on; the old one leads to it.")
@click.option("--id", "new_id", help="The id from now on; credentials keep their addresses.")
@click.option(
    "--reason",
    type=options.Reason(),
    default="name corrected",
    show_default=True,
    help="Why credentials say another name; stays in the register.",
)
@options.root_option
@dry_run_option
def rename_learner(
    learner: str,
    name: str | None,
    slug: str | None,
    new_id: str | None,
    reason: str,
    root: Path,
    dry_run: bool,
) -> None:
    """Change LEARNER's name, address or id: every old address leads to the new one.

    Credentials are signed again with the new name, under the addresses they have.

    \b
    badgesite rename-learner learner-0417 --name "Grace Darling"
    badgesite rename-learner grace-horsley --id grace-darling --slug grace-darling
    """
    from badgesite.desk import people

    done = people.rename(
        setting(root, dry_run), learner, name=name, slug=slug, new_id=new_id, reason=reason
    )
    show(done, dry_run)


@click.command("merge-learners")
@click.argument("gone")
@click.argument("into")
@click.option(
    "--reason",
    type=options.Reason(),
    default="one person was there twice",
    show_default=True,
    help="Why; stays in the register.",
)
@options.root_option
@dry_run_option
def merge_learners(gone: str, into: str, reason: str, root: Path, dry_run: bool) -> None:
    """Make one learner of two: awards and addresses of GONE become those of INTO.

    \b
    badgesite merge-learners g-darling grace-darling
    badgesite merge-learners g-darling grace-darling --dry-run
    """
    from badgesite.desk import people

    show(people.merge(setting(root, dry_run), gone, into, reason), dry_run)


@click.command()
@click.argument("learner")
@handing.folder_option
@options.root_option
@dry_run_option
def export(learner: str, to: Path, root: Path, dry_run: bool) -> None:
    """Write all of LEARNER's badges into one zip archive, to hand over; private ones too.

    \b
    badgesite export grace-darling
    badgesite export grace-darling --to ~/Desktop
    """
    from badgesite.desk import exporting

    made = exporting.export(setting(root, dry_run), learner)
    handing.refuse_taken(to, [made.name])
    if dry_run:
        for path in made.files:
            say(path)
        say("  Nothing was written: this was a dry run")
        return
    handing.hand_over(to, {made.name: exporting.archive(made.files)})
    say(f"wrote {made.name} with {counted(len(made.files), 'file')}")
    say("  Next: hand it to the learner; badgesite verify checks any of its badges")


@click.command()
@click.argument("learner")
@click.option("--yes", is_flag=True, help="Do it; without this it is a dry run.")
@options.root_option
@dry_run_option
def erase(learner: str, yes: bool, root: Path, dry_run: bool) -> None:
    """Take out all that the content says of LEARNER; of each credential a bare number stays.

    Other learners' credentials are not touched. Nothing is written without --yes.

    \b
    badgesite erase grace-darling
    badgesite erase grace-darling --yes
    """
    from badgesite.desk import erasing

    dry = dry_run or not yes
    done = erasing.erase(setting(root, dry), learner)
    show(done, dry)
    if dry and not dry_run:
        say("  Next: the same with --yes erases; it cannot be undone after the history is cut")
