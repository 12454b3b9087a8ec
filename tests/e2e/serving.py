"""A real server and a real browser for the tests, and the few things all of them do with the page."""

import json
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "e2e-token"
BOUNDARY = "limner-e2e"


def chromium() -> str:
    """Give the path of Debian's Chromium, or fail with what to do."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise RuntimeError("Chromium is not installed: apt-get install chromium")
    return found


@dataclass(frozen=True)
class Server:
    """A running `limner serve`."""

    base: str
    first: str

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API with the token; give the decoded answer."""
        data = None if body is None else json.dumps(body).encode()
        return self._send(method, path, data, "application/json")

    def upload(self, project: str, name: str, content: bytes) -> dict[str, Any]:
        """Upload one image and give the file."""
        return self.upload_all(project, [name], content)[0]

    def upload_all(self, project: str, names: Sequence[str], content: bytes) -> list[dict[str, Any]]:
        """Upload one image under several names and give the files."""
        head = '--{}\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\n'
        parts = b"".join(head.format(BOUNDARY, name).encode() + content + b"\r\n" for name in names)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        data = parts + f"--{BOUNDARY}--\r\n".encode()
        files: list[dict[str, Any]] = self._send("POST", f"/api/projects/{project}/files", data, kind)["items"]
        return files

    def _send(self, method: str, path: str, data: bytes | None, kind: str) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else None


@contextmanager
def serving(
    data: Path,
    *flags: str,
    command: Sequence[str] = ("-m", "limner_server.cli"),
    python: str | Path = sys.executable,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Run `limner serve --demo` on a free port until the block ends; its output goes to `data/server.log`."""
    data.mkdir(parents=True, exist_ok=True)
    log = (data / "server.log").open("w")
    arguments = ["serve", "--demo", "--port", "0", "--data", str(data), "--token", TOKEN, *flags]
    process = subprocess.Popen(
        [str(python), *command, *arguments], stdout=subprocess.PIPE, stderr=log, text=True, env=environment, cwd=data
    )
    try:
        yield _address(process, data)
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()
        log.close()


def _address(process: subprocess.Popen[str], data: Path) -> Server:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"(http://[^/\s]+)(/\S*)\?token=", line)
        if found:
            return Server(found[1], found[2])
    raise RuntimeError(f"the server ended before it was ready:\n{(data / 'server.log').read_text()}")


def wait(page: Page, condition: str, seconds: float = 30.0) -> Any:
    """Wait until a JavaScript expression is true and give its value.

    Playwright's own `wait_for_function` needs eval, which the page's policy refuses.
    """
    deadline = time.monotonic() + seconds
    while True:
        value = page.evaluate(
            f"async () => {{ for (let i = 0; i < 50; i++) {{ const value = ({condition}); if (value) return value;"
            " await new Promise((resolve) => setTimeout(resolve, 10)); } return null; }"
        )
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {condition}")


@contextmanager
def underway(page: Page, part: str) -> Iterator[set[Request]]:
    """Give the requests of a page that have no answer yet, of those whose address holds this."""
    asked: set[Request] = set()

    def begun(request: Request) -> None:
        if part in request.url:
            asked.add(request)

    def ended(request: Request) -> None:
        asked.discard(request)

    heard = {"request": begun, "requestfinished": ended, "requestfailed": ended}
    for event, listener in heard.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield asked
    for event, listener in heard.items():
        page.remove_listener(event, listener)


def until(page: Page, reached: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let the page go on until something is so outside of it, such as a request that is held."""
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, f"it did not come to pass within {seconds} s"
        page.evaluate("new Promise((seen) => requestAnimationFrame(seen))")
