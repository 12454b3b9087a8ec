"""Drawing and editing by hand, with the real mouse and keyboard; what is seen is what is stored."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.serving import wait

pytestmark = pytest.mark.plain

SQUARE = [(100, 100), (200, 100), (200, 200), (100, 200)]


def box_of(desk: Desk) -> dict[str, Any]:
    (instance,) = desk.stored()
    return instance["geometry"]


def sides(geometry: dict[str, Any]) -> list[float]:
    return [geometry[key] for key in ("x", "y", "width", "height")]


def draw_square(desk: Desk) -> None:
    desk.press("p")
    for point in SQUARE:
        desk.click(*point)
    desk.press("Enter", "v")
    desk.wait_for_kinds("polygon")


def outer_of(desk: Desk) -> list[list[float]]:
    (instance,) = desk.stored()
    ring: list[list[float]] = instance["geometry"]["parts"][0]["outer"]
    return ring


def test_a_box_is_stored_where_it_was_drawn_and_survives_a_reload(desk: Desk) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.wait_for_kinds("box")
    assert sides(box_of(desk)) == pytest.approx([40, 60, 120, 80], abs=1)
    before = desk.instances()
    desk.show(desk.file)
    assert [one["geometry"] for one in desk.instances()] == [one["geometry"] for one in before]


def test_a_box_is_clipped_to_the_picture_a_square_with_shift_and_no_click_or_dropped_drag_makes_one(desk: Desk) -> None:
    desk.press("b")
    desk.click(200, 200)
    desk.press("Escape")
    desk.page.mouse.move(*desk.at(50, 50))
    desk.page.mouse.down()
    desk.page.mouse.move(*desk.at(150, 150))
    desk.press("Escape")
    desk.page.mouse.up()
    assert desk.instances() == []
    desk.drag((60, 50), (-30, -20))
    assert sides(box_of(desk)) == pytest.approx([0, 0, 60, 50], abs=1)
    desk.press("Delete")
    desk.page.keyboard.down("Shift")
    desk.drag((50, 50), (150, 90))
    desk.page.keyboard.up("Shift")
    assert sides(box_of(desk))[2:] == pytest.approx([100, 100], abs=1)


GRIPS = {
    "inside": ((100, 100), (150, 130), [90, 90, 120, 80]),
    "corner": ((160, 140), (200, 170), [40, 60, 160, 110]),
    "side": ((160, 100), (220, 130), [40, 60, 180, 80]),
    "opposite": ((40, 60), (180, 160), [160, 140, 20, 20]),
}


def test_a_box_is_moved_by_its_inside_and_resized_by_its_grips(desk: Desk) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    before = box_of(desk)
    desk.drag((100, 100), (101, 101))
    assert box_of(desk) == before, "a hand that shakes moves nothing"
    for grip, (start, end, expected) in GRIPS.items():
        desk.drag(start, end)
        assert sides(box_of(desk)) == pytest.approx(expected, abs=1.5), grip
        desk.press("Control+z")


def test_the_handle_above_turns_a_box_and_a_turned_one_keeps_the_opposite_corner_when_resized(desk: Desk) -> None:
    desk.draw_box(200, 200, 100, 60)
    desk.press("v")
    reach = 22 / (desk.at(1, 0)[0] - desk.at(0, 0)[0])
    desk.drag((250, 200 - reach), (330, 230))
    turned = box_of(desk)
    assert turned["rotation"] == pytest.approx(90, abs=2)
    assert sides(turned) == pytest.approx([200, 200, 100, 60], abs=1)
    desk.press("Control+z")
    desk.page.keyboard.down("Shift")
    desk.drag((250, 200 - reach), (331, 230))
    desk.page.keyboard.up("Shift")
    desk.drag((220, 280), (210, 300))
    turned = box_of(desk)
    assert turned["rotation"] == pytest.approx(90)
    assert [turned["width"], turned["height"]] == pytest.approx([120, 70], abs=2)


def test_a_polygon_ends_on_its_first_point_or_by_a_double_click_and_backspace_takes_a_point_back(desk: Desk) -> None:
    desk.press("p")
    for point in (*SQUARE, SQUARE[0]):
        desk.click(*point)
    desk.wait_for_kinds("polygon")
    for point in ((300, 300), (400, 300)):
        desk.click(*point)
    desk.page.mouse.dblclick(*desk.at(350, 400))
    first, second = desk.wait_for_kinds("polygon", "polygon")
    assert [len(one["geometry"]["parts"][0]["outer"]) for one in (first, second)] == [4, 3]
    desk.press("Control+z", "Control+z")
    for point in SQUARE[:2]:
        desk.click(*point)
    desk.press("Enter")
    assert "at least 3 points" in desk.notices()
    desk.press("Escape")
    assert desk.instances() == []
    for point in (*SQUARE, (400, 400)):
        desk.click(*point)
    desk.press("Backspace", "Enter")
    assert outer_of(desk) == [pytest.approx(point, abs=1) for point in SQUARE]


def test_a_polygon_is_drawn_freely_while_the_button_is_held_and_kept_in_the_picture(desk: Desk) -> None:
    desk.press("p")
    desk.page.mouse.move(*desk.at(100, 100))
    desk.page.mouse.down()
    for place in ((200, 100), (200, 200), (-40, 200)):
        desk.page.mouse.move(*desk.at(*place), steps=3)
    desk.page.mouse.up()
    desk.press("Enter")
    ring = outer_of(desk)
    assert len(ring) == 10
    assert ring[-1] == pytest.approx([0, 200], abs=1)


def test_vertices_are_dragged_put_into_edges_and_taken_out_and_then_the_shape(desk: Desk) -> None:
    draw_square(desk)
    desk.drag((200, 200), (230, 240))
    assert outer_of(desk)[2] == pytest.approx([230, 240], abs=1)
    desk.press("Control+z")
    desk.drag((150, 100), (150, 60))
    ring = outer_of(desk)
    assert len(ring) == 5
    assert ring[1] == pytest.approx([150, 60], abs=1.5)
    desk.press("Control+z")
    desk.page.keyboard.down("Alt")
    desk.click(100, 200)
    desk.page.keyboard.up("Alt")
    assert [pytest.approx(point, abs=1) for point in SQUARE[:3]] == outer_of(desk)
    desk.press("Control+z")
    desk.click(200, 200)
    desk.press("Control+l", "Delete")
    assert len(outer_of(desk)) == 4
    desk.press("Control+l", "Delete")
    wait(desk.page, "limner.instances()[0].geometry.parts[0].outer.length === 3")
    desk.press("Delete")
    desk.wait_for_kinds()
    assert desk.stored() == []


def test_undo_and_redo_go_through_every_gesture_and_are_stored(desk: Desk) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    desk.drag((100, 100), (150, 130))
    desk.press("2", "Delete")
    desk.wait_for_kinds()
    desk.press("Control+z")
    (restored,) = desk.wait_for_kinds("box")
    assert restored["label"] == "rocket"
    desk.press("Control+z", "Control+z")
    assert sides(box_of(desk)) == pytest.approx([40, 60, 120, 80], abs=1)
    desk.press("Control+z")
    desk.wait_for_kinds()
    desk.press("Control+y", "Control+y", "Control+y", "Control+y")
    desk.wait_for_kinds()
    assert desk.stored() == []


def test_a_click_selects_the_smallest_shape_and_tab_goes_on(desk: Desk) -> None:
    desk.draw_box(50, 50, 300, 300)
    desk.draw_box(100, 100, 50, 50)
    desk.press("v", "Escape")
    desk.click(120, 120)
    wait(desk.page, "document.querySelectorAll('.inst')[1]?.ariaSelected === 'true'")
    desk.press("Tab")
    wait(desk.page, "document.querySelectorAll('.inst')[0]?.ariaSelected === 'true'")


def test_number_keys_label_the_selected_shape_and_what_is_drawn_next_and_a_locked_one_stays(desk: Desk) -> None:
    desk.draw_box(50, 50, 100, 100)
    desk.press("v", "3")
    desk.draw_box(200, 200, 100, 100)
    desk.wait_for_kinds("box", "box")
    assert [one["label"] for one in desk.stored()] == ["cup", "cup"]
    desk.press("v")
    desk.page.get_by_role("button", name="Lock", exact=True).click()
    desk.drag((250, 250), (350, 350))
    desk.press("Delete")
    assert sides(desk.stored()[1]["geometry"]) == pytest.approx([200, 200, 100, 100], abs=1)


def test_a_label_is_added_in_the_page(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Add a label").click()
    desk.page.get_by_label("Name", exact=True).fill("moon & <b>star</b>")
    desk.page.get_by_role("button", name="Add", exact=True).click()
    desk.page.get_by_role("button", name="moon & <b>star</b>").wait_for()
    desk.draw_box(50, 50, 100, 100)
    desk.wait_for_kinds("box")
    (stored,) = desk.stored()
    assert stored["label"] == "moon & <b>star</b>"


def test_undoing_the_first_label_takes_it_away_for_good(desk: Desk) -> None:
    added = {
        "key": "without-a-label",
        "created": [{"geometry": {"kind": "box", "x": 9, "y": 9, "width": 90, "height": 90}}],
    }
    desk.server.api("POST", f"/api/files/{desk.file}/changes", added)
    desk.show(desk.file)
    desk.press("v")
    desk.click(50, 50)
    desk.press("2")
    wait(desk.page, "limner.instances()[0].label === 'rocket'")
    desk.press("Control+z")
    wait(desk.page, "limner.instances()[0].label === null")
    assert [one["label"] for one in desk.stored()] == [None]


def test_what_is_being_typed_into_an_attribute_stays_while_the_panel_is_drawn_anew(desk: Desk) -> None:
    box = {"kind": "box", "x": 10, "y": 10, "width": 60, "height": 40, "rotation": 0}
    created = [{"label": "cup", "geometry": box, "attributes": {"colour": "red", "seats": 4}}]
    desk.server.api("POST", f"/api/files/{desk.file}/changes", {"key": f"typed-{desk.file}", "created": created})
    desk.wait_for_kinds("box")
    desk.press("Tab")
    colour = desk.page.locator("#inspector").get_by_label("colour")
    colour.press("Control+a")
    desk.page.keyboard.type("gree")
    more = {"key": f"more-{desk.file}", "created": [{"label": "cup", "geometry": {**box, "x": 200}}]}
    desk.server.api("POST", f"/api/files/{desk.file}/changes", more)
    desk.wait_for_kinds("box", "box")
    desk.wait_for("document.querySelectorAll('#instances .inst').length === 2")
    desk.page.keyboard.type("n")
    colour.press("Enter")
    assert desk.stored()[0]["attributes"] == {"colour": "green", "seats": 4}


def test_attributes_are_changed_in_the_inspector_and_stay_what_they_are(desk: Desk) -> None:
    given = {"colour": "red", "seats": 4, "wet": False, "tags": ["a"]}
    box = {"kind": "box", "x": 10, "y": 10, "width": 60, "height": 40, "rotation": 0}
    added = {"key": f"attributes-{desk.file}", "created": [{"label": "cup", "geometry": box, "attributes": given}]}
    desk.server.api("POST", f"/api/files/{desk.file}/changes", added)
    desk.wait_for_kinds("box")
    desk.press("Tab")
    form = desk.page.locator("#inspector")
    form.get_by_label("colour").fill("blue")
    form.get_by_label("seats").fill("5")
    form.get_by_label("wet").check()
    (instance,) = desk.stored()
    assert instance["attributes"] == {"colour": "blue", "seats": 5, "wet": True, "tags": ["a"]}
    form.get_by_label("seats").fill("")
    form.get_by_label("seats").press("Enter")
    expect(form.get_by_label("seats")).to_have_value("5")
    desk.page.keyboard.press("Escape")
    desk.press("v")
