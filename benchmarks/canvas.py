"""Many instances on the canvas: shown, picked, dragged, panned."""

from collections.abc import Iterator

from benchmarks.crowd import fill, polygons
from benchmarks.row import Budget, Peer, Row, p95_below
from benchmarks.run import draw_box
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, sample
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

RETURNED = 1_000
CROWDS = (10_000, 100_000)
REPEATS = 10
MOVES = 120
PICKS = 1_000
SMOOTH = 0.95  # share of the frames of an empty page that counts as keeping up
THOUSAND = source(
    "Thousand",
    '@on("create_instance", kind="box", actor="human")\n'
    "def many(event, canvas):\n"
    f"    for index in range({RETURNED}):\n"
    "        x, y = 16 * (index % 32), 16 * (index // 32)\n"
    "        canvas.create(Polygon([(x + 1, y + 1), (x + 14, y + 3), (x + 8, y + 14)]))",
    imports="from limner import Polygon, on",
)
PICK = """async ([points, reach]) => {
  const build = document.querySelector("link[rel=stylesheet]").href.split("/")[4];
  const { createSpatial } = await import(`/static/${build}/js/canvas/spatial.js`);
  const all = limner.instances();
  const byId = new Map(all.map((one) => [one.id, one]));
  const began = performance.now();
  const spatial = createSpatial({ all: () => all, get: (id) => byId.get(id), listen: () => () => {} });
  const built = performance.now() - began;
  const picks = points.map(([x, y]) => { const sent = performance.now(); spatial.pick(x, y, reach); return performance.now() - sent; });
  return { built, picks };
}"""


def measure(world: World) -> Iterator[Row]:
    with world.profile() as context:
        frame = Peer("frame of an empty page", _frames_of_blank(world.blank(context)))
    yield from _returned(world, frame)
    with world.desk(bundled=False) as desk:
        for crowd in CROWDS:
            yield from _crowd(desk, world.count(crowd) if world.quick else crowd, world.count(REPEATS), frame)


def _frames_of_blank(page: "Page") -> Series:
    page.evaluate("probe.watchFrames()")
    page.wait_for_timeout(3_000)
    return Series.of(page.evaluate("probe.frames()")[10:])


def _returned(world: World, frame: Peer) -> Iterator[Row]:
    with world.desk(bundled=False) as desk:
        added = desk.add_script(THOUSAND)
        desk.wait_script("Thousand", seconds=60)
        runs = []
        for _ in range(world.count(REPEATS) + 1):
            desk.open("astronaut.png", sample("astronaut.png"))
            desk.press("b")
            runs.append(draw_box(desk, 100, 100, 200, 200))
        desk.remove_script(added)
    visible = Series.of(run.visible for run in runs[1:])
    yield Row("1,000 instances returned: answer to end of the frame", visible, frame, p95_below(visible, 100))
    yield Row("… of it until they are in the document", Series.of(run.apply for run in runs[1:]))
    yield Row("… before it: hook and answer", Series.of(run.run for run in runs[1:]))


def _crowd(desk: Desk, crowd: int, repeats: int, frame: Peer) -> Iterator[Row]:
    """Measure on one file with `crowd` polygons of eight points; all of them are in sight."""
    file = desk.server.upload(desk.project, "astronaut.png", sample("astronaut.png"))["id"]
    fill(desk.server, file, crowd, 512, 512)
    name = f"{crowd:,} instances"
    yield Row(f"{name}: file asked for until drawn", Series.of(_load(desk, file) for _ in range(3)))
    picks = desk.page.evaluate(PICK, [_points(PICKS), 3])
    picked = Series.of(picks["picks"])
    budget = p95_below(picked, 1) if crowd == CROWDS[-1] else None
    yield Row(f"{name}: pick", picked, budget=budget)
    yield Row(f"{name}: index built", Series.of([picks["built"]]))
    yield from _dragged(desk, crowd, repeats, frame)
    panned = _panned(desk)
    slow = frame.series.median * 2 / SMOOTH
    pan = Budget("30 fps: mean frame below two of an empty page's", _mean(panned) <= slow)
    yield Row(f"{name}: frame while panning ({_rate(panned)})", panned, frame, pan if crowd == CROWDS[-1] else None)
