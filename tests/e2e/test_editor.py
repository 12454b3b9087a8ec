"""The script editor in the annotation page: writing, checking, running, saving."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.e2e.editor_page import Editor, script_of, stored, wait_version

COUNT = script_of(
    "Count",
    """from limner import on


@on("create_instance", "command")
def count(event, canvas):
    print("counted one")
""",
)
FAIL = script_of(
    "Fail",
    """from limner import on


SEEN = []


def divide():
    SEEN.append(1)
    return 1 / (len(SEEN) - 1)


@on("command")
def run(event, canvas):
    print(divide())
""",
)


@pytest.fixture
def editor(desk: Desk) -> Iterator[Editor]:
    made = Editor(desk.page)
    yield made
    made.close()
    made.forget_drafts()


@pytest.fixture
def opened(desk: Desk, editor: Editor, script: Callable[[str], str]) -> Callable[[str, str], str]:
    """Give a function that adds a script, waits for its cell and opens it; it gives the script's id."""

    def add(source: str, name: str) -> str:
        made = script(source)
        desk.wait_script(name, seconds=60)
        editor.open(name)
        return made

    return add


Open = Callable[[str, str], str]


def test_a_script_opens_beside_the_image_with_the_cursor_in_it(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    assert editor.source() == COUNT
    assert editor.state("className").startswith("cm-content")
    stage, column = (desk.page.locator(one).bounding_box() for one in ("#stage", "#editor"))
    assert stage and column
    assert column["width"] >= 420
    assert stage["x"] + stage["width"] <= column["x"]


def test_keys_of_the_page_are_letters_in_the_text(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.at_end()
    desk.press("b", "p", "h", "Delete", "?", "Space")
    assert editor.source() == f"{COUNT}bph? "
    expect(desk.page.locator("[data-tool=select]")).to_have_attribute("aria-pressed", "true")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    editor.button("Versions").focus()
    desk.press("b")
    expect(desk.page.locator("[data-tool=select]")).to_have_attribute("aria-pressed", "true")


def test_what_is_wrong_is_marked_while_one_writes_and_f8_goes_there(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.foot.get_by_text("no problems").wait_for()
    editor.at_end()
    editor.type("    canvas.imge()\n    canvas.create(1)\n")
    editor.foot.get_by_text("2 errors").wait_for()
    assert editor.column.locator(".cm-lintRange-error").all_text_contents() == ["canvas.imge", "canvas.create"]
    editor.page.keyboard.press("Control+Home")
    desk.press("F8")
    editor.foot.get_by_text("12:16").wait_for()
    expect(editor.foot.locator(".said")).to_contain_text("imge", use_inner_text=True)
    desk.press("F8")
    editor.foot.get_by_text("13:18").wait_for()
    expect(editor.foot.locator(".said")).to_contain_text('"instances:write"', use_inner_text=True)
    editor.replace("imge()\n    canvas.create(1)", "log(1)")
    editor.foot.get_by_text("no problems").wait_for()


def test_a_block_that_is_wrong_is_marked_at_its_line(editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.replace("grants = []", 'grants = ["everything"]')
    editor.foot.get_by_text("1 error").wait_for()
    marked = editor.column.locator(".cm-lintRange-error")
    assert editor.line("grants").locator(".cm-lintRange-error").count() == marked.count() > 0
    editor.replace('grants = ["everything"]', "grants = [")
    editor.foot.get_by_text("1 error").wait_for()


def test_a_failed_run_is_marked_at_its_line_until_that_line_is_edited(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(FAIL, "Fail")
    desk.run("Fail")
    mark = editor.line("return 1 /").locator(".cm-lintRange-error")
    mark.wait_for()
    editor.foot.get_by_text("1 error").wait_for()
    editor.at_end_of("from limner import on")
    editor.type("\n\n\nONE = 1")
    assert mark.count() == 1, "an edit elsewhere leaves the mark at its line"
    editor.at_end_of("return 1 /")
    expect(editor.foot.locator(".said")).to_contain_text("ZeroDivisionError", use_inner_text=True)
    editor.type(" # why")
    mark.wait_for(state="hidden")


def test_a_good_run_takes_the_mark_away(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(FAIL, "Fail")
    desk.run("Fail")
    mark = editor.line("return 1 /").locator(".cm-lintRange-error")
    mark.wait_for()
    desk.run("Fail")
    mark.wait_for(state="hidden")


def test_saving_makes_a_version_that_the_next_run_uses(desk: Desk, editor: Editor, opened: Open) -> None:
    made = opened(COUNT, "Count")
    before = stored(desk, made)["version"]
    editor.replace("counted one", "counted anew")
    editor.dirty.wait_for()
    editor.save()
    editor.dirty.wait_for(state="hidden")
    assert stored(desk, made)["source"] == COUNT.replace("counted one", "counted anew")
    wait_version(desk, made, before)
    desk.run("Count")
    desk.run_of("Count")
    assert "counted anew" in desk.console()


def test_control_enter_runs_what_is_written_on_the_last_event(desk: Desk, editor: Editor, opened: Open) -> None:
    made = opened(COUNT.replace('"create_instance", "command"', '"create_instance", kind="box"'), "Count")
    desk.page.locator("#stage").focus()
    desk.draw_box(20, 20, 60, 60)
    desk.run_of("Count")
    editor.replace('"counted one"', '"said of", event.name')
    desk.press("Control+Enter")
    desk.run_of("Count", 2)
    assert "said of create_instance" in desk.console()
    assert "event.name" in stored(desk, made)["source"]


def test_control_shift_enter_runs_it_on_the_selection(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(
        COUNT.replace('"counted one"', '"on", event.name, event.instance.bounds.width').replace(
            '"create_instance", "command"', '"command"'
        ),
        "Count",
    )
    desk.page.locator("#stage").focus()
    desk.press("p")
    for corner in ((20, 20), (84, 20), (84, 80)):
        desk.click(*corner)
    desk.press("Enter")
    editor.text.focus()
    desk.press("Control+Shift+Enter")
    desk.run_of("Count")
    assert "on command 64" in desk.console()


def test_completion_knows_the_canvas_and_the_event_of_the_hook(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.at_end()
    desk.page.keyboard.type("    canvas.")
    assert {"image", "set_label", "storage"} <= set(editor.options("set_label"))
    desk.page.keyboard.type("imag")
    editor.complete("image")
    assert editor.source().endswith("canvas.image")
    info = "\n    event.instance."
    desk.page.keyboard.type(info)
    assert {"bounds", "label"} <= set(editor.options("bounds"))
    desk.press("Escape")


def test_completion_knows_the_block(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.at_end_of("name =")
    desk.page.keyboard.type("\n# ho")
    editor.complete("hotkey")
    editor.line("hotkey").wait_for()
    desk.page.keyboard.type(' = "k"\n# places = ["')
    assert editor.options("browser") == ["browser", "server"]


def test_what_a_name_means_is_shown_where_the_pointer_rests(editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.at_end()
    editor.type("    canvas.notify(1)\n")
    editor.text.get_by_text("create_instance").hover()
    editor.column.locator(".cm-doc").get_by_text("A new instance is in the store.").wait_for()
    editor.page.mouse.move(5, 300)
    line = editor.line("canvas.notify(1)").bounding_box()
    assert line
    editor.page.mouse.move(line["x"] + 100, line["y"] + 8)
    editor.column.locator(".cm-doc").get_by_text("Show the annotator a short message.").wait_for()


def test_tab_indents_and_escape_then_tab_leaves(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.at_end()
    desk.press("Tab")
    assert editor.source() == f"{COUNT}    "
    desk.press("Escape", "Tab")
    assert not editor.state("className").startswith("cm-content")
    assert editor.source() == f"{COUNT}    "


def test_control_f_searches_in_the_text(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    desk.press("Control+f")
    desk.page.keyboard.type("counted")
    desk.press("Enter")
    editor.column.locator(".cm-searchMatch-selected").wait_for()
    desk.press("Escape")
    assert editor.state("className").startswith("cm-content")


@pytest.mark.parametrize("answer", ["Go on editing", "Discard", "Save"])
def test_closing_with_unsaved_text_asks_first(desk: Desk, editor: Editor, opened: Open, answer: str) -> None:
    made = opened(COUNT, "Count")
    editor.replace("counted one", "something else")
    editor.button("Close the editor").click()
    editor.column.get_by_role("dialog").get_by_role("button", name=answer, exact=True).click()
    if answer == "Go on editing":
        editor.column.wait_for()
        assert "something else" in editor.source()
        return
    editor.column.wait_for(state="hidden")
    assert ("something else" in stored(desk, made)["source"]) == (answer == "Save")
    editor.open("Count")
    assert ("something else" in editor.source()) == (answer == "Save")


def test_opening_another_script_asks_too_and_escape_goes_on_editing(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    editor.replace("counted one", "something else")
    desk.page.get_by_role("button", name="Edit Box to polygon", exact=True).click()
    editor.column.get_by_role("dialog").wait_for()
    desk.press("Escape")
    editor.column.get_by_role("dialog").wait_for(state="hidden")
    assert "something else" in editor.source()


def test_what_the_server_refuses_stays_in_the_editor_unsaved(desk: Desk, editor: Editor, opened: Open) -> None:
    made = opened(COUNT, "Count")
    editor.replace("# ///\nfrom", "from")
    desk.press("Control+s")
    editor.foot.get_by_text("Not saved").wait_for()
    editor.dirty.wait_for()
    assert stored(desk, made)["source"] == COUNT


def test_a_version_that_asks_for_more_is_switched_off_and_says_so(desk: Desk, editor: Editor, opened: Open) -> None:
    made = opened(COUNT, "Count")
    editor.replace("grants = []", 'grants = ["image:read"]')
    desk.press("Control+s")
    editor.foot.get_by_text("switched off").wait_for()
    assert stored(desk, made)["enabled"] is False


def test_a_version_saved_elsewhere_replaces_text_that_is_saved(desk: Desk, editor: Editor, opened: Open) -> None:
    made = opened(COUNT, "Count")
    desk.server.api("PUT", f"/api/scripts/{made}", {"filename": "script.py", "source": COUNT.replace("one", "two")})
    desk.reload_scripts()
    editor.text.get_by_text("counted two").wait_for()
    expect(editor.dirty).to_be_hidden()


@pytest.mark.parametrize("answer", ["Take it", "Keep mine"])
def test_a_version_saved_elsewhere_never_replaces_unsaved_text(
    desk: Desk, editor: Editor, opened: Open, answer: str
) -> None:
    made = opened(COUNT, "Count")
    editor.replace("counted one", "counted mine")
    desk.server.api("PUT", f"/api/scripts/{made}", {"filename": "script.py", "source": COUNT.replace("one", "two")})
    desk.reload_scripts()
    editor.column.get_by_text("Another version was saved meanwhile.").wait_for()
    assert "counted mine" in editor.source()
    editor.button(answer).click()
    editor.text.get_by_text("counted two" if answer == "Take it" else "counted mine").wait_for()
    if answer == "Take it":
        expect(editor.dirty).to_be_hidden()
        desk.press("Control+z")
        editor.text.get_by_text("counted mine").wait_for()


def test_the_column_is_widened_by_keys_and_by_dragging(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    handle = editor.column.get_by_role("separator")

    def width() -> float:
        box = editor.column.bounding_box()
        assert box
        return box["width"]

    handle.focus()
    desk.press("End")
    assert width() == 420
    desk.press("ArrowLeft", "ArrowLeft")
    assert width() == 468
    desk.press("ArrowRight")
    assert width() == 444
    box = handle.bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 3, box["y"] + 200)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] - 77, box["y"] + 200, steps=4)
    desk.page.mouse.up()
    assert width() == 524
    expect(handle).to_have_attribute("aria-valuenow", "524")
    assert desk.page.evaluate("localStorage.getItem('limner-editor-width')") == "524"


def test_below_1200_pixels_the_side_panel_gives_way(desk: Desk, editor: Editor, opened: Open) -> None:
    opened(COUNT, "Count")
    side = desk.page.locator(".side")
    side.wait_for()
    usual = desk.page.viewport_size
    assert usual
    try:
        desk.page.set_viewport_size({"width": 1024, "height": 768})
        expect(side).to_be_hidden()
        box = editor.column.bounding_box()
        assert box
        assert (box["width"] >= 420, box["x"] + box["width"]) == (True, 1024)
    finally:
        desk.page.set_viewport_size(usual)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_words_of_the_text_can_be_read_in_both_themes(desk: Desk, editor: Editor, opened: Open, theme: str) -> None:
    opened(COUNT + '\n\nclass A:\n    """Text."""\n\n    b = 12  # remark\n', "Count")
    before = desk.page.evaluate("document.documentElement.dataset.theme")
    desk.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
    try:
        assert least_contrast(desk.page) >= 4.5
    finally:
        desk.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", before)


def least_contrast(page: Page) -> float:
    """Give the smallest contrast of a word against the editor's ground, by WCAG's formula."""
    found: float = page.evaluate("""() => {
      const root = document.querySelector("#editor .editor-code").shadowRoot;
      const channels = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((value) => Number(value) / 255);
      const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      const shares = [0.2126, 0.7152, 0.0722];
      const light = (color) => channels(color).map(linear).reduce((sum, value, i) => sum + value * shares[i], 0);
      const ground = light(getComputedStyle(root.querySelector(".cm-editor")).backgroundColor);
      const words = [...root.querySelectorAll(".cm-line span")].map((one) => light(getComputedStyle(one).color));
      return Math.min(...words.map((word) => (Math.max(word, ground) + 0.05) / (Math.min(word, ground) + 0.05)));
    }""")
    return found
