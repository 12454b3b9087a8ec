"""The pages: who gets them, and that what people typed is only ever text in them."""

import json
from pathlib import Path
from typing import Any

import pytest

from limner_server import resources
from limner_server.routes import assets
from limner_server.routes.pages import as_json
from tests.server.world import Client

HTML = {"Accept": "text/html"}
HOSTILE = "</script><script>alert('here')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def addresses(client: Client) -> list[str]:
    """The addresses of all pages of a project in which every name is hostile."""
    project = client.project(name=HOSTILE, labels=[{"name": HOSTILE, "color": "#000000"}])
    file = client.upload(project["id"], name="<img src=x onerror=alert(1)>")[0]
    client.create(file["id"], label=HOSTILE, attributes={HOSTILE: HOSTILE})
    source = f"# /// script\n# [tool.limner]\n# name = '''{HOSTILE}'''\n# description = '''{HOSTILE}'''\n# ///\n"
    script = client.script(project["id"], source + HOSTILE, "<script>.py")
    pages = [
        "/",
        f"/projects/{project['id']}",
        f"/projects/{project['id']}/scripts",
        f"/projects/{project['id']}/labels",
        f"/files/{file['id']}",
    ]
    return [*pages, f"/scripts/{script['id']}", "/backends"]


def test_every_page_is_html_that_nobody_keeps(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        response = client.get(address, headers=HTML)
        assert response.status_code == 200, address
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"


def test_what_people_typed_is_text_on_every_page(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        page = client.get(address, headers=HTML).text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "Traceback" not in page


def test_an_address_that_asks_for_what_there_is_not_says_what_there_is(client: Client, file: dict[str, Any]) -> None:
    page = client.get(f"/files/{file['id']}?sort=nonsense", headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert "The address is not right" in page.text
    assert "expected one of added, -added, name" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/projects/nobody",
        "/projects/nobody/scripts",
        "/projects/nobody/labels",
        "/files/nobody",
        "/scripts/nobody",
        "/nothing",
    ],
)
def test_what_is_not_there_is_a_404_page_for_people_and_json_for_programs(client: Client, path: str) -> None:
    page = client.get(path, headers=HTML)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("path", ["/<script>alert(1)</script>", "/files/<script>alert(1)</script>"])
def test_an_error_page_shows_the_address_only_as_text(client: Client, path: str) -> None:
    page = client.get(path, headers=HTML)
    assert page.status_code == 404
    assert "<script>alert" not in page.text


def test_scripts_are_edited_beside_the_first_image_where_there_is_one(client: Client) -> None:
    project = client.project()
    script = client.script(project["id"])
    address = f"/projects/{project['id']}/scripts"
    assert "?edit=" not in client.get(address, headers=HTML).text
    file = client.upload(project["id"])[0]
    page = client.get(address, headers=HTML).text
    assert f"/files/{file['id']}?edit=new" in page
    assert f"/files/{file['id']}?edit={script['id']}" in page
    assert file["id"] in client.get(f"/scripts/{script['id']}", headers=HTML).text


def test_a_page_cannot_be_posted_to(client: Client) -> None:
    response = client.post("/", headers=HTML)
    assert response.status_code == 405
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("value", [HOSTILE, "<!--", "&amp;", "\u2028", {"a": [HOSTILE]}], ids=ascii)
def test_json_inside_a_page_cannot_end_its_element(value: Any) -> None:
    text = as_json(value)
    assert "<" not in text
    assert "&" not in text
    assert text.isascii()


def modules_of(client: Client) -> str:
    assets._joined.cache_clear()
    page = client.get("/", headers={"Accept": "text/html"}).text
    assets._joined.cache_clear()
    return page.split('<script type="module" src="/static/')[1].split("/")[1]


def test_a_page_asks_for_the_joined_and_for_each_where_they_do_not_fit(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "joined"
    monkeypatch.setattr(resources, "JOINED", folder)
    assert modules_of(client) == "js"
    folder.mkdir()
    (folder / resources.FITS).write_text(json.dumps({"modules": resources.modules_id(), "chunks": {}}))
    assert modules_of(client) == "joined"
    (folder / resources.FITS).write_text('{"modules": "others"}')
    assert modules_of(client) == "js"
