"""The list of keys: every action can be given others, which the page then answers, remembers and shows."""

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk


def chosen(desk: Desk) -> str | None:
    return desk.page.locator("[data-tool][aria-pressed=true]").get_attribute("data-tool")


def test_keys_are_changed_taken_from_others_and_given_back(plain: Desk) -> None:
    dialog = plain.page.get_by_role("dialog", name="Keys")
    plain.press("?")
    box, polygon = dialog.locator("[data-of='tool.box']"), dialog.locator("[data-of='tool.polygon']")
    box.get_by_role("button", name="Change B").click()
    plain.press("p")
    expect(box.get_by_role("status")).to_contain_text("P is the key of “Polygon”")
    expect(polygon).to_contain_text("P")
    plain.press("Escape")
    expect(box.get_by_role("status")).to_have_count(0)
    expect(box.get_by_role("button", name="Change B")).to_be_focused()
    plain.press("Enter", "p", "p")
    expect(box.get_by_role("button", name="Change P")).to_be_focused()
    expect(polygon.get_by_role("button", name="Give it a key")).to_be_visible()
    plain.press("Escape")
    expect(dialog).to_have_count(0)

    plain.press("p")
    assert chosen(plain) == "box"
    expect(plain.page.locator(".rail [data-tool=box] kbd")).to_have_text("P")
    plain.press("v", "b")
    assert chosen(plain) == "select"

    again = opened(plain.page.context, plain.server, f"/files/{plain.file}")
    again.keyboard.press("p")
    expect(again.locator("[data-tool=box]")).to_have_attribute("aria-pressed", "true")
    again.close()

    plain.press("?")
    dialog.get_by_role("button", name="All as they were").click()
    plain.press("Escape", "b")
    assert chosen(plain) == "box"
    plain.press("v")


def test_a_tool_answers_the_keys_its_actions_were_given(plain: Desk) -> None:
    plain.press("?")
    accept = plain.page.locator("[data-of='shape.accept']")
    accept.get_by_role("button", name="Change ⏎").click()
    plain.press("F4", "Escape", "p")
    for place in ((50, 50), (150, 50), (150, 150)):
        plain.click(*place)
    plain.press("F4")
    (drawn,) = plain.stored()
    assert len(drawn["geometry"]["parts"][0]["outer"]) == 3
    plain.press("v", "?")
    accept.get_by_role("button", name="Its own keys again").click()
    expect(accept.get_by_role("button", name="Change ⏎")).to_be_visible()
    plain.press("Escape")


def test_a_key_is_found_by_its_action_or_by_itself(plain: Desk) -> None:
    plain.press("?")
    plain.page.keyboard.type("ctrl+z")
    rows = plain.page.locator(".key-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Undo")
    plain.page.get_by_label("Find a key").fill("no such thing")
    expect(plain.page.get_by_role("dialog")).to_contain_text("Nothing is called “no such thing”.")
    plain.page.get_by_role("button", name="Close", exact=True).click()
    expect(plain.page.get_by_role("dialog")).to_have_count(0)


def test_the_first_visit_says_how_to_begin_until_something_is_drawn_or_it_is_put_away(
    plain: Desk, browser: Browser
) -> None:
    for put_away in (True, False):
        context = signed_in(browser, plain.server)
        page = opened(context, plain.server, f"/files/{plain.file}")
        card = page.get_by_role("region", name="How to begin")
        expect(card).to_contain_text("drag a box round something")
        if put_away:
            card.get_by_role("button", name="Close").click()
        else:
            visitor = Desk(page, plain.server)
            visitor.draw_box(100, 100, 60, 60)
            visitor.wait_saved()
            visitor.press("Control+z")
            visitor.wait_saved()
        expect(card).to_be_hidden()
        page.reload()
        page.locator(".inst, .hint").first.wait_for()
        page.evaluate("limner.ready")
        expect(card).to_be_hidden()
        context.close()
