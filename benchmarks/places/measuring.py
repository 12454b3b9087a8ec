"""The rows: round trips by place, runs a second by replicas, the time to stop."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.photos import Photo, quokka
from benchmarks.places import peers
from benchmarks.places.replicas import backend
from benchmarks.places.speaking import Line, on_file, speaking
from benchmarks.row import Peer, Row, median_below
from benchmarks.run import draw_box
from benchmarks.series import Series
from benchmarks.world import World
from limner import Box, testing
from limner_server.resources import SCRIPTS
from tests.e2e.desk import Desk
from tests.e2e.serving import Server

SIZE = 1024
RUNS = 60
TRACES = 20
STOPS = 10
SECONDS = 6.0
REPLICAS = (1, 2, 4)
BOX_TO_POLYGON = SCRIPTS / "box_to_polygon.py"
PLACES = ("browser", "server", "backend")
PEER = "label-studio-ml"
SCRIPT = """# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "opencv-python"]
#
# [tool.limner]
# name = "{name}"
# places = ["browser", "server"]
# grants = ["image:read"]
# timeout = 60
# ///
import numpy
from limner import on


@on("command")
async def answer(event, canvas):
    {body}
"""
NOTHING = ("No-op", "return None")
LOOKS = ("Image no-op", "await canvas.image()")
RUNAWAY = ("Runaway", "canvas.progress(0.1)\n    while True:\n        pass")
DEAF = ("Deaf", "canvas.progress(0.1)\n    sum(range(10**12))")


def measure(world: World) -> Iterator[Row]:
    photo = quokka().resized(SIZE)
    with tempfile.TemporaryDirectory() as folder:
        yield from _round_trips(world, photo, Path(folder))
        yield from _round_trips_alone(world, photo, Path(folder))
        yield from _throughput(world, photo, Path(folder))
        yield from _stops(world, photo, Path(folder))


def _round_trips(world: World, photo: Photo, folder: Path) -> Iterator[Row]:
    """Run in each place what does nothing, what takes the whole image, and GrabCut, as the page times them."""
    with peers.serving(photo, folder) as peer:
        served = [Series.of(peer.nothing()[0] for _ in range(world.count(RUNS)))]
        both = [peer.traced() for _ in range(world.count(TRACES) + 1)][1:]
    served += [Series.of(whole for whole, _ in both), Series.of(whole - own for whole, own in both)]
    other = dict(zip(("image", "grabcut", "beyond"), (Peer(PEER, one) for one in served), strict=True))
    with world.desk(bundled=False) as desk:
        desk.open(f"{photo.name}.png", photo.png)
        for name, body in (NOTHING, LOOKS):
            taken = {place: _pressed(world, desk, place, name, body, folder) for place in PLACES}
            for place in PLACES:
                beside = other["image"] if name == LOOKS[0] else None
                yield Row(
                    f"{name} on {SIZE} px, {place}: event sent to answer, in a page that draws", taken[place], beside
                )
        traced = {place: _traced(world, desk, place, photo, folder) for place in PLACES}
        for place, (whole, hook) in traced.items():
            yield Row(f"GrabCut on {SIZE} px, {place}: event sent to answer", whole, other["grabcut"])
            beyond = Series.of(one - other for one, other in zip(whole.values, hook.values, strict=True))
            yield Row(f"… beyond the hook's own time, {place}", beyond, other["beyond"])


def _pressed(world: World, desk: Desk, place: str, name: str, body: str, folder: Path) -> Series:
    source = SCRIPT.format(name=name, body=body)
    if place == "backend":
        path = folder / f"{name}.py"
        path.write_text(source)
        with backend(desk.server, desk.project, name, path, 1):
            return _press(desk, name, world.count(RUNS))
    added = desk.add_script(source, f"{place}.py")
    desk.server.api("PATCH", f"/api/scripts/{added}", {"place": place})
    taken = _press(desk, name, world.count(RUNS))
    desk.remove_script(added)
    return taken


def _press(desk: Desk, name: str, count: int) -> Series:
    """Press a script's button again and again; gives the milliseconds from the event's sending to the answer."""
    desk.reload_scripts()
    desk.wait_script(name, seconds=60)
    runs = f"limner.timings().filter((one) => one.name === 'command' && one.file === '{desk.file}')"
    start = int(desk.page.evaluate(f"{runs}.length"))
    for index in range(count + 1):
        desk.run(name)
        record = desk.wait_for(f"{runs}.length > {start + index} && {runs}.at(-1)", 60)
        if record["outcome"] not in ("empty", "applied"):
            raise RuntimeError(f"{name} {record['outcome']}: {record['message']}")
    return Series.of(desk.page.evaluate(f"{runs}.slice({start + 1}).map((one) => one.run)"))


def _round_trips_alone(world: World, photo: Photo, folder: Path) -> Iterator[Row]:
    """Do the same over a bare connection: what the server, and the way to where the script is, add."""
    server = world.server
    project = server.api("POST", "/api/projects", {"name": "Round trips", "labels": []})["id"]
    file = server.upload(project, "quokka.png", photo.png)
    for name, body in (NOTHING, LOOKS):
        path = folder / "alone.py"
        path.write_text(SCRIPT.format(name=name, body=body))
        post = {"filename": path.name, "source": path.read_text()}
        script = server.api("POST", f"/api/projects/{project}/scripts", post)
        on = {"enabled": True, "confirmed_grants": script["grants"], "place": "server"}
        taken = _spoken(world, server.api("PATCH", f"/api/scripts/{script['id']}", on), file, photo)
        yield Row(f"{name} on {SIZE} px, server: event sent to answer, over a bare connection", taken)
        server.api("DELETE", f"/api/scripts/{script['id']}")
        with backend(server, project, name, path, 1) as elsewhere:
            taken = _spoken(world, elsewhere, file, photo)
        budget = median_below(taken, 5)
        yield Row(f"{name} on {SIZE} px, backend: event sent to answer, over a bare connection", taken, budget=budget)
        server.api("DELETE", f"/api/scripts/{elsewhere['id']}")


def _spoken(world: World, script: dict[str, Any], file: dict[str, Any], photo: Photo) -> Series:
    event = on_file(testing.command(photo.pixels), file)
    with speaking(world.server, script) as line:
        line.run(event)
        return Series.of(line.run(event)[0] for _ in range(5 * world.count(RUNS)))


def _traced(world: World, desk: Desk, place: str, photo: Photo, folder: Path) -> tuple[Series, Series]:
    path = _tracer(folder, f"Tracer {place}")
    if place == "backend":
        with backend(desk.server, desk.project, "tracer", path, 1):
            return _trace(world, desk, photo, f"Tracer {place}")
    added = desk.add_script(path.read_text(), path.name)
    desk.server.api("PATCH", f"/api/scripts/{added}", {"place": place})
    taken = _trace(world, desk, photo, f"Tracer {place}")
    desk.remove_script(added)
    return taken


def _tracer(folder: Path, name: str) -> Path:
    """Give the file of a copy of the bundled script under another name."""
    path = folder / "tracer.py"
    path.write_text(BOX_TO_POLYGON.read_text().replace('name = "Box to polygon"', f'name = "{name}"'))
    return path


def _trace(world: World, desk: Desk, photo: Photo, name: str) -> tuple[Series, Series]:
    desk.reload_scripts()
    desk.wait_script(name, seconds=90)
    desk.page.locator("#stage").focus()
    desk.press("b")
    runs = [draw_box(desk, *photo.box) for _ in range(world.count(TRACES) + 1)][1:]
    return Series.of(one.run for one in runs), Series.of(one.hook for one in runs)


def _throughput(world: World, photo: Photo, folder: Path) -> Iterator[Row]:
    """Trace from many lines at once, with one, two and four replicas of a backend."""
    server = world.server
    project = server.api("POST", "/api/projects", {"name": "Throughput", "labels": []})["id"]
    file = server.upload(project, "quokka.png", photo.png)
    first: Series | None = None
    for count in REPLICAS:
        with backend(server, project, f"tracers-{count}", _tracer(folder, f"Tracer {count}"), count) as script:
            rate = Series.of([_rate(server, script, file, photo, 2 * count)], "/s")
        first = first or rate
        peer = Peer("1 replica", first) if count > 1 else None
        yield Row(f"GrabCut on {SIZE} px, {count} replicas, {2 * count} pages at once", rate, peer)


def _rate(server: Server, script: dict[str, Any], file: dict[str, Any], photo: Photo, lines: int) -> float:
    """Give the runs a second, once each line has had its first answer."""
    event = on_file(testing.created(Box(*photo.box), photo.pixels), file)

    def work(_: int) -> int:
        with speaking(server, script) as line:
            line.run(event)
            done, until = 0, time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                line.run(event)
                done += 1
            return done

    with ThreadPoolExecutor(lines) as pool:
        return sum(pool.map(work, range(lines))) / SECONDS


def _stops(world: World, photo: Photo, folder: Path) -> Iterator[Row]:
    """Stop what never ends: in Python code, and in one call of C that no interrupt reaches."""
    server = world.server
    project = server.api("POST", "/api/projects", {"name": "Stops", "labels": []})["id"]
    file = server.upload(project, "quokka.png", photo.png)
    for name, body in (RUNAWAY, DEAF):
        path = folder / f"{name}.py"
        path.write_text(SCRIPT.format(name=name, body=body))
        script = server.api(
            "POST", f"/api/projects/{project}/scripts", {"filename": path.name, "source": path.read_text()}
        )
        on = {"enabled": True, "confirmed_grants": script["grants"], "place": "server"}
        script = server.api("PATCH", f"/api/scripts/{script['id']}", on)
        yield Row(f"{name}, server: stop to answer", _stopped(server, script, file, photo, world.count(STOPS)))


def _stopped(server: Server, script: dict[str, Any], file: dict[str, Any], photo: Photo, count: int) -> Series:
    event = on_file(testing.command(photo.pixels), file)

    def stop(line: Line) -> float:
        run = line.begin(event)
        line.heard()
        return line.stop(run)

    with speaking(server, script) as line:
        return Series.of(stop(line) for _ in range(count))
