"""Fetching for scripts, over HTTP: who may, where to, and what travels."""

import asyncio
import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.upstream import Asked, send, serving
from tests.server.world import BASE, PORT, SIGNED_IN, Client, block, make_app, ok, refused


class Upstream:
    """A host that scripts ask: it remembers what it was asked and answers by the path."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.port = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        path, _, query = asked.path.partition("?")
        if path.startswith("/redirect/"):
            await send(writer, b"moved", f"{path.split('/')[2]} Moved", f"Location: {query}")
        elif path == "/status":
            await send(writer, b"", f"{query} Said", "X-Why: because")
        elif path == "/headers":
            await send(writer, b"{}", "200 OK", *query.replace("%20", " ").split("&"))
        else:
            await send(writer, b"\x00\xffhello", "200 OK", "Content-Type: text/plain")


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    made = Upstream()
    with serving(made.answer) as made.port:
        yield made


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    app = make_app(tmp_path_factory.mktemp("fetch"), allow_private="127.0.0.1/32, localhost")
    with Client(app, base_url=BASE, headers=SIGNED_IN) as opened:
        yield opened


@pytest.fixture
def script(client: Client, project: dict[str, Any], upstream: Upstream) -> dict[str, Any]:
    """A script that is on and may reach the upstream, and one name that leads nowhere."""
    upstream.asked.clear()
    return switched_on(client, client.script(project["id"], asking(upstream.host, "listed.invalid")))


def asking(*hosts: str, grants: tuple[str, ...] = ("network",)) -> str:
    return block("Asks", grants, f"connect = {json.dumps(hosts)}")


def switched_on(client: Client, script: dict[str, Any]) -> dict[str, Any]:
    patch = {"enabled": True, "confirmed_grants": script["grants"]}
    return ok(client.patch(f"/api/scripts/{script['id']}", json=patch))


def fetch(client: Client, script: dict[str, Any], url: str, **fields: Any) -> Any:
    return client.post(f"/api/scripts/{script['id']}/fetch", json={"url": url, **fields})


def test_a_confirmed_host_is_asked_and_its_answer_given(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    reply = ok(fetch(client, script, f"http://{upstream.host}/a?b=c#d"))
    assert (reply["status"], reply["url"]) == (200, f"http://{upstream.host}/a?b=c")
    assert reply["headers"] == {"content-type": "text/plain"}
    assert base64.b64decode(reply["body"]) == b"\x00\xffhello"
    (asked,) = upstream.asked
    assert (asked.method, asked.path, asked.headers["host"]) == ("GET", "/a?b=c", upstream.host)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "post"])
def test_every_method_travels(client: Client, script: dict[str, Any], upstream: Upstream, method: str) -> None:
    reply = ok(fetch(client, script, f"http://{upstream.host}/", method=method))
    assert upstream.asked[-1].method == method.upper()
    assert bool(reply["body"]) == (method != "HEAD")


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "CONNECT", "", "GET /x"])
def test_another_method_is_422(client: Client, script: dict[str, Any], upstream: Upstream, method: str) -> None:
    assert "expected one of GET, HEAD" in refused(fetch(client, script, f"http://{upstream.host}/", method=method), 422)
    assert upstream.asked == []


@pytest.mark.parametrize("body", [b"", b"plain", bytes(range(256)) * 100])
def test_a_body_travels_byte_for_byte(client: Client, script: dict[str, Any], upstream: Upstream, body: bytes) -> None:
    text = base64.b64encode(body).decode()
    ok(fetch(client, script, f"http://{upstream.host}/", method="POST", body=text))
    assert upstream.asked[-1].body == body
    assert upstream.asked[-1].headers["content-length"] == str(len(body))


def test_a_body_that_is_no_base64_or_comes_with_get_is_422(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    assert "base64" in refused(fetch(client, script, f"http://{upstream.host}/", method="POST", body="a"), 422)
    assert "carries no body" in refused(fetch(client, script, f"http://{upstream.host}/", body="aaaa"), 422)
    assert upstream.asked == []


@pytest.mark.parametrize("status", [204, 304, 400, 401, 404, 500, 503])
def test_any_status_is_given_as_it_is(client: Client, script: dict[str, Any], upstream: Upstream, status: int) -> None:
    reply = ok(fetch(client, script, f"http://{upstream.host}/status?{status}"))
    assert (reply["status"], reply["headers"]["x-why"]) == (status, "because")


def test_a_scripts_own_headers_are_sent_and_those_of_the_connection_are_not(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    own = {"X-Key": "k", "Accept": "application/json", "Authorization": "Bearer other", "content-type": "text/x"}
    never = {
        "Host": "evil.example",
        "Cookie": f"limner-{PORT}=x",
        "Connection": "keep-alive, X-Key",
        "Transfer-Encoding": "chunked",
        "Content-Length": "5",
        "Accept-Encoding": "gzip",
        "Upgrade": "websocket",
        "Proxy-Authorization": "x",
        "TE": "trailers",
        "Expect": "100-continue",
    }
    ok(fetch(client, script, f"http://{upstream.host}/", headers={**own, **never}))
    headers = upstream.asked[-1].headers
    assert headers == {
        **{name.lower(): value for name, value in own.items()},
        "host": upstream.host,
        "accept-encoding": "identity",
        "connection": "close",
    }


def test_nothing_of_limners_own_session_is_sent(client: Client, script: dict[str, Any], upstream: Upstream) -> None:
    client.cookies.set(f"limner-{PORT}", "session")
    ok(fetch(client, script, f"http://{upstream.host}/"))
    client.cookies.clear()
    assert set(upstream.asked[-1].headers) == {"host", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    "headers",
    [{"a b": "c"}, {"": "c"}, {"a": "b\r\nc: d"}, {"a": "b\x00"}, {"a": "猫"}, {"a:": "b"}, {"a": "x" * 40_000}],
)
def test_what_is_no_header_is_422(
    client: Client, script: dict[str, Any], upstream: Upstream, headers: dict[str, str]
) -> None:
    refused(fetch(client, script, f"http://{upstream.host}/", headers=headers), 422)
    assert upstream.asked == []


def test_cookies_and_connection_headers_do_not_come_back(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    lines = "Set-Cookie: a=b&Set-Cookie: c=d&Connection: x&Keep-Alive: 5&X-One: 1&x-one: 2&Upgrade: h2c"
    reply = ok(fetch(client, script, f"http://{upstream.host}/headers?{lines.replace(' ', '%20')}"))
    assert reply["headers"] == {"x-one": "1, 2"}
    assert client.cookies == {}


@pytest.mark.parametrize(
    "url", ["http://other.example/", "http://127.0.0.1/", "https://HOST/", "http://localhost:PORT/"]
)
def test_a_host_or_port_that_is_not_listed_is_403_and_names_those_that_are(
    client: Client, script: dict[str, Any], upstream: Upstream, url: str
) -> None:
    url = url.replace("HOST", "listed.example").replace("PORT", str(upstream.port))
    response = fetch(client, script, url)
    assert f"its confirmed hosts are: {upstream.host}, listed.invalid" in refused(response, 403)
    assert response.json()["error"]["code"] == "host_not_allowed"
    assert upstream.asked == []


def test_a_script_that_is_off_reaches_nothing(client: Client, script: dict[str, Any], upstream: Upstream) -> None:
    ok(client.patch(f"/api/scripts/{script['id']}", json={"enabled": False}))
    response = fetch(client, script, f"http://{upstream.host}/")
    assert refused(response, 403) == "the script 'Asks' is switched off"
    assert response.json()["error"]["code"] == "not_enabled"
    assert upstream.asked == []


def test_a_script_without_the_grant_reaches_nothing(
    client: Client, project: dict[str, Any], upstream: Upstream
) -> None:
    upstream.asked.clear()
    without = switched_on(client, client.script(project["id"], asking(upstream.host, grants=())))
    assert without["connect"] == [upstream.host]
    response = fetch(client, without, f"http://{upstream.host}/")
    assert "no confirmed grant 'network'" in refused(response, 403)
    assert upstream.asked == []


def test_taking_the_grant_back_takes_effect_at_once(client: Client, script: dict[str, Any], upstream: Upstream) -> None:
    ok(fetch(client, script, f"http://{upstream.host}/"))
    off = ok(client.patch(f"/api/scripts/{script['id']}", json={"confirmed_grants": []}))
    assert (off["enabled"], off["confirmed_connect"]) == (False, [])
    refused(fetch(client, script, f"http://{upstream.host}/"), 403)
    assert len(upstream.asked) == 1


def test_a_version_reaches_only_hosts_it_declares_and_that_were_confirmed(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    url = f"/api/scripts/{script['id']}"
    narrower = ok(client.put(url, json={"filename": "a.py", "source": asking("listed.invalid")}))
    assert (narrower["enabled"], narrower["confirmed_connect"]) == (True, [upstream.host, "listed.invalid"])
    refused(fetch(client, script, f"http://{upstream.host}/"), 403)
    other = ok(client.put(url, json={"filename": "a.py", "source": asking(upstream.host, "new.example")}))
    assert other["enabled"] is False
    refused(fetch(client, script, f"http://{upstream.host}/"), 403)
    message = refused(client.patch(url, json={"enabled": True}), 409)
    assert message == "confirm the hosts new.example before switching 'Asks' on"
    assert upstream.asked == []


def test_a_redirect_to_a_listed_host_is_followed(client: Client, script: dict[str, Any], upstream: Upstream) -> None:
    url = f"http://{upstream.host}/redirect/302?/redirect/301?http://{upstream.host}/end?x"
    reply = ok(fetch(client, script, url))
    assert (reply["status"], reply["url"]) == (200, f"http://{upstream.host}/end?x")
    assert len(upstream.asked) == 3


@pytest.mark.parametrize(
    ("location", "status"),
    [
        ("http://other.example/", 403),
        ("http://169.254.169.254/latest/meta-data/", 403),
        ("http://127.0.0.1:1/", 403),
        ("http://[::1]/", 403),
        ("//evil.example/", 403),
        ("http://a@b/", 422),
        ("file:///etc/passwd", 422),
        ("http://0x7f.1/", 422),
    ],
)
def test_a_redirect_off_the_list_is_not_followed(
    client: Client, script: dict[str, Any], upstream: Upstream, location: str, status: int
) -> None:
    refused(fetch(client, script, f"http://{upstream.host}/redirect/302?{location}"), status)
    assert len(upstream.asked) == 1


def test_a_redirect_to_a_listed_name_that_leads_nowhere_is_502(
    client: Client, script: dict[str, Any], upstream: Upstream
) -> None:
    refused(fetch(client, script, f"http://{upstream.host}/redirect/302?http://listed.invalid/"), 502)


def test_five_redirects_are_followed_and_no_sixth(client: Client, script: dict[str, Any], upstream: Upstream) -> None:
    ok(fetch(client, script, f"http://{upstream.host}" + "/redirect/307?" * 5 + "/end"))
    assert len(upstream.asked) == 6
    message = refused(fetch(client, script, f"http://{upstream.host}" + "/redirect/307?" * 6 + "/end"), 502)
    assert message.startswith("more than 5 redirects")
    assert len(upstream.asked) == 12


@pytest.mark.parametrize(
    ("status", "method", "after", "body"),
    [
        (301, "POST", "GET", b""),
        (302, "POST", "GET", b""),
        (303, "PUT", "GET", b""),
        (303, "HEAD", "HEAD", b""),
        (302, "PUT", "PUT", b"data"),
        (307, "POST", "POST", b"data"),
        (308, "PATCH", "PATCH", b"data"),
    ],
)
def test_a_redirect_changes_the_method_as_in_a_browser(
    client: Client, script: dict[str, Any], upstream: Upstream, status: int, method: str, after: str, body: bytes
) -> None:
    sent = {} if method == "HEAD" else {"body": base64.b64encode(b"data").decode()}
    headers = {"Content-Type": "text/x", "X-Key": "k"}
    ok(fetch(client, script, f"http://{upstream.host}/redirect/{status}?/end", method=method, headers=headers, **sent))
    last = upstream.asked[-1]
    assert (last.method, last.body, last.headers["x-key"]) == (after, body, "k")
    assert ("content-type" in last.headers) == (bool(body) or method == "HEAD")


def test_credentials_of_a_script_do_not_travel_to_another_origin(client: Client, project: dict[str, Any]) -> None:
    first, second = Upstream(), Upstream()
    with serving(first.answer) as first.port, serving(second.answer) as second.port:
        script = switched_on(client, client.script(project["id"], asking(first.host, second.host)))
        url, headers = f"http://{first.host}/redirect/302?", {"Authorization": "Bearer secret"}
        ok(fetch(client, script, f"{url}/same", headers=headers))
        ok(fetch(client, script, f"{url}http://{second.host}/other", headers=headers))
    assert ["authorization" in asked.headers for asked in first.asked] == [True, True, True]
    assert ["authorization" in asked.headers for asked in second.asked] == [False]


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_statuses_with_a_location_are_given_as_they_are(
    client: Client, script: dict[str, Any], upstream: Upstream, status: int
) -> None:
    assert ok(fetch(client, script, f"http://{upstream.host}/redirect/{status}?/x"))["status"] == status
    assert len(upstream.asked) == 1


def test_a_private_address_is_refused_where_the_operator_lists_none(
    client: Client, upstream: Upstream, tmp_path_factory: pytest.TempPathFactory
) -> None:
    upstream.asked.clear()
    with Client(make_app(tmp_path_factory.mktemp("strict")), base_url=BASE, headers=SIGNED_IN) as strict:
        hosts = (upstream.host, f"localhost:{upstream.port}")
        script = switched_on(strict, strict.script(strict.project()["id"], asking(*hosts)))
        for host in hosts:
            response = fetch(strict, script, f"http://{host}/")
            assert "LIMNER_ALLOW_PRIVATE" in refused(response, 403)
            assert response.json()["error"]["code"] == "private_address"
    assert upstream.asked == []


def test_a_name_the_operator_lists_may_be_private(client: Client, project: dict[str, Any], upstream: Upstream) -> None:
    script = switched_on(client, client.script(project["id"], asking(f"localhost:{upstream.port}")))
    with serving(upstream.answer, host="localhost") as port:
        named = switched_on(client, client.script(project["id"], asking(f"localhost:{port}").replace("Asks", "B")))
        assert ok(fetch(client, named, f"http://localhost:{port}/"))["status"] == 200
    assert ok(fetch(client, script, f"http://localhost:{upstream.port}/"))["status"] == 200


def test_a_port_nobody_listens_on_is_502_and_says_who(client: Client, project: dict[str, Any]) -> None:
    with serving(Upstream().answer) as port:
        pass
    script = switched_on(client, client.script(project["id"], asking(f"127.0.0.1:{port}")))
    response = fetch(client, script, f"http://127.0.0.1:{port}/")
    assert refused(response, 502).startswith(f"127.0.0.1:{port} cannot be reached")
