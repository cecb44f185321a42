"""badgesite: from a git repository to a signed site that the visitor's own browser verifies."""

__version__ = "0.1.0"
