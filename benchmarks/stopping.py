"""Stopping a script that never ends."""

from collections.abc import Iterator

from benchmarks.row import Row, p95_below
from benchmarks.script import source
from benchmarks.series import Series
from benchmarks.world import World, settled
from tests.e2e.desk import Desk
from tests.e2e.serving import wait

RUNS = 10
NAME = "Runaway"
PACKAGES = ("numpy", "opencv-python")
IMPORTS = "import cv2\nfrom limner import on"
SOFT = '@on("command")\ndef run_away(event, canvas):\n    while True:\n        pass'
HARD = (
    '@on("command")\ndef run_away(event, canvas):\n    while True:\n        try:\n'
    "            while True:\n                pass\n        except BaseException:\n            pass"
)
STATE = f"limner.scripts().find((one) => one.name === '{NAME}').state"


def measure(world: World) -> Iterator[Row]:
    with world.desk(bundled=False) as desk:
        soft = _stops(desk, SOFT, world.count(RUNS))
        yield Row("Stop pressed to script ready, soft", soft, budget=p95_below(soft, 100))
        hard = _stops(desk, HARD, world.count(RUNS))
        yield Row(
            "Stop pressed to fresh cell ready, the stop swallowed, a spare waiting", hard, budget=p95_below(hard, 500)
        )


def _stops(desk: Desk, hook: str, count: int) -> Series:
    added = desk.add_script(source(NAME, hook, imports=IMPORTS, packages=PACKAGES))
    desk.wait_script(NAME, seconds=60)
    settled(desk.page)
    series = Series.of(_stop(desk) for _ in range(count + 1))
    desk.remove_script(added)
    return Series(series.values[1:])


def _stop(desk: Desk) -> float:
    """Start the loop, press Stop, and give the time from the click to the state `ready`."""
    wait(
        desk.page,
        "/^2 cells warm/.test(document.querySelector('#status').innerText.match(/\\d+ cells? warm/)?.[0])",
        60,
    )
    desk.run(NAME)
    desk.wait_script(NAME, "running")
    desk.page.evaluate("() => { probe.gestures.click.length = 0 }")
    desk.page.evaluate(
        f"() => {{ window.pending = probe.moment(() => probe.gestures.click.length && {STATE} === 'ready') }}"
    )
    desk.page.get_by_role("button", name=f"Stop {NAME}").click()
    return float(desk.page.evaluate("window.pending.then((at) => at - probe.gestures.click[0])"))
