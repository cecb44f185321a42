"""Durations of the content in words: `P2Y` is two years."""

import re

from badgesite.languages import ENGLISH, NN_, Language

_UNITS = {
    "Y": NN_("{n} year", "{n} years"),
    "M": NN_("{n} month", "{n} months"),
    "W": NN_("{n} week", "{n} weeks"),
    "D": NN_("{n} day", "{n} days"),
}


def duration_text(duration: str, language: Language = ENGLISH) -> str:
    """Return an ISO 8601 duration in words: `P1Y6M` is `1 year 6 months`."""
    parts = re.findall(r"([0-9]+)([YMWD])", duration)
    said = [language.ngettext(*_UNITS[unit], int(number)) for number, unit in parts]
    return " ".join(said) or duration
