"""The command palette: whatever can be done is found by a few letters and done with Enter."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk


def entries(desk: Desk, typed: str) -> Locator:
    """Open the palette, type, and give what it lists."""
    desk.press("Control+k")
    desk.page.keyboard.type(typed)
    return desk.page.get_by_role("option").filter(visible=True).and_(desk.page.locator(".entry"))


def tool(desk: Desk) -> str:
    return desk.page.locator("[data-tool][aria-pressed=true]").get_attribute("data-tool") or ""


def test_a_tool_and_a_label_are_found_by_a_few_letters_and_taken_with_enter(plain: Desk) -> None:
    expect(entries(plain, "ell").first).to_contain_text("Ellipse")
    plain.press("Enter")
    assert tool(plain) == "ellipse"
    plain.press("v")
    expect(entries(plain, "rock").first).to_contain_text("Label: rocket")
    plain.press("Enter")
    plain.draw_box(100, 100, 50, 60)
    assert [one["label"] for one in plain.stored()] == ["rocket"]


def test_what_is_not_found_is_said_and_escape_leaves_all_as_it_was(plain: Desk) -> None:
    with plain.page.expect_request(lambda request: "/files?" in request.url) as asked:
        found = entries(plain, "zz")
    assert "name=zz" in asked.value.url
    expect(found).to_have_count(0)
    expect(plain.page.get_by_role("dialog")).to_contain_text("Nothing is called “zz”.")
    plain.press("Escape")
    expect(plain.page.get_by_role("dialog")).to_have_count(0)
    assert tool(plain) == "select"


def test_instances_are_found_by_their_label_and_files_by_their_name(plain: Desk, photo: Callable[[str], bytes]) -> None:
    first = plain.file
    plain.draw_box(30, 40, 50, 60)
    plain.press("4")
    plain.draw_box(200, 200, 50, 60)
    plain.press("v", "Escape")
    listed = entries(plain, "cat 50")
    expect(listed).to_have_count(0)
    plain.press("Escape")
    expect(entries(plain, "instance cat")).to_contain_text(["cat"])
    plain.press("Enter")
    expect(plain.page.locator(".inst[aria-selected=true]")).to_contain_text("cat")
    other = plain.server.upload(plain.project, "found by its name.png", photo("chelsea.png"))["id"]
    expect(entries(plain, "by its na").first).to_contain_text("found by its name.png")
    plain.press("Enter")
    plain.wait_for(f"document.getElementById('stage').dataset.file === '{other}'")
    plain.page.go_back()
    plain.wait_for(f"document.getElementById('stage').dataset.file === '{first}'")


def test_the_palette_opens_from_a_field_and_by_its_button(plain: Desk) -> None:
    plain.draw_box(30, 40, 50, 60)
    plain.press("v")
    plain.page.locator("#inspector .field").first.focus()
    expect(entries(plain, "polyline tools").first).to_contain_text("Polyline")
    plain.press("Enter")
    assert tool(plain) == "polyline"
    plain.page.get_by_role("button", name="Find a command").click()
    plain.page.locator(".entry", has_text="Polyline").first.wait_for()
    expect(plain.page.locator(".entry").first).to_contain_text("Polyline")  # what was done last is there at once
    plain.press("Escape", "v")


def test_the_gallery_has_a_palette_too(plain: Desk) -> None:
    page = plain.page.context.new_page()
    page.goto(f"{plain.server.base}/projects/{plain.project}")
    page.locator(".file b").first.wait_for()
    page.get_by_label("Search by name").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("pick all")
    expect(page.locator(".entry").first).to_contain_text("Pick all")
    page.keyboard.press("Enter")
    expect(page.locator("#picked")).to_contain_text("picked")
    page.keyboard.press("Control+k")
    page.keyboard.type("astronaut")
    expect(page.locator(".entry").first).to_contain_text("astronaut.png")
    page.keyboard.press("Enter")
    page.wait_for_url("**/files/*")
    page.close()
