"""What every answer carries: the header table, on good answers and on refusals."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.routing import Route

from limner_server.security import HEADERS, PAGE_POLICY, surface_of
from tests.server.world import BASE, PORT, SIGNED_IN, Client, make_app

COMMON = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-embedder-policy": "require-corp",
}
PAGE = {
    **COMMON,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "content-security-policy": PAGE_POLICY,
}
ASSET = {**COMMON, "cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"}
FRAME = {**COMMON, "cross-origin-resource-policy": "cross-origin"}


def carries(response: object, headers: dict[str, str]) -> bool:
    return headers.items() <= dict(response.headers).items()  # type: ignore[attr-defined]


def policy_of(text: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (directive.split() for directive in text.split(";"))}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Client(make_app(tmp_path_factory.mktemp("site")), base_url=BASE, follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("headers", [SIGNED_IN, {}, {**SIGNED_IN, "Origin": "null"}, {"Host": "evil.example"}], ids=str)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_route_carries_the_headers_of_its_surface(site: Client, headers: dict[str, str], accept: str) -> None:
    for route in site.app.routes:
        if isinstance(route, Route):
            path = re.sub(r"{\w+(:\w+)?}", "x", route.path)
            expected = {"page": PAGE, "frame": FRAME, "asset": ASSET}[surface_of(path)]
            response = site.get(path, headers={**headers, "Accept": accept})
            assert carries(response, expected), (path, response.status_code)


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing", "/cell/nothing", "/api/nothing", "/cell/"])
def test_a_page_that_is_not_there_carries_the_page_headers(site: Client, path: str) -> None:
    response = site.get(path, headers={**SIGNED_IN, "Accept": "text/html"})
    assert response.status_code == 404
    assert carries(response, PAGE)


def test_an_asset_that_is_not_there_carries_the_asset_headers_and_is_not_kept(site: Client) -> None:
    response = site.get("/assets/nothing")
    assert response.status_code == 404
    assert carries(response, ASSET)
    assert "cache-control" not in response.headers


def test_pages_allow_no_inline_script_and_no_eval() -> None:
    policy = policy_of(PAGE_POLICY)
    assert "unsafe" not in PAGE_POLICY
    assert "*" not in PAGE_POLICY
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]


def test_only_assets_may_be_read_from_other_origins() -> None:
    with_permission = [surface for surface, headers in HEADERS.items() if "Access-Control-Allow-Origin" in headers]
    assert with_permission == ["asset"]


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", "[::1]:80"])
def test_a_frame_may_load_only_literal_asset_paths_of_the_host_asked(site: Client, host: str) -> None:
    policy = policy_of(site.get("/cell/frame", headers={"Host": host}).headers["content-security-policy"])
    literal = [source for source in policy["script-src"] if not source.startswith("'") and source != "blob:"]
    assert len(literal) == 1
    assert re.fullmatch(rf"http://{re.escape(host)}/assets/[0-9a-f]{{12}}/", literal[0])
    assert policy["connect-src"] == literal
    assert policy["default-src"] == ["'none'"]
    assert policy["worker-src"] == ["blob:"]
    assert policy["sandbox"] == ["allow-scripts"]


def test_a_frame_has_no_self_and_no_wildcard(site: Client) -> None:
    policy = site.get("/cell/frame").headers["content-security-policy"]
    assert "'self'" not in policy.replace("frame-ancestors 'self'", "")
    assert "*" not in policy
    assert "'unsafe-inline'" not in policy


def test_a_frame_has_one_script_and_no_inline_code(site: Client) -> None:
    page = site.get("/cell/frame").text
    (source,) = re.findall(r'<script src="([^"]+)"></script>', page)
    assert page.count("<script") == 1
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/cell/frame\.js", source)


def test_a_pyodide_from_elsewhere_is_named_in_the_policy_of_the_frame(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = make_app(tmp_path_factory.mktemp("elsewhere"), pyodide_url="https://cdn.example/pyodide")
    with Client(app, base_url=BASE) as client:
        policy = policy_of(client.get("/cell/frame").headers["content-security-policy"])
    assert [urlsplit(source).netloc for source in policy["connect-src"]] == [f"127.0.0.1:{PORT}", "cdn.example"]
    assert policy["connect-src"][1] == "https://cdn.example/pyodide/"


def cell_of(client: Client) -> dict[str, Any]:
    """Give what the annotation page is told of its cells."""
    file = client.file()["id"]
    page = client.get(f"/files/{file}", headers={"Accept": "text/html"}).text
    (settings,) = re.findall(r'<script[^>]* id="page"[^>]*>(.*?)</script>', page, re.DOTALL)
    cell: dict[str, Any] = json.loads(settings)["cell"]
    return cell


def test_a_page_is_told_of_the_snapshot_that_fits_its_runtime_and_of_none_for_a_pyodide_from_elsewhere(
    client: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for path in (cell_of(client)[what] for what in ("snapshot", "compiled")):
        response = client.get(path)
        assert (response.status_code, response.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    app = make_app(tmp_path_factory.mktemp("elsewhere"), pyodide_url="https://cdn.example/pyodide")
    with Client(app, base_url=BASE, headers=SIGNED_IN) as elsewhere:
        cell = cell_of(elsewhere)
    assert (cell["snapshot"], cell["compiled"]) == (None, None)


@pytest.mark.parametrize("path", ["/static/%2e%2e/%2e%2e/pyproject.toml", "/static/js/../../../pyproject.toml"])
def test_nobody_climbs_out_of_the_folders(site: Client, path: str) -> None:
    build = next(route.path.split("/")[2] for route in site.app.routes if route.path.startswith("/static/"))
    response = site.get(path.replace("/static/", f"/static/{build}/js/"))
    assert response.status_code == 404
    assert "limner_server" not in response.text


def test_the_runtime_is_served_for_ever_as_a_wheel(site: Client) -> None:
    path = next(route.path for route in site.app.routes if route.path.endswith("/runtime.whl"))
    response = site.get(path)
    assert response.content[:4] == b"PK\x03\x04"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
