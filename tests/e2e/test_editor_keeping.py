"""The script editor: nothing written is lost, new scripts, files, versions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.conftest import signed_in
from tests.e2e.desk import Desk
from tests.e2e.editor_page import Editor, script_of
from tests.e2e.serving import Server, serving, wait

NOTE = script_of(
    "Note",
    """from limner import on


@on("command")
def note(event, canvas):
    canvas.notify("first")
""",
)
TEXT = r"/(text-\w+|editor/text)\.js$"  # the module of the editor's text, joined with what it needs or as it is
JAVASCRIPT = """// /// script
// [tool.limner]
// name = "Brought"
// ///
import { on } from "limner";

on("command", (event, canvas) => canvas.notify("brought"));
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own whose scripts are off, so that no page waits for a cell."""
    with serving(tmp_path_factory.mktemp("keeping")) as running:
        project = running.api("GET", "/api/projects")["items"][0]["id"]
        for script in scripts(running, project):
            running.api("PATCH", f"/api/scripts/{script['id']}", {"enabled": False})
        yield running


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    made = signed_in(browser, server)
    yield made
    made.close()


@pytest.fixture
def project(server: Server) -> str:
    return str(server.api("GET", "/api/projects")["items"][0]["id"])


@pytest.fixture
def note(server: Server, project: str) -> Iterator[str]:
    """A script of the project, by its id; what a test adds beside it goes too."""
    before = {one["id"] for one in scripts(server, project)}
    yield server.api("POST", f"/api/projects/{project}/scripts", {"filename": "note.py", "source": NOTE})["id"]
    for one in scripts(server, project):
        if one["id"] not in before:
            server.api("DELETE", f"/api/scripts/{one['id']}")


def scripts(server: Server, project: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = server.api("GET", f"/api/projects/{project}/scripts")["items"]
    return found


def editing(context: BrowserContext, server: Server, what: str) -> tuple[Page, Editor]:
    """Open the annotation page with the editor on a script, or on a new one."""
    page = shown(context, server, f"?edit={what}")
    made = Editor(page)
    made.column.wait_for()
    return page, made


def shown(context: BrowserContext, server: Server, query: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{server.base}{server.first}{query}")
    wait(page, "Boolean(window.limner)")
    return page


def test_the_address_opens_a_script_and_follows_the_editor(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, note)
    editor.text.get_by_text("first").wait_for()
    assert page.url.endswith(f"?edit={note}")
    editor.close()
    assert "?edit" not in page.url


def test_leaving_the_page_with_unsaved_text_asks_first(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.replace("first", "second")
    editor.dirty.wait_for()
    page.evaluate("location.reload()")
    wait(page, "document.querySelector('#editor .dot') && !document.querySelector('#editor .dot').hidden")
    assert asked == ["beforeunload"]
    assert "second" in editor.source()


def test_unsaved_text_is_offered_after_a_crash_and_can_be_taken_back(
    context: BrowserContext, server: Server, note: str
) -> None:
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    editor.replace("first", "written in the night")
    page.close(run_before_unload=False)
    page, editor = editing(context, server, note)
    editor.column.get_by_text("Text that was not saved was kept here").wait_for()
    assert "first" in editor.source()
    editor.button("Take it back").click()
    editor.text.get_by_text("written in the night").wait_for()
    editor.save()
    assert "written in the night" in server.api("GET", f"/api/scripts/{note}")["source"]
    page.close(run_before_unload=False)
    page, editor = editing(context, server, note)
    editor.text.get_by_text("written in the night").wait_for()
    assert editor.column.get_by_text("Text that was not saved").count() == 0


def test_what_is_written_while_a_draft_is_offered_keeps_both(
    context: BrowserContext, server: Server, note: str
) -> None:
    for text in ("one night", "another night"):
        page, editor = editing(context, server, note)
        editor.text.wait_for()
        editor.replace("first", text)
        page.close(run_before_unload=False)
    page, editor = editing(context, server, note)
    editor.button("Discard it").click()
    editor.column.get_by_text("Text that was not saved").wait_for()
    editor.button("Take it back").click()
    editor.text.get_by_text("one night").wait_for()


def test_a_new_script_that_was_never_saved_is_offered_too(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, "new")
    editor.column.get_by_role("button", name="Button").click()
    editor.text.wait_for()
    editor.at_end()
    editor.type("# my own words\n")
    editor.dirty.wait_for()
    page.close(run_before_unload=False)
    page, editor = editing(context, server, "new")
    editor.button("Take it back").click()
    editor.text.get_by_text("# my own words").wait_for()
    assert editor.column.get_by_label("File name").input_value() == "button.py"


def test_the_page_says_that_text_is_kept_for_a_script(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    editor.replace("first", "forgotten")
    page.close(run_before_unload=False)
    page = shown(context, server)
    page.locator("#notices").get_by_text("Note").wait_for()


@pytest.mark.parametrize("language", ["Python", "JavaScript"])
def test_a_new_script_begins_with_a_template(
    context: BrowserContext, server: Server, project: str, note: str, language: str
) -> None:
    page, editor = editing(context, server, "new")
    editor.column.get_by_label("Name").fill(f"My {language}")
    editor.column.get_by_label(language, exact=True).check()
    offered = editor.column.locator(".start b")
    offered.first.wait_for()
    assert offered.all_text_contents() == ["On a new box", "On opening an image", "Button", "Interactive prompt"]
    editor.column.get_by_role("button", name="Button").click()
    editor.text.get_by_text(f'name = "My {language}"').wait_for()
    editor.foot.get_by_text("no problems").wait_for()
    editor.save()
    made = next(one for one in scripts(server, project) if one["name"] == f"My {language}")
    assert made["filename"] == ("my_python.py" if language == "Python" else "my_javascript.js")
    assert page.url.endswith(f"?edit={made['id']}")
    Desk(page, server).wait_script(f"My {language}", "off")


def test_a_name_that_is_taken_is_said_and_the_text_stays(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, "new")
    editor.column.get_by_label("Name").fill("Note")
    editor.column.get_by_role("button", name="Button").click()
    editor.text.wait_for()
    page.keyboard.press("Control+s")
    editor.foot.get_by_text("Not saved: the project has a script").wait_for()
    editor.text.wait_for()


def test_the_file_name_of_a_new_script_can_be_changed(
    context: BrowserContext, server: Server, project: str, note: str
) -> None:
    page, editor = editing(context, server, "new")
    editor.column.get_by_role("button", name="Button").click()
    field = editor.column.get_by_label("File name")
    field.fill("Better name.py")
    field.press("Tab")
    wait(page, "document.querySelector('.editor-name').value === 'Better name.py'")
    field.fill("no ending")
    field.press("Tab")
    wait(page, "document.querySelector('.editor-name').value === 'no_ending.py'")
    editor.text.focus()
    editor.save()
    assert "no_ending.py" in [one["filename"] for one in scripts(server, project)]


def test_a_file_is_brought_by_choosing_or_dropping_it(
    context: BrowserContext, server: Server, project: str, note: str, tmp_path: Path
) -> None:
    file = tmp_path / "brought.js"
    file.write_text(JAVASCRIPT)
    page, editor = editing(context, server, "new")
    editor.column.get_by_label("Bring a file").set_input_files(file)
    editor.text.get_by_text('"brought"', exact=True).wait_for()
    editor.close()
    page.get_by_role("button", name="Edit Note", exact=True).click()
    editor.text.get_by_text("first").wait_for()
    drop(page, "brought.js", JAVASCRIPT)
    editor.text.get_by_text('"brought"', exact=True).wait_for()
    assert editor.source() == JAVASCRIPT
    editor.foot.get_by_text("JavaScript").wait_for()
    editor.save()
    assert next(one for one in scripts(server, project) if one["name"] == "Brought")["source"] == JAVASCRIPT


def test_a_file_that_is_no_script_is_refused_by_name(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    drop(page, "holiday.png", "not a script")
    page.locator("#notices").get_by_text("holiday.png is no script").wait_for()
    assert editor.source() == NOTE


def drop(page: Page, name: str, content: str) -> None:
    """Drop a file on the editor."""
    page.evaluate(
        """([name, content]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], name));
          const target = document.querySelector("#editor .editor-code");
          const how = { dataTransfer, bubbles: true, cancelable: true };
          for (const type of ["dragover", "drop"]) target.dispatchEvent(new DragEvent(type, how));
        }""",
        [name, content],
    )


def test_the_text_is_exported_as_it_stands(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    editor.replace("first", "not saved yet")
    with page.expect_download() as download:
        editor.button("Export as a file").click()
    assert download.value.suggested_filename == "note.py"
    assert Path(download.value.path()).read_text() == NOTE.replace("first", "not saved yet")


def test_versions_are_compared_taken_back_in_part_and_restored(
    context: BrowserContext, server: Server, note: str
) -> None:
    changed = NOTE.replace('"first"', '"second"').replace(
        "from limner import on\n", "import math\n\nfrom limner import on\n"
    )
    server.api("PUT", f"/api/scripts/{note}", {"filename": "note.py", "source": changed})
    page, editor = editing(context, server, note)
    editor.button("Versions").click()
    rows = editor.column.locator(".version")
    rows.nth(1).wait_for()
    assert rows.count() == 2
    assert "saved last" in rows.nth(0).inner_text()
    assert "0 runs" in rows.nth(1).inner_text()
    rows.nth(1).click()
    editor.column.get_by_text("Changes since").wait_for()
    assert '"first"' in editor.column.locator(".cm-deletedChunk").last.inner_text()
    editor.column.get_by_role("button", name="Take this back").last.click()
    assert '"first"' in editor.source()
    assert "import math" in editor.source()
    editor.dirty.wait_for()
    editor.button("Restore").click()
    wait(page, "document.querySelector('.editor-strip') === null")
    assert editor.source() == NOTE
    assert server.api("GET", f"/api/scripts/{note}")["source"] == changed, "restoring saves nothing by itself"
    editor.save()
    assert server.api("GET", f"/api/scripts/{note}")["source"] == NOTE
    assert "saved last" in rows.nth(1).inner_text()


def test_a_comparison_follows_what_is_written_and_ends(context: BrowserContext, server: Server, note: str) -> None:
    _, editor = editing(context, server, note)
    editor.button("Versions").click()
    editor.column.locator(".version").first.click()
    editor.column.get_by_text("The same as").wait_for()
    editor.at_end_of("canvas.notify")
    editor.type("\n    canvas.log(1)")
    editor.column.get_by_text("Changes since").wait_for()
    editor.button("End the comparison").click()
    editor.column.locator(".editor-strip").wait_for(state="hidden")
    assert editor.column.locator(".cm-changedLine").count() == 0


def test_completion_knows_javascript(context: BrowserContext, server: Server, note: str) -> None:
    page, editor = editing(context, server, "new")
    editor.column.get_by_label("JavaScript", exact=True).check()
    editor.column.get_by_role("button", name="On a new box").click()
    editor.text.wait_for()
    editor.at_end()
    page.keyboard.type('on("update_instance", async (event, canvas) => {\n  canvas.set')
    assert {"setLabel", "setAttributes"} <= set(editor.options("setLabel"))
    page.keyboard.press("Escape")
    page.keyboard.type("Label(event.")
    assert {"changed", "before"} <= set(editor.options("changed"))
    page.keyboard.press("Escape")


def test_the_editor_breaks_no_rule_of_the_page(context: BrowserContext, server: Server, note: str) -> None:
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    page, editor = editing(context, server, note)
    editor.text.wait_for()
    editor.at_end()
    page.keyboard.type("    canvas.")
    editor.options()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+f")
    page.keyboard.press("Escape")
    editor.text.get_by_text("command").hover()
    editor.column.locator(".cm-doc").wait_for()
    editor.foot.get_by_text("error").first.wait_for()
    page.keyboard.press("Control+Shift+m")
    editor.button("Versions").click()
    editor.column.locator(".version").first.click()
    editor.column.locator(".editor-strip").wait_for()
    assert [line for line in said if "Content Security Policy" in line or "Error" in line] == []


def test_the_editor_costs_the_page_nothing_until_it_is_opened(
    context: BrowserContext, server: Server, note: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = shown(context, server)
    assert [url for url in asked if re.search(TEXT, url)] == []
    page.get_by_role("button", name="Edit Note", exact=True).click()
    Editor(page).text.wait_for()
    assert any(re.search(TEXT, url) for url in asked)
