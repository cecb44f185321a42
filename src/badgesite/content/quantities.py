"""Kinds of values that are counted or measured: numbers, yes or no, days, lengths of time."""

import re
from datetime import date

from badgesite import days
from badgesite.content.kinds import Schema, Word
from badgesite.content.nodes import Scalar, is_true
from badgesite.content.notes import Known, Mistake


class Whole(Word):
    """A whole number between two others."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse a number in quotes, which is text."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> int:
        """Return the number."""
        if re.fullmatch(r"0|[1-9][0-9]{0,8}", text) and self.least <= int(text) <= self.most:
            return int(text)
        raise Mistake(
            f"which is not a whole number from {self.least} to {self.most:,}",
            f"write a number such as {max(self.least, 1)}",
            "number",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Amount(Word):
    """A number above 0, whole or with decimals."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse a number in quotes, which is text."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> float:
        """Return the number."""
        if re.fullmatch(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,3})?", text) and float(text) > 0:
            return float(text)
        raise Mistake("which is not a number above 0", "write a number such as 5 or 2.5", "number")

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "number", "exclusiveMinimum": 0, "maximum": 99_999}


def _refuse_quotes(node: Scalar, label: str) -> None:
    if not node.plain:
        raise Mistake(
            "in quotes, which makes it text", f"write {label}: {node.text.strip()}", "wrong-type"
        )


class YesNo(Word):
    """True or false."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse text in quotes."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> bool:
        """Return what it says."""
        said = is_true(text)
        if said is None:
            raise Mistake("which is neither true nor false", "write true or false", "wrong-type")
        return said

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "boolean"}


class Day(Word):
    """A day as `YYYY-MM-DD` and nothing else, from 1900 to 2999."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Take a day with and without quotes."""

    def parse(self, text: str, known: Known) -> date:
        """Return the day."""
        try:
            day = days.parse_day(text)
        except ValueError:
            day = None
        if day is not None and 1900 <= day.year <= 2999:
            return day
        if day is not None:
            raise Mistake(
                "which is too far from now",
                "correct the year; where 'never' is meant, leave the field out",
                "date-range",
            )
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Mistake("and there is no such day", "correct the date", "no-such-day")
        raise Mistake("which is not a date", "write it as YYYY-MM-DD, like 2026-03-14", "date")

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


class Duration(Word):
    """An ISO 8601 duration in years, months, weeks and days, longer than nothing."""

    def parse(self, text: str, known: Known) -> str:
        """Return the duration as written."""
        if days.is_duration(text) and re.search("[1-9]", text):
            return text
        raise Mistake(
            "which is not a length of time",
            "write P2Y for two years, P18M for 18 months",
            "duration",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$"}


_MOST_MONTHS = 1_200  # as verifiers take it (docs/reference/verification.md)


class Within(Word):
    """A number of months or years in words: `24 months`, `2 years`. The value is in months."""

    def parse(self, text: str, known: Known) -> int:
        """Return the number of months."""
        found = re.fullmatch(r"([1-9][0-9]{0,3}) (month|year)s?", text)
        if found is None:
            raise Mistake("which is not a length of time", "write it as 24 months", "duration")
        months = int(found[1]) * (12 if found[2] == "year" else 1)
        if months > _MOST_MONTHS:
            raise Mistake(
                "which is longer than the hundred years that checks count with",
                "leave it out: then it does not matter how long it takes",
                "duration",
            )
        return months

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^[1-9][0-9]{0,3} (month|year)s?$"}
