"""How long a cell takes to start, and a page until it can be worked with."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean

from playwright.sync_api import BrowserContext, Page

from benchmarks.row import Peer, Row, p95_below
from benchmarks.series import Series
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

PACKAGES = ["numpy", "opencv-python"]
REPEATS = 5
FACE = (150, 5, 150, 200)
Times = dict[str, list[float]]

SETTINGS = """
  const build = document.querySelector("link[rel=stylesheet]").href.split("/")[4];
  const { openCell, fetchSnapshot } = await import(`/static/${build}/js/host/cell.js`);
  const page = new DOMParser().parseFromString(await (await fetch(first)).text(), "text/html");
  const settings = JSON.parse(page.getElementById("page").textContent).cell;
"""
OPEN = f"""async ([first, packages, useSnapshot, language = "python"]) => {{
  {SETTINGS}
  const began = performance.now();
  const snapshot = useSnapshot ? await fetchSnapshot(settings) : null;
  const cell = openCell(settings, {{ packages, snapshot, language }});
  await cell.ready;
  const ms = performance.now() - began;
  cell.close();
  return ms;
}}"""
PLAIN = """async ([indexURL, packages]) => {
  const times = {};
  let began = performance.now();
  const mark = (name) => { const now = performance.now(); times[name] = now - began; began = now; };
  const { loadPyodide } = await import(`${indexURL}pyodide.mjs`);
  const pyodide = await loadPyodide({ indexURL });
  mark("core");
  await pyodide.loadPackage(packages, { messageCallback() {}, errorCallback() {} });
  mark("packages");
  pyodide.runPython("import numpy");
  mark("numpy");
  pyodide.runPython("import cv2");
  mark("cv2");
  return times;
}"""


def measure(world: World) -> Iterator[Row]:
    """Measure in fresh profiles, one repetition of everything after the other."""
    times: Times = defaultdict(list)
    for _ in range(world.count(REPEATS)):
        with world.profile() as context:
            _cells(world, context, times)
        with world.profile() as context:
            times["bare cold"].append(_opened(world, _projects(world, context), [], False))
        with world.profile() as context:
            page = _projects(world, context)
            times["javascript cold"].append(_opened(world, page, [], False, "javascript"))
            times["javascript again"].append(_opened(world, page, [], False, "javascript"))
        with world.profile() as context:
            _plain(world, context, times)
        with world.profile() as context:
            _visits(world, context, times)
    yield from _rows({name: Series.of(values) for name, values in times.items()})


def _projects(world: World, context: BrowserContext) -> Page:
    """Open the page of the projects: Limner's modules and policy, but no cell of its own."""
    page = context.new_page()
    page.goto(f"{world.server.base}/")
    return page


def _cells(world: World, context: BrowserContext, times: Times) -> None:
    page = _projects(world, context)
    times["cold"].append(_opened(world, page, PACKAGES, True))
    page.close()
    page = _projects(world, context)
    times["bare warm"].append(_opened(world, page, [], True))
    times["warm"].append(_opened(world, page, PACKAGES, True))


def _opened(world: World, page: Page, *options: object) -> float:
    """Give how long a cell takes from its frame to `ready`, in milliseconds."""
    ms: float = page.evaluate(OPEN, [world.server.first, *options])
    return ms


def _plain(world: World, context: BrowserContext, times: Times) -> None:
    """Load Pyodide as anybody would, in a page that is not Limner's; once from the network, once from the cache."""
    build = _projects(world, context).evaluate("document.querySelector('link[rel=stylesheet]').href.split('/')[4]")
    for visit in ("first", "second"):
        parts = world.blank(context).evaluate(PLAIN, [f"{world.server.base}/assets/{build}/pyodide/", PACKAGES])
        times[f"plain {visit}"].append(sum(parts.values()))
        for name, ms in parts.items():
            times[f"plain {visit} {name}"].append(ms)


def _visits(world: World, context: BrowserContext, times: Times) -> None:
    blank = world.blank(context)
    times["blank"].append(blank.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    for visit in ("first", "second"):
        page = context.new_page()
        page.goto(world.server.base + world.server.first)
        wait(page, "window.limner && probe.shown.length")
        times[f"{visit} usable"].append(page.evaluate("probe.shown[0]"))
        times[f"{visit} warm"].append(page.evaluate("limner.ready.then(() => performance.now())"))
        settled(page)
        if visit == "second":
            times["first run"].append(_first_run(world, page))
        page.close()


def _first_run(world: World, page: Page) -> float:
    """Give how much longer the first box in a fresh cell takes than the three after it."""
    desk = Desk(page, world.server)
    desk.open("astronaut.png", sample("astronaut.png"))
    runs: list[float] = []
    for count in range(1, 5):
        desk.draw_box(*FACE)
        wait(page, f"limner.timings().length === {count}", 30)
        runs.append(page.evaluate("limner.timings().at(-1).run"))
    desk.wait_saved()
    return runs[0] - fmean(runs[1:])


def _rows(times: dict[str, Series]) -> Iterator[Row]:
    plain, again = Peer("plain loadPyodide + loadPackage + import", times["plain first"]), times["plain second"]
    bare = Peer("cell without the snapshot", times["bare cold"])
    blank = Peer("load of an empty page", times["blank"])
    yield Row("cell with NumPy and OpenCV, cold (fresh profile)", times["cold"], plain)
    yield Row(
        "cell without packages, cold, without the snapshot",
        times["bare cold"],
        Peer("plain loadPyodide", times["plain first core"]),
    )
    yield Row("cell with NumPy and OpenCV, files cached", times["warm"], Peer("plain, files cached", again))
    yield Row("cell without packages, files cached", times["bare warm"], bare)
    yield Row("JavaScript cell, cold", times["javascript cold"], bare, p95_below(times["javascript cold"], 300))
    yield Row("JavaScript cell, files cached", times["javascript again"], bare)
    for name, words in {"packages": "fetch and unpack", "numpy": "import numpy", "cv2": "import cv2"}.items():
        yield Row(f"plain Pyodide: {words}", times[f"plain first {name}"], _cached(times, name))
    for visit in ("first", "second"):
        usable, warm = times[f"{visit} usable"], times[f"{visit} warm"]
        yield Row(f"page load to first tool usable, {visit} visit", usable, blank, p95_below(usable, 1000))
        limit, peer = (4000, times["plain first"]) if visit == "first" else (3000, times["plain second"])
        yield Row(
            f"page load to warm cell with OpenCV, {visit} visit", warm, Peer("plain", peer), p95_below(warm, limit)
        )
    yield Row("first box in a fresh cell, beyond later ones", times["first run"])


def _cached(times: dict[str, Series], name: str) -> Peer:
    return Peer("with cached files", times[f"plain second {name}"])
