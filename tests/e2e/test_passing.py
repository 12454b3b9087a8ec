"""What a page shows while its answers are on their way, and when none comes: whole, named, and it does not jump."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request, Route

from tests.e2e.fitting import misfits
from tests.e2e.serving import Server, until
from tests.e2e.test_accessibility import RUN, paths, reader, told

__all__ = ["reader"]

AWAITING = ("/", "/projects/{project}", "/projects/{project}/labels", "/scripts/{script}", "/backends", "/files/{file}")
DRAWN = "new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen))))"
PLACES = """() => {
  const main = "main > :not(.over), main > * > *, .headline > *, .sheet";
  const parts = document.querySelectorAll(`body > *, .side > *, ${main}`);
  window.parts = new Map([...parts].filter((one) => one.checkVisibility()).map((one) => {
    const { left, top } = one.getBoundingClientRect();
    return [one, [left, top]];
  }));
}"""
JUMPED = """() => [...window.parts].filter(([one]) => one.checkVisibility()).flatMap(([one, [x, y]]) => {
  const { left, top } = one.getBoundingClientRect();
  const name = one.id ? "#" + one.id : [one.localName, ...one.classList].join(".");
  return Math.hypot(left - x, top - y) > 1 ? [`${name} jumps from ${x}, ${y} to ${left}, ${top}`] : [];
})"""


@contextmanager
def without_answers(page: Page) -> Iterator[Callable[[], None]]:
    """Hold every answer of the API back; give what lets them go, each as the server gives it."""
    held: list[Route] = []
    asked: set[Request] = set()
    open_now = False

    def hold(route: Route) -> None:
        asked.add(route.request)
        if open_now:
            route.continue_()
        else:
            held.append(route)

    def let_go() -> None:
        nonlocal open_now
        open_now = True
        for route in held:
            route.continue_()
        until(page, lambda: not asked)
        page.evaluate(DRAWN)
        until(page, lambda: not asked)

    def over(request: Request) -> None:
        asked.discard(request)

    page.on("requestfinished", over)
    page.on("requestfailed", over)
    page.route("**/api/**", hold)
    yield let_go
    page.unroute("**/api/**")
    page.remove_listener("requestfinished", over)
    page.remove_listener("requestfailed", over)


def problems(page: Page) -> list[str]:
    page.evaluate(DRAWN)
    found: list[str] = page.evaluate(RUN, None)
    return found + misfits(page)


def awaiting(reader: Page, server: Server) -> Iterator[tuple[str, Callable[[], None]]]:
    """Open every page that asks for something, with nothing answered; give its name and what lets the answers go."""
    for name, path in paths(server).items():
        if name not in AWAITING:
            continue
        with without_answers(reader) as let_go:
            reader.goto(server.base + path)
            reader.locator("main, #stage").first.wait_for()
            yield name, let_go


def test_a_page_is_whole_before_its_answers_come_and_does_not_jump_when_they_do(reader: Page, server: Server) -> None:
    found: dict[str, list[str]] = {}
    for name, let_go in awaiting(reader, server):
        found[name] = problems(reader)
        reader.evaluate(PLACES)
        let_go()
        reader.evaluate(DRAWN)
        found[name] += reader.evaluate(JUMPED)
    assert told(found) == ""
    assert set(found) == set(AWAITING)


def test_a_page_that_gets_no_answer_says_so_and_is_whole(reader: Page, server: Server) -> None:
    found: dict[str, list[str]] = {}
    given = paths(server)
    reader.route("**/api/**", lambda route: route.abort())
    for name in ("/projects/{project}", "/scripts/{script}", "/backends"):
        reader.goto(server.base + given[name])
        reader.locator("[role=alert]:visible").first.wait_for()
        found[name] = problems(reader)
        assert "Loading" not in reader.locator("main").inner_text(), name
    reader.unroute("**/api/**")
    assert told(found) == ""
