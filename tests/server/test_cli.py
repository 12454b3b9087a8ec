"""The command line, as real processes."""

import json
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from limner import __version__
from tests.server.serving import Served, repository, run, serve, until


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="module")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demonstration that logs JSON."""
    with serve(root, tmp_path_factory.mktemp("demo"), "--demo", "--log-format", "json") as served:
        yield served


def test_the_version_is_printed(root: Path) -> None:
    done = run(root, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"limner {__version__}\n", "")


def test_without_a_command_it_says_what_there_is(root: Path) -> None:
    done = run(root)
    assert done.returncode == 2
    assert "serve" not in done.stdout
    assert "COMMAND" in done.stderr


@pytest.mark.parametrize("arguments", [("--port", "many"), ("--speed", "9")])
def test_a_flag_that_does_not_fit_is_explained_without_a_traceback(root: Path, arguments: tuple[str, str]) -> None:
    done = run(root, "serve", *arguments)
    assert done.returncode == 2
    assert arguments[0] in done.stderr
    assert "Traceback" not in done.stderr


def test_a_variable_that_does_not_fit_is_explained_without_a_traceback(root: Path, tmp_path: Path) -> None:
    done = run(root, "serve", "--data", str(tmp_path), LIMNER_PORT="many")
    assert done.returncode == 1
    assert done.stderr.startswith("limner: LIMNER_PORT is 'many', expected int: port to listen on")
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_explained(root: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(root, "serve", "--port", str(port), "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == f"limner: cannot listen on 127.0.0.1:{port}: Address already in use; try --port 0\n"


def test_a_data_folder_that_cannot_be_made_is_explained(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(root, "serve", "--port", "0", "--data", str(tmp_path / "file"))
    assert done.returncode == 1
    assert done.stderr.startswith("limner: ")
    assert "Traceback" not in done.stderr


def test_missing_browser_assets_are_explained(tmp_path: Path) -> None:
    root = repository(tmp_path, vendor=False)
    done = run(root, "serve", "--port", "0", "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert done.stderr == f"limner: the browser assets are not in {root / 'web' / 'vendor'}: run `make vendor`\n"


def test_the_printed_address_opens_the_first_photo(demo: Served) -> None:
    with httpx2.Client(follow_redirects=True) as client:
        response = client.get(demo.url, headers={"Accept": "text/html"})
        assert response.status_code == 200
        assert str(response.url) == demo.base
        files = client.get(f"{demo.origin}/api/files/{demo.base.rsplit('/', 1)[1]}")
        assert files.json()["name"] == "astronaut.png"


def test_without_the_token_the_server_says_401(demo: Served) -> None:
    assert httpx2.get(f"{demo.origin}/api/projects").status_code == 401
    assert httpx2.get(f"{demo.origin}/healthz").json() == {"status": "ok", "version": __version__}


def test_the_server_does_not_name_its_software(demo: Served) -> None:
    assert "server" not in httpx2.get(f"{demo.origin}/healthz").headers


def test_json_logs_are_json_on_every_line_and_hold_no_token(demo: Served) -> None:
    httpx2.get(f"{demo.origin}/?token={demo.token}")
    httpx2.get(f"{demo.origin}/nothing?token=wrong-one")
    until(lambda: '"/nothing"' in demo.log())
    entries = [json.loads(line) for line in demo.log().splitlines()]
    assert {"method": "GET", "path": "/nothing", "status": 401}.items() <= entries[-1].items()
    assert demo.token not in demo.log()
    assert "wrong-one" not in demo.log()


def test_text_logs_are_the_default_and_the_token_is_kept_for_its_owner(root: Path, tmp_path: Path) -> None:
    with serve(root, tmp_path) as served:
        httpx2.get(f"{served.origin}/api/projects")
        until(lambda: "request method=GET path=/api/projects status=401" in served.log())
        kept = tmp_path / "data" / "token"
        assert kept.read_text() == served.token
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert served.base == f"{served.origin}/"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_without_a_traceback(root: Path, tmp_path: Path, number: signal.Signals) -> None:
    with serve(root, tmp_path) as served:
        httpx2.get(f"{served.origin}/healthz")
        assert served.stop(number) == 0
        assert "Traceback" not in served.log()
        assert "Finished server process" in served.log()


def test_a_request_under_way_is_finished_before_it_ends(root: Path, tmp_path: Path) -> None:
    body = b'{"name": "Just in time"}'
    with serve(root, tmp_path) as served, socket.create_connection(("127.0.0.1", served.port)) as connection:
        head = f"POST /api/projects HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Length: {len(body)}\r\n"
        connection.sendall(f"{head}Authorization: Bearer {served.token}\r\n\r\n".encode() + body[:5])
        httpx2.get(f"{served.origin}/healthz")
        served.process.terminate()
        until(lambda: "Shutting down" in served.log())
        connection.sendall(body[5:])
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert answer.startswith(b"HTTP/1.1 201 Created")
        assert b"Just in time" in answer
        assert served.process.wait(20) == 0


def test_what_was_made_is_there_after_a_restart_with_the_same_token(root: Path, tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with serve(root, tmp_path, "--demo") as served:
            headers = {"Authorization": f"Bearer {served.token}"}
            seen.append((served.token, httpx2.get(f"{served.origin}/api/projects", headers=headers).json()))
            assert served.stop() == 0
    assert seen[0] == seen[1]


def test_a_demonstration_whose_photos_are_gone_starts_with_the_projects(root: Path, tmp_path: Path) -> None:
    with serve(root, tmp_path, "--demo") as served:
        headers = {"Authorization": f"Bearer {served.token}"}
        project = httpx2.get(f"{served.origin}/api/projects", headers=headers).json()["items"][0]["id"]
        for file in httpx2.get(f"{served.origin}/api/projects/{project}/files", headers=headers).json()["items"]:
            httpx2.delete(f"{served.origin}/api/files/{file['id']}", headers=headers)
        served.stop()
    with serve(root, tmp_path, "--demo") as served:
        assert served.base == f"{served.origin}/"
