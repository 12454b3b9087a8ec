"""What is said of a script without executing it: block, syntax, names, imports, hostile sources."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limner import check, manifest
from limner.check import Problem
from tests.runtime.checking import HOOK, block, said, script

PIECES = ("canvas", "event", "async def f", "lambda", "from limner import on\n", "# /// script\n", "# ///\n", "\n    ")
LIBRARY = Path(__file__).parents[2] / "scripts_library"


class TestBlock:
    def test_a_script_without_fault_has_no_problem(self) -> None:
        assert check.problems(script(HOOK), "script.py") == []

    def test_a_value_that_does_not_fit_is_named_with_its_line(self) -> None:
        (problem,) = check.problems(script(HOOK, "timeout = 0"), "script.py")
        assert (problem.line, problem.severity) == (4, "error")
        assert problem.message.startswith("timeout is 0, expected more than 0")

    def test_a_block_that_is_no_toml_is_a_problem_at_its_line(self) -> None:
        (problem,) = check.problems(script(HOOK, "grants = ["), "script.py")
        assert problem.severity == "error"
        assert problem.message.startswith("the metadata block is no valid TOML")

    def test_a_block_that_is_not_closed_is_a_problem(self) -> None:
        found = said("# /// script\nfrom limner import on\n" + HOOK)
        assert any("is not closed" in line for line in found)

    def test_hosts_without_the_grant_to_reach_them_are_a_warning(self) -> None:
        (problem,) = check.problems(script(HOOK, 'connect = ["example.org"]'), "script.py")
        assert (problem.line, problem.severity) == (4, "warning")
        assert '"network"' in problem.message

    def test_a_script_without_a_hook_is_a_warning(self) -> None:
        (problem,) = check.problems(script("x = 1\n"), "script.py")
        assert (problem.severity, problem.message[:24]) == ("warning", "the script has no hook: ")

    @pytest.mark.parametrize("filename", ["script.txt", "script", ""])
    def test_another_ending_is_a_problem(self, filename: str) -> None:
        (problem,) = check.problems(HOOK, filename)
        assert "a script is a .py, .js or .mjs file" in problem.message

    @pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.py")), ids=lambda path: path.name)
    def test_the_bundled_scripts_have_no_problem(self, path: Path) -> None:
        assert said(path.read_text(), path.name) == []


class TestSyntax:
    @pytest.mark.parametrize(
        ("source", "found"),
        [
            ("x = (\n", "1:5: error: syntax error: '(' was never closed"),
            ("return 3\n", "1:1: error: syntax error: 'return' outside function"),
            ("def f():\n    await x\n", "2:5: error: syntax error: 'await' outside async function"),
            ("a = 1\nb = 'ä' +\n", "2:10: error: syntax error: invalid syntax"),
        ],
    )
    def test_an_error_has_its_line_and_column(self, source: str, found: str) -> None:
        assert found in said(source)

    @pytest.mark.parametrize(
        "body",
        [
            "return",
            "yield 1",
            "await x",
            "async def f():\n    yield from x",
            "def f():\n    await x",
            "lambda: await_ and (await x)",
            "def f():\n    async for a in x: pass",
            "def f():\n    async with x: pass",
            "break",
            "continue",
            "while x:\n    pass\nelse:\n    break",
            "for a in x:\n    def f():\n        continue",
            "class A:\n    return",
            "def f():\n    class A:\n        await x",
            "def f(a=(yield)): pass",
        ],
    )
    def test_what_python_refuses_for_its_place_is_an_error(self, body: str) -> None:
        with pytest.raises(SyntaxError) as refused:
            compile(body, "script.py", "exec")
        errors = [line.split(": ", 1)[1] for line in said(body + "\n") if "syntax error" in line]
        assert errors == [f"error: syntax error: {refused.value.msg}"]

    @pytest.mark.parametrize(
        "body",
        [
            "async def f(x):\n    await x\n    async for a in x: yield a\n    async with x: return",
            "def f(x):\n    for a in x:\n        if a: continue\n        break\n    return a",
            "def f(x): return (await a for a in x)",
            "f = lambda x: (yield x)",
            "while True:\n    while False: pass\n    else: break",
            "async def f(x): return [await a async for a in x]",
            "def f():\n    @(lambda g: g)\n    async def g(x): await x\n    return g",
        ],
    )
    def test_what_python_takes_is_no_error(self, body: str) -> None:
        compile(body, "script.py", "exec")
        assert said(script(f"{HOOK}{body}\n")) == []

    def test_a_doubtful_escape_is_a_warning(self) -> None:
        found = said(script(HOOK + "PATTERN = '\\d'\n"))
        assert [line for line in found if "escape" in line and "warning" in line]

    def test_nothing_is_executed(self, tmp_path: Path) -> None:
        check.problems(script(f"open({str(tmp_path / 'made')!r}, 'w')\n" + HOOK), "script.py")
        assert list(tmp_path.iterdir()) == []


class TestNames:
    def test_a_name_that_nothing_defines_is_named_with_its_place(self) -> None:
        found = said(script("@on('command')\ndef answer(event, canvas):\n    canvas.log('ä', thing_7)\n"))
        assert found == ['8:21: error: "thing_7" is not defined']

    def test_a_close_name_is_offered(self) -> None:
        found = said(script("valid = 1\n@on('command')\ndef answer():\n    print(vald)\n"))
        assert found == ['9:11: error: "vald" is not defined, did you mean "valid"?']

    @pytest.mark.parametrize(
        "body",
        [
            "def f(a, *b, c=1, **d): return lambda e: (a, b, c, d, e, f)",
            "def f():\n    global G\n    G = 1\nprint(G)",
            "def f():\n    n = 1\n    def g():\n        nonlocal n\n        n = 2\n    return g",
            "class K:\n    a = 1\n    b = a\n    def m(self): return __class__, self, K",
            "x = [i * j for i in range(3) if i for j in range(i)]",
            "try:\n    import json\nexcept ImportError as error:\n    print(error)\nprint(json)",
            "with open('x') as f, open('y') as (g, h): print(f, g, h)",
            "match print:\n    case {'a': v, **rest}: print(v, rest)\n    case [w, *others]: print(w, others)",
            "if (n := 3): print(n)",
            "print(__name__, __file__, __doc__, ValueError, Box)",
            "async def f(x):\n    async for y in x: print(y)\n    return [z async for z in x]",
            "for k, (v, w) in (): print(k, v, w)",
            "def f() -> 'Later': ...\nimport os.path as p, sys\nprint(p, sys)",
        ],
    )
    def test_names_that_are_defined_are_left_alone(self, body: str) -> None:
        assert said(script(f"{HOOK}{body}\n")) == []

    def test_a_star_from_elsewhere_may_bring_any_name(self) -> None:
        assert said(script(HOOK + "from math import *\nprint(tau, whatever)\n")) == []

    def test_a_name_that_limner_does_not_have_is_named(self) -> None:
        found = said(block('name = "A"') + "from limner import Bax, on, testing\n" + HOOK)
        assert found == ['5:20: error: limner has no "Bax", did you mean "Box"?']


class TestImports:
    def test_a_module_that_no_dependency_brings_is_named_with_its_package(self) -> None:
        found = said(script("import cv2\nfrom PIL import Image\nimport numpy.linalg\n" + HOOK))
        assert [line.split("add ")[1] for line in found] == [
            '"opencv-python" to dependencies in the block',
            '"pillow" to dependencies in the block',
            '"numpy" to dependencies in the block',
        ]

    @pytest.mark.parametrize(
        "requirement", ["opencv-python", "OpenCV_Python >= 4", "opencv-python-headless==4.11.0.86"]
    )
    def test_a_dependency_brings_its_module_and_numpy(self, requirement: str) -> None:
        source = script("import cv2, numpy\n" + HOOK, top=(f'dependencies = ["{requirement}"]',))
        assert said(source) == []

    def test_the_standard_library_the_browser_and_what_is_tried_for_need_none(self) -> None:
        body = "import json, js, limner.testing\ntry:\n    import cv2\nexcept ImportError:\n    cv2 = None\n"
        assert said(script(body + HOOK)) == []


class TestHostile:
    @pytest.mark.parametrize(
        "source",
        [
            "(" * 100_000 + ")" * 100_000,
            "-" * 100_000 + "1",
            "a" + ".b" * 100_000,
            "x = " + "1 + " * 100_000 + "1",
            "lambda: " * 20_000 + "1",
            "".join(f"{' ' * depth}if 1:\n" for depth in range(500)),
            "if 1: pass\n" + "elif 1: pass\n" * 20_000,
            "from limner import on\n@on('command')\ndef f(event, canvas):\n    canvas" + ".x" * 950,
            "".join(f"{' ' * depth}try: pass\n{' ' * depth}finally:\n" for depth in range(90)) + " " * 90 + "wrong",
            "# /// script\n# a = " + "[" * 50_000 + "\n# ///\n",
            "# /// script\n" + "".join(f"# a{i} = 1\n" for i in range(20_000)) + "# ///\n",
        ],
        ids=str.split("parentheses signs attributes sums lambdas blocks branches chain finally toml keys"),
    )
    def test_deep_nesting_is_a_problem_and_no_crash(self, source: str) -> None:
        assert [p for p in check.problems(source, "script.py") if p.severity == "error"]

    @pytest.mark.parametrize("filename", ["script.py", "script.js"])
    @pytest.mark.parametrize(
        "source", ["", "\0", "a\0b", "\ud800 = 1", "\ufeffx = 1", "x = 9" + "9" * 9_000, "\r\r\n\x0c"]
    )
    def test_what_is_no_text_of_a_program_is_no_crash(self, source: str, filename: str) -> None:
        assert all(problem.line >= 1 for problem in check.problems(source, filename))

    def test_a_file_of_more_than_a_million_characters_is_refused(self) -> None:
        (problem,) = check.problems("x = 1\n" * 200_000, "script.py")
        assert "at most 1,000,000" in problem.message

    def test_a_long_file_has_only_its_block_and_syntax_checked(self) -> None:
        found = said(script(HOOK + "print(undefined)\n" * 20_000))
        assert found == ["1:None: warning: the file is long: only its block and its syntax were checked"]

    def test_only_so_many_problems_are_given_and_the_rest_is_counted(self) -> None:
        calls = "".join(f"    canvas.x{i}\n" for i in range(1_000))
        found = check.problems(script(f"@on('command')\ndef answer(event, canvas):\n{calls}"), "script.py")
        assert len(found) == check.MAX_PROBLEMS + 1
        assert found[-1].message == "800 more problems are not shown"

    @given(st.lists(st.sampled_from([*"()[]{}:=#'\"\\\n\t @.,*1\0é/", *PIECES])).map("".join))
    def test_no_text_makes_it_raise(self, source: str) -> None:
        for filename in ("script.py", "script.js"):
            assert all(isinstance(problem, Problem) for problem in check.problems(source, filename))


class TestJavaScript:
    HOOK = 'import { on } from "limner";\non("command", (event, canvas) => {\n  %s\n});\n'

    def source(self, body: str, *lines: str) -> str:
        return block('name = "A"', *lines, mark="//") + self.HOOK % body

    def test_a_call_without_its_grant_is_a_warning_that_says_may(self) -> None:
        found = said(self.source("const s = 'ä'; canvas.setLabel(event.instance, 'x');"), "script.js")
        (found,) = found
        assert found.startswith('7:18: warning: canvas.setLabel may need the grant "instances:write": add grants')

    def test_comments_and_texts_are_no_calls(self) -> None:
        assert (
            said(self.source("// canvas.ask\n/* canvas.ask */ canvas.log('canvas.ask', \"canvas.ask\")"), "a.js") == []
        )

    def test_a_grant_that_may_not_be_needed_is_a_warning(self) -> None:
        found = said(self.source("canvas.log(1);", 'grants = ["ask"]'), "script.js")
        assert found == ['4:None: warning: the grant "ask" may not be needed: take it out of grants']

    def test_shapes_may_be_returned(self) -> None:
        assert said(self.source("return [];", 'grants = ["instances:write"]'), "script.js") == []

    def test_its_block_is_checked(self) -> None:
        found = said(self.source("", "timeout = 0"), "script.mjs")
        assert found[0].startswith("4:None: error: timeout is 0")

    def test_every_grant_is_known(self) -> None:
        for grant in manifest.GRANTS:
            line = f'grants = ["{grant}"]' + ('\n// connect = ["a.org"]' if grant == "network" else "")
            assert any("may not be needed" in one for one in said(self.source("", line), "script.js")), grant


def test_a_javascript_hook_that_yields_shapes_needs_its_grant() -> None:
    block = '// /// script\n// [tool.limner]\n// name = "x"\n// grants = ["instances:write"]\n// ///\n'
    hook = 'import { on, Point } from "limner";\non("command", function* () { yield Point(1, 2); });\n'
    assert said(block + hook, "a.js") == []
