"""What a script in a cell reaches of the network: its assets, and nothing else."""

from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.probes.driver import INSIDE, WAYS, Hostile, in_both_cells, source
from tests.e2e.probes.listener import Elsewhere
from tests.e2e.serving import Server

pytestmark = pytest.mark.e2e
pytest_plugins = ["tests.e2e.probes.fixtures"]

OPTIONS = [
    {"mode": mode, "credentials": credentials}
    for mode, credentials in product(("cors", "no-cors", "same-origin"), ("omit", "same-origin", "include"))
]
PUBLIC = ("/healthz", "/cell/frame", "/static/", "/", "/assets/", "/assets/other/x.js")
ESCAPES = (
    "../../api/projects",
    "%2e%2e/%2e%2e/api/projects",
    "..%2f..%2fapi/projects",
    "/api/projects",
    "cell/..%2f..%2f..%2fapi/projects",
    "cell/..%5c..%5c..%5capi/projects",
    "cell/%252e%252e%252f%252e%252e%252fapi/projects",
    "cell/..%2f..%2fserver%2flimner_server%2fsecurity.py",
)
FETCHES = [*((source("fetch.js"), way) for way in WAYS), (source("fetch.py"), "python")]
REQUESTS = [(source("xhr.js"), "run_js"), (source("xhr.py"), "python"), (source("xhr.js"), INSIDE[0])]
by_way = pytest.mark.parametrize(("code", "by"), FETCHES, ids=[*WAYS, "python"])
by_request = pytest.mark.parametrize(("code", "by"), REQUESTS, ids=["run_js", "python", INSIDE[0]])


def opening(outcomes: list[dict[str, Any]]) -> set[str]:
    """Give how the fetches were refused; each must have been."""
    assert all(list(one) == ["refused"] for one in outcomes), outcomes
    return {one["refused"] for one in outcomes}


def names(server: Server) -> list[str]:
    return [project["name"] for project in server.api("GET", "/api/projects")["items"]]


def posts(name: str) -> list[dict[str, Any]]:
    body = f'{{"name": "{name}"}}'
    return [{**options, "method": "POST", "body": body} for options in OPTIONS]


@by_way
def test_a_fetch_of_an_asset_succeeds(hostile: Hostile, assets: str, code: str, by: str) -> None:
    (outcome,) = hostile.run(code, by=by, url=f"{assets}cell/worker.js", options=[{}])
    assert (outcome["type"], outcome["status"]) == ("cors", 200)
    assert outcome["text"].startswith("// The worker of one cell")


@by_way
def test_a_fetch_of_the_api_is_refused_whatever_its_mode_and_credentials(
    hostile: Hostile, server: Server, code: str, by: str
) -> None:
    outcomes = hostile.run(code, by=by, url=f"{server.base}/api/projects", options=OPTIONS)
    assert opening(outcomes) == {"TypeError"}
    assert len(outcomes) == len(OPTIONS)


def test_the_same_fetch_in_the_page_reaches_the_api(hostile: Hostile, server: Server) -> None:
    options = {"url": f"{server.base}/api/projects", "options": [{"mode": "same-origin", "credentials": "include"}]}
    (outcome,) = hostile.desk.page.evaluate(source("fetch.js"), options)
    assert outcome["status"] == 200
    assert "Sample photos" in outcome["text"]


@by_way
def test_a_post_that_would_make_a_project_makes_none(hostile: Hostile, server: Server, code: str, by: str) -> None:
    before = names(server)
    opening(hostile.run(code, by=by, url=f"{server.base}/api/projects", options=posts(f"forged by {by}")))
    assert names(server) == before


def test_the_same_post_in_the_page_makes_a_project(hostile: Hostile, server: Server) -> None:
    post = {"method": "POST", "body": '{"name": "made by the page"}'}
    hostile.desk.page.evaluate(source("fetch.js"), {"url": f"{server.base}/api/projects", "options": [post]})
    (made,) = [one["id"] for one in server.api("GET", "/api/projects")["items"] if one["name"] == "made by the page"]
    server.api("DELETE", f"/api/projects/{made}")


@by_request
def test_a_synchronous_request_reaches_assets_and_not_the_api(
    hostile: Hostile, server: Server, assets: str, code: str, by: str
) -> None:
    assert hostile.run(code, by=by, url=f"{assets}cell/worker.js", withCredentials=False)["status"] == 200
    before = names(server)
    for cookies in (True, False):
        api = {"url": f"{server.base}/api/projects", "withCredentials": cookies}
        assert hostile.run(code, by=by, **api) == {"refused": "NetworkError"}
        forged = hostile.run(code, by=by, **api, method="POST", body='{"name": "forged"}')
        assert forged == {"refused": "NetworkError"}
    assert names(server) == before


def test_the_same_synchronous_request_in_the_page_reaches_the_api(hostile: Hostile, server: Server) -> None:
    outcome = hostile.desk.page.evaluate(source("xhr.js"), {"url": f"{server.base}/api/projects"})
    assert outcome["status"] == 200


@in_both_cells
def test_the_apps_other_public_addresses_are_out_of_reach(hostile: Hostile, server: Server, by: str) -> None:
    asked = [{**options, "url": server.base + path} for path in PUBLIC for options in OPTIONS]
    assert len(opening(hostile.run(source("fetch.js"), by=by, url="", options=asked))) == 1


@in_both_cells
def test_no_way_of_writing_a_path_leads_out_of_the_assets(hostile: Hostile, assets: str, by: str) -> None:
    asked = [{"url": assets + path, "credentials": one} for path in ESCAPES for one in ("omit", "include")]
    outcomes = hostile.run(source("fetch.js"), by=by, url="", options=asked)
    found = [one for one in outcomes if "refused" not in one]
    assert found
    assert all(one["status"] == 404 for one in found), found


def test_another_origin_is_never_asked(hostile: Hostile, other: Elsewhere) -> None:
    before = list(other.asked)
    for code, by in FETCHES:
        opening(hostile.run(code, by=by, url=f"{other.base}/fetch", options=[*OPTIONS, *posts("secret")]))
    for code, by in REQUESTS:
        assert hostile.run(code, by=by, url=f"{other.base}/request") == {"refused": "NetworkError"}
    assert other.asked == before


def test_the_same_code_reaches_the_other_origin_from_a_page_of_its_own(their_page: Page, other: Elsewhere) -> None:
    for name, extra in (("fetch.js", {"options": [{}]}), ("xhr.js", {})):
        their_page.evaluate(source(name), {"url": f"{other.base}/{name}", **extra})
        assert f"/{name}" in other.asked


def websocket(address: str) -> str:
    return address.replace("http:", "ws:")


@in_both_cells
@pytest.mark.parametrize("kind", ["WebSocket", "WebSocketStream", "EventSource"])
def test_no_connection_opens_to_another_origin_or_to_the_app(
    hostile: Hostile, server: Server, other: Elsewhere, assets: str, kind: str, by: str
) -> None:
    scheme = websocket if kind != "EventSource" else str
    before = list(other.asked)
    targets = [f"{other.base}/live", f"{server.base}/api/projects", f"{server.base}/api/projects/x/sync"]
    for target in targets:
        outcome = hostile.run(source("connect.js"), by=by, kind=kind, url=scheme(target))
        assert outcome["outcome"] == "refused", target
        assert outcome["violated"] == ["connect-src"] or kind == "WebSocketStream"  # it tells of it later
    own = scheme(f"{assets}cell/worker.js")
    assert hostile.run(source("connect.js"), by=by, kind=kind, url=own)["outcome"] == "refused"
    assert other.asked == before


@pytest.mark.parametrize("kind", ["WebSocket", "WebSocketStream", "EventSource"])
def test_the_same_connection_is_asked_for_from_a_page_of_the_other_origin(
    their_page: Page, other: Elsewhere, kind: str
) -> None:
    target = f"{other.base}/live-{kind}"
    url = target if kind == "EventSource" else websocket(target)
    their_page.evaluate(source("connect.js"), {"kind": kind, "url": url})
    assert f"/live-{kind}" in other.asked


@in_both_cells
def test_a_cell_has_no_other_means_to_connect(hostile: Hostile, by: str) -> None:
    means = ["WebTransport", "RTCPeerConnection", "Image", "navigator.sendBeacon", "navigator.serviceWorker", "open"]
    found = "one.split('.').reduce((at, key) => at?.[key], self) !== undefined"
    code = f"async ({{ means }}) => means.filter((one) => {found})"
    assert hostile.run(code, by=by, means=means) == []
    assert set(hostile.desk.page.evaluate(code, {"means": means})) >= set(means) - {"navigator.serviceWorker"}
