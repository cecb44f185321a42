"""PyLD's processor without two things that it does over and over.

Imported by `jsonld` alone, when there is a document: to load PyLD takes 70 ms.
"""

from collections.abc import Mapping
from typing import Any

from cachetools import LRUCache
from pyld.jsonld import JsonLdProcessor

_KEPT = 500  # contexts; ours and what stands in them make half as many


class Processor(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """Expands and makes quads as PyLD does, three times as fast.

    A context of a type (JSON-LD 1.1, 4.1.8) does not propagate, and PyLD works out such contexts
    anew for each node, as it gives each a name of its own; here what came of one is remembered by
    the context it was read in. And what is expanded is not expanded again on the way to quads.
    """

    def __init__(self, **options: Any) -> None:
        """Begin with nothing remembered."""
        super().__init__(**options)
        self._scoped: LRUCache[tuple[Any, ...], tuple[Any, Any]] = LRUCache(maxsize=_KEPT)

    def expand(self, input_: Any, options: dict[str, Any]) -> Any:
        """Return the expanded form; what is said to be expanded as it is."""
        return input_ if options.get("skipExpansion") else super().expand(input_, options)

    def _process_context(
        self, active_ctx: Any, local_ctx: Any, options: Any, *more: Any, **named: Any
    ) -> Any:
        # While contexts are validated (`cycles`), the active one is not complete yet.
        if not isinstance(local_ctx, Mapping) or "_uuid" not in active_ctx or "cycles" in named:
            return super()._process_context(active_ctx, local_ctx, options, *more, **named)
        key = (active_ctx["_uuid"], id(local_ctx), more, *sorted(named.items()))
        found = self._scoped.get(key)
        if found is None:
            made = super()._process_context(active_ctx, local_ctx, options, *more, **named)
            # The local context is kept too, so that no other one can come to have its id.
            found = self._scoped[key] = (local_ctx, made)
        return found[1]
