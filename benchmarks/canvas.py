"""Many instances on the canvas, beside the same in Konva and in Annotorious: shown, picked, dragged, panned, zoomed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np

from benchmarks import surfaces
from benchmarks.crowd import centre, fill
from benchmarks.row import Budget, Peer, Row, p95_below
from benchmarks.run import draw_box
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.surfaces import Own
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk

RETURNED = 1_000
CROWDS = (1_000, 10_000, 100_000)
PEERS = ("konva", "annotorious")
MOST_LOAD = 60_000  # ms: a peer is not asked for ten times as many where that would take longer to load,
MOST_FRAME = 2_000  # or a frame would
REPEATS = {1_000: 10, 10_000: 10, 100_000: 4}
LOADS = {1_000: 3, 10_000: 3, 100_000: 1}
PICKS = 1_000
SCROLLS = 60
TENTHS = 10
REACH = 3.0  # pixels of the file
SIDE = 512  # of the astronaut
FRAMES = ("drag", "pan", "zoom", "scroll")
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
  const places = new Map(all.map((one, place) => [one.id, place]));
  const began = performance.now();
  const [get, place] = [(id) => byId.get(id), (id) => places.get(id)];
  const spatial = createSpatial({ all: () => all, get, place, listen: () => () => {} });
  const built = performance.now() - began;
  const picks = points.map(([x, y]) => {
    const sent = performance.now();
    spatial.pick(x, y, reach);
    return performance.now() - sent;
  });
  return { built, picks };
}"""


def measure(world: World) -> Iterator[Row]:
    frame = world.frame()
    yield from _returned(world, frame)
    found: dict[str, Found] = {}
    for crowd in CROWDS:
        count = world.count(crowd) if world.quick else crowd
        left = {name: _too_slow(found.get(name)) for name in PEERS}
        found |= {name: _peer(world, name, count) for name, why in left.items() if not why}
        peers = [found[name] for name, why in left.items() if not why]
        with world.desk(bundled=False) as desk:
            own = _own(desk, count, world.count(REPEATS[crowd]), LOADS[crowd])
        skipped = tuple(f"{name.title()}: not asked, {why}" for name, why in left.items() if why)
        yield from _rows(f"{count:,} polygons", own, peers, frame, skipped, full=crowd == CROWDS[-1])


def _too_slow(fewer: "Found | None") -> str:
    """Say why a peer is not asked for ten times as many as it was, or nothing."""
    if fewer is None:
        return ""
    frame = max(fmean(frames) for frames in (fewer.drag, fewer.pan, fewer.zoom) if frames)
    if 10 * frame > MOST_FRAME:
        return f"{fewer.count:,} of them took {frame:,.0f} ms a frame"
    if 10 * fewer.load[0] > MOST_LOAD:
        return f"{fewer.count:,} of them took {fewer.load[0] / 1000:.0f} s to load"
    return ""


def _returned(world: World, frame: Peer) -> Iterator[Row]:
    with world.desk(bundled=False) as desk:
        added = desk.add_script(THOUSAND)
        desk.wait_script("Thousand", seconds=60)
        settled(desk.page)
        runs = []
        for _ in range(world.count(REPEATS[1_000]) + 1):
            desk.open("astronaut.png", sample("astronaut.png"))
            desk.press("b")
            runs.append(draw_box(desk, 100, 100, 200, 200))
        desk.remove_script(added)
    visible = Series.of(run.visible for run in runs[1:])
    yield Row("1,000 instances returned: answer to end of the frame", visible, frame, p95_below(visible, 100))
    yield Row("… of it until they are in the document", Series.of(run.apply for run in runs[1:]))
    yield Row("… before it: hook and answer", Series.of(run.run for run in runs[1:]))


@dataclass
class Found:
    """What was measured of one canvas with many polygons; of a peer, what it can be asked."""

    name: str
    count: int
    load: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    picks: list[float] = field(default_factory=list)
    drag: list[float] = field(default_factory=list)
    pan: list[float] = field(default_factory=list)
    zoom: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    press: list[float] = field(default_factory=list)
    release: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    scroll: list[float] = field(default_factory=list)
    built: float = 0.0


def _places() -> list[list[float]]:
    places: list[list[float]] = np.random.default_rng(1).uniform(0, SIDE, (PICKS, 2)).tolist()
    return places


def _peer(world: World, name: str, count: int) -> Found:
    found = Found(name.title(), count)
    with surfaces.other(world, name) as canvas:
        found.load = [canvas.load(count)]
        found.memory = [surfaces.memory(canvas.page)]
        found.picks = canvas.picks(_places())
        found.drag = surfaces.drag(canvas, *centre(count, count // 2, SIDE, SIDE))
        found.pan, _ = surfaces.pan(canvas, SIDE / 2, SIDE / 2)
        found.zoom = surfaces.zoom(canvas, SIDE / 2, SIDE / 2)
    return found


def _own(desk: Desk, count: int, repeats: int, loads: int) -> Found:
    """Measure on one file with `count` polygons of eight points, all of them in sight."""
    found, canvas = Found("Limner", count), Own(desk)
    file = desk.server.upload(desk.project, "astronaut.png", sample("astronaut.png"))["id"]
    fill(desk.server, file, count, SIDE, SIDE)
    found.load = [_load(desk, file) for _ in range(loads)]
    found.memory = [surfaces.memory(desk.page)]
    picks = desk.page.evaluate(PICK, [_places(), REACH])
    found.picks, found.built = picks["picks"], picks["built"]
    for turn in range(repeats):
        found.drag += surfaces.drag(canvas, *centre(count, count // 2 + turn, SIDE, SIDE))
        _edit(desk, centre(count, count // 3 + turn, SIDE, SIDE), found)
    found.pan, found.rest = surfaces.pan(canvas, SIDE / 2, SIDE / 2)
    found.zoom = surfaces.zoom(canvas, SIDE / 2, SIDE / 2)
    found.scroll = _scroll(desk)
    return found


def _rows(
    name: str, own: Found, peers: list[Found], frame: Peer, skipped: tuple[str, ...], *, full: bool
) -> Iterator[Row]:
    def row(what: str, field: str, budget: Budget | None = None, unit: str = "ms") -> Row:
        """Give a row with the peers that can be asked this."""
        others = [Peer(one.name, _series(one, field, unit)) for one in peers if getattr(one, field)]
        beside = (*others, frame) if field in FRAMES else tuple(others)
        why = skipped if field == "load" else ()
        return Row(f"{name}: {what}", _series(own, field, unit), budget=budget, others=beside, skipped=why)

    keeping_up = Budget("60 fps, as an empty page", fmean(own.drag) <= frame.series.median / SMOOTH)
    picked = Series.of(own.picks)
    yield row("asked for until drawn, data from the server", "load")
    yield row("held in JavaScript", "memory", unit="MiB")
    yield row("pick", "picks", p95_below(picked, 1) if full else None)
    yield Row(f"{name}: index built", Series.of([own.built]))
    yield row(f"frame while dragging one ({_rate(own.drag)})", "drag", keeping_up if full else None)
    yield row("press to selection painted", "press")
    yield row("release to new place painted", "release")
    yield row("release to acknowledged by the server", "saved")
    panning = Budget("30 fps on the mean", fmean(own.pan) <= 1000 / 30)
    yield row(f"frame while panning ({_rate(own.pan)})", "pan", panning if full else None)
    yield Row(f"{name}: longest frame when the view settles", Series.of([max(own.rest)]), frame)
    yield row(f"frame while zooming ({_rate(own.zoom)})", "zoom")
    yield row(f"frame while scrolling the list ({_rate(own.scroll)})", "scroll")


def _series(found: Found, field: str, unit: str) -> Series:
    """Give what was measured; of frames the mean of each tenth, since a canvas that stalls has few but long ones."""
    values: list[float] = getattr(found, field)
    if field not in FRAMES:
        return Series.of(values, unit)
    return Series.of(fmean(some) for some in np.array_split(values, min(TENTHS, len(values))))


def _load(desk: Desk, file: str) -> float:
    """Go to another file and back; give the time from the wish to the drawn file."""
    desk.show(desk.page.evaluate("JSON.parse(document.getElementById('page').textContent).file.id"))
    began = desk.page.evaluate("() => { probe.shown.length = 0; return performance.now() }")
    desk.show(file)
    return float(desk.page.evaluate("probe.shown.at(-1)") - began)


def _edit(desk: Desk, place: tuple[float, float], found: Found) -> None:
    """Move one instance with the real mouse; note when it is seen to be selected, moved and saved."""
    page, (x, y) = desk.page, desk.at(*place)
    desk.press("v", "Escape")
    page.mouse.move(x, y)
    found.press.append(_painted(desk, "pointerdown", page.mouse.down))
    page.mouse.move(x + 20, y + 20, steps=4)
    page.evaluate(
        "() => { window.acknowledged = probe.moment(() => limner.unsaved())"
        ".then(() => probe.moment(() => limner.unsaved() === 0)) }"
    )
    found.release.append(_painted(desk, "pointerup", page.mouse.up))
    found.saved.append(float(page.evaluate("window.acknowledged.then((at) => at - probe.gestures.pointerup.at(-1))")))
    desk.wait_saved()


def _painted(desk: Desk, gesture: str, act: Callable[[], None]) -> float:
    """Do what makes a gesture; give the time from it to the end of the next frame."""
    list_ = f"probe.gestures.{gesture}"
    desk.page.evaluate(f"() => {{ {list_}.length = 0; window.pending = probe.painted(() => {list_}.length) }}")
    act()
    return float(desk.page.evaluate(f"window.pending.then((at) => at - {list_}[0])"))


def _scroll(desk: Desk) -> list[float]:
    """Turn the wheel over the list of instances."""
    desk.page.hover(".insts")
    desk.page.evaluate("probe.watchFrames()")
    for _ in range(SCROLLS):
        desk.page.mouse.wheel(0, 900)
        desk.page.evaluate("new Promise((seen) => requestAnimationFrame(seen))")
    frames: list[float] = desk.page.evaluate("probe.frames()")
    return frames


def _rate(frames: list[float]) -> str:
    return f"{1000 / fmean(frames):.0f} fps"
