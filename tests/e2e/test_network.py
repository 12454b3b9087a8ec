"""Fetching for scripts, end to end: a real cell, a real server that fetches, a real host that answers."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import opened, signed_in
from tests.e2e.desk import Desk
from tests.e2e.serving import serving
from tests.e2e.writing import javascript, python

pytestmark = pytest.mark.plain


class Host(BaseHTTPRequestHandler):
    """Answers with what it was asked, and remembers it."""

    asked: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        said = {"method": self.command, "path": self.path, "body": self.rfile.read(length).decode()}
        Host.asked.append({**said, "cookie": self.headers.get("cookie"), "key": self.headers.get("x-key")})
        moved = self.path.startswith("/moved")
        self.send_response(302 if moved else 201 if self.command == "POST" else 200)
        if moved:
            self.send_header("Location", "http://localhost:9/")
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "spy=1")
        body = json.dumps(said).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  the name http.server looks for

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Give a page of a server that may fetch from this machine."""
    environment = {**os.environ, "LIMNER_ALLOW_PRIVATE": "127.0.0.1"}
    with serving(tmp_path_factory.mktemp("network"), environment=environment) as running:
        context = signed_in(browser, running)
        desk = Desk(opened(context, running), running)
        desk.file = running.first.split("/")[-1]
        yield desk
        context.close()


def fetcher(name: str, host: str, line: str) -> str:
    body = f'@on("command")\nasync def ask(event, canvas):\n    {line}'
    return python(name, body, ("network",), more=f'connect = ["{host}"]')


def said(desk: Desk, source: str, name: str, filename: str = "fetcher.py") -> str:
    """Add a script, run it, give what it wrote, or its error."""
    added = desk.add_script(source, filename)
    try:
        desk.wait_script(name, "ready", 60)
        desk.show_tab("scripts")
        desk.run(name)
        desk.run_of(name, 1, 60)
        error = desk.script(name)["error"]
        return error or desk.said(name, 1)[0]
    finally:
        desk.remove_script(added)
        desk.wait_for(f"!limner.scripts().some((one) => one.name === '{name}')")


def refusal(desk: Desk, method: str, path: str, body: Any) -> int:
    """Call the API, which must refuse; give the status."""
    with pytest.raises(HTTPError) as refused:
        desk.server.api(method, path, body)
    refused.value.close()
    return refused.value.code


def test_a_script_fetches_from_a_host_it_names(desk: Desk, host: str) -> None:
    line = f"""answer = await canvas.fetch("http://{host}/cats?n=1", headers={{"X-Key": "secret"}})
    print(answer.status, answer.headers.get("content-type"), "set-cookie" in answer.headers, answer.json()["path"])"""
    assert said(desk, fetcher("Fetch", host, line), "Fetch") == "200 application/json False /cats?n=1"
    asked = Host.asked[-1]
    assert (asked["key"], asked["cookie"]) == ("secret", None)


def test_a_script_posts_bytes(desk: Desk, host: str) -> None:
    line = f"""answer = await canvas.fetch("http://{host}/", method="POST", body="räksmörgås")
    print(answer.status, answer.json()["body"])"""
    assert said(desk, fetcher("Post", host, line), "Post") == "201 räksmörgås"


def test_a_script_in_javascript_does_too(desk: Desk, host: str) -> None:
    source = javascript(
        "Fetch js",
        f"""
on("command", async (event, canvas) => {{
  const answer = await canvas.fetch("http://{host}/js", {{ method: "POST", body: "hello" }});
  canvas.log(`${{answer.status}} ${{JSON.stringify(await answer.json())}}`);
}});
""",
        ("network",),
        more=f'connect = ["{host}"]',
    )
    told = said(desk, source, "Fetch js", "fetch.js")
    assert told == '201 {"method":"POST","path":"/js","body":"hello"}'


STRAYS = {
    "Stray name": "http://localhost:9/",
    "Stray port": "http://{other}/",
    "Stray host": "http://example.com/",
    "Stray scheme": "file:///etc/passwd",
    "Stray user": "http://{host}@localhost:9/",
}


@pytest.mark.parametrize("name", STRAYS)
def test_another_host_is_refused_by_name(desk: Desk, host: str, name: str) -> None:
    address = STRAYS[name].format(host=host, other=f"127.0.0.1:{int(host.split(':')[1]) + 1}")
    count = len(Host.asked)
    error = said(desk, fetcher(name, host, f'await canvas.fetch("{address}")'), name)
    assert error.startswith("HostError: ")
    assert len(Host.asked) == count


def test_a_redirect_off_the_list_is_refused(desk: Desk, host: str) -> None:
    error = said(desk, fetcher("Led away", host, f'await canvas.fetch("http://{host}/moved")'), "Led away")
    assert error.startswith("HostError: ")
    assert "localhost:9" in error


def test_without_the_grant_confirmed_it_is_not_switched_on_and_fetches_nothing(desk: Desk, host: str) -> None:
    source = fetcher("Ungranted", host, f'await canvas.fetch("http://{host}/")')
    added = desk.server.api(
        "POST", f"/api/projects/{desk.project}/scripts", {"filename": "ungranted.py", "source": source}
    )["id"]
    assert refusal(desk, "PATCH", f"/api/scripts/{added}", {"enabled": True, "confirmed_grants": []}) == 409
    desk.wait_script("Ungranted", "off")
    count = len(Host.asked)
    assert refusal(desk, "POST", f"/api/scripts/{added}/fetch", {"url": f"http://{host}/"}) == 403
    assert len(Host.asked) == count
    desk.remove_script(added)


def test_once_the_grant_is_taken_back_nothing_is_fetched_any_more(desk: Desk, host: str) -> None:
    line = f"""while True:
        print((await canvas.fetch("http://{host}/again")).status)"""
    added = desk.add_script(fetcher("Endless", host, line))
    desk.wait_script("Endless", "ready", 60)
    desk.show_tab("scripts")
    desk.run("Endless")
    desk.said("Endless", 2)
    desk.server.api("PATCH", f"/api/scripts/{added}", {"confirmed_grants": []})
    desk.wait_script("Endless", "off")
    assert refusal(desk, "POST", f"/api/scripts/{added}/fetch", {"url": f"http://{host}/"}) == 403
    desk.remove_script(added)


def test_turning_it_on_in_the_page_shows_its_hosts_and_confirms_them(desk: Desk, host: str) -> None:
    source = fetcher("Careful", host, f'print((await canvas.fetch("http://{host}/")).status)')
    added = desk.server.api(
        "POST", f"/api/projects/{desk.project}/scripts", {"filename": "careful.py", "source": source}
    )["id"]
    desk.wait_script("Careful", "off")
    desk.show_tab("scripts")
    desk.page.get_by_role("button", name="Turn on: Careful").click()
    assert host in desk.page.locator("dialog").inner_text()
    desk.page.get_by_role("button", name="Allow and turn on").click()
    desk.wait_script("Careful", "ready", 60)
    assert desk.server.api("GET", f"/api/scripts/{added}")["confirmed_connect"] == [host]
    desk.run("Careful")
    assert desk.said("Careful", 1) == ["200"]
    other = source.replace(f'connect = ["{host}"]', f'connect = ["{host}", "example.com"]')
    desk.server.api("PUT", f"/api/scripts/{added}", {"filename": "careful.py", "source": other})
    desk.wait_script("Careful", "off")
    desk.show_tab("scripts")
    desk.page.get_by_role("button", name="Review: Careful").wait_for()
    desk.remove_script(added)
