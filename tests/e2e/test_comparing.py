"""Two files side by side: what is shown of them, how it is left by mouse and keyboard, and what a script may show."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Locator, Page, expect

from limner_server.resources import SAMPLES
from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import python

pytestmark = pytest.mark.plain

NAME = "Comparer"
SOURCE = python(
    NAME,
    """
@on("command")
async def show(event, canvas):
    found = await canvas.similar()
    print("alike", [one.file.name for one in found], [one.distance < 0.3 for one in found])
    for one in found[:1]:
        print("heard", await canvas.compare(one.file, "Look <b>here</b>", choices=["Same", "Other"]))


@on("create_instance", kind="tag")
async def foreign(event, canvas):
    try:
        await canvas.compare(event.instance.attributes["file"])
    except HostError as error:
        print("refused", error)
""",
    ("files:read",),
    more='hotkey = "j"',
)


@pytest.fixture(scope="module", autouse=True)
def script_there(warm: tuple[Page, list[str]], server: Server) -> Iterator[None]:
    desk = Desk(warm[0], server)
    added = desk.add_script(SOURCE)
    desk.wait_script(NAME)
    yield
    desk.remove_script(added)


def encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


@pytest.fixture
def pair(desk: Desk) -> tuple[Desk, str]:
    """A photo that the project has not got yet, and a smaller, harder compressed copy of it, which is open."""
    with Image.open(SAMPLES / "coffee.png") as sample:
        image = ImageOps.mirror(sample.convert("RGB"))
    small = image.resize((image.width // 2, image.height // 2))
    twin = desk.server.upload(desk.project, "twin.png", encoded(image, "PNG"))["id"]
    desk.open("small.jpg", encoded(small, "JPEG", quality=40))
    desk.show_tab("scripts")
    desk.wait_script(NAME)  # what the test before asked of it is over
    return desk, twin


@pytest.fixture
def shown(pair: tuple[Desk, str]) -> Iterator[Locator]:
    desk, twin = pair
    desk.page.locator("#stage").focus()
    desk.press("j")
    dialog = desk.page.get_by_role("dialog", name="Two files side by side")
    dialog.wait_for()
    yield dialog
    if dialog.count():
        desk.press("Escape")
    desk.server.api("DELETE", f"/api/files/{twin}")
    desk.server.api("DELETE", f"/api/files/{desk.file}")


def facts(dialog: Locator) -> list[list[str]]:
    return [figure.inner_text().splitlines() for figure in dialog.locator("figcaption").all()]


def test_both_are_shown_with_what_is_known_of_them(shown: Locator, desk: Desk) -> None:
    here, other = facts(shown)
    assert (here[0], other[0]) == ("small.jpg", "twin.png")
    assert "300 × 200 px" in here
    assert "600 × 400 px" in other
    assert all("To do" in one and "0 instances" in one for one in (here, other))
    assert "<b>here</b>" in shown.locator(".told").inner_text(), "what a script says is text"
    desk.wait_for("[...document.querySelectorAll('.compare img')].every((one) => one.complete && one.naturalWidth)")
    link = shown.get_by_role("link", name="Open in a new tab")
    assert str(link.get_attribute("href")).startswith("/files/")
    expect(link).to_have_attribute("target", "_blank")


def sizes(dialog: Locator) -> list[tuple[float, float]]:
    boxes = [image.bounding_box() for image in dialog.locator("img").all()]
    return [(round(box["width"]), round(box["height"])) for box in boxes if box]


def test_each_is_fitted_or_both_have_one_scale(shown: Locator, desk: Desk) -> None:
    panes = [pane.bounding_box() for pane in shown.locator(".pane").all()]
    here, other = sizes(shown)
    assert here == other, "sizes so different are fitted each"
    for pane, size in zip(panes, (here, other), strict=True):
        assert pane is not None
        assert size[0] <= pane["width"] + 1
        assert size[1] <= pane["height"] + 1
    desk.press("s")
    here, other = sizes(shown)
    assert abs(2 * here[0] - other[0]) <= 2
    desk.press("s")
    assert sizes(shown)[0] == sizes(shown)[1]


@pytest.mark.parametrize(("keys", "heard"), [(("Escape",), "None"), (("2",), "Other"), (("Enter",), "Same")])
def test_a_key_answers_and_the_focus_returns(shown: Locator, desk: Desk, keys: tuple[str, ...], heard: str) -> None:
    count = len(desk.said(NAME))
    desk.press(*keys)
    shown.wait_for(state="detached")
    assert desk.said(NAME, count + 1)[-1] == f"heard {heard}"
    assert desk.page.evaluate("document.activeElement.id") == "stage"


def test_a_click_answers(shown: Locator, desk: Desk) -> None:
    count = len(desk.said(NAME))
    shown.get_by_role("button", name="Other").click()
    shown.wait_for(state="detached")
    assert desk.said(NAME, count + 1)[-1] == "heard Other"


def test_stopping_the_run_puts_it_away(shown: Locator, desk: Desk) -> None:
    desk.page.evaluate(f"""document.querySelector("[aria-label='Stop {NAME}']").click()""")
    shown.wait_for(state="detached")
    desk.wait_script(NAME, "ready")


def test_leaving_the_file_puts_it_away(shown: Locator, desk: Desk, photo: Callable[[str], bytes]) -> None:
    before = desk.file
    desk.open("else.png", photo("chelsea.png"))
    shown.wait_for(state="detached")
    desk.show(before)


def test_it_waits_for_the_hand(pair: tuple[Desk, str]) -> None:
    desk, twin = pair
    desk.press("p")
    for point in ((20, 20), (60, 20)):
        desk.click(*point)
    count = len(desk.said(NAME))
    desk.show_tab("scripts")
    desk.run(NAME)
    desk.said(NAME, count + 1)
    dialog = desk.page.get_by_role("dialog", name="Two files side by side")
    expect(dialog).to_have_count(0)
    desk.page.locator("#stage").focus()
    desk.press("Escape")
    dialog.wait_for()
    desk.press("Escape")
    dialog.wait_for(state="detached")
    desk.press("v")
    desk.server.api("DELETE", f"/api/files/{twin}")


def test_a_pair_whose_run_was_stopped_is_not_shown_when_the_hand_rests(pair: tuple[Desk, str]) -> None:
    desk, twin = pair
    desk.press("p")
    for point in ((20, 20), (60, 20)):
        desk.click(*point)
    count = len(desk.said(NAME))
    desk.show_tab("scripts")
    desk.run(NAME)
    desk.said(NAME, count + 1)
    desk.show_tab("scripts")
    desk.page.evaluate(f"""document.querySelector("[aria-label='Stop {NAME}']").click()""")
    desk.wait_script(NAME, "ready")
    desk.page.locator("#stage").focus()
    desk.press("Escape", "v")
    desk.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    desk.server.api("DELETE", f"/api/files/{twin}")


def test_a_file_of_another_project_is_not_shown(desk: Desk, photo: Callable[[str], bytes]) -> None:
    other: dict[str, Any] = desk.server.api("POST", "/api/projects", {"name": "Elsewhere"})
    foreign = desk.server.upload(other["id"], "a.png", photo("coffee.png"))["id"]
    count = len(desk.said(NAME))
    desk.server.api(
        "POST",
        f"/api/files/{desk.file}/changes",
        {"key": "foreign1", "created": [{"geometry": {"kind": "tag"}, "attributes": {"file": foreign}}]},
    )
    assert desk.said(NAME, count + 1)[-1] == f'refused the project has no file "{foreign}"'
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
