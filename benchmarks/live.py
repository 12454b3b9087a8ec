"""What an author waits for: a saved version to be live, a moved slider to be seen."""

from collections.abc import Iterator

from benchmarks.row import Budget, Row, p95_below
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk

SAVES = 20
TURNS = 30
NAME = "Live"
IMPORTS = "import cv2\nimport numpy\nfrom limner import Ellipse, on"
PACKAGES = ("numpy", "opencv-python")
HOOK = (
    '@on("create_instance", kind="box", actor="human")\ndef live(event, canvas):\n'
    "    x, y, width, height = event.instance.bounds\n"
    "    return Ellipse(x + width / 2, y + height / 2, canvas.params.size, canvas.params.size)\n"
)
JAVASCRIPT = """// /// script
// [tool.limner]
// name = "Live JavaScript"
// grants = ["instances:write"]
// ///
import { Ellipse, on } from "limner";

on("create_instance", { kind: "box", actor: "human" }, (event) => Ellipse(20, 20, VERSION, 10));
"""
PARAMETER = (
    '# [tool.limner.params.size]\n# type = "number"\n# default = 10\n# minimum = 1\n# maximum = 200\n# step = 1\n# ///'
)
SAVE = """async ([id, filename, source]) => {
  const began = performance.now();
  const how = { method: "PUT", headers: { "Content-Type": "application/json" } };
  const response = await fetch(`/api/scripts/${id}`, { ...how, body: JSON.stringify({ filename, source }) });
  const { version, name } = await response.json();
  const stored = performance.now() - began;
  const state = () => limner.scripts().find((one) => one.name === name);
  await probe.moment(() => state()?.state === "ready" && state().version === version);
  return [performance.now() - began, stored];
}"""
TURN = """async (value) => {
  const slider = document.querySelector(".card[aria-label=Live] input[type=range]");
  const began = performance.now();
  slider.value = String(value);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await probe.moment(() => limner.instances().some(({ geometry }) => geometry.rx === value));
  return performance.now() - began;
}"""


def measure(world: World) -> Iterator[Row]:
    with world.desk(bundled=False) as desk:
        head, _, rest = source(NAME, HOOK, imports=IMPORTS, packages=PACKAGES).rpartition("# ///")
        for filename, text in (("live.py", f"{head}#\n{PARAMETER}{rest}"), ("live.js", JAVASCRIPT)):
            yield from _saves(desk, filename, text, world.count(SAVES))
        yield _turns(desk, world.count(TURNS))
        for script in desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"]:
            if script["name"] == NAME:
                desk.remove_script(script["id"])


def _saves(desk: Desk, filename: str, text: str, count: int) -> Iterator[Row]:
    added = desk.add_script(text.replace("VERSION", "10"), filename)
    desk.wait_script(NAME if filename.endswith(".py") else f"{NAME} JavaScript", seconds=60)
    if filename.endswith(".py"):
        settled(desk.page)
    mark = "# {}\n" if filename.endswith(".py") else "// {}\n"
    times = [desk.page.evaluate(SAVE, [added, filename, _version(text, mark, index)]) for index in range(count)]
    language = "Python with OpenCV" if filename.endswith(".py") else "JavaScript"
    whole = Series.of(ms for ms, _ in times)
    yield Row(f"{language}: saved until the new version is ready", whole, budget=p95_below(whole, 300))
    yield Row("… of it until the server has it", Series.of(stored for _, stored in times))
    if not filename.endswith(".py"):  # the other one's parameters are turned next
        desk.remove_script(added)


def _version(text: str, mark: str, index: int) -> str:
    return f"{text.replace('VERSION', str(index + 11))}\n{mark.format(index)}"


def _turns(desk: Desk, count: int) -> Row:
    desk.open("astronaut.png", sample("astronaut.png"))
    desk.draw_box(100, 100, 150, 150)
    desk.wait_for_kinds("box", "ellipse")
    turns = Series.of(desk.page.evaluate(TURN, 20 + index) for index in range(count))
    return Row(
        "slider moved until its effect is in the document", turns, budget=Budget("p95 < 100 ms", turns.p95 < 100)
    )
