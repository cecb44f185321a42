"""Where the files that come with the package are: themes, and what the build hook made.

An installed wheel carries them inside the package; an editable install has `themes/` at the
repository's root and `_built/` in the source tree.
"""

from pathlib import Path

from badgesite.errors import BadgesiteError

_PACKAGE = Path(__file__).parent


def themes_folder() -> Path:
    """Return the folder of the themes that come with badgesite."""
    for place in (_PACKAGE / "_themes", _PACKAGE.parent.parent / "themes"):
        if (place / "default").is_dir():
            return place
    raise BadgesiteError(
        "the themes that belong to badgesite are missing", "install it again: pip install badgesite"
    )


def built_folder() -> Path:
    """Return the folder of what the build hook made: verifier bundle, contexts, fonts."""
    place = _PACKAGE / "_built"
    if not place.is_dir():
        raise BadgesiteError(
            "the verifier bundle was not built",
            "run pip install again with the network on, or install the released wheel",
        )
    return place
