"""Live parameters: every step of a slider makes the last result anew, in its place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME, OWN = "Inscribe", "Own way"
PARAMS = """
[tool.limner.params.inset]
type = "integer"
default = 10
minimum = 0
maximum = 40
title = "Inset"
"""
INSCRIBE = python(
    NAME,
    """
@on("create_instance", kind="box", actor="human")
def inscribe(event, canvas):
    box, inset = event.instance.geometry, canvas.params.inset
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    canvas.replace(event.instance, Ellipse(*middle, box.width / 2 - inset, box.height / 2 - inset))
""",
    ("instances:write",),
    more=PARAMS,
)
OWN_WAY = javascript(
    OWN,
    """
on("command", (event, canvas) => canvas.log("command"));

on("change_params", { schedule: "queue" }, ({ changed, before, after }, canvas) => {
  canvas.log(JSON.stringify([changed, before.inset, after.inset, canvas.params.inset]));
});
""",
    (),
    more=PARAMS,
)


@pytest.fixture(scope="module", autouse=True)
def scripts(warm: tuple[Page, list[str]], server: Server) -> Iterator[list[str]]:
    desk = Desk(warm[0], server)
    with desk.without():
        added = [desk.add_script(INSCRIBE), desk.add_script(OWN_WAY, "own.js")]
        desk.wait_script(NAME)
        desk.wait_script(OWN)
        yield added
        for one in added:
            desk.remove_script(one)


@pytest.fixture
def traced(desk: Desk) -> Desk:
    """Draw a box that the script puts an ellipse in the place of."""
    slide(desk, 10)
    desk.draw_box(100, 100, 200, 200)
    desk.wait_for_kinds("ellipse")
    return desk


def slide(desk: Desk, *values: int, script: str = NAME) -> None:
    """Move the slider through these values, as a drag does."""
    slider = desk.card(script).get_by_label("Inset")
    for value in values:
        slider.evaluate(
            "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }",
            str(value),
        )


def radius(desk: Desk, expected: float) -> None:
    """Wait until there is one ellipse of this radius and nothing else."""
    desk.wait_for(
        "(([one, ...rest]) => !rest.length && one?.geometry.kind === 'ellipse' && Math.abs(one.geometry.rx"
        f" - {expected}) < 1)(limner.instances())"
    )


def test_each_value_takes_the_place_of_the_result_before(traced: Desk) -> None:
    for inset in (20, 30, 5):
        slide(traced, inset)
        radius(traced, 100 - inset)
    assert traced.stored()[0]["provenance"]["params"] == {"inset": 5}


def test_what_takes_the_place_of_the_selected_shape_is_selected(traced: Desk) -> None:
    selected = "document.querySelector('.inst')?.ariaSelected === 'true'"
    traced.wait_for(selected)
    slide(traced, 20)
    radius(traced, 80)
    traced.wait_for(selected)
    traced.press("v", "Escape")
    slide(traced, 30)
    radius(traced, 70)
    traced.wait_for("document.querySelector('.inst')?.ariaSelected === 'false'")


def test_a_drag_through_many_values_ends_at_the_last(traced: Desk) -> None:
    slide(traced, *range(11, 41))
    radius(traced, 60)
    assert len(traced.stored()) == 1


def test_it_is_one_step_to_undo(traced: Desk) -> None:
    slide(traced, 20)
    radius(traced, 80)
    slide(traced, 30)
    radius(traced, 70)
    traced.press("v", "Control+z")
    traced.wait_for_kinds("box")
    traced.press("Control+z")
    traced.wait_for_kinds()
    traced.press("Control+y", "Control+y")
    radius(traced, 70)


def test_a_result_that_was_changed_by_hand_is_left_alone(traced: Desk) -> None:
    traced.press("v", "2")
    traced.wait_for("limner.instances()[0].label === 'rocket'")
    count = len(traced.page.evaluate("limner.timings()"))
    slide(traced, 30)
    stored = f"/api/projects/{traced.project}/scripts"
    traced.wait_for(
        f"await fetch('{stored}').then((answer) => answer.json())"
        f".then(({{ items }}) => items.find((one) => one.name === '{NAME}').params.inset === 30)"
    )
    assert len(traced.page.evaluate("limner.timings()")) == count
    radius(traced, 90)


def test_the_value_is_kept_by_the_server_once_it_rests(traced: Desk, scripts: list[str]) -> None:
    slide(traced, 12, 13, 14)
    traced.wait_for(
        f"await fetch('/api/projects/{traced.project}/scripts').then((answer) => answer.json())"
        f".then(({{ items }}) => items.find((one) => one.id === '{scripts[0]}').params.inset === 14)"
    )


def test_a_script_that_hears_of_its_parameters_is_told_and_not_run_again(desk: Desk) -> None:
    slide(desk, 10, script=OWN)
    desk.run(OWN)
    run = f"one.script === 'local/own-way' && one.name === 'command' && one.file === '{desk.file}'"
    desk.wait_for(f"limner.timings().some((one) => {run})")
    start = len(desk.said(OWN))
    slide(desk, 11, 12, script=OWN)
    assert desk.said(OWN, start + 2)[start:] == ['[["inset"],10,11,11]', '[["inset"],11,12,12]']
