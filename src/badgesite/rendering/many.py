"""Parts of which a page has many, such as badges on a wall: each is made as if it were a page."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from msgspec import Struct

from badgesite.rendering.views import Frame

if TYPE_CHECKING:
    from badgesite.rendering.theme import Theme


class Part(Struct, frozen=True):
    """What a part of a page is made of: one of many, and what is the same for all of them."""

    each: Any
    beside: Mapping[str, Any]


class Many(Struct, frozen=True):
    """Makes parts of which a page has many, each by a template of its own, as if it were a page.

    So what differs between two pages is not what differs between their parts.
    """

    theme: "Theme"
    frame: Frame
    root: str
    to: Callable[[str], str]

    def __call__(self, template: str, items: Iterable[Any], **beside: Any) -> Markup:
        """Return what the template makes of each of the items, a line each.

        It sees the item as `each`, beside it what is given here, and no view.
        """
        around = {"frame": self.frame, "root": self.root, "to": self.to, "many": self}
        names = tuple(beside)

        def context_of(part: Any) -> dict[str, Any]:
            return {**around, "each": part.each, **{name: part.beside[name] for name in names}}

        parts = self.theme.of_many(template, self.frame, (self.root, names), context_of)
        made = [parts.page(Part(each, beside)) for each in items]
        return Markup("\n".join(made))  # noqa: S704 - the template escapes
