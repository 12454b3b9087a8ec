"""When the server fails: people and programs learn that it did, and only the log learns how."""

import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from limner_server.endpoint import Endpoint
from limner_server.security import HEADERS
from tests.server.world import BASE, SIGNED_IN, Client

SECRET = "the database password is hunter2"


@pytest.fixture
def broken(app: Starlette) -> Iterator[Client]:
    """A server of which two routes fail."""

    def fail(_: Request) -> None:
        raise RuntimeError(SECRET)

    app.router.routes.insert(0, Endpoint("GET", "/api/broken", fail).route())
    app.router.routes.insert(0, Route("/broken/{name}", fail))
    with Client(app, base_url=BASE, headers=SIGNED_IN, raise_server_exceptions=False) as client:
        yield client


def assert_says_nothing(text: str) -> None:
    for leak in (SECRET, "hunter2", "Traceback", "RuntimeError", ".py", "File "):
        assert leak not in text


def test_the_api_answers_a_crash_as_json(broken: Client) -> None:
    response = broken.get("/api/broken", headers={"Accept": "text/html"})
    assert response.status_code == 500
    message = "the server failed here; its log says more"
    assert response.json() == {"error": {"code": "crash", "message": message, "detail": {}}}


def test_a_person_sees_a_page(broken: Client) -> None:
    response = broken.get("/broken/x", headers={"Accept": "text/html"})
    assert response.status_code == 500
    assert response.headers["content-type"].startswith("text/html")
    assert_says_nothing(response.text)


def test_a_program_gets_json_from_a_page(broken: Client) -> None:
    response = broken.get("/broken/x", headers={"Accept": "*/*"})
    assert response.json()["error"]["code"] == "crash"
    assert_says_nothing(response.text)


@pytest.mark.parametrize("path", ["/api/broken", "/broken/x"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_the_answer_to_a_crash_carries_the_headers_of_a_page(broken: Client, path: str, accept: str) -> None:
    headers = broken.get(path, headers={"Accept": accept}).headers
    assert {name: headers[name] for name in HEADERS["page"]} == HEADERS["page"]


def test_the_log_has_the_path_and_the_traceback(broken: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        broken.get("/api/broken?token=in-the-query")
    (crash,) = [record for record in caplog.records if record.getMessage() == "crash"]
    fields = vars(crash)["fields"]
    assert crash.levelno == logging.ERROR
    assert fields["path"] == "/api/broken"
    assert fields["error"].startswith("Traceback")
    assert f"RuntimeError: {SECRET}" in fields["error"]
    assert "in-the-query" not in str(fields)


def test_the_request_log_has_the_status_500(broken: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        broken.get("/api/broken")
    (request,) = [record for record in caplog.records if record.getMessage() == "request"]
    assert vars(request)["fields"]["status"] == 500


def test_the_server_goes_on_after_a_crash(broken: Client) -> None:
    broken.get("/api/broken")
    assert broken.get("/api/projects").status_code == 200
