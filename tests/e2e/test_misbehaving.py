"""Scripts that go wrong: the page lives on, says what happened, and the other scripts go on working."""

from collections.abc import Callable

from tests.e2e.desk import Desk
from tests.e2e.serving import wait

HEAD = """# /// script
# requires-python = ">=3.11"
#
# [tool.limner]
# name = "Trouble"
# grants = ["instances:write"]
# timeout = {timeout}
# ///
from limner import Box, Part, Polygon, on


@on("command")
async def trouble(event, canvas):
{body}
"""
FIRST_BODY_LINE = 14


def source(*body: str, timeout: float = 60.0) -> str:
    return HEAD.format(timeout=timeout, body="\n".join(f"    {line}" for line in body))


def card_error(desk: Desk) -> str:
    """Wait for the message on the script's card and give it."""
    error: str = wait(desk.page, "limner.scripts().find((one) => one.name === 'Trouble')?.error")
    return error


def prove_alive(desk: Desk) -> None:
    """The bundled script still answers a box."""
    count = len(desk.kinds())
    desk.draw_box(150, 5, 150, 200)
    wait(
        desk.page, f"limner.instances().length === {count + 1} && limner.instances().at(-1).geometry.kind === 'polygon'"
    )


Script = Callable[[str], str]


def start(desk: Desk, script: Script, *body: str, timeout: float = 60.0) -> None:
    script(source(*body, timeout=timeout))
    desk.wait_script("Trouble")
    desk.run("Trouble")


def test_an_exception_is_shown_at_its_line_on_the_card(desk: Desk, script: Script) -> None:
    start(desk, script, "boxes = []", "boxes[3]")
    assert card_error(desk) == "IndexError: list index out of range"
    desk.page.get_by_text(f"line {FIRST_BODY_LINE + 1}: IndexError").first.wait_for()
    assert f"line {FIRST_BODY_LINE + 1}: IndexError: list index out of range" in desk.console()
    prove_alive(desk)


def test_a_script_that_cannot_be_read_fails_with_its_line(desk: Desk, script: Script) -> None:
    script(source("if True print(1)"))
    desk.wait_script("Trouble", "failed")
    assert "SyntaxError" in card_error(desk)
    desk.page.get_by_text(f"line {FIRST_BODY_LINE}:").first.wait_for()


def test_a_missing_package_is_named(desk: Desk, script: Script) -> None:
    script(source("pass").replace("#\n# [tool", '# dependencies = ["no-such-package"]\n#\n# [tool'))
    desk.wait_script("Trouble", "failed", seconds=60)
    assert "no-such-package" in card_error(desk)


def test_an_endless_loop_ends_at_its_deadline_and_the_script_runs_again(desk: Desk, script: Script) -> None:
    start(desk, script, "while True: pass", timeout=0.5)
    assert "ran longer than its 0.5 s" in card_error(desk)
    desk.wait_script("Trouble")
    prove_alive(desk)


def test_a_loop_that_swallows_the_stop_is_ended_with_its_cell(desk: Desk, script: Script) -> None:
    body = ("while True:", "    try:", "        while True: pass", "    except BaseException: pass")
    start(desk, script, *body, timeout=0.5)
    assert "ran longer" in card_error(desk)
    desk.wait_script("Trouble", "ready", seconds=60)
    prove_alive(desk)


def test_stop_on_the_card_ends_a_run_without_counting_it_as_a_failure(desk: Desk, script: Script) -> None:
    start(desk, script, "while True: pass")
    desk.wait_script("Trouble", "running")
    desk.page.get_by_role("button", name="Stop Trouble").click()
    desk.wait_script("Trouble")
    assert desk.script("Trouble")["error"] is None


def test_a_hook_that_waits_for_ever_is_stopped_too(desk: Desk, script: Script) -> None:
    start(desk, script, "import asyncio", "await asyncio.get_running_loop().create_future()", timeout=0.5)
    assert "ran longer" in card_error(desk)
    desk.wait_script("Trouble")


NONSENSE = {
    "canvas.create(Polygon([(1, 2), (3, 4)]))": "instance 1: polygon has 2 points, needs at least 3",
    "canvas.create(Box(1, 2, float('nan'), 4))": "instance 1: box has a coordinate that is no finite number",
    "canvas.create(Box(5000, 10, 20, 20))": "instance 1: box lies outside the file, which is 512 x 512",
    "canvas.create(Box(10, 10, 20, 20), label='dragon')": "instance 1: label 'dragon' does not exist in this project",
    "canvas.create(Box(10, 10, 20, 20), score=7)": "instance 1: score is 7, expected 0 to 1",
    "canvas.delete('0123456789abcdef')": "deletion of 0123456789abcdef: no such instance on this file",
    "canvas.update('0123456789abcdef', label='cat')": "update of 0123456789abcdef: no such instance on this file",
    "return 'a polygon, honest'": "the hook returned str, expected geometries, instances or nothing",
    "canvas.create(Box(10, 10, 20, 20), attributes={'x': object()})": "cannot be sent as JSON",
}


def test_one_bad_item_rejects_the_whole_result_and_says_which_and_why(desk: Desk, script: Script) -> None:
    added = script(source("pass"))
    for line, why in NONSENSE.items():
        text = source("canvas.create(Box(30, 30, 50, 50))", line)
        saved = desk.server.api("PUT", f"/api/scripts/{added}", {"filename": "script.py", "source": text})
        desk.wait_version("Trouble", saved["version"])
        desk.run("Trouble")
        assert why.replace("instance 1", "instance 2") in card_error(desk), line
        assert desk.instances() == [], line
        desk.dismiss()


def test_coordinates_outside_the_file_are_clamped(desk: Desk, script: Script) -> None:
    start(desk, script, "canvas.create(Polygon([(-50, -50), (900, 20), (40, 900)]), label='cat')")
    (polygon,) = desk.wait_for_kinds("polygon")
    assert polygon["geometry"]["parts"][0]["outer"] == [[0, 0], [512, 20], [40, 512]]


def test_allocating_without_end_is_an_error_of_the_script_and_its_cell_is_replaced(desk: Desk, script: Script) -> None:
    start(desk, script, "hoard = []", "while True: hoard.append(bytearray(256 * 1024 * 1024))")
    error: str = wait(desk.page, "limner.scripts().find((one) => one.name === 'Trouble')?.error || null", 60)
    assert "MemoryError" in error or "memory" in error.lower()
    desk.wait_script("Trouble", "ready", seconds=60)
    prove_alive(desk)


def test_a_flood_of_lines_is_cut_and_counted(desk: Desk, script: Script) -> None:
    start(desk, script, "for i in range(200_000): print('line', i)")
    desk.run_of("Trouble")
    assert "199,000 more lines were left out" in desk.console()
    prove_alive(desk)


def test_three_failures_in_a_row_put_the_script_aside_until_asked_again(desk: Desk, script: Script) -> None:
    start(desk, script, "raise ValueError('no luck')")
    card_error(desk)
    for turn in range(2):
        desk.wait_script("Trouble")
        desk.run("Trouble")
        desk.run_of("Trouble", 2 + turn)
    desk.wait_script("Trouble", "failed")
    assert "put aside after 3 failures in a row" in card_error(desk)
    desk.page.get_by_role("button", name="Try Trouble again").click()
    desk.wait_script("Trouble", "ready", seconds=60)


def test_a_runs_own_changes_do_not_wake_it_again(desk: Desk, script: Script) -> None:
    echo = source("canvas.create(Polygon([(10, 10), (60, 10), (10, 60)]))", "print('woken')")
    script(echo.replace('@on("command")', '@on("create_instance", kind="polygon")'))
    desk.wait_script("Trouble")
    desk.press("p")
    for point in ((300, 300), (360, 300), (330, 360)):
        desk.click(*point)
    desk.press("Enter")
    desk.wait_for_kinds("polygon", "polygon")
    desk.run_of("Trouble")
    assert desk.console().count("woken") == 1
    desk.wait_for_kinds("polygon", "polygon")
