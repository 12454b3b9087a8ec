"""The cell for scripts in JavaScript: how they load, run, fail, stop, are replaced, and what they may import."""

from typing import Any

import pytest
from playwright.sync_api import Page

import limner
from tests.e2e.conversing import converse, init, last, lines, loaded, of_type, run
from tests.e2e.desk import Desk

pytestmark = pytest.mark.e2e

HOOK = 'import { on, Point } from "limner";\non("create_instance", async function answer(event, canvas) {\n'
END = "\n});\n"
RESULT, ERROR, INITIALIZED = {"until": "result"}, {"until": "error"}, {"until": "initialized"}
TFJS = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"]


@pytest.fixture(scope="module")
def page(warm: tuple[Page, list[str]]) -> Page:
    return warm[0]


def failed_load(page: Page, source: str, **fields: Any) -> dict[str, Any]:
    """Load a script that must fail, and give its error."""
    error: dict[str, Any] = last(converse(page, *loaded(source, **fields)), "initialized")["error"]
    return error


def failed_run(page: Page, body: str, **fields: Any) -> dict[str, Any]:
    """Run a hook that must fail, and give its error."""
    error: dict[str, Any] = last(converse(page, *loaded(HOOK + body + END, **fields), run(), ERROR), "error")["error"]
    return error


def test_the_cell_speaks_first_and_says_what_it_is(page: Page) -> None:
    (ready,) = converse(page)
    assert ready == {"type": "ready", "protocol": 1, "runtime": limner.__version__, "language": "JavaScript"}


class TestLoading:
    def test_a_syntax_error_has_its_line_and_column(self, page: Page) -> None:
        error = failed_load(page, 'import { on } from "limner";\n\nlet x = ;\n')
        assert (error["type"], error["message"]) == ("SyntaxError", "Unexpected token (column 9)")
        assert error["frames"] == [{"line": 3, "function": "<module>", "text": "let x = ;"}]

    def test_a_syntax_error_without_imports_has_its_line_too(self, page: Page) -> None:
        assert failed_load(page, "const a = 1;\nconst a = 2;\n")["frames"][0]["line"] == 2

    def test_an_error_while_loading_has_its_line(self, page: Page) -> None:
        error = failed_load(page, "const x = null;\n\nx.y;\n")
        assert (error["type"], error["frames"]) == ("TypeError", [{"line": 3, "function": "<module>", "text": "x.y;"}])

    def test_a_script_may_wait_while_it_loads(self, page: Page) -> None:
        source = (
            HOOK + "return Point(ready, 1);" + END + "const ready = await new Promise((go) => setTimeout(go, 5, 7));"
        )
        said = converse(page, *loaded(source), run(), RESULT)
        assert last(said, "result")["changes"]["created"][0]["geometry"] == {"kind": "point", "x": 7, "y": 1}

    def test_what_comes_while_a_script_loads_waits(self, page: Page) -> None:
        source = HOOK + "canvas.notify('ran');" + END + "await new Promise((go) => setTimeout(go, 20));"
        said = converse(page, init(source), {"type": "params", "params": {}}, run(), RESULT)
        assert [message["type"] for message in said] == ["ready", "initialized", "notify", "result"]

    def test_hooks_of_one_name_are_told_apart(self, page: Page) -> None:
        source = 'import { on } from "limner";\non(["command", "open_file"], () => {});\non("command", () => {});\n'
        hooks = last(converse(page, *loaded(source)), "initialized")["hooks"]
        assert [hook["id"] for hook in hooks] == ["hook:command", "hook:open_file", "hook:command:2"]

    def test_a_block_that_is_no_toml_is_named_with_its_line(self, page: Page) -> None:
        error = failed_load(page, "// /// script\n// [tool.limner\n// ///\n")
        assert error["type"] == "ManifestError"
        assert error["message"].startswith("line 2: the metadata block is no valid TOML: ")

    @pytest.mark.parametrize(
        ("declared", "message"),
        [
            ('on("created", () => {})', "on: event 'created' does not exist, choose from open_file, "),
            ('on("command", { kind: "blob" }, () => {})', "on: kind 'blob' does not exist, choose from box, "),
            ('on("command", { kinds: "box" }, () => {})', "on: filter 'kinds' does not exist, choose from kind, "),
            ('on("command", { schedule: "now" }, () => {})', "on: schedule 'now' does not exist"),
            ('on("command")', "on: it takes the events, filters if any, and a function"),
            ("on([], () => {})", "on: it names no event"),
        ],
    )
    def test_a_hook_declared_wrongly_is_named(self, page: Page, declared: str, message: str) -> None:
        error = failed_load(page, f'import {{ on }} from "limner";\n{declared};\n')
        assert error["type"] == "HookError"
        assert error["message"].startswith(message)
        assert error["frames"][-1]["line"] == 2

    def test_a_hook_cannot_be_declared_later(self, page: Page) -> None:
        assert "while the script loads" in failed_run(page, 'on("command", () => {});')["message"]


class TestModules:
    def test_a_declared_library_can_be_imported(self, page: Page) -> None:
        source = (
            'import RBush from "rbush";\nimport { on } from "limner";\n'
            "const tree = new RBush();\ntree.insert({ minX: 0, minY: 0, maxX: 5, maxY: 5 });\n"
            "console.log(tree.search({ minX: 1, minY: 1, maxX: 2, maxY: 2 }).length);\n"
        )
        assert lines(converse(page, *loaded(source, modules=["rbush"]))) == ["1"]

    def test_the_block_declares_as_well(self, page: Page) -> None:
        block = '// /// script\n// [tool.limner]\n// modules = ["rbush"]\n// ///\n'
        said = converse(page, *loaded(block + 'const { default: RBush } = await import("rbush");\nnew RBush();\n'))
        assert "error" not in last(said, "initialized")

    def test_tensorflow_computes_in_wasm(self, page: Page) -> None:
        source = (
            'import * as tf from "@tensorflow/tfjs";\nimport "@tensorflow/tfjs-backend-wasm";\n'
            'await tf.setBackend("wasm");\nconst squares = await tf.tensor([1, 2, 3]).square().data();\n'
            "console.log(tf.getBackend(), squares.join());\n"
        )
        said = converse(page, *loaded(source, modules=TFJS))
        assert lines(said) == ["wasm 1,4,9"], said

    def test_a_library_whose_global_is_no_name_can_be_imported(self, page: Page) -> None:
        names = [*TFJS, "@tensorflow-models/body-pix"]
        source = 'import { load, version } from "@tensorflow-models/body-pix";\nconsole.log(typeof load, version);\n'
        assert lines(converse(page, *loaded(source, modules=names))) == ["function 2.2.1"]

    def test_an_undeclared_library_is_named_at_its_line(self, page: Page) -> None:
        error = failed_load(page, 'import { on } from "limner";\nimport RBush from "rbush";\n', modules=["x"])
        assert error["type"] == "ImportError"
        assert error["message"] == "'rbush' is not declared: add it to modules in the script's block (declared: x)"
        assert error["frames"] == [{"line": 2, "function": "<module>", "text": 'import RBush from "rbush";'}]

    def test_a_library_that_is_not_vendored_is_named_with_those_that_are(self, page: Page) -> None:
        error = failed_load(page, 'import _ from "lodash";\n', modules=["lodash"])
        assert error["message"].startswith(
            "'lodash' is declared in modules, but not vendored here; there are: limner, rbush"
        )

    def test_an_address_of_elsewhere_is_answered_with_the_vendored_name(self, page: Page) -> None:
        error = failed_load(page, 'import * as tf from "https://cdn.example/npm/@tensorflow/tfjs@4/+esm";\n')
        assert "import '@tensorflow/tfjs', which is vendored" in error["message"]


class TestRunning:
    def test_an_error_shows_the_scripts_own_frames_innermost_last(self, page: Page) -> None:
        body = "const inner = () => { throw new RangeError('too far'); };\n[1].forEach(() => inner());"
        error = failed_run(page, body)
        assert (error["type"], error["message"]) == ("RangeError", "too far")
        assert [frame["line"] for frame in error["frames"]] == [4, 4, 3]
        assert [frame["function"] for frame in error["frames"]][::2] == ["answer", "inner"]

    def test_an_error_after_a_wait_shows_its_line(self, page: Page) -> None:
        error = failed_run(page, "await null;\nconst deep = async () => { await null; null.x; };\nawait deep();")
        assert [frame["line"] for frame in error["frames"]] == [5, 4]

    def test_causes_are_told(self, page: Page) -> None:
        error = failed_run(page, "throw new Error('no model', { cause: new TypeError('bad', { cause: 'disk' }) });")
        assert error["message"] == "no model (caused by TypeError: bad (caused by disk))"

    @pytest.mark.parametrize(("thrown", "type", "message"), [("'text'", "string", "text"), ("null", "object", "null")])
    def test_anything_may_be_thrown(self, page: Page, thrown: str, type: str, message: str) -> None:
        error = failed_run(page, f"throw {thrown};")
        assert (error["type"], error["message"]) == (type, message)

    def test_an_error_nobody_caught_is_told_and_the_cell_lives(self, page: Page) -> None:
        body = "setTimeout(() => { throw new Error('late'); });\nawait new Promise((go) => setTimeout(go, 20));"
        said = converse(page, *loaded(HOOK + body + END), run(), RESULT, run(run="r2"), RESULT)
        assert lines(said) == ["Uncaught Error in line 3: late"] * 2
        assert len(of_type(said, "result")) == 2

    def test_events_and_instances_cannot_be_changed(self, page: Page) -> None:
        error = failed_run(page, "event.instance.geometry.x = 5;")
        assert error["type"] == "TypeError"
        assert "read only" in error["message"]

    def test_an_instance_is_still_the_json_it_came_as(self, page: Page) -> None:
        body = "const { instance } = event;\nconst again = JSON.parse(JSON.stringify(instance));\n"
        body += "console.log(JSON.stringify(instance.bounds), 'bounds' in again);"
        said = converse(page, *loaded(HOOK + body + END), run(), RESULT)
        assert lines(said) == ['{"x":10,"y":20,"width":30,"height":40} false']

    def test_what_an_asynchronous_generator_yields_is_created(self, page: Page) -> None:
        body = "return (async function* () { yield Point(1, 2); await null; yield Point(3, 4); })();"
        said = converse(page, *loaded(HOOK + body + END), run(), RESULT)
        assert [one["geometry"]["x"] for one in last(said, "result")["changes"]["created"]] == [1, 3]

    def test_a_shape_written_by_hand_must_have_the_form_of_one(self, page: Page) -> None:
        assert failed_run(page, 'canvas.create({ kind: "box", x: 1, y: "2", width: 3, height: 4 });')["message"] == (
            "Box: y is '2', expected a number"
        )
        assert (
            "polygon does not have the form of one"
            in failed_run(page, 'canvas.create({ kind: "polygon" });')["message"]
        )
        assert failed_run(page, 'canvas.create({ kind: "spiral" });')["message"].endswith(
            "use Box, Polygon, Ellipse, …"
        )

    def test_after_the_run_the_canvas_changes_nothing(self, page: Page) -> None:
        source = HOOK + "if (kept) kept.notify('stale');\nkept ??= canvas;" + END + "let kept;"
        said = converse(page, *loaded(source), run(), RESULT, run(run="r2"), RESULT)
        assert of_type(said, "notify") == []


class TestConsole:
    def test_values_can_be_unfolded(self, page: Page) -> None:
        source = (
            'console.log("found", [1, { a: new Float32Array(12) }], new Map([["k", new Set([1])]]));\n'
            "console.warn(null, undefined, 5n, 1.5);\nconsole.error(new TypeError('bad'));\n"
        )
        said = converse(page, *loaded(source))
        first, second, third = [line for log in of_type(said, "log") for line in log["lines"]]
        assert first["values"] == ["found", [1, {"a": "Float32Array(12)"}], {"k": [1]}]
        assert first["text"] == 'found [1,{"a":"Float32Array(12)"}] {"k":[1]}'
        assert second == {"text": "null undefined 5n 1.5", "level": "warning"}
        assert (third["text"], third["level"]) == ("TypeError: bad", "error")

    def test_a_value_that_cannot_be_shown_harms_nothing(self, page: Page) -> None:
        source = (
            "const round = {}; round.self = round;\nconst wide = () => Array.from({ length: 90 }, () => 1);\n"
            "console.log(round, { get bad() { throw new Error('no'); } }, wide(), 'x'.repeat(9000));\n"
        )
        (line,) = last(converse(page, *loaded(source)), "log")["lines"]
        assert len(line["text"]) <= 2_000
        assert line["values"][0] == {"self": {"self": {"self": {"self": "Object"}}}}
        assert line["values"][1] == "(a value that cannot be shown: Error)"
        assert len(line["values"][2]) == 50

    def test_of_a_flood_a_thousand_lines_are_kept_and_the_rest_counted(self, page: Page) -> None:
        said = converse(page, *loaded(HOOK + "for (let i = 0; i < 3_000; i++) console.log(i);" + END), run(), RESULT)
        assert len(lines(said)) == 1_000
        assert sum(message["dropped"] for message in of_type(said, "log")) == 2_000


class TestOrder:
    @pytest.mark.parametrize(
        ("message", "refusal"),
        [
            (run(), "got 'event', expected one of: init, dispose"),
            ({"type": "probe"}, "message type is 'probe', expected one of init, event, "),
            ({"type": "init", "filename": "x"}, "init lacks source"),
            ({"type": "cancel", "run": 5}, "cancel.run is 5, expected a string"),
        ],
    )
    def test_a_message_that_is_none_is_refused(self, page: Page, message: dict[str, Any], refusal: str) -> None:
        said = converse(page, message, {"until": "fatal"})
        assert last(said, "fatal")["message"].startswith(refusal)

    def test_a_second_event_while_one_runs_is_out_of_order(self, page: Page) -> None:
        steps = [
            *loaded(HOOK + "await canvas.ask('?');" + END),
            run(),
            {"until": "call"},
            run(run="r2"),
            {"until": "fatal"},
        ]
        assert last(converse(page, *steps), "fatal")["message"].startswith("got 'event', expected one of: cancel")

    def test_a_hook_that_is_not_there_is_an_error_of_the_run(self, page: Page) -> None:
        said = converse(page, *loaded(HOOK + END), run("other:command"), ERROR)
        assert last(said, "error")["error"]["message"] == "the script has no hook 'other:command'"


class TestStopping:
    def test_a_hook_that_waits_for_itself_is_stopped_and_the_cell_goes_on(self, page: Page) -> None:
        body = "canvas.signal.onabort = () => console.log('aborted', canvas.signal.reason.message);\n"
        body += "if (event.revision === 7) await new Promise(() => {});"
        steps = [*loaded(HOOK + body + END), run(), {"type": "cancel", "run": "r1", "reason": "too old"}, ERROR]
        said = converse(page, *steps, run(run="r2", revision=8), RESULT)
        assert (last(said, "error")["stopped"], last(said, "error")["error"]["type"]) == (True, "Stopped")
        assert lines(said) == ["aborted too old"]
        assert last(said, "result")["run"] == "r2"

    def test_what_a_stopped_hook_returns_counts_for_nothing(self, page: Page) -> None:
        body = "try { await canvas.ask('?'); } catch {}\nreturn Point(1, 2);"
        said = converse(
            page, *loaded(HOOK + body + END), run(), {"until": "call"}, {"type": "cancel", "run": "r1"}, ERROR
        )
        assert (of_type(said, "result"), last(said, "error")["stopped"]) == ([], True)

    def test_a_stop_of_another_run_stops_nothing(self, page: Page) -> None:
        steps = [run(), {"until": "call"}, {"type": "cancel", "run": "r0"}]
        reply = {"type": "reply", "run": "r1", "call": 1, "value": "Yes"}
        said = converse(page, *loaded(HOOK + "canvas.notify(await canvas.ask('?'));" + END), *steps, reply, RESULT)
        assert last(said, "notify")["text"] == "Yes"

    def test_a_cell_that_is_disposed_of_takes_nothing_more(self, page: Page) -> None:
        steps = [run(), {"until": "call"}, {"type": "dispose"}, ERROR, init(""), {"until": "fatal"}]
        said = converse(page, *loaded(HOOK + "await canvas.ask('?');" + END), *steps)
        assert last(said, "fatal")["message"] == "got 'init', expected one of: dispose"


class TestReplacing:
    def test_a_new_version_takes_the_place_of_the_old(self, page: Page) -> None:
        first, second = (HOOK + f"console.log({number});" + END for number in (1, 2))
        said = converse(page, *loaded(first), run(), RESULT, *loaded(second), run(run="r2"), RESULT)
        assert lines(said) == ["1", "2"]
        assert [len(message["hooks"]) for message in of_type(said, "initialized")] == [1, 1]

    def test_after_a_version_that_does_not_load_comes_one_that_does(self, page: Page) -> None:
        good = HOOK + "console.log('good');" + END
        said = converse(page, *loaded(good), *loaded("let x = ;"), *loaded(good), run(), RESULT)
        assert [message["hooks"] == [] for message in of_type(said, "initialized")] == [False, True, False]
        assert lines(said) == ["good"]


def test_a_box_on_the_page_becomes_what_a_script_in_javascript_makes_of_it(desk: Desk) -> None:
    source = """// /// script
// [tool.limner]
// name = "Diamond"
// grants = ["instances:write", "image:read"]
// ///
import { on, Polygon } from "limner";

on("create_instance", { kind: "box", actor: "human" }, async function diamond(event, canvas) {
  const { x, y, width, height } = event.instance.bounds;
  const pixels = await canvas.image(event.instance.bounds);
  if (pixels.width !== Math.round(width)) throw new Error(`${pixels.width} pixels for ${width}`);
  const [cx, cy] = [x + width / 2, y + height / 2];
  canvas.replace(event.instance, Polygon([[cx, y], [x + width, cy], [cx, y + height], [x, cy]]));
});
"""
    switched = [
        one for one in desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"] if one["enabled"]
    ]
    for one in switched:
        desk.server.api("PATCH", f"/api/scripts/{one['id']}", {"enabled": False})
    script = desk.add_script(source, "diamond.js")
    try:
        desk.wait_script("Diamond")
        desk.draw_box(100, 100, 60, 40)
        (polygon,) = desk.wait_for_kinds("polygon")
        assert len(polygon["geometry"]["parts"][0]["outer"]) == 4
        assert polygon["provenance"]["script"] == "local/diamond"
    finally:
        desk.remove_script(script)
        for one in switched:
            desk.server.api("PATCH", f"/api/scripts/{one['id']}", {"enabled": True})
        desk.reload_scripts()
