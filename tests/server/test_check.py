"""Checking a source over HTTP: what is wrong, where; the source is never run."""

from pathlib import Path

import pytest

from limner_server.resources import SCRIPTS
from tests.server.world import Client, block, ok, refused

HOOK = 'from limner import on\n\n\n@on("create_instance")\ndef hook(event, canvas):\n'


@pytest.fixture(scope="module")
def client(shared: Client) -> Client:
    return shared


def check(client: Client, source: str, filename: str = "a.py") -> list[dict[str, object]]:
    problems: list[dict[str, object]] = ok(client.post("/api/check", json={"filename": filename, "source": source}))[
        "problems"
    ]
    return problems


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.name)
def test_the_bundled_scripts_are_in_order(client: Client, path: Path) -> None:
    assert check(client, path.read_text(), path.name) == []


def test_a_syntax_error_is_placed(client: Client) -> None:
    problem = check(client, block() + HOOK + "    return (\n")[-1]
    assert (problem["severity"], isinstance(problem["column"], int)) == ("error", True)


def test_a_call_that_is_not_granted_names_the_grant(client: Client) -> None:
    (problem,) = check(client, block() + HOOK + "    canvas.create(event.instance)\n")
    assert "instances:write" in str(problem["message"])
    assert problem["line"] == block().count("\n") + HOOK.count("\n") + 1


def test_a_wrong_block_of_javascript_is_found(client: Client) -> None:
    problems = check(client, block(grants=("everything",), mark="//"), "a.js")
    assert any("everything" in str(problem["message"]) for problem in problems)


def test_a_source_that_would_do_harm_is_only_read(client: Client, tmp_path: Path) -> None:
    check(client, block() + f"import pathlib\npathlib.Path({str(tmp_path / 'x')!r}).touch()\nraise SystemExit\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source", ["", "\x00", "(" * 100_000, "\ud83d\ude00" * 1_000, "x" * 1_000_000, "a." * 50_000])
def test_a_hostile_source_is_answered(client: Client, source: str) -> None:
    source = source.encode("utf-16", "surrogatepass").decode("utf-16")
    assert isinstance(check(client, source), list)


@pytest.mark.parametrize("filename", ["a/b.py", "a\\b.py", "", "x" * 121])
def test_a_name_that_is_none_is_422(client: Client, filename: str) -> None:
    refused(client.post("/api/check", json={"filename": filename, "source": ""}), 422)


def test_a_source_beyond_the_limit_is_422(client: Client) -> None:
    refused(client.post("/api/check", json={"filename": "a.py", "source": "x" * 1_000_001}), 422)
