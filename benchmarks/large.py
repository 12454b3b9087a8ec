"""Photos of 50 megapixels: opened, panned, zoomed, and what going through several of them costs in memory."""

import io
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import fmean

import numpy as np
from PIL import Image

from benchmarks.row import Budget, Peer, Row
from benchmarks.series import Series
from benchmarks.world import World, sample
from tests.e2e.desk import Desk

WIDTH, HEIGHT = 8192, 6144
FILES = 5
MOVES = 60
STEPS = 20
MIB = 1024 * 1024
PEER = Peer("the photo's pixels", Series.of([WIDTH * HEIGHT * 4 / MIB], "MiB"))


def measure(world: World) -> Iterator[Row]:
    with world.profile() as context:
        blank = world.blank(context)
        blank.evaluate("probe.watchFrames()")
        blank.wait_for_timeout(2_000)
        frame = Peer("frame of an empty page", Series.of(blank.evaluate("probe.frames()")[10:]))
    photo = made()
    with world.desk(bundled=False) as desk:
        files = [desk.server.upload(desk.project, f"{n}.jpg", photo + bytes([n]))["id"] for n in range(FILES)]
        first, before = (
            desk.page.evaluate("JSON.parse(document.getElementById('page').textContent).file.id"),
            resident(),
        )
        opened, memory = [], []
        for file in files:
            opened.append(timed(desk, file))
            desk.page.wait_for_timeout(1_000)
            memory.append(resident() - before)
        yield Row("50 megapixels: photo asked for until drawn", Series.of(opened))
        whole = watched(desk, pan)
        zoomed = watched(desk, zoom)
        near = watched(desk, pan)
        for what, frames in (("panning, all in sight", whole), ("zooming in", zoomed), ("panning at 400 %", near)):
            budget = Budget("30 fps on the mean", fmean(frames.values) <= 1000 / 30)
            yield Row(f"50 megapixels: frame while {what}", frames, frame, budget)
        yield Row("50 megapixels: memory of the page with the first photo", Series.of(memory[:1], "MiB"), PEER)
        yield Row(f"50 megapixels: memory of the page after {FILES} photos", Series.of(memory[-1:], "MiB"), PEER)
        desk.show(first)


def made() -> bytes:
    """Give a JPEG of many astronauts with noise, so that it does not compress to nothing."""
    tile = np.asarray(Image.open(io.BytesIO(sample("astronaut.png"))).convert("RGB"), np.int16)
    pixels = np.tile(tile, (HEIGHT // 512, WIDTH // 512, 1))
    pixels += np.random.default_rng(1).integers(-6, 6, (HEIGHT, WIDTH, 1), dtype=np.int16)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def timed(desk: Desk, file: str) -> float:
    began = desk.page.evaluate("() => { probe.shown.length = 0; return performance.now() }")
    desk.show(file)
    return float(desk.page.evaluate("probe.shown.at(-1)") - began)


def watched(desk: Desk, act: Callable[[Desk, float, float], None]) -> Series:
    """Do something with the pointer in the middle of the stage; give the frames meanwhile."""
    box = desk.page.locator("#stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.evaluate("probe.watchFrames()")
    act(desk, x, y)
    return Series.of(desk.page.evaluate("probe.frames()"))


def pan(desk: Desk, x: float, y: float) -> None:
    desk.page.keyboard.down("Space")
    desk.page.mouse.down()
    for move in range(MOVES):
        desk.page.mouse.move(x + 150 * math.sin(move / 6), y + 150 * (math.cos(move / 6) - 1))
    desk.page.mouse.up()
    desk.page.keyboard.up("Space")


def zoom(desk: Desk, x: float, y: float) -> None:
    for _ in range(STEPS):
        desk.page.mouse.wheel(0, -120)
        desk.page.wait_for_timeout(16)


def resident() -> float:
    """Give the MiB that the largest of our browser's pages has in memory."""
    parents = {int(one.name): _parent(one) for one in Path("/proc").iterdir() if one.name.isdigit()}
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return max(_size(pid) for pid in ours)


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _size(pid: int) -> float:
    try:
        if b"--type=renderer" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return 0
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB
    except OSError:
        return 0
