"""Scripts with several commands: their buttons, their keys, and for which shapes they are."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.desk import Desk

pytestmark = [pytest.mark.plain, pytest.mark.e2e]

NAMES = ("simplify", "smooth", "fill_holes", "remove_specks", "convex_hull", "split_parts", "snap_neighbours", "clip")
SAY = 'canvas.notify(f"{event.command} {event.instance.geometry.kind if event.instance else None}")'
OUTSIDE = """() => [...document.querySelectorAll(".commands button")].filter((one) => {
  const [inner, outer] = [one, one.closest(".commands")].map((element) => element.getBoundingClientRect());
  return inner.bottom > outer.bottom || inner.right > outer.right;
}).map((one) => one.ariaLabel)"""


def tidy(name: str, *keys: str, commands: tuple[str, ...] = NAMES) -> str:
    """Write a script of these commands, the first of which have these keys; `fill_holes` is for polygons."""
    tables = []
    for index, command in enumerate(commands):
        tables.append(f"# [tool.limner.commands.{command}]")
        tables += [f'# hotkey = "{keys[index]}"'] if index < len(keys) else []
        tables += ['# kinds = ["polygon"]'] if command == "fill_holes" else []
    tables += ["# ///", "from limner import on", "", "", '@on("command")', "def say(event, canvas):", f"    {SAY}", ""]
    return "\n".join(["# /// script", "# [tool.limner]", f'# name = "{name}"', *tables])


@pytest.fixture
def tidied(desk: Desk, script: Callable[..., str]) -> Iterator[Desk]:
    script(tidy("Tidy", "Alt+K", "Alt+L"), "tidy.py")
    desk.wait_script("Tidy")
    yield desk
    desk.press("Escape")


def button(desk: Desk, title: str) -> Locator:
    return desk.card("Tidy").get_by_role("button", name=f"{title}, Tidy", exact=True)


def said(desk: Desk, text: str) -> None:
    desk.page.locator("#notices").get_by_text(text).last.wait_for()


def test_a_card_has_a_button_for_each_command_and_all_of_them_are_seen(tidied: Desk) -> None:
    shown = tidied.card("Tidy").locator(".commands button")
    expect(shown).to_have_count(8)
    expect(tidied.card("Tidy").get_by_role("button", name="Run Tidy")).to_have_count(0)
    assert tidied.page.evaluate(OUTSIDE) == []
    button(tidied, "Remove specks").click()
    said(tidied, "remove_specks None")


def test_a_key_runs_its_command_on_the_selected_shape(tidied: Desk) -> None:
    with tidied.without():
        tidied.draw_box(100, 100, 50, 40)
        tidied.wait_for_kinds("box")
        tidied.press("v", "Alt+L")
        said(tidied, "smooth box")


def test_a_command_for_another_kind_cannot_be_pressed_and_says_why(tidied: Desk) -> None:
    with tidied.without():
        tidied.draw_box(100, 100, 50, 40)
        tidied.wait_for_kinds("box")
        tidied.wait_for("document.querySelector('[aria-label=\"Fill holes, Tidy\"]').disabled")
        assert button(tidied, "Fill holes").get_attribute("title") == (
            "“Fill holes” is for: polygon. What is selected is: box."
        )
        expect(button(tidied, "Smooth")).to_be_enabled()
        tidied.press("v", "Escape", "Escape")
        tidied.wait_for("!document.querySelector('[aria-label=\"Fill holes, Tidy\"]').disabled")


def test_the_list_of_keys_has_the_commands_and_gives_them_others(tidied: Desk) -> None:
    tidied.press("?")
    dialog = tidied.page.get_by_role("dialog", name="Keys")
    row = dialog.locator(".key-row").filter(has_text="Tidy: Simplify")
    assert row.locator("kbd").all_inner_texts() == ["Alt+K"]
    row.get_by_role("button", name="Change Alt+K").click()
    tidied.press("Alt+L")
    expect(row.get_by_role("status")).to_contain_text("Alt+L is the key of “Tidy: Smooth”")
    tidied.press("Alt+L", "Escape")
    dialog.wait_for(state="detached")
    tidied.press("Alt+L")
    said(tidied, "simplify None")
    expect(button(tidied, "Simplify").locator("kbd")).to_have_text("Alt+L")
    expect(button(tidied, "Smooth").locator("kbd")).to_have_count(0)
    tidied.press("?")
    dialog.get_by_role("button", name="All as they were").click()
    assert row.locator("kbd").all_inner_texts() == ["Alt+K"]
    tidied.press("Escape", "Alt+L")
    said(tidied, "smooth None")


def test_a_key_that_is_taken_is_said_on_the_card(tidied: Desk, script: Callable[..., str]) -> None:
    script(tidy("Other", "Alt+K", "v", commands=("cut", "keep")), "other.py")
    tidied.wait_script("Other")
    card = tidied.card("Other")
    assert card.locator(".hook").inner_text().strip() == (
        "Alt+K is the key of “Simplify” of Tidy; V is the key of “Select”"
    )
    card.get_by_role("button", name="Cut, Other", exact=True).click()
    said(tidied, "cut None")
    tidied.press("Alt+K")
    said(tidied, "simplify None")


def test_moving_a_slider_runs_the_same_command_again(desk: Desk, script: Callable[..., str]) -> None:
    source = tidy("Tidy", commands=("cut", "keep")).replace(SAY, 'canvas.log(event.command, canvas.params["n"])')
    declared = '# [tool.limner.params.n]\n# type = "integer"\n# default = 1\n# ///\n'
    script(source.replace("# ///\n", declared), "tidy.py")
    desk.wait_script("Tidy")
    button(desk, "Keep").click()
    assert desk.said("Tidy", 1) == ["keep 1"]
    desk.card("Tidy").get_by_role("slider").fill("7")
    assert desk.said("Tidy", 2)[-1] == "keep 7"
