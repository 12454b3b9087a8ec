"""Between the page and the server somebody changes what the cell says: the page believes none of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, WebSocketRoute

from tests.e2e.conftest import SAMPLES, opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import Server, wait
from tests.e2e.test_places import choose
from tests.e2e.writing import python

DOT = python("Tampered", '@on("command")\ndef dot(event, canvas):\n    canvas.create(Point(5, 5))')
Tamper = Callable[[WebSocketRoute, str | bytes], None]


class Line:
    """What becomes of what the server says; by default it goes on as it is."""

    def __init__(self) -> None:
        self.tamper: Tamper = lambda page, message: page.send(message)
        self.to_server: list[dict[str, Any]] = []

    def lead(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def up(message: str | bytes) -> None:
            self.to_server.append(json.loads(message))
            server.send(message)

        page.on_message(up)
        server.on_message(lambda message: self.tamper(page, message))


@pytest.fixture(scope="module")
def tampered(browser: Browser, server: Server) -> Iterator[tuple[Desk, Line]]:
    """A page whose lines to the server's cells lead through us."""
    context, line = signed_in(browser, server), Line()
    context.route_web_socket("**/api/scripts/*/cell", line.lead)
    desk = Desk(opened(context, server), server)
    added = desk.add_script(DOT)
    desk.wait_script("Tampered")
    choose(desk, "Tampered", "server")
    yield desk, line
    desk.remove_script(added)
    context.close()


@pytest.fixture
def desk(tampered: tuple[Desk, Line]) -> Desk:
    desk, line = tampered
    line.tamper = lambda page, message: page.send(message)
    desk.open("astronaut.png", (SAMPLES / "astronaut.png").read_bytes())
    desk.wait_script("Tampered")
    return desk


@pytest.fixture
def line(tampered: tuple[Desk, Line]) -> Line:
    return tampered[1]


def kind_of(message: str | bytes) -> str:
    return str(json.loads(message)["type"]) if isinstance(message, str) else "frame"


def at_result(*instead: str | bytes) -> Tamper:
    """Give a way to tamper: in the place of the first result these are sent, `RUN` in them is the run."""
    done: list[str] = []

    def tamper(page: WebSocketRoute, message: str | bytes) -> None:
        if kind_of(message) != "result" or done:
            return page.send(message)
        done.append("once")
        run = json.loads(message)["run"]
        for one in instead:
            page.send(message if one == "ITSELF" else one.replace("RUN", run) if isinstance(one, str) else one)
        return None

    return tamper


def test_a_result_that_comes_twice_is_applied_once(desk: Desk, line: Line) -> None:
    line.tamper = at_result("ITSELF", "ITSELF")
    desk.run("Tampered")
    desk.wait_for_kinds("point")
    desk.run("Tampered")
    desk.wait_for_kinds("point", "point")
    assert desk.script("Tampered")["error"] is None


def test_what_is_said_of_another_run_is_not_heard(desk: Desk, line: Line) -> None:
    shape = (
        '{"geometry": {"kind": "box", "x": 1, "y": 1, "width": 9, "height": 9, "rotation": 0}, "id": "box-of-nobody"}'
    )
    line.tamper = at_result(f'{{"type": "result", "run": "another", "changes": {{"created": [{shape}]}}}}', "ITSELF")
    desk.run("Tampered")
    desk.wait_for_kinds("point")
    assert len(desk.stored()) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{ this is no JSON", "that is no JSON"),
        ('{"type": "event", "run": "RUN"}', "which no cell may send"),
        ('{"type": "result", "run": "RUN", "ms": 1e999}', "ms is no finite number"),
        ('{"type": "result", "run": "RUN", "changes": 7}', "sent a bad result"),
        ('{"type": "initialized", "hooks": []}', "another one on the server now"),
        (b"\0\0\0\0", "a frame that nothing announced"),
    ],
    ids=["no JSON", "not a cell's", "endless", "no change set", "other hooks", "stray frame"],
)
def test_what_does_not_hold_ends_the_line_and_a_new_one_is_well(
    desk: Desk, line: Line, said: str | bytes, why: str
) -> None:
    line.tamper = at_result(said)
    desk.run("Tampered")
    wait(desk.page, f"(limner.scripts().find((one) => one.name === 'Tampered').error ?? '').includes('{why}')")
    desk.wait_script("Tampered")
    assert desk.kinds() == []
    desk.run("Tampered")
    desk.wait_for_kinds("point")
    assert desk.script("Tampered")["error"] is None


def test_the_page_sends_what_it_has_to_and_never_its_pixels(desk: Desk, line: Line) -> None:
    line.to_server.clear()
    desk.run("Tampered")
    desk.wait_for_kinds("point")
    assert [one["type"] for one in line.to_server] == ["event"]
