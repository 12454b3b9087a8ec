"""Parameters: what fits a declaration, and what a script gets."""

import math
from typing import Any

import pytest

from limner import ParameterError
from limner.params import PARAMETER_TYPES, Parameter, Params, resolve

FITTING: dict[str, tuple[Any, ...]] = {
    "integer": (0, -3, 10**20),
    "number": (0, 1.5, -2),
    "boolean": (True, False),
    "string": ("", "text"),
}
STRAY: dict[str, tuple[Any, ...]] = {
    "integer": (1.0, "1", True, None, [1]),
    "number": ("1.5", False, None, math.nan, math.inf, {}),
    "boolean": (0, 1, "true", None),
    "string": (1, None, True, ["a"]),
}


@pytest.mark.parametrize("type", PARAMETER_TYPES)
def test_values_of_its_type_fit(type: Any) -> None:
    assert [Parameter("p", type).check(value) for value in FITTING[type]] == list(FITTING[type])


@pytest.mark.parametrize(("type", "value"), [(type, value) for type, values in STRAY.items() for value in values])
def test_values_of_another_type_are_refused(type: Any, value: Any) -> None:
    with pytest.raises(ParameterError, match="parameter 'p' is"):
        Parameter("p", type).check(value)


def test_a_whole_number_becomes_a_float() -> None:
    value = Parameter("p", "number").check(2)
    assert isinstance(value, float)


@pytest.mark.parametrize(
    ("declared", "value", "message"),
    [
        ({"minimum": 1}, 0, "expected at least 1"),
        ({"maximum": 20}, 21, "expected at most 20"),
        ({"enum": (1, 2)}, 3, "expected one of 1, 2"),
    ],
)
def test_a_value_out_of_range_is_told_the_range(declared: dict[str, Any], value: int, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        Parameter("p", "integer", **declared).check(value)


def test_the_ends_of_a_range_belong_to_it() -> None:
    parameter = Parameter("p", "integer", minimum=1, maximum=3)
    assert [parameter.check(value) for value in (1, 3)] == [1, 3]


DECLARED = {"size": Parameter("size", "integer", 5, maximum=9), "name": Parameter("name", "string", "x")}


class TestResolve:
    def test_what_is_not_given_has_its_default(self) -> None:
        assert resolve(DECLARED, {"size": 7}) == {"size": 7, "name": "x"}

    def test_what_is_not_declared_is_refused(self) -> None:
        with pytest.raises(ParameterError, match=r"no parameter 'sise' is declared \(there are: size, name\)"):
            resolve(DECLARED, {"sise": 7})

    def test_what_does_not_fit_is_refused(self) -> None:
        with pytest.raises(ParameterError, match="at most 9"):
            resolve(DECLARED, {"size": 10})


class TestParams:
    def test_values_are_items_and_attributes(self) -> None:
        params = Params(size=7)
        assert params.size == params["size"] == 7

    def test_a_misspelt_one_is_told_what_there_is(self) -> None:
        with pytest.raises(ParameterError, match=r"no parameter 'sise' is declared \(there are: size\)"):
            _ = Params(size=7).sise

    def test_where_none_is_declared_it_says_so(self) -> None:
        with pytest.raises(ParameterError, match=r"\(there are: none\)"):
            _ = Params().size
