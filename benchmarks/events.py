"""From the pointer to Python: what an event costs on its way to the hook, and there and back."""

from collections.abc import Iterator

from playwright.sync_api import BrowserContext

from benchmarks.cells import SETTINGS
from benchmarks.crowd import fill
from benchmarks.row import Budget, Peer, Row, p95_below
from benchmarks.run import draw_box
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, sample, settled
from tests.e2e.desk import Desk

BOXES = 100
TRIPS = 200
CROWDS = (0, 1_000, 10_000)
FLAT = 1.0  # ms that the median may rise from the empty file to the fullest
STAMP = source(
    "Stamp",
    '@on("create_instance", kind="box", actor="human")\n'
    "def stamp(event, canvas):\n"
    "    at = js.performance.timeOrigin + js.performance.now()\n"
    '    canvas.update(event.instance, attributes={"at": at})',
    imports="import js\nfrom limner import on",
)
NOTHING = source("Nothing", '@on("command")\ndef nothing(event, canvas):\n    pass')
CLOCK = source(
    "Clock",
    '@on("command")\ndef clock(event, canvas):\n    print(repr(js.performance.timeOrigin + js.performance.now()))',
    imports="import js\nfrom limner import on",
)
TRIP = f"""async ([source, hook, count]) => {{
  {SETTINGS}
  const cell = openCell(settings);
  await cell.ready;
  const heard = [];
  let wake = () => {{}};
  cell.listen((message) => {{
    if (message.type === "log") heard.push(...message.lines.map(({{ text }}) => Number(text)));
    else wake(message);
  }});
  const answered = () => new Promise((resolve) => (wake = resolve));
  cell.send({{ type: "init", filename: "bench.py", source, grants: ["instances:write"], params: {{}}, packages: [] }});
  await answered();
  const file = {{ id: "f", name: "n", width: 10, height: 10, kind: "image", frame: 0 }};
  const actor = {{ kind: "human", id: "" }};
  const event = {{ name: "command", id: "1", at: "x", actor, project: "p", file, revision: 0 }};
  const trips = [];
  for (let index = 0; index < count + 20; index++) {{
    const sent = performance.now();
    cell.send({{ type: "event", run: `r${{index}}`, hook, event }});
    await answered();
    trips.push([sent, performance.now()]);
  }}
  cell.close();
  return {{ trips: trips.slice(20), heard: heard.slice(20), origin: performance.timeOrigin }};
}}"""
PING = """async (count) => {
  const code = "onmessage = ({ ports: [port] }) => { port.onmessage = ({ data }) => port.postMessage(data) }";
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  const text = "x".repeat(400); // about the length of an event
  const trips = [];
  for (let index = 0; index < count + 20; index++) {
    const sent = performance.now();
    await new Promise((resolve) => { port1.onmessage = resolve; port1.postMessage([text]); });
    trips.push(performance.now() - sent);
  }
  worker.terminate();
  return trips.slice(20);
}"""


def measure(world: World) -> Iterator[Row]:
    """Measure the way to the hook with the real mouse, then messages alone."""
    with world.profile() as context:
        ping = Series.of(world.blank(context).evaluate(PING, world.count(TRIPS)))
        trip, clock = _messages(world, context)
    bare = Peer("postMessage to a bare worker and back", ping)
    yield Row("no-op event, page to Python to page", trip, bare)
    yield clock
    with world.desk(bundled=False) as desk:
        added = desk.add_script(STAMP)
        desk.wait_script("Stamp", seconds=60)
        settled(desk.page)
        empty: Series | None = None
        for crowd in CROWDS:
            ways, host = _boxes(desk, crowd, world.count(BOXES))
            empty = empty or ways
            yield Row(f"pointer-up to the hook's first line, {crowd:,} instances", ways, bare, _budget(ways, empty))
            yield Row(f"… of it until the page has sent the event, {crowd:,} instances", host)
        desk.remove_script(added)


def _budget(ways: Series, empty: Series) -> Budget:
    budget = p95_below(ways, 5)
    if ways is empty:
        return budget
    flat = ways.median - empty.median < FLAT
    return Budget(f"{budget.text}, flat (median rises < {FLAT:g} ms)", budget.met and flat)


def _messages(world: World, context: BrowserContext) -> tuple[Series, Row]:
    """Measure a cell's round trip, and how far its clock may be from the page's.

    The cell's time must lie between sending and answer, so every trip bounds the difference.
    """
    page = context.new_page()
    page.goto(f"{world.server.base}/")
    count = world.count(TRIPS)
    trips = page.evaluate(TRIP, [NOTHING, "nothing:command", count])["trips"]
    told = page.evaluate(TRIP, [CLOCK, "clock:command", count])
    after = [at - told["origin"] - sent for (sent, _), at in zip(told["trips"], told["heard"], strict=True)]
    before = [at - told["origin"] - back for (_, back), at in zip(told["trips"], told["heard"], strict=True)]
    bounds = f"between {max(before):+.2f} and {min(after):+.2f} ms"
    clock = Row(f"a cell's clock is ahead of the page's by {bounds}; sending to hook", Series.of(after))
    return Series.of(back - sent for sent, back in trips), clock


def _boxes(desk: Desk, crowd: int, count: int) -> tuple[Series, Series]:
    """Draw boxes with the mouse on a file with `crowd` instances."""
    file = desk.server.upload(desk.project, "astronaut.png", sample("astronaut.png"))["id"]
    fill(desk.server, file, crowd, 512, 512)
    desk.show(file)
    desk.press("v", "b")
    for index in range(3):
        draw_box(desk, *_place(index))
    desk.page.evaluate("() => { probe.gestures.pointerup.length = 0 }")
    runs = [draw_box(desk, *_place(index)) for index in range(count)]
    ups = desk.page.evaluate("probe.gestures.pointerup.map((at) => performance.timeOrigin + at)")
    stamps = [one["attributes"]["at"] for one in desk.instances()[-count:]]
    return Series.of(at - up for at, up in zip(stamps, ups, strict=True)), Series.of(run.page for run in runs)


def _place(index: int) -> tuple[float, float, float, float]:
    return 20 + 40 * (index % 10), 20 + 40 * (index // 10 % 10), 30, 24
