"""Working through files: the gallery, the way from file to file, comments, and what others do meanwhile."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, WebSocket, expect

from tests.e2e.conftest import VIEWPORT, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, until, wait

BOX = {"kind": "box", "x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0, "rotation": 0.0}
COUNT = 6


class Gallery:
    """A project of its own with small files, and a page on it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        labels = [{"name": "cat", "color": "#56b4e9"}]
        self.project = server.api("POST", "/api/projects", {"name": "Cats", "labels": labels})["id"]
        self.files = [server.upload(self.project, f"{index}.png", picture(index))["id"] for index in range(COUNT)]
        self.url = f"{server.base}/projects/{self.project}"

    def open(self, query: str = "") -> None:
        self.page.goto(self.url + query)
        self.wait_for_names(*(f"{index}.png" for index in range(COUNT)))

    def wait_for_names(self, *names: str) -> None:
        wait(
            self.page,
            f"[...document.querySelectorAll('.file b')].map((one) => one.textContent).join() === '{','.join(names)}'",
        )

    def wait_for_state(self, name: str, state: str) -> None:
        names = f"[...document.querySelectorAll('.file.{state} .what b')].map((one) => one.textContent)"
        wait(self.page, f"{names}.some((one) => one.startsWith('{name}'))")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_saved(self) -> None:
        wait(self.page, "window.limner?.unsaved() === 0")

    def stored(self, *fields: str) -> list[tuple[Any, ...]]:
        items = self.server.api("GET", f"/api/projects/{self.project}/files")["items"]
        return [tuple(one[field] for field in fields) for one in items]

    def wait_shown(self, index: int) -> None:
        """Wait until the annotation page shows a file of the project."""
        self.page.wait_for_url(f"**/files/{self.files[index]}**")
        wait(self.page, f"document.getElementById('stage')?.dataset.file === '{self.files[index]}' && window.limner")

    def comments(self, index: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.server.api("GET", f"/api/files/{self.files[index]}/comments")["items"]
        return found


def picture(index: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (40 * index, 90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def visitor(browser: Browser, server: Server) -> Iterator[tuple[Page, list[str]]]:
    context = signed_in(browser, server)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page(), errors
    context.close()


@pytest.fixture
def gallery(visitor: tuple[Page, list[str]], server: Server) -> Iterator[Gallery]:
    page, errors = visitor
    errors.clear()
    yield Gallery(page, server)
    assert errors == []


def test_from_the_first_file_to_the_last_with_the_keyboard_alone(gallery: Gallery) -> None:
    gallery.open("?state=todo,in_progress&sort=name")
    gallery.press("End", "ArrowLeft", "Home", "Enter")
    for index in range(COUNT):
        gallery.wait_shown(index)
        assert gallery.page.url.endswith(f"{gallery.files[index]}?state=todo,in_progress&sort=name")
        if index == 2:
            gallery.press("Control+Shift+Enter")
            gallery.page.get_by_label("Why?").wait_for()
            gallery.page.keyboard.type("out of focus")
        gallery.press("Control+Enter")
    gallery.page.get_by_text("That was the last file of this list.").wait_for()
    gallery.press("Alt+ArrowUp")
    gallery.page.wait_for_url("**/projects/**")
    gallery.page.get_by_text("No file is like that").wait_for()
    gallery.press("Escape")
    gallery.wait_for_names(*(f"{index}.png" for index in range(COUNT)))
    assert gallery.stored("state") == [("rejected" if index == 2 else "done",) for index in range(COUNT)]
    assert [one["text"] for one in gallery.comments(2)] == ["out of focus"]


def test_files_are_picked_and_changed_together_by_key_and_by_mouse(gallery: Gallery) -> None:
    page = gallery.page
    gallery.open()
    gallery.press("ArrowRight", "Space", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "3")
    for name in ("1.png", "3.png", "4.png"):
        gallery.wait_for_state(name, "done")
    until(page, lambda: [at for at, (state,) in enumerate(gallery.stored("state")) if state == "done"] == [1, 3, 4])
    gallery.press("Escape", "Control+a", "a")
    page.get_by_label("To whom?").fill("Ada")
    gallery.press("Enter")
    wait(page, f"document.querySelectorAll('.file .who').length === {COUNT}")
    until(page, lambda: gallery.stored("assignee") == [("Ada",)] * COUNT)
    gallery.press("Escape")
    page.locator(".file").nth(0).hover()
    page.locator(".file .tick").nth(0).click()
    page.locator(".file").nth(2).click(modifiers=["Shift"])
    page.locator("#picked").get_by_text("3 picked").wait_for()
    page.locator("[data-set=rejected]").click()
    page.get_by_label("Why?").fill("blurred")
    page.get_by_role("button", name="Reject", exact=True).click()
    gallery.wait_for_state("2.png", "rejected")
    expected = [*["rejected"] * 3, "done", "done", "todo"]
    until(page, lambda: [state for (state,) in gallery.stored("state")] == expected)
    assert [len(gallery.comments(index)) for index in range(4)] == [1, 1, 1, 0]


def test_what_is_done_to_many_files_outlives_the_line_and_the_page_and_those_left_are_named(gallery: Gallery) -> None:
    page, files = gallery.page, f"**/api/projects/{gallery.project}/files"
    required = {"name": "weather", "type": "text", "scope": "file", "required": True}
    gallery.server.api("PATCH", f"/api/projects/{gallery.project}", {"attributes": [required]})
    gallery.server.api("PATCH", f"/api/files/{gallery.files[5]}", {"attributes": {"weather": "rain"}})
    gallery.open()
    page.route(files, lambda route: route.abort() if route.request.method == "PATCH" else route.fallback())
    gallery.press("Control+a", "2", "Escape", "Home", "4")
    page.get_by_label("Why?").fill("too dark")
    gallery.press("Control+Enter")
    page.locator("#saved").get_by_text("Offline").wait_for()
    page.reload()
    gallery.wait_for_state("0.png", "rejected")
    gallery.wait_for_state("5.png", "in_progress")
    page.locator("#picked").get_by_text(f"{COUNT + 1} still to be sent").wait_for()
    assert gallery.stored("state") == [("todo",)] * COUNT
    page.unroute(files)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(page, lambda: gallery.stored("state") == [("rejected",), *[("in_progress",)] * (COUNT - 1)])
    assert [one["text"] for one in gallery.comments(0)] == ["too dark"]
    gallery.press("Control+a", "3")
    refused = page.locator("#refused")
    refused.get_by_text(f"{COUNT - 1} files were not changed").wait_for()
    assert refused.get_by_role("link").first.inner_text().startswith("0.png is not complete: ")
    gallery.wait_for_state("0.png", "rejected")
    gallery.wait_for_state("5.png", "done")
    assert gallery.stored("state")[1] == ("in_progress",)
    page.reload()
    gallery.wait_for_state("5.png", "done")
    assert page.locator(".file.done").count() == 1


def test_files_are_found_and_what_others_do_is_seen(gallery: Gallery) -> None:
    page, api = gallery.page, gallery.server.api
    gallery.open()
    gallery.press("/")
    page.keyboard.type("3.p")
    gallery.wait_for_names("3.png")
    assert page.url.endswith("?name=3.p")
    expect(page.locator("#picked [role=status]")).to_have_text(f"1 of {COUNT} files", use_inner_text=True)
    page.route("**/order**", lambda route: route.abort())
    gallery.press("Enter", "Escape")
    page.locator("#picked").get_by_text("The files could not be listed").wait_for()
    page.unroute("**/order**")
    page.locator("#picked").get_by_role("button", name="Try again").click()
    gallery.wait_for_names(*(f"{index}.png" for index in range(COUNT)))
    api(
        "POST",
        f"/api/files/{gallery.files[4]}/changes",
        {"key": "by-others-1", "created": [{"geometry": BOX, "label": "cat"}]},
    )
    gallery.wait_for_state("4.png", "in_progress")
    page.get_by_label("Has the label").select_option("cat")
    gallery.wait_for_names("4.png")
    page.get_by_role("button", name="Show all").click()
    page.locator("[data-state=in_progress]").click()
    gallery.wait_for_names("4.png")
    expect(page.locator("[data-state=in_progress] .mono")).to_have_text("1", use_inner_text=True)
    page.locator(".file").click()
    gallery.wait_shown(4)
    expect(page.locator("#file-position")).to_have_text("1 of 1", use_inner_text=True)


def test_the_next_file_is_there_before_one_asks_and_as_others_left_it(gallery: Gallery) -> None:
    page, asked = gallery.page, list[str]()
    page.add_init_script("performance.setResourceTimingBufferSize(10_000)")
    page.goto(f"{gallery.server.base}/files/{gallery.files[0]}")
    gallery.wait_shown(0)
    read = "performance.getEntriesByType('resource').map((one) => one.name)"
    wait(page, f"{read}.some((one) => one.includes('{gallery.files[2]}/content'))")
    page.on("request", lambda request: asked.append(request.url))
    other = {
        "key": "by-others-2",
        "created": [{"id": "others-box", "geometry": BOX}],
        "origin": {"actor": "script", "script": "a/b"},
    }
    gallery.server.api("POST", f"/api/files/{gallery.files[2]}/changes", other)
    gallery.press("d")
    gallery.wait_shown(1)
    assert [url for url in asked if is_reading(url, gallery.files[1])] == []
    gallery.press("d")
    gallery.wait_shown(2)
    assert [url for url in asked if is_reading(url, gallery.files[2])] == []
    wait(page, "limner.instances().map(({ id }) => id).join() === 'others-box'")
    assert page.evaluate("performance.getEntriesByName('limner-file-shown').length") == 1


def is_reading(url: str, file: str) -> bool:
    """Whether a request is for what a file is, shows and holds."""
    return url.partition("?")[0].endswith((f"/api/files/{file}", f"/{file}/content", f"/{file}/instances"))


def test_what_is_drawn_is_there_when_one_comes_back_to_a_file_read_ahead(gallery: Gallery) -> None:
    page = gallery.page
    page.goto(f"{gallery.server.base}/files/{gallery.files[0]}")
    gallery.wait_shown(0)
    desk = Desk(page, gallery.server)
    for turn in range(3):
        desk.draw_box(20 + 60 * turn, 30, 40, 40)
        gallery.press("v", "d")
        gallery.wait_shown(1)
        gallery.press("a")
        gallery.wait_shown(0)
        assert len(desk.instances()) == turn + 1
    desk.file = gallery.files[0]
    assert len(desk.stored()) == 3
    assert gallery.stored("state")[0] == ("in_progress",)
    page.locator("#file-state > button").get_by_text("In progress").wait_for()


def test_what_becomes_of_a_file_while_it_is_on_its_way_is_shown(gallery: Gallery) -> None:
    page, late = gallery.page, gallery.files[5]
    sockets: list[WebSocket] = []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.goto(f"{gallery.server.base}/files/{gallery.files[0]}")
    gallery.wait_shown(0)
    held: list[Route] = []
    page.route(f"**/api/files/{late}", lambda route: route.continue_() if held else held.append(route))
    page.evaluate(f"history.pushState(null, '', '/files/{late}'); dispatchEvent(new PopStateEvent('popstate'))")
    until(page, lambda: bool(held))
    answer = held[0].fetch()
    with sockets[-1].expect_event("framereceived", lambda frame: late in str(frame)):
        gallery.server.api("PATCH", f"/api/files/{late}", {"state": "done"})
    held[0].fulfill(response=answer)
    gallery.wait_shown(5)
    page.locator("#file-state > button").get_by_text("Done").wait_for()
    page.unroute(f"**/api/files/{late}")


def test_comments_are_pinned_to_a_place_answered_and_resolved(gallery: Gallery) -> None:
    page = gallery.page
    page.goto(f"{gallery.server.base}/files/{gallery.files[0]}")
    gallery.wait_shown(0)
    desk = Desk(page, gallery.server)
    gallery.press("Shift+W")
    page.locator("#history").get_by_text("Nothing has happened here yet").wait_for()
    gallery.press("Shift+C")
    expect(page.locator("#history")).to_be_hidden()
    gallery.press("Escape", "Shift+C", "Escape", "Shift+W")
    assert (page.locator("#history").is_visible(), page.locator("#comments").is_visible()) == (True, False)
    gallery.press("Escape")
    expect(page.locator("#history")).to_be_hidden()
    gallery.press("Shift+C")
    page.keyboard.type("is this")
    page.reload()
    gallery.wait_shown(0)
    gallery.press("n")
    desk.click(100, 60)
    page.keyboard.type(" a cat?")
    gallery.press("Control+Enter")
    wait(page, "document.querySelectorAll('.pin:not(.draft)').length === 1")
    gallery.wait_saved()
    (made,) = gallery.comments(0)
    assert (made["text"], round(made["x"]), round(made["y"])) == ("is this a cat?", 100, 60)
    for key in ("+", "0", "f"):
        page.evaluate("document.getElementById('stage').focus()")
        gallery.press(key)
        wait(page, f"({PIN})")
    gallery.server.api("POST", f"/api/files/{gallery.files[0]}/comments", {"text": "no, a dog", "author": "Bo"})
    page.locator("#comments").get_by_text("no, a dog").wait_for()
    page.locator(".pin").click()
    page.locator("[data-comment][aria-current=true]").get_by_role("button", name="Resolve").click()
    wait(page, "document.querySelector('[data-action=comments] .count').textContent === '1'")
    gallery.wait_saved()
    assert [one["resolved"] for one in gallery.comments(0)] == [True, False]
    gallery.press("d")
    gallery.wait_shown(1)
    wait(
        page, "!document.querySelector('.pin') && !document.querySelector('[data-action=comments] .count').textContent"
    )


PIN = """(() => {
  const { left, width, bottom } = document.querySelector(".pin").getBoundingClientRect();
  const [x, y] = limner.toScreen([100, 60]);
  return Math.abs(left + width / 2 - x) < 2 && Math.abs(bottom + 4 - y) < 2;
})()"""


def test_a_file_is_given_to_somebody_and_its_state_set_on_the_annotation_page(gallery: Gallery) -> None:
    page = gallery.page
    page.goto(f"{gallery.server.base}/files/{gallery.files[0]}")
    gallery.wait_shown(0)
    page.get_by_title("State, and who has it").click()
    page.get_by_role("menuitem", name="Assign…").click()
    page.get_by_label("To whom?").fill("Grace")
    gallery.press("Enter")
    page.locator("#file-state .who").get_by_text("Grace").wait_for()
    page.get_by_title("State, and who has it").focus()
    gallery.press("Enter", "ArrowDown", "Enter")
    page.locator("#file-state > button").get_by_text("In progress").wait_for()
    gallery.wait_saved()
    assert gallery.stored("state", "assignee")[0] == ("in_progress", "Grace")
    gallery.server.api("PATCH", f"/api/files/{gallery.files[0]}", {"state": "done"})
    page.locator("#file-state > button").get_by_text("Done").wait_for()
    expect(page.locator("#complete-word")).to_have_text("Done", use_inner_text=True)


def test_images_are_added_by_choosing_and_by_dropping_a_folder_and_what_is_no_image_is_named(
    gallery: Gallery, tmp_path: Path
) -> None:
    page, photos = gallery.page, tmp_path / "photos"
    (photos / "deep").mkdir(parents=True)
    for name in ("img10.png", "img2.png", "deep/img1.png"):
        (photos / name).write_bytes(picture(9))
    (photos / "notes.txt").write_text("who took them")
    broken = tmp_path / "broken.png"
    broken.write_bytes(picture(9)[:40])
    gallery.server.api("PATCH", f"/api/projects/{gallery.project}", {"name": "Cats of the second survey " * 5})
    page.set_viewport_size({"width": 1024, "height": 768})
    gallery.open()
    assert page.locator("body > header").evaluate("(one) => one.scrollWidth") == 1024
    page.set_viewport_size(VIEWPORT)
    there = [f"{index}.png" for index in range(COUNT)]
    page.set_input_files("#pick", [str(photos / "img10.png"), str(broken), str(photos / "img2.png")])
    gallery.wait_for_names(*there, "img2.png", "img10.png")
    refused = page.locator("#refused")
    expect(refused).to_contain_text("1 of 3 images were not added", use_inner_text=True)
    expect(refused.get_by_role("listitem")).to_contain_text(
        "broken.png was not taken: its content is not", use_inner_text=True
    )
    refused.get_by_role("button", name="Dismiss").click()
    expect(refused).to_be_hidden()
    drop(page, photos)
    refused.get_by_text("notes.txt in the folder: left out").wait_for()
    gallery.wait_for_names(*there, "img2.png", "img10.png", "img1.png", "img2.png", "img10.png")


def drop(page: Page, path: Path) -> None:
    """Drop a file or a folder in the middle of the page."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 600, "data": data})
    session.detach()
