"""Lists in pages: cursors, limits, and what is no cursor."""

from collections.abc import Callable
from typing import Any

import pytest

from limner_server.app import ENDPOINTS
from tests.server.images import encoded
from tests.server.world import Client, ok, refused

COUNT = 5
Fill = Callable[[Client], tuple[str, str]]


def projects(client: Client) -> tuple[str, str]:
    for index in range(COUNT):
        client.project(name=str(index))
    return "/api/projects", "name"


def files(client: Client) -> tuple[str, str]:
    project = client.project()
    for index in range(COUNT):
        client.upload(project["id"], encoded(), name=f"{index}")
    client.upload(client.project()["id"])
    return f"/api/projects/{project['id']}/files", "name"


def log(client: Client) -> tuple[str, str]:
    file = client.file()
    for index in range(COUNT):
        ok(client.post(f"/api/files/{file['id']}/changes", json={"key": f"change-{index}"}))
    return f"/api/files/{file['id']}/log", "key"


def history(client: Client) -> tuple[str, str]:
    """The only list that has the newest first."""
    url, _ = log(client)
    return url.replace("/log", "/history"), "revision"


def runs(client: Client) -> tuple[str, str]:
    project = client.project()
    file, script = client.upload(project["id"])[0], client.script(project["id"])
    run = {"version": "v", "file": file["id"], "event": "prompt", "place": "browser", "outcome": "empty"}
    for index in reversed(range(COUNT)):
        ok(client.post(f"/api/scripts/{script['id']}/runs", json={**run, "id": f"run-000{index}"}))
    return f"/api/scripts/{script['id']}/runs", "id"


LISTS: dict[str, Fill] = {
    "/api/projects": projects,
    "/api/projects/{project}/files": files,
    "/api/files/{file}/log": log,
    "/api/files/{file}/history": history,
    "/api/scripts/{script}/runs": runs,
}


def test_every_paged_list_has_a_case_here() -> None:
    assert set(LISTS) == {endpoint.path for endpoint in ENDPOINTS if endpoint.cursor}


def pages(client: Client, url: str, limit: int) -> list[list[Any]]:
    found, cursor = [], None
    while len(found) <= COUNT:
        query = {"limit": limit} | ({} if cursor is None else {"cursor": cursor})
        page = ok(client.get(url, params=query))
        found.append(page["items"])
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the list never ends")


@pytest.mark.parametrize("path", LISTS)
def test_pages_give_every_item_once_and_in_order(client: Client, path: str) -> None:
    url, name = LISTS[path](client)
    for limit in (1, 2, 4, 5, 6):
        found = pages(client, url, limit)
        assert all(len(page) <= limit for page in found)
        order = [item[name] for page in found for item in page]
        assert order == sorted(order, reverse=url.endswith("/history"))
        assert len(set(order)) == len(order) == COUNT


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_fits_on_a_page_has_no_next(client: Client, path: str) -> None:
    url, _ = LISTS[path](client)
    page = ok(client.get(url))
    assert len(page["items"]) == COUNT
    assert page["next"] is None


@pytest.mark.parametrize("path", LISTS)
def test_an_item_added_while_paging_moves_nothing(client: Client, path: str) -> None:
    url, name = LISTS[path](client)
    first = ok(client.get(url, params={"limit": 2}))
    if path == "/api/projects":
        client.project(name="9")
    rest = ok(client.get(url, params={"cursor": first["next"]}))
    order = [item[name] for item in (*first["items"], *rest["items"])]
    assert order == sorted(order, reverse=url.endswith("/history"))
    assert len(set(order)) == len(order) >= COUNT


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "", "1e3", "\u0663", "9" * 19, "0x1", " 1", "1;drop"])
def test_what_is_no_whole_number_is_422(client: Client, value: str) -> None:
    for path in LISTS:
        for name in ("cursor", "limit"):
            response = client.get(path.format(project="p", file="f", script="s"), params={name: value})
            assert refused(response, 422) == f"{name} is {value!r}, expected a whole number"


@pytest.mark.parametrize(("limit", "given"), [("0", 1), ("1000000", COUNT)])
def test_a_limit_is_brought_into_its_bounds(client: Client, limit: str, given: int) -> None:
    url, _ = projects(client)
    assert len(ok(client.get(url, params={"limit": limit}))["items"]) == given


@pytest.mark.parametrize("cursor", ["999999999999999999", "12345"])
def test_a_cursor_beyond_the_end_gives_an_empty_page(client: Client, cursor: str) -> None:
    url, _ = projects(client)
    assert ok(client.get(url, params={"cursor": cursor})) == {"items": [], "next": None}
