"""The command line for `python -m badgesite`."""

from badgesite.cli import program

program()
