"""The path of a picture below content/, as fields name it."""

from badgesite.content.kinds import Pattern
from badgesite.content.notes import Known, Mistake, suggestion


class PicturePath(Pattern):
    """The path of a picture below content/, which must exist."""

    def __init__(self) -> None:
        super().__init__(
            r"images/[A-Za-z0-9][A-Za-z0-9._/-]{0,120}",
            "the path of a picture in content/images/",
            "images/badge.svg",
            "picture-name",
        )

    def parse(self, text: str, known: Known) -> str:
        """Return the path of a picture that exists."""
        path = super().parse(text, known)
        if path not in known.pictures:
            raise Mistake(
                f"there is no picture content/{path}",
                suggestion(path, known.pictures, "put it there, or leave the field out"),
                "unknown-picture",
                whole=True,
            )
        return path
