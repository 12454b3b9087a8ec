"""Scripts at their worst: what the page's own thread has to bear."""

from collections.abc import Iterator

from benchmarks.row import Row
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

EVENTS = 1_000
POLYGONS = 20_000
LOG_SECONDS = 3
WATCH = """() => {
  window.tasks = [];
  const note = (list) => tasks.push(...list.getEntries().map(({ duration }) => duration));
  new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
  probe.watchFrames();
}"""
TAKE = "() => ({ tasks: tasks.splice(0), frames: probe.frames() })"
STORM = f"""async () => {{
  const began = performance.now();
  for (let index = 0; index < {EVENTS}; index++) {{
    dispatchEvent(new KeyboardEvent("keydown", {{ key: "Tab", bubbles: true }}));
    if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve));
  }}
  return performance.now() - began;
}}"""
LISTENER = '@on("select_instance", "deselect_instance")\ndef listen(event, canvas):\n    pass'
MANY = (
    "def ring(x, y):\n"
    "    return [(x + 2 * math.cos(i / 4), y + 2 * math.sin(i / 4)) for i in range(24)]\n\n\n"
    '@on("command")\ndef many(event, canvas):\n'
    f"    return [Polygon(ring(5 + i % 140 * 3.5, 5 + i // 140 * 3.5)) for i in range({POLYGONS})]"
)
LOGGER = '@on("command")\ndef flood(event, canvas):\n    while True:\n        print("x" * 100)'
PING = '@on("update_instance")\ndef {name}(event, canvas):\n    canvas.set_attributes(event.instance, {name}=event.id)'


def measure(world: World) -> Iterator[Row]:
    frame = world.frame()
    for storm in (_events, _polygons, _log, _chain):
        with world.desk(bundled=False) as desk:
            desk.open("astronaut.png", sample("astronaut.png"))
            tasks, frames, words = storm(desk)
            _remove_all(desk)
            longest = Series.of([max(tasks, default=0.0)])
            yield Row(f"{words}: longest task", longest, frame)
            yield Row(f"{words}: frames", Series.of(frames), frame)


def _remove_all(desk: Desk) -> None:
    """Leave the project with the bundled scripts only."""
    for script in desk.server.api("GET", f"/api/projects/{desk.project}/scripts")["items"]:
        if script["identity"].startswith("local/"):
            desk.remove_script(script["id"])


def _watched(desk: Desk) -> tuple[list[float], list[float]]:
    taken = desk.page.evaluate(TAKE)
    return taken["tasks"], taken["frames"]


def _add(desk: Desk, name: str, hook: str, imports: str = "from limner import on") -> None:
    desk.add_script(source(name, hook, imports=imports), f"{name.lower()}.py")
    desk.wait_script(name, seconds=60)


def _events(desk: Desk) -> tuple[list[float], list[float], str]:
    _add(desk, "Listener", LISTENER)
    settled(desk.page)
    for index in range(3):
        desk.draw_box(20 + 60 * index, 20, 40, 40)
    desk.press("v")
    desk.page.locator("#stage").focus()
    desk.page.evaluate(WATCH)
    ms = desk.page.evaluate(STORM)
    wait(desk.page, "limner.scripts().find((one) => one.name === 'Listener').state === 'ready'", 60)
    tasks, frames = _watched(desk)
    return tasks, frames, f"{EVENTS:,} gestures in {ms / 1000:.1f} s, two events each"


def _polygons(desk: Desk) -> tuple[list[float], list[float], str]:
    _add(desk, "Many", MANY, "import math\n\nfrom limner import Polygon, on")
    desk.page.evaluate(WATCH)
    desk.run("Many")
    wait(desk.page, f"document.querySelector('#instances .count').innerText === '{POLYGONS:,}'", 120)
    tasks, frames = _watched(desk)
    wait(desk.page, "limner.unsaved() === 0", 120)
    return tasks, frames, f"{POLYGONS:,} polygons of 24 points returned"


def _log(desk: Desk) -> tuple[list[float], list[float], str]:
    _add(desk, "Flood", LOGGER)
    desk.page.evaluate(WATCH)
    desk.run("Flood")
    desk.page.wait_for_timeout(LOG_SECONDS * 1_000)
    tasks, frames = _watched(desk)
    desk.page.get_by_role("button", name="Stop Flood").click()
    return tasks, frames, f"{LOG_SECONDS} s of printing without end"


def _chain(desk: Desk) -> tuple[list[float], list[float], str]:
    for name in ("One", "Two", "Three"):
        _add(desk, name, PING.format(name=name.lower()))
    desk.draw_box(20, 20, 60, 60)
    desk.page.evaluate(WATCH)
    desk.press("v")
    for _ in range(20):
        desk.press("h")
    wait(desk.page, "limner.scripts().every((one) => one.state === 'ready' || one.state === 'off')", 60)
    tasks, frames = _watched(desk)
    return tasks, frames, "three scripts that answer each other, 20 gestures"
