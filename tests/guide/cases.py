"""What each example of the guide is tried with, and what must come of it.

`tests/data/guide_cases.json` has the cases of all pages by the script's name, the same for Python and
JavaScript; those of the cookbook stand beside their recipes, where readers see them too.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from limner import Bounds, File, Finding, PixelSize, PromptPoint, SimilarFile, Stroke, samples, testing
from limner.events import Event
from limner.testing import Outcome
from tests import onnx
from tests.guide.pages import PAGES, ROOT
from tests.guide.shapes import Told, instance_of, like, tell_change

ASSETS = {"words/en.json": b'["cat", "person"]', "words/de.json": b'["Katze", "dog"]', "net/small.onnx": onnx.model()}
LABELS = ("cat", "dog", "person")
IT = {"box": [104, 44, 132, 132], "label": "dog"}
ROW = re.compile(r"^\| `(\{.*\})` \| `(\{.*\})` \|$", re.MULTILINE)
RECIPE = re.compile(r"^### (.+?)$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
Case = dict[str, Any]


def _cookbook() -> dict[str, list[Case]]:
    found = {}
    for heading, text in RECIPE.findall(PAGES.get("cookbook.md", "")):
        found[heading] = [{**json.loads(given), "expect": json.loads(expect)} for given, expect in ROW.findall(text)]
    return found


KEPT: dict[str, list[Case]] = json.loads((ROOT / "tests" / "data" / "guide_cases.json").read_text(encoding="utf-8"))
CASES: dict[str, list[Case]] = {**KEPT, **_cookbook()}


def image_of(case: Case) -> Any:
    """Give the image: a bright disc on a dark ground, 320 x 240; `dark` has a quarter of its light."""
    photo = samples.photo()
    return photo // 4 if case.get("image") == "dark" else photo


def event_of(case: Case) -> Event:
    """Give the event, which is about `it`: a box round the disc, unless the case tells of something else."""
    image, name = image_of(case), case["event"]
    fields = {key: READ[key](case[key]) for key in READ if key in case}
    if "instance" not in case and name.endswith("_instance"):
        fields["instance"] = instance_of(IT)
    fields["file"] = replace(testing.file_of(image), **_file(case.get("file", {})))
    return samples.event(name, image=image, **fields)


def _file(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, **({"pixel_size": PixelSize(**told["pixel_size"])} if "pixel_size" in told else {})}


def _before(value: Any) -> Any:
    is_instance = isinstance(value, Mapping) and any(isinstance(part, list) for part in value.values())
    return instance_of(value) if is_instance else value


READ: dict[str, Any] = {
    "instance": lambda told: None if told is None else instance_of(told),
    "before": _before,
    "after": dict,
    "changed": tuple,
    "reason": str,
    "session": str,
    "command": str,
    "box": lambda values: Bounds(*map(float, values)),
    "strokes": lambda strokes: tuple(Stroke(tuple(map(tuple, points)), *rest) for points, *rest in strokes),
    "points": lambda points: tuple(PromptPoint(*point) for point in points),
    "actor": lambda told: samples.Actor(**told),
    "revision": int,
}


def world_of(case: Case, event: Event) -> dict[str, Any]:
    """Give what stands around the event, as `limner.testing.run` takes it."""
    about = getattr(event, "instance", None)
    there = [about] if about is not None and event.name != "delete_instance" else []
    others = [instance_of(told, f"other{index or ''}") for index, told in enumerate(case.get("instances", []))]
    responses = {url: _body(given) for url, given in case.get("responses", {}).items()}
    return {
        "image": image_of(case),
        "instances": [*others, *there],
        "params": case.get("params", {}),
        "labels": LABELS,
        "settings": case.get("settings"),
        "storage": case.get("storage", {}),
        "answers": case.get("answers", []),
        "responses": responses,
        "assets": ASSETS,
        "similar": [SimilarFile(File(id, name, 320, 240), apart) for id, name, apart in case.get("similar", [])],
    }


def _body(given: Any) -> Any:
    if isinstance(given, list) and isinstance(given[0], int):
        status, body = given
        return status, {"Content-Type": "application/json"}, json.dumps(body)
    return json.dumps(given)


def observed(outcome: Outcome, case: Case) -> Told:
    """Give everything that came of a run in the form of the tables; what did not happen is left out."""
    changes = outcome.changes
    kept = case.get("storage", {})
    seen: Told = {
        "created": [tell_change(item) for item in changes.created],
        "updated": [tell_change(item) for item in changes.updated],
        "deleted": list(changes.deleted),
        "suggested": [tell_change(item) for item in changes.suggested],
        "lines": [line.text if line.level == "info" else [line.level, line.text] for line in outcome.lines],
        "notices": list(outcome.notices),
        "reports": [[_told(one) for one in report] for report in outcome.reports],
        "progress": list(outcome.progress),
        "questions": list(outcome.questions),
        "about": [ids for ids in outcome.about if ids],
        "compared": list(outcome.compared),
        "settings": dict(outcome.settings),
        "overlays": [one and [one.width, one.height, one.channels] for one in outcome.overlays],
        "flushes": [len(one) for one in outcome.flushes],
        "veto": outcome.veto,
        "error": outcome.error and f"{outcome.error.type}: {outcome.error.message}",
    }
    left = {} if outcome.storage == kept else {"storage": dict(outcome.storage)}
    return left | {name: value for name, value in seen.items() if value not in (None, [], {})}


def _told(finding: Finding) -> list[Any]:
    return [finding.level, finding.message, finding.instance, finding.bounds and list(finding.bounds)]


def assert_fits(seen: Told, expect: Told) -> None:
    """Fail where anything is missing, different, or there without being expected."""
    assert sorted(seen) == sorted(expect), f"{seen}\nis not {expect}"
    for name, wanted in expect.items():
        if isinstance(wanted, list):
            assert len(seen[name]) == len(wanted), f"{name}: {seen[name]}\nis not {wanted}"
            for one, other in zip(seen[name], wanted, strict=True):
                assert _fits(one, other), f"{name}: {one}\nis not {other}"
        else:
            assert _fits(seen[name], wanted), f"{name}: {seen[name]}\nis not {wanted}"


def _fits(one: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and "about" in wanted:
        return like(one, wanted)
    if isinstance(wanted, dict) and isinstance(one, dict):
        return sorted(one) == sorted(wanted) and all(_fits(one[name], wanted[name]) for name in wanted)
    if isinstance(wanted, list) and isinstance(one, list):
        return len(one) == len(wanted) and all(map(_fits, one, wanted))
    if isinstance(wanted, float | int) and isinstance(one, float | int) and not isinstance(wanted, bool):
        return abs(one - wanted) <= 0.01
    return bool(one == wanted)


def in_python(source: str, case: Case) -> Outcome:
    """Run an example here, in a real cell behind real messages."""
    event = event_of(case)
    return testing.run(source, event, **world_of(case, event))


__all__ = ["CASES", "Case", "File", "assert_fits", "event_of", "in_python", "observed", "world_of"]
