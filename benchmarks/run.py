"""One run of a script as the page saw it: from the gesture to the frame that shows its result."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.desk import Desk
from tests.e2e.serving import wait

LAST = "(limner.timings().at(-1)?.id ?? null)"


@dataclass(frozen=True)
class Run:
    """Times in ms. `page` is from the gesture to the message to the cell, `run` until the answer is back, `apply`
    until it is in the document; `hook` is the hook alone by the cell's clock; `painted` is from the gesture to
    the end of the first frame with the result."""

    page: float
    run: float
    apply: float
    hook: float
    painted: float

    @property
    def visible(self) -> float:
        """Give the time from the answer to the end of the frame that shows it."""
        return self.painted - self.page - self.run


def draw_box(desk: Desk, x: float, y: float, width: float, height: float) -> Run:
    """Drag a box with the box tool in hand, wait for the one script's answer, and until all is saved."""
    return answered(desk, lambda: desk.drag((x, y), (x + width, y + height), steps=3))


def answered(desk: Desk, gesture: Callable[[], None]) -> Run:
    """Let a gesture end with the pointer lifted, wait for the one script's answer, and until all is saved."""
    last = desk.page.evaluate(LAST)
    desk.page.evaluate(f"() => {{ window.pending = probe.painted(() => {LAST} !== {json.dumps(last)}) }}")
    gesture()
    seen = desk.page.evaluate(
        "window.pending.then((at) => [at - probe.gestures.pointerup.at(-1), limner.timings().at(-1)])"
    )
    wait(desk.page, "limner.unsaved() === 0")
    painted, record = seen
    if record["outcome"] not in ("applied", "empty"):
        raise RuntimeError(f"the run {record['outcome']}: {record['message']}")
    return Run(record["event"] + record["queue"], record["run"], record["apply"], record["ms"], painted)
