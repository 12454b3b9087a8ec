"""What scripts are tried on: a photo, shapes, events."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import limner
from limner import geometry, samples, testing, verbs
from limner.events import EVENTS, Event, UpdateInstance
from limner.hooks import Hook
from limner.samples import PlainImage

ROOT = Path(limner.__file__).parents[1]


@pytest.mark.parametrize("kind", geometry.KINDS)
def test_there_is_a_shape_of_every_kind_that_lies_on_the_photo(kind: str) -> None:
    shape = samples.SHAPES[kind]
    assert shape.kind == kind
    assert verbs.problem(shape) is None
    assert verbs.clamp(shape, samples.WIDTH, samples.HEIGHT) == shape


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_can_be_made_and_sent(name: str) -> None:
    event = samples.event(name)
    assert type(event) is EVENTS[name]
    assert Event.from_json(event.to_json()) == event
    assert (event.file.width, event.file.height) == (samples.WIDTH, samples.HEIGHT)


def test_fields_that_are_given_stay() -> None:
    box = samples.instance("box", "cat", {"side": "left"})
    event = samples.event("update_instance", instance=box, changed=("label",))
    assert isinstance(event, UpdateInstance)
    assert (event.instance, event.changed) == (box, ("label",))


@pytest.mark.parametrize(
    "filters",
    [{}, {"kinds": ("mask", "box")}, {"labels": ("cat",)}, {"actors": ("undo",)}, {"attributes": {"side": "left"}}],
    ids=str,
)
@pytest.mark.parametrize("name", [name for name, cls in EVENTS.items() if "instance" in cls.__dataclass_fields__])
def test_an_event_passes_the_filters_of_its_hook(name: str, filters: dict[str, Any]) -> None:
    hook = Hook("h", name, "h", **filters)
    assert hook.matches(samples.event_for(hook))


@pytest.mark.parametrize("name", EVENTS)
def test_there_is_an_event_for_a_hook_on_any(name: str) -> None:
    assert samples.event_for(Hook("h", name, "h")).name == name


class TestPhoto:
    def test_it_is_an_array_of_colours(self) -> None:
        photo = samples.photo()
        assert photo.shape == (samples.HEIGHT, samples.WIDTH, 3)
        assert len(photo.tobytes()) == samples.HEIGHT * samples.WIDTH * 3

    def test_it_cannot_be_spoilt_for_others(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            samples.photo()[0, 0] = 0

    def test_a_bright_disc_lies_on_dark_ground(self) -> None:
        photo = samples.photo()
        x, y, radius = samples.DISC
        assert photo[y, x].mean() > 2 * photo[y, x + radius + 5].mean()

    def test_without_numpy_it_gives_the_same_bytes(self) -> None:
        photo = samples.photo()
        plain = PlainImage(samples.WIDTH, samples.HEIGHT, photo.tobytes())
        assert plain.shape == photo.shape
        for crop in ((slice(10, 20), slice(30, 60)), (slice(0, 200, 3), slice(5, 100, 4))):
            assert plain[crop].shape == photo[crop].shape
            assert plain[crop].tobytes() == photo[crop].tobytes()

    def test_a_script_can_be_given_the_plain_one(self) -> None:
        source = (
            "# /// script\n# [tool.limner]\n# grants = ['image:read']\n# ///\nfrom limner import on\n"
            "@on('command')\nasync def answer(event, canvas):\n"
            "    canvas.log((await canvas.image((0, 0, 10, 6), scale=0.5)).shape)\n"
        )
        plain = PlainImage(20, 10, bytes(600))
        outcome = testing.run(source, testing.command(plain), image=plain)
        assert outcome.error is None
        assert outcome.lines[0].text == "(3, 5, 3)"


def test_the_authors_tools_import_with_the_standard_library_alone() -> None:
    modules = "check, difference, recording, replay, samples, smoke, templates"
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
    code = f"{path}; from limner import {modules}; samples.photo(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    found = {name.split(".")[0] for name in run.stdout.split()}
    assert found - set(sys.stdlib_module_names) - {"__main__"} == {"limner"}
