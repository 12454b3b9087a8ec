"""A script as a class: what its hooks share is made once, in `setup`, and kept from run to run.

It runs in every place a script runs in; on a backend, where models live, it is most at home.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from limner import hooks
from limner.errors import HookError
from limner.hooks import Bound


class Backend:
    """Derive a class from it: `setup` loads what the hooks need, and methods below `@on` answer events.

    Each derived class of the script is made once, without arguments, when the script is loaded. A class that others
    of the script derive from is not made itself.
    """

    def setup(self) -> None:
        """Do what is to be done once, before the first run: load a model.

        What it raises keeps the script from loading.
        """


def collect(namespace: Mapping[str, Any], module: str) -> Iterator[Bound]:
    """Make the backends that a module defines, and give the hooks of each. Raises `HookError`, and what they raise."""
    found = dict.fromkeys(value for value in namespace.values() if _is_backend(value) and value.__module__ == module)
    for cls in found:
        if not any(issubclass(other, cls) for other in found if other is not cls):
            yield from _hooks(_made(cls))


def _is_backend(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Backend) and value is not Backend


def _made(cls: type[Backend]) -> Backend:
    if inspect.iscoroutinefunction(cls.setup):
        raise HookError(
            f"{cls.__name__}.setup is async, but nothing can be awaited before the first run: leave out async"
        )
    made = cls()
    made.setup()
    return made


def _hooks(made: Backend) -> Iterator[Bound]:
    for name in _names(type(made)):
        for bound in hooks.marked(getattr(type(made), name)):
            yield Bound(bound.hook, getattr(made, name), bound.when)


def _names(cls: type) -> list[str]:
    """Give the attributes of a class, those of its bases first, each in the order in which it was written."""
    return list(dict.fromkeys(name for one in reversed(cls.__mro__) for name in vars(one)))
