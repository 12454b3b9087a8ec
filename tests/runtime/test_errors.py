"""The tree of errors, as its docstring draws it."""

import re

import limner
from limner import errors
from limner.errors import GrantError, LimnerError


def drawn() -> list[str]:
    """The names in the docstring's tree."""
    assert errors.__doc__ is not None
    return re.findall(r"[├└]── (\w+) +\w", errors.__doc__)


def real() -> dict[str, type[Exception]]:
    return {name: item for name, item in vars(errors).items() if isinstance(item, type)}


def test_the_docstring_draws_the_classes_there_are() -> None:
    assert drawn() == [name for name in real() if name != "LimnerError"]


def test_all_of_them_are_caught_by_the_root() -> None:
    assert all(issubclass(error, LimnerError) for error in real().values())
    assert all(LimnerError in error.__bases__ for name, error in real().items() if name != "LimnerError")


def test_every_error_is_public() -> None:
    assert set(real()) <= set(limner.__all__)


def test_what_is_not_granted_is_missing_for_hasattr_too() -> None:
    assert issubclass(GrantError, AttributeError)
