"""Working through files: the next one, beside one nobody expected; ten thousand in the gallery."""

import io
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import Page

from benchmarks.row import Peer, Row, median_below, p95_below
from benchmarks.series import Series
from benchmarks.world import World, sample
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait

PHOTOS = ("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg")
WIDTH = 1024
FILES = 24
CROWD = 10_000
PART = 500
LIST_READS = 10
JUMP = 5
SHOWN = "performance.getEntriesByName('limner-file-shown').at(-1)"
NAMED = "document.querySelector('.file b')?.textContent"
SCROLL = """async (share) => {
  const grid = document.getElementById("grid");
  const began = performance.now();
  grid.scrollTop = share * grid.scrollHeight;
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const inSight = () => [...document.querySelectorAll(".file")].filter((one) => {
    const { bottom, top } = one.getBoundingClientRect();
    return bottom > 200 && top < innerHeight;
  });
  await probe.moment(() => inSight().length && inSight().every((one) => one.querySelector("img")));
  return performance.now() - began;
}"""

FETCH = """async (path) => {
  const began = performance.now();
  await (await fetch(path)).json();
  return performance.now() - began;
}"""


def measure(world: World) -> Iterator[Row]:
    yield from _stepping(world)
    yield from _gallery(world)


def _stepping(world: World) -> Iterator[Row]:
    project = world.server.api("POST", "/api/projects", {"name": "Photos"})["id"]
    files = [world.server.upload(project, f"{index:02}.jpg", _photo(index))["id"] for index in range(FILES)]
    with world.profile() as context:
        page = context.new_page()
        page.add_init_script("performance.setResourceTimingBufferSize(10_000)")
        page.goto(f"{world.server.base}/files/{files[0]}")
        wait(page, "Boolean(window.limner)")
        page.evaluate("limner.ready")
        ahead = Series.of(_step(page, files, index) for index in range(1, world.count(FILES - 2)))
        desk = Desk(page, world.server)
        jumps = [files[(index * JUMP) % FILES] for index in range(1, world.count(FILES - 2))]
        cold = Series.of(_jump(desk, file) for file in jumps)
    yield Row(
        f"next file, read ahead: asked until drawn, {WIDTH}-px photo",
        ahead,
        Peer("one not read ahead", cold),
        p95_below(ahead, 200),
    )


def _step(page: Page, files: list[str], index: int) -> float:
    """Go to the next file once it has been read ahead; gives the time from the key to the drawn picture."""
    read = "performance.getEntriesByType('resource').filter(({ responseEnd }) => responseEnd).map(({ name }) => name)"
    wait(page, f"{read}.some((one) => one.includes('{files[index]}/content'))")
    page.wait_for_timeout(300)  # for the decoding, which nothing tells of
    page.keyboard.press("d")
    wait(page, f"document.getElementById('stage').dataset.file === '{files[index]}'")
    return float(page.evaluate(f"{SHOWN}.duration"))


def _jump(desk: Desk, file: str) -> float:
    desk.show(file)
    desk.page.wait_for_timeout(300)
    return float(desk.page.evaluate(f"{SHOWN}.duration"))


def _gallery(world: World) -> Iterator[Row]:
    count = world.count(CROWD)
    project = world.server.api("POST", "/api/projects", {"name": "Ten thousand"})["id"]
    _fill(world.server, project, count)
    with world.profile() as context:
        page = context.new_page()
        opened = Series.of(_opened(page, f"{world.server.base}/projects/{project}") for _ in range(3))
        scrolled = Series.of(page.evaluate(SCROLL, share / LIST_READS) for share in range(1, LIST_READS + 1))
        tiles = page.evaluate("document.querySelectorAll('.file').length")
        query = f"/api/projects/{project}/order?sort=name&state=todo"
        order = Series.of(page.evaluate(FETCH, query) for _ in range(LIST_READS))
    yield Row(
        f"{count:,} files: gallery opened until its first tiles have names", opened, budget=median_below(opened, 1000)
    )
    yield Row(f"… scrolled anywhere until the tiles in sight are there ({tiles} in the page)", scrolled)
    yield Row("… the order of all that a filter lets through", order)


def _opened(page: Page, url: str) -> float:
    page.goto(url)
    return float(page.evaluate(f"probe.moment(() => {NAMED})"))


def _photo(index: int) -> bytes:
    with Image.open(io.BytesIO(sample(PHOTOS[index % len(PHOTOS)]))) as image:
        photo = image.convert("RGB").resize((WIDTH, WIDTH * image.height // image.width)).rotate(index)
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _fill(server: Server, project: str, count: int) -> None:
    """Upload so many small images, some hundred at a time."""
    buffer = io.BytesIO()
    Image.new("RGB", (48, 36), "teal").save(buffer, "PNG")
    for start in range(0, count, PART):
        names = [f"{index:05}.png" for index in range(start, min(count, start + PART))]
        server.upload_all(project, names, buffer.getvalue())
