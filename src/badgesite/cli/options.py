"""Options that several commands share."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar
from unicodedata import category
from urllib.parse import urlsplit

import click

from badgesite import surroundings
from badgesite.errors import BadgesiteError

F = TypeVar("F", bound=Callable[..., object])

FORMATS = ("text", "json", "github")


def root_argument(command: F) -> F:
    """Add ROOT: the provider's repository, the current folder unless given."""
    return click.argument(
        "root",
        default=".",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
    )(command)


def root_option(command: F) -> F:
    """Add --root, for commands whose arguments are something else."""
    return click.option(
        "--root",
        default=".",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The provider's repository (default: this folder).",
    )(command)


def format_option(command: F) -> F:
    """Add --format: text for people, json for programs, github for annotations."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default=surroundings.form_of_problems,
        show_default=False,
        help="How problems are shown (default: text; github inside GitHub Actions).",
    )(command)


class BaseUrl(click.ParamType[str]):
    """The address where a site will stand; one that cannot be is wrong usage."""

    name = "URL"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Return the address in its one form."""
        from badgesite.addresses import normal_base  # brings the whole model

        try:
            return normal_base(str(value))
        except BadgesiteError as error:
            self.fail(f"{error}; {error.remedy}" if error.remedy else str(error), param, context)


class Place(click.ParamType["Path | str"]):
    """Where a site goes: a folder, or `s3://bucket/prefix`, which stays a text."""

    name = "place"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> Path | str:
        """Return the folder's path or the address."""
        text = os.fspath(value) if isinstance(value, os.PathLike) else str(value)
        if "://" not in text:
            path = Path(text)
            if path.is_file():
                self.fail(f"'{text}' is a file, not a folder", param, context)
            return path
        from badgesite.publish.bucket import is_address

        if not is_address(text):
            self.fail(f"'{text[:80]}' is not like s3://my-bucket/folder", param, context)
        return text


class DaskAddress(click.ParamType[str]):
    """The address of a Dask scheduler, `dask://host:port`; anything else is wrong usage."""

    name = "scheduler"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Return `host:port`."""
        text = str(value)
        found = urlsplit(text)
        try:
            port = found.port
        except ValueError:
            port = None
        if text != f"dask://{found.netloc}" or not found.hostname or not port or found.username:
            self.fail(f"'{text[:80]}' is not like dask://10.0.0.5:8786", param, context)
        return found.netloc


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD and nothing else."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> date:
        """Return the day, or fail as wrong usage."""
        if isinstance(value, date):
            return value
        from badgesite.days import parse_day  # brings the time zones

        try:
            return parse_day(str(value))
        except ValueError:
            self.fail(f"'{value}' is not a day of the form YYYY-MM-DD", param, context)


class Reason(click.ParamType[str]):
    """Why something is done, kept for good: a text of at most 1,000 characters that says something.

    What the register could not be read with must never get into it.
    """

    name = "REASON"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        """Return the reason on one line."""
        text = " ".join(str(value).split())
        if not text:
            self.fail("a reason is needed, in a few words", param, context)
        if len(text) > 1_000:
            self.fail("the reason is longer than 1,000 characters", param, context)
        if any(category(char) in ("Cc", "Cs", "Co", "Cn") for char in text):
            self.fail("the reason has a character that nobody can see", param, context)
        return text


def signer_option(command: F) -> F:
    """Add --signer-command: a program that holds the key."""
    return click.option(
        "--signer-command",
        "signer",
        metavar="CMD",
        help="A program that signs: hexadecimal digits in, signature out (docs/how-to/signers.md).",
    )(command)
