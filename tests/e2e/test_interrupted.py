"""What comes in between: another button, another window, another keyboard, a held key."""

import pytest

from tests.e2e.desk import Desk

pytestmark = pytest.mark.plain


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
