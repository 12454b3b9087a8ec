"""The logs: one line per request, for people or for machines, without anything secret."""

import json
import logging
import sys
from typing import Any

import pytest

from limner_server.logs import JsonFormatter, TextFormatter
from tests.server.world import TOKEN, Client


def record(message: str = "request", **fields: Any) -> logging.LogRecord:
    made = logging.LogRecord("limner", logging.INFO, __file__, 1, message, None, None)
    made.fields = fields
    return made


def failed() -> logging.LogRecord:
    try:
        raise ValueError("broken")
    except ValueError:
        return logging.LogRecord("limner", logging.ERROR, __file__, 1, "it %s", ("broke",), sys.exc_info())


def requests(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(entry)["fields"] for entry in caplog.records if entry.getMessage() == "request"]


def test_as_text_a_line_has_time_level_message_and_fields() -> None:
    line = TextFormatter().format(record(method="GET", status=200))
    assert line[8:] == " info    request method=GET status=200"
    assert line[2] == line[5] == ":"


def test_as_json_a_line_is_one_object() -> None:
    line = JsonFormatter().format(record("two\nlines", method="GET", path="/\u732b", status=200))
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["level"], entry["message"], entry["method"]) == ("info", "two\nlines", "GET")
    assert (entry["path"], entry["status"]) == ("/\u732b", 200)
    assert entry["at"][10] == "T"


def test_both_formats_keep_a_traceback() -> None:
    assert "ValueError: broken" in TextFormatter().format(failed())
    entry = json.loads(JsonFormatter().format(failed()))
    assert entry["message"] == "it broke"
    assert "ValueError: broken" in entry["traceback"]


def test_a_message_without_fields_has_no_trailing_space() -> None:
    assert TextFormatter().format(record("started")).endswith("started")


def test_every_request_is_logged_with_its_status_and_time(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        client.get("/api/projects")
        client.delete("/api/projects/nobody")
    first, second = requests(caplog)
    assert (first["method"], first["path"], first["status"]) == ("GET", "/api/projects", 200)
    assert (second["method"], second["path"], second["status"]) == ("DELETE", "/api/projects/nobody", 404)
    assert first["ms"] >= 0


def test_refused_requests_are_logged_too(stranger: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        stranger.get("/api/projects")
        stranger.get("/api/projects", headers={"Host": "evil.example"})
    assert [entry["status"] for entry in requests(caplog)] == [401, 421]


def test_neither_queries_nor_tokens_nor_cookies_are_logged(stranger: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        signed_in = stranger.get(f"/?token={TOKEN}&secret=query")
        stranger.get("/?token=wrong-token", headers={"Accept": "text/html"})
        stranger.get("/api/projects", headers={"Authorization": f"Bearer {TOKEN}"})
        stranger.get("/api/projects", headers={"Authorization": "Bearer wrong-token"})
    session = signed_in.headers["set-cookie"].split("=")[1].split(";")[0]
    logged = [str(vars(entry)) for entry in caplog.records if entry.name.startswith("limner")]
    assert len(logged) == 4
    for secret in (TOKEN, session, "wrong-token", "secret=query", "?"):
        assert not any(secret in line for line in logged)


def test_a_line_break_in_an_address_starts_no_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        client.get("/api/x%0A12:00:00%20info%20forged")
    assert requests(caplog)[0]["path"] == "/api/x%0A12%3A00%3A00%20info%20forged"


@pytest.mark.parametrize("path", ["/healthz", "/cell/frame", "/static/x", "/assets/x"])
def test_the_many_requests_for_parts_of_pages_are_not_logged(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO, "limner"):
        client.get(path)
    assert requests(caplog) == []
