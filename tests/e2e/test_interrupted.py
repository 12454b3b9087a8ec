"""What comes in between: another button, another window, another keyboard, a held key."""

import pytest
from playwright.sync_api import Route, expect

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.serving import until

pytestmark = pytest.mark.plain


REGION = """['.top', '.rail', '#stage', '.side', '#drawer'].findIndex(
  (one) => document.querySelector(one).contains(document.activeElement))"""


def strike(desk: Desk, key: str, code: str, modifiers: int = 0, repeat: bool = False) -> None:
    """Strike a key of any keyboard, as the system tells it."""
    session = desk.page.context.new_cdp_session(desk.page)
    fields = {"key": key, "code": code, "modifiers": modifiers}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **fields, "autoRepeat": repeat})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **fields})
    session.detach()


def test_a_drag_ends_with_its_own_button_and_space_is_let_go_with_the_window(desk: Desk) -> None:
    mouse = desk.page.mouse
    desk.press("b")
    mouse.move(*desk.at(100, 100))
    mouse.down()
    mouse.move(*desk.at(180, 160), steps=3)
    mouse.down(button="right")
    mouse.up()
    mouse.move(*desk.at(300, 300), steps=3)
    mouse.up(button="right")
    (box,) = desk.wait_for_kinds("box")
    assert (box["geometry"]["width"], box["geometry"]["height"]) == pytest.approx((80, 60), abs=1)

    desk.page.keyboard.down("Space")
    desk.page.evaluate("dispatchEvent(new Event('blur'))")
    desk.drag((300, 300), (360, 340))
    desk.page.keyboard.up("Space")
    assert [one["geometry"]["x"] for one in desk.stored()] == pytest.approx([100, 300], abs=1)


def test_keys_of_other_keyboards_are_answered_and_a_held_key_pastes_once(desk: Desk) -> None:
    strike(desk, "и", "KeyB")
    strike(desk, '"', "Digit3")
    desk.drag((100, 100), (180, 160))
    (box,) = desk.wait_for_kinds("box")
    assert box["label"] == "cup"
    strike(desk, "с", "KeyC", modifiers=2)
    for repeat in (False, True, True):
        strike(desk, "v", "KeyV", modifiers=2, repeat=repeat)
    strike(desk, "d", "KeyD", modifiers=2)
    desk.wait_for_kinds("box", "box", "box")
    strike(desk, "я", "KeyZ", modifiers=2)
    desk.wait_for_kinds("box", "box")


def test_what_was_begun_is_taken_up_again_with_its_tool_after_another_file_and_a_reload(desk: Desk) -> None:
    page, kept = desk.page, desk.page.locator("#notices").get_by_text("polygon is kept")
    desk.press("p")
    for place in ((100, 100), (200, 100), (200, 180)):
        desk.click(*place)
    desk.press("b")
    expect(kept).to_be_visible()
    desk.dismiss()
    begun = desk.file
    desk.press("p", "p")
    desk.open("other.png", (SAMPLES / "coffee.png").read_bytes())
    expect(kept).to_be_visible()
    desk.drag((50, 50), (60, 50), steps=1)
    desk.press("Escape")
    assert desk.instances() == []

    page.get_by_role("button", name="Go on with it").click()
    desk.wait_for(
        f"document.getElementById('veil').hidden && document.getElementById('stage').dataset.file === '{begun}'"
    )
    page.reload()
    desk.wait_for("Boolean(window.limner)")
    page.evaluate("limner.ready")
    desk.file = begun
    page.get_by_role("button", name="Go on with it").click()
    desk.click(100, 180)
    desk.press("Enter")
    (polygon,) = desk.stored()
    (part,) = polygon["geometry"]["parts"]
    assert [value for point in part["outer"] for value in point] == pytest.approx(
        [100, 100, 200, 100, 200, 180, 100, 180], abs=1
    )
    desk.press("v", "p")
    page.keyboard.press("Enter")
    assert desk.kinds() == ["polygon"]
    expect(kept).to_be_hidden()


def test_undo_struck_before_the_history_is_read_waits_for_it(desk: Desk) -> None:
    held: list[Route] = []
    desk.draw_box(100, 100, 80, 60)
    desk.wait_saved()
    begun = desk.file
    desk.page.route("**/steps?*", lambda route: held.append(route))
    desk.page.reload()
    desk.wait_for("Boolean(window.limner) && document.getElementById('veil').hidden")
    desk.page.evaluate("limner.ready")
    desk.file = begun
    until(desk.page, lambda: bool(held))
    desk.press("Control+z")
    assert desk.kinds() == ["box"]
    held[0].continue_()
    desk.wait_for_kinds()
    desk.page.unroute("**/steps?*")
    assert desk.stored() == []


def test_what_is_deleted_in_hand_is_said_and_a_file_that_is_dropped_does_not_take_the_tab(desk: Desk) -> None:
    desk.draw_box(100, 100, 80, 60)
    (box,) = desk.stored()
    desk.press("v")
    with desk.holding((140, 130)) as to:
        to(200, 200)
        desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": f"gone-{desk.file}", "deleted": [box["id"]]})
        desk.wait_for_kinds()
        to(210, 210)
    expect(desk.page.locator("#notices")).to_contain_text("What you held was deleted meanwhile.")
    desk.dismiss()
    desk.page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["x"], "photo.png"));
          for (const name of ["dragover", "drop"]) {
            const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer });
            document.getElementById("stage").dispatchEvent(event);
            if (!event.defaultPrevented) throw new Error(`${name} is the browser's`);
          }
        }"""
    )
    expect(desk.page.locator("#notices")).to_contain_text("Images are added on the page of the project")
    assert desk.stored() == []


def test_the_keyboard_leaves_the_picture_and_space_is_for_the_control_it_is_on(desk: Desk) -> None:
    desk.page.locator("#stage").focus()
    found = []
    for _ in range(5):
        desk.press("F6")
        found.append(desk.page.evaluate(REGION))
    desk.press("Shift+F6")
    assert [*found, desk.page.evaluate(REGION)] == [3, 4, 0, 1, 2, 1]
    desk.page.evaluate(
        "drawer.append(Object.assign(document.createElement('input'), { type: 'checkbox', id: 'probe' }))"
    )
    desk.page.locator("#probe").focus()
    desk.press(" ")
    expect(desk.page.locator("#probe")).to_be_checked()
    desk.page.evaluate("document.getElementById('probe').remove()")
