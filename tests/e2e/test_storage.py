"""What a script keeps: across reloads, in both languages, within its quota."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain

NAME, OTHER, GREEDY = "Counter", "Counter too", "Greedy"
COUNTER = python(
    NAME,
    """
@on("command")
async def count(event, canvas):
    turns = await canvas.storage.get("turns", 0) + 1
    await canvas.storage.set("turns", turns)
    await canvas.storage.set("last/of all", {"file": event.file.name, "none": None})
    print(turns, await canvas.storage.keys(), await canvas.storage.get("last/of all"))
    if turns == 3:
        await canvas.storage.delete("turns")
        print(await canvas.storage.get("turns"), await canvas.storage.keys())
""",
    ("storage",),
)
COUNTER_TOO = javascript(
    OTHER,
    """
on("command", async (event, canvas) => {
  const turns = (await canvas.storage.get("turns", 0)) + 1;
  await canvas.storage.set("turns", turns);
  canvas.log(JSON.stringify([turns, await canvas.storage.keys()]));
});
""",
    ("storage",),
)
HOARD = python(
    GREEDY,
    """
@on("command")
async def hoard(event, canvas):
    for i in range(10):
        await canvas.storage.set(f"part {i}", "x" * 200_000)
""",
    ("storage",),
)


@pytest.fixture(scope="module", autouse=True)
def scripts(warm: tuple[Page, list[str]], server: Server) -> Iterator[list[str]]:
    desk = Desk(warm[0], server)
    sources = ((COUNTER, "counter.py"), (COUNTER_TOO, "counter_too.js"), (HOARD, "greedy.py"))
    added = [desk.add_script(*one) for one in sources]
    for name in (NAME, OTHER, GREEDY):
        desk.wait_script(name)
    yield added
    for one in added:
        desk.remove_script(one)


def test_what_is_kept_is_there_in_the_next_run_and_after_a_reload(
    desk: Desk, browser: Browser, scripts: list[str]
) -> None:
    desk.show_tab("scripts")
    for turn in (1, 2):
        desk.run(NAME)
        desk.run_of(NAME, turn)
    first, second = desk.said(NAME, 2)
    kept = "{'file': 'astronaut.png', 'none': None}"
    assert (first, second) == (f"1 ['last/of all', 'turns'] {kept}", f"2 ['last/of all', 'turns'] {kept}")
    value = desk.server.api("GET", f"/api/scripts/{scripts[0]}/storage/turns")
    assert value == {"key": "turns", "value": 2}
    context = signed_in(browser, desk.server)
    again = Desk(opened(context, desk.server, f"/files/{desk.file}"), desk.server)
    again.file = desk.file
    again.run(NAME)
    third, gone = again.said(NAME, 2)
    assert (third, gone) == (f"3 ['last/of all', 'turns'] {kept}", "None ['last/of all']")
    context.close()


def test_each_script_has_its_own(desk: Desk) -> None:
    desk.show_tab("scripts")
    desk.run(OTHER)
    assert desk.said(OTHER, 1) == ['[1,["turns"]]']


def test_what_goes_over_the_quota_is_an_error_of_the_script_that_says_how_much_it_keeps(
    desk: Desk, scripts: list[str]
) -> None:
    desk.show_tab("scripts")
    desk.run(GREEDY)
    error = desk.wait_for(f"limner.scripts().find((one) => one.name === '{GREEDY}')?.error")
    assert "HostError: the script keeps 1,000,0" in error
    assert "over its 1,048,576: delete some first" in error
    kept = desk.server.api("GET", f"/api/scripts/{scripts[2]}/storage")
    assert [one["key"] for one in kept["items"]] == [f"part {i}" for i in range(5)]
    desk.page.locator("#notices").get_by_label("Dismiss").first.click()
