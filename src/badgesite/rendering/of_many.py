"""The pages of which a site has many: the first few are rendered, others are spliced."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

    from badgesite.rendering.splicing import Render, Spliced

_UNTRACED = 16  # pages of a template: as many as one award makes


class OfMany:
    """The pages of one template in one surrounding; to learn a kind costs as much as two pages."""

    def __init__(self, render: "Render", beside: "Callable[[], Environment]") -> None:
        self._render, self._beside = render, beside
        self._untraced = _UNTRACED
        self.spliced: Spliced | None = None

    def page(self, view: Any) -> str:
        """Return the page of the view, exactly as the template makes it."""
        if self._untraced > 0:
            self._untraced -= 1
            return self._render(view, None)
        if self.spliced is None:
            from badgesite.rendering.splicing import Spliced  # one award makes no more pages

            self.spliced = Spliced(self._render, self._beside())
        return self.spliced.page(view)
