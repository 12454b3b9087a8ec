"""How functions for CVAT are found and made, and the scripts that stand for them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from limner import manifest, testing
from limner_server.adapters.cvat import loading, scripts
from limner_server.adapters.cvat.errors import FunctionError
from tests.adapters.bright import FUNCTIONS, scene, script


class TestLoading:
    def test_takes_a_module_that_can_be_imported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.syspath_prepend(str(FUNCTIONS))
        loaded = loading.load("matching", {"least": 0.5})
        assert (loaded.name, loaded.kind, loaded.function.least) == ("matching", "tracking", 0.5)

    def test_takes_a_module_that_is_the_function_itself(self) -> None:
        assert loading.load(str(FUNCTIONS / "clicks.py")).kind == "interaction"

    @pytest.mark.parametrize(
        ("source", "given", "message"),
        [
            ("", {}, "it has no spec, so it is no function for CVAT"),
            ("spec = 5", {}, "its spec is int, expected a DetectionFunctionSpec"),
            ("spec = 5", {"a": 1}, "it has no create(), so it takes no parameters: a"),
            ("def create(b): ...", {"a": 1}, "TypeError: create() got an unexpected keyword argument 'a'"),
            ("import nothing_of_the_kind", {}, "ModuleNotFoundError: No module named 'nothing_of_the_kind' (own.py:1)"),
            ("def f(:", {}, "SyntaxError"),
        ],
    )
    def test_says_what_is_no_function(self, tmp_path: Path, source: str, given: dict[str, int], message: str) -> None:
        (tmp_path / "own.py").write_text(source)
        with pytest.raises(FunctionError, match=re.escape(message)):
            loading.load(str(tmp_path / "own.py"), given)

    @pytest.mark.parametrize(
        ("where", "message"),
        [("/nowhere/own.py", "/nowhere/own.py is not there"), ("no.such.module", "No module named 'no'")],
    )
    def test_says_what_is_not_there(self, where: str, message: str) -> None:
        with pytest.raises(FunctionError, match=message):
            loading.load(where)

    def test_says_that_the_package_is_missing(self) -> None:
        code = "import sys; sys.modules['cvat_sdk'] = None; from limner_server.adapters.cvat import loading as l\n"
        code += f"try: l.load({str(FUNCTIONS / 'clicks.py')!r})\nexcept l.FunctionError as error: print(error)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert "pip install cvat-sdk" in done.stdout


class TestParameters:
    def test_have_types(self) -> None:
        given = ["a=int:5", "b=float:0.5", "c=str:x=y:z", "d=bool:yes", "e=bool:0", "f=str:"]
        expected = {"a": 5, "b": 0.5, "c": "x=y:z", "d": True, "e": False, "f": ""}
        assert loading.parameters(given) == expected

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a", "is not NAME=TYPE:VALUE"),
            ("a=5", "is not NAME=TYPE:VALUE"),
            ("=int:5", "is not NAME=TYPE:VALUE"),
            ("a=list:5", "has the type 'list', expected one of int, float, str, bool"),
            ("a=int:x", "'x' is no int"),
            ("a=bool:perhaps", "'perhaps' is no bool"),
        ],
    )
    def test_that_are_none_are_named(self, text: str, message: str) -> None:
        with pytest.raises(FunctionError, match=re.escape(message)):
            loading.parameters([text])


class TestScript:
    @pytest.mark.parametrize("name", ["bright_things", "scissors", "matching"])
    def test_reads_without_a_problem(self, name: str) -> None:
        problems: list[manifest.Problem] = []
        assert manifest.parse(script(name), "python", problems).identity == f"cvat/{name.replace('_', '-')}"
        assert problems == []

    def test_is_another_version_where_a_parameter_is_another(self) -> None:
        assert script("bright_things") == script("bright_things")
        assert script("bright_things") != script("bright_things", level=90)

    def test_says_where_it_runs_when_it_is_loaded_elsewhere(self) -> None:
        source = re.sub(r'served\("\w+"\)', 'served("0")', script("scissors"))
        outcome = testing.run(source, testing.prompt(scene()), image=scene())
        assert outcome.error is not None
        assert "`limner backend --cvat`" in outcome.error.message

    def test_carries_any_name(self) -> None:
        source = scripts.serve(loading.load(str(FUNCTIONS / "scissors.py")), 'Say "hé" 🐈\n[tool]')
        assert manifest.parse(source).name == 'Say "hé" 🐈\n[tool]'
        assert manifest.parse(source).grants == ("image:read", "instances:suggest")
