"""Shapes moved, scaled, turned and flipped with the frame and by keys; each is one step."""

import pytest

from tests.e2e.desk import Desk

SMALL = [(100, 100), (140, 100), (140, 160)]


@pytest.fixture
def desk(plain: Desk) -> Desk:
    return plain


def sides(desk: Desk) -> list[list[float]]:
    names = ("x", "y", "width", "height", "rotation")
    return [[one["geometry"][name] for name in names] for one in desk.stored()]


def ring(desk: Desk) -> list[float]:
    """Give the numbers of the one shape's outer ring, one after the other."""
    (instance,) = desk.stored()
    return [value for point in instance["geometry"]["parts"][0]["outer"] for value in point]


def held(desk: Desk, key: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    desk.page.keyboard.down(key)
    desk.drag(start, end)
    desk.page.keyboard.up(key)


def test_two_are_scaled_turned_and_flipped_by_their_frame(desk: Desk) -> None:
    desk.draw_box(100, 100, 40, 60)
    desk.draw_box(200, 160, 100, 40)
    desk.press("v", "Control+a")
    desk.drag((300, 200), (400, 300))
    assert sides(desk) == [
        pytest.approx([100, 100, 60, 120, 0], abs=1.5),
        pytest.approx([250, 220, 150, 80, 0], abs=1.5),
    ]
    desk.press("Control+z")
    held(desk, "Alt", (300, 150), (320, 150))
    assert [one[0] + one[2] for one in sides(desk)][1] == pytest.approx(320, abs=1.5)
    assert sides(desk)[0][0] == pytest.approx(80, abs=1.5)
    desk.press("Control+z")
    held(desk, "Shift", (300, 200), (400, 220))
    assert sides(desk)[0][2:4] == pytest.approx([60, 90], abs=1.5)
    desk.press("Control+z")
    reach = 22 / desk.page.evaluate("limner.toScreen([1, 0])[0] - limner.toScreen([0, 0])[0]")
    held(desk, "Shift", (200, 100 - reach), (320, 152))
    turned = sides(desk)
    assert [one[4] for one in turned] == [90, 90]
    assert [one[0] + one[2] / 2 for one in turned] == pytest.approx([220, 170], abs=1.5)
    desk.press("Control+z", ";")
    assert [one[0] for one in sides(desk)] == pytest.approx([260, 100], abs=1.5)
    desk.press(";", ":")
    assert [one[1] for one in sides(desk)] == pytest.approx([140, 100], abs=1.5)


def test_arrows_move_by_pixels_on_the_picture_and_stop_at_its_edge(desk: Desk) -> None:
    desk.draw_box(40, 60, 120, 80)
    desk.press("v")
    ((x, y, *_),) = sides(desk)
    desk.press("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp")
    assert sides(desk)[0][:2] == pytest.approx([x + 10, y + 9])
    desk.press("Control+z")
    assert sides(desk)[0][:2] == pytest.approx([x, y]), "what was moved in one go is one step"
    desk.press("ArrowRight", "2", "ArrowRight", "Control+z")
    assert sides(desk)[0][0] == pytest.approx(x + 1), "what came in between begins another"
    desk.press("Control+z", "Control+z")
    desk.press(*["Shift+ArrowLeft"] * 8)
    assert sides(desk)[0][0] == 0
    assert sides(desk)[0][2] == pytest.approx(120, abs=1)
    desk.page.get_by_label("Width, in pixels").press("ArrowUp")
    assert sides(desk)[0][1] == pytest.approx(y)


def test_a_shape_that_is_dragged_past_the_edge_stops_there_and_keeps_its_form(desk: Desk) -> None:
    desk.press("p")
    for point in SMALL:
        desk.click(*point)
    desk.press("Enter", "v")
    before = ring(desk)
    left = min(before[::2])
    desk.drag((130, 120), (-60, 140))
    assert ring(desk) == pytest.approx([c - left if i % 2 == 0 else c + 20 for i, c in enumerate(before)], abs=1.5)


def test_a_polygon_gets_a_frame_and_gives_it_back_and_locked_shapes_stay(desk: Desk) -> None:
    desk.press("p")
    for point in SMALL:
        desk.click(*point)
    desk.press("Enter", "v", "t")
    desk.drag((140, 130), (180, 130))
    assert ring(desk) == pytest.approx([100, 100, 180, 100, 180, 160], abs=1.5)
    desk.press(".")
    assert ring(desk) == pytest.approx([170, 90, 170, 170, 110, 170], abs=1.5)
    desk.press("t")
    desk.drag((170, 90), (190, 80))
    assert ring(desk)[:2] == pytest.approx([190, 80], abs=1.5)
    desk.click(170, 170)
    desk.page.locator("#inspector").get_by_label("Lock", exact=True).click()
    before = desk.stored()[0]["geometry"]
    desk.page.locator("#stage").focus()
    desk.press(".", "ArrowLeft", ";", "Delete")
    assert desk.stored()[0]["geometry"] == before
