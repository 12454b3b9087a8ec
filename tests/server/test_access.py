"""Who may ask: every route of the application, found by looking, against every way not to be let in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from limner_server.security import PUBLIC, session_of
from tests.server.world import BASE, PORT, SIGNED_IN, TOKEN, Client, make_app

HTML = {"Accept": "text/html"}
PUBLIC_ROUTES = {"/healthz", "/cell/frame", "/assets/BUILD/runtime.whl", "/assets/BUILD/models/x", "/ml/images/x/x/x"}
PUBLIC_MOUNTS = {
    "/static/BUILD/joined",
    "/static/BUILD/js",
    "/static/BUILD/css",
    "/static/BUILD/img",
    "/static/BUILD/vendor",
    "/assets/BUILD/cell",
    "/assets/BUILD/pyodide",
    "/assets/BUILD/snapshot",
    "/assets/BUILD/tfjs",
    "/assets/BUILD/runtime/cell",
    "/assets/BUILD/web/js/shapes",
    "/assets/BUILD/web/vendor",
}


def routes_of(app: Starlette) -> Iterator[tuple[str, str]]:
    for route in app.routes:
        if isinstance(route, Route):
            for method in sorted(route.methods or ()):
                yield method, re.sub(r"{\w+(:\w+)?}", "x", route.path)


def is_public(path: str) -> bool:
    return any(path == public or (public.endswith("/") and path.startswith(public)) for public in PUBLIC)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server without content, asked without a token."""
    app = make_app(tmp_path_factory.mktemp("site"))
    with Client(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def private(site: Client) -> list[tuple[str, str]]:
    listed = [(method, path) for method, path in routes_of(site.app) if not is_public(path)]
    assert len(listed) > 30
    return listed


def build_of(path: str) -> str:
    parts = path.split("/")
    return "/".join("BUILD" if index == 2 and parts[1] in ("static", "assets") else p for index, p in enumerate(parts))


def test_what_is_public_is_listed_here_and_nothing_more(site: Client) -> None:
    routes = {build_of(path) for _, path in routes_of(site.app) if is_public(path)}
    found = {route.path for route in site.app.routes if isinstance(route, Mount)}
    mounts = {build_of(path) for path in found if is_public(f"{path}/")}
    assert (routes, mounts) == (PUBLIC_ROUTES, PUBLIC_MOUNTS)
    assert all(is_public(f"{mount}/") for mount in PUBLIC_MOUNTS)
    assert all(isinstance(route, (Route, Mount, WebSocketRoute)) for route in site.app.routes)


def test_public_paths_are_given_to_anybody(site: Client) -> None:
    for path in (path for method, path in routes_of(site.app) if method == "GET" and is_public(path)):
        unknown = path.endswith(("/models/x", "/ml/images/x/x/x"))  # contents nobody asked for, or no good link to one
        there = 404 if unknown else 200
        assert site.get(path).status_code == there, path
        assert site.get(path, headers={"Origin": "null"}).status_code == there, path


def test_without_a_token_the_api_answers_401_as_json(site: Client, private: list[tuple[str, str]]) -> None:
    for method, path in private:
        response = site.request(method, path)
        assert response.status_code == 401, (method, path)
        assert response.headers["www-authenticate"] == "Bearer"
        assert method == "HEAD" or response.json()["error"]["code"] == "no_token"


def test_without_a_token_a_browser_sees_a_page_that_says_so(site: Client, private: list[tuple[str, str]]) -> None:
    for method, path in private:
        response = site.request(method, path, headers=HTML)
        assert response.status_code == 401, (method, path)
        kind = "application/json" if path.startswith("/api/") else "text/html"
        assert response.headers["content-type"].startswith(kind)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer"},
        {"Authorization": TOKEN},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": f"Bearer {TOKEN} more"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": "Bearer t\u00f6ken".encode("latin-1")},
        {"Authorization": f"Bearer {session_of(TOKEN)}"},
        {"Cookie": f"limner-{PORT}={TOKEN}"},
        {"Cookie": f"limner-{PORT}="},
        {"Cookie": f"limner-8000={session_of(TOKEN)}"},
        {"Cookie": f"limner-{PORT}={session_of('another token')}"},
    ],
    ids=str,
)
def test_what_is_not_quite_the_token_is_401_everywhere(
    site: Client, private: list[tuple[str, str]], headers: dict[str, str]
) -> None:
    for method, path in private:
        assert site.request(method, path, headers=headers).status_code == 401, (method, path)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        f"http://127.0.0.1:{PORT + 1}",
        "http://127.0.0.1",
        f"http://localhost:{PORT}",
        f"http://127.0.0.1:{PORT}.evil.example",
        f"ftp://127.0.0.1:{PORT}",
    ],
)
def test_another_origin_is_403_even_with_the_token(site: Client, private: list[tuple[str, str]], origin: str) -> None:
    for method, path in private:
        response = site.request(method, path, headers={**SIGNED_IN, "Origin": origin})
        assert response.status_code == 403, (method, path)
        assert method == "HEAD" or response.json()["error"]["code"] == "foreign_origin"
        assert "access-control-allow-origin" not in response.headers


def test_a_request_a_browser_calls_cross_site_may_not_write(site: Client, private: list[tuple[str, str]]) -> None:
    for method, path in private:
        for fetch_site in ("cross-site", "same-site"):
            response = site.request(method, path, headers={**SIGNED_IN, "Sec-Fetch-Site": fetch_site})
            assert (response.status_code == 403) == (method not in ("GET", "HEAD")), (method, path)


def test_the_own_origin_is_no_other_origin(site: Client) -> None:
    assert site.get("/api/projects", headers={**SIGNED_IN, "Origin": BASE}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "", f"127.0.0.1:{PORT}.evil.example", "127.0.0.1:1; script-src *"]
)
def test_another_host_is_421_on_every_path(site: Client, host: str) -> None:
    for method, path in routes_of(site.app):
        response = site.request(method, path, headers={**SIGNED_IN, "Host": host})
        assert response.status_code == 421, (method, path)
        assert method == "HEAD" or response.json()["error"]["code"] == "wrong_host"


@pytest.mark.parametrize("host", ["localhost", f"localhost:{PORT}", "127.0.0.1", "[::1]", f"[::1]:{PORT}"])
def test_every_name_of_the_loopback_is_answered(site: Client, host: str) -> None:
    assert site.get("/api/projects", headers={**SIGNED_IN, "Host": host}).status_code == 200


def test_a_host_the_operator_allows_is_answered(tmp_path: Path) -> None:
    with Client(make_app(tmp_path, allowed_hosts="box.example"), base_url=BASE, headers=SIGNED_IN) as client:
        assert client.get("/api/projects", headers={"Host": "box.example:80"}).status_code == 200
        assert client.get("/api/projects", headers={"Host": "x.box.example"}).status_code == 421


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_with_the_token_nothing_is_401_or_403(site: Client, private: list[tuple[str, str]], scheme: str) -> None:
    for method, path in private:
        response = site.request(method, path, headers={"Authorization": f"{scheme} {TOKEN}"})
        assert response.status_code not in (401, 403, 421, 500), (method, path)


def test_the_session_cookie_lets_in_as_the_token_does(site: Client, private: list[tuple[str, str]]) -> None:
    for method, path in private:
        response = site.request(method, path, headers={"Cookie": f"limner-{PORT}={session_of(TOKEN)}"})
        assert response.status_code not in (401, 403, 421, 500), (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/projects/p/sync",
        "/api/scripts/s/cell",
        "/api/backends/connect",
        "/cell/frame",
        "/static/x",
        "/nothing",
    ],
)
@pytest.mark.parametrize("headers", [{}, {**SIGNED_IN, "Origin": "null"}, {"Origin": "null"}], ids=str)
def test_a_web_socket_is_refused_without_the_token_and_to_an_opaque_origin(
    site: Client, path: str, headers: dict[str, str]
) -> None:
    with pytest.raises(WebSocketDisconnect), site.websocket_connect(f"ws://127.0.0.1:{PORT}{path}", headers=headers):
        pass


@pytest.mark.parametrize("headers", [{}, {**SIGNED_IN, "Origin": "null"}], ids=str)
def test_a_refused_web_socket_says_that_it_breaks_the_policy(site: Client, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        site.websocket_connect(f"ws://127.0.0.1:{PORT}/api/projects/p/sync", headers=headers),
    ):
        pass
    assert refused.value.code == 1008
