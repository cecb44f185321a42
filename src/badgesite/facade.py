"""Names of a package that are fetched from its modules when they are first asked for.

What a command does not use it does not load: most of the time of a small build is loading.
"""

from collections.abc import Callable, Mapping
from importlib import import_module


def facade(package: str, places: Mapping[str, str]) -> Callable[[str], object]:
    """Return the package's `__getattr__`: `places` are names and the modules they come from.

    No module of the package may have the name of something in it.
    """

    def fetch(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{places[name]}"), name)

    return fetch
