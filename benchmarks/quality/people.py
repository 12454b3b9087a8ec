"""People: outlines against photos outlined by hand and a composed scene, with either kind of model."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import people
from benchmarks.people import WEIGHTS, Scene
from benchmarks.quality.quality import Quality
from benchmarks.series import Series
from benchmarks.world import World
from limner_server.resources import SCRIPTS
from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving

OFFLINE = "MoveNet, selfie"
BODYPIX = "BodyPix 0.50, stride 16"
FOUND = 0.5


def rows(world: World) -> Iterator[Quality]:
    """Run over every scene with the models that Limner brings, then with genuine weights where they are."""
    scenes = list(people.scenes())
    folder = people.weights()
    with tempfile.TemporaryDirectory() as data:
        if folder is not None:
            shutil.copytree(folder, Path(data) / "models" / WEIGHTS)
        with desk_of(world, Path(data)) as desk:
            yield from measured(world, desk, scenes, OFFLINE, {})
            if folder is not None:
                yield from measured(world, desk, scenes, BODYPIX, {"model_url": f"{WEIGHTS}/model-stride16.json"})


@contextmanager
def desk_of(world: World, data: Path) -> Iterator[Desk]:
    with serving(data) as server:
        context = signed_in(world.browser, server)
        yield Desk(opened(context, server), server)
        context.close()


def measured(world: World, desk: Desk, scenes: list[Scene], model: str, params: dict[str, Any]) -> Iterator[Quality]:
    script = desk.add_script((SCRIPTS / "people.js").read_text(), "people.js")
    desk.server.api("PATCH", f"/api/scripts/{script}", {"params": params})
    desk.reload_scripts()
    desk.wait_script("People")
    for scene in scenes:
        desk.open(f"{scene.name}.png", scene.png)
        times = [taken(desk, run) for run in range(world.count(20) + 1)]
        scores = people.scored(scene, outlines(desk, scene))
        chosen = ", crops chosen on it" if not params and scene.reference == people.BY_HAND else ""
        found = sum(score > FOUND for score in scores)
        yield Quality(
            "people",
            f"{scene.name}, {scene.people[0].shape[1]} x {scene.people[0].shape[0]}",
            scene.reference,
            sum(scores) / len(scores),
            Series.of(times[1:]),
            "browser",
            note=f"{model}{chosen}; {found} of {len(scores)} people above {FOUND}",
        )
    desk.remove_script(script)


def taken(desk: Desk, run: int) -> float:
    """Run on the empty file and give the script's own time; the last run's shapes stay."""
    if run:
        desk.press("Control+z")
        desk.wait_for("limner.instances().length === 0")
    runs = f"limner.timings().filter((one) => one.name === 'command' && one.file === '{desk.file}')"
    desk.run("People")
    return float(desk.wait_for(f"{runs}.length === {run + 1} && {runs}.at(-1).ms", 120))


def outlines(desk: Desk, scene: Scene) -> list[people.Inside]:
    height, width = scene.people[0].shape
    polygons = [one["geometry"] for one in desk.instances() if one["geometry"]["kind"] == "polygon"]
    return [people.inside(one, (width, height)) for one in polygons]
